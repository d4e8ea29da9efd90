// Joins two ledgers that went different ways: a commit with both as parents, and a tree with the files of both.

import { idOrNull } from "./git.ts";
import { type Repository, git, isAncestor } from "./ledger-repository.ts";
import { writeCommit } from "./ledger-commits.ts";
import { mergeBases } from "./reached-commits.ts";
import { type LedgerFile, filesIn, folderOf, withFreeNames, withTreeWriter } from "./ledger-trees.ts";
import { unlessVast, vastTree } from "./vast-trees.ts";

/** A path that the two trees disagree on; null where a tree has no such file. */
interface Difference {
  readonly path: string;
  readonly ours: string | null;
  readonly theirs: string | null;
}

/** A path that both trees have, with different content. */
interface Clash extends Difference {
  readonly ours: string;
  readonly theirs: string;
  /** Ours was brought by the newer record. */
  readonly isOursNewer: boolean;
}

const CANNOT = "git cannot join the ledgers";

/**
 * The commit that holds everything of both tips: one of them where it has the other in its history, else a merge of the two,
 * which may be unrelated. Neither side's commits change, so that ids, voids and signatures stay valid.
 */
export async function joinTips(
  repository: Repository,
  ours: string,
  theirs: string,
  committedAt: string,
): Promise<string> {
  const met = await mergeBases(repository, ours, [theirs]);
  if (met === theirs) return ours;
  if (met === ours) return theirs;
  const draft = {
    message: "Merge two ledgers\n\nBoth went on by themselves and met again. This commit is no record.\n",
    tree: await joinedTree(repository, ours, theirs),
    parents: [ours, theirs],
    author: null,
    authorDate: committedAt,
  };
  return writeCommit(repository, draft, committedAt);
}

/**
 * The tree with the files of both. Of a procedure's text the newer record's stands (commit date, then id). Evidence that both
 * keep under one name is kept twice: the older record's under the name, the other's under a numbered one; a record's own
 * commit has each under the name that the record says. Whichever side joins, the tree is the same.
 */
async function joinedTree(repository: Repository, ours: string, theirs: string): Promise<string> {
  const differences = await differencesOf(repository, ours, theirs);
  const onlyTheirs = differences.flatMap(({ path, ours: has, theirs: blob }) =>
    has === null && blob !== null ? [{ path, blob }] : [],
  );
  const clashes = await clashesAmong(repository, ours, theirs, differences);
  const added = [
    ...onlyTheirs,
    ...clashes.flatMap(({ path, theirs: blob, isOursNewer }) =>
      isEvidence(path) || isOursNewer ? [] : [{ path, blob }],
    ),
    ...(await bothEvidence(repository, ours, theirs, clashes)),
  ];
  if (added.length === 0) return (await git(repository, CANNOT, ["rev-parse", `${ours}^{tree}`])).trim();
  let tree = "";
  await withTreeWriter(repository, ours, async (writeTree) => {
    tree = await writeTree(added);
  });
  return tree;
}

function isEvidence(path: string): boolean {
  return path.startsWith("evidence/");
}

async function clashesAmong(
  repository: Repository,
  ours: string,
  theirs: string,
  differences: readonly Difference[],
): Promise<Clash[]> {
  const clashes: Clash[] = [];
  for (const { path, ours: ourBlob, theirs: theirBlob } of differences) {
    if (ourBlob === null || theirBlob === null) continue;
    const ourRecord = await lastRecord(repository, ours, theirs, path);
    const theirRecord = await lastRecord(repository, theirs, ours, path);
    // No record on either side since they parted: any order that both sides agree on.
    const isOursNewer = ourRecord === theirRecord ? ourBlob > theirBlob : ourRecord > theirRecord;
    clashes.push({ path, ours: ourBlob, theirs: theirBlob, isOursNewer });
  }
  return clashes;
}

/** Commit date and id, as a text that sorts by them, of the last record on one side alone that changed a file; else `""`. */
async function lastRecord(repository: Repository, side: string, other: string, path: string): Promise<string> {
  const args = ["log", "--no-merges", "--no-show-signature", "--no-color", "--format=%ct %H"];
  const output = await git(repository, CANNOT, [...args, side, "--not", other, "--", `:(top,literal)${path}`]);
  for (const line of output.split("\n")) {
    const [seconds = "", id] = line.split(" ");
    // Where clocks differ git names commits that the other side holds as well.
    if (id !== undefined && !(await isAncestor(repository, id, other))) return `${seconds.padStart(20, "0")} ${id}`;
  }
  return "";
}

async function bothEvidence(
  repository: Repository,
  ours: string,
  theirs: string,
  clashes: readonly Clash[],
): Promise<readonly LedgerFile[]> {
  const evidence = clashes.filter(({ path }) => isEvidence(path));
  const folders = [...new Set(evidence.map(({ path }) => folderOf(path)))];
  const there = [...(await filesIn(repository, ours, folders)), ...(await filesIn(repository, theirs, folders))].filter(
    ({ path }) => !evidence.some((clash) => clash.path === path),
  );
  const older = evidence.map(({ path, isOursNewer, ...blobs }) => ({
    path,
    blob: isOursNewer ? blobs.theirs : blobs.ours,
  }));
  const newer = evidence.map(({ path, isOursNewer, ...blobs }) => ({
    path,
    blob: isOursNewer ? blobs.ours : blobs.theirs,
  }));
  return [...older, ...withFreeNames(newer, [...there, ...older])];
}

async function differencesOf(repository: Repository, ours: string, theirs: string): Promise<Difference[]> {
  const args = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", ours, theirs];
  const run = await unlessVast(
    repository,
    () => [ours, theirs],
    ({ signal }) => git(repository, CANNOT, args, { signal }),
  );
  if ("vast" in run) throw vastTree(CANNOT, run.vast);
  const fields = run.result.split("\0");
  const differences: Difference[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, , oursBlob = "", theirsBlob = ""] = (fields[index] ?? "").split(" ");
    differences.push({ path: fields[index + 1] ?? "", ours: idOrNull(oursBlob), theirs: idOrNull(theirsBlob) });
  }
  return differences;
}
