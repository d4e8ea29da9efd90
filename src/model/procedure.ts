import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Input } from "./automation.ts";
import type { Product } from "./product.ts";
import type { CadenceGroup, Trigger } from "./trigger.ts";
import type { Track } from "./wave.ts";

/** What happens to a pinned date on a non-business day. */
export type Roll = "next" | "previous" | "skip" | "none";

/** `latest`: only the newest occurrence can still be done; `each`: every one stays owed, as of waves, events and completions. */
export type CatchUp = "latest" | "each";

export interface Measure {
  readonly unit?: string;
  readonly warn?: number;
  readonly limit?: number;
}

/** One Markdown file of the run book, normalised: defaults are filled in. */
export interface Procedure {
  readonly id: string;
  readonly formerly: readonly string[];
  readonly name: string;
  /** Relative to the run book, with `/`. */
  readonly path: string;
  readonly trigger: Trigger;
  /** The trigger as its author wrote it, white space folded. */
  readonly triggerText: string;
  readonly cadence: CadenceGroup;
  /** A role id or a person id; undefined where the file names none (lint rule `unowned`). */
  readonly owner: string | undefined;
  readonly lastUpdated: CalendarDate;
  readonly effortMinutes: number | undefined;
  readonly tags: readonly string[];
  /** Set on wave procedures that belong to one track. */
  readonly track: Track | undefined;
  readonly products: readonly Product[];
  readonly covers: readonly string[];
  /** Roles (or people), in order. */
  readonly escalateTo: readonly string[];
  /** Nothing is owed before this date. */
  readonly effective: CalendarDate | undefined;
  /** Nothing due on or after this date is owed. */
  readonly retired: CalendarDate | undefined;
  /** Days between reviews; undefined: the run book's default. */
  readonly reviewEveryDays: number | undefined;
  readonly roll: Roll;
  readonly catchUp: CatchUp;
  readonly needs: "plan" | "early-access" | undefined;
  readonly requires: readonly ("evidence" | "approval")[];
  readonly measures: Readonly<Record<string, Measure>>;
  /** By name, in the order written. */
  readonly inputs: Readonly<Record<string, Input>>;
}

/** All ids that records may know a procedure by: its own, then its former ones. */
export function idsOf({ id, formerly }: Procedure): readonly string[] {
  return [id, ...formerly];
}

/** The tags of all of them, each once, by name. */
export function tagsOf(procedures: readonly Pick<Procedure, "tags">[]): readonly string[] {
  return [...new Set(procedures.flatMap(({ tags }) => tags))].toSorted();
}

/** Whether nothing of a procedure is owed any more on a day. */
export function isRetired({ retired }: Procedure, on: CalendarDate): boolean {
  return retired !== undefined && retired <= on;
}

/** Whether a procedure is for a track of the run book: without one of its own it is for each. */
export function isForTrack({ track }: Procedure, wanted: Track): boolean {
  return track === undefined || track === wanted;
}
