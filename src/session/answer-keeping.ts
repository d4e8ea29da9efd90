// Keeps the answer of a command for the next runs of the same command line; see kept-answer.ts.

import { realpathSync } from "node:fs";
import type { ExitCode, Io } from "../io.ts";
import type { SeenFile } from "../model/kept-answer.ts";
import { formatKeptAnswer } from "../parse/kept-answer.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { cacheFolderOf, gitDirectoriesAbove } from "../store/cache-files.ts";
import type { Ledger } from "../store/git-ledger.ts";
import { gitFiles, headFiles, isAsSeen, seeFiles, seeSettings, seeSettled } from "../store/seen-files.ts";
import { type KeptPlace, keptPlace } from "./kept-answer.ts";
import { keepFiles } from "./kept-files.ts";
import type { KnownFiles } from "./known-files.ts";

/** What an answer follows from, looked at before git is asked for it. */
export interface Outlook {
  readonly place: KeptPlace;
  readonly files: KnownFiles;
  readonly ledger: Ledger;
  readonly seen: readonly SeenFile[];
  /** When that was, by the clock that stamps files. */
  readonly at: number;
}

/**
 * Looks at what an answer about this run book will follow from; undefined where it is not to be kept. `files` are all of
 * its own, as they were read; undefined where one of them was not.
 */
export function lookOut(
  root: string,
  ledger: Ledger | undefined,
  files: KnownFiles | undefined,
  io: Io,
): Outlook | undefined {
  const place = io.answer === undefined ? undefined : keptPlace(io.answer.args, io);
  const directories = gitDirectoriesAbove(root);
  if (place?.root !== root || ledger === undefined || files === undefined || directories === undefined)
    return undefined;
  if (realpathSync(directories.common) !== realpathSync(ledger.commonDirectory)) return undefined;
  const others = [...gitFiles(directories, ledger.refs, io.env), ledger.memoryFile];
  return { place, files, ledger, seen: seeFiles(others), at: Date.now() };
}

/** The same of an answer that also follows from which commit is checked out. */
export function withHead(root: string, outlook: Outlook): Outlook {
  const directories = gitDirectoriesAbove(root);
  const files = directories === undefined ? [] : headFiles(directories);
  return { ...outlook, seen: [...outlook.seen, ...seeFiles(files)] };
}

/** Whether nothing that happened is open, or still to come by its record: else an answer changes by the minute. */
export function areEventsOver({ history }: Schedule, now: number): boolean {
  return history.events.every(({ closedAt, records }) => closedAt !== null && records.every(({ at }) => at <= now));
}

/** What an answer follows from that was looked at on the way; undefined where it may have changed since. */
export function withLookedAt(outlook: Outlook, paths: readonly string[]): Outlook | undefined {
  const seen = seeSettled(paths, outlook.at);
  return seen === undefined ? undefined : { ...outlook, seen: [...outlook.seen, ...seen] };
}

/** Keeps an answer that holds from now on until an instant, unless what it follows from has changed since it was looked at. */
export async function keepAnswer(
  { place, files, ledger, seen, at }: Outlook,
  code: ExitCode,
  { answer, now }: Io,
  until: number,
): Promise<void> {
  const settings = seeSettings(await ledger.settingsFiles(), seen, at);
  if (answer === undefined || settings === undefined || code > 1 || !isAsSeen(seen)) return;
  const folder = cacheFolderOf(ledger.commonDirectory);
  const id = keepFiles(files, { folder, root: place.root });
  const grounds = { ...place, from: now(), until, files: id, seen: [...seen, ...settings] };
  folder.write(place.name, formatKeptAnswer({ ...answer.printed, code: code === 0 ? 0 : 1 }, grounds));
}
