// Many people and pipelines at once, processes that are killed, disks that are full: the ledger ends with exactly the
// records whose commands said that they were recorded.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  LEDGER,
  PROGRAM,
  type Repository,
  bookRepository,
  emptyFolder,
  makeDirty,
  repositoryIn,
  runCli,
  runJson,
  runProgram,
  stateOf,
} from "../helpers/run-cli.ts";

const JOBS = Array.from({ length: 24 }, (_, index) => `job-${index + 1}`);
const BOOK = { procedures: Object.fromEntries(JOBS.map((id) => [id, {}])) };

async function recordedJobs({ folder }: Repository): Promise<string[]> {
  const { document } = await runJson("log", ["log"], { cwd: folder, inProcess: true });
  return document.records.map(({ procedure, note }) => `${procedure} ${note}`).toSorted();
}

/** A bare remote with a run book, and clones of it. */
function team(size: number): { readonly origin: Repository; readonly clones: readonly Repository[] } {
  const folder = emptyFolder();
  const origin = repositoryIn(join(folder, "origin.git"));
  bookRepository(BOOK).git("clone", "--quiet", "--bare", ".", origin.folder);
  const clones = Array.from({ length: size }, (_, index) => {
    repositoryIn(folder).git("clone", "--quiet", `file://${origin.folder}`, `clone-${index}`);
    return repositoryIn(join(folder, `clone-${index}`));
  });
  return { origin, clones };
}

/** How many commits of the ledger are records. */
function recordsIn({ git }: Repository): number {
  return Number(git("rev-list", "--count", "--min-parents=1", "--max-parents=1", LEDGER));
}

describe("one repository", () => {
  it("takes the records of 24 processes at once", async () => {
    const repository = bookRepository(BOOK);
    makeDirty(repository);
    const before = stateOf(repository).user;
    const runs = await Promise.all(
      JOBS.map((job) => runCli(["done", job, "-m", "at once"], { cwd: repository.folder })),
    );
    expect(runs.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(JOBS.map(() => "0"));
    expect(await recordedJobs(repository)).toEqual(JOBS.map((job) => `${job} at once`).toSorted());
    expect(stateOf(repository).user).toBe(before);
    expect(repository.git("fsck", "--strict", "--no-dangling")).toBe("");
  });

  it("is answered from what was kept as from itself, whatever was recorded while others asked", async () => {
    const repository = bookRepository(BOOK);
    const { folder } = repository;
    await runCli(["due"], { cwd: folder });
    for (const first of [0, 6, 12, 18]) {
      const jobs = JOBS.slice(first, first + 6);
      const runs = jobs.flatMap((job, index) => [["done", job], index % 2 === 0 ? ["due"] : ["due", "--json"]]);
      await Promise.all(runs.map((args) => runCli(args, { cwd: folder })));
      const plain = await runCli(["due", "--json", "--no-cache"], { cwd: folder });
      expect(await runCli(["due", "--json"], { cwd: folder })).toEqual(plain);
    }
  });

  it("is readable, unlocked and untouched after a process was killed at any moment", async () => {
    const repository = bookRepository(BOOK);
    makeDirty(repository);
    await runCli(["done", "job-1", "-m", "first"], { cwd: repository.folder });
    const before = stateOf(repository).user;
    for (let round = 0; round < 60; round += 1) {
      const tip = stateOf(repository).tip ?? "";
      await killedAfter(repository, 40 + round * 12);
      expect(repository.git("fsck", "--strict", "--no-dangling")).toBe("");
      expect(stateOf(repository).user).toBe(before);
      // All of it or nothing.
      expect([0, 3]).toContain(Number(repository.git("rev-list", "--count", `${tip}..${LEDGER}`)));
    }
    const { code } = await runCli(["done", "job-1", "--again", "-m", "last"], { cwd: repository.folder });
    expect(code).toBe(0);
    expect(await recordedJobs(repository)).toContain("job-1 last");
  });
});

/** Runs a command that records three procedures and kills it, with whatever it has started, after some milliseconds. */
async function killedAfter({ folder }: Repository, ms: number): Promise<void> {
  const args = [PROGRAM, "done", "job-2", "job-3", "job-4", "--again", "-m", "killed"];
  const { NODE_EXTRA_CA_CERTS: _slowsEveryStart, ...env } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    detached: true,
    env: {
      ...env,
      GIT_AUTHOR_NAME: "Ana",
      GIT_AUTHOR_EMAIL: "ana@contoso.example",
      GIT_COMMITTER_NAME: "Ana",
      GIT_COMMITTER_EMAIL: "ana@contoso.example",
      RUNBOOK_NOW: "2026-11-23T09:00:00Z",
    },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, ms);
  await ended;
  clearTimeout(timer);
}

describe("many clones", () => {
  it("that record and push at once end with exactly the records that were written", async () => {
    const { origin, clones } = team(8);
    await Promise.all(
      clones.map(async (clone, index) => {
        for (const job of JOBS.slice(index * 3, index * 3 + 3)) {
          const { code } = await runCli(["done", job, "-m", `clone ${index}`], { cwd: clone.folder });
          expect(code).toBe(0);
        }
      }),
    );
    for (const clone of [...clones, ...clones]) {
      const { code, stderr } = await runCli(["sync"], { cwd: clone.folder });
      expect([code, stderr]).toEqual([0, ""]);
    }
    const tips = [origin, ...clones].map(({ git }) => git("rev-parse", LEDGER));
    expect(new Set(tips).size).toBe(1);
    expect(recordsIn(origin)).toBe(24);
    const expected = JOBS.map((job, index) => `${job} clone ${Math.floor(index / 3)}`).toSorted();
    for (const clone of clones) expect(await recordedJobs(clone)).toEqual(expected);
  });

  it("may sync at once, each from several processes", async () => {
    const { origin, clones } = team(4);
    for (const [index, clone] of clones.entries()) {
      clone.git("remote", "set-url", "origin", "file:///nowhere");
      for (const job of JOBS.slice(index * 6, index * 6 + 6)) {
        await runCli(["done", job, "-m", "apart"], { cwd: clone.folder, inProcess: true });
      }
      clone.git("remote", "set-url", "origin", `file://${origin.folder}`);
    }
    const runs = await Promise.all(
      [...clones, ...clones, ...clones].map(({ folder }) => runCli(["sync"], { cwd: folder })),
    );
    expect(runs.filter(({ code }) => code !== 0)).toEqual([]);
    expect(recordsIn(origin)).toBe(24);
    for (const clone of clones) {
      await runCli(["sync"], { cwd: clone.folder });
      expect(clone.git("rev-parse", LEDGER)).toBe(origin.git("rev-parse", LEDGER));
    }
  });
});

describe("a disk", () => {
  it("that takes no more is an error that says so, and the ledger stays as it was", async () => {
    const repository = bookRepository(BOOK);
    await runCli(["done", "job-1"], { cwd: repository.folder });
    const { tip } = stateOf(repository);
    writeFileSync(join(repository.folder, "big.bin"), randomBytes(300_000));
    // Blocks of 1 KiB: files of 4 KiB at most, which is too little for the evidence.
    const command = `ulimit -f 4; trap '' XFSZ; exec '${process.execPath}' '${PROGRAM}' done job-2 --attach big.bin`;
    const full = await runProgram("bash", ["-c", command], { cwd: repository.folder });
    expect(full).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^error: git cannot store/) });
    expect(stateOf(repository).tip).toBe(tip);
    expect((await runCli(["done", "job-2"], { cwd: repository.folder })).code).toBe(0);
  });

  it.skipIf(!canMount())("that is full or read-only: the same, and `due` still answers", async () => {
    const folder = emptyFolder();
    mount(["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]);
    try {
      const source = bookRepository(BOOK);
      source.git("clone", "--quiet", source.folder, join(folder, "book"));
      const repository = repositoryIn(join(folder, "book"));
      repository.git("remote", "remove", "origin");
      expect((await runCli(["done", "job-1"], { cwd: repository.folder })).code).toBe(0);
      const { tip } = stateOf(repository);
      fill(folder);
      const full = await runCli(["done", "job-2"], { cwd: repository.folder });
      expect(full).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: .*[Nn]o space/s) });
      expect(stateOf(repository).tip).toBe(tip);
      expect((await runCli(["due"], { cwd: repository.folder })).code).toBe(0);
      mount(["-o", "remount,ro", folder]);
      const readOnly = await runCli(["done", "job-2"], { cwd: repository.folder });
      expect(readOnly).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: .*read-only/is) });
      expect((await runCli(["due"], { cwd: repository.folder })).code).toBe(0);
      const doctor = await runCli(["doctor"], { cwd: repository.folder });
      expect(doctor).toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/objects cannot be written: nothing can be recorded$/m),
      });
    } finally {
      spawnSync("umount", [folder]);
    }
  });
});

/** Needs root, and a system that lets it mount: elsewhere the test is skipped. */
function canMount(): boolean {
  const folder = emptyFolder();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
  if (status === 0) spawnSync("umount", [folder]);
  return status === 0;
}

function mount(args: readonly string[]): void {
  const { status, stderr } = spawnSync("mount", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`mount ${args.join(" ")}: ${stderr}`);
}

/** Leaves no byte free. */
function fill(folder: string): void {
  mkdirSync(join(folder, "filler"));
  for (const size of [1 << 20, 1 << 16, 1 << 12, 1 << 8]) {
    try {
      for (;;)
        writeFileSync(
          join(folder, "filler", `${size}-${readdirSync(join(folder, "filler")).length}`),
          Buffer.alloc(size),
        );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
}
