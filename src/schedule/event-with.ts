import type { EventHistory, History } from "./history.ts";

/** Of many events each is asked for by its id. */
const known = new WeakMap<History["events"], ReadonlyMap<string, EventHistory>>();

export function eventWith({ events }: Pick<History, "events">, id: string): EventHistory | undefined {
  const byId = known.get(events) ?? new Map(events.map((event) => [event.id, event]));
  known.set(events, byId);
  return byId.get(id);
}
