import type { Item } from "../schedule/due-list.ts";
import { csvPieces } from "./csv.ts";
import { itemDocument } from "./json.ts";
import type { ItemOutput } from "./output-shapes.ts";

const COLUMNS = {
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
} satisfies Record<string, (item: ItemOutput) => string | number | null>;

/** `agenda --format csv`: a line for each occurrence, for a spreadsheet, in pieces. */
export function renderAgendaCsv(items: readonly Item[]): Generator<string> {
  const rows = function* (): Generator<(string | number | null)[]> {
    for (const item of items) {
      const document = itemDocument(item);
      yield Object.values(COLUMNS).map((cellOf) => cellOf(document));
    }
  };
  return csvPieces(Object.keys(COLUMNS), rows());
}
