import { pad, toCalendarDate } from "./calendar-date.ts";

const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;

const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, number) => pad(number, 2));

function twoDigits(number: number): string {
  return TWO_DIGITS[number] ?? "";
}

const OFFSET = /^[+-](?:[01]\d|2[0-3]):[0-5]\d$/;

/** An offset as git keeps it (`+0100`) in the form that it is told in. */
export function offsetOf(written: string): string {
  return written === "-0000" ? "+00:00" : `${written.slice(0, 3)}:${written.slice(3)}`;
}

/** Whether a clock can differ by this from UTC, as RFC 3339 writes it (`+01:00`). */
export function isOffset(text: string): boolean {
  return OFFSET.test(text);
}

/** Milliseconds by which a clock with this offset (`+01:00`) is ahead of UTC. */
export function aheadBy(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return minutes * (offset.startsWith("-") ? -MINUTE : MINUTE);
}

/** RFC 3339, whole seconds, of an instant (milliseconds since 1970) as a clock with this offset (`+01:00`) shows it. */
export function timestampAt(instant: number, offset: string): string {
  return `${wallClock(instant + aheadBy(offset))}${offset}`;
}

/** `YYYY-MM-DDTHH:MM:SS` of an instant in UTC. */
export function wallClock(instant: number): string {
  const day = Math.floor(instant / DAY);
  const seconds = Math.floor((instant - day * DAY) / SECOND);
  const minutes = Math.floor(seconds / 60);
  return `${toCalendarDate(day)}T${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
}
