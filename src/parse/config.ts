// `runbook.yml`, `roles.yml`, `holidays.yml` and `waves.yml`: text to model.

import { type CalendarDate, WEEKDAY_NAMES, type Weekday, toEpochDay } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Contact, Directory, Holiday, Person, Role, Settings } from "../model/runbook.ts";
import type { SourcedDate, Track, TrackDates, Wave, WaveId } from "../model/wave.ts";
import { parseDays, parseEffort } from "./duration.ts";
import { bomLength, locateIn, quoted } from "./place.ts";
import { type Checked, type Report, checkShape, safeRecord } from "./schema-diagnostics.ts";
import { DIRECTORY_SHAPE, HOLIDAYS_SHAPE, SETTINGS_SHAPE, WAVES_SHAPE } from "./config-schemas.ts";
import { didYouMean } from "./suggest.ts";
import { parseYaml } from "./yaml-document.ts";

/** A file's content, unless it has a fault, and every fault found. */
export interface ParsedConfig<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Longer than this a closure is a slip in a year. */
const LONGEST_CLOSURE_DAYS = 731;

type Shape = Parameters<typeof checkShape>[0];

/**
 * Reads `runbook.yml` and fills in the defaults. Never throws on user text.
 * `knownRegions` are those that the wave data knows.
 */
export function parseSettings(
  path: string,
  text: string,
  { knownRegions }: { readonly knownRegions: readonly string[] },
): ParsedConfig<Settings> {
  const checked = check(SETTINGS_SHAPE, path, text);
  const { value, report } = checked;
  checkSpans("closures", value.closures, report);
  value.closures?.forEach((closure, index) => checkClosureLength(closure, index, report));
  checkSpans("freezes", value.freezes, report);
  value.freezes?.forEach(({ procedures = [], tags = [] }, index) => {
    if (procedures.length > 0 || tags.length > 0) return;
    const message = `Missing \`procedures\` or \`tags\` in \`freezes[${index}]\`: a freeze names what it holds back.`;
    report(["freezes", index], message, "Add `procedures: [ID]` or `tags: [TAG]`.");
  });
  if (value.region !== undefined) checkRegion(["region"], value.region, knownRegions, report);
  return resultOf(checked, () => settingsOf(value));
}

function settingsOf(written: Checked<typeof SETTINGS_SHAPE>["value"]): Settings | undefined {
  const { id, title, go_live: goLive, timezone } = written;
  if (id === undefined || title === undefined || goLive === undefined || timezone === undefined) return undefined;
  return {
    id,
    title: title.trim(),
    goLive,
    timezone,
    workingWeek: (written.working_week ?? (["mon", "tue", "wed", "thu", "fri"] as const)).map(weekdayNamed),
    closures: (written.closures ?? []).map(({ from, to, reason }) => ({
      from,
      to,
      reason: reason?.trim() ?? "no reason given",
    })),
    freezes: (written.freezes ?? []).map(({ from, to, reason, procedures = [], tags = [] }) => ({
      from,
      to,
      reason: reason?.trim() ?? "no reason given",
      procedures,
      tags: tags.map((tag) => tag.trim()),
    })),
    fiscalYearStart: written.fiscal_year_start ?? 1,
    region: written.region,
    tracks: written.tracks ?? ["customer-engagement"],
    reviewEveryDays: amounts({ default: "180d", incident: "90d", ...written.review_every }, parseDays),
    budgetMinutes: amounts(written.budgets ?? {}, parseEffort),
    ledger: {
      branch: written.ledger?.branch ?? "runbook-ledger",
      remote: written.ledger?.remote ?? "origin",
      sync: written.ledger?.sync ?? "auto",
      sign: written.ledger?.sign ?? "auto",
    },
    lintRules: safeRecord(Object.entries(written.lint?.rules ?? {})),
    lintOverrides: (written.lint?.overrides ?? []).map(({ paths, rules }) => ({
      paths,
      rules: safeRecord(Object.entries(rules)),
    })),
  };
}

/** Reads `roles.yml`; without a file nobody is named. Never throws on user text. */
export function parseDirectory(path: string, text: string | undefined): ParsedConfig<Directory> {
  const checked = check(DIRECTORY_SHAPE, path, text);
  const { value, report } = checked;
  checkRoles(checked);
  checkSpans("absences", value.absences, report);
  checkAbsences(value.absences ?? [], report);
  return resultOf(checked, () => {
    const listed = Object.entries(value.people ?? {}).map(([id, person]) => personOf(id, person));
    const named = Object.values(value.roles ?? {}).flatMap(({ people = [], deputies = [] }) => [
      ...people,
      ...deputies,
    ]);
    const unlisted = [...new Set(named)].filter((id) => !Object.hasOwn(value.people ?? {}, id));
    const people = [...listed, ...unlisted.map((id) => personOf(id, { name: id }))];
    return {
      roles: safeRecord(Object.entries(value.roles ?? {}).map(([id, role]) => [id, roleOf(id, role)])),
      people: safeRecord(people.map((person) => [person.id, person])),
      unlisted,
      duties: safeRecord(Object.entries(value.duties ?? {})),
      absences: (value.absences ?? []).map(({ person, from, to, cover }) => ({ person, from, to, cover })),
    };
  });
}

/** Reads `holidays.yml`; without a file there are none. Never throws on user text. */
export function parseHolidays(path: string, text: string | undefined): ParsedConfig<readonly Holiday[]> {
  const checked = check(HOLIDAYS_SHAPE, path, text);
  const holidays = (checked.value.holidays ?? []).map(({ date, name }) => ({ date, name: name.trim() }));
  const seen = new Set<string>();
  holidays.forEach(({ date, name }, index) => {
    const id = `${date} ${name}`;
    if (seen.has(id)) {
      checked.report(["holidays", index], `Unexpected second ${quoted(name)} on ${date}.`, "Delete one of the two.");
    }
    seen.add(id);
  });
  return resultOf(checked, () => holidays);
}

/** Reads the run book's own `waves.yml`; without a file it has none. Never throws on user text. */
export function parseWaves(
  path: string,
  text: string | undefined,
  { knownRegions }: { readonly knownRegions: readonly string[] },
): ParsedConfig<readonly Wave[]> {
  const checked = check(WAVES_SHAPE, path, text);
  const { value, report } = checked;
  const seen = new Set<WaveId>();
  value.waves?.forEach(({ id, tracks = {} }, index) => {
    if (seen.has(id)) report(["waves", index, "id"], `Unexpected second wave \`${id}\`.`, "Join the two entries.");
    seen.add(id);
    for (const [track, dates] of Object.entries(tracks)) {
      for (const region of Object.keys(dates?.regions ?? {})) {
        checkRegion(["waves", index, "tracks", track, "regions", region], region, knownRegions, report);
      }
    }
  });
  return resultOf(checked, () => (value.waves ?? []).map((wave) => waveOf(wave, path)));
}

function check<const S extends Shape>(shape: S, path: string, text = ""): Checked<S> {
  const locate = locateIn(text);
  const bom = bomLength(text);
  const document = parseYaml(path, text.slice(bom), bom, locate);
  // A file without content has no keys; what is required is then missing.
  const withContent = document.value === null ? { ...document, value: {} } : document;
  return checkShape(shape, withContent, locate(bom, text.length));
}

function resultOf<T, S extends Shape>({ diagnostics }: Checked<S>, build: () => T | undefined): ParsedConfig<T> {
  return { value: diagnostics.length === 0 ? build() : undefined, diagnostics };
}

// Checks across keys

interface Span {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

function checkSpans(key: string, spans: readonly Span[] | undefined, report: Report): void {
  spans?.forEach(({ from, to }, index) => {
    if (from <= to) return;
    report([key, index, "to"], `Unexpected end ${to} before the start ${from}.`, "Swap the dates, or mend the year.");
  });
}

function checkClosureLength({ from, to }: Span, index: number, report: Report): void {
  if (toEpochDay(to) - toEpochDay(from) < LONGEST_CLOSURE_DAYS) return;
  const message = `Unexpected closure of more than ${LONGEST_CLOSURE_DAYS} days.`;
  report(["closures", index, "to"], message, "Mend the year, or write several closures.");
}

function checkRegion(
  way: readonly (string | number)[],
  region: string,
  knownRegions: readonly string[],
  report: Report,
): void {
  if (knownRegions.includes(region)) return;
  const hint = didYouMean(region, knownRegions) ?? `Known regions: ${knownRegions.join(", ")}.`;
  report(way, `Unexpected region ${quoted(region)}, which the wave data does not know.`, hint);
}

function checkRoles({ value, faulty, report }: Checked<typeof DIRECTORY_SHAPE>): void {
  const { roles = {}, people = {} } = value;
  const known = Object.keys(people);
  for (const [id, role] of Object.entries(roles)) {
    if (role.rotation !== undefined && (role.people ?? []).length === 0) {
      const message = `Unexpected rotation of role \`${id}\`, which names no people.`;
      report(["roles", id, "rotation"], message, "Add `people: [ID, ID]`, or delete the rotation.");
    }
    // With a fault among the people every name would look unknown.
    if (faulty.has("people")) continue;
    for (const key of ["people", "deputies"] as const) {
      role[key]?.forEach((person, index) => {
        if (Object.hasOwn(people, person)) return;
        // Of somebody no more need be said than the name; what is nearly another's is a slip.
        const hint = didYouMean(person, known) ?? (Object.hasOwn(roles, person) ? "Name its people instead." : null);
        if (hint === null) return;
        report(["roles", id, key, index], `Unexpected ${quoted(person)}, whom \`people\` does not name.`, hint);
      });
    }
  }
  for (const id of known.filter((person) => Object.hasOwn(roles, person))) {
    report(["people", id], `Unexpected person \`${id}\`: a role has this id too.`, "Rename one of the two.");
  }
}

type WrittenAbsence = NonNullable<Checked<typeof DIRECTORY_SHAPE>["value"]["absences"]>[number];
type Placed = WrittenAbsence & { readonly index: number };

function checkAbsences(absences: readonly WrittenAbsence[], report: Report): void {
  const byPerson = new Map<string, Placed[]>();
  absences.forEach((absence, index) => {
    if (absence.from > absence.to) return;
    const own = byPerson.get(absence.person);
    if (own === undefined) byPerson.set(absence.person, [{ ...absence, index }]);
    else own.push({ ...absence, index });
  });
  for (const own of byPerson.values()) {
    checkOverlaps(own, report);
    for (const absence of own) checkCover(absence, byPerson, report);
  }
}

function checkOverlaps(own: Placed[], report: Report): void {
  own.sort((a, b) => compare(a.from, b.from) || a.index - b.index);
  let longest: Placed | undefined;
  for (const absence of own) {
    if (longest !== undefined && absence.from <= longest.to) {
      const index = Math.max(absence.index, longest.index);
      const message = `Unexpected absence of \`${absence.person}\` that overlaps another, ${longest.from} to ${longest.to}.`;
      report(["absences", index], message, "Join the two, or mend the dates.");
    }
    if (longest === undefined || absence.to > longest.to) longest = absence;
  }
}

function checkCover(absence: Placed, byPerson: ReadonlyMap<string, readonly Placed[]>, report: Report): void {
  const { person, cover, from, to, index } = absence;
  if (cover === undefined) return;
  if (cover === person) {
    report(
      ["absences", index, "cover"],
      `Unexpected cover \`${cover}\`: it is the absent person.`,
      "Name somebody else.",
    );
    return;
  }
  const away = byPerson.get(cover)?.find((other) => other.from <= to && from <= other.to);
  if (away === undefined) return;
  const message = `Unexpected cover \`${cover}\`, who is absent too, ${away.from} to ${away.to}.`;
  report(["absences", index, "cover"], message, "Name somebody who is present, or split the absence.");
}

// Written form to model

function weekdayNamed(name: (typeof WEEKDAY_NAMES)[number]): Weekday {
  return (WEEKDAY_NAMES.indexOf(name) + 1) as Weekday;
}

type WrittenDirectory = Checked<typeof DIRECTORY_SHAPE>["value"];

function roleOf(id: string, role: NonNullable<WrittenDirectory["roles"]>[string]): Role {
  return {
    id,
    name: role.name.trim(),
    team: role.team?.trim(),
    people: role.people ?? [],
    deputies: role.deputies ?? [],
    rotation: role.rotation && { everyDays: parseDays(role.rotation.every) ?? 0, from: role.rotation.from },
    contact: role.contact && contactOf(role.contact),
  };
}

type WrittenContact = NonNullable<NonNullable<WrittenDirectory["roles"]>[string]["contact"]>;

function contactOf({ email, phone, url }: WrittenContact): Contact {
  return {
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone: phone.trim() }),
    ...(url !== undefined && { url }),
  };
}

function personOf(id: string, person: NonNullable<WrittenDirectory["people"]>[string]): Person {
  return { id, name: person.name.trim(), email: person.email, phone: person.phone?.trim() };
}

type WrittenWave = NonNullable<Checked<typeof WAVES_SHAPE>["value"]["waves"]>[number];
type WrittenTrack = NonNullable<NonNullable<WrittenWave["tracks"]>[Track]>;

function waveOf({ id, name, tracks = {} }: WrittenWave, source: string): Wave {
  const entries = Object.entries(tracks).map(([track, dates]) => [track, trackDatesOf(dates, source)]);
  return { id, ...(name !== undefined && { name: name.trim() }), tracks: Object.fromEntries(entries) };
}

function trackDatesOf(dates: WrittenTrack, source: string): TrackDates {
  const sourced = (date: CalendarDate): SourcedDate => ({ date, source });
  const { production_update: productionUpdate, plan_published: plan, early_access: early } = dates;
  const { general_availability: general, first_group: first, regions } = dates;
  return {
    ...(plan && { planPublished: sourced(plan) }),
    ...(early && { earlyAccess: sourced(early) }),
    ...(general && { generalAvailability: sourced(general) }),
    ...(first && { firstGroup: sourced(first) }),
    ...(regions && { regions: safeRecord(Object.entries(regions).map(([region, date]) => [region, sourced(date)])) }),
    ...(productionUpdate && { productionUpdate }),
  };
}

function amounts(
  written: Readonly<Record<string, string | undefined>>,
  parse: (text: string) => number | undefined,
): Readonly<Record<string, number>> {
  return safeRecord(Object.entries(written).map(([key, text]) => [key, parse(text ?? "") ?? 0]));
}
