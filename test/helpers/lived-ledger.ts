// What a team would have recorded of a run book over the years: most of it on time, some of it not, the same for one seed.

import { type CalendarDate, addDays, toEpochDay } from "../../src/calendar/calendar-date.ts";
import type { Procedure } from "../../src/model/procedure.ts";
import { holdersOf } from "../../src/schedule/holders.ts";
import { isCompletion, isEvent, occurrencesScheduled, startOf } from "../../src/schedule/occurrences.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import type { Written } from "./ledgers.ts";

/** Pseudo-random numbers from 0 to 1 (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What one occurrence gets: mostly a completion on time. */
const FATES = [
  { share: 0.84, fate: "on time" },
  { share: 0.05, fate: "late" },
  { share: 0.035, fate: "nothing" },
  { share: 0.02, fate: "skipped" },
  { share: 0.01, fate: "waived" },
  { share: 0.025, fate: "failed, then done" },
  { share: 0.02, fate: "failed" },
] as const;
const DAYS_BETWEEN_INCIDENTS = 17;

/** The records of a schedule's procedures through a day, by time; incidents with their responses too. */
export function livedRecords(schedule: Schedule, last: CalendarDate, seed = 1): Written[] {
  const next = dice(seed);
  const records: Written[] = [];
  const at = (date: CalendarDate, minutes: number): string =>
    new Date(toEpochDay(date) * 86_400_000 + (9 * 60 + Math.floor(minutes)) * 60_000).toISOString();
  const performer = (procedure: Procedure, date: CalendarDate): Partial<Written> => {
    const { people } = schedule.book.directory;
    const [holder] = holdersOf(procedure.owner, schedule.book.directory, date).people;
    const person = people[holder ?? ""] ?? Object.values(people)[0];
    return { performedBy: { name: person?.name ?? "Ana", email: person?.email ?? "ana@contoso.example" } };
  };
  const paces = new Map<string, number>();
  const goLive = toEpochDay(schedule.book.settings.goLive);

  const complete = (procedure: Procedure, key: string, date: CalendarDate, outcome: "done" | "failed"): void => {
    if (date > last) return;
    const years = (toEpochDay(date) - goLive) / 365;
    const values = Object.entries(procedure.measures).map(([name, { warn = 50 }]) => {
      // Each measure at a pace of its own: some calm, some that come to their thresholds.
      const pace = paces.get(`${procedure.id} ${name}`) ?? next();
      paces.set(`${procedure.id} ${name}`, pace);
      return [name, Math.round(warn * (0.3 + pace * 0.4 + years * pace * pace * 0.2 + next() * 0.06) * 10) / 10];
    });
    const planned = procedure.effortMinutes ?? 20;
    records.push({
      record: "completion",
      outcome,
      procedure: procedure.id,
      occurrence: key,
      performedAt: at(date, next() * 400 + (outcome === "done" ? 20 : 0)),
      effortMinutes: next() < 0.85 ? Math.max(1, Math.round(planned * (0.6 + next() * 0.8))) : null,
      values: Object.fromEntries(values),
      ...performer(procedure, date),
    });
  };
  const skip = (procedure: Procedure, key: string, date: CalendarDate): void => {
    const performedAt = at(date, next() * 400);
    if (date > last) return;
    const note = "Not needed this time";
    records.push({
      record: "skip",
      procedure: procedure.id,
      occurrence: key,
      performedAt,
      note,
      ...performer(procedure, date),
    });
  };

  for (const procedure of schedule.book.procedures) {
    if (isEvent(procedure)) continue;
    if (isCompletion(procedure)) {
      // Each next date follows from when the one before was done.
      for (let key = startOf(procedure, schedule); key <= last;) {
        const date = addDays(key, Math.floor(next() * 5));
        complete(procedure, key, date, "done");
        key = addDays(
          date,
          procedure.trigger.count * { days: 1, weeks: 7, months: 30, "business days": 2 }[procedure.trigger.unit],
        );
      }
      continue;
    }
    for (const { key, scheduled, due, notOwed } of occurrencesScheduled(
      procedure,
      schedule,
      startOf(procedure, schedule),
      last,
    )) {
      if (notOwed !== null || due === null) continue;
      let left = next();
      const { fate } = FATES.find(({ share }) => (left -= share) < 0) ?? FATES[0];
      const day = addDays(scheduled, Math.floor(next() * (toEpochDay(due) - toEpochDay(scheduled) + 1)));
      const after = addDays(due, 1 + Math.floor(next() * 4));
      if (fate === "on time") complete(procedure, key, day, "done");
      if (fate === "late") complete(procedure, key, after, "done");
      if (fate === "skipped") skip(procedure, key, day);
      if (fate === "waived") skip(procedure, key, after);
      if (fate.startsWith("failed")) complete(procedure, key, day, "failed");
      if (fate === "failed, then done") complete(procedure, key, addDays(day, Math.floor(next() * 2)), "done");
    }
  }

  const responders = schedule.book.procedures.filter(isEvent).filter(({ trigger }) => trigger.event === "incident");
  for (
    let date = schedule.book.settings.goLive;
    date <= last;
    date = addDays(date, 1 + Math.floor(next() * 2 * DAYS_BETWEEN_INCIDENTS))
  ) {
    const severity = next() < 0.2 ? 1 : next() < 0.5 ? 2 : 3;
    const event = `incident-${date}-${Math.floor(next() * 0xffff)
      .toString(16)
      .padStart(4, "0")}`;
    const start = Math.floor(next() * 200);
    records.push({ record: "event", event, severity, performedAt: at(date, start), note: "Users cannot save" });
    for (const procedure of responders) {
      if (procedure.trigger.severity !== undefined && procedure.trigger.severity !== severity) continue;
      if (next() < 0.15) continue;
      const { within } = procedure.trigger;
      const minutes =
        within === undefined ? 60 : within.count * (within.unit === "minutes" ? 1 : within.unit === "hours" ? 60 : 200);
      const performedAt = at(date, start + Math.ceil(minutes * next() * 1.3));
      records.push({
        record: "completion",
        outcome: "done",
        procedure: procedure.id,
        occurrence: event,
        performedAt,
        effortMinutes: 15,
        ...performer(procedure, date),
      });
    }
    if (next() < 0.95)
      records.push({ record: "event-close", event, performedAt: at(date, start + 60 + Math.floor(next() * 1200)) });
  }
  return records
    .filter(({ performedAt }) => performedAt.slice(0, 10) <= last)
    .toSorted((a, b) => Date.parse(a.performedAt) - Date.parse(b.performedAt));
}
