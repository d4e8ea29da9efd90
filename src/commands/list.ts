import type { ExitCode, Io } from "../io.ts";
import { calendarWarningsFor } from "../schedule/calendar-coverage.ts";
import { nextItems } from "../schedule/candidates.ts";
import { procedureDocument, runbookOf } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderListText } from "../view/list-text.ts";
import type { ProcedureOutput } from "../view/output-shapes.ts";
import type { GlobalOptions } from "./options.ts";
import { type StatusSession, answerFrom, exitCodeOf, outputStyle, reportLedger, reportOnStderr } from "./session.ts";

/** Prints the procedures of the run book. */
export async function runList(options: GlobalOptions, io: Io): Promise<ExitCode> {
  const documents = ({ book, schedule }: StatusSession): ProcedureOutput[] =>
    book.procedures.map((procedure) =>
      procedureDocument(procedure, schedule, nextItems(procedure, schedule, 1)[0]?.occurrence.scheduled ?? null),
    );
  const { session, answer: procedures } = await answerFrom(documents, options, io, "never");
  const { schedule, book, diagnostics } = session;
  const warnings = calendarWarningsFor(
    book,
    procedures.flatMap(({ next }) => next ?? []),
  );
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"list">({
          schemaVersion: 1,
          runbook: runbookOf(schedule),
          asOf: schedule.asOf.date,
          procedures,
          diagnostics: [...diagnostics, ...warnings],
        })
      : renderListText(procedures, book, outputStyle(options, io)),
  );
  return exitCodeOf(session);
}
