// `.runbook/reference.json`: what a run book was made from, so that later versions of the reference can be merged.

import * as z from "zod";
import { isCalendarDate } from "../calendar/calendar-date.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { PRODUCTS } from "../model/product.ts";
import { TRACKS } from "../model/wave.ts";
import type { Tenant } from "./tenant-files.ts";

/** The record's path in the run book. A dot keeps it out of the way of everything that reads Markdown. */
export const RECORD_PATH = ".runbook/reference.json";

export interface ReferenceRecord {
  /** The tool's version that last wrote from its reference. */
  readonly version: string;
  readonly date: CalendarDate;
  readonly tenant: Tenant;
  /** Each reference file as it was written or last merged, packed (see store/packed-text.ts), by path. */
  readonly files: Readonly<Record<string, string>>;
}

const ABOUT =
  "What this run book was made from: the reference files as they were written, packed so that nothing searches or reformats them. `runbook upgrade` merges later versions with it. Commit it; do not edit it.";

const date = z.custom<CalendarDate>((value) => typeof value === "string" && isCalendarDate(value));

/** To a file below the run book, by its words: this program writes no other. */
const PATH = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\]+$/;

const RECORD_SHAPE = z.object({
  schemaVersion: z.literal(1),
  version: z.string(),
  date,
  tenant: z.object({
    id: z.string(),
    title: z.string(),
    timezone: z.string(),
    goLive: date,
    region: z.string().nullable(),
    products: z.array(z.enum(PRODUCTS)),
    tracks: z.array(z.enum(TRACKS)),
    firstHolder: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }),
  }),
  files: z.record(z.string().regex(PATH), z.string()),
});

/** The record of a text; undefined where it is none. */
export function parseReferenceRecord(text: string): ReferenceRecord | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { success, data: written } = RECORD_SHAPE.safeParse(data);
  if (!success) return undefined;
  const { version, date: on, tenant, files } = written;
  const { region, firstHolder: holder, ...rest } = tenant;
  const firstHolder = { ...holder, email: holder.email ?? undefined };
  return { version, date: on, tenant: { ...rest, region: region ?? undefined, firstHolder }, files };
}

/** The record's text, a line for each file, so that git shows and merges what changed. */
export function formatReferenceRecord({ version, date: on, tenant, files }: ReferenceRecord): string {
  const { region = null, firstHolder, ...rest } = tenant;
  const holder = { ...firstHolder, email: firstHolder.email ?? null };
  const sorted = Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => compare(a, b)));
  const document = {
    about: ABOUT,
    schemaVersion: 1,
    version,
    date: on,
    tenant: { ...rest, region, firstHolder: holder },
    files: sorted,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
