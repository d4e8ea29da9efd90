// Runs one script in an interpreter of its own: the text reaches it as a file, never as a word of a shell.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";
import spawn from "cross-spawn";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { LONGEST_LINE, type Language } from "../model/automation.ts";
import type { Environment } from "../model/environment.ts";
import type { Interpreter } from "./interpreters.ts";
import { windowsProgram } from "./program-path.ts";

export interface Script {
  readonly language: Language;
  /** With LF line ends. */
  readonly text: string;
  /** See `findInterpreter`. */
  readonly interpreter: Interpreter | null;
  /** The working directory. */
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Environment;
  readonly timeoutMs: number;
  /** Gets each line of output, standard error among it, without its end, cut to `LONGEST_LINE`. */
  readonly onLine: (line: string) => void;
}

export interface ScriptEnd {
  /** `interrupted`: by Ctrl-C, or by what ended the caller. */
  readonly how: "exited" | "timed-out" | "interrupted";
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  /** The signal that ended it, such as SIGSEGV. */
  readonly signal: string | null;
  readonly seconds: number;
}

/** Milliseconds between asking a script to end and ending it. */
const GRACE_MS = 2000;
/** Milliseconds for which what a script left behind may hold its output open. */
const LINGER_MS = 500;

/**
 * Runs a script to its end, without standard input, and everything that it starts with it: nothing of it is left when this
 * returns. Ctrl-C ends the script, not the caller.
 * Throws RunbookError `io` where it cannot be started.
 */
export async function runScript(script: Script, { signals }: Pick<Io, "signals">): Promise<ScriptEnd> {
  const folder = mkdtempSync(join(tmpdir(), "runbook-block-"));
  // Before it starts: a script that runs already must not outlive a Ctrl-C that nobody hears.
  let stop = (): void => {};
  const stopListening = signals.listen(() => stop());
  try {
    return await runIn(folder, script, signals, (stopIt) => (stop = stopIt));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    stopListening();
  }
}

/** `onStart` gets what interrupts the script. */
async function runIn(
  folder: string,
  script: Script,
  signals: Io["signals"],
  onStart: (stop: () => void) => void,
): Promise<ScriptEnd> {
  const { program, args } = commandOf(folder, script);
  const isWindows = platform() === "win32";
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: script.cwd,
      env: { ...script.env, ...encodingOf(script) },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, which can be ended whole, and which the terminal's Ctrl-C does not reach but through us.
      detached: !isWindows,
      windowsHide: true,
    });
    let how: ScriptEnd["how"] = "exited";
    const endAll = (signal: "SIGTERM" | "SIGKILL"): void => {
      if (child.pid === undefined) return;
      if (!isWindows) signals.toGroup(child.pid, signal);
      // The number of one that has ended may be another's by now, and does not lead to what it has started any more.
      else if (child.exitCode === null && child.signalCode === null)
        endTree(windowsProgram("taskkill", script.env), child.pid, () => child.kill("SIGKILL"));
    };
    const timers: NodeJS.Timeout[] = [];
    const stop = (why: ScriptEnd["how"]): void => {
      if (how === "exited") how = why;
      endAll("SIGTERM");
      timers.push(setTimeout(() => endAll("SIGKILL"), GRACE_MS));
    };
    timers.push(setTimeout(() => stop("timed-out"), script.timeoutMs));
    onStart(() => stop("interrupted"));
    const settle = (): void => {
      for (const timer of timers) clearTimeout(timer);
    };
    const ends = [child.stdout, child.stderr].map((stream) => readLines(stream, script.onLine));
    child.on("error", (error) => {
      settle();
      reject(new RunbookError("io", `${program} could not be started: ${error.message}`, null, { cause: error }));
    });
    // What it left running may hold the pipes open, so that `close` alone would never come; what left the group for good
    // keeps them after that. What is in them is read before: a timer alone would overtake it on a busy machine.
    child.on("exit", () => {
      const letGo = (): void => [child.stdout, child.stderr].forEach((stream) => stream?.destroy());
      const end = (): void => {
        endAll("SIGKILL");
        timers.push(setTimeout(letGo, GRACE_MS));
      };
      timers.push(setTimeout(end, LINGER_MS));
    });
    child.on("close", (exitCode, signal) => {
      settle();
      for (const end of ends) end();
      // What it started and sent its output elsewhere.
      if (!isWindows) endAll("SIGKILL");
      resolve({ how, exitCode, signal, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/**
 * Ends a process of Windows and all that it started, by a program such as taskkill; where that cannot, `otherwise` is called:
 * nobody is to wait for the process for ever.
 */
export function endTree(program: string, pid: number, otherwise: () => void): void {
  const ending = spawn(program, ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
  ending.on("error", otherwise);
  ending.on("exit", (status) => {
    if (status !== 0) otherwise();
  });
}

/** Gives the lines of a stream to a function; what it gives back is to be called once at the end. */
function readLines(stream: Readable | null, onLine: (line: string) => void): () => void {
  const decoder = new StringDecoder("utf8");
  let begun = "";
  const take = (text: string): void => {
    const lines = text.split(/\r?\n|\r(?!$)/);
    const last = lines.pop() ?? "";
    for (const line of lines) {
      onLine(`${begun}${line}`.slice(0, LONGEST_LINE));
      begun = "";
    }
    begun = `${begun}${last}`.slice(0, LONGEST_LINE);
  };
  stream?.on("data", (chunk: Buffer) => take(decoder.write(chunk)));
  return () => {
    const rest = `${begun}${decoder.end()}`.replace(/\r$/, "");
    if (rest !== "") onLine(rest);
  };
}

function commandOf(folder: string, { language, text, interpreter }: Script): Interpreter {
  const write = (name: string, content: string): string => {
    const file = join(folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  };
  if (interpreter === null) {
    // UTF-8 is not what a batch file is read in, and it needs the line ends of its system.
    const batch = `@echo off\nchcp 65001 >nul\n${text}\n`;
    return { program: write("block.cmd", batch.replaceAll("\n", "\r\n")), args: [] };
  }
  const { program, args } = interpreter;
  switch (language) {
    case "pwsh":
    case "powershell": {
      write("block.ps1", `${UTF8_MARK}${text}\n`);
      return { program, args: [...args, write("start.ps1", `${UTF8_MARK}${START_POWERSHELL}`)] };
    }
    case "node":
      return { program, args: [...args, write("block.js", `${text}\n`)] };
    case "python":
      return { program, args: [...args, write("block.py", `${text}\n`)] };
    case "sh":
    case "bash":
    case "cmd":
      return { program, args: [...args, write("block.sh", `${text}\n`)] };
  }
}

/** Windows PowerShell reads a file without it in the system's code page. */
const UTF8_MARK = "\uFEFF";

/**
 * PowerShell goes on after most errors and ends with 0 whatever its last program ended with. A block ends at its first error,
 * and else with the status of `exit` or of its last program, as in a shell. Bars of progress would stand among its output.
 */
const START_POWERSHELL = `$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }
& (Join-Path $PSScriptRoot 'block.ps1')
if (Test-Path -LiteralPath variable:global:LASTEXITCODE) { exit $global:LASTEXITCODE }
`;

/** Python writes to a pipe in the system's encoding, and in one piece at the end. */
function encodingOf({ language, env }: Script): Environment {
  return language === "python" ? { PYTHONIOENCODING: env["PYTHONIOENCODING"] ?? "utf-8", PYTHONUNBUFFERED: "1" } : {};
}
