import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { TRACKS, type Track } from "../model/wave.ts";
import { setKey } from "../parse/edit.ts";
import { mergeHolidays } from "../parse/holidays-file.ts";
import { isTimeZone } from "../parse/schemas.ts";
import { didYouMean } from "../parse/suggest.ts";
import { zoneOf } from "../schedule/zone.ts";
import { makeRepository } from "../store/git-repository.ts";
import { readReferenceRunBook } from "../store/package-files.ts";
import { publicHolidays } from "../store/public-holidays.ts";
import { writeNewFile } from "../store/write-files.ts";
import { renderJson } from "../view/render-json.ts";
import type { GlobalOptions } from "./options.ts";

export interface InitOptions extends GlobalOptions {
  readonly directory: string;
  readonly title?: string;
  readonly timezone?: string;
  readonly region?: string;
  readonly tracks: readonly string[];
  readonly country?: string;
  readonly subdivision?: string;
  readonly goLive?: CalendarDate;
  readonly yes?: boolean;
}

/** What the new run book is told about its tenant. */
interface Answers {
  readonly title: string;
  readonly timezone: string;
  readonly region: string | undefined;
  readonly tracks: readonly Track[];
  readonly country: string | undefined;
}

/** Holidays are written for the year of go-live and the two after it. */
const HOLIDAY_YEARS = 3;
const DEFAULT_TITLE = "Dynamics 365 run book";

/** Copies the reference run book into a new or existing git repository, made this tenant's own. */
export async function runInit(options: InitOptions, io: Io): Promise<ExitCode> {
  const root = resolve(io.cwd, options.directory);
  refuseExisting(root);
  const asks = options.yes !== true && io.stdin.isTTY && io.stdout.isTTY && options.format !== "json";
  const answers = checked(asks ? await ask(options).catch(stopped) : defaults(options));
  const today = zoneOf(answers.timezone).dateAt(io.now());
  const files = await tenantFiles(answers, options, root, today);
  for (const { path, text } of files) writeNewFile(join(root, path), text);
  const madeRepository = await makeRepository(root, io.env);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"created">({ schemaVersion: 1, directory: root, files: files.map(({ path }) => path) })
      : `${summary(root, files.length, answers, madeRepository)}\n`,
  );
  return 0;
}

function refuseExisting(root: string): void {
  if (existsSync(root) && !statSync(root).isDirectory()) {
    throw new RunbookError("io", `${root} is no folder`, "Name another one: runbook init FOLDER");
  }
  for (const name of ["runbook.yml", "roles.yml", "holidays.yml", "waves.yml", "procedures"]) {
    if (!existsSync(join(root, name))) continue;
    throw new RunbookError(
      "io",
      `${join(root, name)} exists already; nothing was overwritten`,
      "Name another folder: runbook init FOLDER",
    );
  }
}

function defaults(options: InitOptions): Answers {
  return {
    title: options.title ?? DEFAULT_TITLE,
    timezone: options.timezone ?? systemTimeZone(),
    region: options.region,
    tracks: (options.tracks.length === 0 ? ["customer-engagement"] : options.tracks) as Track[],
    country: options.country,
  };
}

/** Ctrl-C, or the end of the input, in the middle of the questions. */
function stopped(error: unknown): never {
  if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
  throw new RunbookError("usage", "Stopped; nothing was written", null, { cause: error });
}

async function ask(options: InitOptions): Promise<Answers> {
  const { checkbox, input, search } = await import("@inquirer/prompts");
  const preset = defaults(options);
  const choices: { value: string | undefined; name: string }[] = [
    ...REGIONS.map((value) => ({ value, name: value })),
    { value: undefined, name: "not known yet" },
  ];
  return {
    title: options.title ?? (await input({ message: "Title of the run book", default: preset.title, required: true })),
    timezone:
      options.timezone ??
      (await input({
        message: "Time zone (IANA), which decides what today is",
        default: preset.timezone,
        validate: (zone) => isTimeZone(zone) || "Expected an IANA time zone such as Europe/London.",
      })),
    region:
      options.region ??
      (await search({
        message: "Microsoft region in which production lives (type to search)",
        source: (term) => choices.filter(({ name }) => name.includes((term ?? "").toLowerCase().replaceAll(" ", "-"))),
      })),
    tracks:
      options.tracks.length > 0
        ? preset.tracks
        : await checkbox({
            message: "Products",
            choices: TRACKS.map((value) => ({ value, checked: preset.tracks.includes(value) })),
            required: true,
          }),
    country:
      options.country ??
      ((await input({ message: "Country of the public holidays (ISO code such as GB; empty: none)" })).trim() ||
        undefined),
  };
}

function checked(answers: Answers): Answers {
  if (answers.title.trim() === "" || /\p{Cc}/u.test(answers.title)) {
    throw new RunbookError(
      "usage",
      "The title must be one line of text",
      'For example: --title "Contoso Dynamics 365 run book"',
    );
  }
  if (!isTimeZone(answers.timezone)) {
    throw new RunbookError(
      "usage",
      `Unknown time zone \`${answers.timezone}\`, expected an IANA name such as Europe/London`,
    );
  }
  if (answers.region !== undefined && !REGIONS.includes(answers.region)) {
    throw new RunbookError(
      "usage",
      `Unknown region \`${answers.region}\``,
      didYouMean(answers.region, REGIONS) ?? `Expected one of ${REGIONS.join(", ")}.`,
    );
  }
  for (const track of answers.tracks) {
    if (TRACKS.includes(track)) continue;
    throw new RunbookError(
      "usage",
      `Unknown track \`${track}\``,
      didYouMean(track, TRACKS) ?? `Expected one of ${TRACKS.join(", ")}.`,
    );
  }
  return answers;
}

function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The reference run book with this tenant's settings and holidays, every procedure reviewed today. */
async function tenantFiles(
  answers: Answers,
  options: InitOptions,
  root: string,
  today: CalendarDate,
): Promise<{ path: string; text: string }[]> {
  const goLive = options.goLive ?? today;
  const holidays = await holidaysText(answers.country, options.subdivision, Number(goLive.slice(0, 4)), today);
  return readReferenceRunBook().map(({ path, text }) => {
    if (path === "runbook.yml") return { path, text: settingsText(text, answers, idFor(root), goLive) };
    if (path === "holidays.yml") return { path, text: holidays };
    if (path.startsWith("procedures/"))
      return { path, text: text.replace(/^last_updated: .*$/mu, `last_updated: ${today}`) };
    return { path, text };
  });
}

function settingsText(reference: string, answers: Answers, id: string, goLive: CalendarDate): string {
  const own = [
    ["id", id],
    ["title", answers.title],
    ["go_live", goLive],
    ["timezone", answers.timezone],
    ["tracks", answers.tracks],
  ] as const;
  const text = own.reduce((result, [key, value]) => setKey(result, key, value), reference);
  const withLedger = text
    .replace(/^closures:\n(?: +- .*\n)+/mu, "closures: []\n")
    .replace(/^ledger:.*$/mu, "ledger: { sync: auto }");
  return answers.region === undefined
    ? withLedger.replace(
        /^region:.*$/mu,
        "# region: united-kingdom    # where production lives; picks the deployment group of a release wave",
      )
    : setKey(withLedger, "region", answers.region);
}

async function holidaysText(
  country: string | undefined,
  subdivision: string | undefined,
  year: number,
  today: CalendarDate,
): Promise<string> {
  if (country === undefined)
    return "# Fill it: runbook holidays update --country CODE --years 2026-2028\nholidays: []\n";
  const { source, holidays } = await publicHolidays(country, subdivision, {
    first: year,
    last: year + HOLIDAY_YEARS - 1,
  });
  return mergeHolidays("", holidays, `${source}, checked ${today}`).text;
}

/** The run book's id, from the folder that the user named, or the one around it. */
function idFor(root: string): string {
  const names = [basename(root), basename(dirname(root))].map((name) =>
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, ""),
  );
  return names.find((name) => name !== "" && name !== "runbook") ?? "runbook";
}

function summary(root: string, files: number, answers: Answers, madeRepository: boolean): string {
  return [
    `Wrote ${files} files to ${root}${madeRepository ? ", a new git repository" : ""}.`,
    ...(answers.country === undefined ? ["No country was given: holidays.yml is empty."] : []),
    ...(answers.region === undefined ? ["No region was given: wave dates are those of the first public group."] : []),
    "Next:",
    "  1. Name the people in roles.yml, then commit the folder.",
    "  2. Write the tenant's production update date into waves.yml once it is known.",
    `  3. See what today brings: runbook due --dir ${JSON.stringify(root)}`,
  ].join("\n");
}
