import type { UnsoundObject } from "../model/inspection.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import { type Subject, lookAt, short } from "./subject.ts";

/** Every commit, tree and file of the ledger is in the repository, and its bytes are those that its id names. */
export function unsoundObjects(subject: Subject): Break[] {
  const { inspection } = subject;
  const paths = inspection.unsound.length === 0 ? new Map<string, string>() : pathsOf(subject);
  const breaks = inspection.unsound.map((object): Break => ({
    check: "object",
    commit: object.id,
    message: `${subjectOf(object.id, object.path ?? paths.get(object.id))} ${faultOf(object)}.`,
    hint: "git fsck --full names what else is damaged. Fetch the ledger anew from the remote or another clone.",
  }));
  const { cannotCompare } = inspection;
  if (cannotCompare === null) return breaks;
  const message = `git cannot compare the ledger's trees, so that its files were checked in part only: ${cannotCompare}`;
  return [...breaks, { check: "object", commit: null, message, hint: "git fsck --full names what is damaged." }];
}

/** Where the ledger's files are, by content. */
function pathsOf({ commits, inspection }: Subject): Map<string, string> {
  const trees = new Map(commits.map(({ commit }) => [commit.id, commit.tree]));
  const paths = new Map<string, string>();
  for (const { commit } of commits) {
    for (const { path, after } of inspection.changes(trees.get(commit.parents[0] ?? "") ?? "", commit.tree)) {
      if (after !== null) paths.set(after, path);
    }
  }
  return paths;
}

function subjectOf(id: string, path: string | undefined): string {
  return path === undefined ? `Object ${short(id)}` : `The content ${short(id)} of ${quoted(path)}`;
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
      return "is no commit that git would have written";
  }
}

/** Nothing that this clone has once known as the ledger's is gone from it. */
export function lostCommits({ inspection, book }: Subject): Break[] {
  const { branch } = book.settings.ledger;
  return inspection.lost.map(({ id, commit }) => ({
    check: "lost",
    commit: id,
    message:
      commit === null
        ? `${short(id)} was once the tip of ${branch}, and neither the ledger nor the repository has it any more.`
        : `${short(id)} ${quoted(commit.message.split("\n")[0] ?? "")} was in ${branch}, and is no longer: the branch was rewritten or reset.`,
    hint:
      commit === null
        ? `See when: git reflog show ${branch}`
        : `Look at it: ${lookAt(id, "")}. See when it was lost: git reflog show ${branch}`,
  }));
}
