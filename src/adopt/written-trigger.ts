import { IMPORT_CADENCES } from "../data/import-cadences.ts";
import { withoutNumber } from "./page-values.ts";
import { changesWhen, scheduleIn, tellsWhen } from "./written-schedule.ts";
import { isTrigger } from "../parse/trigger.ts";
import { synonymOf } from "../parse/trigger-phrases.ts";

/** A trigger as it is written; or in the grammar's words, where people wrote others that say the same; undefined for any other. */
export function meantTrigger(words: string): string | undefined {
  const text = words.trim();
  if (isTrigger(text)) return text;
  const [, brackets = ""] = BRACKETS.exec(text) ?? [];
  return (tellsWhen(brackets) ? undefined : titleTrigger(text)) ?? scheduleIn(text);
}

const BRACKETS = /\(([^()]*)\)\.?$/u;

/** What a part says of when, together with the cadence that it stands under where it says nothing by itself: "March", "by the 5th". */
export function withGiven(written: string, given: string | undefined): string {
  if (given === undefined || meantTrigger(written) !== undefined) return written;
  const together = given.endsWith(`, ${written}`) ? given : `${given}, ${written}`;
  return meantTrigger(together) === undefined ? written : together;
}

/** The same of few words that name a cadence, as a column's title does, whatever stands behind them in brackets. */
export function titleTrigger(words: string): string | undefined {
  const english = englishTrigger(words);
  if (english !== undefined) return english;
  const lower = plain(words).toLowerCase();
  return IMPORT_CADENCES.find(([phrase]) => phrase === lower)?.[1];
}

/** The same of English words only. */
export function englishTrigger(words: string): string | undefined {
  const text = plain(words);
  const synonym = synonymOf(text);
  return [text, synonym && withCapitals(synonym)].find((it) => it !== undefined && isTrigger(it));
}

/** Of "Daily (in the morning)" the first word. */
function plain(words: string): string {
  return words.trim().replace(/\.$|(?<!\s)\s*\([^()]*\)$/, "");
}

/** Without the numbers and pictures before it. */
function plainHeading(words: string): string {
  return withoutNumber(words).replace(/^[^\p{L}]+/u, "");
}

/**
 * The cadences that titles beside one another name. Letters do where none of them means anything else: "M T W T F" are days, and
 * "Q H M T S A" are French.
 */
export function cadencesOf(titles: readonly string[]): readonly (string | undefined)[] {
  const isRaci = areRaci(titles);
  const letters = titles.filter((title) => /^\p{L}$/u.test(title) && !(isRaci && RACI.includes(title)));
  const areCadences = letters.every((letter) => triggerOfLetter(letter) !== undefined);
  const once = new Set(letters).size === letters.length;
  return titles.map((title) => {
    if (isRaci && RACI.includes(title)) return undefined;
    return titleTrigger(title) ?? (areCadences && once ? triggerOfLetter(title) : undefined);
  });
}

/** Who is responsible, accountable, consulted, informed. */
export const RACI: readonly string[] = ["R", "A", "C", "I"];

/** Whether titles beside one another hold these letters. */
export function areRaci(titles: readonly string[]): boolean {
  return RACI.every((letter) => titles.includes(letter));
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

/** German adjectives and French plurals have endings. */
const CADENCES = IMPORT_CADENCES.map(
  ([words, trigger]) => [new RegExp(`(?<![\\p{L}-])${words}(?:e[nrs]?)?s?(?!\\p{L})`, "gu"), trigger] as const,
);

/**
 * The cadence that a heading names, as "Weekly checks" does; undefined where it names none, or two. Under another cadence it has
 * to begin with it: "Review the monthly report" may well be weekly work.
 */
export function triggerIn(heading: string, isUnderCadence = false): string | undefined {
  if (UNCLEAR_NUMBER.test(heading)) return undefined;
  const words = (COUNTED.test(heading) ? heading : withoutNumber(heading)).toLowerCase();
  const [whole, meant] = [meantTrigger(heading.toLowerCase()), meantTrigger(words)];
  // "1. Montag" is the month's first, or the first part.
  if (whole !== undefined && meant !== undefined && whole !== meant && !ADJECTIVE.test(words)) return undefined;
  const read = meant ?? whole;
  if (read !== undefined) return withCapitals(read);
  const [, brackets = ""] = BRACKETS.exec(words) ?? [];
  if (changesWhen(words) || NUMBER_BEFORE.test(words) || tellsWhen(brackets)) return undefined;
  const found = new Set<string>();
  let rest = words;
  for (const [pattern, trigger] of CADENCES) {
    const next = rest.replace(pattern, " ");
    if (next !== rest) found.add(trigger);
    rest = next;
  }
  const isOwn = !isUnderCadence || CADENCES.some(([pattern]) => plainHeading(words).search(pattern) === 0);
  return found.size === 1 && isOwn ? [...found][0] : undefined;
}

/** Whether a heading begins to say when and no trigger says it: what stands below is not owed as what is above says. */
export function isUnreadWhen(heading: string): boolean {
  const words = plainHeading(heading.toLowerCase());
  if (triggerIn(heading) !== undefined) return false;
  return (
    OTHER_TIMES.test(words) ||
    UNCLEAR_NUMBER.test(heading) ||
    (BEGINS_WHEN.test(words) && tellsWhen(words)) ||
    CADENCES.some(([pattern]) => words.search(pattern) === 0)
  );
}

const BEGINS_WHEN =
  /^(?:\d{1,2} ?x|\d{1,2}[ -]|twice|thrice|every|each|once|(?:two|three|four|six)[ -]|alle|jede[nrsm]?|(?:ein|zwei|drei|vier)mal|tous|toutes|chaque|une?|deux|trois) ?/u;
const OTHER_TIMES =
  /^(?:fortnightly|bi-?weekly|bi-?monthly|ad[ -]?hoc|as (?:required|needed)|when (?:required|needed)|on (?:demand|request)|14-tä|vierzehntä|zweiwöchentlich|zweimonatlich|(?:bei|nach) bedarf|anlassbezogen|bi-?(?:hebdomadaire|mensuel|mestriel)|au besoin|(?:à la|sur) demande)/u;

/** Is "6 Monthly" a sixth part, or every half-year? */
const UNCLEAR_NUMBER = /^\s*(?:3|6|12) (?:Monthly|Monatlich|Mensuel)/u;
/** A number that belongs to what follows, as in "6 monthly checks". */
const COUNTED = /^\s*\d+ \p{Ll}/u;
/** "5. Monthly checks" is the fifth part, "15. jeden Monats" perhaps the day. */
const ADJECTIVE = /\p{L}(?:ly|lich\p{L}*|els?|elles?|aires?|iens?|iennes?)(?!\p{L})/u;
/** "4 weekly", "six monthly". */
const NUMBER_BEFORE =
  /(?<![\p{L}\d.])(?:\d{1,2}|two|three|four|six|zwei|drei|vier|sechs|deux|trois|quatre)[ -](?:daily|weekly|monthly|yearly|wöchentlich|monatlich|jährlich|täglich)/u;
