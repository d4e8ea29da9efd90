// Schedules as people write them, in English, German and French: "every Friday", "Monthly (last working day)", "am 15. jeden
// Monats". Each phrase becomes a word of ours, and the words together a trigger. Where one word is not known nothing is read:
// half a schedule would be owed on the wrong days, and nobody would see it.

import { daysInMonth, pad } from "../calendar/calendar-date.ts";
import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { isTrigger } from "../parse/trigger.ts";
import { BETWEEN_WORDS, isShortDay, wordsIn } from "./schedule-words.ts";
import { withoutDuration, withoutTime } from "./time-of-day.ts";

/** The trigger that says the same; undefined where a word is not understood, or the words together are no schedule. */
export function scheduleIn(text: string): string | undefined {
  const plain = withoutTime(text);
  // Is "monthly at 9" an hour or a day?
  const words = AT_NUMBER.test(plain) ? undefined : wordsIn(plain);
  const said = words && saidIn(words.join(" "));
  const trigger = said && triggerOf(said);
  return trigger !== undefined && isTrigger(trigger) ? trigger : undefined;
}

const AT_NUMBER = /(?<!\p{L})(?:at|um|@) ?\d{1,2}(?![\d.:\p{L}])/iu;

/** Whether some of the words say when, or that something is left out: whoever reads the rest only may be misled. */
export function tellsWhen(text: string): boolean {
  const words = withoutTime(withoutDuration(text)).toLowerCase();
  const isWhen = (word: string): boolean => isShortDay(word) || SAYS_WHEN.test(wordsIn(word)?.join(" ") ?? "");
  return changesWhen(text) || PERIOD.test(text) || [words, ...words.split(BETWEEN_WORDS)].some(isWhen);
}

/** "Q4", "KW 12", and a year that may begin in another month than the tenant's. */
const PERIOD = /(?<!\p{L})(?:[qt][1-4]|[kc]w ?\d{1,2}|calendar|kalender\p{L}*|civile?)(?!\p{L})/iu;

/** Whether words say that what is named beside them happens more or less often than it says. */
export function changesWhen(text: string): boolean {
  return CHANGES.test(text);
}

/** "Twice", "2x", "every other", "except", "T+1". */
const CHANGES =
  /(?<!\p{L})(?:twice|thrice|bi|(?:two|three|four|several|\d) times|\d{1,3} ?[x×]|(?:zwei|drei|vier|mehr)mal|(?:deux|trois|quatre|plusieurs|\d) fois|sur deux|every (?:other|second|two|three|four|six|\d)|(?:jede[nrs]? (?:zweite[nrs]?|2\.)|alle (?:zwei|\d))|tou(?:te)?s les (?:deux|\d)|(?:every|each|alle|toutes les) \d|except|excl|excluding|apart from|not|außer|ausser|ohne|nicht|sauf|hors|excepté)(?!\p{L})|\p{L}\s?[+]\s?\d/iu;
const SAYS_WHEN =
  /[A-Z<\d]|\b(?:business-day|day|week|month|quarter|half-year|year|first|second|third|fourth|fifth|last|end)/u;

const DAY = `(?:${WEEKDAYS.join("|")})`;
const MONTH = `(?:${MONTHS.join("|")})`;
const ORDINALS = ["first", "second", "third", "fourth", "fifth"];
const ORDINAL = `(?:${ORDINALS.join("|")}|last|\\d+)`;

const CADENCE_OF: Readonly<Record<string, string>> = {
  "business-day": "every business day",
  day: "daily",
  week: "weekly",
  month: "monthly",
  quarter: "quarterly",
  "half-year": "half-yearly",
  year: "annually",
};

/** Of other numbers nobody says from which month on. */
const MONTHS_OF: Readonly<Record<string, string>> = {
  1: "<monthly>",
  3: "<quarterly>",
  third: "<quarterly>",
  6: "<half-yearly>",
  12: "<annually>",
};

/** The cadence of so many months; what no rule knows where there is none. */
function monthsApart(number: string): string {
  return MONTHS_OF[number.replace("#", "")] ?? "?";
}

interface Said {
  /** The cadence that is named; empty where none is. */
  readonly cadence: string;
  /** The words beside it. */
  readonly rest: string;
}

/** What a dash between makes a range of, or a day so much earlier. */
const RANGE = new RegExp(
  String.raw`(?<=(?:${DAY}|${MONTH}|${ORDINAL}|#?\d+|day|end \w+)) - (?=${DAY}|${MONTH}|${ORDINAL}|#?\d)`,
  "gu",
);
const EVERY_PERIOD = /\b(?:every|per) (month|business-day|half-year|day|week|quarter|year)s?(?![\w-])/gu;
const EVERY_MONTH = new RegExp(String.raw`\bevery (?=(?:(?:${ORDINAL}|#\d+) (?:~ )*)?${MONTH})`, "gu");
/** "Every 6 months", "3 months" alone, and "6-monthly". */
const MONTHS_APART = /(?:^|\bevery )(#?\d+|second|third|fourth|fifth) (?:- )?(?:month\b|<monthly>)/gu;
/** What is every so often, or so long, and on no day. */
const APART = new RegExp(
  [
    // "Every second Friday" is every other one, and not the month's second.
    String.raw`\bevery (?:second|third|fourth|fifth|#?\d+) (?:${DAY}|business-day|day)(?! (?:~ )*month| <monthly>)`,
    String.raw`\bevery (?:second|third|fourth|fifth) ${MONTH}`,
    String.raw`(?<![#\d])\d+ (?:per|every) `,
    String.raw`(?<![#\d])\d+ (?:${DAY}|business-day|day|week|quarter|half-year|year)`,
    String.raw`(?:#?\d+|${ORDINAL}) month\b`,
    // Which of "monthly 5" is it: the day, how often, how long?
    String.raw`<monthly> (?:- )?\d+$`,
  ].join("|"),
  "u",
);

/** Undefined for two cadences, but "daily, on working days". */
function saidIn(words: string): Said | undefined {
  const apart = words
    .replaceAll(/ ~(?= -)|(?<=- )~ /gu, "")
    .replaceAll(RANGE, " to ")
    .replaceAll(/\bonce (?=(?:~ )*(?:<|every|per))/gu, "")
    .replaceAll(MONTHS_APART, (all, number: string) =>
      !/^\d/u.test(number) && all.endsWith("<monthly>") ? all : monthsApart(number),
    );
  if (APART.test(apart)) return undefined;
  const text = apart
    // Elsewhere a dash says nothing.
    .replaceAll(/(?<!\S)-(?!\S)/gu, " ")
    .replaceAll(EVERY_PERIOD, (_, period: string) => `<${CADENCE_OF[period]}>`)
    .replaceAll(EVERY_MONTH, "<annually> ")
    .replaceAll(/~|#(?=\d)/gu, "")
    .replaceAll(/ +/gu, " ");
  const cadences = new Set([...text.matchAll(/<([^>]+)>/gu)].map(([, cadence = ""]) => cadence));
  if (cadences.has("every business day")) cadences.delete("daily");
  if (cadences.size > 1) return undefined;
  const [cadence = ""] = cadences;
  const rest = text
    .replaceAll(/<[^>]+>|\bevery\b/gu, " ")
    .trim()
    .replaceAll(/ +/gu, " ");
  const [, before, period = ""] = /^(.+) (week|month|quarter|half-year|year)$/u.exec(rest) ?? [];
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
  [/^business-days?$/u, ["", "daily"], () => "every business day"],
  [/^Monday to Sunday$/u, ["", "daily", "weekly"], () => "daily"],
  [/^Monday to Friday$/u, ["", "daily", "weekly", "every business day"], () => "every business day"],
  [new RegExp(`^(${DAY}) to (${DAY})$`, "u"), ["daily"], ([first = "", last = ""]) => daysBetween(first, last)],
  [new RegExp(`^${WEEKDAYS.slice(0, 5).join(" ")}$`, "u"), ["", "daily", "weekly"], () => "every business day"],
  [new RegExp(`^(${DAY}(?: ${DAY})*)$`, "u"), ["", "weekly"], ([days = ""]) => onDays(new Set(days.split(" ")))],
  [
    new RegExp(`^(${ORDINAL}) (${DAY})$`, "u"),
    ["", "monthly"],
    ([ordinal = "", day = ""]) => `monthly on ${ORDINALS[Number(ordinal) - 1] ?? ordinal} ${day}`,
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
  [/^business-day (\d+)$/u, ["", "monthly"], ([number = ""]) => `monthly on ${businessDay(number)}`],
  [/^last business-day$/u, ["weekly"], (_, cadence) => cadence],
  [/^last day$/u, ["monthly"], () => "monthly on last day"],
  [
    new RegExp(`^(?:day )?(${ORDINAL})(?: day)?$`, "u"),
    ["monthly"],
    ([ordinal = ""]) => `monthly on day ${numberOf(ordinal)}`,
  ],
  [/^end$/u, ["weekly", "monthly", "quarterly", "half-yearly", "annually"], (_, cadence) => cadence],
  [
    new RegExp(`^(${ORDINAL}) (${MONTH})$`, "u"),
    ["annually"],
    ([day = "", month]) => `annually on ${numberOf(day)} ${month}`,
  ],
  [
    new RegExp(`^(${MONTH}) (${ORDINAL})$`, "u"),
    ["annually"],
    ([month, day = ""]) => `annually on ${numberOf(day)} ${month}`,
  ],
  [new RegExp(`^(${MONTH}(?: ${MONTH})*)$`, "u"), ["annually"], ([months = ""]) => everyMonths(months.split(" "))],
  [new RegExp(`^${MONTHS.join(" ")}$`, "u"), ["monthly"], (_, cadence) => cadence],
  [new RegExp(`^(${MONTH}(?: ${MONTH}){3})$`, "u"), ["quarterly"], ([months = ""]) => everyMonths(months.split(" "))],
  [new RegExp(`^(${MONTH} ${MONTH})$`, "u"), ["half-yearly"], ([months = ""]) => everyMonths(months.split(" "))],
];

function onDays(days: ReadonlySet<string>): string {
  return days.size === WEEKDAYS.length ? "daily" : `weekly on ${[...days].join(" and ")}`;
}

/** Each day of a week from one to another. */
function daysBetween(first: string, last: string): string {
  const [from, to] = [first, last].map((day) => WEEKDAYS.findIndex((it) => it === day));
  return `weekly on ${WEEKDAYS.slice(from, (to ?? 0) + 1).join(" and ")}`;
}

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
  return index < 0 ? ordinal : String(index + 1);
}

function businessDay(ordinal: string): string {
  return ordinal === "last" ? "last business day" : `business day ${numberOf(ordinal)}`;
}
