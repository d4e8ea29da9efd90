import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { BlockResult } from "../model/automation.ts";
import type { LedgerRecord } from "../model/record.ts";
import { type StatusSession, answerFrom, outputStyle, reportOnStderr, requireLedger } from "../session/session.ts";
import { folderInRepository } from "../store/repository-folders.ts";
import { textIn } from "../store/text-file.ts";
import { blockEvidence, evidenceName, renderBlock, renderBlockEnd, renderInputs } from "../view/block-text.ts";
import { checkDocument } from "../view/check-json.ts";
import { renderCheckJunit } from "../view/check-junit.ts";
import { renderCheckMarkdown } from "../view/check-markdown.ts";
import { type ProcedureCheck, hasPassed } from "../view/check-report.ts";
import { checkNote, renderCheckText } from "../view/check-text.ts";
import { renderJson } from "../view/render-json.ts";
import { renderRecordedText } from "../view/recorded-text.ts";
import { calendarNotesAbout } from "./calendar-notes.ts";
import { type ReadyBlock, runBlock } from "./block-run.ts";
import { type CheckOptions, type Plan, plansOf } from "./check-plan.ts";
import { escalationsOf } from "./escalations.ts";
import { type Draft, completionOf, performerOf, pushNew, record } from "./recording.ts";

/** Runs the blocks of procedures; 1 where one did not pass. Runs nothing where any of them could not be run. */
export async function runCheck(options: CheckOptions, io: Io): Promise<ExitCode> {
  requireTrust(options, io);
  const { session, answer: plans } = await answerFrom(
    (opened) => plansOf(opened, options, io),
    options,
    io,
    options.record === true ? "first" : "never",
  );
  const items = plans.flatMap(({ item }) => item ?? []);
  reportOnStderr(await calendarNotesAbout(session.book, items), options, io);
  const performedBy =
    options.record === true ? performerOf(options.by, session, await requireLedger(session).author()) : null;
  for (const name of options.mask.filter((it) => io.env[it] === undefined)) {
    io.stderr.write(`--mask ${name}: there is no such environment variable\n`);
  }
  const checks: ProcedureCheck[] = [];
  let isInterrupted = false;
  for (const plan of plans) {
    const check = await checkOf(plan, isInterrupted || options.dryRun === true, options, io);
    isInterrupted ||= check.results.some(({ status }) => status === "interrupted");
    checks.push(check);
  }
  if (options.dryRun === true) {
    if (options.format !== "pretty") io.stdout.write(await render(checks, [], "", session, options, io));
    return 0;
  }
  if (isInterrupted && performedBy !== null) io.stderr.write("Interrupted: nothing is recorded.\n");
  // Blocks take their time: the work is performed when they have ended.
  const endedAt = io.later();
  const then = { ...io, now: () => endedAt };
  const records =
    performedBy === null || isInterrupted
      ? []
      : await record(session, draftsOf(plans, checks, options, performedBy, then), then);
  const sequel = await sequelOf(plans, checks, records, session, options, io);
  io.stdout.write(await render(checks, records, sequel, session, options, io));
  if (records.length > 0) await pushNew(session, records, io);
  return checks.every(hasPassed) ? 0 : 1;
}

/** A build service checks texts that others may have written: it has to be told that these may run code. */
function requireTrust({ trust, dryRun }: CheckOptions, { env }: Io): void {
  const set = ["CI", "TF_BUILD"].find((name) => !["", "false", undefined].includes(env[name]?.toLowerCase()));
  if (set === undefined || trust === true || dryRun === true) return;
  throw new RunbookError(
    "not-allowed",
    `${set} is set, and check runs what stands in the run book's files`,
    "Give --trust in pipelines that only people who may run code there can start; never for pull requests from forks.",
  );
}

/** Runs the blocks of a procedure one after the other; after a step that did not pass, none. */
async function checkOf(
  { procedure, item, blocks, setting, uncheckedPoints }: Plan,
  runsNothing: boolean,
  options: CheckOptions,
  io: Io,
): Promise<ProcedureCheck> {
  const style = outputStyle(options, { ...io, stdout: io.stderr });
  const say = (text: string): void => io.stderr.write(text);
  const inputs = renderInputs(procedure, setting.inputs);
  const results: BlockResult[] = [];
  let stops = runsNothing;
  for (const ready of blocks) {
    if (!stops || options.dryRun === true) {
      say(`${renderBlock(procedure, ready.block, ready.script, style)}${inputs}`);
    }
    const result = stops
      ? notRun(ready)
      : await runBlock(ready, setting, (line) => say(line === "" ? "" : `    ${line}`), io);
    if (!stops) say(`${renderBlockEnd(result, style)}\n`);
    results.push(result);
    const { status } = result;
    stops ||= status === "interrupted" || (ready.block.section === "steps" && status !== "passed");
  }
  return { procedure, occurrence: item?.occurrence.key ?? null, inputs, results, uncheckedPoints };
}

function notRun({ block }: ReadyBlock): BlockResult {
  return { block, status: "not-run", exitCode: null, signal: null, seconds: 0, output: "", leftOut: 0 };
}

function draftsOf(
  plans: readonly Plan[],
  checks: readonly ProcedureCheck[],
  options: CheckOptions,
  performedBy: Draft["performedBy"],
  { now }: Pick<Io, "now">,
): Draft[] {
  return plans.flatMap(({ procedure, item, text, setting }, index) => {
    const check = checks[index];
    if (check === undefined || item === null) return [];
    if (textIn(join(setting.root, procedure.path)) !== text) {
      throw new RunbookError(
        "io",
        `${procedure.path} was changed while its blocks ran, so nothing is recorded`,
        "The record keeps the text that was followed: check it once more.",
      );
    }
    const { key } = item.occurrence;
    const blocks = check.results.map(({ block }) => block);
    const note = [options.message, checkNote(check)].filter((part) => part !== undefined).join("\n\n");
    const attach = check.results
      .filter(({ status }) => status !== "not-run")
      .map((result) => ({
        name: evidenceName(result.block, blocks),
        text: blockEvidence(procedure, result, key, check.inputs),
      }));
    const outcome = hasPassed(check) ? "done" : "failed";
    return completionOf(item, outcome, { performedBy, performedAt: now() }, { note, attach });
  });
}

/** What people read below the summary: the records, and whom to call. */
async function sequelOf(
  plans: readonly Plan[],
  checks: readonly ProcedureCheck[],
  records: readonly LedgerRecord[],
  session: StatusSession,
  options: CheckOptions,
  io: Io,
): Promise<string> {
  if (options.format !== "pretty") return "";
  const style = outputStyle(options, io);
  const items = plans.flatMap(({ item }) => (item === null ? [] : [item]));
  const recorded = records.length === 0 ? "" : renderRecordedText(items, records, session.schedule, style);
  const failed = checks.filter((check) => !hasPassed(check)).map(({ procedure }) => procedure);
  return `${recorded}${await escalationsOf(failed, session, style)}`;
}

async function render(
  checks: readonly ProcedureCheck[],
  records: readonly LedgerRecord[],
  sequel: string,
  { root }: StatusSession,
  options: CheckOptions,
  io: Io,
): Promise<string> {
  switch (options.format) {
    case "json":
      return renderJson<"check">(checkDocument(checks, records));
    case "junit":
      return renderCheckJunit(checks, await folderInRepository(root, io.env));
    case "markdown":
      return renderCheckMarkdown(checks, records);
    default:
      return `${renderCheckText(checks, outputStyle(options, io))}${sequel}`;
  }
}
