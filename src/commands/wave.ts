import { join } from "node:path";
import { isCalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { WaveId } from "../model/wave.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type WaveConflict, waveConflicts } from "../schedule/wave-conflicts.ts";
import { type WavePlan, planOf, plannedItems, waveAfter, waveAround, wavePlan } from "../schedule/wave-plan.ts";
import { waveWindowWarnings } from "../lint/wave-window.ts";
import type { GlobalOptions } from "../session/options.ts";
import { answerFrom, exitCodeOf, outputStyle, reportLedger, reportOnStderr } from "../session/session.ts";
import { textIn } from "../store/text-file.ts";
import { renderCalendar } from "../view/calendar-ics.ts";
import { waveDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderWaveCsv } from "../view/wave-csv.ts";
import { renderWaveMarkdown } from "../view/wave-markdown.ts";
import { renderWaveText } from "../view/wave-text.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { type WhoseOptions, wantedItems } from "./people.ts";

export interface WaveOptions extends GlobalOptions, WhoseOptions {
  /** `YYYY-04`, `YYYY-10`, or a full date. */
  readonly date?: string;
  /** The wave after the current or next one. */
  readonly next?: boolean;
}

/** Prints the plan of a release wave. */
export async function runWave(options: WaveOptions, io: Io): Promise<ExitCode> {
  const { session, answer } = await answerFrom(({ schedule }) => planAsked(schedule, options), options, io, "never");
  const { plan, conflicts } = answer;
  const { schedule, book } = session;
  const [first, last] = daysOf(plan);
  const warnings = [
    ...(await unlessDisabled(waveWindowWarnings(book, plan), session.root)),
    ...(await calendarNotes(book, first, last)),
  ];
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  const diagnostics = [...session.diagnostics, ...warnings, ...conflicts.map(conflictNote)];
  const wanted = planOf(plan, await wantedItems(options, session));
  io.stdout.write(rendered(options, io, { schedule, plan: wanted, conflicts, diagnostics }));
  return exitCodeOf(session);
}

/** Without those that the procedure's own text switches off. */
async function unlessDisabled(warnings: readonly Diagnostic[], root: string): Promise<readonly Diagnostic[]> {
  if (warnings.length === 0) return warnings;
  const [{ disabledRules }, { readProcedureText }, { parseMarkdown }] = await Promise.all([
    import("../lint/disabled.ts"),
    import("../parse/procedure-text.ts"),
    import("../parse/markdown.ts"),
  ]);
  const isOff = (rule: string, path: string): boolean => {
    const text = textIn(join(root, path)) ?? "";
    return text.includes("runbook-disable") && disabledRules(readProcedureText(text, parseMarkdown).comments).has(rule);
  };
  return warnings.filter(({ rule, path }) => !isOff(rule, path));
}

function planAsked(
  schedule: Schedule,
  { date, next }: WaveOptions,
): { readonly plan: WavePlan; readonly conflicts: readonly WaveConflict[] } {
  const asked = waveAsked(schedule, date);
  const plan = wavePlan(schedule, next === true ? waveAfter(asked) : asked);
  return { plan, conflicts: waveConflicts(schedule, plan) };
}

interface Answer {
  readonly schedule: Schedule;
  readonly plan: WavePlan;
  readonly conflicts: readonly WaveConflict[];
  readonly diagnostics: readonly Diagnostic[];
}

function rendered(options: WaveOptions, io: Io, { schedule, plan, conflicts, diagnostics }: Answer): string {
  switch (options.format) {
    case "json":
      return renderJson<"wave">(waveDocument(schedule, plan, diagnostics));
    case "csv":
      return renderWaveCsv(plan);
    case "markdown":
      return renderWaveMarkdown(schedule, plan, conflicts);
    case "ics":
      return [...renderCalendar(plannedItems(plan), schedule, { alarmMinutes: undefined })].join("");
    default:
      return renderWaveText(schedule, plan, conflicts, outputStyle(options, io));
  }
}

function conflictNote({ path, message, track }: WaveConflict): Diagnostic {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { rule: "wave-window", severity: "info", path, ...place, message: `${track}: ${message}`, hint: null };
}

function waveAsked(schedule: Schedule, text: string | undefined): WaveId {
  if (text === undefined) return waveAround(schedule, schedule.asOf.date);
  if (/^2[01]\d{2}-(?:04|10)$/.test(text)) return text as WaveId;
  if (isCalendarDate(text) && /^2[01]/.test(text)) return waveAround(schedule, text);
  throw new RunbookError(
    "usage",
    `Unexpected wave \`${text}\`, expected YYYY-04 (wave 1), YYYY-10 (wave 2) or a date YYYY-MM-DD`,
    "For example: runbook wave --date 2027-04",
  );
}

/** The first and the last day of a plan; of one without milestones the first of its month. */
function daysOf({ id, tracks }: WavePlan): [first: string, last: string] {
  const dates = tracks.flatMap(({ milestones }) => milestones.flatMap(({ from, due }) => [from, due])).toSorted();
  const [first = `${id}-01`] = dates;
  return [first, dates.at(-1) ?? first];
}
