import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { handovers } from "../schedule/people.ts";
import type { GlobalOptions } from "../session/options.ts";
import { openWithoutRecords, outputStyle } from "../session/session.ts";
import { renderJson } from "../view/render-json.ts";
import { rolesDocument } from "../view/roles-json.ts";
import { renderHandoversText, renderMatrixText, renderRolesText } from "../view/roles-text.ts";
import { periodAhead } from "./period-asked.ts";

export interface RolesOptions extends GlobalOptions {
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  readonly matrix?: boolean;
}

const DAYS_AHEAD = 30;
/** Each day is asked for each role. */
const MOST_YEARS = 3;

/** Prints who holds what, who is responsible for what, or what changes hands between two dates. */
export async function runRoles(options: RolesOptions, io: Io): Promise<ExitCode> {
  const { schedule } = await openWithoutRecords(options, io);
  const isPeriod = options.from !== undefined || options.to !== undefined;
  const period = isPeriod ? periodAhead(options, schedule.asOf.date, DAYS_AHEAD, MOST_YEARS) : undefined;
  const changes = period === undefined ? [] : handovers(schedule, period.from, period.to);
  const style = outputStyle(options, io);
  if (options.format === "json") io.stdout.write(renderJson<"roles">(rolesDocument(schedule, changes)));
  else if (period !== undefined) io.stdout.write(renderHandoversText(schedule, period, changes, style));
  else io.stdout.write(options.matrix === true ? renderMatrixText(schedule, style) : renderRolesText(schedule, style));
  return 0;
}
