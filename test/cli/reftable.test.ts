// A repository that keeps its branches as a reftable, as git 3 does unless told otherwise.

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  LEDGER,
  type Repository,
  bookFiles,
  cleanEnvironment,
  emptyFolder,
  expectRefused,
  recorded,
  repositoryIn,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

const AS_REFTABLE = ["init", "--quiet", "--template=", "--ref-format=reftable"];
const hasReftable = spawnSync("git", [...AS_REFTABLE, emptyFolder()], { env: cleanEnvironment() }).status === 0;

const IDS = ["a", "b", "c", "d", "e", "f"];

function reftableRepository(): Repository {
  const repository = repositoryIn(emptyFolder());
  writeFiles(repository.folder, bookFiles({ procedures: Object.fromEntries(IDS.map((id) => [id, {}])) }));
  repository.git(...AS_REFTABLE);
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "-m", "Start");
  return repository;
}

describe.skipIf(!hasReftable)("branches kept as a reftable (needs git 2.45)", () => {
  it("hold what several wrote at once; answers are kept and follow", async () => {
    const repository = reftableRepository();
    const { folder } = repository;
    const written = await Promise.all(IDS.map((id) => runCli(["done", id], { cwd: folder })));
    expect(written.map(({ code }) => code)).toEqual(IDS.map(() => 0));
    const { document } = await runJson("log", ["log"], { cwd: folder });
    expect(document.records.map(({ procedure }) => `${procedure}`).toSorted()).toEqual(IDS);

    const due = async (...args: string[]): Promise<string> => (await runCli(["due", ...args], { cwd: folder })).stdout;
    await due();
    expect(await due()).toBe(await due("--no-cache"));
    await recorded(repository, ["undo", "a"]);
    const after = await due();
    expect(after).toContain("a ");
    expect(after).toBe(await due("--no-cache"));
  });

  it("tell of a record that a rewritten branch has lost", async () => {
    const repository = reftableRepository();
    await recorded(repository, ["done", "a"]);
    await recorded(repository, ["done", "b"]);
    const tip = repository.git("rev-parse", LEDGER);
    repository.git("update-ref", LEDGER, `${tip}~1`);
    const { document } = await runJson("verify", ["verify"], { cwd: repository.folder });
    expect(document.breaks).toMatchObject([{ check: "lost", message: expect.stringContaining(tip.slice(0, 10)) }]);
  });

  it("are not moved while somebody else's lock is there, which is named", async () => {
    const repository = reftableRepository();
    const lock = join(repository.folder, ".git", "reftable", "tables.list.lock");
    writeFileSync(lock, "");
    const { message, hint } = await expectRefused(repository, ["done", "a"]);
    expect(message).toContain("cannot lock references");
    expect(hint).toContain(`delete ${lock}`);
    rmSync(lock);
    expect(await recorded(repository, ["done", "a"])).toHaveLength(1);
  });

  it("tell of a revert that is not finished, which a review would break off", async () => {
    const repository = reftableRepository();
    const { folder, git } = repository;
    writeFiles(folder, [{ path: "more.txt", text: "more\n" }]);
    git("add", "--all");
    git("commit", "--quiet", "-m", "More");
    git("revert", "--no-commit", "HEAD");
    const { document } = await runJson("error", ["review", "a", "--yes"], { cwd: folder, inProcess: true });
    expect(document.error.message).toContain("a revert is not finished here");
    expect(git("rev-parse", "--verify", "REVERT_HEAD")).toMatch(/^[0-9a-f]+$/u);
  });
});
