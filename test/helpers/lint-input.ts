import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../../src/data/announced-waves.ts";
import { RENAMED_PRODUCTS } from "../../src/data/renamed-products.ts";
import type { LintInput, LinkTarget } from "../../src/lint/rule.ts";
import { yamlPlacesIn } from "../../src/lint/yaml-places.ts";
import type { SourceFile } from "../../src/model/source-file.ts";
import { parseMarkdown } from "../../src/parse/markdown.ts";
import { type ProcedureText, readProcedureText } from "../../src/parse/procedure-text.ts";
import type { ParsedRunBook } from "../../src/parse/run-book.ts";

/** One text is often looked at many times, by several rules and under several settings. */
const textsRead = new Map<string, ProcedureText>();

function readOnce(text: string): ProcedureText {
  const read = textsRead.get(text) ?? readProcedureText(text, parseMarkdown);
  textsRead.set(text, read);
  return read;
}

/** What the rules look at, without git, ledger and network: links may lead to the run book's own files. */
export function lintInputOf(
  files: readonly SourceFile[],
  { procedures, settings, directory, book }: ParsedRunBook,
  asOf: CalendarDate,
  more: Partial<LintInput> = {},
): LintInput {
  return {
    files,
    procedures,
    textOf: ({ text }) => readOnce(text),
    placesIn: yamlPlacesIn(files),
    settings,
    directory,
    book,
    asOf,
    renamedProducts: RENAMED_PRODUCTS,
    announcedWaves: ANNOUNCED_WAVES,
    coverageAreas: [],
    templateLines: new Set(),
    linkTargets: { folder: "", deadUrls: new Map(), find: (path) => targetAmong(files, path) },
    secrets: [],
    ledger: undefined,
    textChanges: undefined,
    leftOut: [],
    ...more,
  };
}

function targetAmong(files: readonly SourceFile[], path: string): LinkTarget {
  if (path === ".." || path.startsWith("../")) return { kind: "outside" };
  const paths = files.map((file) => file.path);
  if (paths.includes(path)) return { kind: "file", anchors: undefined };
  if (path === "" || paths.some((other) => other.startsWith(`${path}/`))) return { kind: "folder" };
  const other = paths.find((candidate) => candidate.toLowerCase() === path.toLowerCase());
  return other === undefined
    ? { kind: "nothing" }
    : { kind: "other-case", name: other.slice(other.lastIndexOf("/") + 1) };
}
