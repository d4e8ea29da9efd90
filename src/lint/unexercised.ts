import { addDays } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import type { Occurrence } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { suggest } from "../parse/suggest.ts";
import { occurrencesScheduled, startOf } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { recordsOf } from "../schedule/status.ts";
import { activeProcedures, knownIds } from "./active-procedures.ts";
import type { Finding, LedgerFacts, Rule } from "./rule.ts";
import { standingRecords } from "./standing-records.ts";

const COUNT = 3;
const FIRST_LOOK_BACK_DAYS = 10;

/** What is written down is also done: of the last three occurrences at least one has a record. */
export const unexercised: Rule = {
  name: "unexercised",
  severity: "warning",
  dependsOnDay: true,
  check: ({ ledger, ...input }) => {
    if (ledger === undefined) return [];
    const found = activeProcedures(input).flatMap(({ procedure, path, placeOf }) => {
      const last = lastPastDue(procedure, ledger.schedule);
      const isExercised = last.some((occurrence) => recordsOf(occurrence, ledger.schedule).length > 0);
      return last.length < COUNT || isExercised ? [] : [{ procedure, path, place: placeOf(["trigger"]), last }];
    });
    if (found.length === 0) return [];
    const gone = goneProcedures(ledger, knownIds(input));
    return found.map(({ procedure, path, place, last }): Finding => {
      const record = `runbook done ${procedure.id} --for ${last.at(-1)?.key}`;
      return {
        path,
        place,
        message: `The last ${COUNT} occurrences (${last.map(({ key }) => key).join(", ")}) have no record, expected at least one.`,
        hint: `${renamedHint(procedure, last, gone)} it with a reason, retire the procedure, or record what was done: ${record}`,
      };
    });
  },
};

/** The last owed occurrences that are past their due date, oldest first; the search goes back in growing steps. */
function lastPastDue(procedure: Procedure, schedule: Schedule): readonly Occurrence[] {
  const { date } = schedule.asOf;
  const start = startOf(procedure, schedule);
  for (let days = FIRST_LOOK_BACK_DAYS; ; days *= 4) {
    const back = addDays(date, -days);
    const from = back < start ? start : back;
    const past = occurrencesScheduled(procedure, schedule, from, date)
      .filter(({ notOwed, due }) => notOwed === null && due !== null && due < date)
      .toSorted((a, b) => compare(a.due ?? "", b.due ?? ""));
    if (past.length >= COUNT || from === start) return past.slice(-COUNT);
  }
}

/** The procedures that the ledger has records of and the run book does not have, by the keys of those records. */
function goneProcedures(ledger: LedgerFacts, known: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const gone = new Map<string, Set<string>>();
  for (const { procedure, occurrence } of standingRecords(ledger)) {
    if (procedure === null || occurrence === null || known.has(procedure)) continue;
    gone.set(occurrence, (gone.get(occurrence) ?? new Set()).add(procedure));
  }
  return gone;
}

/** Of more that are gone at once, none was renamed. */
const MOST_GONE = 20;

/** How the hint begins: whoever renames a file gives the procedure another id, and its records stay behind. */
function renamedHint(
  { id }: Procedure,
  last: readonly Occurrence[],
  gone: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const ids = [...new Set(last.flatMap(({ key }) => [...(gone.get(key) ?? [])]))].toSorted(compare);
  const [only] = ids;
  const meant = ids.length > MOST_GONE ? undefined : (suggest(id, ids) ?? (ids.length === 1 ? only : undefined));
  if (meant === undefined) return "Skip";
  return `If it went as \`${meant}\`, which has such records and is gone, name that: \`formerly: [${meant}]\`. Else skip`;
}
