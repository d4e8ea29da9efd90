import { Chalk } from "chalk";
import { expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { agendaItems } from "../../src/schedule/agenda.ts";
import { renderAgendaText } from "../../src/view/agenda-text.ts";
import { scheduleAsOf } from "../helpers/run-book.ts";

it("names the occurrences of a procedure that days off have moved to one day", () => {
  const schedule = scheduleAsOf("2026-11-23", {
    settings: { go_live: "2026-11-02", closures: "[{ from: 2026-11-30, to: 2026-12-04, reason: Move }]" },
    procedures: { job: { name: "Job", trigger: "weekly on Monday" }, other: { name: "Other", trigger: "daily" } },
  });
  const period = { from: "2026-12-07" as CalendarDate, to: "2026-12-14" as CalendarDate };
  const items = agendaItems(schedule, period.from, period.to);
  const text = renderAgendaText(schedule, period, items, { chalk: new Chalk({ level: 0 }), columns: 120 });
  const names = text.split("\n").flatMap((line) => /^ {2}(Job.*?) {2}/.exec(line)?.[1] ?? []);
  expect(names).toEqual(["Job (2026-W49)", "Job (2026-W50)", "Job"]);
});

it("sums up what is still to be done, and by whom", () => {
  const schedule = scheduleAsOf("2026-11-23", {
    settings: { go_live: "2026-11-02" },
    roles:
      "roles:\n  lead: { name: Lead, people: [ana] }\n  desk: { name: Desk, people: [ana, ben] }\npeople:\n  ana: { name: Ana }\n  ben: { name: Ben }\n",
    procedures: {
      check: { trigger: "every business day", owner: "lead", effort: "20m" },
      review: { trigger: "weekly on Tuesday", owner: "desk", effort: "1h" },
      drill: { trigger: "weekly on Tuesday", owner: "ben", effort: "2h" },
      unknown: { trigger: "weekly on Tuesday", owner: "ben" },
    },
  });
  const lastLine = (from: string, to: string, columns = 100, of: readonly string[] = []): string => {
    const period = { from: from as CalendarDate, to: to as CalendarDate };
    const items = agendaItems(schedule, period.from, period.to).filter(
      ({ occurrence }) => of.length === 0 || of.includes(occurrence.procedure.id),
    );
    const text = renderAgendaText(schedule, period, items, { chalk: new Chalk({ level: 0 }), columns });
    return text.slice(text.lastIndexOf("\n\n") + 2);
  };
  expect(lastLine("2026-11-23", "2026-11-27")).toBe(
    "4h 40m of work is to be done: Ben 2h; Ana 1h 40m; Ana, Ben 1h, and 1 item without an effort.\n",
  );
  expect(lastLine("2026-11-23", "2026-11-27", 60)).toBe(
    "4h 40m of work is to be done: Ben 2h; Ana 1h 40m; Ana, Ben\n1h, and 1 item without an effort.\n",
  );
  // What was missed before today is no work to come.
  expect(lastLine("2026-11-16", "2026-11-23", 100, ["check"])).toBe("20m of work is to be done by Ana.\n");
  expect(lastLine("2026-11-24", "2026-11-24", 100, ["unknown"])).toBe(
    "0m of work is to be done, and 1 item without an effort.\n",
  );
  expect(lastLine("2026-11-16", "2026-11-20", 100, ["check"])).not.toContain("to be done");
});
