import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  LEDGER,
  PROGRAM,
  type Repository,
  bookRepository,
  emptyFolder,
  expectRefused,
  recorded,
  repositoryIn,
  runCli,
  runJson,
  stateOf,
} from "../helpers/run-cli.ts";
import { vastFolders } from "../helpers/vast-folders.ts";

const JOBS = ["one", "two", "three", "four"];
const BOOK = { procedures: Object.fromEntries(JOBS.map((id) => [id, {}])) };

interface Team {
  readonly origin: Repository;
  readonly ana: Repository;
  readonly ben: Repository;
}

/** A bare remote that holds a run book, and two clones of it. */
function team(settings: Readonly<Record<string, string>> = {}): Team {
  const folder = emptyFolder();
  const origin = repositoryIn(join(folder, "origin.git"));
  bookRepository({ ...BOOK, settings }).git("clone", "--quiet", "--bare", ".", origin.folder);
  const cloneOf = (name: string): Repository => {
    repositoryIn(folder).git("clone", "--quiet", `file://${origin.folder}`, name);
    return repositoryIn(join(folder, name));
  };
  return { origin, ana: cloneOf("ana"), ben: cloneOf("ben") };
}

function offline({ git }: Repository): void {
  git("remote", "set-url", "origin", "file:///nowhere/at/all");
}

function online({ git }: Repository, { origin }: Team): void {
  git("remote", "set-url", "origin", `file://${origin.folder}`);
}

const at = (time: string) => ({ RUNBOOK_NOW: `2026-11-23T${time}Z` });

async function due({ folder }: Repository, time: string) {
  return runJson("due", ["due"], { cwd: folder, inProcess: true, env: at(time) });
}

/** Without what was missed over the weekend. */
function isDue(items: readonly { readonly procedure: string; readonly status: string }[]): string[] {
  return items.flatMap(({ procedure, status }) => (status === "due" ? [procedure] : [])).toSorted();
}

/** What a remote may have been sent. */
it("comes to an end, and says why, where folders of the ledger hold one another many times over", async () => {
  const { ana, ben } = team({ ledger: "{ sync: manual }" });
  await recorded(ana, ["done", "one"]);
  await recorded(ben, ["done", "two"]);
  const tree = vastFolders(ana, LEDGER, "");
  ana.git("update-ref", LEDGER, ana.git("commit-tree", "-p", LEDGER, "-m", "Vast", tree));
  ana.git("push", "--quiet", "origin", LEDGER);
  const joining = await runJson("error", ["sync"], { cwd: ben.folder, inProcess: true });
  expect([joining.code, joining.document.error.message]).toEqual([2, expect.stringContaining("more files than")]);
  const recording = await runJson("error", ["done", "three"], { cwd: ana.folder, inProcess: true });
  expect([recording.code, recording.document.error.message]).toEqual([2, expect.stringContaining("more files than")]);
});

describe.concurrent("sync: auto", () => {
  it("pushes each record, and `due` fetches those of others once the last fetch is five minutes old", async () => {
    const { ana, ben, origin } = team();
    await recorded(ana, ["done", "one"]);
    expect(origin.git("rev-parse", LEDGER)).toBe(stateOf(ana).tip);
    const first = await due(ben, "08:30:00");
    expect(isDue(first.document.items)).toEqual(["four", "three", "two"]);
    expect(first.document.ledger).toMatchObject({
      remoteTip: stateOf(ana).tip,
      fetchedAt: "2026-11-23T08:30:00+00:00",
    });

    await recorded(ana, ["done", "two"]);
    expect(isDue((await due(ben, "08:35:00")).document.items)).toEqual(["four", "three", "two"]);
    expect(isDue((await due(ben, "08:35:01")).document.items)).toEqual(["four", "three"]);
    expect((await due(ben, "08:35:02")).stderr).toBe("");
  });

  it("merges what others pushed meanwhile", async () => {
    const { ana, ben, origin } = team();
    await recorded(ana, ["done", "one"]);
    await recorded(ben, ["done", "two"]);
    await recorded(ana, ["done", "three"]);
    expect(origin.git("rev-parse", LEDGER)).toBe(stateOf(ana).tip);
    const { document } = await runJson("log", ["log"], { cwd: ana.folder, inProcess: true });
    expect(document.records.map(({ procedure }) => `${procedure}`).toSorted()).toEqual(["one", "three", "two"]);
  });

  it("names what was recorded elsewhere, too, while neither side knew", async () => {
    const all = team();
    const { ana, ben } = all;
    const run = async ({ folder }: Repository, ...args: string[]) => runCli(args, { cwd: folder, env: at("09:00:00") });
    const tipOf = ({ git }: Repository): string =>
      git("log", "--no-merges", "-1", "--format=%h", "--abbrev=10", LEDGER);
    await run(ana, "due");
    await run(ben, "due");
    expect((await run(ana, "done", "one")).stderr).toBe("");
    const theirs = tipOf(ana);
    offline(ben);
    await run(ben, "done", "one", "--failed");
    const ours = tipOf(ben);
    online(ben, all);
    const note =
      "The same was recorded elsewhere meanwhile, and both records stand:\n" +
      `  one for 2026-11-23: done by Ana Núñez (${theirs}), here failed by Ana Núñez (${ours})\n` +
      `Where yours is one too many: runbook undo ${ours}\n`;
    expect(await run(ben, "done", "two")).toMatchObject({ code: 0, stderr: note });
    // Others' work beside one's own is none of it.
    expect((await run(ana, "done", "three")).stderr).toBe("");
    offline(ben);
    await run(ben, "skip", "three", "-m", "Closed");
    online(ben, all);
    const { stderr, stdout } = await run(ben, "sync");
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(/^1 record received, 1 record sent/),
      expect.stringMatching(/three for 2026-11-23: done by [^]*, here skipped by /),
    ]);
  });

  it("says nothing of what was taken back before anybody met it", async () => {
    const all = team();
    const { ana, ben } = all;
    const run = async ({ folder }: Repository, ...args: string[]) => runCli(args, { cwd: folder, env: at("09:00:00") });
    await run(ana, "due");
    await run(ben, "due");
    await run(ana, "done", "one");
    await run(ana, "undo", "one");
    offline(ben);
    await run(ben, "done", "one", "--failed");
    online(ben, all);
    const { stderr, stdout } = await run(ben, "sync");
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^2 records received, 1 record sent/), ""]);
  });

  it("names an incident that two opened under one ticket", async () => {
    const all = team();
    const { ana, ben } = all;
    const open = async ({ folder }: Repository, ticket: string) =>
      runCli(["incident", "open", "--severity", "1", "--title", "Down", "--ticket", ticket], {
        cwd: folder,
        env: at("09:00:00"),
      });
    await recorded(ana, ["done", "one"]);
    await due(ben, "08:59:00");
    await open(ana, "INC-42");
    expect((await open(ben, "inc-42")).stderr).toMatch(
      /^The same was [^]*\n {2}incident INC-42: opened, severity 1 by [^]*, here opened, severity 1 by [^]*: runbook undo [0-9a-f]{10}\n$/,
    );
  });

  it("fetches before the first record, so that a new clone begins no ledger of its own", async () => {
    const { ana, ben } = team();
    await recorded(ana, ["done", "one"]);
    expect(await expectRefused(ben, ["done", "one"])).toMatchObject({ code: "no-candidate" });
    await recorded(ben, ["done", "two"]);
    expect(ben.git("rev-list", "--max-parents=0", LEDGER).split("\n")).toHaveLength(1);
    expect(ben.git("rev-list", "--merges", LEDGER)).toBe("");
  });

  it("records offline, says what is not pushed and as of when it answers, and sends it later", async () => {
    const all = team();
    const { ana, origin } = all;
    await recorded(ana, ["done", "one"]);
    offline(ana);
    const done = await runCli(["done", "two"], { cwd: ana.folder });
    expect(done).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/cannot be reached[^]*\n1 record not pushed/),
    });
    const { code, stderr, document } = await due(ana, "08:40:00");
    expect([code, isDue(document.items)]).toEqual([0, ["four", "three"]]);
    expect(stderr).toContain("ledger as of 2026-11-23 08:30");
    expect(stderr).toContain("1 record not pushed");
    expect(document.ledger).toMatchObject({ unpushed: 1, fetchedAt: "2026-11-23T08:30:00+00:00" });
    expect(await expectRefused(ana, ["sync"])).toMatchObject({ code: "remote" });

    online(ana, all);
    const synced = await runCli(["sync"], { cwd: ana.folder });
    expect(synced).toMatchObject({ code: 0, stdout: expect.stringContaining("1 record sent"), stderr: "" });
    expect(origin.git("rev-parse", LEDGER)).toBe(stateOf(ana).tip);
    expect((await due(ana, "08:40:00")).stderr).toBe("");
  });

  it("tells of a remote that was rewritten, and answers from what is here", async () => {
    const { ana, ben, origin } = team();
    await recorded(ana, ["done", "one"]);
    await recorded(ana, ["done", "two"]);
    origin.git("update-ref", LEDGER, origin.git("rev-parse", `${LEDGER}~1`));
    const { code, stderr, document } = await due(ana, "08:40:00");
    expect([code, isDue(document.items)]).toEqual([0, ["four", "three"]]);
    expect(stderr).toMatch(/was rewritten[^]*two: done for 2026-11-23[^]*runbook sync --restore/);
    const { document: restored } = await runJson("sync", ["sync", "--restore"], { cwd: ana.folder, inProcess: true });
    expect(restored).toMatchObject({ restored: 1, sent: 0, tip: stateOf(ana).tip });
    expect(isDue((await due(ben, "08:50:00")).document.items)).toEqual(["four", "three"]);
  });

  it.each(["sync", "done two --again"])("ends where a pre-push hook runs `%s`", async (command) => {
    const { ana, origin } = team();
    const hook = join(ana.folder, ".git", "hooks", "pre-push");
    mkdirSync(join(hook, ".."), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" ${command}\n`, { mode: 0o755 });
    await recorded(ana, ["done", "one"]);
    expect(origin.git("rev-parse", LEDGER)).toBe(stateOf(ana).tip);
    expect(origin.git("log", "--format=%s", LEDGER).split("\n")).toHaveLength(command === "sync" ? 2 : 3);
  });

  it("says of a remote whose branch is no commit what it is, and goes on from what it had before", async () => {
    const { ana, origin } = team();
    const run = async (...args: string[]) => runCli(args, { cwd: ana.folder, env: at("09:00:00") });
    await run("done", "one");
    const tip = ana.git("rev-parse", LEDGER).trim();
    ana.git("tag", "-a", "-m", "x", "odd", LEDGER);
    ana.git("push", "--quiet", "origin", "odd");
    const odd = { tag: "odd", tree: `${tip}^{tree}`, blob: `${tip}:README.md` };
    for (const [kind, object] of Object.entries(odd)) {
      writeFileSync(join(origin.folder, LEDGER), `${origin.git("rev-parse", object).trim()}\n`);
      const { code, stderr } = await run("sync");
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining(`\`origin\` has a ${kind}, not a commit, as its branch`),
      ]);
      expect((await run("due")).stderr).not.toContain("error: ");
      expect((await run("done", "two", "--again")).code).toBe(0);
    }
    writeFileSync(join(origin.folder, LEDGER), `${tip}\n`);
    const { code, stdout } = await run("sync");
    expect([code, stdout]).toEqual([0, expect.stringContaining("3 records sent")]);
  });

  it("names the copies that a rebased ledger has of what is put back, until they are voided", async () => {
    const { ana, ben, origin } = team();
    await recorded(ana, ["done", "one"]);
    await recorded(ana, ["done", "two"]);
    await recorded(ana, ["undo", "two"]);
    // The same three records upon another root.
    let tip = origin.git("commit-tree", "-m", "Begin", `${LEDGER}^{tree}`);
    for (const id of origin.git("rev-list", "--reverse", "--min-parents=1", LEDGER).split("\n")) {
      const text = `${origin.git("cat-file", "commit", id)}\n`.replace(/^parent .*$/mu, `parent ${tip}`);
      writeFileSync(join(origin.folder, "text"), text);
      tip = origin.git("hash-object", "-w", "-t", "commit", "text");
    }
    origin.git("update-ref", LEDGER, tip);
    const [, two = "", one = ""] = origin.git("log", "--format=%h", "--abbrev=10", LEDGER).split("\n");

    const restored = await runCli(["sync", "--restore"], { cwd: ana.folder, inProcess: true, env: at("08:40:00") });
    expect(restored.stderr).toMatch(new RegExp(`^2 records [^]*: runbook undo ${two} ${one}\n$`, "u"));
    expect(isDue((await due(ana, "08:41:00")).document.items)).toEqual(["four", "three"]);
    await runCli(["undo", one, two], { cwd: ana.folder, inProcess: true, env: at("08:42:00") });
    expect(isDue((await due(ana, "08:43:00")).document.items)).toEqual(["four", "three", "two"]);
    expect(isDue((await due(ben, "08:50:00")).document.items)).toEqual(["four", "three", "two"]);
    expect((await runCli(["sync"], { cwd: ana.folder, inProcess: true, env: at("08:51:00") })).stderr).toBe("");
  });

  it("says that there is no ledger on the remote either, and is silent without a remote", async () => {
    const { ana } = team();
    expect((await due(ana, "08:30:00")).stderr).toBe(
      "No ledger yet, here or on origin (asked 2026-11-23 08:30). To ask again: runbook sync\n",
    );
    const alone = bookRepository(BOOK);
    expect((await due(alone, "08:30:00")).stderr).toBe("");
    expect(await expectRefused(alone, ["sync"])).toMatchObject({ code: "no-remote" });
  });
});

describe.concurrent("sync: manual", () => {
  it("leaves the network alone until `sync`", async () => {
    const { ana, ben, origin } = team({ ledger: "{ sync: manual }" });
    const { code, stderr } = await runCli(["done", "one"], { cwd: ana.folder });
    expect([code, stderr]).toEqual([0, "1 record not pushed: runbook sync\n"]);
    expect(() => origin.git("rev-parse", "--verify", LEDGER)).toThrow("rev-parse");
    const sent = await runJson("sync", ["sync"], { cwd: ana.folder });
    expect(sent).toMatchObject({ code: 0, stderr: "", document: { received: 0, sent: 1, restored: 0 } });
    expect(isDue((await due(ben, "09:00:00")).document.items)).toEqual(JOBS.toSorted());
    const { document } = await runJson("sync", ["sync"], { cwd: ben.folder, inProcess: true });
    expect(document).toMatchObject({ received: 1, sent: 0, tip: stateOf(ana).tip });
    expect(isDue((await due(ben, "09:00:00")).document.items)).toEqual(["four", "three", "two"]);
  });

  it("is about the ledger alone: a procedure that does not parse is not its business", async () => {
    const { ana } = team({ ledger: "{ sync: manual }" });
    await recorded(ana, ["done", "one"]);
    writeFileSync(join(ana.folder, "procedures", "two.md"), "<<<<<<< HEAD\n");
    const { code, stdout, stderr } = await runCli(["sync"], { cwd: ana.folder, inProcess: true });
    expect([code, stdout, stderr]).toEqual([0, expect.stringContaining("1 record sent"), ""]);
  });

  it("follows the settings as they are now", async () => {
    const { ana } = team({ ledger: "{ sync: manual }" });
    const sync = (): ReturnType<typeof runCli> => runCli(["sync"], { cwd: ana.folder, inProcess: true });
    const edit = (name: string, from: string, to: string): void => {
      const file = join(ana.folder, name);
      writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
    };
    await recorded(ana, ["done", "one"]);
    await sync();
    expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing new"), stderr: "" });
    // Of the same length.
    edit("runbook.yml", "sync: manual", "branch: abcd");
    expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringContaining("No ledger yet") });
    edit("roles.yml", "roles:", "rolls:");
    expect(await expectRefused(ana, ["sync"])).toMatchObject({ code: "invalid-runbook" });
    edit("roles.yml", "rolls:", "roles:");
    expect(await sync()).toMatchObject({ code: 0 });
    renameSync(join(ana.folder, "roles.yml"), join(ana.folder, "roles.yaml"));
    expect(await expectRefused(ana, ["sync"])).toMatchObject({ code: "invalid-runbook" });
  });

  it("needs a repository", async () => {
    const { folder } = bookRepository(BOOK);
    rmSync(join(folder, ".git"), { recursive: true });
    const { document, code } = await runJson("error", ["sync"], { cwd: folder, inProcess: true });
    expect([code, document.error.code]).toEqual([2, "no-repository"]);
  });

  it("does not touch a ledger that is checked out", async () => {
    const { ana, ben } = team({ ledger: "{ sync: manual }" });
    await recorded(ana, ["done", "one"]);
    await runCli(["sync"], { cwd: ana.folder, inProcess: true });
    await recorded(ben, ["done", "two"]);
    const folder = join(emptyFolder(), "ledger");
    ben.git("worktree", "add", "--quiet", folder, "runbook-ledger");
    const { document } = await runJson("error", ["sync"], { cwd: ben.folder, inProcess: true });
    expect(document.error).toMatchObject({ code: "git", message: expect.stringContaining(folder) });
    expect(repositoryIn(folder).git("status", "--porcelain")).toBe("");
  });
});

describe.concurrent("what is remembered of the remote", () => {
  it.each(["", "nonsense\n", `2999-01-01T00:00:00Z ${"0".repeat(40)}\n`])("may be damaged: %j", async (text) => {
    const { ana, ben } = team();
    await recorded(ana, ["done", "one"]);
    await due(ben, "08:30:00");
    writeFileSync(join(ben.folder, ".git/runbook/remotes/origin%2Frunbook-ledger"), text);
    await recorded(ana, ["done", "two"]);
    // Fetches, for it does not know when it last did.
    expect(isDue((await due(ben, "08:30:01")).document.items)).toEqual(["four", "three"]);
  });
});
