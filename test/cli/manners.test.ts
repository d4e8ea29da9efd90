import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mayEnd } from "../../src/node-io.ts";
import {
  HOOK_TIMEOUT,
  PROGRAM,
  bookFolder,
  bookRepository,
  emptyFolder,
  recorded,
  runCli,
  runJson,
  runProgram,
} from "../helpers/run-cli.ts";

const COMMANDS = [
  "due",
  "done",
  "skip",
  "undo",
  "init",
  "new",
  "list",
  "show",
  "explain",
  "lint",
  "holidays",
  "wave",
  "log",
];

let cwd: string;
beforeAll(async () => {
  const repository = bookRepository({
    settings: { title: "Ours", go_live: "2026-11-16" },
    procedures: { job: { trigger: "every business day", effort: "10m" }, wave: { trigger: "wave -2 weeks" } },
  });
  await recorded(repository, ["done", "job"]);
  cwd = repository.folder;
}, HOOK_TIMEOUT);

describe.concurrent("help", () => {
  it("names every command, and help of each has an example", async () => {
    const { code, stdout, stderr } = await runCli(["--help"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // Groups of commands take no options of their own.
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => !["help", "incident", "event"].includes(name));
    expect(listed).toEqual(expect.arrayContaining(COMMANDS));
    expect(stdout).toContain("Examples:\n  $ runbook ");
    const helps = await Promise.all(
      [...listed.map((name) => [name]), ["holidays", "update"]].map(async (words) => ({
        words: words.join(" "),
        ...(await runCli([...words, "--help"], { cwd })),
      })),
    );
    for (const { words, ...help } of helps) {
      expect({ words, code: help.code, stderr: help.stderr }).toEqual({ words, code: 0, stderr: "" });
      expect(help.stdout).toMatch(new RegExp(`^Usage: runbook ${words}\\b`));
      expect(help.stdout).toMatch(new RegExp(`^ {2}\\$ runbook ${words}\\b`, "m"));
      const json = /--format.*"json"/.test(help.stdout) ? ["--json"] : [];
      for (const option of ["--dir", "--as-of", "--format", ...json, "--no-color", "--verbose", "--help"]) {
        expect(`${words}: ${help.stdout}`).toContain(option);
      }
    }
  });

  it("is also a command", async () => {
    const [byCommand, byOption] = await Promise.all([
      runCli(["help", "due"], { cwd }),
      runCli(["due", "--help"], { cwd }),
    ]);
    expect(byCommand).toEqual(byOption);
  });

  it("comes with exit 2 and on stderr where nothing is asked for", async () => {
    const { code, stdout, stderr } = await runCli([], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: runbook /);
  });

  it("has the version beside it", async () => {
    const [long, short] = await Promise.all([runCli(["--version"], { cwd }), runCli(["-V"], { cwd })]);
    expect(long).toMatchObject({ code: 0, stderr: "" });
    expect(long.stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    expect(short).toEqual(long);
  });
});

describe.concurrent("usage errors", () => {
  it.each([
    { args: ["lnt"], meant: "lint" },
    { args: ["complete"], meant: "runbook --help" },
    { args: ["due", "--jsn"], meant: "--json" },
    { args: ["done", "job", "--agian"], meant: "--again" },
    { args: ["list", "--format", "xml"], meant: "json" },
    { args: ["due", "--date", "tomorrow"], meant: "YYYY-MM-DD" },
    { args: ["due", "--date", "9999-12-31"], meant: "2199" },
    { args: ["due", "now"], meant: "runbook due --help" },
    { args: ["show"], meant: "procedure" },
    { args: ["holidays", "updat"], meant: "update" },
    { args: ["help", "lnt"], meant: "lint" },
    { args: ["wave", "list", "2027"], meant: "runbook wave list --help" },
    // What only the command above it takes is not passed over, wherever it stands.
    { args: ["wave", "list", "--next"], meant: "unknown option '--next'" },
    { args: ["wave", "--next", "list"], meant: "unknown option '--next'" },
    { args: ["wave", "list", "--format", "ics"], meant: "pretty, json" },
    { args: ["wave", "--format", "ics", "list"], meant: "ics" },
    { args: ["log", "show", "abcd", "--owner", "ana"], meant: "runbook log show --help" },
    // A note without its option.
    {
      args: ["incident", "update", "7f3a", "Told the users"],
      meant: "'Told the users' is one word too many for 'update'",
    },
    { args: ["incident", "close", "7f3a", "Mended"], meant: 'behind -m, in quotes: -m "TEXT"' },
    { args: ["run", "job", "--print", "Quiet day"], meant: 'behind -m, in quotes: -m "TEXT"' },
    {
      args: ["incident", "open", "--severity", "2", "Orders", "fail"],
      meant: 'behind --title, in quotes: --title "TEXT"',
    },
    {
      args: ["holidays", "update", "2027", "--country", "DE", "--years", "2027"],
      meant: "runbook holidays update --help",
    },
  ])("$args exits 2 and says $meant on stderr", async ({ args, meant }) => {
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(meant);
  });

  it.each([
    { args: ["--json", "due"], meant: "(options stand after the command: runbook due --json)" },
    { args: ["due", "--format", "jsn"], meant: "(Did you mean json?)" },
    { args: ["completion", "bsh"], meant: "(Did you mean bash?)" },
    { args: ["agenda", "--view", "mnth"], meant: "(Did you mean month?)" },
    { args: ["wave", "lst"], meant: "(Did you mean list?)" },
    { args: ["wave", "2027-04"], meant: "(Did you mean --date 2027-04?)" },
    { args: ["incident", "opne"], meant: "(Did you mean open?)" },
    { args: ["show", "jbo"], meant: "`job`" },
    { args: ["due", "--role", "operations-laed"], meant: "`operations-lead`" },
    { args: ["done", "job", "--again", "--by", "bne"], meant: "`ben`" },
    { args: ["lint", "--rule", "stael"], meant: "`stale`" },
    { args: ["import", ".", "--owner", "operations-laed"], meant: "`operations-lead`" },
    { args: ["import", ".", "--trigger", "every buisness day"], meant: "\n        ^^^^^^^^\n" },
    { args: ["init", "x", "--yes", "--timezone", "Europe/Lndon"], meant: "`Europe/London`" },
  ])("$args names the nearest: $meant", async ({ args, meant }) => {
    const { code, stderr } = await runCli(args, { cwd, inProcess: true });
    expect(code).toBe(2);
    expect(stderr).toContain(meant);
  });

  it("name the nearest choice in the error document too", async () => {
    const { document } = await runJson("error", ["agenda", "--view", "mnth"], { cwd, inProcess: true });
    expect(document.error).toMatchObject({ code: "usage", hint: "Did you mean month?" });
  });

  it.each([
    { args: ["skip"], hint: "See runbook skip --help" },
    { args: ["holidays", "update"], hint: "See runbook holidays update --help" },
    { args: ["frobnicate"], hint: "See runbook --help" },
  ])("$args name the help to read in the error document too", async ({ args, hint }) => {
    const { document } = await runJson("error", args, { cwd, inProcess: true });
    expect(document.error).toMatchObject({ code: "usage", hint });
  });

  it.each([{ args: ["due", "--jsn"] }, { args: ["lnt"] }, { args: ["done"] }, { args: ["due", "--dir", "/nowhere"] }])(
    "$args with --json prints the error document on stdout",
    async ({ args }) => {
      const { code, stderr, document } = await runJson("error", args, { cwd });
      expect(code).toBe(2);
      expect(document.error.code).toMatch(/^(?:usage|no-runbook)$/);
      expect(document.error.message).not.toContain("\n");
      expect(stderr).not.toBe("");
    },
  );

  it("take no word after -- for an option", async () => {
    const { code, stdout } = await runCli(["done", "--", "--json"], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe.concurrent("a reader that goes away", () => {
  it.each(["due --json --within 2000 | head -1", "due --json --within 2000 2>&1 | head -1", "log --json | true"])(
    "of `runbook %s` sees no stack trace",
    async (command) => {
      const script = `'${process.execPath}' '${PROGRAM}' ${command}`;
      const { stdout, stderr } = await runProgram("sh", ["-c", script], { cwd });
      expect(stdout.split("\n").length).toBeLessThanOrEqual(2);
      expect(stderr).not.toMatch(/EPIPE|^ +at |bug in runbook/m);
    },
  );
});

/** Makes standard output one that refuses instead of waiting, for the program that is named after it. */
const WITHOUT_WAITING = `perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK) or die; exec @ARGV'`;

describe.concurrent("a slow reader of a pipe that does not wait for it", () => {
  const isPerlThere = spawnSync("perl", ["-v"]).status === 0;
  it.runIf(isPerlThere && process.platform !== "win32")("gets all of a long answer (needs perl)", async () => {
    const program = `'${process.execPath}' '${PROGRAM}' due --json --within 9000`;
    const whole = await runProgram("sh", ["-c", program], { cwd });
    // More than a pipe holds.
    expect(whole.stdout.length).toBeGreaterThan(300_000);
    const slow = await runProgram("sh", ["-c", `${WITHOUT_WAITING} ${program} | (sleep 0.2; cat)`], { cwd });
    expect(slow).toEqual(whole);
  });
});

describe("what is given to type after a command with --dir", () => {
  const asked = async (...words: string[]) => {
    const { folder } = bookRepository({ procedures: { job: {} } });
    // The folder below has no run book: what is typed there without --dir finds this one no more.
    const at = { cwd: dirname(folder), inProcess: true, env: { GIT_CEILING_DIRECTORIES: dirname(folder) } };
    const dir = basename(folder);
    return {
      dir,
      ...(await runCli([...words, "--dir", dir], at)),
      json: () => runCli([...words, "--dir", dir, "--json"], at),
    };
  };

  it("names the folder: answers, and what to type next", async () => {
    const { dir, stdout } = await asked("due");
    expect(stdout).toContain(`\n  runbook run job --dir ${dir}\n  runbook done job --dir ${dir}\n`);
  });

  it("names the folder: errors, as text and as JSON, and no other text", async () => {
    const { dir, stderr, json } = await asked("show", "nothing");
    expect(stderr).toContain(`See them all: runbook list --dir ${dir}\n`);
    expect(JSON.parse((await json()).stdout).error.hint).toContain(`See them all: runbook list --dir ${dir}\n`);
    expect((await asked("show", "job", "--format", "markdown")).stdout).not.toContain("--dir");
  });

  it("names the folder: findings of lint", async () => {
    const { dir, stdout, json } = await asked("lint");
    expect(stdout).toMatch(new RegExp(`more notes of (\\w+): runbook lint --rule \\1 --dir ${dir}\\n`, "u"));
    // What a program reads has no command line of its own.
    expect((await json()).stdout).not.toContain("--dir");
  });
});

describe("a folder to write into that is a file", () => {
  it.each([
    ["publish", "FILE", "--to", "sharepoint"],
    ["publish", "FILE", "--to", "azure-devops-wiki", "--dry-run"],
    ["site", "--out", "FILE"],
    ["audit", "--out", "FILE", "--from", "2026-11-01", "--to", "2026-11-02"],
    ["schema", "--out", "FILE"],
    ["init", "FILE"],
  ])("is named as such, with no stack for --verbose: %s", async (...args) => {
    for (const file of [join(cwd, "runbook.yml"), join(cwd, "runbook.yml", "below")]) {
      const words = [...args.map((arg) => (arg === "FILE" ? file : arg)), "--verbose"];
      const { code, stdout, stderr } = await runCli(words, { cwd, inProcess: true });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^error: .*runbook\.yml is no folder\n(?:Name another.*\n)?$/u);
    }
  });
});

it.each(["publish --to sharepoint", "site --out", "audit --from 2026-11-01 --to 2026-11-02 --out", "schema --out"])(
  "a folder with a zero character in its name is refused, with no stack for --verbose: %s",
  async (command) => {
    const { code, stdout, stderr } = await runCli([...command.split(" "), "a\0b", "--verbose"], {
      cwd,
      inProcess: true,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: No folder has a zero character in its name\nName another.*\n$/u);
  },
);

describe.concurrent("an answer that cannot be written", () => {
  // Only Linux has a device that is always full.
  it.runIf(existsSync("/dev/full"))("is exit 2 with a line, not the 1 of findings", async () => {
    const script = `'${process.execPath}' '${PROGRAM}' due > /dev/full`;
    const { code, stderr } = await runProgram("sh", ["-c", script], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*ENOSPC.*\n$/);
  });
});

describe("a Node that is too old", () => {
  const hook = (version: string): string => {
    const file = join(emptyFolder(), "another-version.cjs");
    const words = JSON.stringify(version);
    writeFileSync(
      file,
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: ${words} } });\n`,
    );
    return file;
  };
  const versionPrinted = (version: string): ReturnType<typeof runProgram> =>
    runProgram(process.execPath, ["--require", hook(version), PROGRAM, "--version"], { cwd: emptyFolder() });

  it.each(["16.20.2", "18.20.8", "20.18.3"])("is named, with the one that is needed: %s", async (version) => {
    expect(await versionPrinted(version)).toEqual({
      code: 2,
      stdout: "",
      stderr: `runbook: this is Node.js ${version}, and 20.19 or a later one is needed.\nInstall it: https://nodejs.org\n`,
    });
  });

  it.each(["20.19.0", "22.0.0"])("is none: %s", async (version) => {
    expect(await versionPrinted(version)).toMatchObject({ code: 0, stderr: "" });
  });

  it("is one that the package says so of", () => {
    const text = readFileSync(join(dirname(PROGRAM), "..", "package.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ engines: { node: ">=20.19" } });
  });
});

describe("a run that has answered", () => {
  const stream = (writableLength: number, errored: Error | null = null): Parameters<typeof mayEnd>[1][number] => ({
    writableLength,
    errored,
  });

  it.each<[string, NodeJS.Platform, Parameters<typeof mayEnd>[1], boolean]>([
    ["all is written", "linux", [stream(0), stream(0)], true],
    ["some is not written yet", "linux", [stream(0), stream(1)], false],
    ["some could not be written", "darwin", [stream(0, new Error("EIO")), stream(0)], false],
    ["Node would abort at that", "win32", [], false],
  ])("ends at once, or when Node does: %s", (_, system, streams, expected) => {
    expect(mayEnd(system, streams)).toBe(expected);
  });
});

// As on a full disk, some bytes of a file are written, and no more.
describe.runIf(process.platform !== "win32").concurrent("files that cannot be written to their end", () => {
  const runLimited = (folder: string, command: string): ReturnType<typeof runProgram> =>
    runProgram("sh", ["-c", `ulimit -f 1; '${process.execPath}' '${PROGRAM}' ${command}`], { cwd: folder });

  it("leave nothing of a run book, so that the next `init` makes one", async () => {
    const folder = emptyFolder();
    expect(await runLimited(folder, "init --yes")).toMatchObject({ code: 2, stderr: expect.stringContaining("EFBIG") });
    expect(readdirSync(folder)).toEqual([]);
    expect(await runCli(["init", "--yes"], { cwd: folder })).toMatchObject({ code: 0 });
  });

  it("leave a folder of `audit` that is said to be unfinished", async () => {
    const folder = join(emptyFolder(), "audit");
    const { code, stderr } = await runLimited(cwd, `audit --from 2026-11-16 --to 2026-11-22 --out '${folder}'`);
    expect(code).toBe(2);
    expect(stderr).toContain(`${folder} is unfinished, and has no SHA256SUMS\nMend that, remove the folder`);
    expect(existsSync(join(folder, "SHA256SUMS"))).toBe(false);
    const { stderr: again } = await runCli(["audit", "--from", "2026-11-16", "--to", "2026-11-22", "--out", folder], {
      cwd,
    });
    expect(again).toContain("Where an earlier run was stopped in this one (it has no SHA256SUMS), remove it.\n");
  });
});

describe.concurrent("colours", () => {
  const ESCAPE = "\u001b[";

  it.each([
    { env: { NO_COLOR: "1" }, args: [], coloured: false },
    // Into a pipe.
    { env: { NO_COLOR: undefined }, args: [], coloured: false },
    { env: { NO_COLOR: undefined, FORCE_COLOR: "1" }, args: [], coloured: true },
    { env: { NO_COLOR: undefined, FORCE_COLOR: "0" }, args: [], coloured: false },
    { env: { NO_COLOR: undefined, FORCE_COLOR: "1" }, args: ["--no-color"], coloured: false },
  ])("$env $args: $coloured", async ({ env, args, coloured }) => {
    const { stdout } = await runCli(["due", ...args], { cwd, env });
    expect(stdout).toContain("Ours");
    expect(stdout.includes(ESCAPE)).toBe(coloured);
  });

  it("are never in JSON, and in findings on stderr as on stdout", async () => {
    const env = { NO_COLOR: undefined, FORCE_COLOR: "1" };
    const broken = bookFolder({ holidays: [], procedures: { job: { trigger: "dayly" } } });
    const { stdout, stderr } = await runCli(["due", "--json"], { cwd: broken, env });
    expect(stdout).not.toContain("\u001b");
    expect(stderr).toContain(ESCAPE);
    const plain = await runCli(["due", "--json", "--no-color"], { cwd: broken, env });
    expect(plain.stderr).not.toContain("\u001b");
  });
});

describe.concurrent("results and messages", () => {
  it("go to stdout and stderr", async () => {
    const folder = bookFolder({ holidays: [], procedures: { job: {} } });
    const { stdout, stderr } = await runCli(["due"], { cwd: folder });
    expect(stdout).not.toMatch(/warning|not in a git repository/);
    expect(stderr).toMatch(/warning calendar/);
    expect(stderr).toMatch(/not in a git repository/);
  });

  it("wait for nobody: standard input is not read", async () => {
    const { code } = await runCli(["due"], { cwd, input: "y\n".repeat(10_000) });
    expect(code).toBe(0);
  });
});
