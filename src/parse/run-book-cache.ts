// The text of a cached run book: JSON about the four .yml files, then a line for each procedure that parses, by path.

import type { KeptLines } from "../model/kept-lines.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import type { KnownFile, Stamp } from "../model/source-file.ts";

export interface CachedProcedure extends KnownFile {
  readonly procedure: Procedure;
  /** All this as it was written; undefined where it is new. */
  readonly line?: string;
}

/** A run book as it was when it was read last. */
export interface RunBookCache {
  /** The four .yml files, those that exist, by path. */
  readonly configFiles: ReadonlyMap<string, KnownFile>;
  /** What they say. */
  readonly config: Omit<RunBook, "procedures">;
  /** By path; those with a fault are left out. */
  readonly procedures: ReadonlyMap<string, CachedProcedure>;
  /** Of the contents of all these files. */
  readonly fingerprint: string;
  /** Of the run book's zone: minutes from UTC, from one instant until another. */
  readonly offsets: readonly (readonly [from: number, until: number, minutes: number])[];
}

interface Header {
  /** What the cache is of: another tool or folder has another. */
  readonly of: string;
  readonly files: readonly (readonly [path: string, file: KnownFile])[];
  readonly config: RunBookCache["config"];
  readonly fingerprint: string;
  readonly offsets: RunBookCache["offsets"];
}

type Line = readonly [stamp: Stamp | null, hash: string, procedure: Procedure];

/** The text of a cache; `of` says what it is of. */
export function formatRunBookCache(
  { configFiles, config, procedures, fingerprint, offsets }: RunBookCache,
  of: string,
): KeptLines {
  const header: Header = { of, files: [...configFiles], config, fingerprint, offsets };
  const lines = new Map<string, string>();
  for (const [path, { stamp, hash, procedure, line }] of procedures) {
    lines.set(path, line ?? JSON.stringify([stamp, hash, procedure] satisfies Line));
  }
  return { head: JSON.stringify(header), lines };
}

/** What `formatRunBookCache` wrote; undefined where it is of something else. */
export function parseRunBookCache({ head, lines }: KeptLines, of: string): RunBookCache | undefined {
  const header = JSON.parse(head, withoutPrototype) as Header;
  if (header.of !== of) return undefined;
  const procedures = new Map<string, CachedProcedure>();
  for (const [path, line] of lines) {
    const [stamp, hash, procedure] = JSON.parse(line) as Line;
    withoutPrototype("", procedure.measures);
    withoutPrototype("", procedure.inputs);
    procedures.set(path, { stamp, hash, procedure, line });
  }
  const { files, config, fingerprint, offsets } = header;
  return { configFiles: new Map(files), config, procedures, fingerprint, offsets };
}

/** Names in a run book are its author's: `constructor` must find nothing that nobody wrote. */
function withoutPrototype<Value>(_key: string, value: Value): Value {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.setPrototypeOf(value, null)
    : value;
}

/** Whether two procedures claim one id, a former one included. */
export function haveSharedIds(procedures: readonly Procedure[]): boolean {
  const claims = procedures.flatMap((procedure) => [...new Set(idsOf(procedure))]);
  return new Set(claims).size < claims.length;
}
