// The written forms of the four .yml files.

import * as z from "zod";
import { WEEKDAY_NAMES } from "../calendar/calendar-date.ts";
import { CADENCES } from "../model/trigger.ts";
import { TRACKS, type WaveId } from "../model/wave.ts";
import { fileShape, once } from "./file-shape.ts";
import { RULE_NAMES } from "./rule-names.ts";
import { keysExpectation } from "./schema-diagnostics.ts";
import {
  date,
  days,
  effort,
  fileId,
  hasNoRepeats,
  id,
  keys,
  line,
  list,
  mapping,
  nearest,
  oneOf,
  text,
  waveTrack,
} from "./schema-parts.ts";

const email = once(() => text("an e-mail address", (value) => /^[^\s@<>]+@[^\s@<>]+$/.test(value)));
const url = once(() =>
  text("an address that begins with `https://` or `http://`", (value) => /^https?:\/\/[^\s/]\S*$/i.test(value)),
);

/**
 * True for a name that git accepts for a branch or a remote (git-check-ref-format), and that no command line can take
 * for an option, nor a shell for a command: hints, pages and the ledger's README give it to be typed. Nor has it what is
 * invisible or turns the direction of a line.
 */
export function isRefName(name: string): boolean {
  return (
    !/[$`"';&|<>()!%\p{Cf}\p{Zl}\p{Zp}]/u.test(name) &&
    // git: no control characters, white space, ~ ^ : ? * [ \, "..", "@{", "//", nor "/" or "." at an end
    !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$/u.test(name) &&
    name.split("/").every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock")) &&
    name !== "@" &&
    name !== "HEAD"
  );
}

const refName = once(() =>
  text("a name that git accepts for a branch or a remote, without signs of a shell", isRefName),
);

/** True for an IANA time zone that this Node knows; offsets such as `+01:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const timezone = (): z.ZodType<string> =>
  text("an IANA time zone such as `Europe/London`", isTimeZone, (value) =>
    nearest(value, Intl.supportedValuesOf("timeZone")),
  );

const span = once(() => ({ from: date(), to: date() }));

// runbook.yml

const severities = once(() =>
  z.partialRecord(keys(RULE_NAMES), oneOf(["off", "info", "warning", "error"]), {
    error: keysExpectation(RULE_NAMES),
  }),
);
const pathPattern = once(() =>
  text("a path in the run book, `*` and `**` allowed, such as `procedures/daily/**`", (value) =>
    /^(?![/!])[^\\\n?()[\]{}]+$/.test(value),
  ),
);

export const SETTINGS_SHAPE = fileShape(["id", "title", "go_live", "timezone"], {
  id: fileId,
  title: line,
  go_live: date,
  timezone,
  working_week: () =>
    list(oneOf(WEEKDAY_NAMES), "a list of weekdays such as `[mon, tue, wed, thu, fri]`")
      .min(1, { error: "at least one weekday" })
      .refine(hasNoRepeats, { error: "each weekday once" }),
  closures: () => list(mapping({ ...span(), reason: line().optional() }), "a list of closures"),
  freezes: () =>
    list(
      mapping({
        ...span(),
        reason: line().optional(),
        procedures: list(id(), "a list of procedure ids").optional(),
        tags: list(line(), "a list of tags").optional(),
      }),
      "a list of freezes",
    ),
  fiscal_year_start: () =>
    z.int({ error: "a month, 1 to 12" }).min(1, { error: "a month, 1 to 12" }).max(12, { error: "a month, 1 to 12" }),
  region: id,
  tracks: () => list(waveTrack(), "a list of tracks").refine(hasNoRepeats, { error: "each track once" }),
  review_every: () =>
    z.partialRecord(keys(["default", ...CADENCES]), days(), { error: keysExpectation(["default", ...CADENCES]) }),
  budgets: () => z.partialRecord(keys(CADENCES), effort(), { error: keysExpectation(CADENCES) }),
  ledger: () =>
    mapping({
      branch: refName().optional(),
      remote: refName().optional(),
      sync: oneOf(["manual", "auto"]).optional(),
      sign: oneOf(["auto", "required"]).optional(),
    }),
  lint: () =>
    mapping({
      rules: severities().optional(),
      overrides: list(
        mapping({
          paths: list(pathPattern(), "a list of paths such as `[procedures/daily/**]`").min(1, {
            error: "at least one path",
          }),
          rules: severities(),
        }),
        "a list of `paths` with their `rules`",
      ).optional(),
    }),
});

// holidays.yml

export const HOLIDAYS_SHAPE = fileShape([], {
  source: line,
  holidays: () => list(mapping({ date: date(), name: line() }), "a list of holidays"),
});

// roles.yml

const contact = once(() =>
  mapping({ email: email().optional(), phone: line().optional(), url: url().optional() }).refine(
    (ways) => Object.keys(ways).length > 0,
    { error: "at least one of `email`, `phone`, `url`" },
  ),
);

export const DIRECTORY_SHAPE = fileShape([], {
  roles: () =>
    z.record(
      id(),
      mapping({
        name: line(),
        team: line().optional(),
        people: list(id(), "a list of people's ids").optional(),
        deputies: list(id(), "a list of people's ids").optional(),
        rotation: mapping({ every: days(), from: date() }).optional(),
        contact: contact().optional(),
      }),
      { error: "a mapping of role ids to roles" },
    ),
  people: () =>
    z.record(id(), mapping({ name: line(), email: email().optional(), phone: line().optional() }), {
      error: "a mapping of people's ids to people",
    }),
  duties: () => z.record(id(), id(), { error: "a mapping of duties to roles" }),
  absences: () => list(mapping({ person: id(), ...span(), cover: id().optional() }), "a list of absences"),
});

// waves.yml

const waveId = (): z.ZodType<WaveId> =>
  text<WaveId>("a wave `YYYY-04` (wave 1) or `YYYY-10` (wave 2)", (value) => /^\d{4}-(?:04|10)$/.test(value));

export const WAVES_SHAPE = fileShape([], {
  waves: () =>
    list(
      mapping({
        id: waveId(),
        name: line().optional(),
        tracks: z
          .partialRecord(
            keys(TRACKS),
            mapping({
              production_update: date().optional(),
              plan_published: date().optional(),
              early_access: date().optional(),
              general_availability: date().optional(),
              first_group: date().optional(),
              regions: z.record(id(), date(), { error: "a mapping of regions to dates" }).optional(),
            }),
            { error: keysExpectation(TRACKS) },
          )
          .optional(),
      }),
      "a list of waves",
    ),
});
