import type { RunBook } from "../model/runbook.ts";
import { CADENCES } from "../model/trigger.ts";
import type { ProcedureOutput } from "./output-shapes.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell, Column } from "./table-parts.ts";
import { renderSections } from "./table.ts";
import { formatEffort, ownerText } from "./words.ts";
import { FIRST_PROCEDURE } from "./work-commands.ts";
import { typedCommand } from "./typed-command.ts";

/** `list` for people: the procedures by cadence. */
export function renderListText(procedures: readonly ProcedureOutput[], book: RunBook, style: Style): string {
  if (procedures.length === 0)
    return `There is no procedure here, or none that can be read. To write one: ${typedCommand(FIRST_PROCEDURE, style)}\n`;
  const isWide = style.columns >= WIDE_COLUMNS;
  const sections = CADENCES.flatMap((cadence) => {
    const rows = procedures
      .filter((procedure) => procedure.cadence === cadence)
      .map((procedure) => rowOf(procedure, book, style, isWide));
    return rows.length === 0 ? [] : [{ heading: style.chalk.bold(cadence), rows }];
  });
  return `${renderSections(columnsOf(isWide), sections, style)}\n`;
}

function columnsOf(isWide: boolean): Column[] {
  return [
    { title: "Procedure", isFlexible: true },
    { title: "Trigger", isFlexible: true },
    { title: "Owner", isFlexible: true },
    ...(isWide ? [{ title: "Effort", align: "right" } as const, { title: "Last done" }] : []),
    { title: "Next" },
  ];
}

function rowOf(procedure: ProcedureOutput, book: RunBook, style: Style, isWide: boolean): Cell[] {
  return [
    { text: procedure.id },
    { text: procedure.trigger },
    { text: ownerText(procedure.owner, book.directory, !isWide) },
    ...(isWide
      ? [
          { text: formatEffort(procedure.effortMinutes) },
          { text: procedure.lastDone ?? "never", paint: style.chalk.dim },
        ]
      : []),
    { text: procedure.next ?? "", paint: style.chalk.dim },
  ];
}
