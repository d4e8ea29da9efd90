import { win32 } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Language } from "../model/automation.ts";
import { type Machine, findProgram } from "./program-path.ts";

/** A program that takes the path of a script as the argument after `args`. */
export interface Interpreter {
  /** Absolute. */
  readonly program: string;
  readonly args: readonly string[];
}

const POWERSHELL = ["-NoLogo", "-NoProfile", "-NonInteractive"];
const POWERSHELL_FILE = [...POWERSHELL, "-File"];
/** The script is ours and in a folder of its own: a policy that asks for signatures is not about it. */
const WINDOWS_POWERSHELL_FILE = [...POWERSHELL, "-ExecutionPolicy", "Bypass", "-File"];

interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
}

const candidate = (name: string, ...args: readonly string[]): Candidate => ({ name, args });

const ELSEWHERE: Readonly<Record<Exclude<Language, "cmd">, readonly Candidate[]>> = {
  sh: [candidate("sh")],
  bash: [candidate("bash")],
  pwsh: [candidate("pwsh", ...POWERSHELL_FILE)],
  powershell: [candidate("pwsh", ...POWERSHELL_FILE)],
  node: [candidate("node")],
  python: [candidate("python3"), candidate("python")],
};

const ON_WINDOWS: Readonly<Record<Exclude<Language, "cmd">, readonly Candidate[]>> = {
  sh: [candidate("sh")],
  bash: [candidate("bash")],
  pwsh: [candidate("pwsh", ...WINDOWS_POWERSHELL_FILE), candidate("powershell", ...WINDOWS_POWERSHELL_FILE)],
  powershell: [candidate("powershell", ...WINDOWS_POWERSHELL_FILE), candidate("pwsh", ...WINDOWS_POWERSHELL_FILE)],
  node: [candidate("node")],
  // `python` without an installed Python is a stub that opens the store.
  python: [candidate("py", "-3"), candidate("python3"), candidate("python")],
};

const GET: Readonly<Record<Language, string>> = {
  sh: "On Windows it comes with git (https://git-scm.com/downloads).",
  bash: "On Windows it comes with git (https://git-scm.com/downloads).",
  pwsh: "Install PowerShell: https://aka.ms/powershell",
  powershell: "Install PowerShell: https://aka.ms/powershell",
  cmd: "Write the block in sh or pwsh, which run everywhere.",
  node: "Install Node.js (https://nodejs.org) so that `node` is on PATH.",
  python: "Install Python 3 (https://www.python.org/downloads) so that it is on PATH.",
};

/**
 * The interpreter of a language, from PATH; null where the script is a program itself (cmd).
 * Throws RunbookError `no-interpreter` where this machine has none.
 */
export function findInterpreter(language: Language, machine: Machine): Interpreter | null {
  const isWindows = machine.platform === "win32";
  if (language === "cmd") {
    if (isWindows) return null;
    throw new RunbookError("no-interpreter", "Only Windows runs blocks in `cmd`", GET.cmd);
  }
  const candidates = (isWindows ? ON_WINDOWS : ELSEWHERE)[language];
  for (const { name, args } of candidates) {
    const program = isWindows ? onWindows(name, machine) : findProgram(name, machine);
    if (program !== undefined) return { program, args };
  }
  throw new RunbookError(
    "no-interpreter",
    `No interpreter for \`${language}\` was found on PATH (${candidates.map(({ name }) => name).join(", ")})`,
    GET[language],
  );
}

/** Windows' own `bash` starts a Linux of its own, whose files and variables are others. */
const LINUX_STARTER = /\\(?:system32|sysnative|windowsapps)\\bash\.exe$/i;

function onWindows(name: string, machine: Machine): string | undefined {
  const found = findProgram(name, machine, (path) => !LINUX_STARTER.test(path));
  if (found !== undefined || (name !== "sh" && name !== "bash")) return found;
  // git puts itself on PATH and its shells beside it.
  const git = findProgram("git", machine);
  if (git === undefined) return undefined;
  return ["..\\bin", "..\\..\\bin", "..\\usr\\bin"]
    .map((way) => win32.join(win32.dirname(git), way, `${name}.exe`))
    .find(machine.isProgram);
}
