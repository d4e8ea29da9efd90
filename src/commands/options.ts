import type { CalendarDate } from "../calendar/calendar-date.ts";

/** What every command takes. */
export interface GlobalOptions {
  readonly dir?: string;
  readonly asOf?: CalendarDate;
  readonly format: string;
  /** False for `--no-color`. */
  readonly color: boolean;
  readonly verbose?: boolean;
}
