import type { CalendarDate, Weekday } from "../calendar/calendar-date.ts";
import type { MonthDay } from "../calendar/month-day.ts";
import type { Recur } from "../calendar/recur.ts";

/** A number of units; months and years are calendar units, a business day is one of the run book's. */
export interface Span {
  readonly count: number;
  readonly unit: "days" | "business days" | "weeks";
}

export interface EventSpan {
  readonly count: number;
  readonly unit: "minutes" | "hours" | "days" | "business days";
}

/** When a procedure happens. `within` puts the due date that far after the scheduled date. */
export type Trigger = CadenceTrigger | CompletionTrigger | WaveTrigger | EventTrigger | RecurTrigger;

export type CadenceTrigger =
  | { readonly kind: "daily"; readonly within?: Span }
  | { readonly kind: "business-daily"; readonly within?: Span }
  /** No weekdays: the whole local week. */
  | { readonly kind: "weekly"; readonly weekdays: readonly Weekday[]; readonly within?: Span }
  | {
      readonly kind: "every-weeks";
      readonly count: number;
      readonly weekday: Weekday;
      readonly from: CalendarDate;
      readonly within?: Span;
    }
  /** No `on`: the whole month. */
  | { readonly kind: "monthly"; readonly on?: MonthDay; readonly within?: Span }
  | {
      readonly kind: "every-months";
      readonly count: number;
      readonly on: MonthDay;
      readonly from: CalendarDate;
      readonly within?: Span;
    }
  /** `month` is the month of the fiscal quarter or half, from 1. No `on`: the whole period. */
  | { readonly kind: "quarterly" | "half-yearly"; readonly on?: PeriodDay; readonly within?: Span }
  /** No `on`: the whole fiscal year. */
  | {
      readonly kind: "annually";
      readonly on?: { readonly month: number; readonly day: number };
      readonly within?: Span;
    };

export interface PeriodDay {
  readonly month: number;
  readonly day: MonthDay;
}

export interface CompletionTrigger {
  readonly kind: "after-completion";
  readonly count: number;
  readonly unit: "days" | "business days" | "weeks" | "months";
}

/** A whole week at an offset from wave week. */
export interface WaveTrigger {
  readonly kind: "wave";
  readonly offsetWeeks: number;
}

export interface EventTrigger {
  readonly kind: "event";
  /** `incident` for `on incident`. */
  readonly event: string;
  readonly severity?: Severity;
  readonly within?: EventSpan;
}

export interface RecurTrigger {
  readonly kind: "rrule";
  readonly recur: Recur;
  /** The rule as written, without spaces. */
  readonly rule: string;
  readonly from: CalendarDate;
  readonly within?: undefined;
}

/** Of incidents; 1 is the gravest. */
export const INCIDENT_SEVERITIES = [1, 2, 3] as const;
export type Severity = (typeof INCIDENT_SEVERITIES)[number];

/** The groups in which procedures are budgeted, filed and reported, most frequent first. */
export const CADENCES = [
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "half-yearly",
  "annual",
  "wave",
  "incident",
  "event",
  "other",
] as const;
export type CadenceGroup = (typeof CADENCES)[number];

/** The group in which a trigger is budgeted, filed and reported. */
export function cadenceOf(trigger: Trigger): CadenceGroup {
  switch (trigger.kind) {
    case "daily":
    case "business-daily":
      return "daily";
    case "weekly":
    case "every-weeks":
      return "weekly";
    case "monthly":
    case "quarterly":
    case "half-yearly":
    case "wave":
      return trigger.kind;
    case "every-months":
      if (trigger.count === 1) return "monthly";
      if (trigger.count <= 3) return "quarterly";
      return trigger.count < 12 ? "half-yearly" : "annual";
    case "annually":
      return "annual";
    case "event":
      return trigger.event === "incident" ? "incident" : "event";
    case "after-completion":
    case "rrule":
      return "other";
  }
}
