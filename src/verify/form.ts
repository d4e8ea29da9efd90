import type { InspectedCommit } from "../model/inspection.ts";
import type { Break } from "../model/verification.ts";
import { lookAt, short } from "./words.ts";

/** Every commit is a root, a merge or a record that can be read. `problem`: why one that means to be a record cannot. */
export function formFault(commit: InspectedCommit, isRead: boolean, problem: string | null): Break | undefined {
  const message = faultOf(commit, isRead, problem);
  if (message === undefined) return undefined;
  return { check: "form", commit: commit.id, message, hint: `Look at it: ${lookAt(commit.id)}` };
}

function faultOf(commit: InspectedCommit, isRead: boolean, problem: string | null): string | undefined {
  const name = short(commit.id);
  if (problem !== null) return `Record ${name} cannot be read: ${problem}.`;
  switch (commit.parents.length) {
    case 0:
      return isRead ? `${name} is a record and has no parent: what came before it was cut off.` : undefined;
    case 1:
      return isRead ? undefined : `${name} is no record: its message has no line \`Runbook-Record:\` at its end.`;
    default:
      return isRead ? `${name} claims to be a record and to join two ledgers at once.` : undefined;
  }
}
