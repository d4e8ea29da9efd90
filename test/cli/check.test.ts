// Blocks run for real, in sh: on Windows it comes with git, and groups of processes do not.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { expectGone } from "../helpers/processes.ts";
import {
  LEDGER,
  PROGRAM,
  type Repository,
  type RunOptions,
  type RunResult,
  bookFolder,
  bookRepository,
  emptyFolder,
  expectRefused,
  namesInTemporary,
  recorded,
  runCli,
  runJson,
  stateOf,
} from "../helpers/run-cli.ts";

/** A block marked `run`, indented as a list item holds it. */
function block(script: string, language = "sh"): string {
  return `\n\n  \`\`\`${language} run\n${script.replaceAll(/^/gm, "  ")}\n  \`\`\`\n`;
}

/** A procedure's body; each validation point is a script, or words. */
function body(points: readonly string[], step = "", escalation = "Call the lead."): string {
  const bullets = points.map((point) => `- Look.${point}\n`).join("");
  return `Purpose.\n\n## Steps\n\n1. Do it.${step.replaceAll(/\n(?=.)/g, "\n ")}\n\n## Validation\n\n${bullets}\n## Escalation\n\n- ${escalation}\n`;
}

const inProcess = { inProcess: true } as const;

function check(cwd: string, args: readonly string[], options: Omit<RunOptions, "cwd"> = {}): Promise<RunResult> {
  return runCli(["check", ...args], { cwd, ...inProcess, ...options });
}

const isWindows = process.platform === "win32";

describe.skipIf(isWindows)("check", { concurrent: true }, () => {
  it("shows each block, runs it, and sums up: exit 1 where one does not pass", async () => {
    const folder = bookFolder({
      procedures: {
        fine: { name: "All fine", body: body([block('echo "$AS_OF $OCCURRENCE"; pwd'), block("test 1 -le 2")]) },
        broken: { escalate_to: "[operations-lead]", body: body([block("echo late >&2\nexit 7"), ""]) },
      },
    });
    const fine = await check(folder, ["fine"]);
    expect(fine.code).toBe(0);
    expect(fine.stdout.replaceAll(/\d+\.\d+ s/g, "N s")).toBe(
      "All fine for 2026-11-23\n  Validation 1    passed, exit status 0, N s\n  Validation 2    passed, exit status 0, N s\n\n2 blocks passed\n",
    );
    expect(fine.stderr).toContain(
      `Validation 1 of All fine (procedures/fine.md:17, sh)\n  | echo "$AS_OF $OCCURRENCE"; pwd\n    2026-11-23 2026-11-23\n    ${folder}\n  passed`,
    );
    const both = await check(folder, ["broken", "fine", "broken"]);
    expect(both.code).toBe(1);
    expect(both.stdout).toMatch(/Validation 1 {4}failed, exit status 7, \d+\.\d+ s\n {4}late\n/);
    expect(both.stdout).toMatch(/1 validation point has no block and was not checked\n/);
    expect(both.stdout).toMatch(/\n2 blocks passed, 1 failed\n\nEscalation of broken\n• Call the lead\.\n/);
    expect(both.stdout).toContain("1. Operations lead: Chris, +44 20 7946 0103, chris@contoso.example");
  });

  it("runs Steps first where asked to, and nothing after one that fails", async () => {
    const folder = bookFolder({
      procedures: {
        good: { body: body([block("test -e stepped")], block("touch stepped")) },
        bad: { body: body([block("touch validated")], block("false")) },
        steps: { body: body(["", ""], block("true")) },
      },
    });
    expect(await check(folder, ["good"])).toMatchObject({ code: 1 });
    expect(existsSync(join(folder, "stepped"))).toBe(false);
    expect(await check(folder, ["good", "--steps"])).toMatchObject({ code: 0 });
    const { code, document } = await runJson("check", ["check", "bad", "--steps"], { cwd: folder, ...inProcess });
    expect(code).toBe(1);
    expect(document.procedures[0]?.blocks.map(({ section, status }) => [section, status])).toEqual([
      ["steps", "failed"],
      ["validation", "not-run"],
    ]);
    expect(document.totals).toEqual({ passed: 0, failed: 1, notRun: 1 });
    expect(existsSync(join(folder, "validated"))).toBe(false);
    const none = await runJson("error", ["check", "steps"], { cwd: folder, ...inProcess });
    expect(none.document.error).toMatchObject({ code: "not-found", hint: "Those of Steps run with --steps." });
  });

  it("names without a procedure those that have blocks", async () => {
    const steps = `## Steps\n1. Do:\n\n   \`\`\`sh run\n   true\n   \`\`\`\n\n## Validation\n- Right\n\n## Escalation\n- x\n`;
    const some = bookRepository({
      procedures: { a: { body: body([block("true")]) }, b: {}, c: { body: body([block("true")]) }, d: { body: steps } },
    });
    const hintOf = async (repository: Repository, ...args: string[]) =>
      (await expectRefused(repository, ["check", ...args])).hint;
    expect(await hintOf(some)).toBe("Those with blocks: runbook check a c");
    expect(await hintOf(some, "--steps")).toBe("Those with blocks: runbook check --steps a c d");
    expect(await hintOf(bookRepository({ procedures: { b: {} } }))).toContain("```sh run");
  });

  it("runs nothing where anything stands against one of the procedures", async () => {
    const touch = block("touch ran");
    const folder = bookFolder({
      procedures: {
        fine: { body: body([touch]) },
        blockless: {},
        ruby: { body: body([touch, block("puts 1", "ruby")]) },
        windows: { body: body([touch, block("ver", "cmd")]) },
        braces: { inputs: "{ site: {} }", body: body([touch, block("curl {{ site }}")]) },
        hidden: { body: body([touch, block("echo \u202egnp")]) },
        needy: { inputs: '{ Site: { description: "Where", pattern: "^https:" } }', body: body([touch]) },
        endless: {
          inputs: `{ site: { pattern: "^(a+)+$", default: ${"a".repeat(60)}b } }`,
          body: body([touch]),
        },
        secretive: { inputs: '{ key: { secret: true, pattern: "^k" } }', body: body([touch]) },
      },
    });
    const refused = async (args: readonly string[], env = {}): Promise<string> => {
      const { code, document } = await runJson("error", ["check", "fine", ...args], { cwd: folder, ...inProcess, env });
      expect(code).toBe(2);
      expect(existsSync(join(folder, "ran"))).toBe(false);
      const { code: name, message, hint } = document.error;
      return `${name}: ${message} ${hint}`;
    };
    expect(await refused(["blockless"])).toMatch(/^not-found: .*`run` in Validation .*```sh run/);
    expect(await refused(["ruby"])).toMatch(/^invalid-runbook: procedures\/ruby\.md:\d+: .*`ruby` .*sh, bash/);
    expect(await refused(["windows"])).toMatch(/^no-interpreter: procedures\/windows\.md:\d+: Only Windows/);
    expect(await refused(["braces", "--input", "site=x"])).toMatch(/^invalid-runbook: .*SITE/);
    expect(await refused(["hidden"])).toMatch(/^invalid-runbook: .*U\+202E/);
    expect(await refused(["needy"])).toMatch(/^usage: needy needs the input Site \(Where\) .*--input Site=VALUE.*SITE/);
    expect(await refused(["needy", "--input", "SITE=ftp://x"])).toMatch(/^usage: .*`ftp:\/\/x` of Site does not match/);
    expect(await refused(["endless"])).toMatch(/^usage: .* takes for ever to compare with .*its default/);
    expect(await refused(["needy"], { SITE: "ftp" })).toMatch(/the environment variable SITE/);
    expect(await refused(["secretive"], { KEY: "hunter22" })).not.toContain("hunter22");
    expect(await refused(["needy", "--input", "sight=x"])).toMatch(/^usage: .*`sight`.*Site/);
    expect(await refused(["needy", "--input", "site"])).toMatch(/^usage: .*NAME=VALUE/);
    expect(await refused(["needy", "--input", "site=a", "--input", "SITE=b"])).toMatch(/twice/);
    expect(await refused(["--message", "x"])).toMatch(/^usage: --message .*--record/);
    expect(await refused(["--for", "2026"])).toMatch(/^unknown-occurrence/);
    expect(await refused(["nothing"])).toMatch(/^unknown-procedure/);
    expect(await refused([], { CI: "true" })).toMatch(/^not-allowed: CI .*--trust/);
    expect(await refused([], { TF_BUILD: "True" })).toMatch(/^not-allowed: TF_BUILD/);
    const trusted = await check(folder, ["fine", "--trust"], { env: { CI: "1", TF_BUILD: "True" } });
    expect(trusted.code).toBe(0);
    expect(existsSync(join(folder, "ran"))).toBe(true);
  });

  it("shows what would run, and runs nothing, with --dry-run", async () => {
    const folder = bookFolder({
      procedures: { job: { inputs: "{ a-b: { default: 5 } }", body: body([block('touch "ran$A_B"')]) } },
    });
    const { code, stdout, stderr } = await check(folder, ["job", "--dry-run"], { env: { CI: "true" } });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain('  | touch "ran$A_B"\n  A_B=5 (default)\n');
    expect(readdirSync(folder).filter((name) => name.startsWith("ran"))).toEqual([]);
  });

  it("gives inputs from the option, else the environment, else their default; as they are", async () => {
    const hostile = "$(touch pwned); `touch pwned` \"'\\ %PATH% {{as_of}} ä\n--flag";
    const folder = bookFolder({
      procedures: {
        job: {
          inputs: "{ one: { default: 1.50 }, two-b: { default: no }, three: { default: '-rf' }, four: { default: x } }",
          body: body([block('printf "%s|" "$ONE" "$TWO_B" "$THREE" "$FOUR" "{{as_of}}"')]),
        },
      },
    });
    const args = ["check", "job", "--input", `One=${hostile}`, "--input", "four=", "--as-of", "2026-11-20"];
    const env = { TWO_B: "from env", ONE: "not this" };
    const { code, document } = await runJson("check", args, { cwd: folder, ...inProcess, env });
    expect(code).toBe(0);
    expect(document.procedures[0]?.blocks[0]?.output).toBe(`${hostile}|from env|-rf||2026-11-20|\n`);
    expect(existsSync(join(folder, "pwned"))).toBe(false);
  });

  it("hides secrets everywhere, and steers no terminal and no build service", async () => {
    const folder = bookFolder({
      procedures: {
        job: {
          inputs: "{ client-key: { secret: true } }",
          body: body([
            block(
              'printf "key %s\\n" "$CLIENT_KEY" "$OTHER" "$AZURE_CLIENT_SECRET" "$MY_TOKEN"\n' +
                "printf '\\033[2J##vso[task.complete]x\\n::error::y\\n<b>&\\n```\\n'\nexit 1",
            ),
          ]),
        },
      },
    });
    const env = { CLIENT_KEY: "alpha", OTHER: "beta", AZURE_CLIENT_SECRET: "gamma-gamma", MY_TOKEN: "short" };
    for (const format of ["pretty", "json", "junit", "markdown"]) {
      const args = ["job", "--mask", "OTHER", "--format", format, "--mask", "NOT_THERE"];
      const { code, stdout, stderr } = await check(folder, args, { env });
      expect(code).toBe(1);
      const all = stdout + stderr;
      expect(all).not.toMatch(/alpha|beta|gamma|\u001b|^\s*::error/m);
      expect(all).toContain("***");
      expect(stderr).toContain("CLIENT_KEY=*** (from the environment)");
      expect(stderr).toContain("--mask NOT_THERE: there is no such environment variable");
      if (format !== "json") expect(all).not.toContain("##vso[");
    }
    const { stdout: junit } = await check(folder, ["job", "--format", "junit"], { env });
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(junit) as {
      testsuites: { testsuite: { testcase: Record<string, unknown> } };
    };
    expect(testsuites.testsuite.testcase).toMatchObject({ "@_classname": "job", "@_file": "procedures/job.md" });
    expect(testsuites.testsuite.testcase["system-out"]).toContain("<b>&");
    expect(testsuites.testsuite.testcase["failure"]).toMatchObject({ "@_type": "failed" });
    const { stdout: markdown } = await check(folder, ["job", "--format", "markdown"], { env });
    expect(markdown).toMatch(/\n````text\n[^]*```\n````\n/);
  });

  it("ends a block that takes too long, and runs the next", async () => {
    const folder = bookFolder({ procedures: { job: { body: body([block("echo begun; sleep 60"), block("true")]) } } });
    const args = ["check", "job", "--timeout", "1s"];
    const { code, document } = await runJson("check", args, { cwd: folder, ...inProcess });
    expect(code).toBe(1);
    expect(document.procedures[0]?.blocks.map(({ status, output }) => [status, output])).toEqual([
      ["timed-out", "begun\n"],
      ["passed", ""],
    ]);
  });

  it("takes what a procedure is called for no more than a name", async () => {
    const name = "$(touch pwned) ; touch pwned # | `touch pwned`";
    const folder = bookFolder({ procedures: { job: { name: JSON.stringify(name), body: body([block("true")]) } } });
    writeFileSync(
      join(folder, "procedures", "a b;touch $(pwned)'.md"),
      readFileSync(join(folder, "procedures", "job.md"), "utf8").replace("trigger:", "id: odd\ntrigger:"),
    );
    const { code, stdout } = await check(folder, ["job", "odd", "--format", "junit"]);
    expect(code).toBe(0);
    expect(stdout).toContain("$(touch pwned) ; touch pwned");
    expect(readdirSync(folder)).not.toContain("pwned");
  });
});

describe.skipIf(isWindows)("check --record", { concurrent: true }, () => {
  it("writes what done and failed write, with the output as evidence", async () => {
    const repository = bookRepository({
      procedures: {
        job: {
          requires: "[evidence]",
          inputs: "{ limit: { default: 3 }, pin: { secret: true, default: 1234 } }",
          body: body([
            block('echo "limit $LIMIT, $PIN"; test ! -e broken'),
            block("true\n").trimEnd() + block("true"),
            "",
          ]),
        },
      },
    });
    const cwd = repository.folder;
    writeFileSync(join(cwd, "broken"), "");
    const before = stateOf(repository);
    const failed = await runJson("check", ["check", "job", "--record", "-m", "Night run"], { cwd });
    expect(failed.code).toBe(1);
    expect(stateOf(repository)).toEqual({ user: before.user, tip: failed.document.procedures[0]?.commit });
    const log = await runJson("log", ["log"], { cwd, ...inProcess });
    const folder = "evidence/contoso/job/2026-11-23";
    expect(log.document.records).toMatchObject([
      {
        outcome: "failed",
        occurrence: "2026-11-23",
        note: expect.stringMatching(
          /^Night run\n\nrunbook check: 2 blocks passed, 1 failed; 1 validation point has no block and was not checked\n\n- Validation 1, line \d+: failed, exit status 1/,
        ),
        evidence: [
          `${folder}/validation-1.txt`,
          `${folder}/validation-2-block-1.txt`,
          `${folder}/validation-2-block-2.txt`,
        ],
      },
    ]);
    const evidence = repository.git("show", `${LEDGER}:${folder}/validation-1.txt`);
    expect(evidence).toMatch(
      /^job for 2026-11-23: Validation 1 \(sh, line \d+\)\nfailed, exit status 1, .* s\n {2}LIMIT=3 \(default\)\n {2}PIN=\*\*\* \(default\)\n\nlimit 3, \*\*\*$/,
    );
  });

  it("is refused where done would be, before anything runs", async () => {
    const repository = bookRepository({ procedures: { job: { body: body([block("touch ran")]) } } });
    await recorded(repository, ["done", "job"]);
    expect(await expectRefused(repository, ["check", "job", "--record"])).toMatchObject({
      code: "no-candidate",
      hint: expect.stringContaining("runbook check job --record --again"),
    });
    const key = ["--for", "2026-11-23"];
    expect(await expectRefused(repository, ["check", "job", "--record", ...key])).toMatchObject({
      code: "already-done",
    });
    expect(await expectRefused(repository, ["check", "job", "--record", "--again", "--by", "nobody"])).toMatchObject({
      code: "usage",
    });
    expect(existsSync(join(repository.folder, "ran"))).toBe(false);
    const { code, stdout } = await check(repository.folder, ["job", "--record", "--again", "--by", "ben"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n1 block passed\nRecorded job for 2026-11-23: done, by Ben \([0-9a-f]{10}\)\n$/);
  });

  it("records nothing where a block changed the text that is to be kept", async () => {
    const repository = bookRepository({ procedures: { job: { body: body([block("echo >> procedures/job.md")]) } } });
    const { code, document } = await runJson("error", ["check", "job", "--record"], {
      cwd: repository.folder,
      ...inProcess,
    });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "io" });
    expect(stateOf(repository).tip).toBeNull();
  });

  it.each([
    { signal: "SIGINT", ends: { code: 1, signal: null } },
    { signal: "SIGTERM", ends: { code: null, signal: "SIGTERM" } },
  ] as const)("on $signal ends the block and records nothing", async ({ signal, ends }) => {
    const repository = bookRepository({
      procedures: { job: { body: body([block("echo $$ > pid; sleep 60"), block("touch ran")]) } },
    });
    const { folder } = repository;
    const temporary = emptyFolder();
    const child = spawn(process.execPath, [PROGRAM, "check", "job", "--record"], {
      cwd: folder,
      env: {
        ...process.env,
        RUNBOOK_NOW: "2026-11-23T08:30:00Z",
        TMPDIR: temporary,
        GIT_AUTHOR_NAME: "Ana",
        GIT_AUTHOR_EMAIL: "a@b.example",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const closed = new Promise((settle) => child.on("close", (code, how) => settle({ code, signal: how })));
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    const pid = join(folder, "pid");
    while (!existsSync(pid) || readFileSync(pid, "utf8") === "") await new Promise((next) => setTimeout(next, 20));
    child.kill(signal);
    expect(await closed).toEqual(ends);
    await expectGone(readFileSync(pid, "utf8").trim());
    expect(namesInTemporary(temporary)).toEqual([]);
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(stateOf(repository).tip).toBeNull();
    if (signal === "SIGINT") expect(stdout).toMatch(/interrupted, .*\n.*not run\n/);
  });
});
