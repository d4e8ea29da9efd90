import type { Break, Verification } from "../model/verification.ts";
import { lostCommits, unsoundObjects } from "./objects.ts";
import { danglingReferences, impossibleKeys, ownApprovals, unknownProcedures } from "./references.ts";
import { countSignatures, signatureBreaks } from "./signatures.ts";
import { type Subject, placesOf } from "./subject.ts";
import { implausibleTimes, lateRecords } from "./times.ts";

/** In the order of `CHECKS`. */
const BREAKS: readonly ((subject: Subject) => readonly Break[])[] = [
  unsoundObjects,
  lostCommits,
  ({ reading }) => reading.forms.toReversed(),
  ({ reading }) => reading.files.breaks(),
  signatureBreaks,
  implausibleTimes,
  danglingReferences,
  unknownProcedures,
  impossibleKeys,
  ownApprovals,
];

/** Checks everything; the breaks are in the order of `CHECKS`, then of the ledger. */
export function verify(subject: Subject): Verification {
  const signatures = countSignatures(subject);
  const { good, unchecked, bad, none } = signatures;
  return {
    tips: headsOf(subject),
    commits: good + unchecked + bad + none,
    records: subject.reading.columns.ownCount(),
    breaks: BREAKS.flatMap((find) => find(subject)),
    late: lateRecords(subject),
    signatures,
  };
}

/** The commits that no other one follows, whichever of a clone's branches are there. */
function headsOf(subject: Subject): string[] {
  const { commits } = subject.reading.columns;
  const isFollowed = new Uint8Array(commits.count);
  for (const place of placesOf(subject)) for (const parent of commits.parentsOf(place)) isFollowed[parent] = 1;
  const heads: string[] = [];
  for (const place of placesOf(subject)) if (isFollowed[place] === 0) heads.push(commits.idAt(place));
  return heads.toSorted();
}
