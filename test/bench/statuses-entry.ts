// Bundled and run by statuses.mjs: the statuses of a day for run books of growing size, records in memory.

import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../../src/data/announced-waves.ts";
import type { Procedure } from "../../src/model/procedure.ts";
import { EMPTY_CONTENT, type LedgerRecord } from "../../src/model/record.ts";
import type { RunBook } from "../../src/model/runbook.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { dueList } from "../../src/schedule/due-list.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";

const TRIGGERS = [
  "every business day",
  "weekly on Tuesday",
  "weekly",
  "monthly on business day 3",
  "monthly on day 31",
  "quarterly on month 1 business day 10",
  "annually on 15 March",
  "90 days after completion",
  "wave -8 weeks",
  "every 2 weeks on Friday from 2026-01-09",
];
const NOW = Date.parse("2026-11-23T08:30:00Z");

function bookOf(size: number): RunBook {
  const files = [
    {
      path: "runbook.yml",
      text: "id: bench\ntitle: Bench\ngo_live: 2025-11-24\ntimezone: Europe/London\nregion: united-kingdom\n",
    },
    ...TRIGGERS.map((trigger, index) => ({
      path: `procedures/p${index}.md`,
      text: `---\nname: P${index}\ntrigger: ${trigger}\nlast_updated: 2026-11-02\neffort: 10m\n---\n`,
    })),
  ];
  const { book } = parseRunBook(files, { knownRegions: ["united-kingdom"] });
  if (book === undefined) throw new Error("The bench's own run book has a fault.");
  const procedures = Array.from({ length: size }, (_, index): Procedure => {
    const model = book.procedures[index % book.procedures.length] as Procedure;
    return { ...model, id: `${model.id}-${index}` };
  });
  return { ...book, procedures };
}

/** Every occurrence of the year before is done on its day, but for each procedure's last. */
function recordsOf(book: RunBook): LedgerRecord[] {
  const schedule = scheduleOf(book, [], ANNOUNCED_WAVES, NOW);
  const who = { name: "Ana", email: "ana@contoso.example" };
  return book.procedures.flatMap((procedure) =>
    occurrencesScheduled(procedure, schedule, "2025-11-24" as CalendarDate, "2026-11-20" as CalendarDate)
      .slice(0, -1)
      .map(({ key, scheduled }, index): LedgerRecord => ({
        ...EMPTY_CONTENT,
        book: "bench",
        commit: `${procedure.id}-${index}`.padStart(40, "0"),
        subject: "",
        record: "completion",
        procedure: procedure.id,
        occurrence: key,
        outcome: "done",
        performedBy: who,
        performedAt: `${scheduled}T09:00:00+00:00`,
        recordedBy: who,
        recordedAt: `${scheduled}T09:00:00+00:00`,
      })),
  );
}

/** Milliseconds for the schedule and the list of a day: the median of some runs. */
export function measure(size: number, runs: number): { records: number; items: number; ms: number } {
  const book = bookOf(size);
  const records = recordsOf(book);
  let items = 0;
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    items = dueList(scheduleOf(book, records, ANNOUNCED_WAVES, NOW), 7).items.length;
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  return { records: records.length, items, ms: times[Math.floor(times.length / 2)] ?? Number.NaN };
}
