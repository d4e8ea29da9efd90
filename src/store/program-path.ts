// Where a program is, by PATH alone: Windows would look for one in the working folder first, where a run book may have one.

import { accessSync, constants, statSync } from "node:fs";
import { platform } from "node:os";
import { posix, win32 } from "node:path";
import type { Environment } from "../model/environment.ts";

/** What the search for a program depends on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  /** Whether there is a file that may be started. */
  readonly isProgram: (path: string) => boolean;
}

/** The machine that this process runs on. */
export function thisMachine(env: Environment): Machine {
  return { platform: platform(), env, isProgram };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The first program of a name in the folders of PATH, absolute; undefined where there is none. Of a relative entry the
 * working folder would decide what it finds. `isWanted`: passes over others.
 */
export function findProgram(
  name: string,
  machine: Machine,
  isWanted: (path: string) => boolean = () => true,
): string | undefined {
  return placesOf(name, machine).find((path) => isWanted(path) && machine.isProgram(path));
}

function placesOf(name: string, { platform: system, env }: Machine): string[] {
  if (system !== "win32") {
    const folders = (env["PATH"] ?? "").split(":").filter((folder) => posix.isAbsolute(folder));
    return folders.map((folder) => posix.join(folder, name));
  }
  const folders = (windowsVariable(env, "PATH") ?? "")
    .split(";")
    .map((folder) => folder.replaceAll('"', ""))
    .filter((folder) => win32.isAbsolute(folder));
  const endings = (windowsVariable(env, "PATHEXT") ?? ".COM;.EXE;.BAT;.CMD")
    .toLowerCase()
    .split(";")
    .filter((ending) => PROGRAM_ENDINGS.has(ending));
  return folders.flatMap((folder) => endings.map((ending) => win32.join(folder, `${name}${ending}`)));
}

const PROGRAM_ENDINGS = new Set([".com", ".exe", ".bat", ".cmd"]);

/** Names of variables have no letter case on Windows. */
export function windowsVariable(env: Environment, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1];
}

/** Batch files, which Windows starts through a shell only. */
const BATCH = /\.(?:bat|cmd)$/i;

/** What git is to be started by, as `findProgram` finds it; elsewhere than on Windows the system looks on PATH alone by itself. */
export function findGit(machine: Machine): string | undefined {
  return machine.platform === "win32" ? findProgram("git", machine, (path) => !BATCH.test(path)) : "git";
}

/** A program of Windows itself, by its place. */
export function windowsProgram(name: string, env: Environment): string {
  return `${windowsVariable(env, "SYSTEMROOT") ?? "C:\\Windows"}\\System32\\${name}.exe`;
}
