import { idsOf } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import { holdersOf } from "../schedule/holders.ts";
import { personWithEmail } from "../schedule/people.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Assessed, type Tally, groupedBy, tallyOf } from "./adherence.ts";
import type { Period } from "./period.ts";

/** Of what was due, by who held the owner role on the due date; of what was performed, by who performed it. */
export interface People {
  readonly answeredFor: readonly {
    readonly role: string | null;
    /** Those who held it together; empty where nobody did, and for an outside team. */
    readonly people: readonly string[];
    readonly tally: Tally;
    readonly before: Tally | null;
  }[];
  readonly performed: readonly {
    /** Id in roles.yml; null for who is not there. */
    readonly person: string | null;
    readonly name: string;
    readonly email: string;
    readonly completions: number;
    readonly recordedMinutes: number;
  }[];
}

/** What was due, and what was performed, by person. */
export function peopleOf(
  schedule: Schedule,
  records: readonly LedgerRecord[],
  period: Period,
  current: readonly Assessed[],
  earlier: readonly Assessed[] | null,
): People {
  const { directory } = schedule.book;
  const keyOf = ({ occurrence: { procedure, due } }: Assessed): string => {
    const { role, people } = holdersOf(procedure.owner, directory, due);
    // Where somebody holds a role, it is the person that is asked about.
    return JSON.stringify(people.length > 0 ? [null, people] : [role, []]);
  };
  const [now, then] = [groupedBy(current, keyOf), groupedBy(earlier ?? [], keyOf)];
  const answeredFor = [...new Set([...now.keys(), ...then.keys()])].map((key) => {
    const [role, people] = JSON.parse(key) as [string | null, string[]];
    const before = earlier === null ? null : tallyOf(then.get(key) ?? []);
    return { role, people, tally: tallyOf(now.get(key) ?? []), before };
  });
  return {
    answeredFor: answeredFor.toSorted((a, b) => b.tally.owed - a.tally.owed),
    performed: performedBy(schedule, records, period),
  };
}

function performedBy(schedule: Schedule, records: readonly LedgerRecord[], period: Period): People["performed"] {
  const known = new Set(schedule.book.procedures.flatMap(idsOf));
  const byEmail = new Map<string, LedgerRecord[]>();
  for (const record of records) {
    if (record.record !== "completion" || !known.has(record.procedure ?? "")) continue;
    if (!isPerformedIn(record, schedule, period)) continue;
    const email = record.performedBy.email.toLowerCase();
    byEmail.set(email, [...(byEmail.get(email) ?? []), record]);
  }
  return [...byEmail]
    .map(([email, those]) => {
      const person = personWithEmail(schedule.book.directory, email);
      return {
        person: person?.id ?? null,
        name: person?.name ?? those[0]?.performedBy.name ?? email,
        email,
        completions: those.length,
        recordedMinutes: those.reduce((sum, { effortMinutes }) => sum + (effortMinutes ?? 0), 0),
      };
    })
    .toSorted((a, b) => b.completions - a.completions);
}

/** Whether a record stands and says that it was performed in a period, by the moment asked about. */
export function isPerformedIn(record: LedgerRecord, { zone, history, asOf }: Schedule, { from, to }: Period): boolean {
  if (history.voided.has(record.commit)) return false;
  const on = zone.dateAt(Date.parse(record.performedAt));
  return from <= on && on <= to && on <= asOf.date;
}
