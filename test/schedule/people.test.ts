import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { agendaItems } from "../../src/schedule/agenda.ts";
import { handovers, personWithEmail } from "../../src/schedule/people.ts";
import { done, scheduleAsOf } from "../helpers/run-book.ts";

const parts = {
  settings: { go_live: "2026-11-23" },
  procedures: { daily: { trigger: "every business day" }, weekly: { trigger: "weekly on Tuesday", owner: "chris" } },
};
const date = (text: string): CalendarDate => text as CalendarDate;

describe("who answers", () => {
  it("is the holder on the day it begins, and today's for what has begun", () => {
    const items = agendaItems(scheduleAsOf("2026-11-27", parts), date("2026-11-23"), date("2026-12-01"));
    const owners = items.map(({ occurrence, owner }) => `${occurrence.scheduled} ${owner.people.join()}`);
    // The rotation turns on Monday 30 November.
    expect(owners).toEqual([
      "2026-11-23 ben",
      "2026-11-24 ben",
      "2026-11-24 chris",
      "2026-11-25 ben",
      "2026-11-26 ben",
      "2026-11-27 ben",
      "2026-11-30 ana",
      "2026-12-01 ana",
      "2026-12-01 chris",
    ]);
  });

  it("is found by e-mail address, letter case apart", () => {
    const roles = "roles: {}\npeople:\n  ana: { name: Ana }\n  ben: { name: Ben, email: ben@contoso.example }\n";
    const { directory } = scheduleAsOf("2026-11-27", { roles }).book;
    expect(personWithEmail(directory, "BEN@Contoso.example")?.id).toBe("ben");
    expect(personWithEmail(directory, "ben@fabrikam.example")).toBeUndefined();
  });
});

describe("handovers", () => {
  it("are the changes of holder, with what changes hands", () => {
    expect(handovers(scheduleAsOf("2026-11-27", parts), date("2026-11-23"), date("2026-12-07"))).toEqual([
      { date: "2026-11-30", role: "operations-analyst", from: ["ben"], to: ["ana"], procedures: ["daily"] },
      { date: "2026-12-07", role: "operations-analyst", from: ["ana"], to: ["ben"], procedures: ["daily"] },
    ]);
  });

  it("pass what a person owns by name to the cover and back", () => {
    const roles = `roles: {}
people:
  ana: { name: Ana }
  ben: { name: Ben }
absences:
  - { person: ana, from: 2026-11-26, to: 2026-12-01, cover: ben }
  - { person: ben, from: 2026-12-03, to: 2026-12-04, cover: ana }
`;
    const procedures = { job: { trigger: "daily", owner: "ana" } };
    const schedule = scheduleAsOf("2026-11-25", { roles, procedures });
    // Ben owns nothing by name.
    expect(handovers(schedule, date("2026-11-23"), date("2026-12-07"))).toEqual([
      { date: "2026-11-26", role: "ana", from: ["ana"], to: ["ben"], procedures: ["job"] },
      { date: "2026-12-02", role: "ana", from: ["ben"], to: ["ana"], procedures: ["job"] },
    ]);
  });

  it("are none while several hold a role together, and one when one of them is away", () => {
    const roles = `roles:
  all: { name: All, people: [ana, ben] }
people:
  ana: { name: Ana }
  ben: { name: Ben }
absences: [{ person: ana, from: 2026-12-01, to: 2026-12-24 }]
`;
    const schedule = scheduleAsOf("2026-11-27", { roles });
    expect(handovers(schedule, date("2026-11-23"), date("2026-12-07"))).toEqual([
      { date: "2026-12-01", role: "all", from: ["ana", "ben"], to: ["ben"], procedures: [] },
    ]);
  });
});

describe("the agenda", () => {
  it("has every status", () => {
    const schedule = scheduleAsOf("2026-11-26", parts, [done("2026-11-24", "2026-11-24", { procedure: "daily" })]);
    const items = agendaItems(schedule, date("2026-11-20"), date("2026-11-27"));
    expect(
      items.map(({ status, occurrence }) => `${occurrence.procedure.id} ${occurrence.scheduled} ${status}`),
    ).toEqual([
      "daily 2026-11-20 not-owed",
      "daily 2026-11-23 missed",
      "daily 2026-11-24 done",
      "weekly 2026-11-24 overdue",
      "daily 2026-11-25 missed",
      "daily 2026-11-26 due",
      "daily 2026-11-27 upcoming",
    ]);
  });
});
