// An answer that is printed again while everything that it follows from is as it was: the command line, the time, every
// file of the run book, git's branches and settings. Most mornings are like that, and need nothing of the rest of the
// program. Whoever keeps an answer (see answer-keeping.ts) says what it follows from; here that is only compared.

import type { ExitCode, Io } from "../io.ts";
import { parseKeptAnswer } from "../parse/kept-answer.ts";
import { cacheFolderOf, cacheNameOf, commonDirectoryAbove } from "../store/cache-files.ts";
import { slotOf } from "../store/checksum.ts";
import { findRunBook } from "../store/run-book-place.ts";
import { areSettingsInFiles, isAsSeen } from "../store/seen-files.ts";
import { BUILD, VERSION } from "../version.ts";
import { MANY, beginLook } from "./kept-files.ts";

/** The commands whose answers are kept. */
const KEPT = ["due", "lint"];

/** On these the looks of an answer depend, which files git reads for its configuration, and who it says is at work. */
const VARIABLES =
  "COLUMNS EMAIL FORCE_COLOR GIT_AUTHOR_EMAIL GIT_AUTHOR_NAME GIT_CEILING_DIRECTORIES GIT_COMMITTER_EMAIL GIT_COMMITTER_NAME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM GIT_CONFIG_SYSTEM GIT_DISCOVERY_ACROSS_FILESYSTEM HOME LANG LC_ALL LC_CTYPE NO_COLOR OS PATH RUNBOOK_DIR TERM TERMINAL_EMULATOR TZ USERPROFILE XDG_CONFIG_HOME".split(
    " ",
  );
/** Whether these are set tells what a terminal shows; their values are of one window. */
const TERMINALS = ["ConEmuTask", "TERM_PROGRAM", "WEZTERM_PANE", "WT_SESSION"];
/** Files of answers for one run book: several people's habits fit in, and what nobody asks again is replaced. */
const SLOTS = 32;

/** Whether answers to such a command line are kept at all. */
export function isKept(args: readonly string[]): boolean {
  return KEPT.includes(args[0] ?? "") && !args.includes("--no-cache");
}

/** Where the answer to a command line is kept. */
export interface KeptPlace {
  readonly root: string;
  readonly key: string;
  readonly name: string;
}

/** Undefined where the answer to this command line is not kept. */
export function keptPlace(args: readonly string[], io: Io): KeptPlace | undefined {
  const { env, cwd, stdout, stderr } = io;
  if (!isKept(args) || (env["RUNBOOK_NO_CACHE"] ?? "") !== "") return undefined;
  if (!areSettingsInFiles(env)) return undefined;
  const dir = directoryIn(args);
  const root = findRunBook({ dir, env, cwd });
  const looks = [stdout.isTTY, stdout.columns ?? 0, stderr.isTTY, stderr.columns ?? 0];
  const values = [...VARIABLES.map((name) => env[name] ?? null), ...TERMINALS.map((name) => (env[name] ?? "") !== "")];
  const key = JSON.stringify([VERSION, BUILD, io.runtime, io.user ?? null, cwd, args, looks, values]);
  return { root, key, name: `${cacheNameOf("answer", root)} ${slotOf(key, SLOTS)}` };
}

/** As commander reads it; where that differs, the run book is another one and nothing is kept. */
function directoryIn(args: readonly string[]): string | undefined {
  const at = args.findLastIndex((arg) => arg === "--dir" || arg.startsWith("--dir="));
  return args[at] === "--dir" ? args[at + 1] : args[at]?.slice("--dir=".length);
}

/** Prints the answer that an earlier run has kept, and gives its exit status; undefined where it may be another by now. */
export async function printKeptAnswer(args: readonly string[], io: Io): Promise<ExitCode | undefined> {
  try {
    const place = keptPlace(args, io);
    const common = place === undefined ? undefined : commonDirectoryAbove(place.root);
    if (place === undefined || common === undefined) return undefined;
    const folder = cacheFolderOf(common);
    const look = await beginLook({ folder, root: place.root, env: io.env, many: MANY });
    const text = folder.read(place.name);
    const kept = text === undefined ? undefined : parseKeptAnswer(text, place.key);
    if (kept === undefined) return undefined;
    const { root, from, until, files, seen } = kept.grounds;
    if (root !== place.root || io.now() < from || io.now() >= until || !isAsSeen(seen)) return undefined;
    const now = await look();
    if (now?.id !== files) return undefined;
    const { stdout, stderr, code } = kept.answer;
    if (stderr !== "") io.stderr.write(stderr);
    io.stdout.write(stdout);
    // What has been printed must not be printed again.
    await now.prepareNext?.().catch(() => {});
    return code;
  } catch {
    // No run book here, or a text that another version wrote: the command itself tells.
    return undefined;
  }
}
