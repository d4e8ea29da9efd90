// What git's configuration says, from an earlier run: most runs need not start git for it. It is kept while all files that git
// read for it, or would have read, are as they were.

import { realpathSync } from "node:fs";
import { isAbsolute, sep } from "node:path";
import type { SeenFile } from "../model/kept-answer.ts";
import { type CacheFolder, type GitDirectories, cacheFolderOf, gitDirectoriesAbove, readKept } from "./cache-files.ts";
import type { Environment } from "../model/environment.ts";
import { slotOf } from "./checksum.ts";
import { type ConfigFacts, type RepositoryConfig, configOf, readConfigFacts } from "./repository-config.ts";
import { areSettingsInFiles, isAsSeen, seeFiles, seeSettled, settingsFiles } from "./seen-files.ts";

/** From these it follows which git is asked, for which repository, and which files it reads for its settings. */
const VARIABLES =
  "GIT_CEILING_DIRECTORIES GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_CONFIG_SYSTEM GIT_DISCOVERY_ACROSS_FILESYSTEM GIT_EXEC_PATH HOME HOMEDRIVE HOMEPATH PATH PROGRAMDATA SUDO_UID USERPROFILE XDG_CONFIG_HOME".split(
    " ",
  );
/** Where there are several folders, people and environments, each may have its own. */
const SLOTS = 8;
const DAY_MS = 86_400_000;

interface Place {
  readonly directories: GitDirectories;
  readonly folder: CacheFolder;
  readonly name: string;
  readonly key: string;
  readonly files: readonly string[];
}

/**
 * As `readRepositoryConfig`, but without asking git where an earlier run did and nothing has changed. `of`: the program and the
 * user. A file for the whole system that is new since, in a place that only git knows, counts from the next day on.
 */
export function readKeptConfig(directory: string, env: Environment, of: readonly unknown[]): Promise<RepositoryConfig> {
  const config = configFrom(directory, env, of);
  config.catch(() => {});
  return config;
}

async function configFrom(directory: string, env: Environment, of: readonly unknown[]): Promise<RepositoryConfig> {
  const place = placeOf(directory, env, of);
  if (place === undefined) return configOf(await readConfigFacts(directory, env), env);
  const { folder, name, key, files } = place;
  const kept = readKept(folder, name, (text) => factsIn(text, key));
  if (kept !== undefined) return configOf(kept, env);
  const seen = seeFiles(files);
  const at = Date.now();
  const facts = await readConfigFacts(directory, env);
  const config = configOf(facts, env);
  const all = isKeepable(facts, config, place) ? withNamed(seen, facts.files, at) : undefined;
  if (all !== undefined && isAsSeen(seen)) folder.write(name, JSON.stringify([key, all, facts] satisfies Kept));
  return config;
}

/** Undefined where nothing is kept. */
function placeOf(directory: string, env: Environment, of: readonly unknown[]): Place | undefined {
  const directories = gitDirectoriesAbove(directory);
  if (directories === undefined || !areSettingsInFiles(env)) return undefined;
  const files = settingsFiles(directories, env);
  if (!files.every(isAbsolute)) return undefined;
  const values = VARIABLES.map((name) => env[name] ?? null);
  const day = Math.floor(Date.now() / DAY_MS);
  const key = JSON.stringify([...of, directory, directories, day, values]);
  return { directories, folder: cacheFolderOf(directories.common), name: `settings ${slotOf(key, SLOTS)}`, key, files };
}

type Kept = readonly [key: string, seen: readonly SeenFile[], facts: ConfigFacts];

function factsIn(text: string, key: string): ConfigFacts | undefined {
  const [of, seen, facts] = JSON.parse(text) as Kept;
  return of === key && isAsSeen(seen) ? facts : undefined;
}

function isKeepable(
  { isFixed, hasIncludes, remotes }: ConfigFacts,
  { isPlainAt }: RepositoryConfig,
  { directories: { common } }: Place,
): boolean {
  const isKnown = isFixed && !hasIncludes && isPlainAt(realpathSync(common));
  // A name of a remote may be an address, with a password in it.
  return isKnown && remotes.every((name) => /^[\p{L}\p{N}._-]+$/u.test(name));
}

/** Of the repository's own files, from the top of its work tree. */
const LOCAL = [".git/config", ".git/config.worktree"];

/** What was seen, with the further files that git named; undefined where one of those may have changed since. */
function withNamed(
  seen: readonly SeenFile[],
  named: readonly string[],
  since: number,
): readonly SeenFile[] | undefined {
  // Git for Windows names files with `/`.
  const known = new Set([...seen.flatMap(([path]) => [path, path.replaceAll(sep, "/")]), ...LOCAL]);
  const further = seeSettled(
    named.filter((file) => !known.has(file)),
    since,
  );
  return further === undefined ? undefined : [...seen, ...further];
}
