// Everything about a ledger, read from git's objects themselves: no cache, no commit-graph, a handful of processes.

import type { FileChange, InspectedCommit, Inspection, LostCommit, UnsoundObject } from "../model/inspection.ts";
import { parseCommitObject } from "./commit-object.ts";
import { gitWords, idOrNull } from "./git.ts";
import { readObjects } from "./git-objects.ts";
import { tipsOnceKnown } from "./ledger-past.ts";
import { readShallowCommits, shallowLedger } from "./ledger-reading.ts";
import { readSignatures } from "./ledger-signatures.ts";
import { type Repository, git, readBranches, tryGit } from "./ledger-repository.ts";

/** Reads and checks all that the ledger consists of. Throws RunbookError `shallow-ledger` or `git`. */
export async function inspectLedger(repository: Repository): Promise<Inspection> {
  const { local, remote } = await readBranches(repository);
  const tips = [...new Set([local?.tip, remote?.tip].filter((tip) => tip !== undefined))].toSorted();
  const listed = await listObjects(repository, tips);
  const unsound: UnsoundObject[] = [...listed.missing];
  const commits = await readCommits(repository, listed, unsound);
  const cuts = readShallowCommits(repository);
  if (commits.some(({ id }) => cuts.has(id))) throw shallowLedger(repository);
  const [{ changes, cannotCompare }, signatures, lost] = await Promise.all([
    compareTrees(repository, commits),
    readSignatures(
      repository,
      commits.filter(({ isSigned }) => isSigned).map(({ id }) => id),
    ),
    findLost(repository, tips, commits),
  ]);
  return { tips, commits, unsound, changes, signatures, lost, cannotCompare };
}

interface Listed {
  /** Newest first. */
  readonly ids: readonly string[];
  /** Of files and folders. */
  readonly paths: ReadonlyMap<string, string>;
  readonly missing: readonly UnsoundObject[];
  /** False where git could not walk the history: the ids are the tips alone. */
  readonly isWhole: boolean;
}

async function listObjects(repository: Repository, tips: readonly string[]): Promise<Listed> {
  const paths = new Map<string, string>();
  if (tips.length === 0) return { ids: [], paths, missing: [], isWhole: true };
  // A partial clone has its own idea of what may be missing, and fetches it.
  const missing = (await repository.config()).isPartial ? [] : ["--missing=print"];
  const args = ["-c", "core.commitGraph=false", "rev-list", "--objects", "--topo-order", ...missing, ...tips, "--"];
  const { exitCode, stdout } = await tryGit(repository, args);
  if (exitCode !== 0) return { ids: tips, paths, missing: [], isWhole: false };
  const ids: string[] = [];
  const gone: UnsoundObject[] = [];
  for (const line of stdout.split("\n")) {
    const [, isMissing, id, path] = /^(\??)([0-9a-f]+)(?: (.*))?$/.exec(line) ?? [];
    if (id === undefined) continue;
    if (path !== undefined && path !== "") paths.set(id, path);
    if (isMissing === "?") gone.push({ id, path: path ?? null, fault: "missing", words: null });
    else ids.push(id);
  }
  return { ids, paths, missing: gone, isWhole: true };
}

/** Every commit that can be read, parents before children; what is unsound is added to `unsound`. */
async function readCommits(
  repository: Repository,
  { ids, paths, isWhole }: Listed,
  unsound: UnsoundObject[],
): Promise<readonly InspectedCommit[]> {
  const commits: InspectedCommit[] = [];
  await readCommitObjects(repository, ids, commits, unsound, paths);
  if (isWhole) return commits.toReversed();
  // git cannot walk past a commit that is missing: generation by generation, as far as it goes.
  const known = new Set(ids);
  for (let generation: readonly InspectedCommit[] = commits; generation.length > 0;) {
    const parents = [...new Set(generation.flatMap((commit) => commit.parents))].filter((id) => !known.has(id));
    for (const id of parents) known.add(id);
    const found: InspectedCommit[] = [];
    await readCommitObjects(repository, parents, found, unsound, paths);
    commits.push(...found);
    generation = found;
  }
  return parentsFirst(commits);
}

async function readCommitObjects(
  repository: Repository,
  ids: readonly string[],
  commits: InspectedCommit[],
  unsound: UnsoundObject[],
  paths: ReadonlyMap<string, string>,
): Promise<void> {
  let current: { readonly id: string; readonly pieces: Buffer[] | null } = { id: "", pieces: null };
  const report = (id: string, fault: UnsoundObject["fault"], words: string | null): void => {
    unsound.push({ id, path: paths.get(id) ?? null, fault, words });
  };
  let begun = 0;
  await readObjects(repository, ids, {
    begin: (id, type) => {
      current = { id, pieces: type === "commit" ? [] : null };
      repository.progress("Checking the ledger: objects", (begun += 1), ids.length);
    },
    piece: (bytes) => current.pieces?.push(Buffer.from(bytes)),
    end: (isSound) => {
      const { id, pieces } = current;
      if (!isSound) report(id, "altered", null);
      if (pieces === null) return;
      const commit = parseCommitObject(id, Buffer.concat(pieces));
      if (commit === undefined) report(id, "malformed", null);
      else commits.push(commit);
    },
    unreadable: (id, words) => report(id, words === null ? "missing" : "damaged", words),
  });
}

function parentsFirst(commits: readonly InspectedCommit[]): InspectedCommit[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const ordered = new Set<InspectedCommit>();
  for (const start of commits) {
    const pending = [start];
    for (let commit = pending.at(-1); commit !== undefined; commit = pending.at(-1)) {
      const waiting = commit.parents.flatMap((id) => byId.get(id) ?? []).filter((parent) => !ordered.has(parent));
      if (waiting.length > 0) pending.push(...waiting);
      else {
        ordered.add(commit);
        pending.pop();
      }
    }
  }
  return [...ordered];
}

interface Comparison {
  readonly changes: Inspection["changes"];
  readonly cannotCompare: string | null;
}

/** What differs between each commit's tree and those of its parents. */
async function compareTrees(repository: Repository, commits: readonly InspectedCommit[]): Promise<Comparison> {
  const empty = (
    await git(repository, "git cannot name the empty tree", ["hash-object", "-t", "tree", "--stdin"], { input: "" })
  ).trim();
  const trees = new Map(commits.map(({ id, tree }) => [id, tree]));
  const pairs = new Set<string>();
  for (const { tree, parents } of commits) {
    const before = parents.length === 0 ? [empty] : parents.flatMap((id) => trees.get(id) ?? []);
    for (const other of before) if (other !== tree) pairs.add(`${other} ${tree}`);
  }
  const found = new Map<string, FileChange[]>();
  const take = changeReader(found);
  const args = ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"];
  const result = await tryGit(repository, args, {
    input: [...pairs].map((pair) => `${pair}\n`).join(""),
    onStdout: take,
  });
  return {
    changes: (before, after) => found.get(`${before === "" ? empty : before} ${after}`) ?? [],
    cannotCompare: result.exitCode === 0 ? null : gitWords(result),
  };
}

/** Takes apart what `git diff-tree --stdin -z` writes: a line with the two trees, then its changes. */
function changeReader(found: Map<string, FileChange[]>): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let changes: FileChange[] = [];
  let meta: string | undefined;
  return (chunk) => {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0)) {
      const field = bytes.toString("utf8", 0, end);
      bytes = bytes.subarray(end + 1);
      if (meta !== undefined) {
        const [, , before = "", after = ""] = meta.split(" ");
        changes.push({ path: field, before: idOrNull(before), after: idOrNull(after) });
        meta = undefined;
        continue;
      }
      const colon = field.indexOf(":");
      const [pair] = field.slice(0, colon).split("\n").slice(-2);
      if (colon > 0 && pair !== undefined) {
        changes = [];
        found.set(pair, changes);
      }
      meta = field.slice(colon);
    }
    rest = Buffer.from(bytes);
  };
}

/** The commits of tips that this clone once knew, and that no tip of today holds. */
async function findLost(
  repository: Repository,
  tips: readonly string[],
  commits: readonly InspectedCommit[],
): Promise<readonly LostCommit[]> {
  const here = new Set(commits.map(({ id }) => id));
  const past = tipsOnceKnown(repository).filter((id) => !here.has(id));
  if (past.length === 0) return [];
  const found: InspectedCommit[] = [];
  const unsound: UnsoundObject[] = [];
  await readCommitObjects(repository, past, found, unsound, new Map());
  const walked = await tryGit(repository, ["rev-list", "--topo-order", "--reverse", "--stdin"], {
    input: [...found.map(({ id }) => id), ...tips.map((tip) => `^${tip}`)].map((line) => `${line}\n`).join(""),
  });
  const ids = walked.exitCode === 0 ? walked.stdout.split("\n").filter((id) => id !== "") : found.map(({ id }) => id);
  const commitsLost: InspectedCommit[] = [];
  await readCommitObjects(repository, ids, commitsLost, [], new Map());
  return [
    ...commitsLost.map((commit) => ({ id: commit.id, commit })),
    ...unsound.map(({ id }) => ({ id, commit: null })),
  ];
}
