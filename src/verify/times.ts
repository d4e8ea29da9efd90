import { abbreviated } from "../model/record.ts";
import type { Break, LateRecord, LateRecords } from "../model/verification.ts";
import { daysBetween } from "../schedule/lateness.ts";
import { type Subject, placesOf, recordsOf } from "./subject.ts";
import { lookAt } from "./words.ts";

const DAY = 86_400_000;
/** Clocks may differ by this much before it means anything. */
const TOLERANCE = DAY;

/** Work is recorded on the day that it is performed or later, by clocks that are about right. */
export function implausibleTimes(subject: Subject): Break[] {
  return [...recordedTooEarly(subject), ...brokenClocks(subject)];
}

function recordedTooEarly(subject: Subject): Break[] {
  const { reading, schedule } = subject;
  const { columns } = reading;
  const breaks: Break[] = [];
  for (const place of recordsOf(subject)) {
    if (daysAfter(subject, place) >= 0) continue;
    const commit = columns.commits.idAt(place);
    if (schedule.history.voided.has(commit)) continue;
    breaks.push({
      check: "time",
      commit,
      message: `Record ${abbreviated(commit)} was written down (${columns.committerDateAt(place)}) before the work is said to have been performed (${columns.authorDateAt(place)}).`,
      hint: `Look at it: ${lookAt(commit, "--format=fuller")}. If it is a slip, void it (runbook undo ${abbreviated(commit)}) and record it again.`,
    });
  }
  return breaks;
}

/** Days from the performance of a record's work to its recording. */
function daysAfter({ reading: { columns }, schedule: { zone } }: Subject, place: number): number {
  return daysBetween(columns.authoredAt(place), columns.committedAt(place), zone);
}

function brokenClocks(subject: Subject): Break[] {
  const { reading, now } = subject;
  const { columns } = reading;
  const { commits, committedAt, committerDateAt } = columns;
  const breaks: Break[] = [];
  for (const place of placesOf(subject)) {
    const at = committedAt(place);
    let latestParent = -Infinity;
    for (const parent of commits.parentsOf(place)) {
      if (parent >= 0) latestParent = Math.max(latestParent, committedAt(parent));
    }
    const isAhead = now !== null && at > now + TOLERANCE;
    if (!isAhead && at >= latestParent - TOLERANCE) continue;
    const commit = commits.idAt(place);
    const days = Math.floor((latestParent - at) / DAY);
    breaks.push({
      check: "time",
      commit,
      message: isAhead
        ? `${abbreviated(commit)} was recorded in the future, ${committerDateAt(place)}.`
        : `${abbreviated(commit)} (${committerDateAt(place)}) says that it was recorded ${days} ${days === 1 ? "day" : "days"} before the commit that it follows.`,
      hint: `Look at it: ${lookAt(commit, "--format=fuller")}. Set the clock of the machine that recorded it.`,
    });
  }
  return breaks;
}

/** The records that were written down on a later day, newest first. */
export function lateRecords(subject: Subject): LateRecords {
  const { columns } = subject.reading;
  const places: number[] = [];
  for (const place of recordsOf(subject)) if (daysAfter(subject, place) > 0) places.push(place);
  places.reverse();
  return {
    count: places.length,
    *[Symbol.iterator](): Generator<LateRecord> {
      for (const place of places) {
        yield {
          commit: columns.commits.idAt(place),
          record: columns.kindAt(place) ?? "completion",
          procedure: columns.procedureAt(place),
          occurrence: columns.occurrenceAt(place),
          event: columns.eventAt(place),
          performedAt: columns.authorDateAt(place),
          recordedAt: columns.committerDateAt(place),
          daysAfter: daysAfter(subject, place),
        };
      }
    },
  };
}
