import { parseTrigger } from "../parse/trigger.ts";
import { synonymOf } from "../parse/trigger-phrases.ts";

/** A trigger as it is written; or in the grammar's words, where people wrote others that say the same; undefined for any other. */
export function meantTrigger(words: string): string | undefined {
  // "Daily (in the morning)"
  const text = words.trim().replace(/\.$|\s*\([^()]*\)$/, "");
  const synonym = synonymOf(text);
  return [text, synonym && withCapitals(synonym)].find((it) => it !== undefined && "trigger" in parseTrigger(it));
}

/** What one letter means under a title that asks how often; undefined for any other words. */
export function triggerOfLetter(words: string): string | undefined {
  return LETTERS.get(words.trim().toUpperCase());
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ["D", "daily"],
  ["W", "weekly"],
  ["M", "monthly"],
  ["Q", "quarterly"],
  ["Y", "annually"],
  ["A", "annually"],
]);

/** Weekdays as English writes them. */
function withCapitals(phrase: string): string {
  return phrase.replaceAll(/\b[a-z](?=[a-z]+day\b)/g, (letter) => letter.toUpperCase());
}

/** Words of headings for a cadence. */
const CADENCES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:daily|every day)\b/, "daily"],
  [/\b(?:every (?:business|working) day|weekdays)\b/, "every business day"],
  [/(?<!bi-?)\b(?:weekly|every week)\b/, "weekly"],
  [/(?<!bi-?)\b(?:monthly|every month|month[ -]end)\b/, "monthly"],
  [/\b(?:quarterly|every quarter)\b/, "quarterly"],
  [/\b(?:half[ -]?yearly|semi-?annual(?:ly)?)\b/, "half-yearly"],
  [/(?<!half[ -]?|semi-?|bi-?)\b(?:annual(?:ly)?|yearly|every year)\b/, "annually"],
];

/** The cadence that a heading names, as "Weekly checks" does; undefined where it names none, or two. */
export function triggerIn(heading: string): string | undefined {
  const words = heading.toLowerCase();
  const meant = meantTrigger(words);
  if (meant !== undefined) return withCapitals(meant);
  const [found, another] = CADENCES.filter(([pattern]) => pattern.test(words));
  return another === undefined ? found?.[1] : undefined;
}
