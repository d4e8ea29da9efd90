import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { firstHolder } from "../adopt/first-holder.ts";
import { RECORD_PATH, formatReferenceRecord } from "../adopt/reference-record.ts";
import { type Tenant, tenantFiles } from "../adopt/tenant-files.ts";
import type { TextFile } from "../adopt/text-file.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { commandWord } from "../model/command-word.ts";
import { PLACEHOLDER_PERSON } from "../model/runbook.ts";
import { CONFIG_FILES } from "../model/source-file.ts";
import { parseDirectory } from "../parse/config.ts";
import { mergeHolidays } from "../parse/holidays-file.ts";
import { toFileId } from "../parse/kebab-case.ts";
import { zoneOf } from "../schedule/zone.ts";
import { idIn } from "../session/other-run-books.ts";
import { configuredIdentity } from "../store/git-identity.ts";
import { makeRepository } from "../store/git-repository.ts";
import { topOfRepository } from "../store/repository-folders.ts";
import { readReferenceRunBook } from "../store/package-files.ts";
import { packText } from "../store/packed-text.ts";
import { publicHolidays } from "../store/public-holidays.ts";
import { findRunBook } from "../store/run-book-place.ts";
import { writeNewFiles } from "../store/write-files.ts";
import { VERSION } from "../version.ts";
import { plainLine } from "../view/plain-text.ts";
import { renderJson } from "../view/render-json.ts";
import { wrapText } from "../view/table.ts";
import { partsRemark } from "./holidays.ts";
import { canAsk } from "./asking.ts";
import { type Answers, type InitOptions, answersFromOptions, askForAnswers } from "./init-answers.ts";
import { pipelineFiles } from "./init-pipelines.ts";
import { withSchemas } from "./init-schemas.ts";
import { wayTo } from "../store/inside-folder.ts";
import { namedPath } from "../store/named-path.ts";
import { type FoundSettings, nearestFolder, settingsAround } from "../store/run-books-around.ts";

/** Holidays are written for the year of go-live and the two after it. */
const HOLIDAY_YEARS = 3;

/** That its messages take. */
const COLUMNS = 80;

/** Copies the reference run book into a new or existing git repository, made this tenant's own. */
export async function runInit(options: InitOptions, io: Io): Promise<ExitCode> {
  const root = namedPath(io.cwd, options.directory);
  const around = await settingsAround(root, io.env);
  refuseExisting(root, around);
  const asks = options.yes !== true && canAsk(options, io);
  const answers = asks ? await askForAnswers(options, io) : answersFromOptions(options, io.now());
  const today = zoneOf(answers.timezone).dateAt(io.now());
  const reference = readReferenceRunBook(io.env);
  const tenant = await tenantFor(answers, idFor(root, idsOf(around)), root, reference, io);
  const made = tenantFiles(reference, tenant, today);
  const packed = Object.fromEntries(made.map(({ path, text }) => [path, packText(text)]));
  const holidays = await holidaysOf(answers, options.subdivision, today);
  const files = [
    { path: RECORD_PATH, text: formatReferenceRecord({ version: VERSION, date: today, tenant, files: packed }) },
    // The lines for editors are not the reference's: what is recorded of it is without them.
    ...withSchemas([...made, { path: "holidays.yml", text: holidays.text }]),
  ];
  const pipelines = pipelineFiles(options.pipelines, root, (await topAround(root, io)) ?? root);
  const targets = [...files.map(({ path, text }) => ({ path: join(root, path), text })), ...pipelines];
  for (const { path } of files) if (existsSync(join(root, path))) refuseFile(join(root, path));
  for (const { path } of pipelines) if (existsSync(path)) refuseFile(path, OTHERS_PIPELINE);
  writeNewFiles(targets);
  const madeRepository = await makeRepository(root, io.env);
  const paths = targets.map(({ path }) => wayTo(root, path));
  io.stdout.write(
    options.format === "json"
      ? renderJson<"created">({ schemaVersion: 1, directory: root, files: paths })
      : `${[
          `Wrote ${paths.length} files to ${plainLine(root)}${madeRepository ? ", a new git repository" : ""}.`,
          ...[
            `Its id is ${tenant.id}. Every record will have it: to choose another, change it in runbook.yml before the first.`,
            proceduresLine(reference, made, answers),
            ...remarks(answers, tenant, today, holidays.remark),
          ].flatMap(wrapped),
          ...nextSteps(root, tenant, io),
        ].join("\n")}\n`,
  );
  return 0;
}

function refuseExisting(root: string, around: readonly FoundSettings[]): void {
  if (existsSync(root) && !statSync(root).isDirectory()) {
    throw new RunbookError("io", `${root} is no folder`, "Name another one: runbook init FOLDER");
  }
  const real = join(realpathSync(nearestFolder(root)), relative(nearestFolder(root), root));
  if (around.some((other) => !other.isThere && other.root === real)) {
    const hint = "Check it out: git sparse-checkout add its folder, or git sparse-checkout disable.";
    throw new RunbookError("io", `git has a run book in ${root}, which is not checked out`, hint);
  }
  for (const name of [...CONFIG_FILES, "procedures"]) {
    if (existsSync(join(root, name))) refuseFile(join(root, name));
  }
}

const OTHERS_PIPELINE =
  "Where it is another run book's, leave out --pipelines, then copy its pipelines under other names with this folder in them.";

function refuseFile(file: string, hint = "Name another folder: runbook init FOLDER"): never {
  throw new RunbookError("io", `${file} exists already; nothing was overwritten`, hint);
}

function idsOf(around: readonly FoundSettings[]): Set<string> {
  return new Set(around.flatMap(({ text }) => idIn(text) ?? []));
}

async function tenantFor(
  answers: Answers,
  id: string,
  root: string,
  reference: readonly TextFile[],
  io: Io,
): Promise<Tenant> {
  const roles = reference.find(({ path }) => path === "roles.yml")?.text;
  const taken = Object.keys(parseDirectory("roles.yml", roles).value?.roles ?? {});
  const identity = await configuredIdentity(nearestFolder(root), io.env);
  const { title, timezone, region, products, tracks, goLive } = answers;
  return {
    id,
    title,
    timezone,
    region,
    products,
    tracks,
    goLive,
    firstHolder: firstHolder(identity, taken),
  };
}

/** The top of the repository that is there already; undefined where `init` makes one in the run book's own folder. */
async function topAround(root: string, io: Io): Promise<string | undefined> {
  const nearest = nearestFolder(root);
  const top = await topOfRepository(realpathSync(nearest), io.env);
  // Where a link leads into the repository, the way from its top is that of the folder itself.
  return top === undefined ? undefined : resolve(nearest, relative(realpathSync(nearest), top));
}

/** The text of holidays.yml, and what to say of it. */
async function holidaysOf(
  { country, goLive }: Answers,
  subdivision: string | undefined,
  today: CalendarDate,
): Promise<{ readonly text: string; readonly remark: readonly string[] }> {
  const first = Number(goLive.slice(0, 4));
  const years = { first, last: first + HOLIDAY_YEARS - 1 };
  if (country === undefined) {
    const fill = `runbook holidays update --country CODE --years ${first}-${years.last}`;
    return {
      text: `# Fill it: ${fill}\nholidays: []\n`,
      remark: ["No country was given: holidays.yml is empty. Fill it:", `  ${fill}`],
    };
  }
  const { source, holidays, otherParts } = await publicHolidays(country, subdivision, years);
  return {
    text: mergeHolidays("", holidays, `${source}, checked ${today}`).text,
    remark: partsRemark(country, otherParts, years),
  };
}

/**
 * The run book's id, from the folder that the user named, or the one around it: one that no other run book of the repository
 * has, with the name of the next folder up in front where that makes it one.
 */
function idFor(root: string, taken: ReadonlySet<string>): string {
  const [name = "runbook", next] = [basename(root), basename(dirname(root)), basename(dirname(dirname(root)))]
    .map((folder) => toFileId(folder))
    .filter((folder) => folder !== undefined && folder !== "runbook");
  const free = [name, ...(next === undefined ? [] : [`${next}-${name}`])].find((id) => !taken.has(id));
  if (free !== undefined) return free;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

function proceduresLine(reference: readonly TextFile[], made: readonly TextFile[], { products }: Answers): string {
  const count = (files: readonly TextFile[]): number =>
    files.filter(({ path }) => path.startsWith("procedures/")).length;
  const leftOut = count(reference) - count(made);
  const rest =
    leftOut === 0
      ? ""
      : `; ${leftOut} that ${leftOut === 1 ? "concerns other products is" : "concern other products are"} left out`;
  return `${count(made)} procedures for ${products.join(", ")}${rest}.`;
}

/** A line; one that is indented is to be typed as it stands. */
function wrapped(line: string): string[] {
  return line.startsWith(" ") ? [line] : wrapText(line, COLUMNS);
}

/** What was taken for granted. */
function remarks(
  { region, goLive }: Answers,
  { firstHolder: holder }: Tenant,
  today: CalendarDate,
  ofHolidays: readonly string[],
): string[] {
  const name = plainLine(holder.name);
  return [
    holder.id === PLACEHOLDER_PERSON
      ? "git names nobody here, so a placeholder holds every role; lint points at it until you name the people."
      : `${name} (${holder.id}), whom git names, holds every role of your own until you name the people.`,
    ...ofHolidays,
    ...(region === undefined ? ["No region was given: wave dates are those of the first public group."] : []),
    ...(goLive < today
      ? [`What fell due since ${goLive} counts as owed. To begin today, set in runbook.yml:`, `  go_live: ${today}`]
      : []),
  ];
}

function nextSteps(root: string, { tracks }: Tenant, io: Io): string[] {
  return [
    "Next:",
    "  1. Name the people and the partner's number in roles.yml; commit the folder.",
    "  2. Set your date of the next release wave, once it is known, in waves.yml:",
    ...tracks.map((track) => `       ${track}: { production_update: DATE }`),
    `  3. See what today brings: runbook due${isFound(root, io) ? "" : ` --dir ${commandWord(root, "FOLDER")}`}`,
  ];
}

/** Whether commands find this run book from here without being told where it is. */
function isFound(root: string, { env, cwd }: Io): boolean {
  try {
    return findRunBook({ env, cwd }) === root;
  } catch (error) {
    if (error instanceof RunbookError) return false;
    throw error;
  }
}
