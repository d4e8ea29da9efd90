import { type EpochDay, toEpochDay } from "../calendar/calendar-date.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { Zone } from "./zone.ts";

/** Days from the day on which the work was performed to the one on which it was recorded, in the run book's zone. */
export function recordedDaysAfter(record: Pick<LedgerRecord, "performedAt" | "recordedAt">, zone: Zone): number {
  const dayOf = (at: string): EpochDay => toEpochDay(zone.dateAt(Date.parse(at)));
  return dayOf(record.recordedAt) - dayOf(record.performedAt);
}
