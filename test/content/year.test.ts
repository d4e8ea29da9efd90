// The reference run book lived through two years: what a text says must come before what, and how long it takes, fits
// the days on which its trigger asks for it.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type CalendarDate,
  daysInMonth,
  epochDayOf,
  toEpochDay,
  yearMonthDayOf,
} from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { agendaItems } from "../../src/schedule/agenda.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import { readRunBookFiles } from "../../src/store/run-book-files.ts";

const FIRST = "2027-01-01" as CalendarDate;
const LAST = "2028-12-31" as CalendarDate;

const { book } = parseRunBook(readRunBookFiles(join(import.meta.dirname, "..", "..", "runbook")), {
  knownRegions: REGIONS,
});
if (book === undefined) throw new Error("One of the four .yml files has a fault.");
const schedule = scheduleOf(book, [], ANNOUNCED_WAVES, Date.parse("2026-11-28T12:00:00Z"));
const { isBusinessDay } = schedule.businessDays;

interface Turn {
  readonly scheduled: number;
  readonly due: number;
}

const turns = new Map<string, Turn[]>();
for (const { occurrence } of agendaItems(schedule, FIRST, LAST)) {
  const { procedure, scheduled, due } = occurrence;
  if (due === null) continue;
  const found = turns.get(procedure.id) ?? [];
  turns.set(procedure.id, [...found, { scheduled: toEpochDay(scheduled), due: toEpochDay(due) }]);
}

function turnsOf(id: string): readonly Turn[] {
  const found = turns.get(id);
  if (found === undefined) throw new Error(`${id} never comes.`);
  return found;
}

/** Business days after the first day, up to and with the last. */
function businessDaysBetween(first: number, last: number): number {
  let count = 0;
  for (let day = first + 1; day <= last; day += 1) if (isBusinessDay(day)) count += 1;
  return count;
}

describe("the reference run book in a year", () => {
  it.each([
    ["restore-drill-to-sandbox", 1, "day 2"],
    ["steering-committee", 12, "invitations ten days before, minutes two days after the meeting"],
    ["disaster-recovery-rehearsal", 9, "the scene is chosen two weeks before"],
    ["vendor-performance-review", 8, "figures go out five days before the meeting"],
    ["strategic-review", 15, "the fact book is begun three weeks before the meeting"],
    ["licence-optimisation", 18, "managers have 14 days to answer"],
    [
      "finance-operations-service-update",
      51,
      "the look five days after the second auto-update, in the new year on 1 March",
    ],
  ])("leaves %s %i business days: %s", (id, days) => {
    const windows = turnsOf(id).map(({ scheduled, due }) => businessDaysBetween(scheduled, due));
    expect(Math.min(...windows)).toBeGreaterThanOrEqual(days);
  });

  it.each(["roadmap-planning", "risk-register-review", "vendor-invoices-and-contracts"])(
    "has %s before the committee's pages go out",
    (id) => {
      for (const { due } of turnsOf("steering-committee")) {
        const before = turnsOf(id).filter((turn) => turn.due <= due && due - turn.due < 31);
        // Two business days for the minutes, five for reading the pages.
        expect(Math.max(...before.map((turn) => businessDaysBetween(turn.due, due)))).toBeGreaterThanOrEqual(7);
      }
    },
  );

  it.each(["compliance-review", "integration-user-review"])(
    "has %s, which must see the exercises of the security audit's first week, before its report",
    (id) => {
      const audits = turnsOf("security-audit");
      const isSeen = ({ scheduled, due }: Turn): boolean =>
        turnsOf(id).some((turn) => turn.scheduled >= scheduled + 7 && turn.due <= due);
      expect(audits.filter((audit) => !isSeen(audit))).toEqual([]);
    },
  );

  it("begins the period close a week and four business days before the month ends, and leaves a week after it", () => {
    for (const { scheduled, due } of turnsOf("period-close-support")) {
      const { year, month } = yearMonthDayOf(scheduled);
      let last = epochDayOf(year, month, daysInMonth(year, month));
      while (!isBusinessDay(last)) last -= 1;
      expect(last - scheduled).toBeGreaterThanOrEqual(7);
      expect(businessDaysBetween(scheduled, last)).toBeGreaterThanOrEqual(4);
      expect(businessDaysBetween(last, due)).toBeGreaterThanOrEqual(6);
      const batch = turnsOf("batch-calendar").findLast((turn) => turn.due < scheduled)?.due ?? 0;
      expect(scheduled - batch).toBeLessThanOrEqual(10);
    }
  });

  it("has the quantities of licences before the costs that follow from them", () => {
    const yearOf = (day: number): number => yearMonthDayOf(day).year;
    for (const { due } of turnsOf("cost-review")) {
      const licences = turnsOf("licence-optimisation").find((turn) => yearOf(turn.due) === yearOf(due));
      expect(businessDaysBetween(licences?.due ?? due, due)).toBeGreaterThanOrEqual(4);
    }
  });
});
