// A report as one HTML file: no script, no font, no address; it prints, and follows the reader's light or dark.

import { adherenceOf } from "../report/adherence.ts";
import type { Report } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { LedgerSummary } from "./json.ts";
import { plainLine } from "./plain-text.ts";
import { REPORT_DEFINITIONS } from "./report-definitions.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import { reportSections } from "./report-sections.ts";
import { headingText, shareCell, summaryLines } from "./report-words.ts";
import type { Column } from "./table-parts.ts";

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --back: #ffffff; --track: #e4e8ec;
  --good: #1a7f37; --warn: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117;
  --track: #30363d; --good: #3fb950; --warn: #d29922; --bad: #f85149; } }
@media print { :root { color-scheme: light; --text: #000000; --dim: #444444; --line: #999999; --back: #ffffff;
  --track: #dddddd; --good: #1a7f37; --warn: #7d5200; --bad: #b0101a; } body { font-size: 10pt; }
  section { overflow: visible; } table { min-width: 0; } tr { break-inside: avoid; } }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; } p { margin: 0.5rem 0; }
.subtitle, .note, dd { color: var(--dim); } .figure { font-size: 1.25rem; font-weight: 600; }
section { overflow-x: auto; } table { border-collapse: collapse; width: 100%; min-width: 44rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word; } thead th { color: var(--dim); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; } .right { text-align: right; white-space: nowrap; } .share { white-space: nowrap; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
svg { vertical-align: middle; } .track { fill: var(--track); } .fill { fill: currentColor; }
.curve { fill: none; stroke: currentColor; stroke-width: 1.5; } .threshold { stroke: var(--warn); stroke-dasharray: 3 2; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem; }
`;
const BAR = { width: 100, height: 10 } as const;
const CURVE = { width: 120, height: 28 } as const;

/** `report --format html`. */
export function renderReportHtml(report: Report, schedule: Schedule, ledger: LedgerSummary): string {
  const { title, subtitle } = headingText(report, schedule, ledger);
  const [first = "", ...summary] = summaryLines(report);
  const adherence = shareCell(adherenceOf(report.total.tally));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${htmlText(title)}</h1>
<p class="subtitle">${htmlText(subtitle)}</p>
<p class="figure ${adherence.tone ?? ""}">${adherence.share === undefined ? "" : `${barSvg(adherence.share)} `}${htmlText(first)}</p>
${summary.map((line) => `<p>${htmlText(line)}</p>`).join("\n")}
${reportSections(report, schedule, true).map(sectionHtml).join("\n")}
<section aria-labelledby="definitions">
<h2 id="definitions">Definitions</h2>
<dl>
${REPORT_DEFINITIONS.map(([term, meaning]) => `<dt>${htmlText(term)}</dt>\n<dd>${htmlText(meaning)}</dd>`).join("\n")}
</dl>
</section>
</main>
</body>
</html>
`;
}

function sectionHtml({ id, heading, columns, rows, notes }: ReportSection): string {
  const table =
    rows.length === 0
      ? []
      : [
          `<table>`,
          `<thead><tr>${columns.map((column) => `<th scope="col"${classOf(column)}>${htmlText(column.title)}</th>`).join("")}</tr></thead>`,
          `<tbody>`,
          ...rows.map(
            (row) => `<tr>${row.map((cell, index) => cellHtml(cell, columns[index], index === 0)).join("")}</tr>`,
          ),
          `</tbody>`,
          `</table>`,
        ];
  const paragraphs = notes.map((note) => `<p class="note">${htmlText(note)}</p>`);
  return [
    `<section aria-labelledby="${id}" tabindex="0">`,
    `<h2 id="${id}">${htmlText(heading)}</h2>`,
    ...table,
    ...paragraphs,
    `</section>`,
  ].join("\n");
}

function classOf(column: Column | undefined, tone?: ReportCell["tone"], isShare = false): string {
  const names = [column?.align === "right" ? "right" : "", tone ?? "", isShare ? "share" : ""].filter(
    (name) => name !== "",
  );
  return names.length === 0 ? "" : ` class="${names.join(" ")}"`;
}

function cellHtml({ text, tone, share, curve }: ReportCell, column: Column | undefined, isFirst: boolean): string {
  const drawn = share === undefined ? "" : `${barSvg(share)} `;
  const content = curve === undefined ? `${drawn}${htmlText(text)}` : curveSvg(curve, text);
  const attributes = classOf(column, tone, share !== undefined);
  return isFirst ? `<th scope="row"${attributes}>${content}</th>` : `<td${attributes}>${content}</td>`;
}

/** The text beside it says the same. */
function barSvg(share: number): string {
  const { width, height } = BAR;
  return `<svg width="${width}" height="${height}" aria-hidden="true"><rect class="track" width="${width}" height="${height}"/><rect class="fill" width="${decimal(share * width)}" height="${height}"/></svg>`;
}

function curveSvg({ values, thresholds }: NonNullable<ReportCell["curve"]>, text: string): string {
  const { width, height } = CURVE;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A threshold far off would press the curve flat.
  const near = thresholds.filter((threshold) => threshold >= low && threshold <= high + (high - low));
  const top = Math.max(high, ...near);
  const y = (value: number): string =>
    decimal(top === low ? height / 2 : height - 2 - ((value - low) / (top - low)) * (height - 4));
  const x = (index: number): string =>
    decimal(values.length === 1 ? width / 2 : 2 + (index / (values.length - 1)) * (width - 4));
  const points = values.map((value, index) => `${x(index)},${y(value)}`).join(" ");
  const lines = near.map((value) => `<line class="threshold" x1="0" x2="${width}" y1="${y(value)}" y2="${y(value)}"/>`);
  const label = `${text}, from ${values[0]} to ${values.at(-1)}`;
  return `<svg width="${width}" height="${height}" role="img" aria-label="${htmlText(label)}">${lines.join("")}<polyline class="curve" points="${points}"/></svg>`;
}

function decimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text as HTML that shows it as it is, within elements and quoted attributes. */
function htmlText(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return plainLine(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
