// The written forms of the run book's files: strict zod shapes, before defaults are filled in.

import * as z from "zod";
import { type CalendarDate, WEEKDAY_NAMES, daysInMonth, isCalendarDate, pad } from "../calendar/calendar-date.ts";
import { PRODUCTS } from "../model/product.ts";
import { CADENCES } from "../model/trigger.ts";
import { TRACKS, type WaveId } from "../model/wave.ts";
import { parseDays, parseEffort } from "./duration.ts";
import { expectation, keysExpectation } from "./schema-diagnostics.ts";
import { didYouMean } from "./suggest.ts";

// Compiling a shape to code pays after thousands of values; a run reads a few dozen.
z.config({ jitless: true });

/** The lint rules whose severity `runbook.yml` may set. */
export const RULE_NAMES = [
  "syntax",
  "schema",
  "trigger",
  "duplicate-id",
  "section",
  "unowned",
  "uncovered",
  "unknown-role",
  "stale",
  "drift",
  "unexercised",
  "repeat-failure",
  "coverage",
  "external-steps",
  "duplicate-procedure",
  "over-budget",
  "single-holder",
  "broken-link",
  "secret",
  "renamed-product",
  "wave-window",
  "calendar",
  "ledger",
] as const;

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** True for the form of every id: lower-case words of letters and digits, joined by `-`. */
export function isKebabCase(value: string): boolean {
  return KEBAB_CASE.test(value);
}

/** A text as an id: what is no letter or digit becomes `-`; undefined where nothing is left. */
export function toKebabCase(value: string): string | undefined {
  const words = value
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "").join("-") || undefined;
}

// Building blocks

type Hinter = (value: unknown) => string | undefined;

/** A text that passes a test. */
function text<T extends string = string>(
  expected: string,
  test: (value: string) => boolean,
  hintFor: Hinter = () => undefined,
): z.ZodType<T> {
  const error = ({ input }: { readonly input?: unknown }): string => expectation(expected, hintFor(input));
  return z.string({ error }).refine(test, { error, abort: true }) as z.ZodType<string> as z.ZodType<T>;
}

function oneOf<const Value extends string>(values: readonly Value[]): z.ZodType<Value> {
  const expected = `one of ${values.map((value) => `\`${value}\``).join(", ")}`;
  return z.enum(values, { error: ({ input }) => expectation(expected, nearest(input, values)) });
}

/** As `oneOf`, for the keys of a record: zod needs to see that each is a literal. */
function keys<const Key extends string>(names: readonly Key[]): z.ZodType<Key, Key> {
  return oneOf(names) as z.ZodType<Key, Key>;
}

function nearest(value: unknown, candidates: readonly string[]): string | undefined {
  if (typeof value !== "string") return undefined;
  // Whole names of weekdays, say, are far from their three letters.
  const whole = candidates.find((candidate) => value.toLowerCase().startsWith(candidate));
  return whole === undefined ? (didYouMean(value, candidates) ?? undefined) : `Write \`${whole}\`.`;
}

function list<Item extends z.ZodType>(item: Item, expected: string): z.ZodArray<Item> {
  return z.array(item, { error: expected });
}

function mapping<const Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: keysExpectation(Object.keys(shape)) });
}

function hasNoRepeats(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

const line = text("text on one line", (value) => value.trim() !== "" && !/[\t\n]/.test(value.trim()));

const ID_EXPECTED = "an id: lower-case letters and digits in words joined by `-`";
const id = text(ID_EXPECTED, isKebabCase, (value) => {
  const mended = typeof value === "string" || typeof value === "number" ? toKebabCase(String(value)) : undefined;
  return mended === undefined
    ? undefined
    : `Write \`${typeof value === "number" ? `"${mended}"` : mended.slice(0, 60)}\`.`;
});

const NAME = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/i;
/** A measure's name; stands before `=` in records and options. */
const valueName = text("a name of letters and digits in words joined by `_` or `-`", (value) => NAME.test(value));

/** An input's name, which is an environment variable's too. */
const inputName = text(
  "a name of letters and digits in words joined by `_` or `-`, with a letter first",
  (value) => NAME.test(value) && /^[a-z]/i.test(value),
);

const date = text<CalendarDate>("a date that exists, such as `2026-11-02`", isCalendarDate, dateHint);

function dateHint(value: unknown): string | undefined {
  const parts = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?$/s.exec(String(value));
  if (parts === null) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const mended = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (isCalendarDate(mended)) return `Write \`${mended}\`.`;
  return day > 28 && day <= 31 && month >= 1 && month <= 12
    ? `${pad(year, 4)}-${pad(month, 2)} has ${daysInMonth(year, month)} days.`
    : undefined;
}

const effort = text(
  "an amount of work such as `10m`, `1h 30m`, `3d` or `1w`",
  (value) => parseEffort(value) !== undefined,
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value > 0
      ? `Write \`${value}m\` for minutes, \`${value}h\` for hours.`
      : undefined,
);

const days = text(
  "a number of days or weeks such as `180d` or `12w`",
  (value) => parseDays(value) !== undefined,
  (value) => (typeof value === "number" && Number.isInteger(value) && value > 0 ? `Write \`${value}d\`.` : undefined),
);

const email = text("an e-mail address", (value) => /^[^\s@<>]+@[^\s@<>]+$/.test(value));
const url = text("an address that begins with `https://` or `http://`", (value) =>
  /^https?:\/\/[^\s/]\S*$/i.test(value),
);

/**
 * True for a name that git accepts for a branch or a remote (git-check-ref-format), and that no command line can take
 * for an option.
 */
export function isRefName(name: string): boolean {
  return (
    // git: no control characters, white space, ~ ^ : ? * [ \, "..", "@{", "//", nor "/" or "." at an end
    !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$/u.test(name) &&
    name.split("/").every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock")) &&
    name !== "@" &&
    name !== "HEAD"
  );
}

const refName = text("a name that git accepts for a branch or a remote", isRefName);

/** True for an IANA time zone that this Node knows; offsets such as `+01:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const timezone = text("an IANA time zone such as `Europe/London`", isTimeZone, (value) =>
  nearest(value, Intl.supportedValuesOf("timeZone")),
);

const span = { from: date, to: date };

// runbook.yml

const waveTrack = oneOf(TRACKS);

const severities = z.partialRecord(keys(RULE_NAMES), oneOf(["off", "info", "warning", "error"]), {
  error: keysExpectation(RULE_NAMES),
});
const pathPattern = text("a path in the run book, `*` and `**` allowed, such as `procedures/daily/**`", (value) =>
  /^(?![/!])[^\\\n]+$/.test(value),
);

export const SETTINGS_SHAPE = {
  id,
  title: line,
  go_live: date,
  timezone,
  working_week: list(oneOf(WEEKDAY_NAMES), "a list of weekdays such as `[mon, tue, wed, thu, fri]`")
    .min(1, { error: "at least one weekday" })
    .refine(hasNoRepeats, { error: "each weekday once" })
    .optional(),
  closures: list(mapping({ ...span, reason: line.optional() }), "a list of closures").optional(),
  freezes: list(
    mapping({
      ...span,
      reason: line.optional(),
      procedures: list(id, "a list of procedure ids").optional(),
      tags: list(line, "a list of tags").optional(),
    }),
    "a list of freezes",
  ).optional(),
  fiscal_year_start: z
    .int({ error: "a month, 1 to 12" })
    .min(1, { error: "a month, 1 to 12" })
    .max(12, { error: "a month, 1 to 12" })
    .optional(),
  region: id.optional(),
  tracks: list(waveTrack, "a list of tracks").refine(hasNoRepeats, { error: "each track once" }).optional(),
  review_every: z
    .partialRecord(keys(["default", ...CADENCES]), days, {
      error: keysExpectation(["default", ...CADENCES]),
    })
    .optional(),
  budgets: z
    .partialRecord(keys(CADENCES), effort, {
      error: keysExpectation(CADENCES),
    })
    .optional(),
  ledger: mapping({
    branch: refName.optional(),
    remote: refName.optional(),
    sync: oneOf(["manual", "auto"]).optional(),
    sign: oneOf(["auto", "required"]).optional(),
  }).optional(),
  lint: mapping({
    rules: severities.optional(),
    overrides: list(
      mapping({
        paths: list(pathPattern, "a list of paths such as `[procedures/daily/**]`").min(1, {
          error: "at least one path",
        }),
        rules: severities,
      }),
      "a list of `paths` with their `rules`",
    ).optional(),
  }).optional(),
};

// holidays.yml

export const HOLIDAYS_SHAPE = {
  source: line.optional(),
  holidays: list(mapping({ date, name: line }), "a list of holidays").optional(),
};

// roles.yml

const contact = mapping({ email: email.optional(), phone: line.optional(), url: url.optional() }).refine(
  (ways) => Object.keys(ways).length > 0,
  { error: "at least one of `email`, `phone`, `url`" },
);

export const DIRECTORY_SHAPE = {
  roles: z
    .record(
      id,
      mapping({
        name: line,
        team: line.optional(),
        people: list(id, "a list of people's ids").optional(),
        deputies: list(id, "a list of people's ids").optional(),
        rotation: mapping({ every: days, from: date }).optional(),
        contact: contact.optional(),
      }),
      { error: "a mapping of role ids to roles" },
    )
    .optional(),
  people: z
    .record(id, mapping({ name: line, email: email.optional(), phone: line.optional() }), {
      error: "a mapping of people's ids to people",
    })
    .optional(),
  duties: z.record(id, id, { error: "a mapping of duties to roles" }).optional(),
  absences: list(mapping({ person: id, ...span, cover: id.optional() }), "a list of absences").optional(),
};

// waves.yml

const waveId = text<WaveId>("a wave `YYYY-04` (wave 1) or `YYYY-10` (wave 2)", (value) =>
  /^\d{4}-(?:04|10)$/.test(value),
);

export const WAVES_SHAPE = {
  waves: list(
    mapping({
      id: waveId,
      name: line.optional(),
      tracks: z
        .partialRecord(
          keys(TRACKS),
          mapping({
            production_update: date.optional(),
            plan_published: date.optional(),
            early_access: date.optional(),
            general_availability: date.optional(),
            first_group: date.optional(),
            regions: z.record(id, date, { error: "a mapping of regions to dates" }).optional(),
          }),
          { error: keysExpectation(TRACKS) },
        )
        .optional(),
    }),
    "a list of waves",
  ).optional(),
};

// A procedure's frontmatter

const ids = (what: string): z.ZodOptional<z.ZodArray<typeof id>> => list(id, `a list of ${what}`).optional();

export const PROCEDURE_SHAPE = {
  name: line,
  // Its grammar is checked apart, under a rule of its own.
  trigger: text("a trigger such as `every business day`", () => true),
  // Who has no owner is found by the rule `unowned`.
  owner: id.nullish(),
  last_updated: date,
  id: id.optional(),
  formerly: ids("earlier ids").refine((earlier) => hasNoRepeats(earlier ?? []), { error: "each earlier id once" }),
  effort: effort.optional(),
  tags: list(line, "a list of tags").optional(),
  track: waveTrack.optional(),
  products: list(oneOf(PRODUCTS), "a list of products").optional(),
  covers: ids("ids of the coverage catalogue"),
  escalate_to: ids("roles, in order"),
  effective: date.optional(),
  retired: date.optional(),
  review_every: days.optional(),
  roll: oneOf(["next", "previous", "skip", "none"]).optional(),
  catch_up: oneOf(["latest", "each"]).optional(),
  needs: oneOf(["plan", "early-access"]).optional(),
  requires: list(oneOf(["evidence", "approval"]), "a list of `evidence` and `approval`").optional(),
  measures: z
    .record(
      valueName,
      mapping({
        unit: line.optional(),
        warn: z.number({ error: "a number" }).optional(),
        limit: z.number({ error: "a number" }).optional(),
      }),
      { error: "a mapping of measures' names to `unit`, `warn` and `limit`" },
    )
    .optional(),
  inputs: z
    .record(
      inputName,
      mapping({
        description: text("text", () => true).optional(),
        pattern: text("a regular expression", isPattern).optional(),
        default: z
          .union([z.string(), z.number(), z.boolean()], { error: "text, a number, `true` or `false`" })
          .optional(),
        secret: z.boolean({ error: "`true` or `false`" }).optional(),
      }),
      { error: "a mapping of inputs' names to `description`, `pattern`, `default` and `secret`" },
    )
    .optional(),
};

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}
