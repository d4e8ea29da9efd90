import type { Item } from "../schedule/due-list.ts";
import { type ColumnsOf, csvOf } from "./csv.ts";
import { itemDocument } from "./json.ts";
import type { ItemOutput } from "./output-shapes.ts";

export const ITEM_COLUMNS: ColumnsOf<ItemOutput> = {
  scheduled: ({ scheduled }) => scheduled,
  due: ({ due }) => due,
  due_at: ({ dueAt }) => dueAt,
  closes: ({ closes }) => closes,
  procedure: ({ procedure }) => procedure,
  name: ({ name }) => name,
  occurrence: ({ occurrence }) => occurrence,
  cadence: ({ cadence }) => cadence,
  track: ({ track }) => track,
  owner_role: ({ owner }) => owner.role,
  owner_people: ({ owner }) => owner.people.join("; "),
  status: ({ status }) => status,
  effort_minutes: ({ effortMinutes }) => effortMinutes,
  last_done: ({ lastDone }) => lastDone,
};

/** `agenda --format csv`: a line for each occurrence, for a spreadsheet, in pieces. */
export function renderAgendaCsv(items: readonly Item[]): Generator<string> {
  return csvOf(ITEM_COLUMNS, documentsOf(items));
}

function* documentsOf(items: readonly Item[]): Generator<ItemOutput> {
  for (const item of items) yield itemDocument(item);
}
