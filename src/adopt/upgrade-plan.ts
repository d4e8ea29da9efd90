import type { TextFile } from "./text-file.ts";
import { withDaysOf } from "./tenant-files.ts";

/**
 * What became of a file of the reference run book. `new`: it came since; `update`: it changed, and here it is as it was
 * written; `merge`: it changed on both sides; `same`: it changed alike on both sides; `deleted`: it changed, but is
 * deleted here; `gone`: the reference has it no more; `taken`: it is new, but another file has its name.
 */
export type Change = "new" | "update" | "merge" | "same" | "deleted" | "gone" | "taken";

export interface PlannedFile {
  readonly path: string;
  readonly change: Change;
  /** The reference's text when this run book was made or last upgraded, with the line ends of the file here. */
  readonly base: string | undefined;
  /** The file as it is here, where it is (another folder of procedures may hold it). */
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
  const paths = [...new Set([...Object.keys(base), ...nextTexts.keys()])].toSorted();
  return paths.flatMap((path): PlannedFile[] => {
    const before = Object.hasOwn(base, path) ? base[path] : undefined;
    const after = nextTexts.get(path);
    if (before === withDaysOf(before, after)) return [];
    const file = here(path);
    const [own, next] = [before, withDaysOf(before, after)].map((text) =>
      withDaysOf(file?.text, withLineEndsOf(file?.text, text)),
    );
    return [{ path, change: changeOf(own, next, file?.text), base: own, here: file, next }];
  });
}

function changeOf(base: string | undefined, next: string | undefined, here: string | undefined): Change {
  if (next === undefined) return "gone";
  if (here === next) return "same";
  if (base === undefined) return here === undefined ? "new" : "taken";
  if (here === undefined) return "deleted";
  return here === base ? "update" : "merge";
}

/** A text with LF line ends with those that prevail in another, so that no line differs by its end alone. */
function withLineEndsOf(own: string | undefined, text: string | undefined): string | undefined {
  const [lines, onWindows] = [/\n/gu, /\r\n/gu].map((end) => own?.match(end)?.length ?? 0) as [number, number];
  return onWindows > lines / 2 ? text?.replaceAll("\n", "\r\n") : text;
}
