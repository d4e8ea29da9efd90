import { type EpochDay, toEpochDay } from "../calendar/calendar-date.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { Instant, Zone } from "./zone.ts";

/** Days from the day on which the work was performed to the one on which it was recorded, in the run book's zone. */
export function recordedDaysAfter(record: Pick<LedgerRecord, "performedAt" | "recordedAt">, zone: Zone): number {
  return daysBetween(Date.parse(record.performedAt), Date.parse(record.recordedAt), zone);
}

/** Days from the day of one instant to that of another, in a zone. */
export function daysBetween(from: Instant, to: Instant, zone: Zone): number {
  if (from === to) return 0;
  const dayOf = (at: Instant): EpochDay => toEpochDay(zone.dateAt(at));
  return dayOf(to) - dayOf(from);
}
