import { type CalendarDate, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import type { Occurrence, Status } from "../model/occurrence.ts";
import { type LedgerRecord, isSamePerson } from "../model/record.ts";
import type { Performed } from "./history.ts";
import type { Schedule } from "./schedule.ts";

/** The status of an occurrence and the record that decided it (null where none did). */
export interface Standing {
  readonly status: Status;
  readonly decidedBy: Performed | null;
}

/** The records of an occurrence as of the day asked about, by time performed. */
export function recordsOf(occurrence: Occurrence, schedule: Schedule): readonly Performed[] {
  const records = schedule.history.byKey(occurrence.procedure).get(occurrence.key) ?? [];
  return records.filter(({ on }) => on <= schedule.asOf.date);
}

/** The status of an occurrence as of the moment asked about: a pure function of files, records and as-of. */
export function standingOf(occurrence: Occurrence, schedule: Schedule): Standing {
  const records = recordsOf(occurrence, schedule);
  const decidedBy = deciding(records);
  if (decidedBy === undefined) return { status: unrecordedStatus(occurrence, schedule), decidedBy: null };
  return { status: recordedStatus(occurrence, decidedBy, schedule), decidedBy };
}

/** A failure reopens; after the last one the first `done` decides, without one the first skip. */
function deciding(records: readonly Performed[]): Performed | undefined {
  const lastFailed = records.findLastIndex(({ record }) => record.outcome === "failed");
  const after = records.slice(lastFailed + 1);
  return after.find(({ record }) => record.outcome === "done") ?? after[0] ?? records[lastFailed];
}

function recordedStatus(occurrence: Occurrence, decidedBy: Performed, schedule: Schedule): Status {
  const { record } = decidedBy;
  const late = isLate(occurrence, decidedBy);
  if (record.record === "skip") return late ? "waived" : "skipped";
  if (record.outcome === "failed") return "failed";
  if (occurrence.procedure.requires.includes("approval") && !isApproved(record, schedule)) return "awaiting-approval";
  return late ? "done-late" : "done";
}

/** Whether work of that moment came after the due date, or after the instant that an event's target names. */
export function isLate(occurrence: Occurrence, { at, on }: Pick<Performed, "at" | "on">): boolean {
  if (occurrence.dueAt !== null) return at > Date.parse(occurrence.dueAt);
  return occurrence.due !== null && on > occurrence.due;
}

/** Approved by someone in roles.yml who neither performed nor recorded the work. */
function isApproved(completion: LedgerRecord, schedule: Schedule): boolean {
  return standingApprovals(completion, schedule).length > 0;
}

/** The approvals of a completion that count, the latest first. */
export function standingApprovals(completion: LedgerRecord, schedule: Schedule): LedgerRecord[] {
  return approvalsOf(completion, schedule).flatMap(({ approval, inVain }) => (inVain === null ? [approval] : []));
}

/** An approval, and why it does not count: its person is not in roles.yml (any more), or had a part in the work. */
export interface ApprovalOf {
  readonly approval: LedgerRecord;
  readonly inVain: "unknown" | "involved" | null;
}

/** All approvals of a completion that are not voided, the latest first. */
export function approvalsOf(completion: LedgerRecord, schedule: Schedule): ApprovalOf[] {
  const approvals = schedule.history.approvals.get(completion.commit);
  if (approvals === undefined) return [];
  const known = new Set(
    Object.values(schedule.book.directory.people).flatMap((person) => person.email?.toLowerCase() ?? []),
  );
  const involved = [completion.performedBy, completion.recordedBy];
  return approvals
    .toSorted((a, b) => Date.parse(b.performedAt) - Date.parse(a.performedAt) || compare(a.commit, b.commit))
    .map((approval) => {
      const { performedBy: approver } = approval;
      if (involved.some((person) => isSamePerson(person, approver))) return { approval, inVain: "involved" };
      return { approval, inVain: known.has(approver.email.toLowerCase()) ? null : "unknown" };
    });
}

function unrecordedStatus(occurrence: Occurrence, { asOf }: Schedule): Status {
  const { notOwed, scheduled, due, dueAt, closes } = occurrence;
  if (notOwed !== null) return "not-owed";
  if (asOf.date < scheduled) return "upcoming";
  if (closes !== null && closes <= asOf.date) return "missed";
  if (due === null || asOf.date < due) return "open";
  if (dueAt !== null) return asOf.instant > Date.parse(dueAt) ? "overdue" : "due";
  return asOf.date === due ? "due" : "overdue";
}

/** Whether an occurrence with this standing stands in `due`. */
export function isListed(occurrence: Occurrence, standing: Standing, schedule: Schedule): boolean {
  switch (standing.status) {
    case "failed":
      return !isSuperseded(occurrence, standing, schedule);
    case "missed":
      return occurrence.closes !== null && schedule.asOf.date <= missedListedUntil(occurrence.closes, schedule);
    case "overdue":
    case "due":
    case "open":
    case "awaiting-approval":
      return true;
    default:
      return false;
  }
}

/**
 * Under `latest` a failure leaves `due` once another occurrence of the procedure is done at a later time. (The same one
 * done later would not be failed.)
 */
function isSuperseded({ procedure }: Occurrence, { decidedBy }: Standing, schedule: Schedule): boolean {
  if (decidedBy === null || procedure.catchUp !== "latest") return false;
  return schedule.history
    .of(procedure)
    .some(({ record, at, on }) => record.outcome === "done" && at > decidedBy.at && on <= schedule.asOf.date);
}

/** A missed occurrence is listed from the day it closes through the first business day on or after it. */
export function missedListedUntil(closes: CalendarDate, { businessDays }: Schedule): CalendarDate {
  return toCalendarDate(businessDays.next(toEpochDay(closes)));
}
