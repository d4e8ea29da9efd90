// `lint --fix`: what can be mended without judgement, and not a byte beside it.

import { join } from "node:path";
import { REGIONS } from "../data/announced-waves.ts";
import type { Io } from "../io.ts";
import { count } from "../model/count.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceFile } from "../model/source-file.ts";
import { bomLength } from "../parse/place.ts";
import { parseRunBook } from "../parse/run-book.ts";
import { replaceFile } from "../store/write-files.ts";
import { plainLine } from "../view/plain-text.ts";

interface Fix {
  readonly finding: Diagnostic;
  readonly start: number;
  readonly end: number;
  readonly found: string;
  readonly mended: string;
}

/**
 * Mends the values whose right form is certain (a date with slashes, say), writes those files, tells on stderr what it
 * did, and gives all files as they are now. What would bring a new fault is left as it is.
 */
export function fixFiles(root: string, files: readonly SourceFile[], io: Io): readonly SourceFile[] {
  const { diagnostics } = parseRunBook(files, { knownRegions: REGIONS });
  const fixes: Fix[] = [];
  const mended = files.map((file) => {
    if (!("text" in file)) return file;
    const found = fixesIn(
      file.text,
      diagnostics.filter(({ path }) => path === file.path),
    );
    const sound = found.filter((fix) => helps(files, file, fix));
    if (sound.length === 0) return file;
    fixes.push(...sound);
    return { path: file.path, text: applied(file.text, sound) };
  });
  for (const file of mended) {
    if ("text" in file && fixes.some(({ finding }) => finding.path === file.path)) {
      replaceFile(join(root, file.path), file.text);
    }
  }
  for (const { finding, found, mended: value } of fixes) {
    const place = `${finding.path}:${finding.line}:${finding.column}`;
    io.stderr.write(`mended ${plainLine(place)}: ${plainLine(found)} is now ${plainLine(value)}\n`);
  }
  io.stderr.write(
    fixes.length === 0 ? "Nothing to mend without judgement.\n" : `${count(fixes.length, "value")} mended.\n`,
  );
  return mended;
}

/** The rule `schema` says ``Write `X`.`` and no more where X is the only thing that can be meant. */
function fixesIn(text: string, diagnostics: readonly Diagnostic[]): Fix[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return diagnostics.flatMap((finding): Fix[] => {
    const { rule, hint, line, column, endLine, endColumn } = finding;
    const [, mended] = /^Write `([^`]+)`\.$/u.exec(hint ?? "") ?? [];
    if (rule !== "schema" || mended === undefined || line !== endLine) return [];
    const lineStart = (starts[line - 1] ?? 0) + (line === 1 ? bomLength(text) : 0);
    const [start, end] = [lineStart + column - 1, lineStart + endColumn - 1];
    return [{ finding, start, end, found: text.slice(start, end), mended }];
  });
}

/** The text with the fixes, whose places do not overlap, made from its end to its start. */
function applied(text: string, fixes: readonly Fix[]): string {
  return fixes
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, mended }) => `${result.slice(0, start)}${mended}${result.slice(end)}`, text);
}

function helps(files: readonly SourceFile[], file: SourceFile & { readonly text: string }, fix: Fix): boolean {
  const faults = (text: string): string[] =>
    parseRunBook(
      files.map((other) => (other === file ? { path: file.path, text } : other)),
      { knownRegions: REGIONS },
    ).diagnostics.map(({ rule, path, message }) => `${rule} ${path} ${message}`);
  const before = faults(file.text);
  const after = faults(applied(file.text, [fix]));
  return after.length < before.length && after.every((fault) => before.includes(fault));
}
