import { compare } from "../model/compare.ts";
import type { Holiday } from "../model/runbook.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";
import { longDate } from "./words.ts";

/** `holidays` for people; those that are past are dim. */
export function renderHolidaysText(holidays: readonly Holiday[], schedule: Schedule, style: Style): string {
  if (holidays.length === 0) {
    return "holidays.yml has no dates. Add them: runbook holidays update --country CODE --years 2026-2028\n";
  }
  const rows = holidays
    .toSorted((a, b) => compare(a.date, b.date))
    .map(({ date, name }) => {
      const paint = date < schedule.asOf.date ? { paint: style.chalk.dim } : {};
      return [
        { text: date, ...paint },
        { text: longDate(date), ...paint },
        { text: name, ...paint },
      ];
    });
  return `${renderTable([{ title: "Date" }, { title: "" }, { title: "Holiday", isFlexible: true }], rows, style)}\n`;
}
