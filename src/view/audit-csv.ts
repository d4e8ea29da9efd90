import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { csvTable } from "./csv.ts";

/** What was scheduled in a period and what became of it by its end, a line each. */
export function renderOccurrencesCsv(items: readonly Item[]): string {
  const titles = ["procedure", "name", "occurrence", "scheduled", "due", "status", "decided_by", "owner", "people"];
  return csvTable(
    titles,
    items.map(({ occurrence, status, decidedBy, owner }) => [
      occurrence.procedure.id,
      occurrence.procedure.name,
      occurrence.key,
      occurrence.scheduled,
      occurrence.dueAt ?? occurrence.due,
      status,
      decidedBy?.record.commit ?? null,
      owner.role,
      owner.people.join("; "),
    ]),
  );
}

/** Events and incidents that were open on a day of a period, by the time they began. */
export function renderEventsCsv({ history, zone }: Schedule, from: string, to: string): string {
  const events = history.events
    .filter(
      ({ openedAt, closedAt }) => zone.dateAt(openedAt) <= to && (closedAt === null || zone.dateAt(closedAt) >= from),
    )
    .toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
  return csvTable(
    ["event", "name", "opened_at", "severities", "closed_at"],
    events.map(({ id, name, openedAt, severities, closedAt }) => [
      id,
      name,
      zone.timestamp(openedAt),
      severities.map(({ severity, at }) => `${severity} from ${zone.timestamp(at)}`).join("; "),
      closedAt === null ? null : zone.timestamp(closedAt),
    ]),
  );
}
