// The four .yml files by themselves: what they say of a run book, without its procedures.

import { REGIONS } from "../data/announced-waves.ts";
import type { Settings } from "../model/runbook.ts";
import type { FoundFile, SourceFile } from "../model/source-file.ts";
import type { ParsedRunBook } from "../parse/run-book.ts";
import type { RunBookCache } from "../parse/run-book-cache.ts";
import { type Instant, type ZoneOffsets, offsetsOf } from "../schedule/zone.ts";
import { findConfigFiles } from "../store/run-book-files.ts";
import { knownFiles } from "./known-files.ts";

/** Offsets are kept for so long ahead, and asked for again when no more than a month of them is left. */
const OFFSET_DAYS = { ahead: 400, least: 31 };
const DAY = 86_400_000;

/** Of a zone from the day before an instant until so long ahead of now. */
export function offsetsFrom(start: Instant, zone: string, now: Instant): ZoneOffsets {
  return offsetsOf(zone, start - DAY, now + OFFSET_DAYS.ahead * DAY);
}

/** Of a run book's zone, as far as its days and records reach. */
export function offsetsFor({ goLive, timezone }: Settings, now: Instant): ZoneOffsets {
  return offsetsFrom(Date.parse(goLive), timezone, now);
}

/** Whether offsets that were kept reach far enough ahead of today. */
export function areLasting(offsets: ZoneOffsets, now: Instant): boolean {
  return (offsets.at(-1)?.[1] ?? 0) > now + OFFSET_DAYS.least * DAY;
}

/** The four .yml files, all of them read, parsed; of a run book without procedures. */
export async function parsedConfig(found: readonly FoundFile[]): Promise<ParsedRunBook> {
  const files = found.flatMap(({ source }) => source ?? []);
  const { parseRunBook } = await import("../parse/run-book.ts");
  return sayable(parseRunBook(files, { knownRegions: REGIONS }), () => files);
}

/** Without the credentials that what it says of faults may quote. */
export async function sayable<Parsed extends Pick<ParsedRunBook, "configDiagnostics" | "diagnostics">>(
  parsed: Parsed,
  files: () => readonly SourceFile[],
): Promise<Parsed> {
  if (parsed.diagnostics.length === 0) return parsed;
  return (await import("./sayable-faults.ts")).withSayableFaults(parsed, files());
}

/**
 * The same procedures in a run book whose .yml files have changed; undefined where one of these has a fault, or what they say
 * now decides whether a procedure has one.
 */
export async function renewedConfig(
  root: string,
  { config }: Pick<RunBookCache, "config">,
  now: Instant,
): Promise<Pick<RunBookCache, "config" | "configFiles" | "offsets"> | undefined> {
  const found = findConfigFiles(root, () => undefined);
  const [{ book }, configFiles] = [await parsedConfig(found), await knownFiles(found)];
  if (book === undefined || configFiles === undefined) return undefined;
  const { procedures: _none, ...renewed } = book;
  const [tracks, tracksBefore] = [renewed, config].map(({ settings }) => JSON.stringify(settings.tracks));
  return tracks === tracksBefore
    ? { config: renewed, configFiles, offsets: offsetsFor(renewed.settings, now) }
    : undefined;
}
