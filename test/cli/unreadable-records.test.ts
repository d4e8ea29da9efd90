// Records that cannot be read, made by hand or by another program: they stand in the ledger for good, and a void settles them.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { importRecords } from "../helpers/ledgers.ts";
import {
  HOOK_TIMEOUT,
  LEDGER,
  type Repository,
  appendToLedger,
  bookFiles,
  bookRepository,
  emptyFolder,
  expectRecorded,
  expectRefused,
  recorded,
  repositoryIn,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

const BOOK = { procedures: { job: {}, other: {} } };
const REMOTE = "refs/remotes/origin/runbook-ledger";
const COMMANDS = ["lint --rule ledger", "due", "log"];
const AT = "2026-11-23T08:30:00+00:00";

const odd = (trailers = "Outcome: splendid", book = "contoso"): string =>
  `Odd\n\nRunbook-Book: ${book}\nRunbook-Record: completion\nRunbook-Procedure: job\nRunbook-Occurrence: 2026-11-23\nRunbook-${trailers}\n`;

/** The commits that commands tell of as records that cannot be read, by the command. */
async function toldOf({ folder }: Pick<Repository, "folder">, ...args: string[]): Promise<Record<string, string[]>> {
  const run = async (name: string): Promise<[string, string[]]> => {
    const { stdout, stderr } = await runCli([...name.split(" "), ...args], { cwd: folder, inProcess: true });
    return [
      name,
      [...new Set([...(stdout + stderr).matchAll(/Record (\w{10}) cannot be read/g)].map(([, id]) => id ?? ""))],
    ];
  };
  return Object.fromEntries(await Promise.all(COMMANDS.map(run)));
}

const told = (...commits: string[]): Record<string, string[]> =>
  Object.fromEntries(COMMANDS.map((name) => [name, commits.map((id) => id.slice(0, 10))]));

const CACHES = [[], ["--no-cache"]];

describe.concurrent("a record that cannot be read", () => {
  it.each([
    ["an outcome that there is not", odd()],
    ["no run book", "Odd\n\nRunbook-Record: completion\n"],
    ["a void of nothing", "Odd\n\nRunbook-Book: contoso\nRunbook-Record: void\n"],
  ])("for it has %s is told of until it is voided, with and without caches", async (_, message) => {
    const repository = bookRepository(BOOK);
    await recorded(repository, ["done", "other"]);
    const bad = await appendToLedger(repository, message);
    for (const args of CACHES) expect(await toldOf(repository, ...args)).toEqual(told(bad));
    const { document: lint } = await runJson("lint", ["lint", "--rule", "ledger"], {
      cwd: repository.folder,
      inProcess: true,
    });
    const [, command = ""] = /: runbook (undo \w+ -m) "/.exec(lint.diagnostics[0]?.hint ?? "") ?? [];
    const [record] = await expectRecorded(repository, [...command.split(" "), "Made by hand"]);
    expect(record).toMatchObject({ record: "void", voids: bad, note: "Made by hand", procedure: null });
    for (const args of [...CACHES, []]) expect(await toldOf(repository, ...args)).toEqual(told());
    expect((await runCli(["lint", "--rule", "ledger"], { cwd: repository.folder })).code).toBe(0);
    const { code, document } = await runJson("verify", ["verify"], { cwd: repository.folder });
    expect([code, document.breaks, document.records]).toEqual([0, [], 2]);
    const doctor = await runCli(["doctor", "--offline"], { cwd: repository.folder, inProcess: true });
    expect(doctor.stdout).toMatch(/ok +ledger +runbook-ledger: 2 records of this run book$/m);
  });

  let shared: Repository;
  let bad = "";
  let further = "";
  beforeAll(async () => {
    shared = bookRepository(BOOK);
    await recorded(shared, ["done", "job"]);
    further = await appendToLedger(shared, odd("Effort: long"));
    bad = await appendToLedger(shared, odd());
  }, HOOK_TIMEOUT);

  it.each(CACHES)("is voided by its commit, abbreviated, once or twice, beside others (%s)", async (...args) => {
    const folder = emptyFolder();
    cpSync(shared.folder, folder, { recursive: true });
    const repository = repositoryIn(folder);
    const voids = await expectRecorded(repository, ["undo", bad.slice(0, 7).toUpperCase(), "job", bad, ...args]);
    expect(voids.map((one) => one.voids)).toEqual([bad, expect.any(String)]);
    expect(await toldOf(repository, ...args)).toEqual(told(further));
    await expectRecorded(repository, ["undo", bad, ...args]);
    await expectRecorded(repository, ["undo", further, ...args]);
    expect(await toldOf(repository, ...args)).toEqual(told());
  });

  it("is no procedure's, no completion to approve, and nothing to show", async () => {
    for (const command of ["undo", "approve"]) {
      expect(await expectRefused(shared, [command, bad, "--for", "2026-11-23"])).toMatchObject({
        hint: "Leave out --for.",
      });
    }
    for (const command of [["approve"], ["log", "show"]]) {
      expect(await expectRefused(shared, [...command, bad.slice(0, 8)])).toEqual({
        code: "not-found",
        message: expect.stringContaining(`Record ${bad.slice(0, 10)} cannot be read: `),
        hint: `See it: git show ${bad.slice(0, 10)}`,
      });
    }
    // Nothing is voided where one word names nothing.
    await expectRefused(shared, ["undo", bad, "0000000"]);
  });

  it("is settled where its void came first, and where they meet", async () => {
    const ana = bookRepository(BOOK);
    const [done] = await recorded(ana, ["done", "job"]);
    const base = done?.commit ?? "";
    const theirs = await appendToLedger(ana, odd());
    ana.git("update-ref", REMOTE, theirs);
    // Here there is nothing but the void, of what the remote has.
    await importRecords(ana, LEDGER, base, [{ record: "void", voids: theirs, performedAt: AT }]);
    for (const args of CACHES) expect(await toldOf(ana, ...args)).toEqual(told());
    ana.git("update-ref", "-d", REMOTE);
    for (const args of CACHES) expect(await toldOf(ana, ...args)).toEqual(told());
    ana.git("update-ref", LEDGER, ana.git("commit-tree", "-p", LEDGER, "-p", theirs, "-m", "Join", `${LEDGER}^{tree}`));
    for (const args of CACHES) expect(await toldOf(ana, ...args)).toEqual(told());
    // Git makes the join by its own clock.
    const env = { RUNBOOK_NOW: "2100-01-01T00:00:00Z" };
    expect((await runCli(["verify"], { cwd: ana.folder, inProcess: true, env })).code).toBe(0);
  });

  it("is settled for everybody who syncs", async () => {
    const [origin, ana] = [repositoryIn(emptyFolder()), bookRepository(BOOK)];
    ana.git("clone", "--quiet", "--bare", ".", origin.folder);
    ana.git("remote", "add", "origin", origin.folder);
    await recorded(ana, ["done", "job"]);
    const wrong = await appendToLedger(ana, odd());
    await runCli(["sync"], { cwd: ana.folder, inProcess: true });
    const ben = repositoryIn(emptyFolder());
    ben.git("clone", "--quiet", origin.folder, ".");
    await runCli(["sync"], { cwd: ben.folder, inProcess: true });
    expect(await toldOf(ben)).toEqual(told(wrong));
    await recorded(ana, ["undo", wrong]);
    await recorded(ben, ["done", "other"]);
    await runCli(["sync"], { cwd: ana.folder, inProcess: true });
    await runCli(["sync"], { cwd: ben.folder, inProcess: true });
    for (const args of CACHES) expect(await toldOf(ben, ...args)).toEqual(told());
  });

  it("is its own run book's to void; one that names none is each one's", async () => {
    const repository = bookRepository(BOOK);
    const fabrikam = join(repository.folder, "fabrikam");
    writeFiles(fabrikam, bookFiles({ ...BOOK, settings: { id: "fabrikam" } }));
    const own = await appendToLedger(repository, odd());
    const nobodys = await appendToLedger(repository, odd("Outcome: done", ""));
    const breaks = async (cwd: string): Promise<(string | null)[]> =>
      (await runJson("verify", ["verify"], { cwd, inProcess: true })).document.breaks.map(({ commit }) => commit);
    expect((await expectRefused(repository, ["undo", own], { cwd: fabrikam })).code).toBe("not-found");
    await importRecords(repository, LEDGER, repository.git("rev-parse", LEDGER), [
      { book: "fabrikam", record: "void", voids: own, performedAt: AT },
      { book: "fabrikam", record: "void", voids: nobodys, performedAt: AT },
    ]);
    expect(await toldOf(repository)).toEqual(told(nobodys, own));
    expect(await toldOf({ folder: fabrikam })).toEqual(told());
    expect(await breaks(repository.folder)).toEqual(
      [nobodys, own].toSorted((a, b) => Number(a === nobodys) - Number(b === nobodys)),
    );
    expect(await breaks(fabrikam)).toEqual([own]);
    await recorded(repository, ["undo", own, nobodys]);
    expect(await toldOf(repository)).toEqual(told());
    expect(await breaks(repository.folder)).toEqual([]);
    expect(await breaks(fabrikam)).toEqual([]);
  });
});
