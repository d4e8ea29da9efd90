import type { FileChange } from "../model/inspection.ts";
import { quoted } from "../parse/place.ts";

/** What is wrong with a join. */
export interface JoinFault {
  readonly fault: string;
  /** It is none where the joined tree has this content in this folder: what all sides have alike is in no difference. */
  readonly unless?: { readonly folder: string; readonly blob: string };
}

/**
 * What is wrong with the files of a commit that joins ledgers, by what differs between each parent and it. Everything that
 * a parent has is still there: evidence under its name, or under another one in its folder where that name is another side's
 * content's; and nothing is there that no parent has.
 */
export function joinedBadly(differences: readonly (readonly FileChange[])[]): JoinFault[] {
  return [...differences.flatMap(losses), ...inventions(differences).map((fault) => ({ fault }))];
}

/** What a parent had and the joined tree has not. */
function losses(changes: readonly FileChange[]): JoinFault[] {
  const brought = new Set(changes.map(({ path, after }) => placeOf(path, after)));
  return changes.flatMap(({ path, before, after }): JoinFault[] => {
    if (before === null) return [];
    if (path.startsWith("evidence/")) {
      const fault = `joins two ledgers and loses the evidence ${quoted(path)}`;
      // Only where another side has its name does it take another one.
      if (brought.has(placeOf(path, before))) return after === null ? [{ fault }] : [];
      return [{ fault, unless: { folder: folderOf(path), blob: before } }];
    }
    // Of two texts the newer one stands.
    return after === null ? [{ fault: `joins two ledgers and deletes ${quoted(path)}` }] : [];
  });
}

/** Files that differ from those of every parent, and are not evidence that one of them has, under a name that none has. */
function inventions(differences: readonly (readonly FileChange[])[]): string[] {
  const all = differences.flat();
  const had = new Set(all.map(({ path, before }) => placeOf(path, before)));
  const taken = new Set(all.flatMap(({ path, before }) => (before === null ? [] : path)));
  const [first = [], ...others] = differences;
  const elsewhere = others.map((changes) => new Map(changes.map(({ path, after }) => [path, after])));
  return first.flatMap(({ path, after }) => {
    const isNew = after !== null && elsewhere.every((changes) => changes.get(path) === after);
    const isRenamed = path.startsWith("evidence/") && !taken.has(path) && had.has(placeOf(path, after));
    if (!isNew || isRenamed) return [];
    return [`joins two ledgers and brings ${quoted(path)}, which neither has like that`];
  });
}

/** A content in a folder, whatever its name there. */
function placeOf(path: string, blob: string | null): string {
  return `${folderOf(path)}\0${blob}`;
}

/** The folder of a path. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
