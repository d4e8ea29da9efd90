import type { FileChange, InspectedCommit } from "../model/inspection.ts";

/**
 * The texts (path to blob) in a commit's tree, given what it changes against its first parent; to be called for each commit
 * once, parents before children. Along a line one map goes from commit to commit, so a result holds until the next call.
 */
export function textsByCommit(
  commits: readonly InspectedCommit[],
): (commit: InspectedCommit, changes: readonly FileChange[]) => ReadonlyMap<string, string> {
  const heirs = new Map<string, number>();
  for (const { parents } of commits) {
    const [parent] = parents;
    if (parent !== undefined) heirs.set(parent, (heirs.get(parent) ?? 0) + 1);
  }
  const texts = new Map<string, Map<string, string>>();
  /** The last child takes its parent's map, the others a copy. */
  const inherit = (parent: string): Map<string, string> => {
    const inherited = texts.get(parent) ?? new Map<string, string>();
    const others = (heirs.get(parent) ?? 1) - 1;
    heirs.set(parent, others);
    if (others > 0) return new Map(inherited);
    texts.delete(parent);
    return inherited;
  };
  return ({ id, parents }, changes) => {
    const own = parents[0] === undefined ? new Map<string, string>() : inherit(parents[0]);
    for (const { path, after } of changes) {
      if (!path.startsWith("text/")) continue;
      if (after === null) own.delete(path);
      else own.set(path, after);
    }
    texts.set(id, own);
    return own;
  };
}
