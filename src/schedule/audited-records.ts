import type { CalendarDate } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { Schedule } from "./schedule.ts";

/**
 * The records that an audit of a period is about: those performed or written down in it, and every void and approval of
 * one of them, whenever it was made; by time performed, then commit.
 */
export function auditedRecords(
  records: readonly LedgerRecord[],
  { zone }: Schedule,
  from: CalendarDate,
  to: CalendarDate,
): LedgerRecord[] {
  const isWithin = (at: string): boolean => {
    const date = zone.dateAt(Date.parse(at));
    return from <= date && date <= to;
  };
  const inPeriod = records.filter(({ performedAt, recordedAt }) => isWithin(performedAt) || isWithin(recordedAt));
  const wanted = new Set(inPeriod.map(({ commit }) => commit));
  // A void may be of an approval.
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const { commit, voids, approves } of records) {
      if (wanted.has(voids ?? "") || wanted.has(approves ?? "")) wanted.add(commit);
    }
  }
  return records
    .filter(({ commit }) => wanted.has(commit))
    .toSorted((a, b) => Date.parse(a.performedAt) - Date.parse(b.performedAt) || compare(a.commit, b.commit));
}
