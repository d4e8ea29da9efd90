import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  LEDGER,
  PROGRAM,
  type Repository,
  appendToLedger,
  bookFiles,
  bookRepository,
  emptyFolder,
  expectRecorded,
  expectRefused,
  makeDirty,
  repositoryIn,
  recorded,
  runCli,
  runJson,
  runProgram,
  stateOf,
  writeFiles,
} from "../helpers/run-cli.ts";

const BOOK = { procedures: { job: {}, other: {} } };

function writeHooks({ folder }: Repository, hooks: Readonly<Record<string, string>>): void {
  const directory = join(folder, ".git", "hooks");
  mkdirSync(directory, { recursive: true });
  for (const [name, script] of Object.entries(hooks)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
}

describe.concurrent("git's identity", () => {
  it.each(["skip job -m Closed", "done job --by ben"])("is asked for by `%s`, with what to type", async (command) => {
    const repository = bookRepository(BOOK);
    const error = await expectRefused(repository, command.split(" "), { env: { GIT_CONFIG_GLOBAL: "/dev/null" } });
    expect(error).toMatchObject({
      code: "no-identity",
      hint: expect.stringContaining("git config --global user.email"),
    });
    expect(stateOf(repository).tip).toBeNull();
  });

  it("is not needed to answer", async () => {
    const { folder } = bookRepository(BOOK);
    const { code } = await runCli(["due"], { cwd: folder, env: { GIT_CONFIG_GLOBAL: "/dev/null" } });
    expect(code).toBe(0);
  });

  it("may come from the environment", async () => {
    const env = {
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Env",
      GIT_AUTHOR_EMAIL: "env@contoso.example",
      GIT_COMMITTER_NAME: "Env",
      GIT_COMMITTER_EMAIL: "env@contoso.example",
    };
    const records = await expectRecorded(bookRepository(BOOK), ["done", "job"], { env });
    expect(records).toMatchObject([{ performedBy: { name: "Env", email: "env@contoso.example" } }]);
  });
});

describe.concurrent("a repository", () => {
  async function expectLife(repository: Repository, cwd = repository.folder): Promise<void> {
    makeDirty(repository);
    const [done] = await expectRecorded(repository, ["done", "job"], { cwd });
    // It can only be undone where it is read again.
    expect(await expectRecorded(repository, ["undo", "job"], { cwd })).toMatchObject([{ voids: done?.commit }]);
  }

  it("may have a detached HEAD", async () => {
    const repository = bookRepository(BOOK);
    repository.git("checkout", "--quiet", "--detach");
    await expectLife(repository);
  });

  it("may have no commits yet", async () => {
    const folder = emptyFolder();
    writeFiles(folder, bookFiles(BOOK));
    const repository = repositoryIn(folder);
    repository.git("init", "--quiet", "--template=");
    await expectLife(repository);
    expect(repository.git("branch", "--list", "main")).toBe("");
  });

  it("may hold the run book in a subfolder, asked from above and from below", async () => {
    const repository = bookRepository();
    writeFiles(join(repository.folder, "ops/runbook"), bookFiles(BOOK));
    await expectLife(repository, join(repository.folder, "ops/runbook/procedures"));
    const records = await expectRecorded(repository, ["done", "other", "--dir", "ops"]);
    expect(repository.git("ls-tree", "-r", "--name-only", LEDGER)).toContain("text/contoso/other.md");
    expect(records).toHaveLength(1);
  });

  it("may be a linked work tree, and shares its ledger with the others", async () => {
    const main = bookRepository(BOOK);
    const folder = join(emptyFolder(), "linked");
    main.git("worktree", "add", "--quiet", "-b", "feature", folder);
    const linked = repositoryIn(folder);
    const [record] = await expectRecorded(linked, ["done", "job"]);
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: main.folder });
    expect(document.records).toEqual([record]);
  });

  it("may be a work tree beside its bare repository", async () => {
    const folder = emptyFolder();
    bookRepository(BOOK).git("clone", "--quiet", "--bare", ".", join(folder, ".bare"));
    writeFileSync(join(folder, ".git"), "gitdir: ./.bare\n");
    repositoryIn(folder).git("worktree", "add", "--quiet", "main", "main");
    await expectLife(repositoryIn(join(folder, "main")));
  });

  it.skipIf(process.platform === "win32")(
    "may lie in a folder whose name has a line break and a space at its end",
    async () => {
      const main = bookRepository(BOOK);
      const folder = join(emptyFolder(), "two\nlines ");
      main.git("worktree", "add", "--quiet", "-b", "feature", folder);
      const linked = repositoryIn(folder);
      await expectLife(linked);
      const { document } = await runJson("lint", ["lint", "--json"], { inProcess: true, cwd: folder });
      expect(document.totals.error).toBe(0);
      writeFileSync(linked.git("rev-parse", "--git-path", "MERGE_HEAD"), "");
      const { code, stderr } = await runCli(["review", "job", "--yes"], { cwd: folder });
      expect([code, stderr]).toEqual([2, expect.stringContaining("a merge is not finished here")]);
    },
  );

  it("may be a submodule, whose records are its own", async () => {
    const outer = repositoryIn(emptyFolder());
    outer.git("init", "--quiet", "--template=");
    outer.git("submodule", "--quiet", "add", bookRepository(BOOK).folder, "module");
    const inner = repositoryIn(join(outer.folder, "module"));
    await expectRecorded(inner, ["done", "job"]);
    expect(stateOf(outer).tip).toBeNull();
    expect(outer.git("status", "--porcelain")).toBe("A  .gitmodules\nA  module");
  });

  it("may have settings that git cannot read: init says what git says, and what is left to do", async () => {
    const repository = bookRepository(BOOK);
    writeFiles(repository.folder, [{ path: ".git/config", text: "x[\n" }]);
    const { document, code } = await runJson("error", ["init", "ops", "--yes", "--json"], { cwd: repository.folder });
    expect(code).toBe(2);
    expect(document.error).toMatchObject({
      code: "git",
      message: expect.stringMatching(/ops: fatal: bad config line 1 in file .git\/config$/),
      hint: expect.stringContaining("git init"),
    });
  });

  it("may not have the ledger checked out while something is recorded", async () => {
    const repository = bookRepository(BOOK);
    await recorded(repository, ["done", "job"]);
    const folder = join(emptyFolder(), "ledger");
    repository.git("worktree", "add", "--quiet", folder, "runbook-ledger");
    const error = await expectRefused(repository, ["done", "other"]);
    expect(error).toMatchObject({ code: "git", message: expect.stringContaining(folder) });
    expect(repositoryIn(folder).git("status", "--porcelain")).toBe("");
    rmSync(folder, { recursive: true });
    const gone = await expectRefused(repository, ["done", "other"]);
    expect(gone).toMatchObject({ code: "git", hint: expect.stringContaining("git worktree prune") });
    repository.git("worktree", "prune");
    await expectRecorded(repository, ["done", "other"]);
  });

  it("must exist to record, and the message says how to make one", async () => {
    const folder = emptyFolder();
    writeFiles(folder, bookFiles(BOOK));
    for (const command of ["done job", "undo job"]) {
      const { document, code } = await runJson("error", command.split(" "), { inProcess: true, cwd: folder });
      // There is no record to undo either.
      expect([code, document.error.code]).toEqual([2, command.startsWith("undo") ? "not-found" : "no-repository"]);
    }
  });

  it("that git will not read is an error, never “no repository”", async () => {
    const repository = bookRepository(BOOK);
    rmSync(join(repository.folder, ".git"), { recursive: true });
    writeFileSync(join(repository.folder, ".git"), "gitdir: /nowhere/at/all\n");
    const { document, code } = await runJson("error", ["due"], { cwd: repository.folder });
    expect([code, document.error.code]).toEqual([2, "git"]);
  });
});

describe.concurrent("hooks and git's own variables", () => {
  it("hooks of commits and checkouts, failing ones too, have no say", async () => {
    const repository = bookRepository(BOOK);
    const names = [
      "pre-commit",
      "prepare-commit-msg",
      "commit-msg",
      "post-commit",
      "pre-push",
      "post-checkout",
      "post-index-change",
    ];
    writeHooks(
      repository,
      Object.fromEntries(names.map((name) => [name, `touch "$(git rev-parse --show-toplevel)/ran-${name}"; exit 1`])),
    );
    await expectRecorded(repository, ["done", "job"]);
  });

  it("a hook that refuses the ref is obeyed, and nothing is recorded", async () => {
    const repository = bookRepository(BOOK);
    writeHooks(repository, { "reference-transaction": `[ "$1" = prepared ] && exit 1; exit 0` });
    const error = await expectRefused(repository, ["done", "job", "other"]);
    expect(error).toMatchObject({ code: "git", message: expect.stringContaining("hook") });
  });

  it("works from inside a hook of a commit, and leaves that commit as it was to be", async () => {
    const repository = bookRepository(BOOK);
    const { folder, git } = repository;
    writeHooks(repository, { "pre-commit": `'${process.execPath}' '${PROGRAM}' done job >&2` });
    writeFileSync(join(folder, "new.txt"), "new\n");
    writeFileSync(join(folder, "left.txt"), "left out\n");
    git("add", "new.txt");
    const commit = await runProgram("git", ["commit", "--quiet", "-m", "With a hook", "new.txt"], { cwd: folder });
    expect(commit).toMatchObject({ code: 0 });
    expect(git("show", "--name-only", "--format=", "HEAD")).toBe("new.txt");
    expect(git("status", "--porcelain")).toBe("?? left.txt");
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: folder });
    expect(document.records).toMatchObject([{ procedure: "job", outcome: "done" }]);
  });

  it("records in the run book's repository, wherever GIT_DIR and GIT_INDEX_FILE lead", async () => {
    const [repository, trap] = [bookRepository(BOOK), bookRepository(BOOK)];
    const before = stateOf(trap);
    const env = {
      GIT_DIR: join(trap.folder, ".git"),
      GIT_WORK_TREE: trap.folder,
      GIT_INDEX_FILE: join(trap.folder, ".git/index"),
      GIT_OBJECT_DIRECTORY: join(trap.folder, ".git/objects"),
    };
    await expectRecorded(repository, ["done", "job"], { env });
    expect(stateOf(trap)).toEqual(before);
  });

  it("says how GIT_DIR's repository becomes the run book's, where there is no other", async () => {
    const repository = bookRepository(BOOK);
    const { folder } = repository;
    const elsewhere = join(emptyFolder(), "elsewhere.git");
    renameSync(join(folder, ".git"), elsewhere);
    const options = { cwd: folder, env: { GIT_DIR: elsewhere }, inProcess: true };
    const { document, code } = await runJson("error", ["done", "job"], options);
    const [line = "", named] = /gitdir: (.+)$/.exec(document.error.hint ?? "") ?? [];
    expect([code, document.error.code, named]).toEqual([2, "no-repository", elsewhere]);
    expect((await runCli(["doctor"], options)).stdout).toContain("GIT_DIR is not followed");
    writeFileSync(join(folder, ".git"), `${line}\n`);
    await expectRecorded(repository, ["done", "job"], { env: options.env });
  });

  it.each([
    { name: "commit.gpgSign", settings: {}, config: { "commit.gpgSign": "true" } },
    { name: "sign: required", settings: { ledger: "{ sign: required }" }, config: {} },
  ])("records nothing unsigned under $name", async ({ settings, config }) => {
    const repository = bookRepository({ ...BOOK, settings });
    for (const [key, value] of Object.entries({ "gpg.program": "/bin/false", ...config }))
      repository.git("config", key, value);
    expect((await expectRefused(repository, ["done", "job"])).code).toBe("signing");
  });
});

describe.concurrent("the ledger's branch", () => {
  it("may hold records of several run books, each of which reads its own", async () => {
    const repository = bookRepository(BOOK);
    writeFiles(join(repository.folder, "fabrikam"), bookFiles({ ...BOOK, settings: { id: "fabrikam" } }));
    const fabrikam = join(repository.folder, "fabrikam");
    const [ours] = await recorded(repository, ["done", "job"]);
    const [theirs] = await expectRecorded(repository, ["done", "job"], { cwd: fabrikam });
    const [log, theirLog] = await Promise.all([
      runJson("log", ["log"], { cwd: repository.folder }),
      runJson("log", ["log"], { inProcess: true, cwd: fabrikam }),
    ]);
    expect(log.document.records).toEqual([ours]);
    expect(theirLog.document.records).toEqual([theirs]);
    expect((await expectRefused(repository, ["undo", theirs?.commit ?? ""])).code).toBe("not-found");
    expect(repository.git("ls-tree", "-r", "--name-only", LEDGER).split("\n")).toEqual([
      "README.md",
      "text/contoso/job.md",
      "text/fabrikam/job.md",
    ]);
  });

  it("holds no record in a merge, whatever its message took from one; verify names it", async () => {
    const repository = bookRepository(BOOK);
    const [record] = await recorded(repository, ["done", "job"]);
    const { folder: cwd, git } = repository;
    const side = git("commit-tree", "-p", `${LEDGER}~1`, "-m", "Side", `${LEDGER}^{tree}`);
    const said = git("log", "-1", "--format=%b", LEDGER);
    const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:31:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:31:00Z" };
    const args = ["commit-tree", "-p", LEDGER, "-p", side, `${LEDGER}^{tree}`];
    const merge = (
      await runProgram("git", args, { cwd, env: dates, input: `Merge pull request #12\n\n${said}\n` })
    ).stdout.trim();
    git("update-ref", LEDGER, merge);
    expect((await runJson("log", ["log"], { inProcess: true, cwd })).document.records).toEqual([record]);
    const { document: verify } = await runJson("verify", ["verify"], { inProcess: true, cwd });
    expect(verify.breaks).toContainEqual(expect.objectContaining({ check: "form", commit: merge }));
    expect(verify.records).toBe(1);
    await recorded(repository, ["undo", "job"]);
    const { document: due } = await runJson("due", ["due"], { inProcess: true, cwd });
    expect(due.items.map(({ procedure, status }) => `${procedure} ${status}`)).toContain("job due");
  });

  it("holds no record in a root, whatever its message says; verify names it", async () => {
    const repository = bookRepository(BOOK);
    const [record] = await recorded(repository, ["done", "job"]);
    const { folder: cwd, git } = repository;
    const said = git("log", "-1", "--format=%B", LEDGER);
    const dates = { GIT_AUTHOR_DATE: "2026-11-23T08:31:00Z", GIT_COMMITTER_DATE: "2026-11-23T08:31:00Z" };
    const args = ["commit-tree", `${LEDGER}^{tree}`];
    const root = (await runProgram("git", args, { cwd, env: dates, input: `${said}\n` })).stdout.trim();
    git("update-ref", LEDGER, git("commit-tree", "-p", LEDGER, "-p", root, "-m", "Join", `${LEDGER}^{tree}`));
    expect((await runJson("log", ["log"], { inProcess: true, cwd })).document.records).toEqual([record]);
    const { document: verify } = await runJson("verify", ["verify"], { inProcess: true, cwd });
    expect(verify.breaks).toContainEqual(expect.objectContaining({ check: "form", commit: root }));
    expect(verify.records).toBe(1);
    git("update-ref", LEDGER, root);
    const { document: due } = await runJson("due", ["due"], { inProcess: true, cwd });
    expect(due.items.map(({ procedure, status }) => `${procedure} ${status}`)).toContain("job due");
  });

  it.each([
    ["of no day that can be written", "Ben <ben@contoso.example> 99999999999999 +0000"],
    ["of no day at all", "Ben <ben@contoso.example"],
    ["of a clock in no zone", "Ben <ben@contoso.example> 1795422600 +9999"],
  ])("names a record %s, which another tool wrote, and counts it for none", async (_, author) => {
    const repository = bookRepository(BOOK);
    await recorded(repository, ["done", "job", "--for", "2026-11-20"]);
    const parent = stateOf(repository).tip;
    const committer = "Ben <ben@contoso.example> 1795422600 +0000";
    const text = `${repository.git("cat-file", "commit", parent ?? "")}\n`
      .replace(/^parent .*$/mu, `parent ${parent}`)
      .replace(/^author .*$/mu, `author ${author}`)
      .replace(/^committer .*$/mu, `committer ${committer}`)
      .replaceAll("2026-11-20", "2026-11-23");
    const cwd = repository.folder;
    const hashed = await runProgram("git", ["hash-object", "-w", "--literally", "-t", "commit", "--stdin"], {
      cwd,
      input: text,
    });
    const odd = hashed.stdout.trim();
    repository.git("update-ref", LEDGER, odd);
    const [due, log, verify] = await Promise.all([
      runJson("due", ["due"], { cwd }),
      runJson("log", ["log"], { inProcess: true, cwd }),
      runJson("verify", ["verify"], { inProcess: true, cwd }),
    ]);
    for (const { stderr, document } of [due, log]) {
      expect(stderr).toContain(odd.slice(0, 10));
      expect(document.diagnostics).toMatchObject([{ rule: "ledger", severity: "error" }]);
    }
    expect(due.document.items.map(({ procedure, status }) => `${procedure} ${status}`)).toContain("job due");
    expect(log.document.records).toHaveLength(1);
    expect(verify.document.breaks).toMatchObject([{ check: "object", commit: odd }]);
    await expectRecorded(repository, ["done", "job"]);
  });

  it("names a record that cannot be read, beside the answer, and passes over what is none", async () => {
    const repository = bookRepository(BOOK);
    const [record] = await recorded(repository, ["done", "job"]);
    const bad = await appendToLedger(repository, "Odd\n\nRunbook-Book: contoso\nRunbook-Record: \u001b[31mbogus\n");
    await appendToLedger(repository, "Somebody's note, no record\n");
    const cwd = repository.folder;
    const [due, log, list] = await Promise.all([
      runJson("due", ["due"], { cwd }),
      runJson("log", ["log"], { inProcess: true, cwd }),
      runJson("list", ["list"], { inProcess: true, cwd }),
    ]);
    for (const { stderr, document } of [due, log, list]) {
      expect(stderr).toContain(bad.slice(0, 10));
      expect(stderr).not.toContain("\u001b");
      expect(document.diagnostics).toMatchObject([{ rule: "ledger", severity: "error" }]);
    }
    expect(log.document.records).toEqual([record]);
    await expectRecorded(repository, ["done", "other"]);
  });

  it("is read as its commits say, whatever git was told to see in their place", async () => {
    const repository = bookRepository(BOOK);
    const first = await recorded(repository, ["done", "job", "--for", "2026-11-20"]);
    const second = await recorded(repository, ["done", "job"]);
    const [id = ""] = second.map(({ commit }) => commit);
    const { folder: cwd, git } = repository;
    git("gc", "--quiet");
    for (const lie of ["grafts", "replace"]) {
      if (lie === "grafts") writeFiles(cwd, [{ path: ".git/info/grafts", text: `${id}\n` }]);
      else git("replace", "--graft", id);
      const [verify, log] = await Promise.all([
        runJson("verify", ["verify"], { cwd, inProcess: true }),
        runJson("log", ["log"], { cwd, inProcess: true }),
      ]);
      expect(verify.document.breaks).toEqual([]);
      expect(log.document.records.map(({ commit }) => commit)).toEqual([id, ...first.map(({ commit }) => commit)]);
      rmSync(join(cwd, ".git/info/grafts"), { force: true });
    }
    await expectRecorded(repository, ["done", "other"]);
  });

  it("has the name that runbook.yml gives it", async () => {
    const repository = bookRepository({ ...BOOK, settings: { ledger: "{ branch: ops/ledger }" } });
    const { code } = await runCli(["done", "job"], { cwd: repository.folder });
    expect(code).toBe(0);
    expect(repository.git("branch", "--list", "--format=%(refname:short)")).toBe("main\nops/ledger");
  });
});

describe.concurrent("a remote, left alone", () => {
  const MANUAL = { procedures: { job: {}, other: {} }, settings: { ledger: "{ sync: manual }" } };
  let origin: string;
  let first: Repository;

  beforeAll(async () => {
    first = bookRepository(MANUAL);
    origin = join(emptyFolder(), "origin.git");
    first.git("clone", "--quiet", "--bare", ".", origin);
    first.git("remote", "add", "origin", `file://${origin}`);
    await recorded(first, ["done", "job"]);
    first.git("push", "--quiet", "origin", "runbook-ledger");
  }, HOOK_TIMEOUT);

  function cloneOf(...args: readonly string[]): Repository {
    const folder = join(emptyFolder(), "clone");
    first.git("clone", "--quiet", ...args, `file://${origin}`, folder);
    return repositoryIn(folder);
  }

  it("counts as read once it is fetched, and what it lacks is said", async () => {
    const clone = cloneOf();
    const before = await runJson("due", ["due"], { cwd: clone.folder });
    expect(before.document.ledger).toMatchObject({ tip: null, remoteTip: stateOf(first).tip, unpushed: 0 });
    expect(before.document.items.filter(({ status }) => status === "due")).toMatchObject([{ procedure: "other" }]);
    const { code, stderr } = await runCli(["done", "other"], { cwd: clone.folder });
    expect(code).toBe(0);
    expect(stderr).toContain("1 record not pushed: runbook sync");
    const after = await runJson("due", ["due"], { inProcess: true, cwd: clone.folder });
    expect(after.document.ledger).toMatchObject({ tip: stateOf(clone).tip, unpushed: 1 });
    expect(after.stderr).toContain("1 record not pushed");
    // The new record stands upon the remote's.
    expect(clone.git("rev-list", "--count", LEDGER)).toBe("3");
  });

  it.each([
    { name: "a clone", args: [] },
    { name: "a clone of one branch", args: ["--single-branch", "--branch", "main"] },
  ])(
    "that may have a ledger is named where $name has none, and the fetch that is named brings it",
    async ({ args }) => {
      const clone = cloneOf(...args);
      if (args.length === 0) clone.git("update-ref", "-d", "refs/remotes/origin/runbook-ledger");
      const cwd = clone.folder;
      const { code, stderr } = await runCli(["due"], { cwd });
      expect(code).toBe(0);
      const [fetch = ""] = /git fetch origin \S+/.exec(stderr) ?? [];
      expect(fetch).not.toBe("");
      clone.git(...fetch.split(" ").slice(1));
      const { document } = await runJson("due", ["due"], { cwd });
      expect(document.ledger.remoteTip ?? document.ledger.tip).toBe(stateOf(first).tip);
    },
  );

  it("that was cloned shallow is an error with the command that mends it", async () => {
    const clone = cloneOf("--depth", "1", "--no-single-branch");
    const error = await expectRefused(clone, ["due"]);
    expect(error.code).toBe("shallow-ledger");
    const [unshallow = ""] = /git fetch .*/.exec(error.hint ?? "") ?? [];
    clone.git(...unshallow.split(" ").slice(1));
    const { code } = await runCli(["due"], { cwd: clone.folder });
    expect(code).toBe(0);
  });

  it.each(["roles", "holidays", "review"])(
    "that was cloned shallow answers `%s`, which no record changes",
    async (command) => {
      const whole = await runCli([command, "--json"], { cwd: cloneOf().folder });
      const shallow = await runCli([command, "--json"], { cwd: cloneOf("--depth", "1", "--no-single-branch").folder });
      expect(shallow).toEqual(whole);
      expect(whole.code).toBe(0);
    },
  );

  it("that was cloned shallow lets a procedure be written, which has no record yet", async () => {
    const cwd = cloneOf("--depth", "1", "--no-single-branch").folder;
    const args = ["new", "Quota check", "--trigger", "weekly", "--owner", "operations-analyst"];
    const { code, stdout } = await runCli(args, { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining("quota-check.md")]);
    expect(existsSync(join(cwd, "procedures/weekly/quota-check.md"))).toBe(true);
  });

  it("and this clone are read together where they diverged", async () => {
    const clone = cloneOf();
    await recorded(clone, ["done", "other"]);
    const elsewhere = cloneOf();
    await recorded(elsewhere, ["skip", "other", "-m", "Closed", "--for", "2026-11-24"]);
    elsewhere.git(
      "push",
      "--quiet",
      elsewhere.git("remote", "get-url", "origin"),
      "runbook-ledger:refs/heads/diverged",
    );
    clone.git("fetch", "--quiet", "origin", "diverged:refs/remotes/origin/runbook-ledger");
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: clone.folder });
    expect(document.records.map(({ procedure, occurrence }) => `${procedure} ${occurrence}`).toSorted()).toEqual([
      "job 2026-11-23",
      "other 2026-11-23",
      "other 2026-11-24",
    ]);
  });
});
