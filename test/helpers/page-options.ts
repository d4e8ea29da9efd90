import type { CalendarDate } from "../../src/calendar/calendar-date.ts";

/** How a page is imported where nothing is said beside it. */
export const PAGE_OPTIONS = {
  fallbackName: "page",
  today: "2026-11-23" as CalendarDate,
  directory: undefined,
  trigger: undefined,
  owner: undefined,
  rewrite: () => undefined,
};
