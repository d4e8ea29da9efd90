import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type NamedKind, type Period, daysPeriod, lastFull, namedPeriod } from "../report/period.ts";
import { type Report, reportOf } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import {
  type RecordsSession,
  exitCodeOf,
  openRecords,
  outputStyle,
  reportLedger,
  reportOnStderr,
} from "../session/session.ts";
import { showsUnicode } from "../view/ascii.ts";
import { renderJson } from "../view/render-json.ts";
import { reportDocument } from "../view/report-json.ts";
import { renderReportCsv } from "../view/report-csv.ts";
import { renderReportHtml } from "../view/report-html.ts";
import { renderReportMarkdown } from "../view/report-markdown.ts";
import { renderReportText } from "../view/report-text.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { writePaged } from "./paging.ts";
import { requirePeriod } from "./period-asked.ts";

export interface ReportOptions extends GlobalOptions {
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  /** A period's name; true: the last one that is over. */
  readonly month?: string | true;
  readonly quarter?: string | true;
  readonly year?: string | true;
  readonly by?: "person";
}

const EXAMPLES = { month: "2026-10", quarter: "2026-Q4", year: "2026" } as const;

/** Prints what was owed in a period and what became of it. */
export async function runReport(options: ReportOptions, io: Io): Promise<ExitCode> {
  const session = await openRecords(options, io);
  const { schedule, book, records } = session;
  const period = periodAsked(options, schedule);
  const warnings = await calendarNotes(book, period.from, period.to);
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  const { goLive } = book.settings;
  if (period.to < goLive && goLive <= schedule.asOf.date) {
    io.stderr.write(`Nothing is owed before go-live. What is owed since: runbook report --from ${goLive}\n`);
  }
  const report = reportOf(schedule, records, period, options.by === "person");
  const answer = rendered(report, session, warnings, options, io);
  if (options.format === "pretty") await writePaged(answer, io);
  else io.stdout.write(answer);
  return exitCodeOf(session);
}

function rendered(
  report: Report,
  { schedule, book, ledgerState, diagnostics }: RecordsSession,
  warnings: readonly Diagnostic[],
  options: ReportOptions,
  io: Io,
): string {
  const { tip, remoteTip, fetchedAt, unpushed } = ledgerState;
  const ledger = { branch: book.settings.ledger.branch, tip, remoteTip, fetchedAt, unpushed };
  switch (options.format) {
    case "json":
      return renderJson<"report">(reportDocument(report, schedule, ledger, [...diagnostics, ...warnings]));
    case "markdown":
      return renderReportMarkdown(report, schedule, ledger);
    case "html":
      return renderReportHtml(report, schedule, ledger);
    case "csv":
      return renderReportCsv(report, schedule);
    default: {
      const withCurves = showsUnicode(io.env, io.stdout.isTTY);
      return renderReportText(report, schedule, ledger, { ...outputStyle(options, io), withCurves });
    }
  }
}

/** The last full month, unless the options say otherwise. */
function periodAsked(options: ReportOptions, { asOf, book, zone }: Schedule): Period {
  const { fiscalYearStart } = book.settings;
  const named = (Object.keys(EXAMPLES) as NamedKind[]).filter((kind) => options[kind] !== undefined);
  const hasDays = options.from !== undefined || options.to !== undefined;
  if (named.length + Number(hasDays) > 1) {
    throw new RunbookError(
      "usage",
      "More than one period is named",
      "Give --from with --to, or one of --month, --quarter and --year.",
    );
  }
  const [kind = "month"] = named;
  const name = options[kind];
  const period = hasDays
    ? periodOfDays(options, asOf.date)
    : typeof name === "string"
      ? periodNamed(kind, name, fiscalYearStart)
      : // A day that is not today is asked about at its end, and what ends with it is over then.
        lastFull(kind, zone.dateAt(asOf.instant + 1), fiscalYearStart);
  if (period.from > asOf.date) {
    throw new RunbookError(
      "usage",
      `The period ${period.name} begins after ${asOf.date}`,
      "What is to come is in: runbook agenda",
    );
  }
  return period;
}

function periodNamed(kind: NamedKind, name: string, fiscalYearStart: number): Period {
  const period = namedPeriod(kind, name, fiscalYearStart);
  if (period !== undefined && /^(?:19|20|21)/.test(name.trim())) return period;
  throw new RunbookError(
    "usage",
    `Unexpected ${kind} \`${name}\``,
    `For example: runbook report --${kind} ${EXAMPLES[kind]}, or --${kind} alone for the last one.`,
  );
}

/** From a day to another, or through the day asked about. */
function periodOfDays({ from, to }: ReportOptions, today: CalendarDate): Period {
  if (from === undefined) {
    throw new RunbookError("usage", "--to is given without --from", "Say where the period begins: --from DATE");
  }
  // One that is to come is refused as such, whether its end is named or not.
  const last = to ?? (from > today ? from : today);
  requirePeriod(from, last);
  return daysPeriod(from, last);
}
