// Runs the built program in processes of its own, against files and git repositories in temporary folders. A start costs
// a third of a second: tables of refusals, and looks at what a run left behind, call the same `main` in this process.
import { Readable } from "node:stream";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { expect, inject } from "vitest";
import { main } from "../../src/cli/main.ts";
import type { Io, OutputStream } from "../../src/io.ts";
import { printKeptAnswer } from "../../src/session/kept-answer.ts";
import { cacheFolderOf, checkedBytes } from "../../src/store/cache-files.ts";
import { lineStoreOf } from "../../src/store/kept-lines.ts";
import { OUTPUT_SHAPES, type Output, type OutputName, type RecordOutput } from "../../src/view/output-shapes.ts";

const project = join(import.meta.dirname, "..", "..");
/** The program as it is installed; `npm run build` makes what it loads. */
export const PROGRAM = join(project, "bin", "runbook.js");
/** A Monday. */
const CLOCK = "2026-11-23T08:30:00Z";
/** For hooks that run the program several times, on a machine that has other things to do. */
export const HOOK_TIMEOUT = 60_000;
export const LEDGER = "refs/heads/runbook-ledger";
/** Who git says is at work. */
export const RECORDER = { name: "Ana Núñez", email: "ana@contoso.example" } as const;

const scratch = mkdtempSync(join(inject("scratch"), "cli-"));
const home = join(scratch, "home");
mkdirSync(home);
const gitConfig = join(home, "gitconfig");
writeFileSync(
  gitConfig,
  `[user]\n\tname = ${RECORDER.name}\n\temail = ${RECORDER.email}\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n[safe]\n\tbareRepository = all\n`,
);

export interface RunOptions {
  readonly cwd: string;
  /** Beside the clean environment, or instead of it: undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input, closed after it; without it there is none. */
  readonly input?: string;
  /** Calls `main` from the source instead of starting the built program. */
  readonly inProcess?: boolean;
  /** As `inProcess`, and only what an earlier run has kept: code -1 where that is nothing. */
  readonly keptOnly?: boolean;
  /** What the program is told of Node, in process. */
  readonly runtime?: string;
  /** Gets what is written to either stream, in order, in process. */
  readonly onWrite?: (text: string) => void;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** No variable of the developer's reaches the program, but for PATH, TZ and the format of branches (see test/setup.ts). */
export function cleanEnvironment(changes: RunOptions["env"] = {}): Record<string, string> {
  const { PATH, TZ, GIT_DEFAULT_REF_FORMAT } = process.env;
  const env = {
    PATH,
    TZ,
    GIT_DEFAULT_REF_FORMAT,
    HOME: home,
    XDG_CACHE_HOME: join(inject("scratch"), "cache"),
    TMPDIR: tmpdir(),
    GIT_CONFIG_GLOBAL: gitConfig,
    GIT_CONFIG_NOSYSTEM: "1",
    NO_COLOR: "1",
    RUNBOOK_NOW: CLOCK,
    ...changes,
  };
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Runs `runbook` with these arguments. */
export async function runCli(args: readonly string[], options: RunOptions): Promise<RunResult> {
  return options.inProcess === true || options.keptOnly === true
    ? runMain(args, options)
    : runProgram(process.execPath, [PROGRAM, ...args], options);
}

/** Nobody presses Ctrl-C in this process. */
const SIGNALS: Io["signals"] = {
  listen: () => () => {},
  toGroup: (leader, signal) => {
    try {
      process.kill(-leader, signal);
    } catch {
      // Nothing of it is left.
    }
  },
};

async function runMain(
  args: readonly string[],
  { cwd, env: changes, input = "", runtime = "test", keptOnly, onWrite }: RunOptions,
): Promise<RunResult> {
  const env = cleanEnvironment(changes);
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written): OutputStream => ({
    write: (text) => {
      written[name] += text;
      onWrite?.(text);
    },
    isTTY: false,
    columns: undefined,
  });
  const now = Date.parse(env["RUNBOOK_NOW"] ?? "");
  const [stdout, stderr] = [stream("stdout"), stream("stderr")];
  const stdin = { isTTY: false, read: () => Readable.from([Buffer.from(input)]), keys: () => process.stdin };
  const io: Io = {
    cwd,
    env,
    now: () => now,
    later: () => now,
    stdout,
    stderr,
    stdin,
    signals: SIGNALS,
    runtime,
  };
  const code = keptOnly === true ? ((await printKeptAnswer(args, io)) ?? -1) : await main(args, io);
  return { code, ...written };
}

/** Runs any program in the same clean environment. */
export async function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((settle, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: cleanEnvironment(options.env),
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === null) reject(new Error(`runbook was stopped by ${signal}`));
      else settle({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

export interface JsonResult<Name extends OutputName> extends RunResult {
  readonly document: Output<Name>;
}

/** Runs `runbook … --json`; all of stdout must be one document of this shape. */
export async function runJson<const Name extends OutputName>(
  name: Name,
  args: readonly string[],
  options: RunOptions,
): Promise<JsonResult<Name>> {
  const result = await runCli([...args, "--json"], options);
  return { ...result, document: parsed(name, args, result) };
}

function parsed<Name extends OutputName>(name: Name, args: readonly string[], result: RunResult): Output<Name> {
  let document: unknown;
  try {
    document = JSON.parse(result.stdout);
  } catch {
    throw new Error(
      `runbook ${args.join(" ")} (exit ${result.code}) printed no JSON:\n${result.stdout}${result.stderr}`,
    );
  }
  const checked = OUTPUT_SHAPES[name].safeParse(document);
  if (checked.success) return checked.data as Output<Name>;
  throw new Error(
    `runbook ${args.join(" ")} (exit ${result.code}) is no \`${name}\`: ${checked.error}\n${result.stdout}`,
  );
}

// ---- files

/** An empty folder in no repository. */
export function emptyFolder(): string {
  return mkdtempSync(join(scratch, "folder-"));
}

/** A file to be, its path relative to the folder that will hold it. */
/** What programs have left in a folder that was TMPDIR; from version 22.1 on Node keeps compiled code there. */
export function namesInTemporary(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== "node-compile-cache");
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Writes files, with their folders, under a folder. */
export function writeFiles(folder: string, files: readonly TextFile[]): void {
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Changes what the program has cached in a file, and the checksum with it. */
export function plant(file: string, change: (text: string) => string): void {
  const content = readFileSync(file, "utf8");
  const text = change(content.slice(content.indexOf("\n") + 1));
  writeFileSync(file, checkedBytes(Buffer.from(text)));
}

/** The same in a file of lines that are read one by one: the head comes first, then each line after its key and a tab. */
export function plantLines(file: string, change: (text: string) => string): void {
  const common = join(dirname(file), "..", "..");
  const store = lineStoreOf(cacheFolderOf(common), basename(file));
  const text = store.read(({ head, lines }) =>
    [head, ...[...lines].map(([key, line]) => `${JSON.stringify(key)}\t${line}`)].join("\n"),
  );
  if (text === undefined) throw new Error(`There are no lines in ${file}.`);
  const [head = "", ...entries] = change(text).split("\n");
  const lines = entries.map((entry): [string, string] => {
    const [key = "", line = ""] = entry.split("\t");
    return [JSON.parse(key) as string, line];
  });
  store.write({ head: () => head, lines });
}

/** The run book that ships with the program. */
export function referenceFiles(): TextFile[] {
  const root = join(project, "runbook");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:md|yml)$/.test(path))
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(root, path), "utf8") }));
}

const ROLES = `roles:
  operations-analyst: { name: Operations analyst, people: [ana, ben], rotation: { every: 1w, from: 2026-11-02 } }
  operations-lead: { name: Operations lead, people: [chris], deputies: [ana] }
  partner-support: { name: Partner service desk, contact: { email: servicedesk@partner.example, phone: "+44 20 7946 0000" } }
people:
  ana: { name: Ana, email: ana@contoso.example, phone: "+44 20 7946 0101" }
  ben: { name: Ben, email: ben@contoso.example }
  chris: { name: Chris, email: chris@contoso.example, phone: "+44 20 7946 0103" }
  guest: { name: Guest }
`;

export interface BookParts {
  /** Lines of runbook.yml beside the required ones, or instead of them. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly roles?: string;
  /** Dates. */
  readonly holidays?: readonly string[];
  /** The list of waves.yml. */
  readonly waves?: string;
  /** Frontmatter by id, as `procedureText` takes it. */
  readonly procedures?: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
}

/** The files of a small run book: in UTC, live since 2026-01-01, with a holiday in each year from 2025 to 2027. */
export function bookFiles({ settings, roles = ROLES, holidays, waves = "[]", procedures = {} }: BookParts): TextFile[] {
  const keys = { id: "contoso", title: "Contoso run book", go_live: "2026-01-01", timezone: "UTC", ...settings };
  const dates = (holidays ?? ["2025-12-25", "2026-12-25", "2027-12-25"]).map(
    (date) => `{ date: ${date}, name: Holiday }`,
  );
  return [
    { path: "runbook.yml", text: mapping(keys) },
    { path: "roles.yml", text: roles },
    { path: "holidays.yml", text: `holidays: [${dates.join(", ")}]\n` },
    { path: "waves.yml", text: `waves: ${waves}\n` },
    ...Object.entries(procedures).map(([id, more]) => ({ path: `procedures/${id}.md`, text: procedureText(id, more) })),
  ];
}

/** A procedure with all that is required; keys that are undefined are left out, `body` is what follows the frontmatter. */
export function procedureText(
  id: string,
  { body = BODY, ...more }: Readonly<Record<string, string | undefined>> = {},
): string {
  const keys = { name: id, trigger: "daily", owner: "operations-analyst", last_updated: "2026-11-02", ...more };
  return `---\n${mapping(keys)}---\n${body}`;
}

const BODY =
  "Purpose.\n\n## Steps\n\n1. Open it.\n\n## Validation\n\n- It is 0.\n\n## Escalation\n\n- Call the lead.\n";

function mapping(keys: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(keys).map(([key, value]) => (value === undefined ? "" : `${key}: ${value}\n`));
  return lines.join("");
}

/** A folder that is a run book, in no repository. */
export function bookFolder(parts: BookParts = {}): string {
  const folder = emptyFolder();
  writeFiles(folder, bookFiles(parts));
  return folder;
}

// ---- repositories

export interface Repository {
  /** The work tree, absolute. */
  readonly folder: string;
  /** Runs git here as the recorder and gives its output without the last line end; throws where it fails. */
  readonly git: (...args: readonly string[]) => string;
}

/** The repository in a folder; `git init` is up to the caller. */
export function repositoryIn(folder: string): Repository {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, {
      cwd: folder,
      env: cleanEnvironment(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    }).replace(/\n$/, "");
  return { folder, git };
}

/** A repository on `main` that holds the files, committed. */
export function repositoryOf(files: readonly TextFile[]): Repository {
  const repository = repositoryIn(emptyFolder());
  writeFiles(repository.folder, files);
  repository.git("init", "--quiet", "--template=");
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "--allow-empty", "-m", "Start");
  return repository;
}

/** A repository whose top folder is a small run book. */
export function bookRepository(parts: BookParts = {}): Repository {
  return repositoryOf(bookFiles(parts));
}

/** A repository that holds the reference run book in `runbook/`. */
export function referenceRepository(): Repository {
  return repositoryOf(referenceFiles().map(({ path, text }) => ({ path: `runbook/${path}`, text })));
}

/** Leaves work in progress behind: staged, changed since, deleted, untracked, ignored. */
export function makeDirty({ folder, git }: Repository): void {
  writeFiles(folder, [
    { path: "staged.txt", text: "staged\n" },
    { path: "both.txt", text: "staged\n" },
  ]);
  git("add", "staged.txt", "both.txt");
  writeFiles(folder, [
    { path: "both.txt", text: "changed since\n" },
    { path: "untracked.txt", text: "untracked\n" },
    { path: ".gitignore", text: "*.ignored\n" },
    { path: "x.ignored", text: "ignored\n" },
  ]);
}

/** The ledger's tip (null where there is none), and all that recording must leave as it is: equal texts, equal states. */
export function stateOf({ folder, git }: Repository): { readonly tip: string | null; readonly user: string } {
  const refs = git("for-each-ref", "--format=%(refname) %(objectname)")
    .split("\n")
    .filter((line) => line !== "");
  const [, tip = null] = refs.find((line) => line.startsWith(`${LEDGER} `))?.split(" ") ?? [];
  const gitFolder = gitFolderOf(folder);
  const files = ["HEAD", "index", "config", "FETCH_HEAD", "ORIG_HEAD", "logs/HEAD"];
  const user = [
    git("--no-optional-locks", "status", "--porcelain=v2", "--branch", "--ignored", "--untracked-files=all"),
    // What the remote holds of the ledger is noted whenever it is asked or sent something.
    ...refs.filter((line) => !/\/runbook-ledger /.test(line)),
    ...files.map((file) => `${file} ${hashOf(join(gitFolder, file))}`),
    ...readdirSync(folder),
  ];
  return { tip, user: user.join("\n") };
}

/** As git finds it, but for the walk up: `.git` here, or the folder that the file `.git` names. */
function gitFolderOf(folder: string): string {
  const link = join(folder, ".git");
  return statSync(link).isDirectory()
    ? link
    : resolve(folder, readFileSync(link, "utf8").slice("gitdir: ".length).trim());
}

function hashOf(file: string): string {
  return existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "none";
}

/** Puts a commit on the ledger as another program would, with everything at the clock's time, and gives its id. */
export async function appendToLedger(repository: Repository, message: string): Promise<string> {
  const { folder, git } = repository;
  const env = { GIT_AUTHOR_DATE: CLOCK, GIT_COMMITTER_DATE: CLOCK };
  const commit = async (text: string, args: readonly string[]): Promise<string> =>
    (await runProgram("git", ["commit-tree", ...args], { cwd: folder, env, input: text })).stdout.trim();
  const tip = stateOf(repository).tip ?? (await commit("Begin the ledger\n", [git("mktree")]));
  const added = await commit(message, ["-p", tip, `${tip}^{tree}`]);
  git("update-ref", LEDGER, added);
  return added;
}

/** Runs a command that records: it must exit 0 with what is on the ledger now, and touch nothing of the user's. */
export async function expectRecorded(
  repository: Repository,
  args: readonly string[],
  options: Omit<RunOptions, "cwd"> & { readonly cwd?: string } = {},
): Promise<RecordOutput[]> {
  const before = stateOf(repository);
  const fetched = repository.git("for-each-ref", "--format=%(objectname)", "refs/remotes").split("\n");
  const { document, code } = await runJson("records", args, { cwd: repository.folder, ...options });
  expect(code).toBe(0);
  expect(stateOf(repository).user).toBe(before.user);
  // In order, without the root that the first one also makes, and without what a remote had before.
  const known = [before.tip ?? "", ...fetched].filter((id) => id !== "");
  const added = repository.git("rev-list", "--reverse", "--min-parents=1", LEDGER, "--not", ...known);
  expect(document.records.map(({ commit }) => commit)).toEqual(added.split("\n"));
  return document.records;
}

/** Records, in this process, what a test begins with. */
export async function recorded(repository: Repository, args: readonly string[]): Promise<RecordOutput[]> {
  const { document, code } = await runJson("records", args, { cwd: repository.folder, inProcess: true });
  if (code !== 0) throw new Error(`runbook ${args.join(" ")} ended with exit code ${code}`);
  return document.records;
}

/** Runs a command, in this process, that must record nothing and exit 2, and gives the error of its document. */
export async function expectRefused(
  repository: Repository,
  args: readonly string[],
  options: Omit<RunOptions, "cwd"> & { readonly cwd?: string } = {},
): Promise<Output<"error">["error"]> {
  const before = stateOf(repository);
  const { document, code } = await runJson("error", args, { cwd: repository.folder, inProcess: true, ...options });
  expect(code).toBe(2);
  expect(stateOf(repository)).toEqual(before);
  return document.error;
}
