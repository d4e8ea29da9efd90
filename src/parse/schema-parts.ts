// What the shapes of the run book's files are made of: strict zod shapes of the written forms, before defaults are filled in.

import * as z from "zod";
import { type CalendarDate, WEEKDAY_NAMES, daysInMonth, isCalendarDate, pad } from "../calendar/calendar-date.ts";
import { WEEKDAYS } from "../calendar/names.ts";
import { TRACKS } from "../model/wave.ts";
import { parseDays, parseEffort } from "./duration.ts";
import { once } from "./file-shape.ts";
import { LONGEST_FILE_ID, isFileId, isKebabCase, toFileId, toKebabCase } from "./kebab-case.ts";
import { expectation, keysExpectation, writeHint } from "./schema-diagnostics.ts";
import { didYouMean } from "./suggest.ts";

// Compiling a shape to code pays after thousands of values; a run reads a few dozen.
z.config({ jitless: true });

type Hinter = (value: unknown) => string | undefined;

/** A text that passes a test. */
export function text<T extends string = string>(
  expected: string,
  test: (value: string) => boolean,
  hintFor: Hinter = () => undefined,
): z.ZodType<T> {
  const error = ({ input }: { readonly input?: unknown }): string => expectation(expected, hintFor(input));
  return z.string({ error }).refine(test, { error, abort: true }) as z.ZodType<string> as z.ZodType<T>;
}

export function oneOf<const Value extends string>(values: readonly Value[]): z.ZodType<Value> {
  const expected = `one of ${values.map((value) => `\`${value}\``).join(", ")}`;
  return z.enum(values, { error: ({ input }) => expectation(expected, nearest(input, values)) });
}

/** As `oneOf`, for the keys of a record: zod needs to see that each is a literal. */
export function keys<const Key extends string>(names: readonly Key[]): z.ZodType<Key, Key> {
  return oneOf(names) as z.ZodType<Key, Key>;
}

export function nearest(value: unknown, candidates: readonly string[]): string | undefined {
  if (typeof value !== "string") return undefined;
  const lower = value.toLowerCase();
  // Names of weekdays are far from their three letters; what else merely begins with a candidate may mean something of its own.
  const day = WEEKDAYS.findIndex((name) => lower.length > 3 && name.toLowerCase().startsWith(lower));
  const whole = candidates.find((candidate) => candidate === lower || candidate === WEEKDAY_NAMES[day]);
  return whole === undefined ? (didYouMean(value, candidates) ?? undefined) : `Write \`${whole}\`.`;
}

export function list<Item extends z.ZodType>(item: Item, expected: string): z.ZodArray<Item> {
  return z.array(item, { error: expected });
}

export function mapping<const Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: keysExpectation(Object.keys(shape)) });
}

export function hasNoRepeats(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

export const line = once(() =>
  text("text on one line", (value) => value.trim() !== "" && !/[\t\n]/.test(value.trim())),
);

const ID_EXPECTED = "an id: lower-case letters and digits in words joined by `-`";
export const id = once(() => text(ID_EXPECTED, isKebabCase, idHint));

/** An id that files are named after. */
export const fileId = once(() =>
  id().refine(isFileId, {
    error: ({ input }) =>
      String(input).length > LONGEST_FILE_ID
        ? expectation(`an id of ${LONGEST_FILE_ID} letters at most`, "Files are named after it. Shorten it.")
        : expectation("an id that Windows does not give to a device", `Write \`${toFileId(String(input))}\`.`),
  }),
);

function idHint(value: unknown): string | undefined {
  const mended = typeof value === "string" || typeof value === "number" ? toKebabCase(String(value)) : undefined;
  return mended === undefined ? undefined : writeHint(typeof value === "number" ? `"${mended}"` : mended);
}

export const date = once(() =>
  text<CalendarDate>("a date that exists, such as `2026-11-02`", isCalendarDate, dateHint),
);

/** Of a date with the day or the month in front it is certain which is which where the day is over 12. */
const DAY_BEFORE_YEAR = /^(1[3-9]|[23]\d)[-/.](0?[1-9]|1[0-2])[-/.](\d{4})$/;
const MONTH_BEFORE_YEAR = /^(0?[1-9]|1[0-2])[-/.](1[3-9]|[23]\d)[-/.](\d{4})$/;

function dateHint(value: unknown): string | undefined {
  const yearFirst = String(value).replace(DAY_BEFORE_YEAR, "$3-$2-$1").replace(MONTH_BEFORE_YEAR, "$3-$1-$2");
  const parts = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ]\d{1,2}:.*)?$/s.exec(yearFirst);
  if (parts === null) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const mended = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (isCalendarDate(mended)) return `Write \`${mended}\`.`;
  return day > 28 && day <= 31 && month >= 1 && month <= 12
    ? `${pad(year, 4)}-${pad(month, 2)} has ${daysInMonth(year, month)} days.`
    : undefined;
}

export const effort = once(() =>
  text(
    "an amount of work such as `10m`, `1h 30m`, `3d` or `1w`",
    (value) => parseEffort(value) !== undefined,
    (value) =>
      typeof value === "number" && Number.isInteger(value) && value > 0
        ? `Write \`${value}m\` for minutes, \`${value}h\` for hours.`
        : undefined,
  ),
);

export const days = once(() =>
  text(
    "a number of days or weeks such as `180d` or `12w`",
    (value) => parseDays(value) !== undefined,
    (value) => (typeof value === "number" && Number.isInteger(value) && value > 0 ? `Write \`${value}d\`.` : undefined),
  ),
);

export const waveTrack = once(() => oneOf(TRACKS));
