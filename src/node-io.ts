// The only file besides bin/ that names `process`.

import { fstatSync, statSync, writeSync } from "node:fs";
import type { Io, OutputStream } from "./io.ts";

const COULD_NOT = 2;
let outputFailed = false;
/** Whether anything is written through Node's own streams, which may take it later. */
let hasStreams = false;

/**
 * The process's own streams, environment and clock; the clock is read once. Undefined, with a word on stderr, where the
 * working directory was deleted under it.
 */
export function nodeIo(): Io | undefined {
  const now = readClock(process.env["RUNBOOK_NOW"]);
  const cwd = workingDirectory();
  if (cwd === undefined) return undefined;
  return {
    cwd,
    env: process.env,
    now: () => now,
    later: clockFrom(now),
    stdout: outputOf(1),
    stderr: outputOf(2),
    stdin: {
      // To look at it takes a while, and few commands do.
      get isTTY() {
        return process.stdin.isTTY;
      },
      read: () => process.stdin,
      keys: () => process.stdin,
    },
    signals: { listen, beforeEnd, toGroup },
    page,
    runtime: `${process.version} ${process.versions["tz"]} ${process.arch}`,
    user: process.getuid?.(),
  };
}

function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    process.stderr.write("error: the working directory is no longer there\nChange to another: cd PATH\n");
    return undefined;
  }
}

const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function onEnding(heard: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of ENDINGS) process.on(signal, heard);
  return () => {
    for (const signal of ENDINGS) process.off(signal, heard);
  };
}

function listen(heard: () => void): () => void {
  let told: NodeJS.Signals | undefined;
  const stop = onEnding((signal) => {
    told = signal;
    heard();
  });
  return () => {
    stop();
    // Ctrl-C was for what we waited for; the others were for us.
    if (told !== undefined && told !== "SIGINT") process.kill(process.pid, told);
  };
}

function beforeEnd(heard: () => void): () => void {
  const stop = onEnding((signal) => {
    stop();
    heard();
    process.kill(process.pid, signal);
  });
  return stop;
}

function toGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // macOS says EPERM where all that is left has ended and was not waited for yet.
    if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

/** RUNBOOK_NOW (an RFC 3339 instant) stands in for the clock in tests. */
function readClock(override: string | undefined): number {
  const instant = Date.parse(override ?? "");
  return Number.isNaN(instant) ? Date.now() : instant;
}

/** A suspended machine counts too, which is why the civil clock is asked; where that is set back, time stands still. */
function clockFrom(now: number): () => number {
  const started = Date.now();
  let latest = now;
  return () => {
    latest = Math.max(latest, now + Date.now() - started);
    return latest;
  };
}

const STDERR = 2;

/** Node's own streams take as long to load as a short answer takes to work out: what is no terminal is written to without. */
function outputOf(descriptor: number): OutputStream {
  if (!isWrittenAtOnce(descriptor)) return streamOf(descriptor);
  let isGone = false;
  let slow: ReturnType<typeof streamOf> | undefined;
  return {
    write: (text) => {
      if (slow !== undefined) return slow.write(text);
      if (isGone) return;
      let bytes = Buffer.from(text);
      try {
        while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") {
          // Somebody made it one that does not wait for its reader: the stream does.
          slow = streamOf(descriptor);
          return slow.write(bytes);
        }
        isGone = true;
        tellFailure(error as NodeJS.ErrnoException, descriptor);
      }
    },
    isTTY: false,
    columns: undefined,
  };
}

/** Windows is left to Node: it has pipes of several kinds. */
function isWrittenAtOnce(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return true;
    if (process.platform === "win32") return false;
    return stats.isFIFO() || stats.isSocket() || stats.rdev === statSync("/dev/null").rdev;
  } catch {
    return false;
  }
}

function streamOf(descriptor: number): OutputStream & { readonly write: (text: string | Uint8Array) => void } {
  hasStreams = true;
  const stream = descriptor === STDERR ? process.stderr : process.stdout;
  stream.on("error", (error: NodeJS.ErrnoException) => tellFailure(error, descriptor));
  return {
    write: (text) => {
      if (!stream.destroyed) stream.write(text);
    },
    isTTY: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY ? stream.rows : undefined;
    },
  };
}

/** A reader that went away (`| head`) is no failure of ours; a full disk is one that the status has to tell. */
function tellFailure({ code, message }: NodeJS.ErrnoException, descriptor: number): void {
  if (code === "EPIPE") return;
  outputFailed = true;
  process.exitCode = COULD_NOT;
  if (descriptor !== STDERR) streamOf(STDERR).write(`error: the answer could not be written: ${message}\n`);
}

/** What a shell gives for a command that is not there, Windows' own first. */
const NOT_FOUND: ReadonlySet<number | null> = new Set([9009, 126, 127]);

/** The text goes through a pipe, never into the command line. */
async function page(text: string, pager: string): Promise<boolean> {
  const { spawn } = await import("node:child_process");
  // What git sets: colours as they are, the screen left as it is, an end at once where all fits. And Windows' shell is not to
  // look for the pager in the working folder, which may be a run book's.
  const env = {
    ...process.env,
    NoDefaultCurrentDirectoryInExePath: "1",
    LESS: process.env["LESS"] ?? "FRX",
    LV: process.env["LV"] ?? "-c",
  };
  const child = spawn(pager, { shell: true, stdio: ["pipe", "inherit", "inherit"], env });
  // Ctrl-C is for the pager.
  const ignore = (): void => {};
  process.on("SIGINT", ignore);
  // Whoever has seen enough leaves before the end.
  child.stdin.on("error", ignore);
  child.stdin.end(text);
  return new Promise((settle) => {
    child.on("error", () => settle(false));
    child.on("close", (code) => {
      process.off("SIGINT", ignore);
      settle(!NOT_FOUND.has(code));
    });
  });
}

/** The command line's arguments, without Node and the script. */
export function processArguments(): string[] {
  return process.argv.slice(2);
}

/** Has Node itself keep what it compiles, where it can (22.8 and later). */
export function enableCompileCache(): boolean {
  // To ask Node 20 for the module that has no such function takes a millisecond.
  if (Number.parseInt(process.versions.node, 10) < 22) return false;
  const { enableCompileCache: enable } = (process.getBuiltinModule?.("node:module") ?? {}) as {
    enableCompileCache?: () => unknown;
  };
  enable?.();
  return enable !== undefined;
}

/** Ends the run with a status once all output is written. */
export function finish(code: number): void {
  process.exitCode = outputFailed ? COULD_NOT : code;
}

/** Ends the run now, where all output is written: by itself Node would first take its heap apart, for nobody. */
export function leave(): void {
  if (mayEnd(process.platform, hasStreams ? [process.stdout, process.stderr] : [])) process.exit();
}

/** On Windows Node would abort where a connection of `fetch` is about to be closed (nodejs/node, issue 58091). */
export function mayEnd(
  on: NodeJS.Platform,
  streams: readonly Pick<NodeJS.WriteStream, "writableLength" | "errored">[],
): boolean {
  return on !== "win32" && streams.every((it) => !it.writableLength && !it.errored);
}
