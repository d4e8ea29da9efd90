import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import type { RecordContent } from "../../src/model/record.ts";
import type { LedgerSettings } from "../../src/model/runbook.ts";
import { formatRecordMessage, parseRecordMessage } from "../../src/parse/record-message.ts";
import type { Environment } from "../../src/model/environment.ts";
import { type Ledger, openLedger } from "../../src/store/git-ledger.ts";
import type { LedgerFile } from "../../src/store/ledger-trees.ts";
import type { NewRecord } from "../../src/store/ledger-writing.ts";
import { wholeLedger } from "../helpers/whole-ledger.ts";
import {
  IDENTITY,
  type TemporaryRepository,
  bareRepository,
  cloneOf,
  hooksFolder,
  linkedWorktreeOf,
  repositoryAt,
  submoduleOf,
  temporaryDirectory,
  temporaryRepository,
} from "../helpers/temp-repository.ts";

const SETTINGS: LedgerSettings = { branch: "runbook-ledger", remote: "origin", sync: "manual", sign: "auto" };
const LOCAL_REF = "refs/heads/runbook-ledger";
const COMMITTED_AT = "2026-11-23T08:31:07+00:00";
const TEXT_PATH = "text/contoso/integration-health.md";

async function storeText(ledger: Ledger, file: string): Promise<string> {
  const [blob = ""] = await ledger.storeTexts([{ file, path: TEXT_PATH }]);
  return blob;
}

interface OpenOptions {
  readonly env?: Environment;
  readonly settings?: Partial<LedgerSettings>;
}

async function open(directory: string, { env = {}, settings = {} }: OpenOptions = {}): Promise<Ledger> {
  const ledger = await openLedger({
    directory,
    env: { ...process.env, ...env },
    settings: { ...SETTINGS, ...settings },
  });
  if (ledger === undefined) throw new Error(`${directory} is not inside a repository`);
  return ledger;
}

function completion(note = "", occurrence = "2026-11-23"): RecordContent {
  return {
    book: "contoso",
    record: "completion",
    procedure: "integration-health",
    occurrence,
    event: null,
    outcome: "done",
    effortMinutes: 10,
    values: {},
    note,
    evidence: [],
    content: null,
    severity: null,
    ticket: null,
    assignee: null,
    voids: null,
    approves: null,
  };
}

function record(note = "", changes: Partial<NewRecord> = {}): NewRecord {
  return {
    message: formatRecordMessage(completion(note), "Integration health: done for 2026-11-23"),
    author: IDENTITY,
    authorDate: "2026-11-23T08:30:00+00:00",
    text: null,
    evidence: [],
    ...changes,
  };
}

async function append(ledger: Ledger, ...entries: readonly NewRecord[]): Promise<readonly string[]> {
  return (await ledger.append(entries, { committedAt: COMMITTED_AT })).ids;
}

async function notesIn(ledger: Ledger): Promise<string[]> {
  const { commits } = await wholeLedger(ledger);
  return commits.flatMap(({ message }) => {
    const parsed = parseRecordMessage(message);
    return parsed === undefined || "problem" in parsed ? [] : [parsed.content.note];
  });
}

/** All that belongs to the user: the files, the index, HEAD, every ref but the ledger's. */
function userState({ directory, git }: TemporaryRepository): unknown {
  const gitDirectory = git("rev-parse", "--absolute-git-dir");
  const bytesOf = (name: string): string | null => {
    const file = join(gitDirectory, name);
    return existsSync(file) ? readFileSync(file, "base64") : null;
  };
  const ofGit = /^(?:\.git|objects|refs|logs)(?:[/\\]|$)/;
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => !ofGit.test(path) && statSync(join(directory, path)).isFile())
    .toSorted();
  return {
    files: files.map((path) => [path, readFileSync(join(directory, path), "base64")]),
    index: bytesOf("index"),
    head: bytesOf("HEAD"),
    origHead: bytesOf("ORIG_HEAD"),
    gitFolder: readdirSync(gitDirectory).filter((name) => name !== "logs"),
    refs: git("for-each-ref")
      .split("\n")
      .filter((line) => line !== "" && !line.includes("runbook-ledger")),
  };
}

/** A git on PATH that first does something of its own whenever the arguments match the pattern. */
function gitThatFirst(pattern: string, script: string): Environment {
  const folder = temporaryDirectory();
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const text = `#!/bin/sh\ngit=${real}\ncase "$*" in *"${pattern}"*)\n${script}\n;; esac\nexec "$git" "$@"\n`;
  writeFileSync(join(folder, "git"), text, { mode: 0o755 });
  return { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
}

describe("openLedger", () => {
  it("finds nothing outside a repository", async () => {
    const directory = temporaryDirectory();
    expect(await openLedger({ directory, env: process.env, settings: SETTINGS })).toBeUndefined();
  });

  it("does not take a damaged repository for none", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, ".git"), "gitdir: /nowhere/at/all\n");
    await expect(openLedger({ directory, env: process.env, settings: SETTINGS })).rejects.toMatchObject({
      code: "git",
      message: expect.stringContaining("git cannot read the repository of"),
      hint: expect.stringContaining("git worktree repair"),
    });
  });

  it("says that git is missing", async () => {
    const { directory } = temporaryRepository();
    await expect(open(directory, { env: { PATH: temporaryDirectory() } })).rejects.toMatchObject({
      code: "git",
      message: expect.stringContaining("not found"),
      hint: expect.stringContaining("git-scm.com"),
    });
  });

  it("says that the folder is missing", async () => {
    await expect(open(join(temporaryDirectory(), "gone"))).rejects.toMatchObject({ code: "io" });
  });
});

describe("read", () => {
  it("gives an empty state where there is no ledger", async () => {
    const { directory, commit } = temporaryRepository();
    commit("Begin");
    expect(await wholeLedger(await open(directory))).toEqual({
      commits: [],
      tip: null,
      remoteTip: null,
      unpushed: 0,
      hasRemote: false,
      head: null,
      fetchedAt: null,
    });
  });

  it("gives back what was appended, newest first", async () => {
    const { directory } = temporaryRepository();
    const ledger = await open(directory);
    const author = { name: "Žofie O'Brien 漢字", email: "žofie@contoso.example" };
    const note = "Größe: 3 µs.\n\nRunbook-Outcome: failed\nRunbook-Record: void";
    const [first = ""] = await append(ledger, record("first"));
    const [second = ""] = await append(ledger, record(note, { author, authorDate: "2026-11-22T23:59:58-03:30" }));

    const state = await wholeLedger(ledger);
    expect(state).toMatchObject({ tip: second, remoteTip: null, unpushed: 0, hasRemote: false });
    expect(state.commits.map(({ id }) => id)).toEqual([second, first, state.commits[2]?.id]);
    expect(state.commits[0]).toEqual({
      id: second,
      parents: [first],
      author,
      authorDate: "2026-11-22T23:59:58-03:30",
      committer: IDENTITY,
      committerDate: expect.stringMatching(/^2026-11-23T08:31:07(?:Z|\+00:00)$/),
      message: formatRecordMessage(completion(note), "Integration health: done for 2026-11-23"),
    });
  });

  it("carries a note of 100 kB and one without text", async () => {
    const { directory } = temporaryRepository();
    const ledger = await open(directory);
    const note = `${"Zeile für Zeile, 漢字 🚀.\n".repeat(4000)}end`;
    await append(ledger, record(note), record(""));
    expect(await notesIn(ledger)).toEqual(["", note]);
  });

  it("is not misled by the user's configuration of git log", async () => {
    const { directory, git } = temporaryRepository();
    for (const [key, value] of [
      ["i18n.commitEncoding", "ISO-8859-1"],
      ["i18n.logOutputEncoding", "ISO-8859-1"],
      ["log.showSignature", "true"],
      ["log.decorate", "full"],
      ["log.date", "relative"],
      ["color.ui", "always"],
      ["format.pretty", "oneline"],
      ["core.abbrev", "7"],
      ["core.quotePath", "false"],
    ] as const) {
      git("config", key, value);
    }
    const ledger = await open(directory);
    const [id] = await append(ledger, record("Größe"), record("Größe 漢字"));
    const { commits } = await wholeLedger(ledger);
    expect(commits.map(({ author }) => author)).toEqual([IDENTITY, IDENTITY, IDENTITY]);
    expect(await notesIn(ledger)).toEqual(["Größe 漢字", "Größe"]);
    expect(git("cat-file", "commit", id ?? "")).not.toMatch(/^encoding /m);
  });

  it("reads and continues a ledger that only the remote has", async () => {
    const origin = temporaryRepository();
    origin.commit("Begin");
    const [pushed = ""] = await append(await open(origin.directory), record("theirs"));
    const clone = cloneOf(origin);
    const ledger = await open(clone.directory);
    expect(await wholeLedger(ledger)).toMatchObject({ tip: null, remoteTip: pushed, unpushed: 0, hasRemote: true });

    const [ours = ""] = await append(ledger, record("ours"));
    expect(clone.git("rev-parse", `${ours}^`)).toBe(pushed);
    expect(await wholeLedger(ledger)).toMatchObject({ tip: ours, remoteTip: pushed, unpushed: 1 });
    expect(await notesIn(ledger)).toEqual(["ours", "theirs"]);
  });

  it("reads both sides of a diverged ledger once, counts ours, and appends to ours", async () => {
    const origin = temporaryRepository();
    origin.commit("Begin");
    const theirs = await open(origin.directory);
    await append(theirs, record("common"));
    const clone = cloneOf(origin);
    const ledger = await open(clone.directory);
    await append(ledger, record("ours 1"), record("ours 2"));
    await append(theirs, record("theirs"));
    clone.git("fetch", "--quiet");
    expect((await wholeLedger(ledger)).unpushed).toBe(2);
    expect((await notesIn(ledger)).toSorted()).toEqual(["common", "ours 1", "ours 2", "theirs"]);

    // Joined as `sync` will join them: the merge is read, and is no record.
    const tree = clone.git("rev-parse", `${LOCAL_REF}^{tree}`);
    const parents = ["-p", LOCAL_REF, "-p", "refs/remotes/origin/runbook-ledger"];
    clone.git("update-ref", LOCAL_REF, clone.git("commit-tree", ...parents, "-m", "Merge", tree));
    await append(ledger, record("ours 3"));
    const state = await wholeLedger(ledger);
    expect(state.unpushed).toBe(3);
    expect(state.commits.filter(({ parents: { length } }) => length === 2)).toHaveLength(1);
    expect(new Set(state.commits.map(({ id }) => id)).size).toBe(state.commits.length);
  });

  it("counts everything as unpushed where the remote has no ledger, and nothing where it has all", async () => {
    const origin = bareRepository();
    const { directory, git } = temporaryRepository();
    const ledger = await open(directory);
    await append(ledger, record("1"), record("2"));
    expect((await wholeLedger(ledger)).unpushed).toBe(0);
    git("remote", "add", "origin", origin.directory);
    // The configuration is read once for each ledger opened.
    expect((await wholeLedger(await open(directory))).unpushed).toBe(2);
    git("push", "--quiet", "origin", LOCAL_REF);
    expect(await wholeLedger(await open(directory))).toMatchObject({ unpushed: 0, hasRemote: true });
  });

  it("refuses a ledger that a shallow clone has cut, and names the command that mends it", async () => {
    const origin = temporaryRepository();
    origin.commit("Begin");
    await append(await open(origin.directory), record("1"), record("2"));
    const clone = cloneOf(origin, "--depth", "1", "--no-single-branch");
    const ledger = await open(clone.directory);
    await expect(wholeLedger(ledger)).rejects.toMatchObject({
      code: "shallow-ledger",
      hint: expect.stringContaining("git fetch --unshallow origin runbook-ledger"),
    });
    clone.git("fetch", "--quiet", "--unshallow", "origin", "runbook-ledger");
    expect(await notesIn(ledger)).toEqual(["2", "1"]);
  });

  it("reads a whole ledger beside a history that is cut", async () => {
    const origin = temporaryRepository();
    origin.commit("Begin");
    origin.commit("Go on");
    await append(await open(origin.directory), record("1"));
    const clone = cloneOf(origin, "--depth", "1");
    clone.git("fetch", "--quiet", "--depth", "100", "origin", `${LOCAL_REF}:refs/remotes/origin/runbook-ledger`);
    expect(existsSync(join(clone.directory, ".git", "shallow"))).toBe(true);
    expect(await notesIn(await open(clone.directory))).toEqual(["1"]);
  });

  it.each([
    ["2026-11-23T08:00:00Z\n", "2026-11-23T08:00:00Z"],
    [`2026-11-23T08:00:00Z ${"1".repeat(40)}\n`, "2026-11-23T08:00:00Z"],
    ["yesterday", null],
  ])("takes the last fetch from its file: %j", async (text, expected) => {
    const { directory } = temporaryRepository();
    const ledger = await open(directory);
    mkdirSync(join(ledger.commonDirectory, "runbook", "remotes"), { recursive: true });
    writeFileSync(join(ledger.commonDirectory, "runbook", "remotes", "origin%2Frunbook-ledger"), text);
    expect((await wholeLedger(ledger)).fetchedAt).toBe(expected);
  });
});

describe("append", () => {
  it("begins a ledger with a root that has no parent, no trailers and a README", async () => {
    const { directory, git, commit } = temporaryRepository();
    commit("Begin", { "runbook.yml": "id: contoso\n" });
    const [id = ""] = await append(await open(directory), record("first"));
    const root = git("rev-parse", `${id}^`);
    expect(git("rev-list", "--parents", LOCAL_REF).split("\n")).toEqual([`${id} ${root}`, root]);
    expect(git("ls-tree", "-r", "--name-only", root)).toBe("README.md");
    expect(git("show", `${root}:README.md`)).toMatch(/git log runbook-ledger[^]*do not check this branch out/);
    expect(parseRecordMessage(git("log", "-1", "--format=%B", root))).toBeUndefined();
    expect(git("merge-base", "--is-ancestor", root, LOCAL_REF)).toBe("");
    expect(() => git("merge-base", "main", LOCAL_REF)).toThrow("merge-base");
    expect(git("fsck", "--strict", "--no-dangling")).toBe("");
  });

  it("keeps the text that was followed and the evidence in the tree", async () => {
    const { directory, git, write, commit } = temporaryRepository();
    commit("Begin", { "procedures/integration-health.md": "old\n" });
    const ledger = await open(directory);
    const text = async (): Promise<LedgerFile> => ({
      path: TEXT_PATH,
      blob: await storeText(ledger, join(directory, "procedures/integration-health.md")),
    });
    const evidence: LedgerFile = {
      path: "evidence/contoso/integration-health/2026-11-23/größe 1.csv",
      blob: await ledger.storeEvidence(write("out/größe 1.csv", "a;b\r\n")),
    };
    const [first = ""] = await append(ledger, record("1", { text: await text() }));
    const [second = ""] = await append(ledger, record("2", { text: await text() }));
    write("procedures/integration-health.md", "new\n");
    const [third = "", fourth = "", fifth = ""] = await append(
      ledger,
      record("3", { text: await text() }),
      record("4", { text: await text(), evidence: [evidence] }),
      record("5"),
    );
    const tree = (id: string): string => git("rev-parse", `${id}^{tree}`);
    expect(tree(second)).toBe(tree(first));
    expect(tree(fifth)).toBe(tree(fourth));
    expect([first, second, third, fourth].map((id) => git("show", `${id}:${TEXT_PATH}`))).toEqual([
      "old",
      "old",
      "new",
      "new",
    ]);
    expect(git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", third).split("\n")).toEqual([
      "README.md",
      TEXT_PATH,
    ]);
    expect(git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", fifth).split("\n")).toEqual([
      "README.md",
      evidence.path,
      TEXT_PATH,
    ]);
    expect(git("fsck", "--strict", "--no-dangling")).toBe("");
  });

  it("leaves index, work tree, HEAD, staged changes and branches as they are", async () => {
    const repository = temporaryRepository();
    const { directory, git, write, commit } = repository;
    commit("Begin", { "procedures/a.md": "a\n", "b.txt": "b\n" });
    git("branch", "other");
    write("procedures/a.md", "staged\n");
    git("add", "procedures/a.md");
    write("procedures/a.md", "changed after staging\n");
    write("untracked.txt", "untracked\n");
    git("config", "core.splitIndex", "true");
    git("config", "core.untrackedCache", "true");
    const before = userState(repository);
    const ledger = await open(directory);
    const blob = await storeText(ledger, join(directory, "procedures/a.md"));
    await append(ledger, record("1", { text: { path: TEXT_PATH, blob } }));
    await append(ledger, record("2"), record("3", { evidence: [{ path: "evidence/contoso/a/b/c.txt", blob }] }));
    await wholeLedger(ledger);
    expect(userState(repository)).toEqual(before);
    expect(git("status", "--porcelain").split("\n")).toEqual(["MM procedures/a.md", "?? untracked.txt"]);
  });

  it("names the commits' author and committer, dates with their offsets", async () => {
    const { directory, git } = temporaryRepository();
    const [id = ""] = await append(
      await open(directory, { env: { GIT_COMMITTER_NAME: "Ben", GIT_COMMITTER_EMAIL: "ben@contoso.example" } }),
      record("", { authorDate: "2026-11-22T12:00:00+05:30" }),
    );
    expect(git("log", "-1", "--date=raw", "--format=%an|%ae|%ad|%cn|%ce|%cd", id)).toBe(
      `${IDENTITY.name}|${IDENTITY.email}|1795329000 +0530|Ben|ben@contoso.example|1795422667 +0000`,
    );
  });

  it("appends nothing where it is given nothing", async () => {
    const { directory, git } = temporaryRepository();
    expect(await append(await open(directory))).toEqual([]);
    expect(git("for-each-ref")).toBe("");
  });

  it("records all or none", async () => {
    const { directory, git } = temporaryRepository();
    const ledger = await open(directory);
    await append(ledger, record("1"));
    const before = git("rev-parse", LOCAL_REF);
    const missing = { path: TEXT_PATH, blob: "1".repeat(40) };
    await expect(append(ledger, record("2"), record("3", { text: missing }))).rejects.toMatchObject({ code: "git" });
    await expect(append(ledger, record("2"), record("3", { authorDate: "yesterday" }))).rejects.toThrow("RFC 3339");
    const blob = git("rev-parse", `${LOCAL_REF}:README.md`);
    for (const path of ["evidence/../../x", "evidence/.git/x", "/x", "README.md/x", ""]) {
      const entry = record("3", { evidence: [{ path, blob }] });
      await expect(append(ledger, record("2"), entry)).rejects.toMatchObject({ code: "git" });
    }
    expect(git("rev-parse", LOCAL_REF)).toBe(before);
  });

  it("leaves nothing in the folder for temporary files", async () => {
    const { directory } = temporaryRepository();
    const folder = temporaryDirectory();
    const previous = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder;
    try {
      const ledger = await open(directory);
      const blob = await storeText(ledger, repositoryAt(directory).write("a.md", "a\n"));
      await append(ledger, record("1", { text: { path: TEXT_PATH, blob } }));
      await expect(append(ledger, record("2", { evidence: [{ path: "../x", blob }] }))).rejects.toThrow("../x");
    } finally {
      if (previous === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = previous;
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it("takes few git processes", async () => {
    const { directory, write } = temporaryRepository();
    const first = await open(directory);
    const blob = await storeText(first, write("a.md", "a\n"));
    await append(first, record("1", { text: { path: TEXT_PATH, blob } }));

    const calls = join(temporaryDirectory(), "calls");
    const ledger = await open(directory, { env: gitThatFirst("", `echo "$*" >> ${calls}`) });
    const same = await storeText(ledger, join(directory, "a.md"));
    await append(ledger, record("2", { text: { path: TEXT_PATH, blob: same } }));
    const lines = readFileSync(calls, "utf8").trim().split("\n");
    const names = lines.map((call) => /(?:^| )([a-z]+-?[a-z]+-?[a-z]*) /.exec(call)?.[1]);
    expect(names).toEqual(["config", "cat-file", "commit-tree", "update-ref"]);
  });
});

describe("storeText", () => {
  it("gives the id that a commit of the file would give, line ends and attributes included", async () => {
    const { directory, git, commit } = temporaryRepository();
    git("config", "core.autocrlf", "true");
    commit("Begin", {
      ".gitattributes": "raw.md -text\n",
      "runbook/procedures/größe 1.md": "a\r\nb\r\n",
      "runbook/procedures/raw.md": "a\r\nb\r\n",
      "runbook/procedures/.gitattributes": "* text eol=crlf\nraw.md -text\n",
    });
    const ledger = await open(join(directory, "runbook"));
    for (const path of ["runbook/procedures/größe 1.md", "runbook/procedures/raw.md"]) {
      const committed = git("rev-parse", `HEAD:${path}`);
      expect(await storeText(ledger, join(directory, path))).toBe(committed);
    }
    const changed = await storeText(ledger, repositoryAt(directory).write("runbook/procedures/raw.md", "new\r\n"));
    expect(git("cat-file", "blob", changed)).toBe("new\r");
  });

  it("knows attributes by folders at the top of a repository too", async () => {
    const { directory, git, commit } = temporaryRepository();
    commit("Begin", { ".gitattributes": "/procedures/** text eol=crlf\n", "procedures/daily/a.md": "a\r\nb\r\n" });
    const stored = await storeText(await open(directory), join(directory, "procedures/daily/a.md"));
    expect(stored).toBe(git("rev-parse", "HEAD:procedures/daily/a.md"));
  });

  it("stores a file outside the work tree and one whose name looks like an option", async () => {
    const { directory, git, write } = temporaryRepository();
    const outside = join(temporaryDirectory(), "--stdin");
    writeFileSync(outside, "outside\r\n");
    const ledger = await open(directory);
    for (const file of [outside, write("--stdin", "outside\r\n")]) {
      expect(git("cat-file", "-t", await storeText(ledger, file))).toBe("blob");
    }
  });

  it("stores evidence byte for byte, whatever the attributes say", async () => {
    const { directory, git, write } = temporaryRepository();
    git("config", "filter.lfs.clean", "echo pointer");
    write(".gitattributes", "*.bin filter=lfs text eol=crlf\n");
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const ledger = await open(directory);
    const id = await ledger.storeEvidence(write("proof.bin", bytes));
    expect(git("cat-file", "-s", id)).toBe("300");
    expect(await storeText(ledger, join(directory, "proof.bin"))).not.toBe(id);
  });

  it("carries git's words where the file cannot be read", async () => {
    const { directory } = temporaryRepository();
    const ledger = await open(directory);
    await expect(storeText(ledger, join(directory, "gone.md"))).rejects.toMatchObject({
      code: "git",
      message: expect.stringContaining("gone.md"),
    });
  });
});

describe("identity", () => {
  it("is the configured one", async () => {
    const { directory } = temporaryRepository();
    expect(await (await open(directory)).author()).toEqual(IDENTITY);
  });

  it("is the one of the environment before it", async () => {
    const { directory } = temporaryRepository({ identity: false });
    const ben = { name: "Ben", email: "ben@contoso.example" };
    const env = {
      GIT_AUTHOR_NAME: ben.name,
      GIT_AUTHOR_EMAIL: ben.email,
      GIT_COMMITTER_NAME: ben.name,
      GIT_COMMITTER_EMAIL: ben.email,
    };
    const ledger = await open(directory, { env });
    expect(await ledger.author()).toEqual(ben);
    await append(ledger, record("1"));
    expect((await wholeLedger(ledger)).commits[0]?.committer).toEqual(ben);
  });

  it.each([
    // With an address in EMAIL, git by itself would take the name from the system's user list.
    ["false", "root@contoso.example"],
    ["false", undefined],
    ["true", undefined],
  ])("is never guessed (user.useConfigOnly=%s, EMAIL=%s)", async (useConfigOnly, email) => {
    const { directory, git } = temporaryRepository({ identity: false });
    git("config", "user.useConfigOnly", useConfigOnly);
    const ledger = await open(directory, { env: { EMAIL: email } });
    const noIdentity = { code: "no-identity", hint: expect.stringContaining("git config --global user.email") };
    await expect(ledger.author()).rejects.toMatchObject(noIdentity);
    await expect(append(ledger, record("1"))).rejects.toMatchObject(noIdentity);
    expect(git("for-each-ref")).toBe("");
  });
});

describe("places", () => {
  interface Place {
    readonly repository: TemporaryRepository;
    readonly directory: string;
    readonly env?: Environment;
  }

  const places: readonly (readonly [string, () => Place])[] = [
    [
      "a run book in a subfolder",
      () => {
        const repository = temporaryRepository();
        repository.commit("Begin", { "deep/er/runbook/a.md": "a\n" });
        return { repository, directory: join(repository.directory, "deep/er/runbook") };
      },
    ],
    [
      "a run book behind a symbolic link",
      () => {
        const repository = temporaryRepository();
        repository.commit("Begin", { "runbook/a.md": "a\n" });
        const link = join(temporaryDirectory(), "link");
        symlinkSync(join(repository.directory, "runbook"), link);
        return { repository, directory: link };
      },
    ],
    [
      "a folder with spaces, quotes and 漢字 in its name",
      () => {
        const repository = temporaryRepository();
        repository.commit("Begin", { 'it\'s a "漢字" $HOME\nfolder/a.md': "a\n" });
        return { repository, directory: join(repository.directory, 'it\'s a "漢字" $HOME\nfolder') };
      },
    ],
    [
      "a detached HEAD",
      () => {
        const repository = temporaryRepository();
        repository.commit("Begin", { "a.md": "a\n" });
        repository.git("checkout", "--quiet", "--detach");
        return { repository, directory: repository.directory };
      },
    ],
    [
      "a repository without commits",
      () => {
        const repository = temporaryRepository();
        repository.write("a.md", "a\n");
        repository.git("add", "a.md");
        return { repository, directory: repository.directory };
      },
    ],
    [
      "a bare repository",
      () => {
        const repository = bareRepository();
        repository.write("runbook/a.md", "a\n");
        return { repository, directory: join(repository.directory, "runbook") };
      },
    ],
    [
      "a linked work tree",
      () => {
        const main = temporaryRepository();
        main.commit("Begin", { "a.md": "a\n" });
        const repository = linkedWorktreeOf(main, "feature");
        return { repository, directory: repository.directory };
      },
    ],
    [
      "a work tree linked to a bare repository",
      () => {
        const source = temporaryRepository();
        source.commit("Begin", { "a.md": "a\n" });
        const bare = bareRepository();
        source.git("push", "--quiet", bare.directory, "main");
        const repository = linkedWorktreeOf(bare, "feature");
        return { repository, directory: repository.directory };
      },
    ],
    [
      "a submodule",
      () => {
        const source = temporaryRepository();
        source.commit("Begin", { "a.md": "a\n" });
        const repository = submoduleOf(source);
        return { repository, directory: repository.directory };
      },
    ],
    [
      "a sparse checkout",
      () => {
        const repository = temporaryRepository();
        repository.commit("Begin", { "runbook/a.md": "a\n", "code/b.ts": "b\n" });
        repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "runbook");
        return { repository, directory: join(repository.directory, "runbook") };
      },
    ],
    [
      "a repository with SHA-256 ids",
      () => {
        const repository = repositoryAt(temporaryDirectory());
        repository.git("init", "--quiet", "-b", "main", "--object-format=sha256");
        repository.git("config", "user.name", IDENTITY.name);
        repository.git("config", "user.email", IDENTITY.email);
        repository.commit("Begin", { "a.md": "a\n" });
        return { repository, directory: repository.directory };
      },
    ],
    [
      "a hook's environment, which names another repository",
      () => {
        const other = temporaryRepository();
        other.commit("Begin");
        const repository = temporaryRepository();
        repository.commit("Begin", { "a.md": "a\n" });
        const gitDirectory = join(other.directory, ".git");
        const env = {
          GIT_DIR: gitDirectory,
          GIT_WORK_TREE: other.directory,
          GIT_INDEX_FILE: join(repository.directory, ".git", "index"),
          GIT_OBJECT_DIRECTORY: join(gitDirectory, "objects"),
          GIT_ALTERNATE_OBJECT_DIRECTORIES: join(gitDirectory, "objects"),
          GIT_COMMON_DIR: gitDirectory,
          GIT_NAMESPACE: "elsewhere",
          GIT_PREFIX: "nowhere/",
        };
        return { repository, directory: repository.directory, env };
      },
    ],
  ];

  it.each(places)("works in %s", async (_, make) => {
    const { repository, directory, env } = make();
    const before = userState(repository);
    const ledger = await open(directory, env === undefined ? {} : { env });
    const blob = await storeText(ledger, join(directory, "a.md"));
    await append(ledger, record("1", { text: { path: TEXT_PATH, blob } }), record("2"));
    await append(ledger, record("3", { evidence: [{ path: "evidence/contoso/a/b/a.md", blob }] }));
    expect(await notesIn(ledger)).toEqual(["3", "2", "1"]);
    expect(await ledger.author()).toEqual(IDENTITY);
    expect(userState(repository)).toEqual(before);
    expect(repository.git("show", `${LOCAL_REF}:${TEXT_PATH}`)).toBe("a");
  });

  it("writes to one ledger from all work trees", async () => {
    const main = temporaryRepository();
    main.commit("Begin");
    const linked = linkedWorktreeOf(main, "feature");
    const ledger = await open(linked.directory);
    expect(ledger.commonDirectory).toBe(join(main.directory, ".git"));
    await append(ledger, record("1"));
    expect(await notesIn(await open(main.directory))).toEqual(["1"]);
  });

  it("works inside a real hook of git", async () => {
    const repository = temporaryRepository();
    const runner = buildAppender();
    const script = `exec "${process.execPath}" "${runner}" "$(pwd)" hook 1`;
    repository.git("config", "core.hooksPath", hooksFolder({ "pre-commit": script }));
    repository.commit("Begin", { "a.md": "a\n" });
    expect(await notesIn(await open(repository.directory))).toEqual(["hook 0"]);
    expect(repository.git("ls-tree", "-r", "--name-only", "HEAD")).toBe("a.md");
  });

  it("refuses to move a branch under the work tree that has it checked out", async () => {
    const repository = temporaryRepository();
    repository.commit("Begin", { "a.md": "a\n" });
    const before = userState(repository);
    await expect(
      append(await open(repository.directory, { settings: { branch: "main" } }), record()),
    ).rejects.toMatchObject({ code: "git", message: expect.stringContaining(repository.directory) });
    expect(userState(repository)).toEqual(before);

    const unborn = temporaryRepository();
    const ledger = await open(unborn.directory, { settings: { branch: "main" } });
    await expect(append(ledger, record())).rejects.toMatchObject({ code: "git" });
    expect(unborn.git("for-each-ref")).toBe("");
  });
});

describe("hooks", () => {
  it("runs none of a commit's hooks", async () => {
    const { directory, git } = temporaryRepository();
    const marker = join(temporaryDirectory(), "ran");
    const script = `touch ${marker}; exit 1`;
    const names = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-rewrite"];
    git("config", "core.hooksPath", hooksFolder(Object.fromEntries(names.map((name) => [name, script]))));
    const ledger = await open(directory);
    await append(ledger, record("1"));
    expect(await notesIn(ledger)).toEqual(["1"]);
    expect(existsSync(marker)).toBe(false);
  });

  it.each([["birth"], ["a further record"]])(
    "carries the words of a reference-transaction hook that refuses %s",
    async (when) => {
      const { directory, git } = temporaryRepository();
      const ledger = await open(directory);
      if (when !== "birth") await append(ledger, record("1"));
      const before = git("for-each-ref");
      const script = 'if [ "$1" = prepared ]; then echo "frozen by policy 7" >&2; exit 1; fi';
      git("config", "core.hooksPath", hooksFolder({ "reference-transaction": script }));
      await expect(append(ledger, record("2"))).rejects.toMatchObject({
        code: "git",
        message: expect.stringContaining("frozen by policy 7"),
        hint: expect.stringContaining("Nothing was recorded"),
      });
      expect(git("for-each-ref")).toBe(before);
    },
  );

  it("names a lock that another git has left behind", async () => {
    const { directory, git } = temporaryRepository();
    const ledger = await open(directory);
    await append(ledger, record("1"));
    const before = git("for-each-ref");
    const lock = join(directory, ".git", `${LOCAL_REF}.lock`);
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, "");
    await expect(append(ledger, record("2"))).rejects.toMatchObject({
      code: "git",
      message: expect.stringContaining("File exists"),
      hint: expect.stringContaining(lock),
    });
    expect(git("for-each-ref")).toBe(before);
  });

  it("carries git's words where a branch stands in the way", async () => {
    const { directory, git, commit } = temporaryRepository();
    commit("Begin");
    git("branch", "runbook-ledger/old");
    const ledger = await open(directory);
    await expect(append(ledger, record("1"))).rejects.toMatchObject({
      code: "git",
      message: expect.stringContaining("refs/heads/runbook-ledger/old"),
    });
    expect((await wholeLedger(ledger)).commits).toEqual([]);
  });
});

describe("commits of one second", () => {
  it("come before those that they stand upon, where the remote-tracking branch stands among them too", async () => {
    const { directory, git } = temporaryRepository();
    git("remote", "add", "origin", directory);
    const ledger = await open(directory);
    const ids = [];
    for (const note of ["1", "2", "3", "4"]) ids.push(...(await append(ledger, record(note))));
    for (const tip of ids) {
      git("update-ref", "refs/remotes/origin/runbook-ledger", tip);
      expect(await notesIn(await open(directory))).toEqual(["4", "3", "2", "1"]);
    }
  });
});

describe("signing", () => {
  const refusingProgram = (): string => {
    const file = join(temporaryDirectory(), "gpg");
    writeFileSync(file, '#!/bin/sh\necho "no pinentry today" >&2\nexit 2\n', { mode: 0o755 });
    return file;
  };

  it.each([
    ["commit.gpgsign=true", { sign: "auto" }, "true"],
    ["sign: required", { sign: "required" }, "false"],
  ] as const)("records nothing where %s and signing fails", async (_, settings, gpgsign) => {
    const { directory, git } = temporaryRepository();
    const unsigned = await open(directory);
    await append(unsigned, record("1"));
    const before = git("for-each-ref");
    git("config", "commit.gpgsign", gpgsign);
    git("config", "gpg.program", refusingProgram());
    const ledger = await open(directory, { settings });
    await expect(append(ledger, record("2"))).rejects.toMatchObject({
      code: "signing",
      message: expect.stringContaining("gpg failed to sign"),
    });
    expect(git("for-each-ref")).toBe(before);
  });

  it("records nothing where the signing program is missing", async () => {
    const { directory, git } = temporaryRepository();
    git("config", "gpg.program", "/nowhere/gpg");
    const ledger = await open(directory, { settings: { sign: "required" } });
    await expect(append(ledger, record("1"))).rejects.toMatchObject({ code: "signing" });
    expect(git("for-each-ref")).toBe("");
  });

  it.each([["true"], ["1"], ["On"], [null]])("reads commit.gpgsign as git does: %s", async (value) => {
    const { directory, git } = temporaryRepository();
    if (value === null) writeFileSync(join(directory, ".git/config"), "[commit]\n\tgpgSign\n", { flag: "a" });
    else git("config", "commit.gpgsign", value);
    git("config", "gpg.program", refusingProgram());
    await expect(append(await open(directory), record("1"))).rejects.toMatchObject({ code: "signing" });
  });

  it.skipIf(!hasSshKeygen())("signs with an ssh key, and is read all the same", async () => {
    const { directory, git } = temporaryRepository();
    const key = join(temporaryDirectory(), "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]);
    git("config", "gpg.format", "ssh");
    git("config", "user.signingKey", `${key}.pub`);
    git("config", "commit.gpgsign", "true");
    git("config", "log.showSignature", "true");
    const ledger = await open(directory);
    const ids = await append(ledger, record("1"), record("2"));
    const allowed = join(temporaryDirectory(), "allowed");
    writeFileSync(allowed, `${IDENTITY.email} ${readFileSync(`${key}.pub`, "utf8")}`);
    for (const id of [...ids, git("rev-parse", `${ids[0] ?? ""}^`)]) {
      expect(git("cat-file", "commit", id)).toContain("BEGIN SSH SIGNATURE");
      git("-c", `gpg.ssh.allowedSignersFile=${allowed}`, "verify-commit", id);
    }
    git("config", "gpg.ssh.allowedSignersFile", allowed);
    const { commits } = await wholeLedger(ledger);
    expect(commits.slice(0, 2).map(({ id }) => id)).toEqual(ids.toReversed());
    expect(await notesIn(ledger)).toEqual(["2", "1"]);
  });
});

describe("races", () => {
  it("takes up a record that came in between, text and all", async () => {
    const { directory, git, write } = temporaryRepository();
    const ledger = await open(directory);
    const blob = await storeText(ledger, write("a.md", "old\n"));
    const changed = await storeText(ledger, write("a.md", "new\n"));
    await append(ledger, record("1", { text: { path: TEXT_PATH, blob } }));
    const [theirs = ""] = await append(ledger, record("2", { text: { path: TEXT_PATH, blob: changed } }));
    git("update-ref", LOCAL_REF, `${theirs}^`);
    const env = gitThatFirst("update-ref -m", `${guardOnce()}"$git" update-ref ${LOCAL_REF} ${theirs}`);
    await append(await open(directory, { env }), record("3", { text: { path: TEXT_PATH, blob } }));
    expect(await notesIn(ledger)).toEqual(["3", "2", "1"]);
    expect(git("show", `${LOCAL_REF}:${TEXT_PATH}`)).toBe("old");
  });

  it("does not overwrite a ledger that was born in between", async () => {
    const { directory, git } = temporaryRepository();
    const ledger = await open(directory);
    const [theirs = ""] = await append(ledger, record("1"));
    git("update-ref", "-d", LOCAL_REF);
    const env = gitThatFirst("update-ref -m", `${guardOnce()}"$git" update-ref ${LOCAL_REF} ${theirs}`);
    await append(await open(directory, { env }), record("2"));
    expect(await notesIn(ledger)).toEqual(["2", "1"]);
  });

  it("gives up after a bounded number of lost races and records nothing", async () => {
    const { directory, git } = temporaryRepository();
    await append(await open(directory), record("1"));
    const other = `"$git" commit-tree -p ${LOCAL_REF} -m Other ${LOCAL_REF}^{tree}`;
    const env = gitThatFirst("update-ref -m", `"$git" update-ref ${LOCAL_REF} $(${other})`);
    const ledger = await open(directory, { env });
    await expect(append(ledger, record("2"))).rejects.toMatchObject({
      code: "ledger-moved",
      hint: expect.stringContaining("again"),
    });
    expect(await notesIn(await open(directory))).toEqual(["1"]);
    expect(git("rev-list", "--count", LOCAL_REF)).toBe("22");
  });

  it("keeps every record of appenders in one process", async () => {
    const { directory } = temporaryRepository();
    const ledger = await open(directory);
    const notes = Array.from({ length: 6 }, (_, index) => `note ${index}`);
    await Promise.all(notes.map((note) => append(ledger, record(note))));
    expect((await notesIn(ledger)).toSorted()).toEqual(notes);
  });

  it("keeps every record of 6 processes, each with several records in a row", async () => {
    const { directory, git } = temporaryRepository();
    const runner = buildAppender();
    const names = ["ana", "ben", "chris", "dana", "eve", "finn"];
    const exitCodes = await Promise.all(names.map((name) => run(process.execPath, [runner, directory, name, "4"])));
    expect(exitCodes).toEqual(names.map(() => 0));
    const expected = names.flatMap((name) => [0, 1, 2, 3].map((index) => `${name} ${index}`));
    expect((await notesIn(await open(directory))).toSorted()).toEqual(expected.toSorted());
    // One root: nobody's birth of the ledger was overwritten.
    expect(git("rev-list", "--max-parents=0", "--count", LOCAL_REF)).toBe("1");
    expect(git("fsck", "--strict", "--no-dangling")).toBe("");
  });
});

/** Shell text that lets what follows it run only the first time. */
function guardOnce(): string {
  const marker = join(temporaryDirectory(), "once");
  return `mkdir ${marker} 2>/dev/null && `;
}

function hasSshKeygen(): boolean {
  try {
    execFileSync("sh", ["-c", "command -v ssh-keygen"]);
    return true;
  } catch {
    return false;
  }
}

/** A program that appends records one after the other: `node FILE DIRECTORY NAME COUNT`. */
function buildAppender(): string {
  const outfile = join(temporaryDirectory(), "appender.mjs");
  const contents = `
    import { openLedger } from "./src/store/git-ledger.ts";
    import { formatRecordMessage } from "./src/parse/record-message.ts";
    const [directory, name, count] = process.argv.slice(2);
    const settings = ${JSON.stringify(SETTINGS)};
    const ledger = await openLedger({ directory, env: process.env, settings });
    for (let index = 0; index < Number(count); index += 1) {
      const content = { ...${JSON.stringify(completion())}, note: name + " " + index };
      const text = { path: "text/contoso/" + name + ".md", blob: "" };
      [text.blob] = await ledger.storeTexts([{ file: process.argv[1], path: text.path }]);
      const entry = { ...${JSON.stringify(record())}, message: formatRecordMessage(content, "Done"), text };
      await ledger.append([entry], { committedAt: "${COMMITTED_AT}" });
    }
  `;
  buildSync({
    stdin: { contents, resolveDir: join(import.meta.dirname, "../.."), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
  });
  return outfile;
}

function run(program: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env: process.env });
    child.on("error", reject);
    child.on("close", resolve);
  });
}
