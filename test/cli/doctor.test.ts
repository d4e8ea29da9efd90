// Set-ups that are really broken: `doctor` must find what is, tell how to mend it, and leave everything as it was.

import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { HealthCheck, HealthStatus } from "../../src/model/health.ts";
import {
  type BookParts,
  type Repository,
  type RunOptions,
  appendToLedger,
  bookFiles,
  bookFolder,
  bookRepository,
  emptyFolder,
  recorded,
  repositoryIn,
  runCli,
  runJson,
  stateOf,
  writeFiles,
} from "../helpers/run-cli.ts";

const PARTS = {
  settings: { timezone: "Europe/London" },
  holidays: ["2026-12-25", "2027-12-27"],
  procedures: { job: {} },
};
const HEALTHY = { runtime: "v20.19.0 2026a", env: { LANG: "en_GB.UTF-8" } } as const;

interface Found {
  readonly code: number;
  readonly status: (check: HealthCheck) => HealthStatus | undefined;
  /** Message and hint, together. */
  readonly words: (check: HealthCheck) => string;
}

async function examined(cwd: string, more: Partial<RunOptions> = {}, args: readonly string[] = []): Promise<Found> {
  const options = { cwd, inProcess: true, ...HEALTHY, ...more, env: { ...HEALTHY.env, ...more.env } };
  const { code, document } = await runJson("doctor", ["doctor", ...args], options);
  const of = (check: HealthCheck): (typeof document.checks)[number] | undefined =>
    document.checks.find((found) => found.check === check);
  expect(code).toBe(document.totals.problem > 0 ? 1 : 0);
  for (const { status, hint } of document.checks) expect(status === "ok" && hint !== null).toBe(false);
  return {
    code,
    status: (check) => of(check)?.status,
    words: (check) => `${of(check)?.message} ${of(check)?.hint ?? ""}`,
  };
}

/** A bare remote, and a clone of it that has a record which the remote has too. */
function team(parts: BookParts = PARTS): { readonly clone: Repository; readonly remote: string } {
  const remote = emptyFolder();
  bookRepository(parts).git("clone", "--quiet", "--bare", ".", remote);
  const folder = emptyFolder();
  repositoryIn(folder).git("clone", "--quiet", `file://${remote}`, "clone");
  return { clone: repositoryIn(join(folder, "clone")), remote };
}

describe("a sound set-up", () => {
  it("has no problem; a clock that a variable sets is told", async () => {
    const { clone } = team();
    await recorded(clone, ["done", "job"]);
    const before = stateOf(clone);
    const objects = clone.git("count-objects", "-v");
    const options = { cwd: clone.folder, inProcess: true, ...HEALTHY };
    const { code, document } = await runJson("doctor", ["doctor"], options);
    expect({ code, totals: document.totals }).toEqual({
      code: 0,
      totals: { ok: 12, warning: 1, problem: 0, unknown: 0 },
    });
    expect(document.checks.find(({ status }) => status === "warning")).toMatchObject({ check: "clock" });
    const { stdout } = await runCli(["doctor"], options);
    expect(stdout).toMatch(/^ {2}ok +ledger +runbook-ledger: 1 record of this run book$/mu);
    expect(stdout).toMatch(/^ {2}ok +remote +origin answers and holds runbook-ledger at [0-9a-f]{10}$/mu);
    expect(stdout).toMatch(/^No problem, 1 warning\.$/mu);
    expect(stateOf(clone)).toEqual(before);
    expect(clone.git("count-objects", "-v")).toBe(objects);
  });

  it("is found by the program as it is installed", async () => {
    const { code, stdout } = await runCli(["doctor"], {
      cwd: bookRepository(PARTS).folder,
      env: { RUNBOOK_NOW: undefined },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}ok +clock +\S+Z \(UTC\)$/mu);
    expect(stdout).toContain(`Node.js ${process.versions.node}, time zones of ${process.versions["tz"]}`);
  });
});

describe("the machine", () => {
  let book: string;
  let oldGit: string;
  beforeAll(() => {
    book = bookRepository(PARTS).folder;
    oldGit = emptyFolder();
    writeFileSync(join(oldGit, "git"), '#!/bin/sh\necho "git version 2.25.1 (Apple Git-122)"\n');
    chmodSync(join(oldGit, "git"), 0o755);
  });

  it.each<{
    check: HealthCheck;
    status: HealthStatus;
    what: string;
    options: () => Partial<RunOptions>;
    words: RegExp;
  }>([
    {
      check: "node",
      status: "problem",
      what: "an old Node",
      options: () => ({ runtime: "v18.20.4 2026a" }),
      words: /18\.20\.4.*nodejs\.org/u,
    },
    {
      check: "node",
      status: "warning",
      what: "old time zones",
      options: () => ({ runtime: "v22.1.0 2022f" }),
      words: /2022f.*Update/u,
    },
    {
      check: "locale",
      status: "warning",
      what: "a locale of ASCII",
      options: () => ({ env: { LC_ALL: "C" } }),
      words: /LC_ALL=C\b.*UTF-8/u,
    },
    {
      check: "locale",
      status: "warning",
      what: "no locale",
      options: () => ({ env: { LANG: undefined } }),
      words: /no locale/u,
    },
    {
      check: "locale",
      status: "ok",
      what: "Windows",
      options: () => ({ env: { LANG: undefined, OS: "Windows_NT" } }),
      words: /Windows/u,
    },
    {
      check: "git",
      status: "problem",
      what: "no git",
      options: () => ({ env: { PATH: emptyFolder() } }),
      words: /not found on PATH.*Install/u,
    },
    // A script is no git on Windows.
    ...(process.platform === "win32"
      ? []
      : [
          {
            check: "git" as const,
            status: "problem" as const,
            what: "an old git",
            options: () => ({ env: { PATH: `${oldGit}:/bin:/usr/bin` } }),
            words: /2\.25\.1.*2\.31/u,
          },
        ]),
    {
      check: "identity",
      status: "problem",
      what: "nobody",
      options: () => ({ env: { GIT_CONFIG_GLOBAL: devNull } }),
      words: /git config --global user\.name/u,
    },
    {
      check: "identity",
      status: "warning",
      what: "a stranger",
      options: () => ({ env: { GIT_AUTHOR_EMAIL: "eve@contoso.example" } }),
      words: /eve@contoso\.example.*roles\.yml/u,
    },
    {
      check: "cache",
      status: "ok",
      what: "no caches wanted",
      options: () => ({ env: { RUNBOOK_NO_CACHE: "1" } }),
      words: /switched off/u,
    },
  ])("$check: $what is $status", async ({ check, status, options, words: expected }) => {
    const { status: of, words } = await examined(book, options());
    expect(of(check)).toBe(status);
    expect(words(check)).toMatch(expected);
  });

  it("does not ask who one is where git reads no repository at all", async () => {
    const folder = bookFolder(PARTS);
    writeFileSync(join(folder, ".git"), "gitdir: /nowhere/at/all\n");
    const { status, words } = await examined(folder);
    expect([status("identity"), status("repository"), status("ledger")]).toEqual(["problem", "problem", "unknown"]);
    expect(words("identity")).toContain("git cannot tell who you are: fatal: ");
    expect(words("identity")).not.toContain("git config");
    expect(words("repository")).toContain("git worktree repair");
  });

  it("without git leaves out what needs it", async () => {
    const { status } = await examined(book, { env: { PATH: emptyFolder() } });
    expect(
      ["identity", "repository", "ledger", "remote", "signing", "cache"].map((check) => status(check as HealthCheck)),
    ).toEqual(Array.from({ length: 6 }, () => "unknown"));
    expect(status("run-book")).toBe("ok");
  });
});

describe("the run book", () => {
  it.each([
    { what: "none", cwd: () => emptyFolder(), words: /runbook init/u },
    {
      what: "a faulty runbook.yml",
      cwd: () => bookFolder({ settings: { timezone: "Nowhere" } }),
      words: /runbook\.yml:\d+:\d+:.*runbook lint/u,
    },
    {
      what: "a faulty procedure",
      cwd: () => bookFolder({ procedures: { a: {}, job: { trigger: "dayly" } } }),
      words: /1 procedure in .*1 fault, first procedures\/job\.md/u,
    },
  ])("with $what is a problem", async ({ cwd, words: expected }) => {
    const { status, words } = await examined(cwd());
    expect(status("run-book")).toBe("problem");
    expect(words("run-book")).toMatch(expected);
  });

  it("without holidays to come is warned of", async () => {
    const { status, words } = await examined(bookRepository({ ...PARTS, holidays: ["2025-12-25"] }).folder);
    expect(status("calendar")).toBe("warning");
    expect(words("calendar")).toMatch(/No holiday of 2026.*further finding.*holidays update/u);
  });

  it("is warned of where a sparse checkout leaves procedures out", async () => {
    const { folder, git } = bookRepository({ ...PARTS, procedures: { job: {}, other: {} } });
    git("sparse-checkout", "set", "--no-cone", "/*", "!procedures/other.md");
    const { code, status, words } = await examined(folder);
    expect([code, status("run-book")]).toEqual([0, "warning"]);
    expect(words("run-book")).toMatch(
      /1 procedure in .* leaves out 1 further one, such as procedures\/other\.md.*disable/,
    );
    git("sparse-checkout", "disable");
    expect((await examined(folder)).status("run-book")).toBe("ok");
  });

  it("whose procedures are all left out by a sparse checkout is told apart from a new one by every command", async () => {
    const { folder, git } = bookRepository({ ...PARTS, procedures: { job: {}, other: {} } });
    git("sparse-checkout", "set", "--no-cone", "/*", "!procedures/");
    for (const args of [["due"], ["due"], ["list"], ["lint"], ["done", "job"], ["report"]]) {
      const { stderr } = await runCli(args, { cwd: folder, inProcess: true });
      expect(stderr).toMatch(/leaves out 2 procedures, such as procedures\/job\.md: .*\n.*git sparse-checkout disable/);
    }
    git("sparse-checkout", "disable");
    expect((await runCli(["due"], { cwd: folder, inProcess: true })).stderr).toBe("");
  });

  it("of which a sparse checkout leaves a procedure out says so with every answer about all of them", async () => {
    const { folder, git } = bookRepository({ ...PARTS, procedures: { job: {}, other: {} } });
    git("sparse-checkout", "set", "--no-cone", "/*", "!procedures/other.md");
    // A second time from what the first has kept.
    for (const args of [
      ["due"],
      ["due"],
      ["list"],
      ["lint"],
      ["lint"],
      ["agenda"],
      ["report"],
      ["due", "--no-cache"],
    ]) {
      const { stderr, code } = await runCli(args, { cwd: folder, inProcess: true });
      expect([code, stderr.match(/leaves out/gu)]).toEqual([0, ["leaves out"]]);
      expect(stderr).toMatch(
        /leaves out 1 procedure, such as procedures\/other\.md: .*\n.*git sparse-checkout disable/,
      );
    }
    expect((await runCli(["done", "job"], { cwd: folder, inProcess: true })).stderr).not.toContain("sparse");
    git("sparse-checkout", "disable");
    for (const args of [["due"], ["list"], ["lint"]]) {
      expect((await runCli(args, { cwd: folder, inProcess: true })).stderr).not.toContain("sparse");
    }
  });

  it("in no repository is a problem, and in a damaged one", async () => {
    const folder = bookFolder(PARTS);
    const without = await examined(folder);
    expect(without.status("repository")).toBe("problem");
    expect(without.words("repository")).toMatch(/nothing can be recorded.*git -C \S+ init/u);
    // What is typed must not run a folder's name.
    const unsafe = join(folder, "$(id)");
    writeFiles(unsafe, bookFiles(PARTS));
    expect((await examined(unsafe)).words("repository")).toMatch(/git -C FOLDER init/u);
    writeFileSync(join(folder, ".git"), "gitdir: /nowhere\n");
    expect((await examined(folder)).status("repository")).toBe("problem");
  });

  it("in a repository that cannot be written is a problem, and names the folder", async () => {
    const { folder } = bookRepository(PARTS);
    // What another user made is no different to root. Which of these git has made differs from run to run.
    const objects = join(folder, ".git", "objects");
    const taken = new Set(readdirSync(objects));
    const free = ["ab", "cd", "ef", "01", "23", "45"].find((name) => !taken.has(name)) ?? "";
    symlinkSync("nowhere", join(objects, free));
    const { status, words } = await examined(folder);
    expect(status("repository")).toBe("problem");
    const message = new RegExp(`objects\\W${free} cannot be written: nothing can be recorded.*who owns`, "u");
    expect(words("repository")).toMatch(message);
  });
});

describe("the ledger and its remote", () => {
  it("may not have been asked for yet, and may hold what is not pushed", async () => {
    const { clone, remote } = team();
    expect((await examined(clone.folder)).words("ledger")).toMatch(/origin was not asked yet.*runbook sync/u);
    await recorded(clone, ["done", "job"]);
    rmSync(remote, { recursive: true });
    await recorded(clone, ["undo", "job"]);
    const { status, words } = await examined(clone.folder);
    expect(status("ledger")).toBe("warning");
    expect(words("ledger")).toMatch(/2 records of this run book; 1 record not pushed/u);
    expect(status("remote")).toBe("problem");
    expect(words("remote")).toMatch(/`origin` cannot be reached.*runbook sync/su);
    expect((await examined(clone.folder, {}, ["--offline"])).status("remote")).toBe("unknown");
  });

  it("leave the network alone under `sync: manual`", async () => {
    const { clone } = team({ ...PARTS, settings: { timezone: "UTC", ledger: "{ sync: manual }" } });
    expect((await examined(clone.folder)).status("remote")).toBe("unknown");
  });

  it("may be missing", async () => {
    const { status, words } = await examined(bookRepository(PARTS).folder);
    expect(status("ledger")).toBe("ok");
    expect(status("remote")).toBe("warning");
    expect(words("remote")).toMatch(/git remote add origin/u);
  });

  it.each<{ what: string; status: HealthStatus; words: RegExp; breaking: (book: Repository) => Promise<void> | void }>([
    {
      what: "is checked out",
      status: "problem",
      words: /checked out/u,
      breaking: ({ git }) => void git("switch", "--quiet", "runbook-ledger"),
    },
    {
      what: "is shallow",
      status: "problem",
      words: /shallow.*--unshallow/su,
      breaking: ({ folder, git }) =>
        writeFileSync(join(folder, ".git/shallow"), `${git("rev-parse", "runbook-ledger")}\n`),
    },
    {
      what: "cannot be read in part",
      status: "problem",
      words: /1 further one cannot be read.*--rule ledger/u,
      breaking: async (book) =>
        void (await appendToLedger(book, "Bad\n\nRunbook-Book: contoso\nRunbook-Record: nonsense\n")),
    },
    {
      what: "has a void of what is not there",
      status: "problem",
      words: /1 record of this run book; .* voids or approves what is no record here.*runbook verify/u,
      breaking: async (book) => {
        await recorded(book, ["undo", "job"]);
        const { git } = book;
        const tree = "runbook-ledger^{tree}";
        const args = ["-p", "runbook-ledger~2", "-m", git("log", "-1", "--format=%B", "runbook-ledger")];
        git("update-ref", "refs/heads/runbook-ledger", git("commit-tree", ...args, tree));
      },
    },
    {
      what: "is ahead of the clock",
      status: "warning",
      words: /in the future.*clock/u,
      breaking: async (book) => {
        const env = { RUNBOOK_NOW: "2026-11-23T10:00:00Z" };
        await runCli(["done", "job", "--again"], { cwd: book.folder, env, inProcess: true });
      },
    },
  ])("is $status where the ledger $what", async ({ status: expected, words: pattern, breaking }) => {
    const book = bookRepository(PARTS);
    await recorded(book, ["done", "job"]);
    await breaking(book);
    // A work tree on the ledger has no run book in it.
    if (pattern.source === "checked out") writeFiles(book.folder, bookFiles(PARTS));
    const { status, words } = await examined(book.folder);
    expect(status("ledger")).toBe(expected);
    expect(words("ledger")).toMatch(pattern);
  });

  it("keep caches where they can", async () => {
    const { folder } = bookRepository(PARTS);
    writeFiles(folder, [{ path: ".git/runbook/cache", text: "in the way" }]);
    const { status, words } = await examined(folder);
    expect(status("cache")).toBe("warning");
    expect(words("cache")).toMatch(/permissions/u);
    expect(readFileSync(join(folder, ".git/runbook/cache"), "utf8")).toBe("in the way");
  });
});

describe("signing", () => {
  it("that fails is a problem", async () => {
    const { folder, git } = bookRepository({ ...PARTS, settings: { ledger: "{ sign: required }" } });
    git("config", "gpg.program", "false");
    const { status, words } = await examined(folder);
    expect(status("signing")).toBe("problem");
    expect(words("signing")).toMatch(/could not be signed.*user\.signingKey/su);
  });

  it("is tried without a trace, and needs public keys to be checked", async () => {
    const { folder, git } = bookRepository(PARTS);
    const keys = emptyFolder();
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, "key")]);
    git("config", "commit.gpgsign", "true");
    git("config", "gpg.format", "ssh");
    git("config", "user.signingKey", join(keys, "key"));
    const objects = git("count-objects", "-v");
    const { status, words } = await examined(folder);
    expect(status("signing")).toBe("warning");
    expect(words("signing")).toMatch(/\(ssh\), tried and found to work.*allowedSignersFile/u);
    git("config", "gpg.ssh.allowedSignersFile", join(keys, "allowed"));
    expect((await examined(folder)).status("signing")).toBe("ok");
    expect(git("count-objects", "-v")).toBe(objects);
  });
});
