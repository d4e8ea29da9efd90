import type { CalendarDate } from "../calendar/calendar-date.ts";
import { type Range, bomLength } from "./place.ts";

/**
 * A procedure's text with another date at the place of its `last_updated`, quotes and every other byte kept; undefined where
 * no plain or quoted date stands there (an alias, say).
 */
export function setReviewDate(
  text: string,
  { line, column, endColumn }: Range,
  date: CalendarDate,
): string | undefined {
  let lineStart = line === 1 ? bomLength(text) : 0;
  for (let number = 1; number < line; number += 1) lineStart = text.indexOf("\n", lineStart) + 1;
  const [start, end] = [lineStart + column - 1, lineStart + endColumn - 1];
  const [, quote] = /^(["']?)\d{4}-\d{2}-\d{2}\1$/u.exec(text.slice(start, end)) ?? [];
  return quote === undefined ? undefined : `${text.slice(0, start)}${quote}${date}${quote}${text.slice(end)}`;
}
