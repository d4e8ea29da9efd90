import { parseProcedure, stemOf } from "../parse/procedure.ts";
import type { TextFile } from "./text-file.ts";
import { withDaysOf } from "./tenant-files.ts";

/**
 * What became of a file of the reference run book. `new`: it came since; `update`: it changed, and here it is as it was
 * written; `merge`: it changed on both sides; `same`: it changed alike on both sides; `deleted`: it changed, but is
 * deleted here; `gone`: the reference has it no more; `taken`: it is new, but another file has its name or id.
 */
export type Change = "new" | "update" | "merge" | "same" | "deleted" | "gone" | "taken";

export interface PlannedFile {
  readonly path: string;
  /** The path that the reference had it under until now, where it has moved it or given it another id. */
  readonly was: string | undefined;
  readonly change: Change;
  /** The reference's text when this run book was made or last upgraded, with the line ends of the file here. */
  readonly base: string | undefined;
  /** The file as it is here, where it is: in its place, elsewhere under its name, or under another with its id. */
  readonly here: TextFile | undefined;
  /** The reference's text now, with the line ends of the file here. */
  readonly next: string | undefined;
}

/**
 * Every file whose reference text changed between `base` and `next`, in order. `here` gives a file of the run book by its
 * path in the reference. The days of review and of effect are the team's: whatever they are here, they stand in both of the
 * reference's texts, so that they are neither a change nor a conflict.
 */
export function planUpgrade(
  base: Readonly<Record<string, string>>,
  next: readonly TextFile[],
  here: (path: string) => TextFile | undefined,
): readonly PlannedFile[] {
  const nextTexts = new Map(next.map(({ path, text }) => [path, text]));
  const moves = movesBetween(base, nextTexts);
  const moved = new Set(moves.values());
  const paths = [...new Set([...Object.keys(base), ...nextTexts.keys()])].filter((path) => !moved.has(path)).toSorted();
  return paths.flatMap((path): PlannedFile[] => {
    const was = moves.get(path);
    const from = was ?? path;
    const before = Object.hasOwn(base, from) ? base[from] : undefined;
    const after = nextTexts.get(path);
    if (was === undefined && before === withDaysOf(before, after)) return [];
    const file = here(from) ?? here(path);
    const [own, theirs] = [before, withDaysOf(before, after)].map((text) =>
      withDaysOf(file?.text, withLineEndsOf(file?.text, text)),
    );
    return [{ path, was, change: changeOf(own, theirs, file, was), base: own, here: file, next: theirs }];
  });
}

/** By its path in `next`, where `base` has a procedure that is in another folder now, or has its id among its former ones. */
function movesBetween(
  base: Readonly<Record<string, string>>,
  next: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const gone = new Map(
    Object.keys(base).flatMap((path) => (isProcedure(path) && !next.has(path) ? [[stemOf(path), path]] : [])),
  );
  const moves = new Map<string, string>();
  for (const [path, text] of gone.size === 0 ? [] : next) {
    if (!isProcedure(path) || Object.hasOwn(base, path)) continue;
    const { procedure } = parseProcedure(path, text, undefined);
    const id = [stemOf(path), ...(procedure?.formerly ?? [])].find((it) => gone.has(it));
    if (id === undefined) continue;
    moves.set(path, gone.get(id) ?? "");
    gone.delete(id);
  }
  return moves;
}

function isProcedure(path: string): boolean {
  return path.startsWith("procedures/");
}

function changeOf(
  base: string | undefined,
  next: string | undefined,
  here: TextFile | undefined,
  was: string | undefined,
): Change {
  if (next === undefined) return "gone";
  // One that has yet to move is not as the reference has it.
  if (here?.text === next && here.path !== was) return "same";
  if (base === undefined) return here === undefined ? "new" : "taken";
  if (here === undefined) return "deleted";
  return here.text === base ? "update" : "merge";
}

/** A text with LF line ends with those that prevail in another, so that no line differs by its end alone. */
function withLineEndsOf(own: string | undefined, text: string | undefined): string | undefined {
  const [lines, onWindows] = [/\n/gu, /\r\n/gu].map((end) => own?.match(end)?.length ?? 0) as [number, number];
  return onWindows > lines / 2 ? text?.replaceAll("\n", "\r\n") : text;
}
