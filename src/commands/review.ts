import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { abbreviated } from "../model/record.ts";
import { setReviewDate } from "../parse/edit-review-date.ts";
import { nextItems } from "../schedule/candidates.ts";
import { zoneOf } from "../schedule/zone.ts";
import { type Session, openSession, outputStyle } from "../session/session.ts";
import { commitFile, requireCommittable } from "../store/file-commit.ts";
import { replaceFile } from "../store/write-files.ts";
import { procedureDocument } from "../view/json.ts";
import { plainLine } from "../view/plain-text.ts";
import type { Output } from "../view/output-shapes.ts";
import { renderJson } from "../view/render-json.ts";
import { renderReviewFacts } from "../view/review-text.ts";
import { renderShowText } from "../view/show-text.ts";
import { canAsk, unlessBrokenOff } from "./asking.ts";
import { findProcedures } from "./find-procedure.ts";
import type { ReviewQueueOptions } from "./review-queue.ts";
import { procedureBody, procedureFile } from "./procedure-body.ts";

export interface ReviewOptions extends ReviewQueueOptions {
  readonly procedures: readonly string[];
  /** False for `--no-commit`. */
  readonly commit: boolean;
  readonly yes?: boolean;
}

interface Edit {
  readonly procedure: Procedure;
  /** Absolute, without links. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

type Reviewed = Output<"review">["reviewed"][number];

/**
 * Shows procedures, and once they are found right sets `last_updated` to today and commits each file by itself; without one,
 * which are to be read next.
 */
export async function runReview(options: ReviewOptions, io: Io): Promise<ExitCode> {
  refuseMixed(options);
  if (options.procedures.length === 0) return (await import("./review-queue.ts")).runReviewQueue(options, io);
  const asks = options.yes !== true;
  if (asks && !canAsk(options, io)) {
    throw new RunbookError(
      "usage",
      "Somebody has to say that the text is right, and there is no terminal to ask on",
      "Read it (runbook show), then: runbook review PROCEDURE --yes",
    );
  }
  const session = await openSession(options, io);
  const today = reviewDay(session, io);
  const procedures = findProcedures(session, options.procedures);
  const edits = procedures.map((procedure) => editOf(session, procedure, today));
  const files = edits.map(({ file }) => file);
  if (options.commit) await requireCommittable(session.root, files, io.env);
  const reviewed: Reviewed[] = [];
  for (const edit of edits) {
    if (options.format !== "json") io.stdout.write(textOf(session, edit, options, io));
    if (asks && !(await isRight(edit.procedure))) continue;
    const commit = await store(session.root, edit, options.commit, io);
    reviewed.push({
      procedure: edit.procedure.id,
      path: edit.procedure.path,
      from: edit.procedure.lastUpdated,
      to: today,
      commit,
    });
  }
  io.stdout.write(
    options.format === "json"
      ? renderJson<"review">({ schemaVersion: 1, reviewed })
      : reviewed.map((it) => `${resultLine(it)}\n`).join("") || "Nothing was changed.\n",
  );
  return 0;
}

/** What narrows the list of what is to be read says nothing of a procedure that was read, and the other way round. */
function refuseMixed({ procedures, commit, yes, mine, owner, role, limit }: ReviewOptions): void {
  if (procedures.length === 0 && (!commit || yes === true)) {
    throw new RunbookError("usage", "Expected a procedure", "See which are to be read next: runbook review");
  }
  const isNarrowed = mine !== undefined || owner !== undefined || role !== undefined || limit !== undefined;
  if (procedures.length > 0 && isNarrowed) {
    throw new RunbookError(
      "usage",
      "--mine, --owner, --role and --limit narrow the list of what is to be read, and procedures are named",
      "Leave out one or the other.",
    );
  }
}

/** `--as-of`, else today; nobody has read anything on a day to come. */
function reviewDay({ schedule }: Session, io: Io): CalendarDate {
  const { date } = schedule.asOf;
  const today = zoneOf(schedule.book.settings.timezone).dateAt(io.now());
  if (date <= today) return date;
  throw new RunbookError("usage", `${date} is in the future`, "A review has been done already, or is done today.");
}

function editOf({ root, parsed }: Session, procedure: Procedure, today: CalendarDate): Edit {
  const source = procedureFile(procedure, parsed);
  const before = source?.text ?? "";
  const after = source && setReviewDate(before, source.placeOf(["last_updated"]), today);
  if (after === undefined) {
    throw new RunbookError(
      "usage",
      `The \`last_updated\` of ${procedure.path} is not written as a date that can be replaced`,
      `Write it as: last_updated: ${today}`,
    );
  }
  return { procedure, file: realpathSync(join(root, procedure.path)), before, after };
}

function textOf(session: Session, { procedure }: Edit, options: ReviewOptions, io: Io): string {
  const { schedule, parsed, records } = session;
  const style = outputStyle(options, io);
  const upcoming = nextItems(procedure, schedule, 1);
  const document = procedureDocument(procedure, schedule, upcoming[0]?.occurrence.scheduled ?? null);
  const shown = renderShowText(
    document,
    upcoming,
    procedureBody(procedure.path, procedureFile(procedure, parsed)?.text),
    schedule,
    style,
  );
  return `${shown}\n${renderReviewFacts(procedure, records, schedule, style)}\n`;
}

async function isRight({ name }: Procedure): Promise<boolean> {
  const { confirm } = await import("@inquirer/prompts");
  const message = `Is ${plainLine(name)} right as it stands?`;
  return unlessBrokenOff("Stopped; what was reviewed before this one stays", () =>
    confirm({ message, default: false }),
  );
}

/** Writes the date and commits; what was not committed is as it was before. */
async function store(
  root: string,
  { procedure, file, before, after }: Edit,
  commits: boolean,
  io: Io,
): Promise<string | null> {
  if (readFileSync(file, "utf8") !== before) {
    throw new RunbookError("io", `${procedure.path} was changed meanwhile; it was left as it is`, "Review it again.");
  }
  if (after !== before) replaceFile(file, after);
  if (!commits) return null;
  const hint = `The file is as it was. To set the date alone, and commit it as your team does: runbook review ${procedure.id} --no-commit`;
  try {
    return (await commitFile(root, file, `Review ${plainLine(procedure.name)}`, io.env, hint)) ?? null;
  } catch (error) {
    if (readFileSync(file, "utf8") === after && after !== before) replaceFile(file, before);
    throw error;
  }
}

function resultLine({ path, from, to, commit }: Reviewed): string {
  const change = from === to ? `reviewed on ${to} already` : `last_updated is ${to} (was ${from})`;
  return `${plainLine(path)}: ${change}${commit === null ? "" : `, commit ${abbreviated(commit)}`}`;
}
