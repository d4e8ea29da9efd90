import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import { compare } from "../model/compare.ts";
import type { Holiday } from "../model/runbook.ts";

/** Public holidays of a country (or part of it), and where they come from. */
export interface PublicHolidays {
  /** `date-holidays 3.37.0, GB-ENG`. */
  readonly source: string;
  readonly holidays: readonly Holiday[];
  /** The parts of the country that the package knows, some with holidays of their own; none where one was named. */
  readonly otherParts: readonly string[];
}

const DAY = 86_400_000;

/** Throws RunbookError `usage` for a country that the package does not know. */
export async function checkCountry(country: string): Promise<void> {
  const { default: Holidays } = await import("date-holidays");
  if (new Holidays().getCountries("en")[country.toUpperCase()] !== undefined) return;
  throw new RunbookError("usage", `Unknown country \`${country}\`, expected an ISO 3166 code such as GB, DE or US`);
}

/**
 * Public holidays of whole years from the date-holidays package, by date. `country` is ISO 3166-1, `subdivision` the
 * package's code of a state. Throws RunbookError `usage` for a country or subdivision that the package does not know.
 */
export async function publicHolidays(
  country: string,
  subdivision: string | undefined,
  years: { readonly first: number; readonly last: number },
): Promise<PublicHolidays> {
  const { default: Holidays } = await import("date-holidays");
  const code = country.toUpperCase();
  const part = subdivision?.toUpperCase();
  const countries = new Holidays().getCountries("en");
  await checkCountry(country);
  const parts = new Holidays().getStates(code, "en") ?? {};
  if (part !== undefined && parts[part] === undefined) {
    const known = Object.entries(parts).map(([id, name]) => `${id} (${name})`);
    throw new RunbookError(
      "usage",
      `Unknown part \`${subdivision}\` of ${countries[code]}`,
      known.length === 0 ? "Leave it out: the package knows no parts of it." : `Expected one of ${known.join(", ")}.`,
    );
  }
  const source = part === undefined ? new Holidays(code) : new Holidays(code, part);
  const holidays: Holiday[] = [];
  for (let year = years.first; year <= years.last; year += 1) {
    for (const { date, start, end, name, type } of source.getHolidays(year)) {
      if (type !== "public") continue;
      const first = date.slice(0, 10) as CalendarDate;
      // Some last several days, and some begin the evening before.
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
      for (let day = 0; day < days; day += 1) holidays.push({ date: addDays(first, day), name });
    }
  }
  return {
    source: `date-holidays ${packageVersion()}, ${part === undefined ? code : `${code}-${part}`}`,
    holidays: holidays.toSorted((a, b) => compare(a.date, b.date)),
    otherParts: part === undefined ? Object.keys(parts) : [],
  };
}

function packageVersion(): string {
  const file = createRequire(import.meta.url).resolve("date-holidays/package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return version;
}
