// Node 20 compiles a program anew at every start. Here it runs what an earlier start has compiled, as later versions of Node
// do by themselves (`module.enableCompileCache`).

import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { Script } from "node:vm";
import type { Environment } from "../model/environment.ts";
import { keepFile, removeOlder } from "./cache-files.ts";

/** Where compiled code is kept: what is there is run. */
export interface CodeFolder {
  readonly path: string;
  /** Of the only user whose files count there; undefined where the system has no such numbers. */
  readonly user: number | undefined;
}

/**
 * A folder of the user's own for what may be lost; undefined where there is none, or nothing is to be kept. Never the
 * repository's: whoever may write there must not thereby have code run.
 */
export function codeFolder(env: Environment, user: number | undefined): CodeFolder | undefined {
  if ((env["RUNBOOK_NO_CACHE"] ?? "") !== "" || (env["NODE_DISABLE_COMPILE_CACHE"] ?? "") !== "") return undefined;
  const home = env["HOME"] || env["USERPROFILE"];
  const caches = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || (home && join(home, ".cache"));
  return caches === undefined || !isAbsolute(caches) ? undefined : { path: join(caches, "runbook"), user };
}

/** What a CommonJS file exports, and a way to keep what has been compiled of it until then. */
export interface Compiled<Exports> {
  readonly exports: Exports;
  /** `usesMore`: this run took files that most do without, and with them more of this one. */
  readonly keep: (usesMore: boolean) => void;
}

/**
 * Loads a CommonJS file that imports nothing when it runs (Node 20 forgets whose import it is), and whose value as a script is
 * the function that runs it (build.mjs: to put a large text into one would copy it). `name` tells apart the file's
 * content, the Node that compiles it, and what of it is used. The first run that is kept has to read everything, and later ones
 * use other parts: what the first of each kind compiles is kept too, beside what was.
 */
export function requireKept<Exports>(file: string, folder: CodeFolder, name: string): Compiled<Exports> {
  const path = join(folder.path, name);
  const kept = codeIn(path, folder.user);
  const cachedData = kept?.subarray(0, -1);
  const script = new Script(readFileSync(file, "latin1"), { filename: file, ...(cachedData && { cachedData }) });
  const loaded = { exports: {} as Exports };
  const load = script.runInThisContext() as (...args: readonly unknown[]) => void;
  load.call(loaded.exports, loaded.exports, createRequire(file), loaded, file, dirname(file));
  const isUsed = cachedData !== undefined && script.cachedDataRejected !== true;
  const keep = (usesMore: boolean): void => {
    // The last byte tells whose code is in it beside that of the first run: 1 of one that took no more, 2 of one that did.
    const before = kept?.at(-1) ?? 0;
    const now = isUsed ? before | (usesMore ? 2 : 1) : 0;
    if (isUsed && now === before) return;
    // Whatever the umask: what others may write to is not run.
    const isKept = keepFile(path, [script.createCachedData(), Uint8Array.of(now)], { mode: 0o600 });
    if (isKept) removeOlder(folder.path, Date.now() - KEPT_FOR_MS);
  };
  return { exports: loaded.exports, keep };
}

/** Undefined where there is none, or somebody else could have put it there. */
function codeIn(file: string, user: number | undefined): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    const { uid, mode } = fstatSync(descriptor);
    const isOwn = user === undefined || (uid === user && (mode & 0o022) === 0);
    return isOwn ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** What is still used is kept again. */
const KEPT_FOR_MS = 30 * 86_400_000;
