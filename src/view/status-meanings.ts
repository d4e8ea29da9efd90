import type { Status } from "../model/occurrence.ts";

/** When an occurrence has a status, for people who have not read how it is computed. */
export const STATUS_MEANINGS: Readonly<Record<Status, string>> = {
  upcoming: "before its first day",
  open: "may be done, due later",
  due: "on its last day",
  overdue: "past its due date, and still to be done",
  missed: "closed without a record",
  failed: "performed, but validation did not pass",
  done: "performed on or before its due date",
  "done-late": "performed after its due date",
  skipped: "left out with a reason, recorded on or before its due date",
  waived: "left out with a reason, recorded after its due date",
  "awaiting-approval": "done, and not yet approved by a person in roles.yml who neither performed nor recorded it",
  "not-owed": "before go-live, retired, frozen, or its event ended",
};
