import { count } from "../model/count.ts";
import type { RunBook } from "../model/runbook.ts";
import { CADENCES } from "../model/trigger.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import type { ProcedureOutput } from "./output-shapes.ts";
import { formatEffort, ownerText } from "./words.ts";

const TITLES = ["Cadence", "Procedure", "Id", "Trigger", "Owner", "Effort", "Last done", "Next"];

/** `list --format markdown`: a table by cadence, for a wiki page or a ticket. */
export function renderListMarkdown(procedures: readonly ProcedureOutput[], { settings, directory }: RunBook): string {
  const heading = `## ${markdownText(settings.title)}: ${count(procedures.length, "procedure")}\n`;
  const rows = procedures
    .toSorted((a, b) => CADENCES.indexOf(a.cadence) - CADENCES.indexOf(b.cadence))
    .map(({ cadence, name, id, trigger, owner, effortMinutes, lastDone, next }) => [
      cadence,
      name,
      id,
      trigger,
      ownerText(owner, directory),
      formatEffort(effortMinutes),
      lastDone ?? "never",
      next ?? "",
    ]);
  return rows.length === 0 ? heading : `${heading}\n${markdownTable(TITLES, rows)}\n`;
}
