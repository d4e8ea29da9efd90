// No command line and no file, however odd, makes the program hang, fail as a bug or print what steers a terminal: the
// property, run with few examples in `npm test` and with many in `npm run stress`.
import { Readable } from "node:stream";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Command, Option } from "commander";
import fc from "fast-check";
import { programFor } from "../../src/cli/program.ts";
import type { Io } from "../../src/io.ts";
import { OUTPUT_SHAPES } from "../../src/view/output-shapes.ts";
import { type RunResult, bookRepository, recorded, runCli } from "./run-cli.ts";

const silent = { write: () => {}, isTTY: false, columns: undefined };
const io: Io = {
  cwd: "/",
  env: {},
  now: () => 0,
  later: () => 0,
  stdout: silent,
  stderr: silent,
  stdin: { isTTY: false, read: () => Readable.from([]), keys: () => process.stdin },
  signals: { listen: () => () => {}, toGroup: () => {} },
  runtime: "test",
};

// ---- the grammar of command lines, from the program's own commands

interface Leaf {
  readonly words: readonly string[];
  readonly options: readonly Option[];
  readonly wordsTaken: number;
}

function leavesOf(command: Command, words: readonly string[]): Leaf[] {
  const own = { words, options: command.options, wordsTaken: command.registeredArguments.length };
  return [own, ...command.commands.flatMap((child) => leavesOf(child, [...words, child.name()]))];
}

const LEAVES = leavesOf(
  programFor(async () => {}, io),
  [],
);
/** Asks the network, which tests do not. */
const LEFT_OUT: ReadonlySet<string> = new Set(["--external"]);

const pool = (text: string): readonly string[] => text.split("|");
const PROCEDURES = pool("job|week|wave|first|close|check|broken|nothing|Job|JOB|__proto__|constructor|toString|evil");
const DATES = pool(
  "2026-11-23|2026-11-20|2026-12-25|2027-02-29|2199-12-31|1900-01-01|2026-W47|2026-11|2026|2027-04|today|08:15|2026-11-23T08:00|2026-11-23T08:00+01:00|wave-2027-04.customer-engagement|close-2026-11-23-0c1d",
);
const VALUES = pool(
  "|0|1|3|-1|1.5|1e9|9999999999|NaN|12m|1h30m|2d|30s|500K|1G|db=1|db=x|=|a=b|ana|ben|operations-lead|Ben <ben@contoso.example>|<>|HEAD|main|runbook-ledger|HEAD~1|@{u}|0000|deadbeef|4f2c|stale|stale,unowned|GB|ENG|XX|Europe/London|Mars/Phobos|europe|daily|every business day|weekly on Tuesday|on event x|rrule FREQ=SECONDLY|github,azure|customer-engagement|INC-42|incident|event|due|output/due|2026-2028|--json|--|-|-m|--upload-pack=x|--output=x|-c|;|$(touch pwned)|`touch pwned`|%PATH%|{{as_of}}|*|a\nb|\r|\t|\u0000|\u001b[2J|\u202e|\ufeff|日本|👍🏽|é|é|##vso[task.complete]|::error::x",
);
/** In the folder that a run has for itself. */
const PATHS = pool(
  ".|..|x|x/y|own.md|reviews/a.md|runbook.yml|roles.yml|procedures|procedures/job.md|procedures/none.md|.git|.git/HEAD|/dev/null|/dev/null/x|/proc/self/mem|a b/ü.md|.schemas|baseline.json",
);

const junk = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.constantFrom("x".repeat(10_000), "a,".repeat(3000), "-".repeat(50)),
);
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 3, arbitrary: fc.constantFrom(...PROCEDURES) },
  { weight: 3, arbitrary: fc.constantFrom(...DATES) },
  { weight: 3, arbitrary: fc.constantFrom(...PATHS) },
  { weight: 1, arbitrary: junk },
);

/** Mostly what the option itself accepts. */
function valueFor({ argChoices, parseArg }: Option): fc.Arbitrary<string> {
  const accepted = [...(argChoices ?? [...VALUES, ...PROCEDURES, ...DATES, ...PATHS])].filter((text) => {
    try {
      parseArg?.(text, []);
      return true;
    } catch {
      return false;
    }
  });
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...accepted) }, value);
}

function optionWords(option: Option): fc.Arbitrary<readonly string[]> {
  const name = option.long ?? option.short ?? "";
  if (!option.required && !option.optional) return fc.constant([name]);
  const given = valueFor(option);
  return fc.oneof(
    { weight: 6, arbitrary: given.map((text) => [name, text]) },
    { weight: 2, arbitrary: given.map((text) => [`${name}=${text}`]) },
    { weight: 1, arbitrary: fc.constant([name]) },
  );
}

const rarely = (words: fc.Arbitrary<readonly string[]>): fc.Arbitrary<readonly string[]> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, words);

function lineOf({ words, options, wordsTaken }: Leaf): fc.Arbitrary<readonly string[]> {
  const usable = options.filter(({ long }) => !LEFT_OUT.has(long ?? ""));
  const required = fc.tuple(...usable.filter(({ mandatory }) => mandatory).map(optionWords)).map((all) => all.flat());
  const flags =
    usable.length === 0
      ? fc.constant([])
      : fc.array(fc.oneof(...usable.map(optionWords)), { maxLength: 2 }).map((all) => all.flat());
  const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PROCEDURES) }, value);
  const named = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(...Array.from({ length: wordsTaken }, () => word)) },
    { weight: 1, arbitrary: fc.array(word, { maxLength: wordsTaken + 1 }) },
  );
  return fc
    .tuple(required, flags, named, fc.boolean(), rarely(value.map((text) => [text])))
    .map(([needed, given, others, flagsFirst, stray]) => [
      ...words,
      ...(flagsFirst ? [...needed, ...given, ...others] : [...others, ...needed, ...given]),
      ...stray,
    ]);
}

const commandLine = fc.oneof(...LEAVES.map(lineOf));

// ---- what a run may find wrong with the files

export interface Damage {
  readonly file: string;
  readonly kind: "delete" | "cut" | "insert" | "replace" | "bytes";
  /** Where, as a fraction of the file. */
  readonly at: number;
  readonly text: string;
}

const FILES = pool(
  "runbook.yml|roles.yml|holidays.yml|waves.yml|procedures/job.md|procedures/week.md|procedures/first.md|procedures/check.md|.git/HEAD|.git/config|.git/refs/heads/runbook-ledger|.git/refs/heads/main|.git/runbook/cache/*",
);
const FRAGMENTS = pool(
  "\n---\n|: |- |\t|{|[|'|\"|&a |*a|!!js/function|<<: *a|#|null|~|0x1F|name: \n|trigger: every 0 weeks\n|trigger: rrule FREQ=YEARLY;COUNT=999999999\n|owner: [a]\n|## Steps\n|```sh run\n|\u0000|\ufeff|\r\n|\u001b[31m|2026-13-45|id: contoso\nid: contoso\n|timezone: Mars/Phobos\n|ref: refs/heads/none\n|ffffffffffffffffffffffffffffffffffffffff\n|[core]\nbare = true\n",
);
const damage: fc.Arbitrary<Damage> = fc.record({
  file: fc.constantFrom(...FILES),
  kind: fc.constantFrom("delete", "cut", "insert", "insert", "replace", "bytes"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  text: fc.oneof(fc.constantFrom(...FRAGMENTS), junk),
});

function inflict(folder: string, { file, kind, at, text }: Damage): void {
  const path = join(folder, file.replace("*", "run-book"));
  if (kind === "delete") return rmSync(path, { force: true });
  if (!existsSync(path)) return;
  const content = readFileSync(path);
  const place = Math.floor(at * content.length);
  const [before, after] = [content.subarray(0, place), content.subarray(place)];
  const pieces = {
    cut: [before],
    insert: [before, text, after],
    replace: [text],
    bytes: [before, new Uint8Array([0xff, 0xfe, 0, 0x80]), after],
  };
  writeFileSync(path, Buffer.concat(pieces[kind].map((piece) => Buffer.from(piece))));
}

export interface Trial {
  readonly args: readonly string[];
  readonly damages: readonly Damage[];
  readonly stdin: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const trial: fc.Arbitrary<Trial> = fc.record({
  args: commandLine,
  damages: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(damage, { maxLength: 3 })),
  stdin: fc.oneof(fc.constant(""), junk),
  env: fc.constantFrom<Trial["env"]>(
    {},
    {},
    { RUNBOOK_NO_CACHE: "1" },
    { HOME: undefined },
    { CI: "true" },
    { COLUMNS: "1" },
    { RUNBOOK_NOW: "2199-12-31T23:59:59Z" },
    { RUNBOOK_DIR: "" },
  ),
});

// ---- the property

/** A folder for each run, a copy of a small repository with records, two events and a warm cache. */
export interface Ground {
  readonly newFolder: () => string;
  readonly remove: () => void;
}

export async function makeGround(): Promise<Ground> {
  const check =
    '## Steps\n\n1. Do.\n\n## Validation\n\n- Look.\n\n  ```sh run\n  test "$A" = 1\n  ```\n\n## Escalation\n\n- Call.\n';
  const repository = bookRepository({
    settings: { ledger: "{ sync: manual }", budgets: "{ daily: 1h }" },
    procedures: {
      job: { trigger: "every business day", effort: "10m", measures: "{ db: { warn: 1, limit: 2 } }" },
      week: { trigger: "weekly on Tuesday", requires: "[evidence, approval]" },
      wave: { trigger: "wave -2 weeks" },
      first: { trigger: "on incident severity 1 within 15 minutes", escalate_to: "[operations-lead]" },
      close: { trigger: "on event close within 2 business days" },
      check: { inputs: "{ a: { default: 1 } }", body: check },
      broken: { trigger: "dayly" },
      evil: { name: '"\\u001b[2J##vso[x]\\u202e | `a` <b>"', trigger: "monthly on last business day" },
    },
  });
  for (const args of [
    ["done", "job", "--took", "5m", "--value", "db=1.5"],
    ["incident", "open", "--severity", "1", "--title", "Orders fail", "--ticket", "INC-42"],
    ["event", "raise", "close"],
  ]) {
    await recorded(repository, args);
  }
  await runCli(["due"], { cwd: repository.folder, inProcess: true });
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "runbook-fuzz-")));
  return {
    newFolder: () => {
      // Deep enough that `..` stays within.
      const folder = join(mkdtempSync(join(parent, "run-")), "a", "b", "c");
      cpSync(repository.folder, folder, { recursive: true });
      return folder;
    },
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 3 }),
  };
}

const RAW = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const PATIENCE_MS = 60_000;

/** Why the answer is none that the program may give; undefined where it may. */
function complaint({ args }: Trial, { code, stdout, stderr }: RunResult): string | undefined {
  if (![0, 1, 2].includes(code)) return `exit ${code}`;
  if (/bug in runbook|\[object Object\]|\bundefined\b/.test(stderr)) return "the words of a bug";
  // Where a program that was asked has failed, `--verbose` says where that was.
  if (!args.includes("--verbose") && /^\s+at \S.*[:)]\d+/m.test(stderr)) return "a stack trace";
  if (code === 2 && stderr === "") return "exit 2 without a word";
  if (RAW.test(stderr)) return "control characters on stderr";
  // The extracted texts and evidence of others are theirs, and iCalendar has CRLF.
  if (RAW.test(stdout)) return "control characters on stdout";
  if (
    args.includes("--json") &&
    !args.includes("--") &&
    code === 2 &&
    !OUTPUT_SHAPES.error.safeParse(jsonIn(stdout)).success
  ) {
    return "exit 2 with --json without the error document";
  }
  return undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A property that fails where a run does what no run may; `onRun` gets each answer, `onFailure` each such trial at once. */
export function commandLineProperty(
  { newFolder }: Ground,
  {
    isReal = false,
    onRun = () => {},
    onFailure = () => {},
  }: {
    readonly isReal?: boolean;
    readonly onRun?: (code: number, trial: Trial) => void;
    readonly onFailure?: (trial: Trial, why: unknown) => void;
  } = {},
): fc.IAsyncProperty<[Trial]> {
  return fc.asyncProperty(trial, async (one) => {
    const cwd = newFolder();
    try {
      for (const each of one.damages) inflict(cwd, each);
      let timer: NodeJS.Timeout | undefined;
      const hang = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("it hangs")), PATIENCE_MS);
      });
      const options = { cwd, env: one.env, input: one.stdin, inProcess: !isReal };
      // A command line cannot hold the character that ends its words.
      const args = isReal ? one.args.map((word) => word.replaceAll("\0", "")) : one.args;
      const result = await Promise.race([runCli(args, options), hang]).finally(() => clearTimeout(timer));
      onRun(result.code, one);
      const wrong = complaint(one, result);
      if (wrong !== undefined)
        throw new Error(`${wrong}\n${result.stdout.slice(0, 2000)}\n${result.stderr.slice(0, 4000)}`);
      if (existsSync(join(cwd, "pwned"))) throw new Error("a word of the command line was run by a shell");
    } catch (why) {
      onFailure(one, why);
      throw why;
    } finally {
      rmSync(dirname(dirname(dirname(cwd))), { recursive: true, force: true, maxRetries: 3 });
    }
  });
}
