// What `--at` says.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { momentsOf, parseMoment } from "../schedule/moment.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant } from "../schedule/zone.ts";
import { civilTime } from "../view/words.ts";

/** When the work was performed: `--at`, else now. Throws RunbookError `usage` for no time, or one after today. */
export function performedAtOf(at: string | undefined, { zone }: Schedule, now: Instant): Instant {
  if (at === undefined) return now;
  const today = zone.dateAt(now);
  const instant = parseMoment(at, zone, today);
  // Git knows no time before 1970.
  if (instant === undefined || instant < 0) {
    throw new RunbookError(
      "usage",
      `Unexpected time \`${at}\`, expected a time of day, a date, or both, in ${zone.name}, from 1970 on`,
      "For example: --at 08:45, --at 2026-11-23, --at 2026-11-23T08:45, --at 2026-11-23T08:45+01:00",
    );
  }
  if (instant > zone.endOf(today)) {
    throw new RunbookError(
      "usage",
      `\`--at ${at}\` lies after the end of today, ${today}`,
      "Work is recorded once it is done.",
    );
  }
  return instant;
}

/** The same of an `--at` that is given; says on stderr for what it was taken where clocks were changed. */
export function performedAtAsked(at: string, schedule: Schedule, io: Io): Instant {
  const instant = performedAtOf(at, schedule, io.now());
  reportClockChange(at, instant, schedule, io);
  return instant;
}

/**
 * Says on stderr for what a typed time was taken that came twice, as clocks went back, or was left out, as they went forward.
 * What lies before `earliest` was not meant.
 */
export function reportClockChange(at: string, taken: Instant, { zone }: Schedule, io: Io, earliest = -Infinity): void {
  const now = io.now();
  const meant = momentsOf(at, zone, zone.dateAt(now));
  const other = meant.find((it) => it !== taken && it <= now && it >= earliest);
  if (meant.length === 0) {
    io.stderr.write(`\`--at ${at}\` was left out, as clocks went forward: taken for ${civilTime(taken, zone)}.\n`);
  } else if (other !== undefined) {
    io.stderr.write(
      `\`--at ${at}\` came twice, as clocks went back: taken for ${civilTime(taken, zone)}.\n` +
        `The other one: --at ${civilTime(other, zone).replace(" ", "T")}\n`,
    );
  }
}
