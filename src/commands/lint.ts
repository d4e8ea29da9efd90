import type { ExitCode, Io } from "../io.ts";
import { lint } from "../lint/lint.ts";
import { renderLintText, severityTotals } from "../view/diagnostics-text.ts";
import { renderJson } from "../view/render-json.ts";
import { type LintInputOptions, gatherLintInput } from "./lint-input.ts";
import type { GlobalOptions } from "./options.ts";
import { openRunBook, outputStyle } from "./session.ts";

export type LintOptions = GlobalOptions & LintInputOptions;

/** Prints every finding in the run book; 1 where one is an error. */
export async function runLint(options: LintOptions, io: Io): Promise<ExitCode> {
  const opened = openRunBook(options, io);
  const { files, parsed } = opened;
  const diagnostics = lint(await gatherLintInput(opened, options, io), parsed.diagnostics);
  const totals = severityTotals(diagnostics);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"lint">({ schemaVersion: 1, files: files.length, diagnostics, totals: { ...totals } })
      : renderLintText(diagnostics, files.length, outputStyle(options, io)),
  );
  return totals.error > 0 ? 1 : 0;
}
