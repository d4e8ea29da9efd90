import fc from "fast-check";
import ICAL from "ical.js";
import { foldLines } from "ical-generator";
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { agendaItems } from "../../src/schedule/agenda.ts";
import { foldedLines, renderCalendar } from "../../src/view/calendar-ics.ts";
import { scheduleAsOf } from "../helpers/run-book.ts";

function eventsOf(text: string): ICAL.Event[] {
  return new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents("vevent")
    .map((component) => new ICAL.Event(component));
}

function calendarOf(name: string, alarmMinutes?: number, asOf = "2026-11-23"): string {
  const schedule = scheduleAsOf(asOf, {
    settings: { tracks: "[customer-engagement, finance-operations]", go_live: "2026-11-23" },
    procedures: {
      review: { name, trigger: "weekly on Tuesday", effort: "20m" },
      close: { trigger: "monthly" },
      wave: { trigger: "wave week" },
    },
  });
  const items = agendaItems(schedule, "2026-11-23" as CalendarDate, "2027-04-30" as CalendarDate);
  return [...renderCalendar(items, schedule, { alarmMinutes })].join("");
}

describe("the calendar, read by another library", () => {
  it("has all-day events on the due dates, whatever the machine's zone", () => {
    const events = eventsOf(calendarOf("Capacity review"));
    const dates = events.map((event) => `${event.uid} ${event.startDate.toString()} ${event.endDate.toString()}`);
    expect(dates.slice(0, 2)).toEqual([
      "contoso.review.2026-W48@runbook 2026-11-24 2026-11-25",
      "contoso.review.2026-W49@runbook 2026-12-01 2026-12-02",
    ]);
    expect(dates).toContain("contoso.close.2026-12@runbook 2026-12-31 2027-01-01");
    expect(events.every((event) => event.startDate.isDate)).toBe(true);
    expect(new Set(events.map((event) => event.uid)).size).toBe(events.length);
  });

  it("leaves whoever has them free", () => {
    for (const { component } of eventsOf(calendarOf("Capacity review"))) {
      expect(component.getFirstPropertyValue("transp")).toBe("TRANSPARENT");
      expect(component.getFirstPropertyValue("x-microsoft-cdo-busystatus")).toBe("FREE");
    }
  });

  it("is the same bytes each time, with CRLF, folded lines and no rule or zone", () => {
    const text = calendarOf("Capacity review");
    expect(calendarOf("Capacity review")).toBe(text);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^(?:RRULE|BEGIN:VTIMEZONE|DTSTART;TZID)/m);
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it("is newer each day to whoever subscribes to it, and says when to look again", () => {
    const [today, tomorrow] = ["2026-11-23", "2026-11-24"].map((asOf) => {
      const text = calendarOf("Capacity review", undefined, asOf);
      const calendar = new ICAL.Component(ICAL.parse(text));
      expect(String(calendar.getFirstPropertyValue("refresh-interval"))).toBe("PT6H");
      expect(String(calendar.getFirstPropertyValue("x-published-ttl"))).toBe("PT6H");
      return new Map(eventsOf(text).map(({ uid, sequence }) => [uid, sequence]));
    });
    expect(today?.size).toBeGreaterThan(0);
    for (const [uid, sequence] of today ?? []) {
      expect(sequence).toBeLessThan(2 ** 31);
      expect(tomorrow?.get(uid)).toBe(sequence + 1);
    }
  });

  it("escapes what a name may hold", () => {
    const name = "Ä; review, \\n 'x' 日本語日本語日本語日本語日本語日本語日本語 END:VEVENT";
    const [event] = eventsOf(calendarOf(JSON.stringify(name)));
    expect(event?.summary).toBe(name);
  });

  it("folds lines as ical-generator does", () => {
    const line = fc.string({
      unit: fc.constantFrom("a", "é", "日", "👍", " ", "\u2028", "abcdefghij"),
      maxLength: 120,
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(foldedLines(lines.join("\n"))).toBe(foldLines(lines.join("\r\n")));
      }),
    );
  });

  it("reminds where it is asked to", () => {
    expect(calendarOf("Review")).not.toContain("VALARM");
    const alarm = new ICAL.Component(ICAL.parse(calendarOf("Review", 90)))
      .getFirstSubcomponent("vevent")
      ?.getFirstSubcomponent("valarm");
    expect(String(alarm?.getFirstPropertyValue("trigger"))).toBe("-PT1H30M");
    expect(calendarOf("Review", 90)).toContain(
      "\r\nCATEGORIES:monthly\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\nBEGIN:VALARM\r\n",
    );
    expect(calendarOf("Review", 90)).toContain("\r\nEND:VALARM\r\nEND:VEVENT\r\n");
  });
});
