// Triggers and recurrence rules as text, in one way each. The program shows a trigger as its author wrote it: only the laws ask
// whether what was read says the same when it is written.

import { MONTHS, WEEKDAYS } from "../../src/calendar/names.ts";
import type { Recur } from "../../src/calendar/recur.ts";
import type { EventSpan, Span, Trigger } from "../../src/model/trigger.ts";
import { formatMonthDay } from "../../src/parse/format-month-day.ts";

/** The trigger in its canonical words; `parseTrigger` gives the same trigger back. */
export function formatTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case "daily":
      return `daily${formatWithin(trigger.within)}`;
    case "business-daily":
      return `every business day${formatWithin(trigger.within)}`;
    case "weekly": {
      const names = trigger.weekdays.map((weekday) => WEEKDAYS[weekday - 1]);
      const list = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
      return `weekly${list && ` on ${list}`}${formatWithin(trigger.within)}`;
    }
    case "every-weeks":
      return `every ${plural(trigger.count, "weeks")} on ${WEEKDAYS[trigger.weekday - 1]} from ${trigger.from}${formatWithin(trigger.within)}`;
    case "monthly":
      return `monthly${trigger.on ? ` on ${formatMonthDay(trigger.on)}` : ""}${formatWithin(trigger.within)}`;
    case "every-months":
      return `every ${plural(trigger.count, "months")} on ${formatMonthDay(trigger.on)} from ${trigger.from}${formatWithin(trigger.within)}`;
    case "quarterly":
    case "half-yearly": {
      const on = trigger.on ? ` on month ${trigger.on.month} ${formatMonthDay(trigger.on.day)}` : "";
      return `${trigger.kind}${on}${formatWithin(trigger.within)}`;
    }
    case "annually": {
      const on = trigger.on ? ` on ${trigger.on.day} ${MONTHS[trigger.on.month - 1]}` : "";
      return `annually${on}${formatWithin(trigger.within)}`;
    }
    case "after-completion":
      return `${plural(trigger.count, trigger.unit)} after completion`;
    case "wave":
      return trigger.offsetWeeks === 0
        ? "wave week"
        : `wave ${trigger.offsetWeeks > 0 ? "+" : "-"}${plural(Math.abs(trigger.offsetWeeks), "weeks")}`;
    case "event": {
      const name = trigger.event === "incident" ? "incident" : `event ${trigger.event}`;
      const severity = trigger.severity === undefined ? "" : ` severity ${trigger.severity}`;
      return `on ${name}${severity}${formatWithin(trigger.within)}`;
    }
    case "rrule":
      return `rrule ${trigger.rule} from ${trigger.from}`;
  }
}

function formatWithin(within: Span | EventSpan | undefined): string {
  return within === undefined ? "" : ` within ${plural(within.count, within.unit)}`;
}

function plural(count: number, units: string): string {
  return `${count} ${count === 1 ? units.slice(0, -1) : units}`;
}

const ICAL_WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** The rule as text: RFC 5545's parts in a fixed order, defaults left out. `parseRecur` reads back the same rule. */
export function formatRecur(recur: Recur): string {
  const { count, until } = recur;
  const weekdays = recur.byDay.map(({ nth, weekday }) => `${nth ?? ""}${ICAL_WEEKDAYS[weekday - 1]}`);
  const values: readonly [string, readonly (string | number)[]][] = [
    ["FREQ", [recur.freq]],
    ["INTERVAL", recur.interval === 1 ? [] : [recur.interval]],
    ["COUNT", count === undefined ? [] : [count]],
    ["UNTIL", until === undefined ? [] : [until.replaceAll("-", "")]],
    ["BYMONTH", recur.byMonth],
    ["BYWEEKNO", recur.byWeekNo],
    ["BYYEARDAY", recur.byYearDay],
    ["BYMONTHDAY", recur.byMonthDay],
    ["BYDAY", weekdays],
    ["BYSETPOS", recur.bySetPos],
    ["WKST", recur.weekStart === 1 ? [] : [ICAL_WEEKDAYS[recur.weekStart - 1] ?? ""]],
  ];
  return values
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${name}=${list.join(",")}`)
    .join(";");
}
