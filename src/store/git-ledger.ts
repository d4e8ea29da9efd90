import type { LedgerPosition } from "../model/kept-records.ts";
import type { Identity, LedgerCommit } from "../model/record.ts";
import { commitsByLog } from "./commit-reading.ts";
import { readIdentity } from "./git-identity.ts";
import type { Inspection, Inspector } from "../model/inspection.ts";
import type { FilePlace, FoundFile } from "./ledger-files.ts";
import { type LedgerState, readCommit, readKnownTexts, readLedger } from "./ledger-reading.ts";
import type { MuchRead } from "./garbage.ts";
import { type LedgerNews, readLedgerNews } from "./ledger-catching-up.ts";
import { type LedgerOptions, findRepository, readBranchTips, readBranches } from "./ledger-repository.ts";
import { readRemoteMemory, remoteMemoryFile } from "./ledger-memory.ts";
import { refuseIfCheckedOut } from "./ledger-commits.ts";
import { remoteTip } from "./ledger-remote.ts";
import type { SigningTrial } from "./signing-trial.ts";
import { type FetchOptions, type SyncOptions, type Synced, fetchLedger, syncLedger } from "./ledger-sync.ts";
import { type Ground, readGround } from "./ledger-ground.ts";
import {
  type Appended,
  type NewRecord,
  type TextFile,
  appendRecords,
  storeEvidenceText,
  storeFile,
  storeTexts,
} from "./ledger-writing.ts";
import type { NetworkOptions } from "./remote-git.ts";

/** A ledger branch in the repository that holds a run book. Every function may throw RunbookError `git`. */
export interface Ledger extends LedgerContents {
  /** The repository's own directory, shared by its work trees; absolute. */
  readonly commonDirectory: string;
  /** The branch and its remote-tracking branch, whether they are there or not. */
  readonly refs: readonly [local: string, remote: string];
  /** Where it is noted what the remote held when it was asked last. */
  readonly memoryFile: string;
  /** See `RepositoryConfig.files`. */
  readonly settingsFiles: () => Promise<readonly string[] | undefined>;
  /**
   * Reads all, and hands it over piece by piece, newest first; `becomes` tells what becomes of it. Throws RunbookError
   * `shallow-ledger` where a shallow clone cuts the history.
   */
  readonly read: (
    becomes: MuchRead,
    take: (commits: readonly LedgerCommit[]) => void,
  ) => Promise<Omit<LedgerState, "commits"> & Pick<LedgerPosition, "head">>;
  /** Reads what has come since; undefined where that cannot be told, so that everything has to be read. */
  readonly readNews: (known: LedgerPosition) => Promise<LedgerNews | undefined>;
  /** See `commitsByLog`. */
  readonly commitsWithIds: (ids: readonly string[]) => LedgerCommit[];
  /** See `readCommit`. */
  readonly readCommit: (prefix: string) => Promise<LedgerCommit | undefined>;
  /** The procedures of a run book whose text the ledger keeps. */
  readonly knownTexts: (book: string) => Promise<ReadonlySet<string>>;
  /** Who git says is at work. Throws RunbookError `no-identity` where nobody said so; a guess of git's does not count. */
  readonly author: () => Promise<Identity>;
  /** Who git says writes it down; mostly the same. Throws as `author`. */
  readonly committer: () => Promise<Identity>;
  /** Stores files of the run book as a commit of them would (line ends, filters) and gives their ids. */
  readonly storeTexts: (texts: readonly TextFile[]) => Promise<readonly string[]>;
  /** Stores a file byte for byte, wherever it lies, and gives its id. */
  readonly storeEvidence: (file: string) => Promise<string>;
  /** Stores a text as evidence and gives its id. */
  readonly storeEvidenceText: (text: string) => Promise<string>;
  /**
   * Appends the records, all or none. The user's index, work tree, HEAD and current branch stay as they are.
   * Throws RunbookError `no-identity`, `signing`, `ledger-moved` (others kept winning the race); nothing is recorded then.
   */
  readonly append: (entries: readonly NewRecord[], options: AppendOptions) => Promise<Appended>;
  /** Whether there is a ledger here, the remote-tracking branch included. */
  readonly isThere: () => Promise<boolean>;
  /** Whether there is a remote, and when it last answered (RFC 3339). */
  readonly remote: () => Promise<{ readonly isThere: boolean; readonly fetchedAt: string | null }>;
  /** See `remoteTip`. */
  readonly remoteTip: (options: NetworkOptions) => Promise<string | null>;
  /** See `refuseIfCheckedOut`. */
  readonly refuseIfCheckedOut: () => Promise<void>;
  /** See `trySigning`. */
  readonly trySigning: (at: string) => Promise<SigningTrial>;
  /** See `fetchLedger`. */
  readonly fetch: (options: FetchOptions) => Promise<void>;
  /** See `syncLedger`. */
  readonly sync: (options: SyncOptions) => Promise<Synced>;
}

/** A ledger's contents, read without changing anything. */
export interface LedgerContents {
  /** Reads and checks every object of the ledger, and tells what it reads. Throws RunbookError `shallow-ledger`. */
  readonly inspect: (inspector: Inspector) => Promise<Inspection>;
  /** The id and size of the file at each place; null where there is none. */
  readonly find: (places: readonly FilePlace[]) => Promise<readonly (FoundFile | null)[]>;
  /** Texts by blob; of what is no blob here there is none. */
  readonly texts: (blobs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Writes a blob to a file that must not exist yet. Throws RunbookError `io`. */
  readonly write: (blob: string, file: string) => Promise<void>;
}

export interface AppendOptions {
  /** RFC 3339 with offset. */
  readonly committedAt: string;
}

/**
 * The ledger of the run book in this directory; undefined where the directory is not inside a git repository.
 * Throws RunbookError `git` where there is a repository that git will not read.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger | undefined> {
  const repository = await findRepository(options);
  if (repository === undefined) return undefined;
  const author = once(() => readIdentity(repository, "author"));
  const committer = once(() => readIdentity(repository, "committer"));
  let ground: Ground | undefined;
  return {
    commonDirectory: repository.commonDirectory,
    refs: [repository.localRef, repository.remoteRef],
    memoryFile: remoteMemoryFile(repository),
    settingsFiles: async () => (await repository.config()).files,
    read: (becomes, take) => readLedger(repository, becomes, take),
    commitsWithIds: (ids) => commitsByLog(repository, ids),
    readCommit: (prefix) => readCommit(repository, prefix),
    knownTexts: (book) => readKnownTexts(repository, book),
    readNews: (known) => readLedgerNews(repository, known),
    author,
    committer,
    storeTexts: async (texts) => {
      const paths = texts.map(({ path }) => path);
      const found = await readGround(repository, paths);
      const { blobs, stamps } = await storeTexts(repository, texts, found);
      ground = { ...found, stamps };
      return blobs;
    },
    storeEvidence: (file) => storeFile(repository, file, ["--no-filters"]),
    storeEvidenceText: (text) => storeEvidenceText(repository, text),
    inspect: async (inspector) => (await import("./ledger-inspection.ts")).inspectLedger(repository, inspector),
    find: async (places) => (await import("./ledger-files.ts")).findFiles(repository, places),
    texts: async (blobs) => (await import("./ledger-files.ts")).readFiles(repository, blobs),
    write: async (blob, file) => (await import("./ledger-files.ts")).writeFileTo(repository, blob, file),
    append: (entries, { committedAt }) => {
      const prepared = ground;
      ground = undefined;
      return appendRecords(repository, entries, committedAt, prepared);
    },
    isThere: async () => {
      const tips = await readBranchTips(repository);
      return tips.tip !== null || tips.remoteTip !== null;
    },
    remote: async () => {
      const { fetchedAt } = readRemoteMemory(repository);
      const { hasRemote } = await repository.config();
      return { isThere: hasRemote(repository.settings.remote), fetchedAt };
    },
    remoteTip: (network) => remoteTip(repository, network),
    refuseIfCheckedOut: async () => refuseIfCheckedOut(repository, (await readBranches(repository)).local),
    trySigning: async (at) => (await import("./signing-trial.ts")).trySigning(repository, at),
    fetch: (fetching) => fetchLedger(repository, fetching),
    sync: (syncing) => syncLedger(repository, syncing),
  };
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => (asked ??= ask());
}
