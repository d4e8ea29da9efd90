import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { lint } from "../lint/lint.ts";
import { RULE_DESCRIPTIONS } from "../lint/rule-descriptions.ts";
import type { SourceFile } from "../model/source-file.ts";
import { didYouMean } from "../parse/suggest.ts";
import { folderInRepository } from "../store/git-repository.ts";
import { VERSION } from "../version.ts";
import { severityTotals } from "../view/diagnostics-text.ts";
import { renderAzure, renderGithub } from "../view/lint-commands.ts";
import { renderJunit } from "../view/lint-junit.ts";
import { renderLintMarkdown } from "../view/lint-markdown.ts";
import type { LintReport } from "../view/lint-report.ts";
import { renderSarif } from "../view/lint-sarif.ts";
import { renderLintText } from "../view/lint-text.ts";
import { renderJson } from "../view/render-json.ts";
import { type LintInputOptions, gatherLintInput } from "./lint-input.ts";
import type { GlobalOptions } from "./options.ts";
import { openRunBook, outputStyle } from "./session.ts";

export interface LintOptions extends GlobalOptions, LintInputOptions {
  /** Only these rules; empty: all. */
  readonly rule: readonly string[];
  /** Leave out warnings and notes. */
  readonly quiet?: boolean;
  /** More warnings than this count as findings; undefined: any number is fine. */
  readonly maxWarnings?: number;
}

/** Prints the findings in the run book; 1 where one is an error, or where there are more warnings than allowed. */
export async function runLint(options: LintOptions, io: Io): Promise<ExitCode> {
  const rules = options.rule.map(requireRule);
  const opened = await openRunBook(options, io);
  const { root, files, parsed } = opened;
  const isWanted = ({ name }: { readonly name: string }): boolean => rules.length === 0 || rules.includes(name);
  const found = lint(await gatherLintInput(opened, options, io), parsed.diagnostics, isWanted);
  const totals = severityTotals(found);
  const diagnostics = options.quiet === true ? found.filter(({ severity }) => severity === "error") : found;
  const prefix = await folderInRepository(root, io.env);
  const report: LintReport = { diagnostics, paths: files.map(({ path }) => path), prefix };
  io.stdout.write(render(report, files, options, io));
  const tooMany = options.maxWarnings !== undefined && totals.warning > options.maxWarnings;
  if (tooMany) io.stderr.write(`${totals.warning} warnings, expected at most ${options.maxWarnings}\n`);
  return totals.error > 0 || tooMany ? 1 : 0;
}

function requireRule(name: string): string {
  const names = RULE_DESCRIPTIONS.map((rule) => rule.name);
  if (names.includes(name)) return name;
  throw new RunbookError(
    "usage",
    `There is no rule \`${name}\``,
    didYouMean(name, names) ?? `The rules: ${names.join(", ")}`,
  );
}

function render(report: LintReport, files: readonly SourceFile[], options: LintOptions, io: Io): string {
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
      return renderSarif(report, { version: VERSION, rules: RULE_DESCRIPTIONS });
    case "junit":
      return renderJunit(report);
    case "markdown":
      return renderLintMarkdown(report);
    default:
      return renderLintText(report, linesIn(files), outputStyle(options, io));
  }
}

function linesIn(files: readonly SourceFile[]): (path: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    const file = files.find((it) => it.path === path);
    const lines = known.get(path) ?? (file !== undefined && "text" in file ? file.text.split("\n") : []);
    known.set(path, lines);
    return lines;
  };
}
