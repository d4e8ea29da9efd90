import type { Break, LateRecord } from "../model/verification.ts";
import { recordedDaysAfter } from "../schedule/lateness.ts";
import { type Subject, lookAt, short } from "./subject.ts";

const DAY = 86_400_000;
/** Clocks may differ by this much before it means anything. */
const TOLERANCE = DAY;

/** Work is recorded on the day that it is performed or later, by clocks that are about right. */
export function implausibleTimes(subject: Subject): Break[] {
  return [...recordedTooEarly(subject), ...brokenClocks(subject)];
}

function recordedTooEarly({ records, schedule }: Subject): Break[] {
  return records
    .filter(({ commit }) => !schedule.history.voided.has(commit))
    .filter((record) => recordedDaysAfter(record, schedule.zone) < 0)
    .map(({ commit, performedAt, recordedAt }) => ({
      check: "time",
      commit,
      message: `Record ${short(commit)} was written down (${recordedAt}) before the work is said to have been performed (${performedAt}).`,
      hint: `Look at it: ${lookAt(commit, "--format=fuller")}. If it is a slip, void it (runbook undo ${short(commit)}) and record it again.`,
    }));
}

function brokenClocks({ commits, now }: Subject): Break[] {
  const recordedAt = new Map(commits.map(({ commit }) => [commit.id, Date.parse(commit.committerDate)]));
  return commits.flatMap(({ commit }): Break[] => {
    const at = recordedAt.get(commit.id) ?? 0;
    const latestParent = Math.max(...commit.parents.map((parent) => recordedAt.get(parent) ?? -Infinity));
    const hint = `Look at it: ${lookAt(commit.id, "--format=fuller")}. Set the clock of the machine that recorded it.`;
    const about = (message: string): Break => ({ check: "time", commit: commit.id, message, hint });
    if (now !== null && at > now + TOLERANCE) {
      return [about(`${short(commit.id)} was recorded in the future, ${commit.committerDate}.`)];
    }
    if (at >= latestParent - TOLERANCE) return [];
    const days = Math.floor((latestParent - at) / DAY);
    return [
      about(
        `${short(commit.id)} (${commit.committerDate}) says that it was recorded ${days} ${days === 1 ? "day" : "days"} before the commit that it follows.`,
      ),
    ];
  });
}

/** The records that were written down on a later day, newest first. */
export function lateRecords({ records, schedule }: Subject): LateRecord[] {
  return records
    .flatMap((record) => {
      const { commit, record: kind, procedure, occurrence, performedAt, recordedAt } = record;
      const daysAfter = recordedDaysAfter(record, schedule.zone);
      return daysAfter > 0 ? [{ commit, record: kind, procedure, occurrence, performedAt, recordedAt, daysAfter }] : [];
    })
    .toReversed();
}
