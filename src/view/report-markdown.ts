import type { Report } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { LedgerSummary } from "./json.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { REPORT_DEFINITIONS } from "./report-definitions.ts";
import type { ReportSection } from "./report-section.ts";
import { reportSections } from "./report-sections.ts";
import { headingText, summaryLines } from "./report-words.ts";

/** `report --format markdown`: for a wiki, a ticket or a build's summary. */
export function renderReportMarkdown(report: Report, schedule: Schedule, ledger: LedgerSummary): string {
  const { title, subtitle } = headingText(report, schedule, ledger);
  const blocks = [
    `# ${markdownText(title)}`,
    markdownText(subtitle),
    summaryLines(report)
      .map((line) => `- ${markdownText(line)}`)
      .join("\n"),
    ...reportSections(report, schedule).map(sectionBlock),
    "## Definitions",
    REPORT_DEFINITIONS.map(([term, meaning]) => `- **${markdownText(term)}**: ${markdownText(meaning)}`).join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function sectionBlock({ heading, columns, rows, notes }: ReportSection): string {
  const titles = columns.map(({ title }) => title);
  const table = markdownTable(
    titles,
    rows.map((row) => row.map(({ text }) => text)),
  );
  return [`## ${heading}`, ...(rows.length === 0 ? [] : [table]), ...notes.map(markdownText)].join("\n\n");
}
