import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { LedgerRecord, RecordContent } from "./record.ts";

/** From where on a procedure's records are kept. */
export interface Horizon {
  /** What was performed or recorded at this instant (milliseconds since 1970) or later is kept. */
  readonly from: number;
  /** Records of an occurrence whose key is a date or week that ends before this day may be left out, of others none is. */
  readonly keysFrom: CalendarDate;
}

/** As much of a ledger as the statuses of late follow from. */
export interface KeptRecords {
  /** In the order in which the ledger has them, newest first; each occurrence's are all here or none is. */
  readonly records: readonly LedgerRecord[];
  /** By the procedure id that records name, where older ones are left out. */
  readonly horizons: ReadonlyMap<string, Horizon>;
}

/** How far a ledger was read. */
export interface LedgerPosition {
  readonly tip: string | null;
  readonly remoteTip: string | null;
  /** The one of the two that holds all that was read; null where neither does. */
  readonly head: string | null;
  /** Records of the local branch that the remote-tracking branch lacks; null where nobody counted. */
  readonly unpushed: number | null;
}

const EVENT_ID = /-\d{4}-\d{2}-\d{2}-[0-9a-f]{4}$/;

/** Whether a record is one of an event, or of an occurrence of one: there everything counts, the ledger's order too. */
export function concernsEvent({ event, occurrence }: Pick<RecordContent, "event" | "occurrence">): boolean {
  return event !== null || (occurrence !== null && EVENT_ID.test(occurrence));
}

/** The completions and skips of one procedure, in no order that counts. */
export interface RecordGroup {
  readonly records: () => readonly LedgerRecord[];
  /** Undefined where no older ones were left out. */
  readonly horizon: () => Horizon | undefined;
  /** Whether one of these commits may be among them; where it would take long to know, they may. */
  readonly mayHold: (commits: readonly string[]) => boolean;
}

/** By the procedure id that records name: a Map, or what reads a group when somebody asks for it. */
export interface RecordGroups extends Iterable<readonly [id: string, group: RecordGroup]> {
  readonly get: (id: string) => RecordGroup | undefined;
}

/** Kept records: those of a procedure together, so that each can be had without the others. */
export interface GroupedRecords {
  /** All that are in no group, in the order in which the ledger has them, newest first. */
  readonly others: readonly LedgerRecord[];
  readonly groups: RecordGroups;
}

/** Whether a record is kept in its procedure's group. Of events, and of what speaks about other records, there are few. */
export function isGrouped<Content extends RecordContent>(
  record: Content,
): record is Content & { readonly procedure: string } {
  const isPerformance = record.record === "completion" || record.record === "skip";
  const isPlain = record.voids === null && record.approves === null && !concernsEvent(record);
  return isPerformance && isPlain && record.procedure !== null;
}
