import { statSync } from "node:fs";
import { RunbookError } from "../errors.ts";
import type { Identity } from "../model/record.ts";
import type { LedgerSettings } from "../model/runbook.ts";
import { isSameStamp, isSettled, stampOf } from "./file-stamp.ts";
import { wayTo, wayWithin } from "./inside-folder.ts";
import {
  isLocked,
  isOvertaken,
  jitteredPause,
  moveBranch,
  refuseIfCheckedOut,
  refusedMove,
  writeCommit,
} from "./ledger-commits.ts";
import { type Ground, keepGround, readGround } from "./ledger-ground.ts";
import { type Repository, git } from "./ledger-repository.ts";
import { FILE_MODE, type LedgerFile, filesIn, folderOf, withFreeNames, withTreeWriter } from "./ledger-trees.ts";

export interface NewRecord {
  /** Or what gives it once it is certain under which names the evidence is kept: a name that is taken gets a number. */
  readonly message: string | ((evidence: readonly LedgerFile[]) => string);
  readonly author: Identity;
  /** RFC 3339 with offset. */
  readonly authorDate: string;
  /** `text/<book>/<procedure>.md`, as it stood when recorded. */
  readonly text: LedgerFile | null;
  readonly evidence: readonly LedgerFile[];
}

const APPEND_TRIES = 20;
/** Others hold git's lock on a ref for milliseconds, and git itself waits for 100 ms. */
const LOCK_TRIES = 5;

/** Records that were written. */
export interface Appended {
  /** Of their commits, in order. */
  readonly ids: readonly string[];
  /** Where the branches stood, and the commit that the first of them stands upon; undefined where there was nothing to write. */
  readonly upon: Pick<Ground, "local" | "remoteTip" | "base"> | undefined;
}

/** A file of the run book, and where the ledger keeps its text. */
export interface TextFile {
  /** Absolute. */
  readonly file: string;
  readonly path: string;
}

/** The ids of stored texts, in order, and the stamps of those files that hold them byte for byte. */
export interface StoredTexts {
  readonly blobs: readonly string[];
  readonly stamps: Ground["stamps"];
}

/**
 * Stores files of the run book as a commit of them would (line ends, filters). What the ledger keeps byte for byte is there
 * already.
 */
export async function storeTexts(
  repository: Repository,
  texts: readonly TextFile[],
  { blobs: known, stamps: before }: Pick<Ground, "blobs" | "stamps">,
): Promise<StoredTexts> {
  const stamps = new Map(before);
  const blobs = await inTurns(texts, async ({ file, path }) => {
    const kept = known.get(path);
    if (kept === undefined) return storeText(repository, file);
    const stats = statSync(file, { throwIfNoEntry: false });
    const stamp = stats === undefined ? undefined : stampOf(stats);
    const seen = stamps.get(path);
    if (seen !== undefined && stamp !== undefined && isSameStamp(seen, stamp)) return kept;
    stamps.delete(path);
    const startedAt = Date.now();
    const { isBlob } = await import("./content-hash.ts");
    if (!isBlob(kept, file)) return storeText(repository, file);
    if (stamp !== undefined && isSettled(stamp, startedAt)) stamps.set(path, stamp);
    return kept;
  });
  return { blobs, stamps };
}

/** Each has a process of git's store its text. */
const AT_ONCE = 4;

async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

function storeText(repository: Repository, file: string): Promise<string> {
  const { directory, hasWorkTree } = repository;
  const isInside = hasWorkTree && wayWithin(directory, file) !== undefined;
  // Git for Windows too finds attributes by `/` alone.
  return storeFile(repository, file, isInside ? [`--path=${wayTo(directory, file)}`] : ["--no-filters"]);
}

/** Stores a file with a filter option of `hash-object` and gives its id. */
export async function storeFile(repository: Repository, file: string, filter: readonly string[]): Promise<string> {
  // Git for Windows opens a file whose path has more than 260 characters only then.
  const args = ["-c", "core.longPaths=1", "hash-object", "-w", ...filter, "--", file];
  return (await git(repository, `git cannot store ${file}`, args)).trim();
}

/** Stores a text as it is and gives its id. */
export async function storeEvidenceText(repository: Repository, text: string): Promise<string> {
  return (await git(repository, "git cannot store a text", ["hash-object", "-w", "--stdin"], { input: text })).trim();
}

/**
 * Appends the records to the local branch, all or none; see `Ledger.append`. `prepared`: the ground as it was a moment ago.
 */
export async function appendRecords(
  repository: Repository,
  entries: readonly NewRecord[],
  committedAt: string,
  prepared?: Ground,
): Promise<Appended> {
  if (entries.length === 0) return { ids: [], upon: undefined };
  const paths = new Set(entries.flatMap(({ text }) => text?.path ?? []));
  const isPrepared = prepared !== undefined && [...paths].every((path) => prepared.askedFor.has(path));
  let lockedTries = 0;
  let ground = isPrepared ? prepared : await readGround(repository, paths);
  for (let tries = 1; tries <= APPEND_TRIES; tries += 1) {
    await refuseIfCheckedOut(repository, ground.local);
    const { ids, ...written } = await writeCommits(repository, ground, entries, committedAt);
    const reason = ids.length === 1 ? "1 record" : `${ids.length} records`;
    const failure = moveBranch(repository, ground.local?.tip ?? null, ids.at(-1) ?? "", reason);
    if (failure === undefined) {
      keepGround(repository, { ...ground, ...written });
      return { ids, upon: ground };
    }
    await jitteredPause(tries, 5, 250);
    const upon = ground;
    ground = await readGround(repository, paths);
    // It moved all the same; but where git found it there, it was another process that wrote the same in the same second.
    if (ground.local?.tip === ids.at(-1) && !isOvertaken(failure)) return { ids, upon };
    if (ground.local?.tip === upon.local?.tip) {
      lockedTries += 1;
      if (!isLocked(failure) || lockedTries === LOCK_TRIES) throw refusedMove(repository, failure);
    }
  }
  throw new RunbookError(
    "ledger-moved",
    `Others kept writing to ${repository.settings.branch} while this was being recorded; nothing was recorded`,
    "Run the same command again.",
  );
}

/** The ids of commits, in order; the last of them, and the texts that it has. */
interface Written extends Pick<Ground, "blobs"> {
  readonly ids: string[];
  readonly base: NonNullable<Ground["base"]>;
}

/** Writes the records as commits upon the branch's tip; until a branch moves there they are nobody's. */
async function writeCommits(
  repository: Repository,
  ground: Ground,
  entries: readonly NewRecord[],
  committedAt: string,
): Promise<Written> {
  const blobs = new Map(ground.blobs);
  const { tip, tree } = ground.base ?? (await writeRoot(repository, committedAt));
  const ids: string[] = [];
  let currentTree = tree;
  let parent = tip;
  await withTreeWriter(repository, tree, async (writeTree) => {
    for (const entry of entries) {
      const evidence = await freeEvidence(repository, currentTree, entry);
      const changed = changedFiles(entry.text, evidence, blobs);
      if (changed.length > 0) currentTree = await writeTree(changed);
      if (entry.text !== null) blobs.set(entry.text.path, entry.text.blob);
      const message = typeof entry.message === "string" ? entry.message : entry.message(evidence);
      parent = await writeCommit(repository, { ...entry, message, tree: currentTree, parents: [parent] }, committedAt);
      ids.push(parent);
    }
  });
  return { ids, base: { tip: parent, tree: currentTree }, blobs };
}

function changedFiles(
  text: LedgerFile | null,
  evidence: readonly LedgerFile[],
  blobs: ReadonlyMap<string, string>,
): readonly LedgerFile[] {
  return text === null || blobs.get(text.path) === text.blob ? evidence : [text, ...evidence];
}

/** Evidence under names that are free; where the message is fixed already, as it names them. */
async function freeEvidence(
  repository: Repository,
  tree: string,
  { evidence, message }: NewRecord,
): Promise<readonly LedgerFile[]> {
  if (typeof message === "string" || evidence.length === 0) return evidence;
  const folders = [...new Set(evidence.map(({ path }) => folderOf(path)))];
  return withFreeNames(evidence, await filesIn(repository, tree, folders));
}

/** The commit that a ledger begins with: no record, only what a person who finds the branch should know. */
async function writeRoot(
  repository: Repository,
  committedAt: string,
): Promise<{ readonly tip: string; readonly tree: string }> {
  const failure = "git cannot begin the ledger";
  const readme = (
    await git(repository, failure, ["hash-object", "-w", "--stdin"], { input: readmeText(repository.settings) })
  ).trim();
  const tree = (
    await git(repository, failure, ["mktree", "-z"], { input: `${FILE_MODE} blob ${readme}\tREADME.md\0` })
  ).trim();
  const message = "Begin the ledger of the run book\n\nEach further commit is one record. README.md tells more.\n";
  const draft = { message, tree, parents: [], author: null, authorDate: committedAt };
  const tip = await writeCommit(repository, draft, committedAt);
  return { tip, tree };
}

function readmeText({ branch, remote }: LedgerSettings): string {
  return `# Ledger of a run book

This branch, \`${branch}\`, is written by the tool \`runbook\`. Each commit is the record of something that happened: its
author performed the work, its committer recorded it, the lines at the end of its message say what was done.

Read it:

    runbook log
    git log ${branch}
    git log ${remote}/${branch}

- \`text/\` holds each procedure as it stood when it was last followed.
- \`evidence/\` holds the files kept with records.

Please do not check this branch out, merge it into another one, squash it, rebase it or force-push it: voids, approvals and
signatures rest on the ids of its commits. A mistake is put right by a further record (\`runbook undo\`).
`;
}
