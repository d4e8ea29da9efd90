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
