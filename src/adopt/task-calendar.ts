// Columns with marks that are the days of a week, the months or quarters of a year, or its weeks.

import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { calendarNameIn } from "./schedule-words.ts";

/** So many beside one another are a calendar. */
const LEAST_DAYS = 3;
const LEAST_MONTHS = 6;
const LEAST_WEEKS = 4;
/** A column a day, and some beside them. */
const MOST_COLUMNS = 500;

const QUARTER = /^(?:[QT] ?([1-4])|([1-4])\. ?Quartal)(?:[ /-]?(?:20)?\d{2})?$/iu;
const WEEK = /^(?:KW|CW|W|WK|Week|Woche|S|Sem\.?|Semaine) ?\d{1,2}$/iu;
const WEEKS_OF_YEAR = 50;

/** Days and months in letters. */
const DAY_LETTERS = [
  "M T W T F S S",
  "M TU W TH F SA SU",
  "MO TU WE TH FR SA SU",
  "M D M D F S S",
  "L M M J V S D",
  "LUN MAR MER JEU VEN SAM DIM",
  "LU MA ME JE VE SA DI",
].map((days) => days.split(" "));
const WORKING_DAYS = 5;
/** Of years that begin in any month. */
const YEARS = MONTHS.map((_, first) => {
  const turned = <Item>(items: readonly Item[]): Item[] => [...items.slice(first), ...items.slice(0, first)];
  return { letters: turned("J F M A M J J A S O N D".split(" ")), months: turned(MONTHS) };
});

/** What each column stands for that is one of a calendar, by its place. */
export function calendarOf(titles: readonly string[]): ReadonlyMap<number, string> {
  if (titles.length > MOST_COLUMNS) return new Map();
  const found = [quartersIn(titles), weeksIn(titles), inLetters(titles), inWords(titles)];
  return found.find(({ size }) => size > 0) ?? new Map();
}

function inWords(titles: readonly string[]): ReadonlyMap<number, string> {
  const named = titles.flatMap((title, index) => {
    const name = calendarNameIn(title);
    return name === undefined ? [] : [[index, name] as const];
  });
  const days = named.filter(([, name]) => isDay(name));
  const months = named.filter(([, name]) => !isDay(name));
  return new Map(days.length >= LEAST_DAYS ? days : months.length >= LEAST_MONTHS ? months : []);
}

function quartersIn(titles: readonly string[]): ReadonlyMap<number, string> {
  const found = titles.flatMap((title, index) => {
    const [, short, long] = QUARTER.exec(title) ?? [];
    const number = short ?? long;
    return number === undefined ? [] : [[index, `Q${number}`] as const];
  });
  return new Map(new Set(found.map(([, name]) => name)).size === 4 && found.length === 4 ? found : []);
}

function weeksIn(titles: readonly string[]): ReadonlyMap<number, string> {
  const found = titles.flatMap((title, index) => (WEEK.test(title) ? [[index, title] as const] : []));
  return new Map(found.length >= LEAST_WEEKS ? found : []);
}

/** "M T W T F", and "A M J J A S O N D J F M" of a year that begins in April. */
function inLetters(titles: readonly string[]): ReadonlyMap<number, string> {
  const letters = titles.map((title) => title.toUpperCase().replace(/\.$/u, ""));
  const isAt = (at: number, names: readonly string[]): boolean =>
    names.every((name, index) => letters[at + index] === name);
  for (const at of letters.keys()) {
    const year = YEARS.find((it) => isAt(at, it.letters));
    if (year !== undefined) return placed(at, year.months);
    const days = DAY_LETTERS.find((names) => isAt(at, names.slice(0, WORKING_DAYS)));
    if (days !== undefined) return placed(at, WEEKDAYS.slice(0, isAt(at, days) ? days.length : WORKING_DAYS));
  }
  return new Map();
}

function placed(at: number, names: readonly string[]): ReadonlyMap<number, string> {
  return new Map(names.map((name, index) => [at + index, name]));
}

function isDay(name: string): boolean {
  return WEEKDAYS.some((day) => day === name);
}

/** When a task is done that is marked under these: in words of a schedule, or which no schedule says. */
export function markedText(marked: readonly string[]): string {
  const all = marked.join(", ");
  if (marked.every(isDay)) return `weekly: ${all}`;
  if (marked.every((name) => MONTHS.some((month) => month === name))) return `yearly: ${all}`;
  if (marked.length === 4 && marked.every((name) => QUARTER.test(name))) return "quarterly";
  return marked.length >= WEEKS_OF_YEAR && marked.every((name) => WEEK.test(name)) ? "weekly" : all;
}
