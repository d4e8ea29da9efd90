import { adherenceOf } from "../report/adherence.ts";
import type { Report } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { LedgerSummary } from "./json.ts";
import { bar, curve } from "./bars.ts";
import { plainLine } from "./plain-text.ts";
import { REPORT_DEFINITIONS } from "./report-definitions.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import { reportSections } from "./report-sections.ts";
import { headingText, shareCell, summaryLines } from "./report-words.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell, Column } from "./table-parts.ts";
import { renderTable, wrapText } from "./table.ts";

const BAR = 6;
const WIDE_BAR = 20;
const CURVE = 12;
/** From here on the first figure has room beside its bar. */
const ROOMY_COLUMNS = 80;

/** How a report is drawn on a terminal. */
export interface Drawing extends Style {
  /** Whether curves of block characters can be shown. */
  readonly withCurves: boolean;
}

/** `report` for people. */
export function renderReportText(report: Report, schedule: Schedule, ledger: LedgerSummary, drawing: Drawing): string {
  const { chalk, columns } = drawing;
  const { title, subtitle } = headingText(report, schedule, ledger);
  const adherence = shareCell(adherenceOf(report.total.tally));
  const wrapped = (text: string, indent = 2): string =>
    wrapText(plainLine(text), columns - indent)
      .map((line) => `${" ".repeat(indent)}${line}`)
      .join("\n");
  const drawn = adherence.share === undefined ? "" : bar(adherence.share, WIDE_BAR);
  const [first = "", ...summary] = summaryLines(report);
  const isRoomy = columns >= ROOMY_COLUMNS;
  const blocks = [
    [chalk.bold(wrapped(title, 0)), chalk.dim(wrapped(subtitle, 0))].join("\n"),
    [
      ...(drawn === "" ? [] : [`  ${paint(adherence.tone, drawing)(drawn)}${isRoomy ? ` ${first}` : ""}`]),
      ...(drawn !== "" && isRoomy ? [] : [wrapped(first)]),
      ...summary.map((line) => wrapped(line)),
    ].join("\n"),
    ...reportSections(report, schedule).map((section) => renderSection(section, drawing, wrapped)),
    [
      chalk.bold("Definitions"),
      ...REPORT_DEFINITIONS.map(([term, text]) => chalk.dim(wrapped(`${term}: ${text}`))),
    ].join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function renderSection(
  { heading, columns, rows, notes }: ReportSection,
  drawing: Drawing,
  wrapped: (text: string) => string,
): string {
  const shown = columns.map((_, index) => drawing.withCurves || rows.every((row) => row[index]?.curve === undefined));
  const table =
    rows.length === 0
      ? []
      : [
          renderTable(
            columns.filter((_, index) => shown[index]),
            rows.map((row) =>
              row.map((cell, index) => cellOf(cell, columns[index], drawing)).filter((_, index) => shown[index]),
            ),
            drawing,
          ),
        ];
  return [drawing.chalk.bold(heading), ...table, ...notes.map((note) => wrapped(note))].join("\n");
}

function cellOf({ text, tone, share, curve: values }: ReportCell, column: Column | undefined, drawing: Drawing): Cell {
  if (values !== undefined) return { text: curve(values.values, CURVE) };
  const width = drawing.columns >= WIDE_COLUMNS ? WIDE_BAR : BAR;
  const drawn = share === undefined ? text : `${bar(share, width)} ${text.padStart(4)}`;
  return {
    text: drawn,
    ...(tone !== undefined && { paint: paint(tone, drawing) }),
    // A number does not say what it counts.
    ...(column?.align === "right" && { untitled: `${column.title} ${drawn}` }),
  };
}

function paint(tone: ReportCell["tone"], { chalk }: Style): (text: string) => string {
  switch (tone) {
    case "good":
      return chalk.green;
    case "warn":
      return chalk.yellow;
    case "bad":
      return chalk.red;
    case undefined:
      return (text) => text;
  }
}
