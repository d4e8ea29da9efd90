// The text of a cache of what lint takes from single files: a line that says what it is of, then one for each file.

import type { ParsedProcedure } from "./procedure.ts";
import type { ProcedureText } from "./procedure-text.ts";
import { safeRecord } from "./schema-diagnostics.ts";

/** A credential in a text: offsets, and what it looks like. */
export interface SecretPlace {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** What follows from a file's path and text alone, as far as it was asked for. */
export interface FileFacts {
  frontmatter?: Frontmatter;
  text?: ProcedureText;
  secrets?: readonly SecretPlace[];
}

/** Line, column, end line, end column. */
export type Place = readonly [number, number, number, number];

/** A procedure, read in a run book with these tracks. */
export interface Frontmatter extends Pick<ParsedProcedure, "procedure" | "diagnostics" | "bodyLine"> {
  /** In characters: the body ends the text. */
  readonly bodyLength: number;
  readonly tracks: string;
  /** Of some values, by their ways as JSON. */
  readonly places: Readonly<Record<string, Place>>;
}

type Line = readonly [key: string, facts: FileFacts, anchors?: readonly string[]];

/** The text of a cache; `of` says what it is of, a key tells the files apart. */
export function formatLintCache(facts: ReadonlyMap<string, FileFacts>, of: string): string {
  const lines = [...facts].map(([key, { text, ...rest }]): Line =>
    text === undefined ? [key, rest] : [key, { ...rest, text: { ...text, anchors: new Set() } }, [...text.anchors]],
  );
  return [of, ...lines].map((line) => JSON.stringify(line)).join("\n");
}

/** What `formatLintCache` wrote; undefined where it is of something else. */
export function parseLintCache(content: string, of: string): Map<string, FileFacts> | undefined {
  const [first = "", ...lines] = content.split("\n");
  if (JSON.parse(first) !== of) return undefined;
  return new Map(
    lines.map((line) => {
      const [key, facts, anchors] = JSON.parse(line) as Line;
      return [key, revived(facts, anchors)];
    }),
  );
}

function revived({ frontmatter, text, secrets }: FileFacts, anchors: readonly string[] = []): FileFacts {
  const procedure = frontmatter?.procedure;
  return {
    ...(frontmatter && {
      frontmatter: {
        ...frontmatter,
        // Names in a run book are its author's: `constructor` must find nothing that nobody wrote.
        procedure: procedure && {
          ...procedure,
          measures: safeRecord(Object.entries(procedure.measures)),
          inputs: safeRecord(Object.entries(procedure.inputs)),
        },
      },
    }),
    ...(text && { text: { ...text, anchors: new Set(anchors) } }),
    ...(secrets && { secrets }),
  };
}
