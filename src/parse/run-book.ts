// All files of a run book: texts to model, with every fault in reading order.

import { compare } from "../model/compare.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { Directory, RunBook, Settings } from "../model/runbook.ts";
import { CONFIG_FILES, type SourceFile } from "../model/source-file.ts";
import { mergeConflict } from "./merge-conflict.ts";
import { type ParsedConfig, parseDirectory, parseHolidays, parseSettings, parseWaves } from "./config.ts";
import { FILE_START, errorAt, inReadingOrder } from "./place.ts";
import { type ParsedProcedure, parseProcedure, unreadable } from "./procedure.ts";

export interface ParsedRunBook {
  /** Undefined where one of the four .yml files has a fault; procedures with a fault are left out. */
  readonly book: RunBook | undefined;
  /** Undefined where `runbook.yml` has a fault. */
  readonly settings: Settings | undefined;
  /** Undefined where `roles.yml` has a fault. */
  readonly directory: Directory | undefined;
  /** Every file under `procedures/`, by path. */
  readonly procedures: readonly ParsedProcedure[];
  /** Faults of the four .yml files (and of files that look like them). */
  readonly configDiagnostics: readonly Diagnostic[];
  /** All faults, by path, line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

const PROCEDURES = "procedures/";

interface Context {
  /** Those that the wave data knows. */
  readonly knownRegions: readonly string[];
  /** In place of `parseProcedure`, which it answers like. */
  readonly readProcedure?: typeof parseProcedure;
}

/** Reads a whole run book. Never throws on user text. */
export function parseRunBook(files: readonly SourceFile[], context: Context): ParsedRunBook {
  const { readProcedure = parseProcedure } = context;
  const sorted = files.toSorted((a, b) => compare(a.path, b.path));
  const procedureFiles = sorted.filter(({ path }) => isUnderProcedures(path));
  const configFiles = sorted.filter(({ path }) => !isUnderProcedures(path));

  const settings = parseConfig(configFiles, "runbook.yml", (path, text) => parseSettings(path, text ?? "", context));
  const directory = parseConfig(configFiles, "roles.yml", parseDirectory);
  const holidays = parseConfig(configFiles, "holidays.yml", parseHolidays);
  const waves = parseConfig(configFiles, "waves.yml", (path, text) => parseWaves(path, text, context));
  const configDiagnostics = [
    ...[settings, directory, holidays, waves].flatMap(({ diagnostics }) => diagnostics),
    // A file that could not be read and is none of the four, such as `roles.yaml`.
    ...configFiles.filter(({ path }) => !CONFIG_FILES.includes(path)).flatMap(readingProblem),
  ];

  const procedures = withoutDuplicates(
    procedureFiles.map((file) =>
      "text" in file
        ? readProcedure(file.path, file.text, settings.value)
        : unreadable(file.path, readingProblem(file)),
    ),
  );
  const isSound = configDiagnostics.length === 0;
  const book =
    isSound && settings.value && directory.value && holidays.value && waves.value
      ? {
          settings: settings.value,
          directory: directory.value,
          holidays: holidays.value,
          waves: waves.value,
          procedures: procedures.flatMap(({ procedure }) => procedure ?? []).toSorted((a, b) => compare(a.id, b.id)),
        }
      : undefined;
  const diagnostics = inReadingOrder([
    ...configDiagnostics,
    ...procedures.flatMap((procedure) => procedure.diagnostics),
  ]);
  return {
    book,
    settings: settings.value,
    directory: directory.value,
    procedures,
    configDiagnostics: inReadingOrder(configDiagnostics),
    diagnostics,
  };
}

function isUnderProcedures(path: string): boolean {
  return path.startsWith(PROCEDURES) || path === PROCEDURES.slice(0, -1);
}

function parseConfig<T>(
  files: readonly SourceFile[],
  path: string,
  parse: (path: string, text: string | undefined) => ParsedConfig<T>,
): ParsedConfig<T> {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) return parse(path, undefined);
  const conflict = "text" in file ? mergeConflict(path, file.text) : undefined;
  if ("text" in file && conflict === undefined) return parse(path, file.text);
  return { value: undefined, diagnostics: conflict === undefined ? readingProblem(file) : [conflict] };
}

function readingProblem(file: SourceFile): readonly Diagnostic[] {
  if ("text" in file) return [];
  return [errorAt("syntax", file.path, FILE_START, file.problem.message, file.problem.hint)];
}

/** Leaves out procedures whose id, or an earlier one, belongs to a file before them: records would go to both. */
function withoutDuplicates(files: readonly ParsedProcedure[]): readonly ParsedProcedure[] {
  const owners = new Map<string, string>();
  return files.map((file) => {
    const { procedure } = file;
    if (procedure === undefined) return file;
    const diagnostics = duplicates(file, procedure, owners);
    for (const id of idsOf(procedure)) if (!owners.has(id)) owners.set(id, file.path);
    return diagnostics.length === 0
      ? file
      : { ...file, procedure: undefined, diagnostics: [...file.diagnostics, ...diagnostics] };
  });
}

function duplicates(
  { path, placeOf }: ParsedProcedure,
  { id, formerly }: Procedure,
  owners: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const claims = [
    { claimed: id, way: ["id"], key: "id" },
    ...formerly.map((claimed, index) => ({ claimed, way: ["formerly", index], key: "formerly" })),
  ];
  return claims.flatMap(({ claimed, way, key }) => {
    const owner = owners.get(claimed);
    if (owner === undefined) return [];
    const message = `Unexpected ${key} \`${claimed}\`, which is an id of ${owner} already.`;
    const hint =
      key === "id" ? "Rename the file, or give one of them another `id`." : "Keep it in one of the two files.";
    return [errorAt("duplicate-id", path, placeOf(way), message, hint)];
  });
}
