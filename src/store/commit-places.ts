import { type CommitPlaces, type InspectedCommit, UNREADABLE } from "../model/inspection.ts";
import type { ObjectIds } from "./object-ids.ts";

/** The commits among a list of objects, filled while they are read; a place is the index in the list. */
export interface FilledPlaces extends CommitPlaces {
  readonly fill: (place: number, commit: InspectedCommit) => void;
  /** The index of a commit's tree among the ids. */
  readonly treeOf: (place: number) => number;
  /**
   * Whether these are, by what was read, the commits that the tips lead to and no others, children before parents, and
   * the list names so many trees of commits as they have.
   */
  readonly areAllOf: (tips: readonly string[], trees: number) => boolean;
}

const NONE = -2;

/** `ids`: those of `count` commits, children before parents, then of other objects; trees that it lacks are added. */
export function commitPlaces(ids: ObjectIds, count: number): FilledPlaces {
  const listed = ids.length;
  /** The index of each commit's first parent, `NONE`, or `UNREADABLE` where the list has none such. */
  const firstParents = new Int32Array(count);
  /** The others of those that join ledgers. */
  const furtherParents = new Map<number, readonly number[]>();
  /** -1 until the commit was read. */
  const trees = new Int32Array(count).fill(-1);
  let lastTree: { readonly id: string; readonly index: number } | undefined;
  const indexOf = (id: string): number => {
    const index = ids.find(id);
    return index === undefined || index >= count ? UNREADABLE : index;
  };
  /** Most commits follow the next one of the list. */
  const isNext = (place: number, id: string): boolean => place + 1 < count && ids.isAt(place + 1, id);
  const treeIndex = (id: string): number => {
    // Most records leave the tree as it is.
    if (lastTree?.id !== id) lastTree = { id, index: ids.find(id) ?? ids.add(id) };
    return lastTree.index;
  };
  const isReadable = (place: number): boolean => trees[place] !== -1;
  const readable = (place: number): number => (place >= 0 && isReadable(place) ? place : UNREADABLE);
  const parentsOf = (place: number): readonly number[] => {
    const first = firstParents[place] ?? NONE;
    if (first === NONE) return [];
    const further = furtherParents.get(place);
    return further === undefined ? [readable(first)] : [readable(first), ...further.map(readable)];
  };
  return {
    count,
    isReadable,
    idAt: ids.at,
    placeOf: (id) => {
      const place = readable(indexOf(id));
      return place === UNREADABLE ? undefined : place;
    },
    parentsOf,
    treeOf: (place) => trees[place] ?? -1,
    fill: (place, { parents: [first, ...further], tree }) => {
      trees[place] = treeIndex(tree);
      firstParents[place] = first === undefined ? NONE : isNext(place, first) ? place + 1 : indexOf(first);
      if (further.length > 0) furtherParents.set(place, further.map(indexOf));
    },
    areAllOf: (tips, rootTrees) => {
      const isFollowed = new Uint8Array(count);
      for (const tip of tips) isFollowed[indexOf(tip)] = 1;
      for (let place = 0; place < count; place += 1) {
        if (isFollowed[place] !== 1 || !isReadable(place)) return false;
        for (const parent of parentsOf(place)) {
          if (parent <= place) return false;
          isFollowed[parent] = 1;
        }
      }
      const isRoot = new Uint8Array(listed);
      for (const tree of trees) isRoot[tree] = 1;
      const found = isRoot.reduce((sum, one) => sum + one, 0);
      return found === rootTrees && trees.every((tree) => tree >= count && tree < listed);
    },
  };
}
