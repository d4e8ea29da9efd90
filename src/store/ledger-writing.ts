import { isAbsolute, relative, sep } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Identity } from "../model/record.ts";
import type { LedgerSettings } from "../model/runbook.ts";
import { isLocked, jitteredPause, moveBranch, refuseIfCheckedOut, refusedMove, writeCommit } from "./ledger-commits.ts";
import { type Branch, type Branches, type Repository, git, isAncestor, readBranches } from "./ledger-repository.ts";
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

/** Stores a file of the run book as a commit of it would (line ends, filters) and gives its id. */
export function storeText(repository: Repository, file: string): Promise<string> {
  const path = relative(repository.directory, file);
  const isOutside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  const asCommitted = repository.hasWorkTree && !isOutside;
  return storeFile(repository, file, asCommitted ? [`--path=${path}`] : ["--no-filters"]);
}

/** Stores a file with a filter option of `hash-object` and gives its id. */
export async function storeFile(repository: Repository, file: string, filter: readonly string[]): Promise<string> {
  const args = ["hash-object", "-w", ...filter, "--", file];
  return (await git(repository, `git cannot store ${file}`, args)).trim();
}

/** Stores a text as it is and gives its id. */
export async function storeEvidenceText(repository: Repository, text: string): Promise<string> {
  return (await git(repository, "git cannot store a text", ["hash-object", "-w", "--stdin"], { input: text })).trim();
}

/**
 * Appends the records to the local branch, all or none, and gives their ids; see `Ledger.append`. `prepared`: where the
 * branches stood a moment ago.
 */
export async function appendRecords(
  repository: Repository,
  entries: readonly NewRecord[],
  committedAt: string,
  prepared: Promise<Branches> = readBranches(repository),
): Promise<string[]> {
  if (entries.length === 0) return [];
  let lockedTries = 0;
  let branches = await prepared;
  for (let tries = 1; tries <= APPEND_TRIES; tries += 1) {
    await refuseIfCheckedOut(repository, branches.local);
    const ids = await writeCommits(repository, branches, entries, committedAt);
    const reason = ids.length === 1 ? "1 record" : `${ids.length} records`;
    const failure = await moveBranch(repository, branches.local?.tip ?? null, ids.at(-1) ?? "", reason);
    if (failure === undefined) return ids;
    await jitteredPause(tries, 5, 250);
    const oldTip = branches.local?.tip;
    branches = await readBranches(repository);
    if (branches.local !== null && branches.local.tip === ids.at(-1)) return ids;
    if (branches.local?.tip === oldTip) {
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

/** Writes the records as commits upon the branch's tip; until a branch moves there they are nobody's. */
async function writeCommits(
  repository: Repository,
  branches: Branches,
  entries: readonly NewRecord[],
  committedAt: string,
): Promise<string[]> {
  const base = await newestOf(repository, branches);
  const blobs = base === null ? new Map<string, string>() : await readTextBlobs(repository, base.tip, entries);
  const { tip, tree } = base ?? (await writeRoot(repository, committedAt));
  const ids: string[] = [];
  await withTreeWriter(repository, tree, async (writeTree) => {
    let currentTree = tree;
    let parent = tip;
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
  return ids;
}

/** The branch to write upon: what the remote-tracking branch has beyond the local one needs no merge later. */
async function newestOf(repository: Repository, { local, remote }: Branches): Promise<Branch | null> {
  if (local === null || remote === null || local.tip === remote.tip) return local ?? remote;
  return (await isAncestor(repository, local.tip, remote.tip)) ? remote : local;
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

/** The ids of the texts that the entries name, where the commit has them. */
async function readTextBlobs(
  repository: Repository,
  commit: string,
  entries: readonly NewRecord[],
): Promise<Map<string, string>> {
  const paths = [...new Set(entries.flatMap(({ text }) => (text === null ? [] : [oneLinePath(text.path)])))];
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `${commit}:${path}\n`).join("");
  const output = await git(repository, "git cannot read the ledger's files", ["cat-file", "--batch-check"], { input });
  const lines = output.split("\n");
  return new Map(
    paths.flatMap((path, index) => {
      const [id, type] = (lines[index] ?? "").split(" ");
      return id !== undefined && type === "blob" ? [[path, id] as const] : [];
    }),
  );
}

function oneLinePath(path: string): string {
  if (/\p{Cc}/u.test(path)) throw new Error(`A path in the ledger must be a single line: ${JSON.stringify(path)}`);
  return path;
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
