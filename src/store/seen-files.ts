// Small files of git's by what they hold, so that a later run can tell that nothing has changed without asking git.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Environment } from "../model/environment.ts";
import type { SeenFile } from "../model/kept-answer.ts";
import type { GitDirectories } from "./cache-files.ts";
import { checksumOf } from "./checksum.ts";
import { isSettled, stampOf } from "./file-stamp.ts";

/** To read more takes longer than to answer anew. */
const LARGEST_SEEN = 1024 * 1024;

/** Where one of these is set, settings of git's stand in no file. */
const SETTINGS_VARIABLES = ["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"];

/** Whether all that git's settings follow from are files. */
export function areSettingsInFiles(env: Environment): boolean {
  return SETTINGS_VARIABLES.every((name) => env[name] === undefined);
}

/** What the files hold now. */
export function seeFiles(paths: readonly string[]): readonly SeenFile[] {
  return paths.map((path) => [path, contentOf(path)]);
}

/** Whether files hold what they held. */
export function isAsSeen(seen: readonly SeenFile[]): boolean {
  return seen.every(([path, content]) => contentOf(path) === content);
}

/**
 * Where git keeps its branches and its configuration, in whatever way: one of these changes with every change of a branch
 * named in `refs`, and of a setting.
 */
export function gitFiles({ own, common }: GitDirectories, refs: readonly string[], env: Environment): string[] {
  const others = ["packed-refs", "reftable/tables.list", "shallow"].map((name) => join(common, name));
  const branches = refs.flatMap((name) => refFiles(join(common, name), common));
  return [...branches, ...others, ...settingsFiles({ own, common }, env)];
}

/**
 * The files that git would read for its settings if they were there; its system's own one may lie elsewhere than where it
 * mostly does, and has to be there for git to name it.
 */
export function settingsFiles({ own, common }: GitDirectories, env: Environment): string[] {
  const system = env["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig";
  return [join(common, "config"), join(own, "config.worktree"), system, ...userConfigFiles(env)];
}

/** Where git keeps which commit is checked out. */
export function headFiles({ own, common }: GitDirectories): string[] {
  return refFiles(join(own, "HEAD"), common);
}

/** As many as git follows. */
const MOST_STEPS = 5;

/** The file of a reference, and of those that it stands for if it is a symbolic one. */
function refFiles(file: string, common: string, steps = MOST_STEPS): string[] {
  try {
    const [, ref] = /^ref: (refs\/\S+)\n?$/.exec(readFileSync(file, "utf8")) ?? [];
    return ref === undefined || steps === 0 ? [file] : [file, ...refFiles(join(common, ref), common, steps - 1)];
  } catch {
    return [file];
  }
}

function userConfigFiles(env: Environment): string[] {
  if (env["GIT_CONFIG_GLOBAL"] !== undefined) return [env["GIT_CONFIG_GLOBAL"]];
  const drive = env["HOMEDRIVE"];
  // Windows: git takes the first of these that is there.
  const others = [drive && `${drive}${env["HOMEPATH"] ?? ""}`, env["USERPROFILE"]];
  const homes = (env["HOME"] === undefined ? others : [env["HOME"]]).flatMap((home) => home || []);
  const folders = env["XDG_CONFIG_HOME"] ? [env["XDG_CONFIG_HOME"]] : homes.map((home) => join(home, ".config"));
  return [...homes.map((home) => join(home, ".gitconfig")), ...folders.map((folder) => join(folder, "git", "config"))];
}

/** An object id and the like. */
const SHORT = 80;

/** A short text as it is; of a longer one, which may hold a password, no more than what tells it from others. */
function contentOf(path: string): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") return listingOf(path);
    return code === "ENOENT" || code === "ENOTDIR" ? null : code;
  }
  const text = bytes.toString("latin1", 0, SHORT + 1);
  return text.length <= SHORT && /^[0-9a-f]{40}/.test(text) ? text : checksumOf(bytes);
}

function listingOf(folder: string): string {
  try {
    return `folder ${checksumOf(Buffer.from(JSON.stringify(readdirSync(folder).toSorted())))}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "";
  }
}

/**
 * The further files that git's settings stand in, as `RepositoryConfig.files` names them; undefined where one of them may
 * change without a sign of it.
 */
export function seeSettings(
  files: readonly string[] | undefined,
  seen: readonly SeenFile[],
  since: number,
): readonly SeenFile[] | undefined {
  const known = new Set(seen.map(([path]) => path));
  // The repository's own are named as git sees them from the top of the work tree.
  const further = files?.filter((path) => !known.has(path) && !/(?:^|\/)config(?:\.worktree)?$/.test(path));
  return further === undefined ? undefined : seeSettled(further, since);
}

/**
 * What files and folders hold that were looked at after an instant (by the clock that stamps files, in milliseconds);
 * undefined where one of them may have changed since.
 */
export function seeSettled(paths: readonly string[], since: number): readonly SeenFile[] | undefined {
  const mayChange = (path: string): boolean => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!isAbsolute(path) || stats === undefined || stats.size > LARGEST_SEEN) return true;
    return !isSettled(stampOf(stats), since);
  };
  return paths.some(mayChange) ? undefined : seeFiles(paths);
}
