import { FILE_COLUMNS } from "./audit-csv.ts";
import { RECORD_COLUMNS } from "./records-csv.ts";
import { STATUS_MEANINGS } from "./status-meanings.ts";

const rowsOf = (meanings: Readonly<Record<string, string>>): string =>
  Object.entries(meanings)
    .map(([name, meaning]) => `| ${name} | ${meaning} |`)
    .join("\n");

/** What the words of an audit mean. */
export const AUDIT_DEFINITIONS = `# Definitions

## Statuses

A status is computed from the procedures, the records and a day; it is stored nowhere. Here the day is the last one of the
period: work performed after it does not count, voids and approvals always do.

| status | when |
| --- | --- |
${rowsOf(STATUS_MEANINGS)}

Of several records of one occurrence that are not voided, in order of the time performed: a failure reopens it; after the last
failure the first completion decides; without one the first skip.

## Outcomes

| outcome | meaning |
| --- | --- |
| done | performed, and its validation passed |
| failed | performed, and its validation did not pass |
| skipped | not performed, for a reason that the note gives |

## Adherence

Done on time divided by owed: the rows of occurrences.csv whose \`counts_as\` is on-time, by those that count as owed. The
share is rounded down. \`counts_as\` is empty for what was not due in the period, was not owed (work recorded on it counts on
neither side), or has no due date.

| counts_as | owed | when |
| --- | --- | --- |
| on-time | yes | done by its due date; with approval required, approved too |
| late | yes | done after its due date, before it closed; after that, too, where a record was there by then, such as a failure |
| missed | yes | without a record when it closed, even if it was done after that |
| failed | yes | performed, and validation has not passed since |
| waived | yes | left out with a reason, recorded after its due date |
| overdue | yes | past its due date, not closed, and still to be done |
| awaiting-approval | yes | done, on time or late, and not yet approved |
| skipped | no | left out with a reason, recorded on or before its due date |
| not-yet-due | no | its due date had not passed at the period's end |

## Columns of records.csv

| column | meaning |
| --- | --- |
${rowsOf({ ...RECORD_COLUMNS, ...FILE_COLUMNS })}

A cell that a spreadsheet would take for a formula begins with an apostrophe.

## Owners in occurrences.csv

\`people\` held the role, or were its cover, on the due date (without one: on the day it began), by roles.yml as it stands.
`;
