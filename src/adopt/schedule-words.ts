// The words of schedules in English, German and French, each as a word of ours.

import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { IMPORT_CADENCES } from "../data/import-cadences.ts";
import { IMPORT_MONTHS } from "../data/import-months.ts";
import { IMPORT_SCHEDULE_WORDS } from "../data/import-schedule-words.ts";

/** "Jan", "Okt", "sept": the first letters of a month's names, where no other month begins with them. */
function shortMonths(month: number): readonly string[] {
  const shortened = (names: readonly string[]): string[] =>
    names.flatMap((name) => [name.slice(0, 3), name.slice(0, 4)]);
  const others = new Set(shortened(IMPORT_MONTHS.toSpliced(month, 1).flat()));
  return shortened(IMPORT_MONTHS[month] ?? []).filter((name) => !others.has(name));
}

/** German adjectives and French plurals have endings. */
function endingsOf(phrase: string): readonly string[] {
  if (phrase.endsWith("lich")) return ["", "e", "en", "er", "es"];
  return /(?:el|elle|aire|ien|ienne)$/u.test(phrase) ? ["", "s"] : [""];
}

/** Cadences stand in brackets among the words. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ...IMPORT_CADENCES.flatMap(([phrase, cadence]) =>
    endingsOf(phrase).map((ending) => [`${phrase}${ending}`, `<${cadence}>`] as const),
  ),
  ...IMPORT_MONTHS.flatMap((names, index) =>
    [...names, ...shortMonths(index)].map((name) => [name, MONTHS[index] ?? ""] as const),
  ),
  ...IMPORT_SCHEDULE_WORDS,
]);

/** "Do" and "so" are words, too: alone they are no days. */
const SHORT_DAYS: ReadonlyMap<string, string> = new Map(
  ["mon mo", "tue tues di", "wed mi", "thu thur thurs do", "fri fr", "sat sa", "sun so"].flatMap((names, index) =>
    names.split(" ").map((name) => [name, WEEKDAYS[index] ?? ""] as const),
  ),
);

/** Words of a phrase, the longest first. */
const LENGTHS = [4, 3, 2, 1];
/** Of "15th" and "15." it is kept that they count, and "~" of what says nothing, that it stands between others. */
const NUMBER = /^([1-9]\d?)(st|nd|rd|th|er?|ème|\.)?$/u;
/** What stands between words. */
export const BETWEEN_WORDS = /[\s,;:()/&+'’]+/u;
/** French days of three letters, where others of them or words for a week stand beside them: "mar" may be March, "Sam" a person. */
const FRENCH_DAYS: ReadonlyMap<string, string> = new Map(
  ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"].map((name, index) => [name, WEEKDAYS[index] ?? ""]),
);
const FRENCH_WEEK = /^(?:hebdo|chaque$|tous$)/u;

/** Words of ours for all that is written; undefined where one is not known. */
export function wordsIn(text: string): readonly string[] | undefined {
  const written = text
    .normalize("NFC")
    .toLowerCase()
    // Days as German writes them: 31.12.
    .replaceAll(
      /(?<![\d.])(\d{1,2})\.(0?[1-9]|1[0-2])\.(?!\d)/gu,
      (_, day: string, month: string) => `${Number(day)}. ${IMPORT_MONTHS[Number(month) - 1]?.[0]}`,
    )
    // Two working days later is another day.
    .replaceAll(/[+](?=\s*\d)/gu, " plus ")
    .replaceAll(
      /(?<!\p{L})(?:wd|bd|bat|jo) ?(?=\d)|(?<=\d(?:st|nd|rd|th|\.) ?)(?:wd|bd|bat|at)(?!\p{L})/gu,
      "working day ",
    )
    .split(BETWEEN_WORDS)
    .flatMap((word) => dayOfMonthIn(word) ?? (KNOWN.has(word) ? [word] : word.split(/([-–—])/u)))
    .map((word) => word.replace(/(?<=\p{L})\.$/u, ""))
    .filter((word) => word !== "");
  const days = new Set(written.filter((word) => FRENCH_DAYS.has(word)));
  const isFrench = days.size > 1 || written.some((word) => FRENCH_WEEK.test(word));
  const words: string[] = [];
  let shortDays = 0;
  for (let at = 0; at < written.length;) {
    const word = written[at] ?? "";
    const french = isFrench ? FRENCH_DAYS.get(word) : undefined;
    const phrase =
      french === undefined
        ? LENGTHS.map((length) => written.slice(at, at + length)).find((it) => KNOWN.has(it.join(" ")))
        : undefined;
    const day = french ?? SHORT_DAYS.get(word);
    const said = phrase === undefined ? (day ?? numberIn(word)) : KNOWN.get(phrase.join(" "));
    if (said === undefined || (day !== undefined && isVerb(written, at))) return undefined;
    if (phrase === undefined && day !== undefined) shortDays += 1;
    words.push(said);
    at += phrase?.length ?? 1;
  }
  return shortDays === 1 && words.length === 1 ? undefined : words;
}

/** "Do weekly checks": before the word for another day it is a Thursday. */
function isVerb(written: readonly string[], at: number): boolean {
  const [word = "", next = ""] = written.slice(at);
  return at === 0 && /^(?:do|so)$/u.test(word) && next !== "" && next !== "-" && !SHORT_DAYS.has(next);
}

/** "15-Mar", as Excel shows a day. */
function dayOfMonthIn(word: string): string[] | undefined {
  const [, day, month = ""] = /^(\d{1,2})-(\p{L}+)$/u.exec(word) ?? [];
  return day !== undefined && MONTHS.some((name) => name === KNOWN.get(month)) ? [`${Number(day)}.`, month] : undefined;
}

function numberIn(word: string): string | undefined {
  const [, digits, ending] = NUMBER.exec(word) ?? [];
  return digits === undefined ? undefined : `${ending === undefined ? "" : "#"}${digits}`;
}

/** The weekday or month that words name, as a column's title does, with the year or not, and nothing else. */
export function calendarNameIn(title: string): string | undefined {
  const short = title.trim().toLowerCase();
  const words = wordsIn(SHORT_DAYS.get(short) ?? short.replace(/(?<=\p{L}\.?)[ -]['’]?(?:20)?\d{2}$/u, ""));
  const [word = ""] = words ?? [];
  return words?.length === 1 && [...WEEKDAYS, ...MONTHS].some((name) => name === word) ? word : undefined;
}

/** Whether a word of two or three letters is a day, if it stands among others that say when. */
export function isShortDay(word: string): boolean {
  return SHORT_DAYS.has(word) || FRENCH_DAYS.has(word);
}
