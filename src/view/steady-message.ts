// What a finding is about, apart from what the day, the ledger or other files make of it.

import type { Diagnostic } from "../model/diagnostic.ts";

/** Rules whose messages tell of figures that change by themselves: ages, dates, counts, commits. */
const OF_FIGURES: ReadonlySet<string> = new Set([
  "drift",
  "duplicate-procedure",
  "ledger",
  "over-budget",
  "repeat-failure",
  "stale",
  "uncovered",
  "unexercised",
  "unowned",
  "wave-window",
]);

/** A finding's message without such figures; names in backticks stay, and all messages of other rules. */
export function steadyMessage({ rule, message }: Pick<Diagnostic, "rule" | "message">): string {
  return OF_FIGURES.has(rule)
    ? message
        .split(/(`[^`]*`)/u)
        .map((part, index) => (index % 2 === 0 ? withoutFigures(part) : part))
        .join("")
    : message;
}

function withoutFigures(text: string): string {
  return (
    text
      .replaceAll(/\b[\da-f]{7,40}\b/gu, "0")
      .replaceAll(/\d+/gu, "0")
      // Said of several only.
      .replaceAll(/,? \(?and (?:on |in |more than )?0 more(?: days? until [0-]+)?\)?/gu, "")
      // One or several.
      .replaceAll(/\b0 ([a-z]+?)s?\b/gu, "0 $1")
      // A list of dates, or a commit.
      .replaceAll(/ \([^()]*0[^()]*\)/gu, "")
  );
}
