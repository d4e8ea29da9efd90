import type { Milestone, MilestoneItem, WavePlan } from "../schedule/wave-plan.ts";
import { ITEM_COLUMNS } from "./agenda-csv.ts";
import { type ColumnsOf, csvOf } from "./csv.ts";
import { itemDocument } from "./json.ts";

interface Row {
  readonly plan: WavePlan;
  readonly milestone: Milestone;
  readonly item: MilestoneItem;
}

const COLUMNS: ColumnsOf<Row> = {
  wave: ({ plan }) => plan.id,
  offset_weeks: ({ milestone }) => milestone.offsetWeeks,
  ...Object.fromEntries(
    Object.entries(ITEM_COLUMNS).map(([title, cellOf]) => [title, ({ item }: Row) => cellOf(itemDocument(item))]),
  ),
  not_before: ({ item }) => item.notBefore,
};

/** `wave --format csv`: a line for each procedure of each milestone, for a spreadsheet or a board of work items. */
export function renderWaveCsv(plan: WavePlan): string {
  return [...csvOf(COLUMNS, rowsOf(plan))].join("");
}

function* rowsOf(plan: WavePlan): Generator<Row> {
  for (const { milestones } of plan.tracks) {
    for (const milestone of milestones) for (const item of milestone.items) yield { plan, milestone, item };
  }
}
