import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Io } from "../io.ts";

/** What a command prints its answer as; `pretty` is for people. */
export type Format =
  | "pretty"
  | "json"
  | "csv"
  | "markdown"
  | "html"
  | "ics"
  | "github"
  | "azure"
  | "sarif"
  | "junit"
  | "adaptive-card";

/** What every command takes. */
export interface GlobalOptions {
  readonly dir?: string;
  readonly asOf?: CalendarDate;
  readonly format: Format;
  /** False for `--no-color`. */
  readonly color: boolean;
  /** False for `--no-cache`. */
  readonly cache: boolean;
  readonly verbose?: boolean;
}

/** Whether what earlier runs have read may be used, and kept for later ones. */
export function mayCache({ cache }: Pick<GlobalOptions, "cache">, { env }: Pick<Io, "env">): boolean {
  return cache && (env["RUNBOOK_NO_CACHE"] ?? "") === "";
}
