import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { lint } from "../lint/lint.ts";
import type { LintInput, WantedRules } from "../lint/rule.ts";
import { RULE_DESCRIPTIONS } from "../lint/rule-descriptions.ts";
import { pathsWithSecrets } from "../lint/secret.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { zoneOf } from "../schedule/zone.ts";
import { didYouMean } from "../parse/suggest.ts";
import { type Outlook, areEventsOver, keepAnswer, lookOut, withHead, withLookedAt } from "../session/answer-keeping.ts";
import type { GlobalOptions } from "../session/options.ts";
import { configOf, ledgerAt, reportAbsence, reportOnStderr } from "../session/session.ts";
import { changedFiles } from "../store/changed-files.ts";
import type { Ledger } from "../store/git-ledger.ts";
import { folderInRepository } from "../store/repository-folders.ts";
import { severityTotals } from "../view/diagnostics-text.ts";
import type { LintReport } from "../view/lint-report.ts";
import { madeByChange } from "./lint-change.ts";
import { type LedgerLook, type LintInputOptions, askWithLedger, gatherLintInput } from "./lint-input.ts";
import { withoutKnown, writeBaseline } from "./lint-baseline.ts";
import { type OpenedForLint, openForLint } from "./lint-opening.ts";
import { renderFindings } from "./lint-rendering.ts";

export interface LintOptions extends GlobalOptions, LintInputOptions {
  /** Only these rules; empty: all. */
  readonly rule: readonly string[];
  /** Leave out warnings and notes. */
  readonly quiet?: boolean;
  /** More warnings than this count as findings; undefined: any number is fine. */
  readonly maxWarnings?: number;
  /** Only findings of what changed since the merge base with this ref; true: with the default branch. */
  readonly changed?: string | true;
  /** A file with known findings. */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** The file of the run book that standard input stands for. */
  readonly stdinFilename?: string;
  readonly fix?: boolean;
}

/**
 * Prints the findings in the run book, as far as they are asked for; 1 where one is an error, or where there are more
 * warnings than allowed.
 */
export async function runLint(options: LintOptions, io: Io): Promise<ExitCode> {
  const isWanted = wantedRules(options);
  refuseContradictions(options);
  const opening = await openForLint(options, io);
  const { opened, facts, only } = opening;
  const { root, files, parsed } = opened;
  // Of one file that an editor hands over nobody asks which others there are.
  const config = only === undefined ? configOf(root, options, io) : undefined;
  if (parsed.book !== undefined) await reportAbsence(parsed.book, root, io, config);
  const ledger =
    mayKeep(options) && parsed.settings !== undefined
      ? await ledgerAt(root, parsed.settings.ledger, options, io, config)
      : undefined;
  const outlook = ledger && (await outlookOf(opening, ledger, io));
  const looked = new Set<string>();
  const onLook = (path: string): void => void looked.add(path);
  const inputWith = gatherLintInput(opened, facts, isWanted, { ...options, onLook }, io);
  const ask = async (look: LedgerLook): Promise<{ input: LintInput; findings: Diagnostic[] }> => {
    const gathered = (await inputWith)(look);
    return { input: gathered, findings: await facts.whileReading(() => lint(gathered, parsed.diagnostics, isWanted)) };
  };
  // Both at once: each asks git.
  const [, { input, findings }] = await Promise.all([
    inputWith,
    askWithLedger(opened, isWanted, { ...options, ledger }, io, ask),
  ]);
  const inScope = await findingsAsked(findings, options, opening, input, isWanted, io);
  if (only === undefined) facts.keep(files);
  const named = new Set(inScope.map(({ path }) => path));
  const quotable = files.filter(({ path }) => named.has(path));
  // A line of a file with a credential may hold it, and logs are read by many.
  const withSecrets = pathsWithSecrets(quotable, input.secrets);
  const shown = quotable.filter(({ path }) => !withSecrets.has(path));
  const sayable =
    withSecrets.size === 0
      ? inScope
      : (await import("../lint/masked-secrets.ts")).withoutSecrets(inScope, files, input.secrets);
  if (options.updateBaseline === true) return writeBaseline(sayable, options, io);
  const found = withoutKnown(sayable, options, io);
  const totals = severityTotals(found);
  const diagnostics = options.quiet === true ? found.filter(({ severity }) => severity === "error") : found;
  const isForPlatform = options.format !== "pretty" && options.format !== "json";
  const prefix = isForPlatform ? await folderInRepository(root, io.env) : "";
  const paths = files.map(({ path }) => path);
  const report: LintReport = { diagnostics, paths, prefix, isOfErrors: options.quiet === true };
  io.stdout.write(await renderFindings(report, shown, options, io));
  const tooMany = options.maxWarnings !== undefined && totals.warning > options.maxWarnings;
  if (tooMany) io.stderr.write(`${totals.warning} warnings, expected at most ${options.maxWarnings}\n`);
  const unasked = unparsedUnasked(parsed.diagnostics, options, only);
  reportOnStderr(
    unasked.length === 0 ? [] : await (await import("../session/sayable-faults.ts")).sayableDiagnostics(unasked, files),
    options,
    io,
  );
  const code = totals.error > 0 || tooMany || unasked.length > 0 ? 1 : 0;
  if (outlook !== undefined) await keepForToday(outlook, looked, input, code, io);
  return code;
}

/** Those of one file, or of a change: in its files, with what could not be looked at, and elsewhere what it made. */
async function findingsAsked(
  findings: readonly Diagnostic[],
  { changed: ref }: LintOptions,
  { opened, facts, only }: OpenedForLint,
  input: LintInput,
  isWanted: WantedRules,
  io: Io,
): Promise<readonly Diagnostic[]> {
  const asked = only === undefined ? findings : findings.filter(({ path }) => path === only);
  if (ref === undefined) return asked;
  const change = await changedFiles(opened.root, io.env, ref === true ? undefined : ref);
  const isOfChange = ({ path, rule, message }: Diagnostic): boolean =>
    change.paths.has(path) || input.leftOut.some((note) => note.rule === rule && note.message === message);
  const elsewhere = asked.filter((finding) => !isOfChange(finding));
  const made = new Set(await madeByChange(elsewhere, change, input, facts, isWanted));
  return asked.filter((finding) => isOfChange(finding) || made.has(finding));
}

/** Rules that were named cannot answer for a file that does not parse, which no other rule would then say. */
function unparsedUnasked(
  parsing: readonly Diagnostic[],
  { rule: rules, changed }: LintOptions,
  only: string | undefined,
): readonly Diagnostic[] {
  if (rules.length === 0 || changed !== undefined) return [];
  return parsing.filter(
    ({ severity, rule, path }) =>
      severity === "error" && !rules.includes(rule) && (only === undefined || path === only),
  );
}

/** Keeps the answer until the day is over, unless it changes by the minute. */
async function keepForToday(
  outlook: Outlook,
  looked: ReadonlySet<string>,
  { ledger, settings }: LintInput,
  code: ExitCode,
  io: Io,
): Promise<void> {
  const whole = withLookedAt(outlook, [...looked]);
  if (whole === undefined || (ledger !== undefined && !areEventsOver(ledger.schedule, io.now()))) return;
  const zone = zoneOf(settings?.timezone ?? "UTC");
  await keepAnswer(whole, code, io, zone.endOf(zone.dateAt(io.now())) + 1);
}

/** What else an answer follows from is not looked at again: the network, the index, other files, standard input. */
function mayKeep({ external, changed, baseline, fix, stdinFilename }: LintOptions): boolean {
  return [external, changed, baseline, fix, stdinFilename].every((option) => option === undefined);
}

async function outlookOf({ opened, known }: OpenedForLint, ledger: Ledger, io: Io): Promise<Outlook | undefined> {
  const outlook = lookOut(opened.root, ledger, await known(), io);
  return outlook && withHead(opened.root, outlook);
}

/** Only the named rules; of a change only those that depend on its texts alone. */
function wantedRules({ rule, changed }: LintOptions): WantedRules {
  const rules = rule.map(requireRule);
  return ({ name, dependsOnDay }) =>
    (rules.length === 0 || rules.includes(name)) && (changed === undefined || !dependsOnDay);
}

function refuseContradictions({ updateBaseline, baseline, rule, changed, stdinFilename, fix }: LintOptions): void {
  const refuse = (message: string, hint: string): never => {
    throw new RunbookError("usage", message, hint);
  };
  if (updateBaseline === true && baseline === undefined) {
    refuse("--update-baseline needs a file", "Name it: --baseline lint-baseline.json --update-baseline");
  }
  if (updateBaseline === true && (rule.length > 0 || changed !== undefined || stdinFilename !== undefined)) {
    refuse("A baseline is made of all findings", "Leave out --rule, --changed and --stdin-filename.");
  }
  if (fix === true && rule.length > 0 && !rule.includes("schema")) {
    refuse("--fix mends what the rule `schema` finds, and that is not asked for", "Leave out --rule, or name schema.");
  }
  if (fix === true && stdinFilename !== undefined) {
    refuse("--fix writes files, and standard input is none", "Leave out --fix or --stdin-filename.");
  }
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
