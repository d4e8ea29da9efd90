// What became of a procedure's last occurrences: a strip of marks, and the same as a table.

import type { Element } from "hast";
import { h, s } from "hastscript";
import { count } from "../model/count.ts";
import { type Status, STATUSES } from "../model/occurrence.ts";
import { abbreviated } from "../model/record.ts";
import type { Assessed } from "../report/adherence.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { performerText } from "../view/incident-words.ts";
import { STATUS_WORDS, civilTime, formatEffort } from "../view/words.ts";
import { drawing } from "./drawing.ts";
import { type Html, empty, folded, table } from "./html.ts";
import { badge, markAt } from "./marks.ts";
import { day } from "./names.ts";

const SHOWN = 30;
const STEP = 18;
const SIZE = 14;
const BASE = 24;

/** The last occurrences that were due or have a record, the newest last. */
export function historyOf(assessed: readonly Assessed[], schedule: Schedule): Html[] {
  const past = assessed.filter(
    ({ occurrence, decidedBy }) => decidedBy !== null || occurrence.due <= schedule.asOf.date,
  );
  const shown = past.slice(-SHOWN);
  const [oldest, newest] = [shown[0], shown.at(-1)];
  if (oldest === undefined || newest === undefined) return [empty("Nothing has been due yet.")];
  return [
    strip(shown),
    h("p", { className: ["aside"] }, summary(shown.map(({ status }) => status))),
    folded(`The same as a table (${count(shown.length, "occurrence")})`, [historyTable(shown, schedule)]),
  ];
}

function strip(shown: readonly Assessed[]): Element {
  const width = shown.length * STEP;
  const words = `The last ${count(shown.length, "occurrence")}, oldest first: ${summary(shown.map(({ status }) => status))}.`;
  const marks = shown.map(({ occurrence, status }, index) =>
    s("g", [
      s("title", `${occurrence.key}: ${STATUS_WORDS[status]}`),
      s("rect", { className: ["hit"], x: index * STEP, y: 0, width: STEP, height: BASE }),
      markAt(status, index * STEP + (STEP - SIZE) / 2, (BASE - SIZE) / 2, SIZE),
    ]),
  );
  return drawing({ className: ["strip"], words, width, height: BASE }, marks);
}

/** `10 done, 1 missed`. */
function summary(statuses: readonly Status[]): string {
  return STATUSES.flatMap((status) => {
    const number = statuses.filter((it) => it === status).length;
    return number === 0 ? [] : `${number} ${STATUS_WORDS[status]}`;
  }).join(", ");
}

function historyTable(shown: readonly Assessed[], schedule: Schedule): Element {
  const rows = shown.toReversed().map(({ occurrence, status, decidedBy }) => {
    const record = decidedBy?.record;
    return [
      [occurrence.key],
      [day(occurrence.due, schedule)],
      [badge(status)],
      [record === undefined ? "" : performerText(record)],
      [record === undefined ? "" : civilTime(Date.parse(record.performedAt), schedule.zone)],
      [formatEffort(record?.effortMinutes)],
      [record?.note ?? ""],
      [abbreviated(record?.commit ?? "")],
    ];
  });
  const columns = ["Occurrence", "Due", "Status", "By", "When", "Effort", "Note", "Record"].map((title) => ({ title }));
  return table("The last occurrences", columns, rows);
}
