import type { FileChange, Inspector } from "../model/inspection.ts";
import type { FilledPlaces } from "./commit-places.ts";
import { gitWords, idOrNull } from "./git.ts";
import { type Repository, git, tryGit } from "./ledger-repository.ts";
import type { ObjectIds } from "./object-ids.ts";

/** The changes between two trees, named `<before> <after>`. */
interface Compared {
  readonly pair: string;
  readonly changes: readonly FileChange[];
}

const SAME: readonly FileChange[] = [];
const SAME_AS_PARENT = [SAME];

/**
 * Tells, for each commit, parents before children, what differs between the trees of its parents and its own; gives git's
 * words where git cannot tell for all. Throws RunbookError `git`.
 */
export async function compareTrees(
  repository: Repository,
  commits: FilledPlaces,
  ids: ObjectIds,
  take: Inspector["files"],
): Promise<string | null> {
  if (commits.count === 0) return null;
  const empty = (
    await git(repository, "git cannot name the empty tree", ["hash-object", "-t", "tree", "--stdin"], { input: "" })
  ).trim();
  const emptyTree = ids.find(empty) ?? ids.add(empty);
  /** The trees to compare with those of a commit's parents; none where nothing differs or a parent cannot be read. */
  const pairsOf = (place: number): readonly (string | undefined)[] => {
    const tree = commits.treeOf(place);
    const parents = commits.parentsOf(place);
    const befores = parents.length === 0 ? [emptyTree] : parents.map((parent) => commits.treeOf(parent));
    return befores.map((before) =>
      before === -1 || before === tree ? undefined : `${ids.at(before)} ${ids.at(tree)}`,
    );
  };
  const telling = tell(commits, pairsOf, take);
  telling.next();
  const reader = changeReader((compared) => void telling.next(compared));
  const args = ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"];
  const input = pairLines(commits, pairsOf);
  const result = await tryGit(repository, args, { input, onStdout: reader.take });
  reader.end();
  telling.next();
  return result.exitCode === 0 ? null : gitWords(result);
}

type PairsOf = (place: number) => readonly (string | undefined)[];

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

/** Gets what git says of the pairs, in their order, and nothing of those that it cannot read; at last undefined. */
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
    const differences: (readonly FileChange[])[] = [];
    for (const pair of pairs) {
      const isTold = pair !== undefined && compared?.pair === pair;
      differences.push(isTold ? (compared?.changes ?? SAME) : SAME);
      if (isTold) compared = yield;
    }
    take(place, differences);
  }
  while (compared !== undefined) compared = yield;
}

/** Takes apart what `git diff-tree --stdin -z` writes: a line with the two trees, then its changes. */
function changeReader(told: (compared: Compared) => void): {
  readonly take: (chunk: Buffer) => void;
  readonly end: () => void;
} {
  let rest: Buffer | undefined;
  let current: { readonly pair: string; readonly changes: FileChange[] } | undefined;
  let meta: string | undefined;
  const takeField = (field: string): void => {
    if (meta !== undefined) {
      const [, mode = "", before = "", after = ""] = meta.split(" ");
      const isFile = mode.startsWith("100");
      current?.changes.push({ path: field, before: idOrNull(before), after: idOrNull(after), isFile });
      meta = undefined;
      return;
    }
    const colon = field.indexOf(":");
    // Trees without a change between them are lines of their own.
    for (const pair of field.slice(0, colon).split("\n").slice(0, -1)) {
      if (current !== undefined) told(current);
      current = { pair, changes: [] };
    }
    meta = field.slice(colon);
  };
  return {
    take: (chunk) => {
      const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
        takeField(bytes.toString("utf8", start, end));
        start = end + 1;
      }
      rest = bytes.subarray(start);
    },
    end: () => {
      if (current !== undefined) told(current);
    },
  };
}
