import { editDistance } from "./suggest.ts";

/** A phrase of each row of the grammar, as authors would write it. */
export const PHRASES = [
  "daily",
  "every business day",
  "weekly",
  "weekly on Tuesday",
  "weekly on Monday and Thursday",
  "every 2 weeks on Friday from 2026-01-09",
  "monthly",
  "monthly on day 15",
  "monthly on last day",
  "monthly on business day 3",
  "monthly on last business day",
  "monthly on second Tuesday",
  "monthly on last Friday",
  "every 6 months on day 1 from 2026-02-01",
  "quarterly",
  "quarterly on month 1 business day 10",
  "half-yearly",
  "half-yearly on month 2 last Friday",
  "annually",
  "annually on 15 March",
  "90 days after completion",
  "wave week",
  "wave -8 weeks",
  "wave +2 weeks",
  "on incident",
  "on incident severity 1 within 15 minutes",
  "on event year-end-close within 2 business days",
  "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30",
] as const;

/** What people write for a phrase of the grammar. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:every day|each day|nightly)$/, "daily"],
  [/^(?:weekdays|every weekday|workdays|every working day|business days?|every work ?day)$/, "every business day"],
  [/^(?:every|each) week$/, "weekly"],
  [/^(?:every|each) month$/, "monthly"],
  [/^(?:every|each) quarter$/, "quarterly"],
  [/^(?:yearly|annual|every year|each year)$/, "annually"],
  [/^(?:semi-?annual(?:ly)?|bi-?annual(?:ly)?|half ?yearly|every half-?year)$/, "half-yearly"],
  [/^(?:every|on) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?$/, "weekly on $1"],
  [/^(?:monthly|(?:every|each) month) (?:on )?(?:the )?([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?$/, "monthly on day $1"],
  [
    /^(?:monthly on |on |every (?!(?:second|third|fourth) \w+$))?(?:the )?(first|second|third|fourth|last) ((?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: of (?:the|each|every) month)?$/,
    "monthly on $1 $2",
  ],
  [/^monthly on (?:the )?([1-9]|1\d|2[0-3])(?:st|nd|rd|th) (?:business|working) ?day$/, "monthly on business day $1"],
  [
    /^(?:monthly on (?:the )?last (?:business|working) ?day|(?:on )?(?:the )?last (?:business|working) ?day of (?:the|each|every) month)$/,
    "monthly on last business day",
  ],
  [
    /^(?:quarterly on (?:the )?last (?:business|working) ?day|(?:on )?(?:the )?last (?:business|working) ?day of (?:the|each|every) quarter)$/,
    "quarterly on month 3 last business day",
  ],
  [/^wave ?([1-9]\d?) weeks before$/, "wave -$1 weeks"],
];

/** What needs a word more than people write: an example of what they may mean. */
const EXAMPLES: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:fortnightly|bi-?weekly|every (?:other|second|two) (?:weeks?|\w+day))$/,
    "every 2 weeks on Friday from 2026-01-09",
  ],
  [/^((?:mon|tues|wednes|thurs|fri|satur|sun)day)s?$/, "weekly on $1"],
  [/^monthly on (?:the )?last (?:week|work)day$/, "monthly on last business day"],
  // A line of cron.
  [/^\S+ \S+ ([1-9]|[12]\d|3[01]) \* \*$/, "monthly on day $1"],
  [/^\S+ \S+ \* \* (?:1-5|mon-fri)$/, "every business day"],
  [/^\S+ \S+ \* \* \*$/, "daily"],
  [/^\S+ \S+ \* \* \S+$/, "weekly on Tuesday"],
  // What has no words of its own.
  [
    /^(?:monthly )?(?:on )?(?:the )?(?:last )?\w+day (?:on or )?before the \d+\w*$/,
    "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=8,9,10,11,12,13,14 from 2026-01-09",
  ],
  [
    /^monthly on (?:the )?(?:(?:\w+|\d) (?:to )?last (?:business|working|week) ?day|(?:business|working) day -\d+)$/,
    "rrule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-3 from 2026-01-28",
  ],
  [
    /^(?:twice (?:a|per) month|semi-?monthly|monthly on days? \d+ (?:and|,) ?(?:day )?\d+)$/,
    "rrule FREQ=MONTHLY;BYMONTHDAY=1,15 from 2026-01-01",
  ],
  [/^(?:ad[ -]?hoc|on demand|as needed|when needed)$/, "on event year-end-close within 2 business days"],
];

/** The phrase of the grammar that says the same as a text in other words; undefined where none does. */
export function synonymOf(text: string): string | undefined {
  return inOtherWords(folded(text), SYNONYMS);
}

function inOtherWords(text: string, phrases: readonly (readonly [RegExp, string])[]): string | undefined {
  const found = phrases.find(([pattern]) => pattern.test(text));
  return found && text.replace(found[0], found[1]);
}

function folded(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/gu, " ").slice(0, 80);
}

/** The phrase of the grammar that a text most likely meant. */
export function nearestPhrase(text: string): string {
  const words = folded(text);
  const meant = inOtherWords(words, [...SYNONYMS, ...EXAMPLES]);
  if (meant !== undefined) return meant;
  const family = PHRASES.filter((phrase) => firstWord(phrase) === firstWord(words));
  const ranked = (family.length === 0 ? PHRASES : family).map((phrase) => ({
    phrase,
    distance: distanceTo(phrase, words),
  }));
  return ranked.reduce((best, next) => (next.distance < best.distance ? next : best)).phrase;
}

/** All numbers of days after completion are one family. */
function firstWord(phrase: string): string {
  const [word = ""] = phrase.split(" ", 1);
  return /^\d+$/.test(word) ? "90" : word;
}

/** What is left to write at a phrase's end counts far less than what is written differently. */
function distanceTo(phrase: string, text: string): number {
  const start = phrase.slice(0, text.length).toLowerCase();
  return editDistance(text, start) + (phrase.length - start.length) / 100;
}
