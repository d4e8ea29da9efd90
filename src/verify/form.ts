import type { InspectedCommit } from "../model/inspection.ts";
import { abbreviated } from "../model/record.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import { lookAt } from "./words.ts";

/**
 * Every commit is a root, a merge or a record that can be read. `problem`: why one that means to be a record cannot; `isVoidable`:
 * whether this run book can void it.
 */
export function formFault(
  commit: InspectedCommit,
  isRead: boolean,
  problem: string | null,
  isVoidable: boolean,
): Break | undefined {
  const message = faultOf(commit, isRead, problem);
  if (message === undefined) return undefined;
  const more = isRead || problem !== null || commit.doubtfulEncoding !== null ? "" : remedyFor(commit.message);
  const remedy = isVoidable ? `. Record the work again, then void it: runbook undo ${abbreviated(commit.id)}` : "";
  return { check: "form", commit: commit.id, message, hint: `${more}Look at it: ${lookAt(commit.id)}${remedy}` };
}

const REVERT = /^This reverts commit ([0-9a-f]{40,64})/m;
const FURTHER_UP = /^[ \t]*Runbook-Record:/im;

/** What to do about a commit that is no record, where its message tells how it came to be. */
function remedyFor(message: string): string {
  const reverted = REVERT.exec(message)?.[1];
  if (reverted !== undefined) return `A revert takes back no record: runbook undo ${abbreviated(reverted)}. `;
  if (!FURTHER_UP.test(message)) return "";
  return "It has that line further up, as a squashed merge does, where it counts for nothing: record the work again. ";
}

function faultOf(commit: InspectedCommit, isRead: boolean, problem: string | null): string | undefined {
  const name = abbreviated(commit.id);
  if (problem !== null) return `Record ${name} cannot be read: ${problem}.`;
  switch (commit.parents.length) {
    case 0:
      return isRead ? `${name} claims to be a record and has no parent: what came before it was cut off.` : undefined;
    case 1:
      if (commit.doubtfulEncoding !== null) {
        return `${name} says that it is written in ${quoted(commit.doubtfulEncoding)}, as which programs may read different records: records are written in UTF-8.`;
      }
      return isRead ? undefined : `${name} is no record: its message has no line \`Runbook-Record:\` at its end.`;
    default:
      return isRead ? `${name} claims to be a record and to join two ledgers at once.` : undefined;
  }
}
