// Commits that somebody signed once and that stand in the ledger more than once: a signature can be written in several ways, and
// each of them makes another id of the commit, to which no void or approval of the first one applies.

import type { CommitPlaces } from "../model/inspection.ts";
import { hashOfText } from "./content-hash.ts";
import { signedText } from "./commit-object.ts";
import { readWholeObjects } from "./git-objects.ts";
import type { Repository } from "./ledger-repository.ts";

/** By the place of each copy, that of the commit which it repeats. `signed`: children before parents. Throws RunbookError `git`. */
export async function findCopies(
  repository: Repository,
  commits: CommitPlaces,
  signed: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const copies = new Map<number, number>();
  const originals = new Map<string, number>();
  await readWholeObjects(repository, siblingsAmong(commits, signed).map(commits.idAt), (bytes, id) => {
    const place = commits.placeOf(id);
    if (place === undefined) return;
    const text = hashOfText(signedText(bytes));
    const original = originals.get(text);
    if (original === undefined) originals.set(text, place);
    else copies.set(place, original);
  });
  return copies;
}

/** What is signed includes the parents: only commits that follow the same one can be copies. Parents come first. */
function siblingsAmong(commits: CommitPlaces, signed: readonly number[]): number[] {
  const firstParentOf = (place: number): number => commits.parentsOf(place)[0] ?? -1;
  const children = new Int32Array(commits.count);
  for (const place of signed) children[firstParentOf(place)] = (children[firstParentOf(place)] ?? 0) + 1;
  return signed.filter((place) => (children[firstParentOf(place)] ?? 0) > 1).toReversed();
}
