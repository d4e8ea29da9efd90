import { RENAMED_PRODUCTS } from "../data/renamed-products.ts";
import type { ExitCode, Io } from "../io.ts";
import { lint } from "../lint/lint.ts";
import { zoneOf } from "../schedule/zone.ts";
import { renderLintText, severityTotals } from "../view/diagnostics-text.ts";
import { renderJson } from "../view/render-json.ts";
import type { GlobalOptions } from "./options.ts";
import { openRunBook, outputStyle } from "./session.ts";

/** Prints every finding in the run book; 1 where one is an error. */
export async function runLint(options: GlobalOptions, io: Io): Promise<ExitCode> {
  const { files, parsed } = openRunBook(options, io);
  const zone = zoneOf(parsed.settings?.timezone ?? "UTC");
  const diagnostics = lint(
    {
      files,
      procedures: parsed.procedures,
      settings: parsed.settings,
      directory: parsed.directory,
      renamedProducts: RENAMED_PRODUCTS,
      asOf: options.asOf ?? zone.dateAt(io.now()),
    },
    parsed.diagnostics,
  );
  const totals = severityTotals(diagnostics);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"lint">({ schemaVersion: 1, files: files.length, diagnostics, totals: { ...totals } })
      : renderLintText(diagnostics, files.length, outputStyle(options, io)),
  );
  return totals.error > 0 ? 1 : 0;
}
