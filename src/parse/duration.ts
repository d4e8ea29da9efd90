// Amounts of work (`10m`, `1h 30m`, `3d`) and intervals of days (`180d`, `12w`).

const EFFORT = /^(?:(\d{1,5})w)? ?(?:(\d{1,5})d)? ?(?:(\d{1,5})h)? ?(?:(\d{1,6})m)?$/;
const DAYS = /^(\d{1,5})([dw])$/;

const MINUTES_PER_HOUR = 60;
/** A day of effort is a working day, not 24 hours. */
const MINUTES_PER_DAY = 8 * MINUTES_PER_HOUR;
const MINUTES_PER_WEEK = 5 * MINUTES_PER_DAY;

/** An amount of work in minutes, a day being 8 hours and a week 40; undefined where the text is none, or nothing. */
export function parseEffort(text: string): number | undefined {
  const parts = EFFORT.exec(text.trim());
  if (parts === null) return undefined;
  const [weeks, days, hours, minutes] = [1, 2, 3, 4].map((index) => Number(parts[index] ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const total = weeks * MINUTES_PER_WEEK + days * MINUTES_PER_DAY + hours * MINUTES_PER_HOUR + minutes;
  return total > 0 ? total : undefined;
}

/** Whole calendar days of `180d` or `12w`; undefined where the text is none, or no day at all. */
export function parseDays(text: string): number | undefined {
  const parts = DAYS.exec(text.trim());
  if (parts === null) return undefined;
  const days = Number(parts[1]) * (parts[2] === "w" ? 7 : 1);
  return days > 0 ? days : undefined;
}
