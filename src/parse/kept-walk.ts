import * as z from "zod";
import { type KeptWalk, RESULTS } from "../model/walk.ts";

/** Of the file's shape: another version asks for another one. */
const VERSION = 1;

const SHAPE = z.object({
  version: z.literal(VERSION),
  book: z.string(),
  procedure: z.string(),
  occurrence: z.string(),
  // A name, so that no file elsewhere can be meant.
  folder: z.string().regex(/^[0-9a-z-]+\.files$/),
  startedBy: z.string(),
  startedAt: z.number(),
  savedAt: z.number(),
  known: z.array(z.string()),
  isEnded: z.boolean(),
  whole: z.object({ note: z.string(), files: z.array(z.string()), effortMinutes: z.int().nonnegative().nullable() }),
  answers: z.array(
    z.object({
      of: z.string(),
      result: z.enum(RESULTS).nullable(),
      value: z.number().nullable(),
      note: z.string(),
      runs: z.array(z.string()),
      files: z.array(z.string()),
      spent: z.number().nonnegative(),
    }),
  ),
});

/** The text of the file that keeps a walk. */
export function formatKeptWalk(kept: KeptWalk): string {
  return `${JSON.stringify({ version: VERSION, ...kept })}\n`;
}

/** Reads it back; undefined where it is none, or another version's. */
export function parseKeptWalk(text: string): KeptWalk | undefined {
  try {
    const { data } = SHAPE.safeParse(JSON.parse(text));
    if (data === undefined) return undefined;
    const { version: _version, ...kept } = data;
    return kept;
  } catch {
    return undefined;
  }
}
