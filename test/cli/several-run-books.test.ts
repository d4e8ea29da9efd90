// More than one run book in a repository, which share its ledger; a run book whose id has changed.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type Repository,
  bookFiles,
  bookRepository,
  emptyFolder,
  expectRecorded,
  recorded,
  repositoryIn,
  repositoryOf,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";
import { vastFolders } from "../helpers/vast-folders.ts";

const BOOK = { procedures: { job: {}, other: {} } };

/** `contoso` in the top folder, `fabrikam` below it. */
function twoBooks(): Repository {
  const repository = bookRepository(BOOK);
  writeFiles(join(repository.folder, "fabrikam"), bookFiles({ ...BOOK, settings: { id: "fabrikam" } }));
  return repository;
}

const rename = ({ folder }: Repository, id: string): void =>
  writeFiles(folder, bookFiles({ ...BOOK, settings: { id } }));

describe.concurrent("init", () => {
  const idIn = (folder: string): string | undefined =>
    /^id: (\S+)/m.exec(readFileSync(join(folder, "runbook.yml"), "utf8"))?.[1];

  it("gives each run book of a repository an id of its own", async () => {
    const cwd = emptyFolder();
    repositoryIn(cwd).git("init", "--quiet", "--template=");
    const folders = ["emea/sales/runbook", "apac/sales/runbook", "apac/sales/sales", "finance"];
    for (const folder of folders) {
      const { code, stderr } = await runCli(["init", folder, "--yes"], { cwd });
      expect([code, stderr]).toEqual([0, ""]);
    }
    expect(folders.map((folder) => idIn(join(cwd, folder)))).toEqual(["sales", "apac-sales", "sales-sales", "finance"]);
  });

  it("makes none where git has one that is not checked out", async () => {
    const { folder, git } = bookRepository();
    writeFiles(join(folder, "ops/runbook"), bookFiles(BOOK));
    rmSync(join(folder, "runbook.yml"));
    git("add", "--all");
    git("commit", "--quiet", "-m", "Move it");
    git("sparse-checkout", "set", "other");
    const options = { cwd: folder, inProcess: true };
    const due = await runJson("error", ["due"], options);
    expect([due.code, due.document.error.code]).toEqual([2, "no-runbook"]);
    expect(due.document.error.hint).toMatch(/^git has `ops\/runbook`, which this work tree leaves out: /);
    const { stdout } = await runCli(["doctor"], options);
    expect(stdout).toMatch(/problem +run-book .*\n +git has `ops\/runbook`, which this work tree leaves out: /u);
    const init = await runJson("error", ["init", "ops/runbook", "--yes"], options);
    expect([init.code, init.document.error.message]).toEqual([2, expect.stringContaining("which is not checked out")]);
    git("sparse-checkout", "disable");
    const { code } = await runCli(["due", "--dir", "ops"], options);
    expect(code).toBe(0);
  });
});

describe.concurrent("a run book that is not checked out", () => {
  it("is not looked for without end", async () => {
    const repository = repositoryOf([{ path: "notes.txt", text: "" }]);
    const { folder, git } = repository;
    const tree = vastFolders(repository, "HEAD", "");
    git("update-ref", "refs/remotes/origin/HEAD", git("commit-tree", "-m", "Vast", tree));
    const { code, document } = await runJson("error", ["due"], { cwd: folder, inProcess: true });
    expect([code, document.error.code]).toEqual([2, "no-runbook"]);
  });

  it("is named by the branch that has it", async () => {
    const { folder, git } = bookRepository();
    writeFiles(join(folder, "ops/runbook"), bookFiles(BOOK));
    rmSync(join(folder, "runbook.yml"));
    git("add", "--all");
    git("commit", "--quiet", "-m", "Move it");
    git("switch", "--quiet", "--orphan", "pages");
    const options = { cwd: folder, inProcess: true };
    const { document } = await runJson("error", ["due"], options);
    expect(document.error).toMatchObject({
      code: "no-runbook",
      hint: "The branch main has `ops/runbook`: git switch main",
    });
    expect((await runCli(["doctor"], options)).stdout).toContain("git switch main");
  });

  it("is named by a branch whose name a shell would run, without that name in what to type", async () => {
    const { folder, git } = bookRepository(BOOK);
    git("switch", "--quiet", "--create", "x;touch$IFS$(pwd)");
    git("branch", "pages", git("commit-tree", "-m", "Empty", git("mktree")));
    git("branch", "--delete", "--force", "main");
    git("switch", "--quiet", "pages");
    const { document } = await runJson("error", ["due"], { cwd: folder, inProcess: true });
    expect(document.error.hint).toBe("The branch x;touch$IFS$(pwd) has `.`: git switch BRANCH");
  });

  it("is named where nothing is checked out", async () => {
    const [source, folder] = [bookRepository(BOOK), join(emptyFolder(), "clone")];
    source.git("clone", "--quiet", "--no-checkout", ".", folder);
    const { document } = await runJson("error", ["due"], { cwd: folder, inProcess: true });
    expect(document.error.hint).toContain("git checkout HEAD -- .");
    repositoryIn(folder).git("checkout", "HEAD", "--", ".");
    expect((await runCli(["due"], { cwd: folder, inProcess: true })).code).toBe(0);
  });
});

describe.concurrent("several run books", () => {
  it("are named to whoever stands where none is found", async () => {
    const { folder } = twoBooks();
    writeFiles(join(folder, "x/adatum"), bookFiles({ ...BOOK, settings: { id: "adatum" } }));
    rmSync(join(folder, "runbook.yml"));
    const { document } = await runJson("error", ["due"], { cwd: join(folder, "x"), inProcess: true });
    expect(document.error).toEqual({
      code: "no-runbook",
      message: expect.stringContaining("No run book here"),
      hint: "This repository has `../fabrikam`, `adatum`: name one with `--dir PATH`.",
    });
  });

  // A script is no git on Windows.
  it.skipIf(process.platform === "win32")(
    "are not named where git cannot be started a second time: the error stays",
    async () => {
      const { folder } = twoBooks();
      rmSync(join(folder, "runbook.yml"));
      const once = emptyFolder();
      const script = `#!/bin/sh\nPATH='${process.env["PATH"]}'\nrm "$0"\nexec git "$@"\n`;
      writeFileSync(join(once, "git"), script, { mode: 0o755 });
      const { document, code } = await runJson("error", ["due"], { cwd: folder, env: { PATH: once }, inProcess: true });
      expect(code).toBe(2);
      expect(document.error).toMatchObject({ code: "no-runbook", hint: expect.stringContaining("runbook init") });
      expect(existsSync(join(once, "git"))).toBe(false);
    },
  );

  it("with one id are a problem to doctor, wherever it is asked", async () => {
    const repository = twoBooks();
    const { folder } = repository;
    const healthOf = async (dir: string): Promise<unknown> => {
      const { document } = await runJson("doctor", ["doctor", "--dir", dir], { cwd: folder, inProcess: true });
      return document.checks.find(({ check }) => check === "run-book");
    };
    expect(await healthOf("fabrikam")).toMatchObject({ status: "ok" });
    cpSync(join(folder, "fabrikam"), join(folder, "copy of it"), { recursive: true });
    expect(await healthOf("fabrikam")).toMatchObject({
      status: "problem",
      message: expect.stringContaining("copy of it`"),
    });
    expect(await healthOf("copy of it")).toMatchObject({
      status: "problem",
      message: expect.stringContaining("fabrikam`"),
    });
    expect(await healthOf(".")).toMatchObject({ status: "ok" });
  });

  it("tell nothing of each other's records", async () => {
    const repository = twoBooks();
    await recorded(repository, ["done", "job"]);
    for (const command of ["due", "log", "verify", "list"]) {
      const { stderr } = await runCli([command, "--dir", "fabrikam"], { cwd: repository.folder });
      expect(stderr).not.toContain("no record of");
    }
  });
});

describe.concurrent("an id that was changed", () => {
  const WARNING =
    /^runbook-ledger holds no record of `adatum`, but records of `contoso`, which no run book here has as its id\.$/m;

  it("is told by all that answer from records, until there are some, and by doctor for good", async () => {
    const repository = twoBooks();
    const { folder: cwd } = repository;
    await recorded(repository, ["done", "job"]);
    rename(repository, "adatum");
    for (const command of [
      "due",
      "due",
      "due --no-cache",
      "log",
      "list",
      "agenda",
      "report",
      "verify",
      "explain job",
      "audit --from 2026-01-01 --to 2026-01-31 --out audit",
    ]) {
      const { stderr } = await runCli(command.split(" "), { cwd });
      expect({ command, stderr }).toEqual({ command, stderr: expect.stringMatching(WARNING) });
    }
    const { stderr } = await runCli(["done", "other"], { cwd });
    expect(stderr).toMatch(WARNING);
    expect((await runCli(["due"], { cwd })).stderr).not.toMatch(WARNING);
    const { document } = await runJson("doctor", ["doctor"], { cwd, inProcess: true });
    expect(document.checks.find(({ check }) => check === "ledger")).toMatchObject({
      status: "warning",
      message: expect.stringMatching(/^runbook-ledger: 1 record of this run book; it holds records of `contoso`/),
      hint: expect.stringContaining("set the old one again"),
    });
  });

  it("loses nothing: once it is set again, all records are there", async () => {
    const repository = twoBooks();
    const records = await expectRecorded(repository, ["done", "job"]);
    rename(repository, "adatum");
    const empty = await runJson("log", ["log"], { cwd: repository.folder, inProcess: true });
    expect(empty.document.records).toEqual([]);
    rename(repository, "contoso");
    const { document, stderr } = await runJson("log", ["log"], { cwd: repository.folder, inProcess: true });
    expect([document.records, stderr]).toEqual([records, ""]);
  });
});
