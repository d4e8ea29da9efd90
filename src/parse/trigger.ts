import {
  type CalendarDate,
  WEEKDAY_NAMES,
  type Weekday,
  daysInMonth,
  isCalendarDate,
  monthIndexOf,
  toCalendarDate,
  type EpochDay,
  toEpochDay,
  weekdayOf,
  yearMonthDayOf,
} from "../calendar/calendar-date.ts";
import { type MonthDay, plainMonthDay } from "../calendar/month-day.ts";
import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { type Recur, parseRecur, recurDates } from "../calendar/recur.ts";
import type {
  CadenceTrigger,
  CompletionTrigger,
  EventSpan,
  EventTrigger,
  PeriodDay,
  RecurTrigger,
  Severity,
  Span,
  Trigger,
  WaveTrigger,
} from "../model/trigger.ts";
import { ORDINALS, formatMonthDay } from "./format-month-day.ts";
import { nearestPhrase } from "./trigger-phrases.ts";

/** Where a text leaves the trigger grammar; `offset` and `length` in UTF-16 units of the text given. */
export interface TriggerError {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly hint: string | null;
}

const ORDINAL_DIGITS = ["1st", "2nd", "3rd", "4th", "5th"] as const;
/** Beyond four digits a count is a slip of the keyboard, and date arithmetic would leave the calendar. */
const COUNT = /^[1-9]\d{0,3}$/;
const LARGEST_COUNT = 9999;
const DIGITS = /^\d+$/;
const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

interface Token {
  readonly text: string;
  readonly lower: string;
  readonly offset: number;
}

/** The tokens of a text and how far they have been read. */
interface Cursor {
  readonly tokens: readonly Token[];
  readonly end: number;
  position: number;
}

/** Thrown inside this module only; `parseTrigger` turns it into a result. */
class Mismatch extends Error {
  readonly offset: number;
  readonly length: number;
  readonly hint: string | null;
  constructor(offset: number, length: number, message: string, hint: string | null = null) {
    super(message);
    this.offset = offset;
    this.length = length;
    this.hint = hint;
  }
}

/**
 * Parses a trigger of the run book's grammar, case-insensitive, units singular or plural.
 * Never throws on user text: an error names the place, what was expected and the nearest valid phrase.
 */
export function parseTrigger(text: string): { trigger: Trigger } | { error: TriggerError } {
  const read = triggerOrMismatch(text);
  if (!(read instanceof Mismatch)) return { trigger: read };
  const { offset, length, message, hint } = read;
  const nearest = (): string => withNearestCount(text, offset, length) ?? nearestPhrase(text);
  return { error: { offset, length, message, hint: hint ?? `Nearest valid phrase: \`${nearest()}\`.` } };
}

/** Whether a text is a trigger, of thousands of texts: looks for no phrase near to one that is none. */
export function isTrigger(text: string): boolean {
  return BEGINNING.test(text) && !(triggerOrMismatch(text) instanceof Mismatch);
}

/** The words that `readTrigger` begins with. */
const BEGINNING = /^\s*(?:daily|weekly|monthly|quarterly|half-yearly|annually|every|wave|on|rrule|\d+)(?![^\s,])/iu;

function triggerOrMismatch(text: string): Trigger | Mismatch {
  const cursor = tokenize(text);
  try {
    const trigger = readTrigger(cursor);
    const rest = cursor.tokens[cursor.position];
    if (rest !== undefined) throw unexpected(cursor, ["the trigger to end here"]);
    return trigger;
  } catch (problem) {
    if (!(problem instanceof Mismatch)) throw problem;
    return problem;
  }
}

/** The text with the nearest number of the grammar in the place of one that is none; undefined where that is not all. */
function withNearestCount(text: string, offset: number, length: number): string | undefined {
  const [before, number, after] = [
    text.slice(0, offset),
    text.slice(offset, offset + length),
    text.slice(offset + length),
  ];
  if (!DIGITS.test(number) || COUNT.test(number)) return undefined;
  const mended = `${before}${Math.min(Math.max(Number(number), 1), LARGEST_COUNT)}${after}`;
  return isTrigger(mended) ? mended.trim() : undefined;
}

function tokenize(text: string): Cursor {
  // A recurrence rule has commas of its own.
  const word = /^\s*rrule\b/iu.test(text) ? /\S+/gu : /[^\s,]+|,/gu;
  const tokens = [...text.matchAll(word)].map((match) => ({
    text: match[0],
    lower: match[0].toLowerCase(),
    offset: match.index,
  }));
  return { tokens, end: text.length, position: 0 };
}

function readTrigger(cursor: Cursor): Trigger {
  if (take(cursor, "daily")) return withSpan(cursor, { kind: "daily" });
  if (take(cursor, "weekly")) return withSpan(cursor, readWeekly(cursor));
  if (take(cursor, "monthly")) {
    return withSpan(cursor, take(cursor, "on") ? { kind: "monthly", on: readMonthDay(cursor) } : { kind: "monthly" });
  }
  if (take(cursor, "quarterly")) return withSpan(cursor, readPeriod(cursor, "quarterly", 3));
  if (take(cursor, "half-yearly")) return withSpan(cursor, readPeriod(cursor, "half-yearly", 6));
  if (take(cursor, "annually")) return withSpan(cursor, readAnnually(cursor));
  if (take(cursor, "every")) return withSpan(cursor, readEvery(cursor));
  if (take(cursor, "wave")) return readWave(cursor);
  if (take(cursor, "on")) return readEvent(cursor);
  if (take(cursor, "rrule")) return readRecur(cursor);
  if (DIGITS.test(peek(cursor)?.text ?? "")) return readCompletion(cursor);
  throw unexpected(cursor, [
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "half-yearly",
    "annually",
    "every",
    "wave",
    "on incident",
    "on event",
    "rrule",
    "a number of days after completion",
  ]);
}

function readWeekly(cursor: Cursor): CadenceTrigger {
  if (!take(cursor, "on")) return { kind: "weekly", weekdays: [] };
  const weekdays = [readWeekday(cursor)];
  while (isOneOf(peek(cursor), [",", "and"])) {
    if (take(cursor, ",")) take(cursor, "and");
    else take(cursor, "and");
    const token = peek(cursor);
    const weekday = readWeekday(cursor);
    if (weekdays.includes(weekday) && token !== undefined) {
      throw mismatchAt(token, `Unexpected \`${token.text}\`: ${WEEKDAYS[weekday - 1]} is named twice.`);
    }
    weekdays.push(weekday);
  }
  return { kind: "weekly", weekdays: weekdays.toSorted((a, b) => a - b) };
}

function readEvery(cursor: Cursor): CadenceTrigger {
  if (take(cursor, "business")) {
    expectWord(cursor, ["day", "days"]);
    return { kind: "business-daily" };
  }
  const count = readCount(cursor, ["business day", "a number of weeks or months"]);
  const unit = expectWord(cursor, ["week", "weeks", "month", "months"]);
  expectWord(cursor, ["on"]);
  if (unit.startsWith("week")) {
    const weekday = readWeekday(cursor);
    const { from, token } = readFrom(cursor);
    const found = weekdayOf(toEpochDay(from));
    if (found !== weekday) {
      const ahead = (weekday - found + 7) % 7;
      const shifts = ahead > 3 ? [ahead - 7, ahead] : [ahead, ahead - 7];
      // The calendar ends within a week.
      const nearest = shifts.map((days) => toCalendarDate(toEpochDay(from) + days)).find(isCalendarDate);
      throw mismatchAt(
        token,
        `Unexpected \`${from}\`, a ${WEEKDAYS[found - 1]}; expected a ${WEEKDAYS[weekday - 1]}.`,
        `Write \`from ${nearest}\`.`,
      );
    }
    return { kind: "every-weeks", count, weekday, from };
  }
  const on = readMonthDay(cursor);
  const { from, token } = readFrom(cursor);
  checkMonthStart(on, from, token);
  return { kind: "every-months", count, on, from };
}

/** A `from` date must itself be a nominal date of its rule; for business-day rules only its month counts. */
function checkMonthStart(on: MonthDay, from: CalendarDate, token: Token): void {
  if (on.kind === "business-day") return;
  const { year, month } = yearMonthDayOf(toEpochDay(from));
  const nominal = plainMonthDay(monthIndexOf(year, month), on);
  if (nominal === toEpochDay(from)) return;
  const rule = formatMonthDay(on);
  if (nominal === undefined) {
    throw mismatchAt(token, `Unexpected \`${from}\`: ${MONTHS[month - 1]} ${year} has no ${rule}.`);
  }
  throw mismatchAt(
    token,
    `Unexpected \`${from}\`, which is not the ${rule} of its month.`,
    `Write \`from ${toCalendarDate(nominal)}\`.`,
  );
}

function readPeriod(cursor: Cursor, kind: "quarterly" | "half-yearly", months: number): CadenceTrigger {
  if (!take(cursor, "on")) return { kind };
  expectWord(cursor, ["month"]);
  const month = readNumber(cursor, months, `a month of the period, 1 to ${months}`);
  const on: PeriodDay = { month, day: readMonthDay(cursor) };
  return { kind, on };
}

function readAnnually(cursor: Cursor): CadenceTrigger {
  if (!take(cursor, "on")) return { kind: "annually" };
  const token = peek(cursor);
  const day = readNumber(cursor, 31, "a day of the month, 1 to 31");
  const month = readMonthName(cursor);
  // 29 February exists in leap years; a year without it uses the 28th.
  const longest = daysInMonth(2000, month);
  if (day > longest && token !== undefined) {
    throw mismatchAt(
      token,
      `Unexpected \`${day}\`: ${MONTHS[month - 1]} has no more than ${longest} days.`,
      `Write \`annually on ${longest} ${MONTHS[month - 1]}\`.`,
    );
  }
  return { kind: "annually", on: { month, day } };
}

function readCompletion(cursor: Cursor): CompletionTrigger {
  const count = readCount(cursor, ["a number"]);
  const unit = readUnit(cursor, ["days", "business days", "weeks", "months"]);
  expectWord(cursor, ["after"]);
  expectWord(cursor, ["completion"]);
  return { kind: "after-completion", count, unit };
}

function readWave(cursor: Cursor): WaveTrigger {
  if (take(cursor, "week")) return { kind: "wave", offsetWeeks: 0 };
  const token = peek(cursor);
  const signed = /^([+-])([1-9]\d{0,3})$/.exec(token?.text ?? "");
  if (/^[+-]\d{5,}$/.test(token?.text ?? "")) throw unexpected(cursor, ["no more than 9999 weeks"]);
  if (signed === null) throw unexpected(cursor, ["week", "a signed number of weeks such as -8 or +2"]);
  cursor.position += 1;
  expectWord(cursor, ["week", "weeks"]);
  return { kind: "wave", offsetWeeks: signed[1] === "-" ? -Number(signed[2]) : Number(signed[2]) };
}

function readEvent(cursor: Cursor): EventTrigger {
  if (take(cursor, "incident")) {
    const severity = take(cursor, "severity") ? (readNumber(cursor, 3, "a severity, 1 to 3") as Severity) : undefined;
    return { kind: "event", event: "incident", ...(severity && { severity }), ...readEventWithin(cursor) };
  }
  if (!take(cursor, "event")) throw unexpected(cursor, ["incident", "event"]);
  const token = peek(cursor);
  if (token === undefined || !KEBAB_CASE.test(token.lower)) {
    throw unexpected(cursor, ["the event's name, a kebab-case word such as year-end-close"]);
  }
  cursor.position += 1;
  return { kind: "event", event: token.lower, ...readEventWithin(cursor) };
}

function readEventWithin(cursor: Cursor): { within?: EventSpan } {
  if (!take(cursor, "within")) return {};
  const count = readCount(cursor, ["a number"]);
  return { within: { count, unit: readUnit(cursor, ["minutes", "hours", "days", "business days"]) } };
}

function readRecur(cursor: Cursor): RecurTrigger {
  const token = peek(cursor);
  if (token === undefined) throw unexpected(cursor, ["an RFC 5545 recurrence rule such as FREQ=MONTHLY;BYDAY=-1FR"]);
  cursor.position += 1;
  const parsed = parseRecur(token.text);
  if ("error" in parsed) {
    const { offset, length, message } = parsed.error;
    throw new Mismatch(token.offset + offset, length, message, "See RFC 5545, section 3.3.10.");
  }
  const { from, token: fromToken } = readFrom(cursor);
  const start = toEpochDay(from);
  if (!isRecurDate(parsed.recur, start)) {
    const { value: next } = recurDates(parsed.recur, start, start, start + FIRST_WITHIN_DAYS).next();
    throw mismatchAt(
      fromToken,
      `Unexpected \`${from}\`, which is not a date of the rule.`,
      next !== undefined && isRecurDate(parsed.recur, next)
        ? `Write \`from ${toCalendarDate(next)}\`.`
        : "Write the first date that the rule names.",
    );
  }
  return { kind: "rrule", recur: parsed.recur, rule: token.text.toUpperCase(), from };
}

/** A 29 February may be eight years away. */
const FIRST_WITHIN_DAYS = 9 * 366;

/** Whether a rule that starts on a day yields it. */
function isRecurDate(recur: Recur, day: EpochDay): boolean {
  return recurDates(recur, day, day, day).next().done !== true;
}

function withSpan(cursor: Cursor, trigger: CadenceTrigger): CadenceTrigger {
  if (!take(cursor, "within")) return trigger;
  const count = readCount(cursor, ["a number"]);
  const within: Span = { count, unit: readUnit(cursor, ["days", "business days", "weeks"]) };
  return { ...trigger, within };
}

function readMonthDay(cursor: Cursor): MonthDay {
  if (take(cursor, "day")) return { kind: "day", day: readNumber(cursor, 31, "a day of the month, 1 to 31") };
  if (take(cursor, "business")) {
    expectWord(cursor, ["day"]);
    return { kind: "business-day", nth: readNumber(cursor, 23, "a business day of the month, 1 to 23") };
  }
  if (take(cursor, "last")) {
    if (take(cursor, "day")) return { kind: "last-day" };
    if (take(cursor, "business")) {
      expectWord(cursor, ["day"]);
      return { kind: "business-day", nth: "last" };
    }
    if (weekdayNamed(peek(cursor)?.lower) === undefined) throw unexpected(cursor, ["day", "business day", "a weekday"]);
    return { kind: "weekday", ordinal: "last", weekday: readWeekday(cursor) };
  }
  const ordinal = ordinalNamed(peek(cursor)?.lower);
  if (ordinal === undefined) {
    throw unexpected(cursor, [
      "day N",
      "last day",
      "business day N",
      "last business day",
      "first … fifth or last WEEKDAY",
    ]);
  }
  cursor.position += 1;
  return { kind: "weekday", ordinal, weekday: readWeekday(cursor) };
}

function readFrom(cursor: Cursor): { from: CalendarDate; token: Token } {
  expectWord(cursor, ["from"]);
  const token = peek(cursor);
  if (token === undefined || !isCalendarDate(token.text)) throw unexpected(cursor, ["a date that exists, YYYY-MM-DD"]);
  cursor.position += 1;
  return { from: token.text, token };
}

function readWeekday(cursor: Cursor): Weekday {
  const weekday = weekdayNamed(peek(cursor)?.lower);
  if (weekday === undefined) throw unexpected(cursor, ["a weekday such as Monday or Mon"]);
  cursor.position += 1;
  return weekday;
}

function readMonthName(cursor: Cursor): number {
  const word = peek(cursor)?.lower;
  const index = MONTHS.findIndex((name) => word === name.toLowerCase() || word === name.slice(0, 3).toLowerCase());
  if (index < 0) throw unexpected(cursor, ["a month such as March or Mar"]);
  cursor.position += 1;
  return index + 1;
}

function readUnit<Unit extends string>(cursor: Cursor, units: readonly Unit[]): Unit {
  const token = peek(cursor);
  const next = cursor.tokens[cursor.position + 1];
  for (const unit of units) {
    const [first = "", second] = unit.split(" ");
    if (second === undefined ? isUnit(token, first) : token?.lower === first && isUnit(next, second)) {
      cursor.position += second === undefined ? 1 : 2;
      return unit;
    }
  }
  throw unexpected(cursor, units);
}

function isUnit(token: Token | undefined, units: string): boolean {
  return token?.lower === units || token?.lower === units.slice(0, -1);
}

function readCount(cursor: Cursor, expected: readonly string[]): number {
  const token = peek(cursor);
  if (token === undefined || !COUNT.test(token.text)) {
    if (!DIGITS.test(token?.text ?? "")) throw unexpected(cursor, expected);
    throw unexpected(cursor, [/^0\d/.test(token?.text ?? "") ? "no leading zero" : "a number from 1 to 9999"]);
  }
  cursor.position += 1;
  return Number(token.text);
}

function readNumber(cursor: Cursor, most: number, expected: string): number {
  const token = peek(cursor);
  if (token === undefined || !COUNT.test(token.text) || Number(token.text) > most) throw unexpected(cursor, [expected]);
  cursor.position += 1;
  return Number(token.text);
}

function weekdayNamed(word: string | undefined): Weekday | undefined {
  // Besides the three letters and the whole name, "Tues" and "Thurs" are common.
  const index = WEEKDAYS.findIndex(
    (name, day) =>
      word === name.toLowerCase() ||
      word === WEEKDAY_NAMES[day] ||
      (name === "Tuesday" && word === "tues") ||
      (name === "Thursday" && word === "thurs"),
  );
  return index < 0 ? undefined : ((index + 1) as Weekday);
}

function ordinalNamed(word: string | undefined): 1 | 2 | 3 | 4 | 5 | undefined {
  const index = ORDINALS.findIndex((name, at) => word === name || word === ORDINAL_DIGITS[at]);
  return index < 0 ? undefined : ((index + 1) as 1 | 2 | 3 | 4 | 5);
}

function peek(cursor: Cursor): Token | undefined {
  return cursor.tokens[cursor.position];
}

function take(cursor: Cursor, word: string): boolean {
  if (peek(cursor)?.lower !== word) return false;
  cursor.position += 1;
  return true;
}

function expectWord(cursor: Cursor, words: readonly string[]): string {
  const token = peek(cursor);
  if (token === undefined || !words.includes(token.lower)) throw unexpected(cursor, words);
  cursor.position += 1;
  return token.lower;
}

function isOneOf(token: Token | undefined, words: readonly string[]): boolean {
  return token !== undefined && words.includes(token.lower);
}

function unexpected(cursor: Cursor, expected: readonly string[]): Mismatch {
  const token = peek(cursor);
  const items = expected.map((item) => (/^[a-z-]+$/.test(item) ? `\`${item}\`` : item));
  const wanted = items.length === 1 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
  if (token === undefined) {
    const last = cursor.tokens.at(-1);
    const offset = last === undefined ? 0 : last.offset + last.text.length;
    return new Mismatch(offset, 0, `Unexpected end of the trigger, expected ${wanted}.`);
  }
  return mismatchAt(token, `Unexpected \`${token.text}\`, expected ${wanted}.`);
}

function mismatchAt(token: Token, message: string, hint: string | null = null): Mismatch {
  return new Mismatch(token.offset, token.text.length, message, hint);
}
