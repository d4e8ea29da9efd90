import { type FileChange, type Inspector, UNREADABLE } from "../model/inspection.ts";
import type { FilledPlaces } from "./commit-places.ts";
import { gitWords, idOrNull } from "./git.ts";
import { type Repository, git, tryGit } from "./ledger-repository.ts";
import type { ObjectIds } from "./object-ids.ts";
import { NUL, separated } from "./separated.ts";
import { unlessVast } from "./vast-trees.ts";

/** The changes between two trees, named `<before> <after>`. */
interface Compared {
  readonly pair: string;
  readonly changes: readonly FileChange[];
}

/** Of what git says of one commit, some hundred thousand files; and of all together, with so many for each object. */
const MOST_OF_ONE = 64 * 1024 * 1024;
const MOST_PER_OBJECT = 2048;
/** More than git holds back before it writes. */
const MOST_UNTOLD = 100;

const SAME: readonly FileChange[] = [];
const SAME_AS_PARENT = [SAME];

/** What could not be told of what differs. */
interface Untold {
  /** Why git could not, in its words; null where it could. */
  readonly words: string | null;
  /** The place of the commit from which on it is too much; null where it is not. */
  readonly tooMuchFrom: number | null;
}

const ALL_TOLD: Untold = { words: null, tooMuchFrom: null };

/**
 * Tells, for each commit, parents before children, what differs between the trees of its parents and its own. Throws
 * RunbookError `git`.
 */
export async function compareTrees(
  repository: Repository,
  commits: FilledPlaces,
  ids: ObjectIds,
  take: Inspector["files"],
): Promise<Untold> {
  if (commits.count === 0) return ALL_TOLD;
  const empty = (
    await git(repository, "git cannot name the empty tree", ["hash-object", "-t", "tree", "--stdin"], { input: "" })
  ).trim();
  const emptyTree = ids.find(empty) ?? ids.add(empty);
  const treeOr = (other: number, place: number): number => (place === UNREADABLE ? other : commits.treeOf(place));
  /** The trees to compare: that of each parent, or the empty one where there is none, and the commit's; none where they are one. */
  const pairsOf = (place: number): readonly (string | undefined)[] => {
    const tree = commits.treeOf(place);
    const parents = commits.parentsOf(place);
    const befores = parents.length === 0 ? [emptyTree] : parents.map((parent) => treeOr(emptyTree, parent));
    return befores.map((before) => (before === tree ? undefined : `${ids.at(before)} ${ids.at(tree)}`));
  };
  let next = commits.count - 1;
  let firstUntold: number | undefined;
  const telling = tell(commits, pairsOf, (place, differences) => {
    next = place - 1;
    if (differences.includes(null)) firstUntold ??= place;
    take(place, differences);
  });
  telling.next();
  let [ofOne, left] = [0, MOST_OF_ONE + MOST_PER_OBJECT * ids.length];
  const reader = changeReader((compared) => {
    ofOne = 0;
    telling.next(compared);
  });
  const args = ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"];
  const stop = new AbortController();
  const isTooMuch = (): boolean => ofOne > MOST_OF_ONE || left < 0;
  const input = pairLines(commits, pairsOf);
  const run = await unlessVast(
    repository,
    () => pairsFrom(next, commits, pairsOf).flatMap(({ trees }) => trees),
    ({ signal, isAlive }) => {
      const onStdout = (chunk: Buffer): void => {
        isAlive();
        ofOne += chunk.length;
        left -= chunk.length;
        if (isTooMuch()) stop.abort();
        else reader.take(chunk);
      };
      return tryGit(repository, args, { input, onStdout, signal: AbortSignal.any([signal, stop.signal]) });
    },
  );
  if ("vast" in run) {
    const from = pairsFrom(next, commits, pairsOf).find(({ trees }) => trees.includes(run.vast));
    telling.next();
    return { words: null, tooMuchFrom: from?.place ?? firstUntold ?? null };
  }
  const { result } = run;
  if (!isTooMuch()) reader.end(result.exitCode === 0);
  telling.next();
  if (isTooMuch()) return { words: null, tooMuchFrom: firstUntold ?? null };
  // Past a tree that it does not have at all git goes on, and ends well.
  return result.exitCode === 0 && firstUntold === undefined ? ALL_TOLD : { ...ALL_TOLD, words: gitWords(result) };
}

type PairsOf = (place: number) => readonly (string | undefined)[];

/** The trees that are to be compared of the next commits. */
function pairsFrom(
  next: number,
  { isReadable }: FilledPlaces,
  pairsOf: PairsOf,
): { readonly place: number; readonly trees: readonly string[] }[] {
  const pairs: { readonly place: number; readonly trees: readonly string[] }[] = [];
  for (let place = next; place >= 0 && pairs.length < MOST_UNTOLD; place -= 1) {
    const trees = (isReadable(place) ? pairsOf(place) : []).flatMap((pair) => pair?.split(" ") ?? []);
    if (trees.length > 0) pairs.push({ place, trees });
  }
  return pairs;
}

function* pairLines({ count, isReadable }: FilledPlaces, pairsOf: PairsOf): Generator<string> {
  let lines = "";
  for (let place = count - 1; place >= 0; place -= 1) {
    if (!isReadable(place)) continue;
    for (const pair of pairsOf(place)) if (pair !== undefined) lines += `${pair}\n`;
    if (lines.length < 1 << 15) continue;
    yield lines;
    lines = "";
  }
  yield lines;
}

/** Gets what git says of the pairs, in their order, but for those that it cannot read; at last undefined. */
function* tell(
  { count, isReadable }: FilledPlaces,
  pairsOf: PairsOf,
  take: Inspector["files"],
): Generator<void, void, Compared | undefined> {
  let compared = yield;
  for (let place = count - 1; place >= 0; place -= 1) {
    if (!isReadable(place)) continue;
    const pairs = pairsOf(place);
    if (pairs.length === 1 && pairs[0] === undefined) {
      take(place, SAME_AS_PARENT);
      continue;
    }
    const differences: (readonly FileChange[] | null)[] = [];
    for (const pair of pairs) {
      if (pair === undefined) differences.push(SAME);
      else if (compared?.pair !== pair) differences.push(null);
      else {
        differences.push(compared.changes);
        compared = yield;
      }
    }
    take(place, differences);
  }
  while (compared !== undefined) compared = yield;
}

/** Takes apart what `git diff-tree --stdin -z` writes: a line with the two trees, then its changes. */
function changeReader(told: (compared: Compared) => void): {
  readonly take: (chunk: Buffer) => void;
  /** `isAll`: git came to its end, and so did what it said of the last trees. */
  readonly end: (isAll: boolean) => void;
} {
  let current: { readonly pair: string; readonly changes: FileChange[] } | undefined;
  let meta: string | undefined;
  /** Trees without a change between them are lines of their own. */
  const takePairs = (lines: string): void => {
    for (const pair of lines.split("\n").slice(0, -1)) {
      if (current !== undefined) told(current);
      current = { pair, changes: [] };
    }
  };
  const takeField = (field: string): void => {
    if (meta !== undefined) {
      const [, mode = "", before = "", after = ""] = meta.split(" ");
      const isFile = mode.startsWith("100");
      current?.changes.push({ path: field, before: idOrNull(before), after: idOrNull(after), isFile });
      meta = undefined;
      return;
    }
    const colon = field.indexOf(":");
    takePairs(field.slice(0, colon));
    meta = field.slice(colon);
  };
  const fields = separated(NUL, takeField);
  return {
    take: fields.take,
    end: (isAll) => {
      if (isAll) takePairs(fields.rest());
      if (current !== undefined) told(current);
    },
  };
}
