import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import type { MonthDay } from "../calendar/month-day.ts";
import type { EventSpan, Span, Trigger } from "../model/trigger.ts";

/** The ordinals of the grammar, in order. */
export const ORDINALS = ["first", "second", "third", "fourth", "fifth"] as const;

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

/** A day of the month in its canonical words. */
export function formatMonthDay(monthDay: MonthDay): string {
  switch (monthDay.kind) {
    case "day":
      return `day ${monthDay.day}`;
    case "last-day":
      return "last day";
    case "business-day":
      return monthDay.nth === "last" ? "last business day" : `business day ${monthDay.nth}`;
    case "weekday": {
      const ordinal = monthDay.ordinal === "last" ? "last" : ORDINALS[monthDay.ordinal - 1];
      return `${ordinal} ${WEEKDAYS[monthDay.weekday - 1]}`;
    }
  }
}

function formatWithin(within: Span | EventSpan | undefined): string {
  return within === undefined ? "" : ` within ${plural(within.count, within.unit)}`;
}

function plural(count: number, units: string): string {
  return `${count} ${count === 1 ? units.slice(0, -1) : units}`;
}
