import type { UnsoundObject } from "../model/inspection.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import type { Subject } from "./subject.ts";
import { lookAt, short } from "./words.ts";

/** Every commit, tree and file of the ledger is in the repository, and its bytes are those that its id names. */
export function unsoundObjects({ inspection }: Subject): Break[] {
  const breaks = inspection.unsound.map((object): Break => ({
    check: "object",
    commit: object.id,
    message: `${subjectOf(object)} ${faultOf(object)}.`,
    hint: "git fsck --full names what else is damaged. Fetch the ledger anew from the remote or another clone.",
  }));
  const { cannotCompare } = inspection;
  if (cannotCompare === null) return breaks;
  const message = `git cannot read all of the ledger's trees, so that its files were checked in part only: ${cannotCompare}`;
  return [...breaks, { check: "object", commit: null, message, hint: "git fsck --full names what is damaged." }];
}

function subjectOf({ id, path }: UnsoundObject): string {
  return path === null ? `Object ${short(id)}` : `The content ${short(id)} of ${quoted(path)}`;
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
      return words === null
        ? "is no commit that git would have written"
        : `is not what git would have written: ${words}`;
  }
}

/** Nothing that this clone has once known as the ledger's is gone from it. */
export function lostCommits({ inspection, book }: Subject): Break[] {
  const { branch } = book.settings.ledger;
  return inspection.lost.map(({ id, subject }) => ({
    check: "lost",
    commit: id,
    message:
      subject === null
        ? `${short(id)} was once the tip of ${branch}, and neither the ledger nor the repository has it any more.`
        : `${short(id)} ${quoted(subject)} was in ${branch}, and is no longer: the branch was rewritten or reset.`,
    hint:
      subject === null
        ? `See when: git reflog show ${branch}`
        : `Look at it: ${lookAt(id, "")}. See when it was lost: git reflog show ${branch}`,
  }));
}
