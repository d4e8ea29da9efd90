import { type ColumnsOf, csvOf } from "./csv.ts";
import type { ProcedureOutput } from "./output-shapes.ts";

const COLUMNS: ColumnsOf<ProcedureOutput> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  cadence: ({ cadence }) => cadence,
  trigger: ({ trigger }) => trigger,
  track: ({ track }) => track,
  owner_role: ({ owner }) => owner.role,
  owner_people: ({ owner }) => joined(owner.people),
  escalate_to: ({ escalateTo }) => joined(escalateTo),
  effort_minutes: ({ effortMinutes }) => effortMinutes,
  last_updated: ({ lastUpdated }) => lastUpdated,
  last_done: ({ lastDone }) => lastDone,
  next: ({ next }) => next,
  effective: ({ effective }) => effective,
  retired: ({ retired }) => retired,
  requires: ({ requires }) => joined(requires),
  tags: ({ tags }) => joined(tags),
  products: ({ products }) => joined(products),
  covers: ({ covers }) => joined(covers),
  path: ({ path }) => path,
};

/** `list --format csv`: a line for each procedure, for a spreadsheet, in pieces. */
export function renderListCsv(procedures: readonly ProcedureOutput[]): Generator<string> {
  return csvOf(COLUMNS, procedures);
}

function joined(words: readonly string[]): string {
  return words.join("; ");
}
