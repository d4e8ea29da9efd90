// Everything about a ledger, read from git's objects themselves, by a handful of processes, and handed over as it comes:
// no cache, and nothing believed of a commit-graph that the commits do not say.

import type { InspectedCommit, Inspection, Inspector, LostCommit, UnsoundObject } from "../model/inspection.ts";
import { type FilledPlaces, commitPlaces } from "./commit-places.ts";
import { parseCommitObject } from "./commit-object.ts";
import { readObjects } from "./git-objects.ts";
import { type Listed, findPaths, listObjects, parentsFirst } from "./ledger-listing.ts";
import { tipsOnceKnown } from "./ledger-past.ts";
import { readShallowCommits, shallowLedger } from "./ledger-reading.ts";
import { readSignatures } from "./ledger-signatures.ts";
import { type Repository, readBranches, tryGit } from "./ledger-repository.ts";
import { type IdList, objectIds } from "./object-ids.ts";
import { findCopies } from "./signature-copies.ts";
import { compareTrees } from "./tree-changes.ts";
import { treeFault } from "./tree-object.ts";

/** Reads and checks all that the ledger consists of. Throws RunbookError `shallow-ledger` or `git`. */
export async function inspectLedger(repository: Repository, inspector: Inspector): Promise<Inspection> {
  const { local, remote } = await readBranches(repository);
  const tips = [...new Set([local?.tip, remote?.tip].filter((tip) => tip !== undefined))].toSorted();
  const { listed, commits, unsound, signed, cannotList, isOther } = await readAll(repository, tips, inspector);
  const hasCommit = (id: string): boolean => commits.placeOf(id) !== undefined;
  if ([...readShallowCommits(repository)].some(hasCommit)) throw shallowLedger(repository);
  // It is there, whatever is wrong with it.
  const malformed = new Set(unsound.flatMap(({ id, fault }) => (fault === "malformed" ? [id] : [])));
  const isThere = (id: string): boolean => hasCommit(id) || malformed.has(id);
  const paths = new Map<string, string | null>();
  for (const { id, path } of unsound) if (path === null) paths.set(id, null);
  const noFiles: UnsoundObject[] = [];
  const files: Inspector["files"] = (place, differences) => {
    for (const { path, after, isFile } of differences[0] ?? []) {
      if (after === null) continue;
      if (paths.has(after)) paths.set(after, path);
      else if (isFile && isOther(after)) {
        noFiles.push({ id: after, path, fault: "malformed", words: "it is a folder or a commit" });
        paths.set(after, path);
      }
    }
    inspector.files(place, differences);
  };
  const [untold, signatures, copies, lost] = await Promise.all([
    compareTrees(repository, commits, listed.ids, files),
    readSignatures(repository, commits, signed),
    findCopies(repository, commits, signed),
    findLost(repository, tips, isThere),
  ]);
  const again = inspector.filesAgain();
  if (again !== undefined) await compareTrees(repository, commits, listed.ids, again);
  return {
    commits,
    unsound: [...unsound, ...noFiles].map((object) => ({
      ...object,
      path: object.path ?? paths.get(object.id) ?? null,
    })),
    signatures,
    copies,
    lost,
    cannotCompare: cannotList ?? untold.words,
    tooMuchFrom: untold.tooMuchFrom === null ? null : commits.idAt(untold.tooMuchFrom),
  };
}

interface Read {
  readonly listed: Listed;
  readonly commits: FilledPlaces;
  readonly unsound: readonly UnsoundObject[];
  /** The places of those that carry a signature. */
  readonly signed: readonly number[];
  /** Why git cannot list the folders and files, in its words, so that they were not read. */
  readonly cannotList: string | null;
  /** Whether an object is no file, although it is there. */
  readonly isOther: (id: string) => boolean;
}

/** Every commit that can be read. */
async function readAll(repository: Repository, tips: readonly string[], inspector: Inspector): Promise<Read> {
  if (tips.length === 0) {
    return readListed(repository, { ids: objectIds(40), commits: 0, trees: 0, missing: [] }, inspector);
  }
  const quickly = await listObjects(repository, tips, "graph");
  if (typeof quickly !== "string" && quickly.missing.length === 0) {
    const read = await readListed(repository, quickly, inspector);
    if (read.unsound.length === 0 && read.commits.areAllOf(tips, quickly.trees)) return read;
  }
  const listed = await listObjects(repository, tips, "commits");
  if (typeof listed !== "string") {
    const read = await readListed(repository, listed, inspector);
    const unsound = await withPaths(repository, tips, read.unsound);
    return { ...read, unsound: [...listed.missing, ...unsound] };
  }
  const reached = await listByReading(repository, tips);
  const read = await readListed(repository, reached.listed, inspector);
  // Most often a commit is missing or damaged, and is told as such.
  return { ...read, unsound: reached.unsound, cannotList: reached.unsound.length === 0 ? listed : null };
}

async function readListed(repository: Repository, listed: Listed, inspector: Inspector): Promise<Read> {
  const { ids } = listed;
  const commits = commitPlaces(ids, listed.commits);
  const signed: number[] = [];
  inspector.begin(commits);
  const others = new Uint8Array(ids.length);
  const isOther = (id: string): boolean => others[ids.find(id) ?? -1] === 1;
  const takeOther = (index: number): void => {
    others[index] = 1;
  };
  const take = (commit: InspectedCommit, place: number): void => {
    if (place >= listed.commits) return;
    commits.fill(place, commit);
    if (commit.isSigned) signed.push(place);
    inspector.commit(place, commit);
  };
  const unsound = await readCommitObjects(repository, ids, take, takeOther);
  return { listed, commits, unsound, signed, cannotList: null, isOther };
}

async function withPaths(
  repository: Repository,
  tips: readonly string[],
  unsound: readonly UnsoundObject[],
): Promise<readonly UnsoundObject[]> {
  if (unsound.length === 0) return unsound;
  const paths = await findPaths(repository, tips, new Set(unsound.map(({ id }) => id)));
  return unsound.map((object) => ({ ...object, path: paths.get(object.id) ?? null }));
}

/** git cannot walk past a commit that is missing: generation by generation, as far as it goes. */
async function listByReading(
  repository: Repository,
  tips: readonly string[],
): Promise<{ readonly listed: Listed; readonly unsound: readonly UnsoundObject[] }> {
  const commits: Pick<InspectedCommit, "id" | "parents">[] = [];
  const unsound: UnsoundObject[] = [];
  const known = new Set<string>();
  for (let wanted = tips; wanted.length > 0;) {
    for (const id of wanted) known.add(id);
    const found: Pick<InspectedCommit, "id" | "parents">[] = [];
    const take = ({ id, parents }: InspectedCommit): void => void found.push({ id, parents });
    unsound.push(...(await readCommitObjects(repository, wanted, take)));
    commits.push(...found);
    wanted = [...new Set(found.flatMap((commit) => commit.parents))].filter((id) => !known.has(id));
  }
  const ids = objectIds(tips[0]?.length ?? 40);
  for (const { id } of parentsFirst(commits).toReversed()) ids.add(id);
  return { listed: { ids, commits: ids.length, trees: 0, missing: [] }, unsound };
}

/** Reads all objects, hands the commits over by their index, tells what else is no file, and gives what is unsound. */
async function readCommitObjects(
  repository: Repository,
  ids: IdList,
  take: (commit: InspectedCommit, index: number) => void,
  takeOther: (index: number) => void = () => {},
): Promise<UnsoundObject[]> {
  const unsound: UnsoundObject[] = [];
  const { length } = ids;
  let index = -1;
  let current: { readonly id: string; readonly isCommit: boolean; readonly pieces: Buffer[] | null } = {
    id: "",
    isCommit: false,
    pieces: null,
  };
  const report = (id: string, fault: UnsoundObject["fault"], words: string | null): void => {
    unsound.push({ id, path: null, fault, words });
  };
  await readObjects(repository, ids, {
    begin: (id, type) => {
      index += 1;
      if (type !== "blob") takeOther(index);
      current = { id, isCommit: type === "commit", pieces: type === "commit" || type === "tree" ? [] : null };
      repository.progress("Checking the ledger: objects", index + 1, length);
    },
    piece: (bytes) => current.pieces?.push(bytes),
    end: (isSound) => {
      const { id, isCommit, pieces } = current;
      if (!isSound) report(id, "altered", null);
      if (pieces === null) return;
      const [first = Buffer.alloc(0)] = pieces;
      const bytes = pieces.length === 1 ? first : Buffer.concat(pieces);
      if (!isCommit) {
        const fault = treeFault(bytes, id.length / 2);
        if (fault !== null) report(id, "malformed", fault);
        return;
      }
      const commit = parseCommitObject(id, bytes);
      if (commit === undefined) report(id, "malformed", null);
      else take(commit, index);
    },
    unreadable: (id, words) => {
      index += 1;
      report(id, words === null ? "missing" : "damaged", words);
    },
  });
  return unsound;
}

/** The commits of tips that this clone once knew, and that no tip of today holds. */
async function findLost(
  repository: Repository,
  tips: readonly string[],
  isThere: (id: string) => boolean,
): Promise<readonly LostCommit[]> {
  const past = (await tipsOnceKnown(repository)).filter((id) => !isThere(id));
  if (past.length === 0) return [];
  const found: string[] = [];
  const unsound = await readCommitObjects(repository, past, ({ id }) => found.push(id));
  const walked = await tryGit(repository, ["rev-list", "--topo-order", "--reverse", "--stdin"], {
    input: [...found, ...tips.map((tip) => `^${tip}`)].map((line) => `${line}\n`).join(""),
  });
  // Where clocks differ git names commits that the tips hold as well.
  const ids = walked.exitCode === 0 ? walked.stdout.split("\n").filter((id) => id !== "" && !isThere(id)) : found;
  const lost: LostCommit[] = [];
  await readCommitObjects(repository, ids, ({ id, message }) => {
    lost.push({ id, subject: message.split("\n", 1)[0] ?? "" });
  });
  return [...lost, ...unsound.map(({ id }) => ({ id, subject: null }))];
}
