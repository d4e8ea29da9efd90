import type { CalendarDate } from "../calendar/calendar-date.ts";

export const TRACKS = ["customer-engagement", "finance-operations", "business-central"] as const;

/** A product line with release-wave dates of its own. */
export type Track = (typeof TRACKS)[number];

/** `YYYY-04` (wave 1) or `YYYY-10` (wave 2). */
export type WaveId = `${number}-${"04" | "10"}`;

/** A published date with the document it was read in. */
export interface SourcedDate {
  readonly date: CalendarDate;
  readonly source: string;
}

/** What is known of one track in one wave; an absent key is a date that was not published or not verified. */
export interface TrackDates {
  readonly planPublished?: SourcedDate;
  readonly earlyAccess?: SourcedDate;
  /** First day on which the release is generally available. */
  readonly generalAvailability?: SourcedDate;
  /** First public deployment group; where absent, general availability. */
  readonly firstGroup?: SourcedDate;
  /** Deployment date per region; a weekend deployment is the Monday after it. */
  readonly regions?: Readonly<Record<string, SourcedDate>>;
  /** Weeks from the first public group per region, where this wave differs from the usual ones. */
  readonly regionOffsets?: Readonly<Record<string, number>>;
  /** This tenant's own date, from its run book. */
  readonly productionUpdate?: CalendarDate;
}

export interface Wave {
  readonly id: WaveId;
  readonly name?: string;
  readonly tracks: Readonly<Partial<Record<Track, TrackDates>>>;
}

/** What Microsoft has announced, as shipped with the tool. */
export interface AnnouncedWaves {
  /** The day on which the data was last compared with its sources. */
  readonly checked: CalendarDate;
  readonly waves: readonly Wave[];
  /** Weeks from a wave's first public deployment group to each region's, as in most waves. */
  readonly regionOffsets: Readonly<Record<string, number>>;
}
