import type { Inspection } from "../model/inspection.ts";
import { type Break, CHECKS, type Verification } from "../model/verification.ts";
import { parseRecordMessage } from "../parse/record-message.ts";
import { recordIn } from "../parse/records.ts";
import { unknownForms } from "./form.ts";
import { fileBreaks } from "./files.ts";
import { lostCommits, unsoundObjects } from "./objects.ts";
import { danglingReferences, impossibleKeys, ownApprovals, unknownProcedures } from "./references.ts";
import { countSignatures, signatureBreaks } from "./signatures.ts";
import type { ReadCommit, Subject } from "./subject.ts";
import { implausibleTimes, lateRecords } from "./times.ts";

const BREAKS: readonly ((subject: Subject) => readonly Break[])[] = [
  unsoundObjects,
  lostCommits,
  unknownForms,
  fileBreaks,
  signatureBreaks,
  implausibleTimes,
  danglingReferences,
  unknownProcedures,
  impossibleKeys,
  ownApprovals,
];

/** Checks everything; the breaks are in the order of `CHECKS`, then of the ledger. */
export function verify(subject: Subject): Verification {
  return {
    tips: headsOf(subject),
    commits: subject.commits.length,
    records: subject.records.length,
    breaks: BREAKS.flatMap((find) => find(subject)).toSorted(
      (a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check),
    ),
    late: lateRecords(subject),
    signatures: countSignatures(subject),
  };
}

/** The commits that no other one follows, whichever of a clone's branches are there. */
function headsOf({ commits }: Subject): string[] {
  const followed = new Set(commits.flatMap(({ commit }) => commit.parents));
  return commits
    .map(({ commit }) => commit.id)
    .filter((id) => !followed.has(id))
    .toSorted();
}

/** The commits of a ledger with what their messages say; `records` are those of one run book, parents before children. */
export function readInspected({ commits }: Inspection, book: string): Pick<Subject, "commits" | "records"> {
  const records: Subject["records"][number][] = [];
  const read = commits.map((commit): ReadCommit => {
    const parsed = parseRecordMessage(commit.message);
    if (parsed === undefined) return { commit, content: null, problem: null };
    if ("problem" in parsed) return { commit, content: null, problem: parsed.problem };
    if (parsed.content.book === book) records.push(recordIn(commit, parsed));
    return { commit, content: parsed.content, problem: null };
  });
  return { commits: read, records };
}
