import { type LedgerRecord, abbreviated, isSamePerson } from "../model/record.ts";
import type { ApprovalOf } from "../schedule/status.ts";
import { shortened } from "./words.ts";

/** What a record says happened, in a word or two. */
export function outcomeText(record: LedgerRecord): string {
  switch (record.record) {
    case "completion":
      return record.outcome ?? "completed";
    case "skip":
      return "skipped";
    case "void":
      return `voids ${abbreviated(record.voids ?? "?")}`;
    case "approval":
      return `approves ${abbreviated(record.approves ?? "?")}`;
    case "event":
      return record.severity === null ? "raised" : `opened, severity ${record.severity}`;
    case "event-update":
      return updateText(record);
    case "event-close":
      return "closed";
  }
}

function updateText({ severity, assignee, ticket }: LedgerRecord): string {
  const changes = [
    ...(severity === null ? [] : [`severity ${severity}`]),
    ...(assignee === null ? [] : [`assigned to ${assignee.name}`]),
    ...(ticket === null ? [] : [`ticket ${ticket}`]),
  ];
  return changes.join(", ") || "updated";
}

/** One record in one line: what, who, when, and who wrote it down where that was someone else. */
export function recordLine(record: LedgerRecord): string {
  const { performedBy, recordedBy } = record;
  const recorder = isSamePerson(recordedBy, performedBy) ? "" : `, recorded by ${recordedBy.name}`;
  const note = record.note === "" ? "" : `: ${record.note}`;
  return `${abbreviated(record.commit)} ${outcomeText(record)} by ${performedBy.name} at ${record.performedAt}${recorder}${note}`;
}

/** The same with no more of the note than its first paragraph. */
export function shortRecordLine(record: LedgerRecord): string {
  return recordLine({ ...record, note: noteStart(record) });
}

/** What stands behind an approval that does not count; empty for one that does. */
export function inVainText({ approval, inVain }: ApprovalOf): string {
  switch (inVain) {
    case null:
      return "";
    case "involved":
      return " (does not count: by somebody who had a part in the work)";
    case "unknown":
      return ` (does not count: roles.yml has no person with the address ${approval.performedBy.email})`;
  }
}

/** Of a note, where there is no room; a few lines of a narrow table. */
const LONGEST_START = 240;

/** How a record's note begins: its first paragraph, and not much of a long one; `log show` has all of it. */
export function noteStart({ note }: Pick<LedgerRecord, "note">): string {
  const [start = "", ...more] = note.trim().split(/\n\s*\n/u);
  const shown = shortened(start, LONGEST_START);
  return more.length === 0 || shown !== start ? shown : `${start} …`;
}
