// What is said where two people recorded the same while neither knew of the other's record.

import { type LedgerCommit, type LedgerRecord, abbreviated } from "../model/record.ts";
import { recordIn } from "../parse/records.ts";
import { parseRecordMessage } from "../parse/record-message.ts";
import type { Ledger } from "../store/git-ledger.ts";
import type { Crossed } from "../store/ledger-sync.ts";
import { plainLine } from "../view/plain-text.ts";
import { outcomeText } from "../view/record-line.ts";

/** A whole ledger may come at once; what two did without knowing of one another is among the newest of it. */
const MOST_COMPARED = 10_000;
const MOST_NAMED = 10;

/** A completion, a skip or the opening of an incident, as the note names it. */
interface Entry {
  readonly what: string;
  readonly outcome: string;
  readonly commit: string;
  /** The same for all records of one occurrence. */
  readonly place: string;
}

/** Names the occurrences and incidents that a record received and one sent are both of; empty where there are none. */
export function recordedTwiceNote({ received, sent }: Crossed, ledger: Pick<Ledger, "commitsWithIds">): string {
  const recordsOf = (ids: readonly string[]): LedgerRecord[] =>
    ledger.commitsWithIds(ids.slice(0, MOST_COMPARED)).flatMap((commit) => recordOf(commit) ?? []);
  const [here, elsewhere] = [recordsOf(sent), recordsOf(received)];
  const voided = new Set([...here, ...elsewhere].map(({ voids }) => voids));
  const entriesOf = (records: readonly LedgerRecord[]): Entry[] =>
    records.flatMap((record) => (voided.has(record.commit) ? [] : (entryOf(record) ?? [])));
  const ours = new Map(entriesOf(here).map((entry) => [entry.place, entry]));
  const theirs = entriesOf(elsewhere).filter(({ place }) => ours.has(place));
  if (theirs.length === 0) return "";
  const own = [...new Set(theirs.map(({ place }) => place))].flatMap((place) => ours.get(place) ?? []);
  const lines = theirs
    .slice(0, MOST_NAMED)
    .map(({ what, outcome, place }) => `  ${what}: ${outcome}, here ${ours.get(place)?.outcome}`);
  if (theirs.length > MOST_NAMED) lines.push(`  and ${theirs.length - MOST_NAMED} more`);
  return (
    `The same was recorded elsewhere meanwhile, and both records stand:\n${lines.join("\n")}\n` +
    `Where yours is one too many: runbook undo ${own.map(({ commit }) => commit).join(" ")}\n`
  );
}

function recordOf(commit: LedgerCommit): LedgerRecord | undefined {
  const parsed = parseRecordMessage(commit.message);
  return parsed === undefined || "problem" in parsed ? undefined : recordIn(commit, parsed);
}

function entryOf(record: LedgerRecord): Entry | undefined {
  const what = subjectOf(record);
  if (what === undefined) return undefined;
  const name = abbreviated(record.commit);
  return {
    what: plainLine(what),
    outcome: plainLine(`${outcomeText(record)} by ${record.performedBy.name} (${name})`),
    commit: name,
    place: JSON.stringify([record.book, what.toLowerCase()]),
  };
}

/** What two records may both be of: an occurrence, the ticket of an incident. */
function subjectOf({ record, procedure, occurrence, event, ticket }: LedgerRecord): string | undefined {
  if (record === "completion" || record === "skip") return `${procedure} for ${occurrence}`;
  return record === "event" && event !== null && ticket !== null ? `incident ${ticket}` : undefined;
}
