import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { handovers } from "../schedule/people.ts";
import { renderJson } from "../view/render-json.ts";
import { rolesDocument } from "../view/roles-json.ts";
import { renderHandoversText, renderMatrixText, renderRolesText } from "../view/roles-text.ts";
import type { GlobalOptions } from "./options.ts";
import { requirePeriod } from "./period-asked.ts";
import { openStatus, outputStyle } from "./session.ts";

export interface RolesOptions extends GlobalOptions {
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  readonly matrix?: boolean;
}

/** Each day is asked for each role. */
const MOST_YEARS = 3;

/** Prints who holds what, who is responsible for what, or what changes hands between two dates. */
export async function runRoles(options: RolesOptions, io: Io): Promise<ExitCode> {
  const { schedule } = await openStatus(options, io, "never");
  const period = periodOf(options, schedule.asOf.date);
  const changes = period === undefined ? [] : handovers(schedule, period.from, period.to);
  const style = outputStyle(options, io);
  if (options.format === "json") io.stdout.write(renderJson<"roles">(rolesDocument(schedule, changes)));
  else if (period !== undefined) io.stdout.write(renderHandoversText(schedule, period, changes, style));
  else io.stdout.write(options.matrix === true ? renderMatrixText(schedule, style) : renderRolesText(schedule, style));
  return 0;
}

function periodOf(
  { from, to }: RolesOptions,
  today: CalendarDate,
): { from: CalendarDate; to: CalendarDate } | undefined {
  if (from === undefined && to === undefined) return undefined;
  const period = { from: from ?? today, to: to ?? addDays(from ?? today, 30) };
  requirePeriod(period.from, period.to, MOST_YEARS);
  return period;
}
