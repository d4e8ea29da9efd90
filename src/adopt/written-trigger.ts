import { formatTrigger } from "../parse/format-trigger.ts";
import { parseTrigger } from "../parse/trigger.ts";
import { synonymOf } from "../parse/trigger-phrases.ts";

/** A trigger as it is written; or in the grammar's words, where people wrote others that say the same; undefined for any other. */
export function meantTrigger(words: string): string | undefined {
  const text = words.trim().replace(/\.$/, "");
  return canonical(text) === undefined ? canonical(synonymOf(text) ?? "") : text;
}

function canonical(text: string): string | undefined {
  const read = parseTrigger(text);
  return "trigger" in read ? formatTrigger(read.trigger) : undefined;
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
  const meant = meantTrigger(heading);
  if (meant !== undefined) return canonical(meant);
  const words = heading.toLowerCase();
  const [found, another] = CADENCES.filter(([pattern]) => pattern.test(words));
  return another === undefined ? found?.[1] : undefined;
}
