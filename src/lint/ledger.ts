import { compare } from "../model/compare.ts";
import { type LedgerRecord, abbreviated } from "../model/record.ts";
import { isOccurrenceKey } from "../parse/occurrence-key.ts";
import { FILE_START, quoted } from "../parse/place.ts";
import { hinter } from "../parse/hints.ts";
import { knownIds } from "./active-procedures.ts";
import type { Finding, LedgerFacts, LintInput, Rule } from "./rule.ts";
import { standingRecords } from "./standing-records.ts";

/** Every record can be read, and is of a procedure and an occurrence that there could be. */
export const ledger: Rule = {
  name: "ledger",
  severity: "error",
  dependsOnDay: true,
  check: (input) => {
    if (input.ledger === undefined) return [];
    const { schedule, unreadable } = input.ledger;
    const standing = standingRecords(input.ledger);
    return [
      ...unreadable.map(({ path, message, hint }) => ({ path, place: FILE_START, message, hint })),
      ...unknownProcedures(standing, input, input.ledger),
      ...impossibleKeys(standing, schedule.book.settings.ledger.branch),
    ];
  },
};

function newestFirst(a: LedgerRecord, b: LedgerRecord): number {
  return Date.parse(b.recordedAt) - Date.parse(a.recordedAt) || compare(a.commit, b.commit);
}

/** Records are counted up to so many, fewer than are kept of any procedure. */
const MOST_COUNTED = 20;

/** One finding for all records of a procedure. */
function unknownProcedures(
  records: readonly LedgerRecord[],
  input: LintInput,
  { knownTexts, schedule }: LedgerFacts,
): Finding[] {
  const known = knownIds(input);
  for (const id of knownTexts) known.add(id);
  const unknown = new Map<string, LedgerRecord[]>();
  for (const record of records) {
    const { procedure } = record;
    if (procedure === null || known.has(procedure)) continue;
    const list = unknown.get(procedure);
    if (list === undefined) unknown.set(procedure, [record]);
    else list.push(record);
  }
  const didYouMean = hinter();
  // What a cache gives comes in another order.
  const byId = [...unknown].toSorted(([a], [b]) => compare(a, b));
  return byId.map(([id, found]) => {
    const [first, ...others] = found.toSorted(newestFirst);
    const commit = abbreviated(first?.commit ?? "");
    const more = others.length > MOST_COUNTED ? `more than ${MOST_COUNTED}` : others.length;
    const also = others.length === 0 ? "" : ` (and ${more} more)`;
    return {
      path: schedule.book.settings.ledger.branch,
      place: FILE_START,
      message: `Record ${commit}${also} names ${quoted(id)}, expected a procedure that the run book or the ledger knows.`,
      hint: didYouMean(id, known) ?? "Add it to the `formerly` of the procedure that it became, or void the record.",
    };
  });
}

function impossibleKeys(records: readonly LedgerRecord[], branch: string): Finding[] {
  return records
    .filter(({ occurrence }) => occurrence !== null && !isOccurrenceKey(occurrence))
    .toSorted(newestFirst)
    .map(({ occurrence, commit }) => ({
      path: branch,
      place: FILE_START,
      message: `Record ${abbreviated(commit)} is for ${quoted(occurrence ?? "")}, expected an occurrence key such as 2026-11-23, 2026-W47 or 2026-11.`,
      hint: `Record it again with \`--for KEY\`, then void this one: runbook undo ${abbreviated(commit)}`,
    }));
}
