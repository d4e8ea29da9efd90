import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Procedure } from "./procedure.ts";
import type { Track } from "./wave.ts";

/** Every status, in the order in which `due` lists those that it lists. */
export const STATUSES = [
  "failed",
  "overdue",
  "missed",
  "due",
  "open",
  "awaiting-approval",
  "upcoming",
  "done",
  "done-late",
  "skipped",
  "waived",
  "not-owed",
] as const;
export type Status = (typeof STATUSES)[number];

/** Whether a status wants an answer today: what is open may wait, what is done has one. */
export function isPressing(status: Status): boolean {
  return status === "failed" || status === "overdue" || status === "missed" || status === "due";
}

/** Whether a status leaves work that is still to be done: where one was missed, another has taken its place. */
export function isWorkable(status: Status): boolean {
  return status === "failed" || status === "overdue" || status === "due" || status === "open";
}

/** Whether the work was done, be it not approved yet. */
export function isPerformed(status: Status): boolean {
  return status === "done" || status === "done-late" || status === "awaiting-approval";
}

/** Why an occurrence is not owed. */
export type NotOwedReason = "before-start" | "retired" | "frozen" | "ended";

/** One dated instance of a procedure; records are not looked at yet. */
export interface Occurrence {
  readonly procedure: Procedure;
  /** With the procedure's id it identifies the occurrence. */
  readonly key: string;
  /** The date that the rule names. */
  readonly nominal: CalendarDate;
  /** The first day to work on it: nominal, rolled. */
  readonly scheduled: CalendarDate;
  /** The last day on time; null for an event without a time limit. */
  readonly due: CalendarDate | null;
  /** The last instant on time, for events: RFC 3339 in the run book's zone. */
  readonly dueAt: string | null;
  /** The first day on which, unrecorded, it counts as missed; null: never. */
  readonly closes: CalendarDate | null;
  readonly notOwed: NotOwedReason | null;
  readonly track: Track | null;
}
