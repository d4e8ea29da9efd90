import { count } from "../model/count.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { renderDiagnostic } from "./diagnostics-text.ts";
import { type LintReport, absentFrom, countsOf } from "./lint-report.ts";
import { plainBlock } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { withFolder } from "./typed-command.ts";

/** Spaces stand for tabs, so that the marks under a line meet it. */
const TAB = "  ";
const LINE_NUMBER_WIDTH = 5;
/** Up to so many notes of a rule are all shown; of more, the first ones. */
const MOST_NOTES = 5;
const FIRST_NOTES = 3;

/** Terminal cells that a text takes; undefined where that is not known. */
type WidthOf = (text: string) => number | undefined;

/**
 * `lint` for people: the findings, each with the line that it is about, then the count of files and findings. Of many notes
 * of one rule beside other findings the first are shown, unless the rule is among those asked for. Undefined where a
 * line's width is not known.
 */
export function renderLintText(
  report: LintReport,
  linesOf: (path: string) => readonly string[],
  style: Style,
  widthOf: WidthOf,
  askedFor: readonly string[] = [],
): string | undefined {
  const { diagnostics, paths } = report;
  const findings = countsOf(report) ?? style.chalk.green(absentFrom(report));
  let list = "";
  for (const { finding, more } of shownOf(diagnostics, askedFor)) {
    const frame = frameOf(finding, linesOf(finding.path), style, widthOf);
    if (frame === undefined) return undefined;
    list += `${renderDiagnostic(finding, style, frame)}\n\n`;
    if (more > 0) list += `${style.chalk.dim(withFolder(moreText(finding.rule, more), style.dir))}\n\n`;
  }
  return `${list}${count(paths.length, "file")} checked: ${findings}\n`;
}

/** The findings to show; behind the last note of a rule of which more are left out, how many those are. */
function shownOf(
  diagnostics: readonly Diagnostic[],
  askedFor: readonly string[],
): { readonly finding: Diagnostic; readonly more: number }[] {
  const numbers = new Map<string, number>();
  for (const it of diagnostics.filter(isNote)) numbers.set(it.rule, (numbers.get(it.rule) ?? 0) + 1);
  const seen = new Map<string, number>();
  return diagnostics.flatMap((finding) => {
    const { rule } = finding;
    const number = numbers.get(rule) ?? 0;
    const isWhole = number <= MOST_NOTES || number === diagnostics.length || askedFor.includes(rule);
    if (isWhole || !isNote(finding)) return [{ finding, more: 0 }];
    const place = (seen.get(rule) ?? 0) + 1;
    seen.set(rule, place);
    return place > FIRST_NOTES ? [] : [{ finding, more: place === FIRST_NOTES ? number - FIRST_NOTES : 0 }];
  });
}

function isNote({ severity }: Diagnostic): boolean {
  return severity === "info";
}

function moreText(rule: string, number: number): string {
  return `… and ${number} more notes of ${rule}: runbook lint --rule ${rule}`;
}

/** The line of a finding with what it is about marked; nothing where there is no such line or nothing on it. */
function frameOf(
  { line, column, endLine, endColumn }: Diagnostic,
  lines: readonly string[],
  style: Style,
  widthOf: WidthOf,
): string[] | undefined {
  const text = lines[line - 1]?.replace(/\r$/u, "") ?? "";
  // The start of a file stands for all of it.
  if (text.trim() === "" || (line === 1 && column === 1 && endLine === 1 && endColumn === 1)) return [];
  const width = style.columns - LINE_NUMBER_WIDTH - 3;
  const end = endLine === line ? endColumn : text.length + 1;
  // A long line is shown from a little before the place on.
  const from = end - 1 <= width ? 0 : Math.max(0, Math.min(column - 1 - Math.floor(width / 4), text.length - width));
  const shown = (start: number, stop: number): string => plainBlock(text.slice(start, stop)).replaceAll("\t", TAB);
  const before = widthOf(shown(from, column - 1));
  const marked = widthOf(shown(column - 1, Math.min(end - 1, from + width)));
  if (before === undefined || marked === undefined) return undefined;
  const marks = "^".repeat(Math.max(1, Math.min(marked, width - before)));
  const { chalk } = style;
  return [
    `${chalk.dim(`${String(line).padStart(LINE_NUMBER_WIDTH)} |`)} ${shown(from, from + width)}`,
    `${chalk.dim(`${" ".repeat(LINE_NUMBER_WIDTH)} |`)} ${" ".repeat(before)}${chalk.red(marks)}`,
  ];
}
