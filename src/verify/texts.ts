import type { CommitPlaces, FileChange } from "../model/inspection.ts";

/**
 * The texts (path to blob) in a commit's tree, given what it changes against its first parent; to be called for each commit
 * once, parents before children. Along a line one map goes from commit to commit, so a result holds until the next call.
 */
export function textsByCommit(
  commits: CommitPlaces,
): (place: number, changes: readonly FileChange[]) => ReadonlyMap<string, string> {
  let counted: Int32Array | undefined;
  /** How many children each commit has whose first parent it is. */
  const heirs = (): Int32Array => {
    if (counted !== undefined) return counted;
    const count = new Int32Array(commits.count);
    for (let place = 0; place < commits.count; place += 1) {
      const [parent] = commits.isReadable(place) ? commits.parentsOf(place) : [];
      if (parent !== undefined && parent >= 0) count[parent] = (count[parent] ?? 0) + 1;
    }
    return (counted = count);
  };
  /** Those of commits that are to be followed, but for the last one that was asked about. */
  const texts = new Map<number, Map<string, string>>();
  let [last, lastTexts] = [-1, new Map<string, string>()];
  const takeOut = (place: number): Map<string, string> | undefined => {
    if (place === last) return lastTexts;
    const own = texts.get(place);
    texts.delete(place);
    return own;
  };
  /** The last child takes its parent's map, the others a copy. */
  const inherit = (parent: number): Map<string, string> => {
    const inherited = takeOut(parent) ?? new Map<string, string>();
    const others = (heirs()[parent] ?? 1) - 1;
    heirs()[parent] = others;
    if (others <= 0) return inherited;
    texts.set(parent, inherited);
    return new Map(inherited);
  };
  return (place, changes) => {
    const [parent] = commits.parentsOf(place);
    const own = parent === undefined ? new Map<string, string>() : inherit(parent);
    if (parent !== last && (heirs()[last] ?? 0) > 0) texts.set(last, lastTexts);
    for (const { path, after } of changes) {
      if (!path.startsWith("text/")) continue;
      if (after === null) own.delete(path);
      else own.set(path, after);
    }
    [last, lastTexts] = [place, own];
    return own;
  };
}
