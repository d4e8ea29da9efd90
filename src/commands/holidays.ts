import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { mergeHolidays } from "../parse/holidays-file.ts";
import { zoneOf } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { openSoundRunBook, openWithoutRecords, outputStyle, reportOnStderr } from "../session/session.ts";
import { publicHolidays } from "../store/public-holidays.ts";
import { replaceFile } from "../store/write-files.ts";
import { renderHolidaysText } from "../view/holidays-text.ts";
import { renderJson } from "../view/render-json.ts";
import { withFolder } from "../view/typed-command.ts";
import { calendarNotes } from "./calendar-notes.ts";

const MOST_PARTS_NAMED = 5;

export interface HolidaysUpdateOptions extends GlobalOptions {
  /** Default: that of the holidays which are there. */
  readonly country?: string;
  /** A state or part of the country. */
  readonly region?: string;
  /** `2026` or `2026-2028`. */
  readonly years: string;
}

/** Prints the holidays that count. */
export async function runHolidays(options: GlobalOptions, io: Io): Promise<ExitCode> {
  const { book, schedule } = await openWithoutRecords(options, io);
  const { date } = schedule.asOf;
  const warnings = await calendarNotes(book, date, date);
  reportOnStderr(warnings, options, io);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"holidays">({ schemaVersion: 1, holidays: [...book.holidays], diagnostics: warnings })
      : renderHolidaysText(book.holidays, schedule, outputStyle(options, io)),
  );
  return 0;
}

/** Adds the public holidays of the years to holidays.yml; what people wrote there stays. */
export async function runHolidaysUpdate(options: HolidaysUpdateOptions, io: Io): Promise<ExitCode> {
  const years = parseYears(options.years);
  const { root, book, parsed } = await openSoundRunBook(options, io);
  reportOnStderr(parsed.diagnostics, options, io);
  const file = join(root, "holidays.yml");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const { country, region } = options.country === undefined ? placeIn(before, options) : options;
  const { source, holidays, otherParts } = await publicHolidays(country ?? "", region, years);
  const today = zoneOf(book.settings.timezone).dateAt(io.now());
  const { text, added } = mergeHolidays(before, holidays, `${source}, checked ${today}`);
  if (added.length > 0) replaceFile(file, text);
  const remark = partsRemark(country ?? "", otherParts, years)
    .map((line) => `${withFolder(line, options.dir)}\n`)
    .join("");
  io.stdout.write(
    options.format === "json"
      ? renderJson<"holidays">({ schemaVersion: 1, holidays: added, diagnostics: [] })
      : `${added.length === 0 ? "Nothing to add" : `Added ${added.length} of ${holidays.length} holidays`}: ${file}\n${added.map(({ date, name }) => `  ${date}  ${name}\n`).join("")}${remark}`,
  );
  return 0;
}

/** Country and part of the holidays in the file, from its `source`. Throws RunbookError `usage` where that names none. */
function placeIn(
  text: string,
  { region, years }: HolidaysUpdateOptions,
): Pick<HolidaysUpdateOptions, "country" | "region"> {
  const [, country, part] = /^\uFEFF?source:.*date-holidays [^,]+, ([A-Z]{2})(?:-([A-Z0-9-]+))?\b/mu.exec(text) ?? [];
  if (country !== undefined) return { country, ...((region ?? part) !== undefined && { region: region ?? part }) };
  throw new RunbookError(
    "usage",
    "holidays.yml does not say of which country its dates are",
    `Name it: runbook holidays update --country CODE --years ${years}`,
  );
}

/** What is missing where no part of a country was named that has parts; nothing where there are none. */
export function partsRemark(
  country: string,
  parts: readonly string[],
  { first, last }: { readonly first: number; readonly last: number },
): string[] {
  if (parts.length === 0) return [];
  const codes = parts.length > MOST_PARTS_NAMED ? [...parts.slice(0, 3), "…"] : parts;
  const years = first === last ? first : `${first}-${last}`;
  return [
    `Only holidays of the whole country were taken. Add those of your part of it (${codes.join(", ")}):`,
    `  runbook holidays update --country ${country.toUpperCase()} --region CODE --years ${years}`,
  ];
}

function parseYears(text: string): { first: number; last: number } {
  const [, from = "", to = from] = /^(\d{4})(?:(?:-|\.\.)(\d{4}))?$/.exec(text.trim()) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from !== "" && first <= last && last - first < 20 && first >= 1970 && last < 2100) return { first, last };
  throw new RunbookError(
    "usage",
    `Unexpected years \`${text}\`, expected a year or a range of at most 20 years`,
    "For example: --years 2026-2028",
  );
}
