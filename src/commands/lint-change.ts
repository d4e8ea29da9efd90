// What a change does to files that it leaves as they are: links to what it deletes or renames, ids that it gives a second time,
// owners that it takes out of roles.yml. The rules run once more, on the run book as it was before.

import { REGIONS } from "../data/announced-waves.ts";
import { lint } from "../lint/lint.ts";
import type { LinkTarget, LintInput, WantedRules } from "../lint/rule.ts";
import { yamlPlacesIn } from "../lint/yaml-places.ts";
import { compare } from "../model/compare.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceFile } from "../model/source-file.ts";
import { parseRunBook } from "../parse/run-book.ts";
import type { Change } from "../store/changed-files.ts";
import { isMarkdown } from "../store/link-targets.ts";
import { baselineOf, compareWithBaseline } from "../view/lint-baseline.ts";
import type { LintFacts } from "./lint-facts.ts";
import { isRunBookFile } from "./lint-opening.ts";

/** Of these findings, all in files that a change leaves as they are, those that were not there before it. */
export async function madeByChange(
  findings: readonly Diagnostic[],
  change: Change,
  input: LintInput,
  facts: LintFacts,
  isWanted: WantedRules,
): Promise<readonly Diagnostic[]> {
  if (findings.length === 0) return [];
  const texts = await change.textsBefore((path) => isRunBookFile(path) || isMarkdown(path));
  const files = filesBefore(input.files, change, texts);
  const { book, settings, directory, procedures, diagnostics } = parseRunBook(files, {
    knownRegions: REGIONS,
    readProcedure: facts.readProcedure,
  });
  // What was not looked at before is no news of this change.
  if (book === undefined) return [];
  const before: LintInput = {
    ...input,
    files,
    procedures,
    placesIn: yamlPlacesIn(files),
    settings,
    directory,
    book,
    secrets: input.secrets.filter(({ path }) => !change.paths.has(path)),
    linkTargets: { ...input.linkTargets, find: (path) => targetBefore(path, input, change, texts, facts) },
  };
  const known = await facts.whileReading(() => lint(before, diagnostics, isWanted));
  return compareWithBaseline(findings, baselineOf(known)).fresh;
}

function filesBefore(
  files: readonly SourceFile[],
  { paths }: Change,
  texts: ReadonlyMap<string, string>,
): readonly SourceFile[] {
  const changed = [...texts].filter(([path]) => isRunBookFile(path)).map(([path, text]) => ({ path, text }));
  return [...files.filter(({ path }) => !paths.has(path)), ...changed].toSorted((a, b) => compare(a.path, b.path));
}

function targetBefore(
  path: string,
  { linkTargets }: LintInput,
  { existed }: Change,
  texts: ReadonlyMap<string, string>,
  { anchorsIn }: LintFacts,
): LinkTarget {
  if (existed.has(path)) {
    const text = texts.get(path);
    return { kind: "file", anchors: text === undefined ? undefined : () => anchorsIn(text) };
  }
  const target = linkTargets.find(path);
  const isGone = target.kind === "nothing" && [...existed].some((other) => other.startsWith(`${path}/`));
  return isGone ? { kind: "folder" } : target;
}
