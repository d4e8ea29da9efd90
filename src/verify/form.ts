import type { Break } from "../model/verification.ts";
import { type ReadCommit, type Subject, lookAt, short } from "./subject.ts";

/** Every commit is a root, a merge or a record that can be read. */
export function unknownForms({ commits }: Subject): Break[] {
  return commits.flatMap((read) => {
    const message = faultOf(read);
    return message === undefined
      ? []
      : [{ check: "form" as const, commit: read.commit.id, message, hint: `Look at it: ${lookAt(read.commit.id)}` }];
  });
}

function faultOf({ commit, content, problem }: ReadCommit): string | undefined {
  const name = short(commit.id);
  const isRecord = content !== null || problem !== null;
  if (problem !== null) return `Record ${name} cannot be read: ${problem}.`;
  switch (commit.parents.length) {
    case 0:
      return isRecord ? `${name} is a record and has no parent: what came before it was cut off.` : undefined;
    case 1:
      return isRecord ? undefined : `${name} is no record: its message has no line \`Runbook-Record:\` at its end.`;
    default:
      return isRecord ? `${name} claims to be a record and to join two ledgers at once.` : undefined;
  }
}
