// Schedules as people write them, in English, German and French: "every Friday", "Monthly (last working day)", "am 15. jeden
// Monats". Each phrase becomes a word of ours, and the words together a trigger. Where one word is not known nothing is read:
// half a schedule would be owed on the wrong days, and nobody would see it.

import { daysInMonth, pad } from "../calendar/calendar-date.ts";
import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { IMPORT_CADENCES } from "../data/import-cadences.ts";
import { IMPORT_MONTHS } from "../data/import-months.ts";
import { IMPORT_SCHEDULE_WORDS } from "../data/import-schedule-words.ts";
import { isTrigger } from "../parse/trigger.ts";

/** The trigger that says the same; undefined where a word is not understood, or the words together are no schedule. */
export function scheduleIn(text: string): string | undefined {
  const words = TIME.test(text) ? undefined : wordsIn(text);
  const said = words && saidIn(words.join(" "));
  const trigger = said && triggerOf(said);
  return trigger !== undefined && isTrigger(trigger) ? trigger : undefined;
}

/** "At 9" and "9 am" are no day of a month. */
const TIME = /(?<!\p{L})(?:at|um)\s+\d+(?![\d.\p{L}])|\d\s+am(?!\p{L})/iu;

/** Whether words name a weekday or a month, as a column's title does, and nothing else. */
export function calendarNameIn(title: string): "weekday" | "month" | undefined {
  const short = title.trim().toLowerCase();
  const [word = "", ...others] = wordsIn(SHORT_DAYS.get(short) ?? title) ?? [];
  if (others.length > 0) return undefined;
  return WEEKDAYS.some((day) => day === word)
    ? "weekday"
    : MONTHS.some((month) => month === word)
      ? "month"
      : undefined;
}

/** "Jan", "Okt", "sept": the first letters of a month's names, where no other month begins with them. */
function shortMonths(month: number): readonly string[] {
  const shortened = (names: readonly string[]): string[] =>
    names.flatMap((name) => [name.slice(0, 3), name.slice(0, 4)]);
  const others = new Set(shortened(IMPORT_MONTHS.toSpliced(month, 1).flat()));
  return shortened(IMPORT_MONTHS[month] ?? []).filter((name) => !others.has(name));
}

/** Cadences stand in brackets among the words. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ...IMPORT_CADENCES.map(([phrase, cadence]) => [phrase, `<${cadence}>`] as const),
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
const NUMBER = /^([1-9]\d?)(st|nd|rd|th|er?|\.)?$/u;

/** "3rd" becomes "3.", which "3" is not: 3 days are no day of the month. */
function numberIn(word: string): string | undefined {
  const [, digits, ending] = NUMBER.exec(word) ?? [];
  return digits && `${digits}${ending === undefined ? "" : "."}`;
}

/** Words of ours for all that is written, but what says nothing; undefined where one is not known. */
function wordsIn(text: string): readonly string[] | undefined {
  const written = text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s,;:()/&+'’]+/u)
    .map((word) => word.replace(/(?<=\p{L})\.$/u, ""))
    .flatMap((word) => (KNOWN.has(word) ? [word] : word.split(/([-–—])/u)))
    .filter((word) => word !== "");
  const words: string[] = [];
  let shortDays = 0;
  for (let at = 0; at < written.length;) {
    const word = written[at] ?? "";
    const phrase = LENGTHS.map((length) => written.slice(at, at + length)).find((it) => KNOWN.has(it.join(" ")));
    const day = SHORT_DAYS.get(word);
    const said = phrase === undefined ? (day ?? numberIn(word)) : KNOWN.get(phrase.join(" "));
    if (said === undefined) return undefined;
    if (phrase === undefined && day !== undefined) shortDays += 1;
    if (said !== "") words.push(said);
    at += phrase?.length ?? 1;
  }
  // "Do weekly checks", "So".
  const isVerb = words.length === 1 || /^(?:do|so)$/u.test(written[0] ?? "");
  return shortDays === 1 && isVerb ? undefined : words;
}

const DAY = `(?:${WEEKDAYS.join("|")})`;
const MONTH = `(?:${MONTHS.join("|")})`;
const ORDINALS = ["first", "second", "third", "fourth", "fifth"];
const ORDINAL = `(?:${ORDINALS.join("|")}|last|\\d+\\.)`;
/** "15 March", "le 15 du mois". */
const DATE = `(?:${ORDINAL}|\\d+)`;

const CADENCE_OF: Readonly<Record<string, string>> = {
  "business-day": "every business day",
  day: "daily",
  week: "weekly",
  month: "monthly",
  quarter: "quarterly",
  "half-year": "half-yearly",
  year: "annually",
  "3 month": "quarterly",
  "6 month": "half-yearly",
  "12 month": "annually",
};

interface Said {
  /** The cadence that is named; empty where none is. */
  readonly cadence: string;
  /** The words beside it. */
  readonly rest: string;
}

const BETWEEN_DAYS = new RegExp(`(${DAY}) - (?=${DAY})`, "gu");
const EVERY_PERIOD = /\bevery ((?:3 |6 |12 )?month|business-day|half-year|day|week|quarter|year)\b/gu;
const EVERY_MONTH = new RegExp(`\\bevery (?=(?:${DATE} )?${MONTH})`, "gu");
/** "Every second Friday" is every other one, and not the month's second. */
const EVERY_OTHER = new RegExp(`\\bevery (?:second|third|fourth|fifth|\\d+\\.?) ${DAY}(?! month| <monthly>)`, "u");
/** Every so many months, so often in each, or one of them: "15th of the month" has a word between. */
const OF_SEVERAL_MONTHS = new RegExp(`(?<!\\S)(?:${DATE} (?:- )?month|\\d+ (?:- )?<monthly>)(?!\\S)`, "u");

/** Undefined for two cadences, but "daily, on working days". */
function saidIn(words: string): Said | undefined {
  const whole = words.replaceAll(EVERY_PERIOD, (_, period: string) => `<${CADENCE_OF[period]}>`);
  if (OF_SEVERAL_MONTHS.test(whole)) return undefined;
  const text = whole
    .replaceAll(/(?<!\S)of /gu, "")
    // Elsewhere a dash says nothing.
    .replaceAll(BETWEEN_DAYS, "$1 to ")
    .replaceAll(/(?<!\S)-(?!\S)/gu, " ")
    .replaceAll(EVERY_MONTH, "<annually> ");
  if (EVERY_OTHER.test(text)) return undefined;
  const cadences = new Set([...text.matchAll(/<([^>]+)>/gu)].map(([, cadence = ""]) => cadence));
  if (cadences.has("every business day")) cadences.delete("daily");
  if (cadences.size > 1) return undefined;
  const [cadence = ""] = cadences;
  const rest = text
    .replaceAll(/<[^>]+>|\bevery\b/gu, " ")
    .trim()
    .replaceAll(/ +/gu, " ");
  const [, before, period = ""] = /^(.+) (month|quarter|year)$/u.exec(rest) ?? [];
  const ofPeriod = CADENCE_OF[period] ?? "";
  return before !== undefined && (cadence === "" || cadence === ofPeriod)
    ? { cadence: ofPeriod, rest: before }
    : { cadence, rest };
}

/** What stands beside a cadence, the cadences that it may stand beside, and what both say. */
const RULES: readonly (readonly [
  rest: RegExp,
  cadences: readonly string[],
  trigger: (parts: readonly string[], cadence: string) => string,
])[] = [
  [/^$/u, Object.values(CADENCE_OF), (_, cadence) => cadence],
  [/^business-day$/u, ["", "daily"], () => "every business day"],
  [/^Monday to Friday$/u, ["", "daily", "weekly", "every business day"], () => "every business day"],
  [/^(?:Monday to Sunday|Sunday to Saturday)$/u, ["", "daily", "weekly"], () => "daily"],
  [new RegExp(`^${WEEKDAYS.slice(0, 5).join(" ")}$`, "u"), ["", "weekly"], () => "every business day"],
  [
    new RegExp(`^(${DAY}(?: ${DAY})*)$`, "u"),
    ["", "weekly"],
    // On all of them weekends count, too, from which weekly work would move.
    ([days = ""]) =>
      new Set(days.split(" ")).size === WEEKDAYS.length ? "daily" : `weekly on ${days.replaceAll(" ", " and ")}`,
  ],
  [
    new RegExp(`^(${ORDINAL}) (${DAY})$`, "u"),
    ["", "monthly"],
    ([ordinal = "", day = ""]) => `monthly on ${ORDINALS[Number(numberOf(ordinal)) - 1] ?? ordinal} ${day}`,
  ],
  [
    new RegExp(`^(${ORDINAL}) business-day$`, "u"),
    ["", "monthly"],
    ([ordinal = ""]) => `monthly on ${businessDay(ordinal)}`,
  ],
  [
    new RegExp(`^(${ORDINAL}) business-day$`, "u"),
    ["quarterly"],
    ([ordinal = ""]) => `quarterly on month ${ordinal === "last" ? 3 : 1} ${businessDay(ordinal)}`,
  ],
  [/^last day$/u, ["monthly"], () => "monthly on last day"],
  [new RegExp(`^(?:day )?(${DATE})$`, "u"), ["monthly"], ([date = ""]) => `monthly on day ${numberOf(date)}`],
  [new RegExp(`^(${ORDINAL}) day$`, "u"), ["monthly"], ([ordinal = ""]) => `monthly on day ${numberOf(ordinal)}`],
  [/^end$/u, ["monthly", "quarterly", "annually"], (_, cadence) => cadence],
  [
    new RegExp(`^(${DATE}) (${MONTH})$`, "u"),
    ["annually"],
    ([day = "", month]) => `annually on ${numberOf(day)} ${month}`,
  ],
  [
    new RegExp(`^(${MONTH}) (${DATE})$`, "u"),
    ["annually"],
    ([month, day = ""]) => `annually on ${numberOf(day)} ${month}`,
  ],
  [new RegExp(`^(${MONTH}(?: ${MONTH})*)$`, "u"), ["annually"], ([months = ""]) => everyMonths(months.split(" "))],
];

/** Months that lie evenly in the year, some time in each; none where they do not. */
function everyMonths(names: readonly string[]): string {
  const months = names.map((name) => MONTHS.findIndex((it) => it === name) + 1).toSorted((a, b) => a - b);
  const apart = MONTHS.length / months.length;
  if (months.length === 1)
    return `annually on 1 ${names[0]} within ${daysInMonth(COMMON_YEAR, months[0] ?? 1) - 1} days`;
  if (months.length === MONTHS.length) return "monthly";
  const [first = 0] = months;
  const isEven = months.every((month, index) => month === first + index * apart);
  return isEven
    ? `every ${apart} months on day 1 from ${COMMON_YEAR}-${pad(first, 2)}-01 within ${SHORTEST_MONTH - 1} days`
    : "";
}

function triggerOf({ cadence, rest }: Said): string | undefined {
  for (const [pattern, cadences, trigger] of RULES) {
    const found = cadences.includes(cadence) ? pattern.exec(rest) : null;
    if (found !== null) return trigger(found.slice(1), cadence);
  }
  return undefined;
}

/** Any year will do to count from. */
const COMMON_YEAR = 2027;
const SHORTEST_MONTH = 28;

/** "last" stays as it is: no trigger has it there. */
function numberOf(ordinal: string): string {
  const index = ORDINALS.indexOf(ordinal);
  return index < 0 ? ordinal.replace(".", "") : String(index + 1);
}

function businessDay(ordinal: string): string {
  return ordinal === "last" ? "last business day" : `business day ${numberOf(ordinal)}`;
}
