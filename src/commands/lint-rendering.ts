import type { Io } from "../io.ts";
import { RULE_DESCRIPTIONS } from "../lint/rule-descriptions.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { GlobalOptions } from "../session/options.ts";
import { outputStyle } from "../session/session.ts";
import { VERSION } from "../version.ts";
import { severityTotals } from "../view/diagnostics-text.ts";
import { renderAzure, renderGithub } from "../view/lint-commands.ts";
import { renderJunit } from "../view/lint-junit.ts";
import { renderLintMarkdown } from "../view/lint-markdown.ts";
import type { LintReport } from "../view/lint-report.ts";
import { renderSarif } from "../view/lint-sarif.ts";
import { renderLintText } from "../view/lint-text.ts";
import { plainWidth } from "../view/plain-table.ts";
import { renderJson } from "../view/render-json.ts";
import type { Style } from "../view/style.ts";

/** Of `lint`'s options what its text depends on. */
interface RenderingOptions extends GlobalOptions {
  /** The rules that are asked for by name. */
  readonly rule: readonly string[];
}

/** The findings in the format that is asked for; lines are quoted from these files only. */
export async function renderFindings(
  report: LintReport,
  files: readonly SourceFile[],
  options: RenderingOptions,
  io: Io,
): Promise<string> {
  const { diagnostics, paths } = report;
  switch (options.format) {
    case "json":
      return renderJson<"lint">({
        schemaVersion: 1,
        files: paths.length,
        diagnostics: [...diagnostics],
        totals: { ...severityTotals(diagnostics) },
      });
    case "github":
      return renderGithub(report);
    case "azure":
      return renderAzure(report);
    case "sarif":
      return renderSarif(report, { version: VERSION, rules: RULE_DESCRIPTIONS }, textIn(files));
    case "junit":
      return renderJunit(report);
    case "markdown":
      return renderLintMarkdown(report);
    default:
      return lintText(report, linesIn(files), outputStyle(options, io), options.rule);
  }
}

/** What knows how wide any letter is takes longer to load than most run books to check. */
async function lintText(
  report: LintReport,
  linesOf: (path: string) => readonly string[],
  style: Style,
  askedFor: readonly string[],
): Promise<string> {
  const plain = renderLintText(report, linesOf, style, plainWidth, askedFor);
  if (plain !== undefined) return plain;
  const { textWidth } = await import("../view/text-width.ts");
  return renderLintText(report, linesOf, style, textWidth, askedFor) ?? "";
}

function textIn(files: readonly SourceFile[]): (path: string) => string | undefined {
  const texts = new Map(files.map((file) => [file.path, "text" in file ? file.text : undefined]));
  return (path) => texts.get(path);
}

function linesIn(files: readonly SourceFile[]): (path: string) => readonly string[] {
  const textOf = textIn(files);
  const known = new Map<string, readonly string[]>();
  return (path) => {
    const lines = known.get(path) ?? textOf(path)?.split("\n") ?? [];
    known.set(path, lines);
    return lines;
  };
}
