import type { RunBook } from "../model/runbook.ts";
import type { ProcedureOutput } from "./output-shapes.ts";
import type { Style } from "./style.ts";
import { type Cell, type Column, renderTable } from "./table.ts";
import { formatEffort, ownerText } from "./words.ts";

const COLUMNS: readonly Column[] = [
  { title: "Procedure", flex: 1 },
  { title: "Trigger", flex: 1 },
  { title: "Owner", flex: 1 },
  { title: "Effort", align: "right" },
  { title: "Last done" },
  { title: "Next" },
];

/** `list` for people, in the order of the run book's folders. */
export function renderListText(procedures: readonly ProcedureOutput[], book: RunBook, style: Style): string {
  if (procedures.length === 0) return 'There is no procedure yet. Write the first one: runbook new "Service health"\n';
  const rows = procedures.map((procedure): Cell[] => [
    { text: procedure.id },
    { text: procedure.trigger },
    { text: ownerText(procedure.owner, book.directory) },
    { text: formatEffort(procedure.effortMinutes) },
    { text: procedure.lastDone ?? "never", ...(procedure.lastDone === null && { paint: style.chalk.dim }) },
    { text: procedure.next ?? "", paint: style.chalk.dim },
  ]);
  return `${renderTable(COLUMNS, rows, style)}\n`;
}
