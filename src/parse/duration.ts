// Amounts of work (`10m`, `1h 30m`, `3d`) and intervals of days (`180d`, `12w`).

const EFFORT = /^(?:(\d{1,5})w)? ?(?:(\d{1,5})d)? ?(?:(\d{1,5})h)? ?(?:(\d{1,6})m)?$/;
const DAYS = /^(\d{1,5})([dw])$/;

/** Minutes of a week, a day, an hour and a minute of effort: a day is a working day of 8 hours, a week has 5 of them. */
const UNITS = [5 * 8 * 60, 8 * 60, 60, 1] as const;

/** Minutes of an effort, by how many weeks, days, hours and minutes it has; undefined for none of a unit. */
export function minutesOf(counts: readonly (string | undefined)[]): number {
  return UNITS.reduce((sum, unit, index) => sum + Number(counts[index] ?? 0) * unit, 0);
}

/** An amount of work in minutes, a day being 8 hours and a week 40; undefined where the text is none, or nothing. */
export function parseEffort(text: string): number | undefined {
  const minutes = minutesOf(EFFORT.exec(text.trim())?.slice(1) ?? []);
  return minutes > 0 ? minutes : undefined;
}

/** Whole calendar days of `180d` or `12w`; undefined where the text is none, or no day at all. */
export function parseDays(text: string): number | undefined {
  const parts = DAYS.exec(text.trim());
  if (parts === null) return undefined;
  const days = Number(parts[1]) * (parts[2] === "w" ? 7 : 1);
  return days > 0 ? days : undefined;
}
