import { type UnsoundObject, UNREADABLE } from "../model/inspection.ts";
import { abbreviated } from "../model/record.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import { type Subject, placesOf } from "./subject.ts";

/** Every commit, tree and file of the ledger is in the repository, and its bytes are those that its id names. */
export function unsoundObjects({ inspection }: Subject): Break[] {
  const breaks = inspection.unsound.map((object): Break => ({
    check: "object",
    commit: object.id,
    message: `${subjectOf(object)} ${faultOf(object)}.`,
    hint: "git fsck --full names what else is damaged. Fetch the ledger anew from the remote or another clone.",
  }));
  const { cannotCompare, tooMuchFrom } = inspection;
  if (tooMuchFrom !== null) {
    const name = abbreviated(tooMuchFrom);
    const message = `From ${name} on the ledger changes more files than can be gone through, so that its files were checked in part only.`;
    breaks.push({
      check: "object",
      commit: tooMuchFrom,
      message,
      hint: `Look at its folders, one by one: git ls-tree ${name}`,
    });
  }
  if (cannotCompare === null) return breaks;
  const message = `git cannot read all of the ledger's trees, so that its files were checked in part only: ${cannotCompare}`;
  return [...breaks, { check: "object", commit: null, message, hint: "git fsck --full names what is damaged." }];
}

function subjectOf({ id, path }: UnsoundObject): string {
  return path === null ? `Object ${abbreviated(id)}` : `The content ${abbreviated(id)} of ${quoted(path)}`;
}

function faultOf({ fault, words }: UnsoundObject): string {
  switch (fault) {
    case "missing":
      return "is not in the repository, although the ledger needs it";
    case "damaged":
      return `cannot be read: ${words ?? "git does not say why"}`;
    case "altered":
      return "was altered in the repository's files: its bytes are not those that its id names";
    case "malformed":
      return words === null ? "is no commit that git would have written" : `is malformed: ${words}`;
  }
}

/** Nothing that this clone has once known as the ledger's is gone from it. */
export function lostCommits(subject: Subject): Break[] {
  const { inspection, book } = subject;
  const { branch } = book.settings.ledger;
  const further =
    inspection.lost.length > 0 && isCut(subject) ? ", or it lies beyond a commit that cannot be read" : "";
  return inspection.lost.map(({ id, subject: words }) => ({
    check: "lost",
    commit: id,
    message:
      words === null
        ? `${abbreviated(id)} was once the tip of ${branch}, and neither the ledger nor the repository has it any more.`
        : `${abbreviated(id)} ${quoted(words)} was in ${branch}, and is no longer: the branch was rewritten or reset${further}.`,
    hint:
      words === null
        ? `See when: git reflog show ${branch}`
        : `Look at it: git show ${abbreviated(id)}. See when it was lost: git reflog show ${branch}`,
  }));
}

/** Whether the ledger goes on beyond a commit that cannot be read. */
function isCut(subject: Subject): boolean {
  const { commits } = subject.reading.columns;
  for (const place of placesOf(subject)) if (commits.parentsOf(place).includes(UNREADABLE)) return true;
  return false;
}
