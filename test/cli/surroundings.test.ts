// What the program may find around it. Kinds of repositories are in repositories.test.ts, full and read-only disks in
// test/stress/ledger.stress.ts, readers that go away in manners.test.ts.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  LEDGER,
  PROGRAM,
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
  runProgram,
  writeFiles,
} from "../helpers/run-cli.ts";

const BOOK = { procedures: { job: {}, other: { owner: "ana" } } };

describe("a process", () => {
  let cwd: string;
  beforeAll(() => {
    cwd = bookRepository(BOOK).folder;
  }, HOOK_TIMEOUT);

  const inShell = (script: string, where = cwd): ReturnType<typeof runProgram> =>
    runProgram("sh", ["-c", script.replaceAll("runbook", `'${process.execPath}' '${PROGRAM}'`)], { cwd: where });

  it.each([
    ["without standard input and error", "runbook due <&- 2>&-"],
    [
      "without HOME, Unicode and a time zone that there is",
      'env -i PATH="$PATH" LC_ALL=C TZ=Mars/Phobos RUNBOOK_NOW=2026-11-23T08:30:00Z runbook due',
    ],
  ])("%s answers as ever", async (_, script) => {
    const { stdout } = await runCli(["due"], { cwd, inProcess: true });
    expect(await inShell(script)).toMatchObject({ code: 0, stdout });
  });

  it.each<[what: string, script: string, code: number, stderr: RegExp]>([
    ["that nobody can hear", "runbook nonsense >&- 2>&-", 2, /^$/],
    ["without git", "PATH=/nowhere runbook due", 2, /^error: git was not found on PATH\n/],
  ])("%s ends without a stack trace", async (_, script, code, stderr) => {
    expect(await inShell(script)).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(stderr) });
  });

  // Windows deletes no folder that somebody works in.
  it.skipIf(process.platform === "win32")("whose folder was deleted ends without a stack trace", async () => {
    const ended = await inShell("mkdir gone && cd gone && rmdir ../gone && runbook due");
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^error: .*no longer there\n/) });
  });

  // A script is no git there.
  it.skipIf(process.platform === "win32")(
    "is where it is, though git on Windows tells what a substituted drive stands for",
    async () => {
      const body = "See [other](other.md).\n\n## Steps\n\n1. Open it.\n";
      const files = bookFiles({ procedures: { job: { body }, other: {} } });
      const { folder } = repositoryOf(files.map(({ path, text }) => ({ path: `ops/${path}`, text })));
      const [programs, elsewhere] = [emptyFolder(), emptyFolder()];
      const script = `#!/bin/sh\nPATH='${process.env["PATH"]}'\ncase "$*" in\n*--show-toplevel*) git "$@" | sed "s|^${folder}$|${elsewhere}|" ;;\n*) exec git "$@" ;;\nesac\n`;
      writeFileSync(join(programs, "git"), script, { mode: 0o755 });
      const options = { cwd: join(folder, "ops"), env: { PATH: programs }, inProcess: true };
      const [lint, doctor] = await Promise.all([
        runJson("lint", ["lint"], options),
        runJson("doctor", ["doctor"], options),
      ]);
      expect(lint.document.diagnostics.filter(({ rule }) => rule === "broken-link")).toEqual([]);
      expect(doctor.document.checks.find(({ check }) => check === "run-book")).toMatchObject({ status: "ok" });
      const { stdout } = await runCli(["lint", "--format", "github"], options);
      expect(stdout).toMatch(/file=ops\/procedures\/job\.md,/u);
      expect(stdout).not.toContain(elsewhere);
    },
  );

  // Groups of processes are POSIX's.
  it.skipIf(process.platform === "win32").each([
    { what: "that is told to end", by: "SIGINT" },
    { what: "that is killed with all others of its group", by: "SIGKILL" },
  ] as const)("$what ends at once, and leaves the ledger whole and unlocked", async ({ by }) => {
    const repository = bookRepository(BOOK);
    // Held up in the middle of a record, before the ref moves.
    repository.git("config", "core.hooksPath", join(repository.folder, ".hooks"));
    repository.git("config", "user.name", "Ana");
    repository.git("config", "user.email", "ana@contoso.example");
    writeFiles(repository.folder, [
      { path: ".hooks/reference-transaction", text: `#!/bin/sh\ntouch "${repository.folder}/reached"\nsleep 2\n` },
    ]);
    chmodSync(join(repository.folder, ".hooks/reference-transaction"), 0o755);
    const child = spawn(process.execPath, [PROGRAM, "done", "job"], {
      cwd: repository.folder,
      env: { ...process.env, RUNBOOK_NOW: "2026-11-23T08:30:00Z" },
      stdio: "pipe",
      detached: by === "SIGKILL",
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    await expect.poll(() => existsSync(join(repository.folder, "reached")), { timeout: 30_000 }).toBe(true);
    process.kill(by === "SIGKILL" ? -(child.pid ?? Number.NaN) : (child.pid ?? Number.NaN), by);
    const signal = await new Promise((settle) => child.on("close", (_code, how) => settle(how)));
    expect({ signal, stderr }).toEqual({ signal: by, stderr: "" });
    rmSync(join(repository.folder, ".hooks"), { recursive: true });
    // git, which was not told, has still to end, and holds the branch until then.
    const again = (): Promise<unknown> => runCli(["done", "other"], { cwd: repository.folder, inProcess: true });
    await expect.poll(again, { timeout: 30_000 }).toMatchObject({ code: 0, stderr: "" });
    expect((await runCli(["verify"], { cwd: repository.folder, inProcess: true })).code).toBe(0);
  });
});

// Windows ends a process that is told to without asking it.
describe.skipIf(process.platform === "win32")("a run of many files that is told to end", () => {
  const names = Array.from({ length: 400 }, (_, index) => `job-${index}`);
  const again = "is unfinished. Run this again.\n";

  it.each([
    { command: ["site", "--out", "out"], first: "out/index.html", by: "SIGINT", said: again },
    {
      command: ["publish", "--to", "confluence", "out"],
      first: "out/.runbook-publish.json",
      by: "SIGTERM",
      said: again,
    },
    {
      command: ["audit", "--from", "2026-11-23", "--to", "2026-11-23", "--out", "out"],
      first: "out/evidence",
      by: "SIGINT",
      said: "is unfinished, and has no SHA256SUMS. Remove it, and run this again.\n",
    },
    {
      command: ["import", "pages"],
      first: "procedures/imported",
      by: "SIGHUP",
      said: "What was written stays. Run this again for the rest.\n",
    },
  ] as const)("says what is left of it: $command.0", async ({ command, first, by, said }) => {
    const repository = bookRepository({
      procedures: Object.fromEntries(names.map((name) => [name, { trigger: "annually" }])),
    });
    const { folder } = repository;
    const evidence = names.slice(0, 60).map((name) => `${name}.txt`);
    writeFiles(folder, [
      ...names.map((name) => ({ path: `pages/a${name}.md`, text: `# A ${name}\n\n1. Look.\n` })),
      ...evidence.map((path) => ({ path, text: path })),
    ]);
    await recorded(repository, ["done", "job-0", ...evidence.flatMap((path) => ["--attach", path])]);
    const child = spawn(process.execPath, [PROGRAM, ...command], {
      cwd: folder,
      env: { ...process.env, RUNBOOK_NOW: "2026-11-23T18:30:00Z" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = new Promise((settle) => child.on("close", (_code, how) => settle(how)));
    while (!existsSync(join(folder, first))) await new Promise((next) => setTimeout(next, 1));
    child.kill(by);
    expect({ signal: await closed, stderr }).toEqual({ signal: by, stderr: expect.stringContaining(said) });
  });
});

describe.concurrent("a path", () => {
  it.runIf(process.platform !== "win32")(
    "may have spaces, quotes, line breaks, dashes and letters of any script",
    async () => {
      const way = "-rf 'a' \"b\"\n漢字 $HOME `x` ;&|";
      const checked = {
        body: "Purpose.\n\n## Steps\n\n1. Do it.\n\n## Validation\n\n- Look.\n\n  ```sh run\n  test -e runbook.yml\n  ```\n\n## Escalation\n\n- Call the lead.\n",
      };
      const files = bookFiles({ procedures: { ...BOOK.procedures, checked } });
      const repository = repositoryOf(files.map(({ path, text }) => ({ path: `${way}/${path}`, text })));
      const folder = join(repository.folder, way);
      writeFiles(folder, [{ path: "evi'dence\n--x.txt", text: "proof\n" }]);
      const options = { cwd: join(folder, "procedures"), inProcess: true } as const;
      const [record] = await expectRecorded(repository, ["done", "job", "--attach", "../evi'dence\n--x.txt"], options);
      expect(record?.evidence).toEqual(["evidence/contoso/job/2026-11-23/evi-dence---x.txt"]);
      for (const args of [
        ["due"],
        ["lint"],
        ["log"],
        ["verify"],
        ["explain", "job"],
        ["list"],
        ["review", "job", "--yes"],
        ["report"],
        ["agenda"],
        ["run", "job", "--print"],
        ["incident", "open", "--severity", "2", "--title", "Down"],
        ["site", "--out", "../si te\n'"],
        ["publish", "../pa ge\n'", "--to", "confluence"],
      ]) {
        const { code, stderr } = await runCli(args, options);
        expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
      }
      expect((await runCli(["check", "checked"], options)).code).toBe(0);
      const out = await runCli(
        ["audit", "--from", "2026-11-01", "--to", "2026-11-23", "--out", "../-o ut\n'"],
        options,
      );
      expect(out).toMatchObject({ code: 0, stderr: "" });
    },
  );

  it("of what is written may not be among the procedures", async () => {
    const repository = bookRepository(BOOK);
    const cwd = repository.folder;
    writeFiles(cwd, [{ path: "proof.md", text: "proof\n" }]);
    const [record] = await recorded(repository, ["done", "job", "--attach", "proof.md"]);
    await runCli(["incident", "open", "--severity", "2", "--title", "Down"], { cwd, inProcess: true });
    for (const args of [
      ["publish", "procedures/wiki", "--to", "azure-devops-wiki"],
      ["audit", "--from", "2026-11-01", "--to", "2026-11-22", "--out", "procedures/audit"],
      ["log", "show", record?.commit ?? "", "--extract", "procedures"],
      ["incident", "review", "--out", "procedures/review.md"],
    ]) {
      const { code, stderr } = await runCli(args, { cwd, inProcess: true });
      expect([args[0], code, stderr]).toEqual([args[0], 2, expect.stringContaining("would be taken for procedures\n")]);
    }
    expect(readdirSync(join(cwd, "procedures"))).toEqual(["job.md", "other.md"]);
  });

  it("may lie deep in a repository, and have another repository on the way up to its run book", async () => {
    const outer = repositoryOf(bookFiles(BOOK).map(({ path, text }) => ({ path: `a/b/c/runbook/${path}`, text })));
    const inner = join(outer.folder, "a/b/c/runbook/tools/vendor");
    mkdirSync(inner, { recursive: true });
    const nested = repositoryIn(inner);
    nested.git("init", "--quiet", "--template=");
    writeFiles(inner, [{ path: "deep/er/x", text: "" }]);
    const { code } = await runCli(["done", "job"], { cwd: join(inner, "deep/er"), inProcess: true });
    expect(code).toBe(0);
    expect(outer.git("log", "--format=%s", "-1", LEDGER)).toBe("job: done for 2026-11-23");
    expect(nested.git("for-each-ref")).toBe("");
  });

  it("of a run book in a repository within another keeps its records in the inner one", async () => {
    const outer = bookRepository(BOOK);
    const inner = join(outer.folder, "inner");
    writeFiles(inner, bookFiles({ ...BOOK, settings: { id: "inner" } }));
    const nested = repositoryIn(inner);
    nested.git("init", "--quiet", "--template=");
    await recorded(nested, ["done", "job"]);
    expect(nested.git("branch", "--list")).toContain("runbook-ledger");
    expect(outer.git("branch", "--list")).not.toContain("runbook-ledger");
  });
});

describe.concurrent("a checkout with CRLF", () => {
  /** The same commits, checked out as Windows does. */
  async function windowsCloneOf(source: Repository): Promise<Repository> {
    const clone = repositoryIn(emptyFolder());
    clone.git("-c", "core.autocrlf=true", "clone", "--quiet", "--config", "core.autocrlf=true", source.folder, ".");
    return clone;
  }

  it("answers as one without, records the same text, and is no change", async () => {
    const source = bookRepository({ ...BOOK, settings: { ledger: "{ sync: manual }" } });
    const clone = await windowsCloneOf(source);
    expect(readFileSync(join(clone.folder, "procedures/job.md"), "utf8")).toContain("\r\n");
    for (const args of [["due"], ["lint", "--rule", "drift,broken-link,section"], ["list"], ["show", "job"]]) {
      const [here, there] = await Promise.all(
        [source, clone].map(({ folder }) => runCli(args, { cwd: folder, inProcess: true })),
      );
      expect(there?.stdout.replaceAll("\r", "")).toBe(here?.stdout);
    }
    await recorded(source, ["done", "job"]);
    await recorded(clone, ["done", "job"]);
    const textOf = ({ git }: Repository): string => git("rev-parse", `${LEDGER}:text/contoso/job.md`);
    expect(textOf(clone)).toBe(textOf(source));
    const { document } = await runJson("verify", ["verify"], { cwd: clone.folder, inProcess: true });
    expect(document.breaks).toEqual([]);
    const reviewed = await runCli(["review", "job", "--yes"], { cwd: clone.folder, inProcess: true });
    expect(reviewed).toMatchObject({ code: 0 });
    expect(clone.git("status", "--porcelain")).toBe("");
    expect(clone.git("show", "--stat", "--format=", "HEAD")).toMatch(/1 insertion\(\+\), 1 deletion/);
  });
});
