// The text of a cached run book: JSON about the four .yml files and the folders, then a line for each procedure that parses,
// by its id.

import type { ChangedLines, KeptLines, Lines, LinesToKeep } from "../model/kept-lines.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import type { KnownFile, Stamp } from "../model/source-file.ts";

export interface CachedProcedure extends KnownFile {
  readonly procedure: Procedure;
}

/** What a run book was when it was read last, but for its procedures. */
export interface RunBookHead {
  /** The four .yml files, those that exist, by path. */
  readonly configFiles: ReadonlyMap<string, KnownFile>;
  /** What they say. */
  readonly config: Omit<RunBook, "procedures">;
  /**
   * The folders in which files were looked for, by path; while all have their stamps, no file has come, gone or got another
   * name. Undefined where a file has a fault: that is looked at each time.
   */
  readonly folders: ReadonlyMap<string, Stamp | null> | undefined;
  /** Of the contents of all these files. */
  readonly fingerprint: string;
  /** Of the run book's zone: minutes from UTC, from one instant until another. */
  readonly offsets: readonly (readonly [from: number, until: number, minutes: number])[];
}

/** A run book as it was when it was read last. */
export interface RunBookCache extends RunBookHead {
  /** By path; those with a fault are left out. */
  readonly procedures: ReadonlyMap<string, CachedProcedure>;
}

/** As `RunBookCache`, with procedures that are parsed when somebody asks for them. */
export interface KeptRunBook extends RunBookHead {
  /** The files of all procedures, by path; undefined where these are many. */
  readonly fewFiles: ReadonlyMap<string, KnownFile> | undefined;
  /** By the id that a procedure has now, or had; undefined where none has it. */
  readonly procedureWith: (id: string) => CachedProcedure | undefined;
  readonly procedures: () => ReadonlyMap<string, CachedProcedure>;
}

interface Header {
  /** What the cache is of: another tool or folder has another. */
  readonly of: string;
  readonly files: readonly (readonly [path: string, file: KnownFile])[];
  readonly config: RunBookHead["config"];
  readonly folders: readonly (readonly [path: string, stamp: Stamp | null])[] | null;
  readonly fewFiles: readonly (readonly [path: string, file: KnownFile])[] | null;
  /** Ids that procedures had, with those that they have now. */
  readonly formerly: readonly (readonly [former: string, id: string])[];
  readonly fingerprint: string;
  readonly offsets: RunBookHead["offsets"];
}

/** A look at the stamps of so many files takes no longer than what else a run looks at. */
const FEW_FILES = 500;

type Line = readonly [stamp: Stamp | null, hash: string, procedure: Procedure];

/** The text of a cache; `of` says what it is of. */
export function formatRunBookCache(cache: RunBookCache, of: string): LinesToKeep {
  return { head: () => headOf(cache, of), lines: linesOf(cache) };
}

function* linesOf({ procedures }: RunBookCache): Iterable<readonly [id: string, line: string]> {
  for (const file of procedures.values()) yield [file.procedure.id, lineOf(file)];
}

/** The head of the text, and those of its lines that are not those of the cache as it was read. */
export function formatRunBookChanges(
  cache: RunBookCache,
  before: Pick<RunBookCache, "procedures">,
  of: string,
): { readonly head: string; readonly lines: ChangedLines } {
  const lines = new Map<string, string | undefined>();
  for (const [path, file] of before.procedures) {
    if (cache.procedures.get(path) !== file) lines.set(file.procedure.id, undefined);
  }
  for (const [path, file] of cache.procedures) {
    if (before.procedures.get(path) !== file) lines.set(file.procedure.id, lineOf(file));
  }
  return { head: headOf(cache, of), lines };
}

function lineOf({ stamp, hash, procedure }: CachedProcedure): string {
  return JSON.stringify([stamp, hash, procedure] satisfies Line);
}

function headOf({ configFiles, config, folders, procedures, fingerprint, offsets }: RunBookCache, of: string): string {
  const formerly = [...procedures.values()].flatMap(({ procedure }) =>
    procedure.formerly.map((former) => [former, procedure.id] as const),
  );
  const files = [...configFiles];
  const header: Header = {
    of,
    files,
    config,
    folders: folders === undefined ? null : [...folders],
    fewFiles:
      procedures.size <= FEW_FILES
        ? [...procedures].map(([path, { stamp, hash }]) => [path, { stamp, hash }] as const)
        : null,
    formerly,
    fingerprint,
    offsets,
  };
  return JSON.stringify(header);
}

/** What `formatRunBookCache` wrote; undefined where it is of something else. */
export function parseRunBookCache({ head, lines }: KeptLines, of: string): KeptRunBook | undefined {
  const header = JSON.parse(head, withoutPrototype) as Header;
  if (header.of !== of) return undefined;
  const { files, config, folders, fewFiles, formerly, fingerprint, offsets } = header;
  const known = new Map<string, CachedProcedure>();
  return {
    configFiles: new Map(files),
    config,
    folders: folders === null ? undefined : new Map(folders),
    fewFiles: fewFiles === null ? undefined : new Map(fewFiles),
    fingerprint,
    offsets,
    procedureWith: (id) => {
      const [, now = id] = formerly.find(([former]) => former === id) ?? [];
      const line = known.has(now) ? undefined : lines.get(now);
      if (line !== undefined) known.set(now, fileIn(line));
      return known.get(now);
    },
    procedures: () => proceduresIn(lines),
  };
}

function proceduresIn(lines: Lines): Map<string, CachedProcedure> {
  const procedures = new Map<string, CachedProcedure>();
  for (const [, line] of lines) {
    const file = fileIn(line);
    procedures.set(file.procedure.path, file);
  }
  return procedures;
}

function fileIn(line: string): CachedProcedure {
  const file = JSON.parse(line) as Line;
  const procedure = file[2];
  withoutPrototype("", procedure.measures);
  withoutPrototype("", procedure.inputs);
  return { stamp: file[0], hash: file[1], procedure };
}

/** Names in a run book are its author's: `constructor` must find nothing that nobody wrote. */
function withoutPrototype<Value>(_key: string, value: Value): Value {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.setPrototypeOf(value, null)
    : value;
}

/** Whether two procedures claim one id, a former one included. */
export function haveSharedIds(procedures: readonly Procedure[]): boolean {
  const claimed = new Set<string>();
  let claims = 0;
  for (const procedure of procedures) {
    const ids = procedure.formerly.length === 0 ? [procedure.id] : new Set(idsOf(procedure));
    for (const id of ids) {
      claimed.add(id);
      claims += 1;
    }
  }
  return claimed.size < claims;
}
