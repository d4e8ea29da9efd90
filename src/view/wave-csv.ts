import type { WaveId } from "../model/wave.ts";
import type { WavePlan } from "../schedule/wave-plan.ts";
import { ITEM_COLUMNS } from "./agenda-csv.ts";
import { type ColumnsOf, csvOf } from "./csv.ts";
import { itemDocument } from "./json.ts";
import type { ItemOutput } from "./output-shapes.ts";

interface Row extends ItemOutput {
  readonly wave: WaveId;
  readonly offsetWeeks: number;
  readonly notBefore: string | null;
}

const COLUMNS: ColumnsOf<Row> = {
  wave: ({ wave }) => wave,
  offset_weeks: ({ offsetWeeks }) => offsetWeeks,
  ...ITEM_COLUMNS,
  not_before: ({ notBefore }) => notBefore,
};

/** `wave --format csv`: a line for each procedure of each milestone, for a spreadsheet or a board of work items. */
export function renderWaveCsv(plan: WavePlan): string {
  return [...csvOf(COLUMNS, rowsOf(plan))].join("");
}

function* rowsOf({ id, tracks }: WavePlan): Generator<Row> {
  for (const { offsetWeeks, items } of tracks.flatMap(({ milestones }) => milestones)) {
    for (const item of items) yield { wave: id, offsetWeeks, ...itemDocument(item), notBefore: item.notBefore };
  }
}
