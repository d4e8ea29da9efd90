import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Output } from "../../src/view/output-shapes.ts";
import {
  LEDGER,
  type Repository,
  appendToLedger,
  bookRepository,
  emptyFolder,
  recorded,
  repositoryIn,
  runCli,
  runJson,
  runProgram,
  stateOf,
} from "../helpers/run-cli.ts";
import { vastFolders } from "../helpers/vast-folders.ts";
import { processorSeconds } from "../helpers/processor-time.ts";

const hasGpg = spawnSync("gpg", ["--version"]).status === 0 && existsSync("/tmp");
const BEN = { GIT_AUTHOR_NAME: "Ben", GIT_AUTHOR_EMAIL: "ben@contoso.example" };

function jobRepository(settings: Readonly<Record<string, string>> = {}): Repository {
  return bookRepository({
    settings: { go_live: "2026-11-02", ...settings },
    procedures: { job: { requires: "[approval]" }, other: {} },
  });
}

let filled: Promise<Repository> | undefined;

/** A ledger with texts, evidence, a void and four records: a copy of one that is made once. */
async function filledRepository(): Promise<Repository> {
  filled ??= fill(jobRepository());
  const { folder } = await filled;
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return repositoryIn(copy);
}

async function fill(repository: Repository): Promise<Repository> {
  writeFileSync(join(repository.folder, "report.txt"), "the report\n");
  await recorded(repository, ["done", "job", "--attach", "report.txt", "-m", "All well"]);
  await recorded(repository, ["done", "other", "--for", "2026-11-20", "--at", "2026-11-20T10:00"]);
  await recorded(repository, ["undo", "other"]);
  await recorded(repository, ["done", "other"]);
  return repository;
}

async function verified(
  { folder }: Repository,
  ...args: readonly string[]
): Promise<{ code: number; document: Output<"verify">; found: string[] }> {
  const { code, document } = await runJson("verify", ["verify", ...args], { cwd: folder, inProcess: true });
  return { code, document, found: document.breaks.map(({ check, message }) => `${check}: ${message}`) };
}

/** Expects exactly one break of each of these checks, with these words, and exit status 1. */
async function expectBreaks(
  repository: Repository,
  ...expected: readonly (readonly [string, string])[]
): Promise<void> {
  const before = stateOf(repository);
  const { code, found } = await verified(repository);
  expect(found).toEqual(expected.map(([check, words]) => expect.stringMatching(`^${check}: .*${words}`)));
  expect(code).toBe(1);
  expect(stateOf(repository)).toEqual(before);
}

/** Git with an input and an environment of its own. */
async function plumb(
  { folder }: Repository,
  args: readonly string[],
  input = "",
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await runProgram("git", args, { cwd: folder, input, env });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** The tree of a commit with a file in it changed, added, or (null) deleted. */
async function treeWith(repository: Repository, commit: string, path: string, text: string | null): Promise<string> {
  const env = { GIT_INDEX_FILE: join(emptyFolder(), "index") };
  await plumb(repository, ["read-tree", commit], "", env);
  if (text === null) await plumb(repository, ["update-index", "--force-remove", path], "", env);
  else {
    const blob = await plumb(repository, ["hash-object", "-w", "--stdin"], text);
    await plumb(repository, ["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`], "", env);
  }
  return plumb(repository, ["write-tree"], "", env);
}

/** The tree with a folder put into it. */
async function treeWithFolder(
  repository: Repository,
  tree: string,
  [name = "", ...below]: readonly string[],
  id: string,
): Promise<string> {
  const inner =
    below.length === 0
      ? id
      : await treeWithFolder(repository, `${tree}${tree.includes(":") ? "/" : ":"}${name}`, below, id);
  const listed = (await plumb(repository, ["ls-tree", tree])).split("\n").filter((line) => !line.endsWith(`\t${name}`));
  return plumb(repository, ["mktree", "--missing"], [...listed, `040000 tree ${inner}\t${name}\n`].join("\n"));
}

/** Writes an object that git by itself would not. */
function literally({ folder }: Repository, type: string, input: string | Buffer): string {
  const args = ["hash-object", "-t", type, "-w", "--literally", "--stdin"];
  return execFileSync("git", args, { cwd: folder, input, encoding: "utf8" }).trim();
}

/** Moves the ledger to a further commit with this message and tree, by whoever `env` says. */
async function commitTo(
  repository: Repository,
  message: string,
  tree: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:40:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:40:00Z" };
  const id = await plumb(repository, ["commit-tree", "-p", LEDGER, tree], message, { ...dates, ...env });
  repository.git("update-ref", LEDGER, id);
  return id;
}

/** A completion of `other` as another program could write it. */
function completion(trailers: Readonly<Record<string, string>> = {}): string {
  const lines = {
    Book: "contoso",
    Record: "completion",
    Procedure: "other",
    Occurrence: "2026-11-23",
    Outcome: "done",
  };
  return `Forged\n\n${Object.entries({ ...lines, ...trailers })
    .map(([name, value]) => `Runbook-${name}: ${value}\n`)
    .join("")}`;
}

const EVIDENCE = "evidence/contoso/job/2026-11-23/report.txt";

describe.concurrent("verify", () => {
  it("finds nothing in what the tool wrote, and tells how late each record is", async () => {
    const repository = await filledRepository();
    const { code, document } = await verified(repository);
    expect([code, document.breaks, document.commits, document.records]).toEqual([0, [], 5, 4]);
    expect(document.late).toMatchObject([{ procedure: "other", occurrence: "2026-11-20", daysAfter: 3 }]);
    expect(document.signatures).toEqual({ good: 0, unchecked: 0, bad: 0, none: 5 });
    const { stdout } = await runCli(["verify"], { cwd: repository.folder });
    expect(stdout).toContain("No break found.");
    expect(stdout).toContain("3 days");
  });

  it("says so where there is no ledger, and no repository", async () => {
    expect(await verified(bookRepository())).toMatchObject({ code: 0, document: { commits: 0, ledger: { tips: [] } } });
  });

  it("finds an edited message in a branch that was rewritten: the records that were are lost", async () => {
    const repository = await filledRepository();
    const tip = repository.git("rev-parse", LEDGER);
    const edited = repository.git("cat-file", "commit", tip).replace("other: done", "other: failed");
    repository.git(
      "update-ref",
      LEDGER,
      await plumb(repository, ["hash-object", "-t", "commit", "-w", "--stdin"], edited),
    );
    await expectBreaks(repository, ["lost", `${tip.slice(0, 10)} .other: done for 2026-11-23. was in`]);
  });

  it("finds a message that was edited in the repository's own files", async () => {
    const repository = await filledRepository();
    const tip = repository.git("rev-parse", LEDGER);
    const file = join(repository.folder, ".git/objects", tip.slice(0, 2), tip.slice(2));
    const content = repository.git("cat-file", "commit", tip).replace("other: done", "other: DONE");
    chmodSync(file, 0o644);
    writeFileSync(file, deflateSync(Buffer.from(`commit ${Buffer.byteLength(`${content}\n`)}\0${content}\n`)));
    await expectBreaks(repository, ["object", `${tip.slice(0, 10)} was altered in the repository's files`]);
  });

  it("finds a commit dropped from the middle by rewriting what followed", async () => {
    const repository = await filledRepository();
    const [tip, voiding, dropped, first] = ["", "~1", "~2", "~3"].map((at) => repository.git("rev-parse", LEDGER + at));
    let parent = first ?? "";
    for (const old of [voiding, tip]) {
      const text = repository.git("cat-file", "commit", old ?? "").replace(/^parent .*$/m, `parent ${parent}`);
      parent = await plumb(repository, ["hash-object", "-t", "commit", "-w", "--stdin"], `${text}\n`);
    }
    repository.git("update-ref", LEDGER, parent);
    const { found, code } = await verified(repository);
    expect(code).toBe(1);
    // Known from git's journal of the branch, and from the void of the dropped record.
    for (const id of [tip, voiding, dropped]) expect(found.join("\n")).toContain(`lost: ${id?.slice(0, 10)}`);
    expect(found).toContainEqual(
      expect.stringMatching(`^reference: .* voids ${dropped?.slice(0, 10)}, which is no record`),
    );
    // In a clone that never had it the void still tells.
    const clone = repositoryIn(join(emptyFolder(), "clone"));
    repository.git("clone", "--quiet", `file://${repository.folder}`, clone.folder);
    clone.git("fetch", "--quiet", "origin", `${LEDGER}:refs/remotes/origin/runbook-ledger`);
    expect((await verified(clone)).found.map((text) => text.split(":")[0])).toEqual(["file", "reference"]);
  });

  it("finds a remote that was rewritten, through the tip that it had", async () => {
    const repository = await filledRepository();
    const remote = "refs/remotes/origin/runbook-ledger";
    repository.git("update-ref", "--create-reflog", remote, LEDGER);
    repository.git("update-ref", remote, `${LEDGER}~2`);
    repository.git("update-ref", "-d", LEDGER);
    const { found } = await verified(repository);
    expect(found.map((text) => text.split(":")[0])).toEqual(["lost", "lost"]);
  });

  it.each([
    { what: "swapped", text: "another report\n", words: "replaces the evidence" },
    { what: "deleted", text: null, words: "deletes" },
  ])("finds evidence that was $what by a later record", async ({ text, words }) => {
    const repository = await filledRepository();
    await commitTo(repository, completion(), await treeWith(repository, LEDGER, EVIDENCE, text));
    await expectBreaks(repository, ["file", `${words} .${EVIDENCE}`]);
  });

  it.each([
    { what: "text", path: "text/contoso/other.md", words: "changes the text .* not the one that it says was followed" },
    {
      what: "evidence",
      path: "evidence/contoso/other/2026-11-23/x.txt",
      words: "brings the evidence .* does not name",
    },
  ])("finds $what that a record does not account for", async ({ path, words }) => {
    const repository = await filledRepository();
    await commitTo(repository, completion(), await treeWith(repository, LEDGER, path, "whatever\n"));
    await expectBreaks(repository, ["file", words]);
  });

  it.each([
    { trailers: { Content: "1".repeat(40) }, check: "file", words: "text 1111111111 was followed, and its tree has" },
    {
      trailers: { Evidence: "evidence/contoso/other/x" },
      check: "file",
      words: "names the evidence .* tree does not have",
    },
    { trailers: { Evidence: "../../etc/passwd" }, check: "file", words: "no evidence of its run book" },
    { trailers: { Procedure: "nobody" }, check: "procedure", words: "`nobody`, which there never was" },
    { trailers: { Occurrence: "2026-13" }, check: "occurrence", words: "`2026-13`" },
    { trailers: { Record: "void", Voids: "2".repeat(40) }, check: "reference", words: "voids 2222222222" },
    { trailers: { Outcome: "splendid" }, check: "form", words: "cannot be read: Runbook-Outcome" },
  ])("finds a record with $trailers", async ({ trailers, check, words }) => {
    const repository = await filledRepository();
    await appendToLedger(repository, completion(trailers));
    await expectBreaks(repository, [check, words]);
  });

  it.each([
    [
      "a revert",
      (id: string) => `Revert "job"\n\nThis reverts commit ${id}.\n`,
      (id: string) => `runbook undo ${id.slice(0, 10)}`,
    ],
    [
      "a squash",
      (id: string) => `Squashed\n\ncommit ${id}\n\n    Job\n\n    Runbook-Record: completion\n`,
      () => "record the work again",
    ],
    ["a note", () => "Mended a text\n", () => "Look at it: "],
  ])("says what to do about %s", async (_, message, hint) => {
    const repository = await filledRepository();
    const id = repository.git("rev-parse", LEDGER);
    await appendToLedger(repository, message(id));
    const { document } = await verified(repository);
    expect(document.breaks).toMatchObject([{ check: "form", hint: expect.stringContaining(hint(id)) }]);
  });

  it("finds what is no record, and a record without a past", async () => {
    const repository = await filledRepository();
    await appendToLedger(repository, "Tidy up\n");
    await expectBreaks(repository, ["form", "is no record"]);
    const orphan = jobRepository();
    const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:30:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:30:00Z" };
    const tree = await plumb(orphan, ["mktree"]);
    orphan.git("update-ref", LEDGER, await plumb(orphan, ["commit-tree", tree], completion(), dates));
    await expectBreaks(orphan, ["form", "has no parent"]);
  });

  it.each([
    ["a NUL, where git ends the message", [/^other/m, "other\0"], "object"],
    ["two authors", [/^author .*$/m, "$&\nauthor Eve <eve@contoso.example> 1795422600 +0000"], "object"],
    ["a parent behind the committer", [/^committer .*$/m, "$&\nparent @"], "object"],
    ["two addresses", [/^author Ana/m, "author Ben <ben@contoso.example>"], "object"],
    ["a year that git does not tell", [/^(author .*) \d+ /m, "$1 -5 "], "object"],
    ["a clock that there is not", [/^(author .*) \+0000$/m, "$1 +9999"], "object"],
    [
      "letters of which a program may take one for a space",
      [/\n\nother/, "\nencoding US-ASCII\n\n\u00e9other"],
      "form",
    ],
    ["letters that all programs read", [/\n\nother/, "\nencoding ISO-8859-1\n\n\u00e9other"], null],
    ["an encoding that programs read differently", [/^committer .*$/m, "$&\nencoding UTF-7"], "form"],
    ["an encoding as git writes it", [/^committer .*$/m, "$&\nencoding ISO-8859-1"], null],
  ] as const)("finds a record that can be read as two different ones: %s", async (_, [what, by], check) => {
    const repository = await filledRepository();
    const tip = repository.git("rev-parse", LEDGER);
    const written = `tree ${repository.git("rev-parse", `${LEDGER}^{tree}`)}\nparent ${tip}\nauthor Ana <ana@contoso.example> 1795422600 +0000\ncommitter Ana <ana@contoso.example> 1795422600 +0000\n\n${completion()}`;
    const raw = written.replace("Forged", "other").replace(what, by.replace("@", tip));
    expect(raw).not.toBe(written);
    repository.git("update-ref", LEDGER, literally(repository, "commit", raw));
    const { found } = await verified(repository);
    expect(found.map((text) => text.split(":")[0])).toEqual(check === null ? [] : [check]);
  });

  it.each([
    ["a file twice", ["100644 a.txt", "100644 a.txt"], "twice or out of order"],
    ["a file and a folder of one name", ["100644 a.txt", "100644 a.txt-", "40000 a.txt"], "stands in it twice"],
    ["files out of order", ["100644 b.txt", "100644 a.txt"], "twice or out of order"],
    ["a name that leads up", ["100644 .."], "no name that every program reads alike"],
    ["git's own folder", ["100644 .GIT"], "no name that every program reads alike"],
    ["a name that is no UTF-8", ["100644 caf\u00e9.txt"], "no name that every program reads alike"],
    ["a kind that there is not", ["100000 a.txt"], "of a kind that git does not write"],
    ["a folder that is called a file", ["100644 a.txt=folder"], "it is a folder or a commit|git cannot read all"],
    ["a link to a file", ["120000 a.txt"], "is a link and no file"],
    ["a link to a repository", ["160000 a.txt"], "is a link and no file"],
  ])("finds evidence that programs take for different files: %s", async (_, entries, words) => {
    const repository = await filledRepository();
    const blob = repository.git("rev-parse", `${LEDGER}:${EVIDENCE}`);
    const folder = (lines: readonly string[]): string => {
      const bytes = lines.flatMap((line) => {
        const id = /^40000|=folder$/.test(line) ? folder(["100644 unlisted"]) : blob;
        return [Buffer.from(`${line.replace("=folder", "")}\0`, "latin1"), Buffer.from(id, "hex")];
      });
      return literally(repository, "tree", Buffer.concat(bytes));
    };
    const odd = folder(entries);
    const tree = await treeWithFolder(repository, LEDGER, ["evidence", "contoso", "job", "2026-11-24"], odd);
    await commitTo(repository, completion({ Evidence: "evidence/contoso/job/2026-11-24/a.txt" }), tree);
    const { code, found } = await verified(repository);
    expect(found).toContainEqual(expect.stringMatching(words));
    expect(code).toBe(1);
  });

  // Alone: what others take of the processor would count.
  it.sequential("takes no longer than there are names of evidence, there or not", async () => {
    const repository = await filledRepository();
    const blob = repository.git("rev-parse", `${LEDGER}:${EVIDENCE}`);
    const names = Array.from({ length: 20_000 }, (_, index) => `${index}.txt`);
    const folder = await plumb(repository, ["mktree"], names.map((name) => `100644 blob ${blob}\t${name}\n`).join(""));
    const tree = await treeWithFolder(repository, LEDGER, ["evidence", "contoso", "job", "2026-11-24"], folder);
    const evidence = [...names, ...names.map((name) => `gone-${name}`)];
    const trailers = evidence.map((name) => `Runbook-Evidence: evidence/contoso/job/2026-11-24/${name}\n`);
    const id = await commitTo(repository, completion() + trailers.join(""), tree);
    const seconds = await processorSeconds(async () => {
      const { document } = await verified(repository);
      expect(document.breaks).toHaveLength(names.length);
      const shown = await runJson("record", ["log", "show", id], { cwd: repository.folder, inProcess: true });
      const sizes = shown.document.evidence.map(({ size }) => size);
      expect(sizes).toEqual([...names.map(() => "the report\n".length), ...names.map(() => null)]);
    });
    expect(seconds).toBeLessThan(15);
  });

  it.each([
    {
      what: "before the work",
      author: "2026-11-24T09:00:00Z",
      committer: "2026-11-23T09:00:00Z",
      words: "before the work",
    },
    {
      what: "in the future",
      author: "2026-11-23T09:00:00Z",
      committer: "2026-11-25T09:00:00Z",
      words: "in the future",
    },
    {
      what: "before what it follows",
      author: "2026-11-20T09:00:00Z",
      committer: "2026-11-20T09:00:00Z",
      words: "3 days|2 days",
    },
    // The day counts, not the minute: `done --at` takes a time later today.
    { what: "later the same day", author: "2026-11-23T20:00:00Z", committer: "2026-11-23T09:00:00Z", words: null },
  ])("judges a record $what", async ({ author, committer, words }) => {
    const repository = await filledRepository();
    await commitTo(repository, completion(), `${LEDGER}^{tree}`, {
      GIT_AUTHOR_DATE: author,
      GIT_COMMITTER_DATE: committer,
    });
    if (words === null) expect((await verified(repository)).found).toEqual([]);
    else await expectBreaks(repository, ["time", words]);
  });

  it("finds an approval by the performer, written past the tool", async () => {
    const repository = await filledRepository();
    const done = repository.git("rev-parse", `${LEDGER}~3`);
    await appendToLedger(repository, completion({ Record: "approval", Approves: done, Procedure: "job" }));
    await expectBreaks(repository, ["approval", "does not count"]);
  });

  it("follows a merge that keeps both of two contents under one name, and finds one that loses or invents", async () => {
    const repository = await filledRepository();
    const base = repository.git("rev-parse", `${LEDGER}~1`);
    const path = "evidence/contoso/other/2026-11-23/x.txt";
    const side = async (text: string): Promise<string> => {
      const tree = await treeWith(repository, base, path, text);
      const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:30:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:30:00Z" };
      return plumb(repository, ["commit-tree", "-p", base, tree], completion({ Evidence: path }), dates);
    };
    const sides = [await side("mine\n"), await side("theirs\n")] as const;
    const [mine, theirs] = sides;
    const mergeWith = async (tree: string): Promise<void> => {
      const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:40:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:40:00Z" };
      const args = ["commit-tree", "-p", mine, "-p", theirs, tree];
      repository.git("update-ref", LEDGER, await plumb(repository, args, "Merge two ledgers\n", dates));
    };
    const lost = /^lost/;
    await mergeWith(await treeWith(repository, mine, path.replace("x.txt", "x-2.txt"), "theirs\n"));
    expect((await verified(repository)).found.filter((text) => !lost.test(text))).toEqual([]);
    await mergeWith(`${mine}^{tree}`);
    expect((await verified(repository)).found.filter((text) => !lost.test(text))).toEqual([
      expect.stringContaining("joins two ledgers and loses the evidence"),
    ]);
    await mergeWith(await treeWith(repository, mine, path.replace("x.txt", "x-2.txt"), "neither's\n"));
    expect((await verified(repository)).found.filter((text) => !lost.test(text))).toEqual([
      expect.stringContaining("loses the evidence"),
      expect.stringContaining("which neither has like that"),
    ]);
  });

  it("follows a merge of evidence that both sides have under another name already", async () => {
    const repository = await filledRepository();
    const [path, other] = ["x.txt", "x-2.txt"].map((name) => `evidence/contoso/other/2026-11-23/${name}`) as [
      string,
      string,
    ];
    await commitTo(repository, completion({ Evidence: other }), await treeWith(repository, LEDGER, other, "theirs\n"));
    const base = repository.git("rev-parse", LEDGER);
    const side = async (text: string): Promise<string> => {
      await commitTo(repository, completion({ Evidence: path }), await treeWith(repository, base, path, text));
      const tip = repository.git("rev-parse", LEDGER);
      repository.git("update-ref", LEDGER, base);
      return tip;
    };
    const [mine, theirs] = [await side("mine\n"), await side("theirs\n")];
    const merged = async (tree: string): Promise<string[]> => {
      const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:40:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:40:00Z" };
      const args = ["commit-tree", "-p", mine, "-p", theirs, tree];
      repository.git("update-ref", LEDGER, await plumb(repository, args, "Merge two ledgers\n", dates));
      return (await verified(repository)).found.filter((text) => text.startsWith("file"));
    };
    expect(await merged(`${mine}^{tree}`)).toEqual([]);
    expect(await merged(await treeWith(repository, mine, other, null))).toEqual([
      expect.stringContaining("loses the evidence `evidence/contoso/other/2026-11-23/x-2.txt`"),
      expect.stringContaining("loses the evidence `evidence/contoso/other/2026-11-23/x.txt`"),
    ]);
  });

  it("finds evidence that an earlier record brought, until it is deleted", async () => {
    const repository = await filledRepository();
    const again = completion({ Evidence: EVIDENCE });
    await commitTo(repository, again, repository.git("rev-parse", `${LEDGER}^{tree}`));
    expect((await verified(repository)).found.filter((text) => text.startsWith("file"))).toEqual([]);
    await commitTo(repository, completion(), await treeWith(repository, LEDGER, EVIDENCE, null));
    await commitTo(repository, again, repository.git("rev-parse", `${LEDGER}^{tree}`));
    const files = (await verified(repository)).found.filter((text) => text.startsWith("file"));
    expect(files).toEqual([
      expect.stringContaining("deletes"),
      expect.stringContaining("which its tree does not have"),
    ]);
  });

  it("believes a commit-graph nothing that the commits do not say", async () => {
    const repository = await filledRepository();
    repository.git("commit-graph", "write", "--reachable");
    const [tip, first] = ["", "~3"].map((at) => repository.git("rev-parse", LEDGER + at));
    const file = join(repository.folder, ".git/objects", (tip ?? "").slice(0, 2), (tip ?? "").slice(2));
    const content = repository.git("cat-file", "commit", tip ?? "").replace(/^parent .*$/m, `parent ${first}`);
    chmodSync(file, 0o644);
    writeFileSync(file, deflateSync(Buffer.from(`commit ${Buffer.byteLength(`${content}\n`)}\0${content}\n`)));
    const { found, document } = await verified(repository);
    expect(found).toContainEqual(expect.stringMatching(/^object: .* was altered/));
    expect(document.commits).toBe(3);
  });

  it("reads what commits say, whatever grafts and replacements say of them", async () => {
    const repository = await filledRepository();
    const { folder, git } = repository;
    const tip = git("rev-parse", LEDGER);
    const whole = await verified(repository);
    git("replace", tip, git("rev-parse", `${LEDGER}~2`));
    mkdirSync(join(folder, ".git", "info"), { recursive: true });
    writeFileSync(join(folder, ".git", "info", "grafts"), `${tip}\n`);
    expect(await verified(repository)).toEqual(whole);
    expect(whole.found).toEqual([]);
  });

  it.each([
    ["the ledger", "runbook-ledger/old"],
    ["the ledger's remote-tracking branch", "remotes/origin/runbook-ledger/old"],
    ["a ledger whose name begins with its own", "runbook"],
  ])("answers where a branch stands in the way of %s", async (_, name) => {
    const repository = jobRepository({ ledger: name === "runbook" ? "{ branch: runbook/ledger }" : "{}" });
    const ref = name.startsWith("remotes/") ? `refs/${name}` : `refs/heads/${name}`;
    repository.git(
      "update-ref",
      "--create-reflog",
      ref,
      repository.git("commit-tree", "-m", "Other", repository.git("mktree")),
    );
    expect((await verified(repository)).code).toBe(0);
  });

  it("names a commit that is missing, and checks what can be reached", async () => {
    const repository = await filledRepository();
    const gone = repository.git("rev-parse", `${LEDGER}~2`);
    rmSync(join(repository.folder, ".git/objects", gone.slice(0, 2), gone.slice(2)));
    const { code, document, found } = await verified(repository);
    expect(code).toBe(1);
    expect(found).toContainEqual(
      expect.stringMatching(`^object: Object ${gone.slice(0, 10)} is not in the repository`),
    );
    expect(document.commits).toBe(2);
    // The last record follows a text that came before: its tree has it.
    expect(found.filter((text) => !/^(?:object|lost):/.test(text))).toEqual([
      expect.stringMatching(`^reference: .* voids ${gone.slice(0, 10)}, which is no record`),
    ]);
  });

  it.each([
    ["the tree of a commit", "^{tree}"],
    ["a folder of it", ":text"],
  ])("accuses no record where %s is missing", async (_, name) => {
    const repository = await filledRepository();
    const gone = repository.git("rev-parse", `${LEDGER}~3${name}`);
    rmSync(join(repository.folder, ".git/objects", gone.slice(0, 2), gone.slice(2)));
    await expectBreaks(
      repository,
      ["object", `${gone.slice(0, 10)}.* is not in the repository`],
      ["object", "cannot read all of the ledger's trees"],
    );
  });

  it("takes an empty folder in a tree for no file", async () => {
    const repository = await filledRepository();
    const entries = repository.git("ls-tree", LEDGER);
    const empty = await plumb(repository, ["mktree"]);
    const tree = await plumb(repository, ["mktree"], `${entries}\n040000 tree ${empty}\tempty\n`);
    await commitTo(repository, completion(), tree);
    expect(await verified(repository)).toMatchObject({ code: 0, found: [] });
  });

  it("comes to an end where folders hold one another many times over", async () => {
    const repository = await filledRepository();
    const blob = repository.git("rev-parse", `${LEDGER}:${EVIDENCE}`);
    const tree = vastFolders(repository, LEDGER, `100644 blob ${blob}\tfile\n`);
    const commit = await commitTo(repository, completion(), tree);
    const { code, found } = await verified(repository);
    expect(found).toEqual([expect.stringContaining(`From ${commit.slice(0, 10)} on the ledger changes more files`)]);
    expect(code).toBe(1);
  });

  it("names evidence that is gone from the repository", async () => {
    const repository = await filledRepository();
    const blob = repository.git("rev-parse", `${LEDGER}:${EVIDENCE}`);
    rmSync(join(repository.folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    await expectBreaks(repository, ["object", `of .${EVIDENCE}. is not in the repository`]);
  });

  it("is refused in a shallow clone", async () => {
    const repository = await filledRepository();
    const clone = repositoryIn(join(emptyFolder(), "clone"));
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", `file://${repository.folder}`, clone.folder);
    const { code, document } = await runJson("error", ["verify"], { cwd: clone.folder, inProcess: true });
    expect([code, document.error.code]).toEqual([2, "shallow-ledger"]);
  });
});

describe.concurrent("verify with sign: required", () => {
  /** A repository whose recorder signs with an ssh key that is allowed; another key is at hand. */
  function signing(): { repository: Repository; keyOf: (name: string) => string } {
    const repository = jobRepository({ ledger: "{ sign: required }" });
    const keys = emptyFolder();
    const keyOf = (name: string): string => {
      const file = join(keys, name);
      if (!existsSync(file)) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]);
      return file;
    };
    const allowed = `ana@contoso.example ${readFileSync(`${(keyOf("ana"), join(keys, "ana"))}.pub`, "utf8")}`;
    const mallory = `mallory@contoso.example ${readFileSync(`${(keyOf("mallory"), join(keys, "mallory"))}.pub`, "utf8")}`;
    keyOf("stranger");
    writeFileSync(join(keys, "allowed"), allowed + mallory);
    repository.git("config", "gpg.format", "ssh");
    repository.git("config", "user.signingKey", keyOf("ana"));
    repository.git("config", "gpg.ssh.allowedSignersFile", join(keys, "allowed"));
    return { repository, keyOf };
  }

  it("accepts what its recorder signed, and finds what is forged", async () => {
    const { repository, keyOf } = signing();
    await recorded(repository, ["done", "other", "--by", "ben"]);
    expect(await verified(repository)).toMatchObject({ code: 0, document: { signatures: { good: 2, none: 0 } } });
    const forge = async (signed: readonly string[], who: Readonly<Record<string, string>>): Promise<string> => {
      const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:40:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:40:00Z" };
      const args = [...signed.slice(0, -1), "commit-tree", ...signed.slice(-1), "-p", LEDGER, `${LEDGER}^{tree}`];
      const id = await plumb(repository, args, completion(), { ...dates, ...who });
      repository.git("update-ref", LEDGER, id);
      return id.slice(0, 10);
    };
    const asBen = { ...BEN, GIT_COMMITTER_NAME: "Ben", GIT_COMMITTER_EMAIL: "ben@contoso.example" };
    const unsigned = await forge([], asBen);
    const foreign = await forge(["-c", `user.signingKey=${keyOf("mallory")}`, "-S"], asBen);
    const unknown = await forge(["-c", `user.signingKey=${keyOf("stranger")}`, "-S"], asBen);
    const good = repository.git("cat-file", "commit", `${LEDGER}~3`);
    const altered = good.replace(/^parent .*$/m, `parent ${repository.git("rev-parse", LEDGER)}`);
    const bad = await plumb(repository, ["hash-object", "-t", "commit", "-w", "--stdin"], `${altered}\n`);
    repository.git("update-ref", LEDGER, bad);
    await expectBreaks(
      repository,
      ["signature", `${unsigned} is not signed.*Ben <ben@contoso.example>`],
      ["signature", `${foreign} says that .*Ben.* and is signed by .mallory@contoso.example`],
      ["signature", `${unknown} proves nothing here`],
      ["signature", `The signature of ${bad.slice(0, 10)} does not hold`],
    );
    // What was recorded before signing was a rule needs none; what is there must still fit.
    expect((await verified(repository, "--signed-since", "2026-12-01")).found).toEqual([
      expect.stringContaining(bad.slice(0, 10)),
    ]);
  });

  it.each([
    ["signed by nobody else too", /^gpgsig /mu, "gpgsig-sha256 x\n y\n$&"],
    ["with its signature in other lines", / -----END SSH/u, " \n$&"],
  ])("finds a record that was voided, put in again %s", async (_, what, by) => {
    const { repository, keyOf } = signing();
    await recorded(repository, ["done", "other", "-m", "Done, as I thought"]);
    const signed = repository.git("cat-file", "commit", LEDGER);
    await recorded(repository, ["undo", "other"]);
    const copy = literally(repository, "commit", `${signed.replace(what, by)}\n`);
    const args = ["-c", `user.signingKey=${keyOf("mallory")}`, "commit-tree", "-S", "-p", LEDGER, "-p", copy];
    const mallory = { GIT_COMMITTER_NAME: "Mallory", GIT_COMMITTER_EMAIL: "mallory@contoso.example" };
    const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:40:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:40:00Z" };
    const merge = await plumb(repository, [...args, `${LEDGER}^{tree}`], "Merge two ledgers\n", {
      ...mallory,
      ...dates,
    });
    repository.git("update-ref", LEDGER, merge);
    await expectBreaks(repository, ["signature", "repeats .*: what was signed is the same"]);
  });

  it("names what stands for a signature and is none, and checks the others", async () => {
    const { repository } = signing();
    const forged = "-----BEGIN SSH SIGNATURE-----\n x";
    // Of a long text git is stopped: ssh-keygen ends before it has read it.
    const long = `${"All is well. ".repeat(10)}\n`.repeat(1000);
    for (const [signature, note] of [
      ["", ""],
      [forged, ""],
      [forged, `${long}\n`],
    ] as const) {
      await recorded(repository, ["done", "other", "--again"]);
      const signed = repository.git("cat-file", "commit", LEDGER);
      const raw = signed
        .replace(/^gpgsig [^]*?\n(?! )/mu, `gpgsig ${signature}\n`)
        .replace("\nRunbook-Book", `\n${note}Runbook-Book`);
      repository.git("update-ref", LEDGER, literally(repository, "commit", `${raw}\n`));
    }
    await recorded(repository, ["done", "other", "--again"]);
    const [lost, broken] = [["lost", "was in"] as const, ["signature", "does not hold"] as const];
    await expectBreaks(repository, lost, lost, lost, broken, broken, broken);
    expect((await verified(repository)).document.signatures).toEqual({ good: 2, bad: 3, unchecked: 0, none: 0 });
  });

  it("says of an ssh key that it was revoked, had run out, or that no list names it", async () => {
    const { repository, keyOf } = signing();
    await recorded(repository, ["done", "job"]);
    const commits = [`${LEDGER}~1`, LEDGER].map((name) => repository.git("rev-parse", name).slice(0, 10));
    const expectOfBoth = async (message: RegExp): Promise<void> => {
      const found = commits.map((commit): [string, string] => ["signature", `${commit} ${message.source}`]);
      await expectBreaks(repository, ...found);
    };
    repository.git("config", "gpg.ssh.revocationFile", `${keyOf("ana")}.pub`);
    await expectOfBoth(/does not hold: .* or its ssh key was revoked/);
    repository.git("config", "--unset", "gpg.ssh.revocationFile");
    const publicKey = readFileSync(`${keyOf("ana")}.pub`, "utf8");
    const allowed = repository.git("config", "gpg.ssh.allowedSignersFile");
    writeFileSync(allowed, `ana@contoso.example valid-before="20260101" ${publicKey}`);
    await expectOfBoth(/proves nothing here: key .* was not valid when it signed/);
    writeFileSync(allowed, `ana@contoso.example valid-before="20991231" ${publicKey}`);
    expect(await verified(repository)).toMatchObject({ code: 0, document: { signatures: { good: 2, none: 0 } } });
    repository.git("config", "--unset", "gpg.ssh.allowedSignersFile");
    const { document } = await verified(repository);
    const hint = expect.stringContaining("git config gpg.ssh.allowedSignersFile FILE");
    expect(document.breaks).toEqual([expect.objectContaining({ hint }), expect.objectContaining({ hint })]);
  });

  it.skipIf(!hasGpg)(
    "trusts an OpenPGP key of the keyring, and says where it is not in it (needs gpg)",
    async ({ onTestFinished }) => {
      const repository = jobRepository({ ledger: "{ sign: required }" });
      // A socket's path has room for about a hundred characters.
      const [home, empty] = [mkdtempSync("/tmp/gpg-"), mkdtempSync("/tmp/gpg-")];
      onTestFinished(() => {
        for (const folder of [home, empty]) {
          spawnSync("gpgconf", ["--homedir", folder, "--kill", "all"]);
          rmSync(folder, { recursive: true, force: true });
        }
      });
      const key = ["--quick-generate-key", "Ana <ana@contoso.example>", "ed25519", "sign", "never"];
      execFileSync("gpg", ["--homedir", home, "--batch", "--quiet", "--passphrase", "", ...key], { stdio: "ignore" });
      const env = { GNUPGHOME: home };
      repository.git("config", "user.signingKey", "ana@contoso.example");
      const recording = await runCli(["done", "job"], { cwd: repository.folder, env, inProcess: true });
      expect(recording).toMatchObject({ code: 0, stderr: "" });
      const trusted = await runJson("verify", ["verify"], { cwd: repository.folder, env, inProcess: true });
      expect(trusted).toMatchObject({ code: 0, document: { signatures: { good: 2, none: 0 } } });
      const unknown = await runCli(["verify"], { cwd: repository.folder, env: { GNUPGHOME: empty }, inProcess: true });
      expect([unknown.code, unknown.stdout]).toEqual([1, expect.stringContaining("the key is not in the keyring")]);
    },
  );
});
