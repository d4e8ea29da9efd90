import {
  type CalendarDate,
  toCalendarDate,
  toEpochDay,
  yearMonthDayOf,
  monthIndexOf,
} from "../calendar/calendar-date.ts";
import { type MonthDay, monthBounds } from "../calendar/month-day.ts";
import { count } from "../model/count.ts";
import type { Procedure } from "../model/procedure.ts";
import { personName } from "../model/runbook.ts";
import type { EventTrigger, Trigger, WaveTrigger } from "../model/trigger.ts";
import type { WaveId } from "../model/wave.ts";
import type { Occurrence } from "../model/occurrence.ts";
import { abbreviated } from "../model/record.ts";
import type { Item } from "../schedule/due-list.ts";
import { concernOf } from "../schedule/event-occurrences.ts";
import { eventWith } from "../schedule/event-with.ts";
import { frozenSpan } from "../schedule/freezes.ts";
import { countedFrom, isCompletion, isEvent, isWave, occurrenceWithKey, startOf } from "../schedule/occurrences.ts";
import { recentOf } from "../schedule/recent.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { approvalsOf, recordsOf } from "../schedule/status.ts";
import { dayOffReason, daysOffBetween, isWholePeriod, stayReason } from "./days-off.ts";
import { hangingText } from "./hanging.ts";
import { plainLine } from "./plain-text.ts";
import { inVainText, shortRecordLine } from "./record-line.ts";
import type { Style } from "./style.ts";
import { STATUS_WORDS, civilTime, longDate, ownerText, paintStatus } from "./words.ts";
import { withFolder } from "./typed-command.ts";

/** More than these would scroll away. */
const MOST_EXPLAINED = 4;
const BULLET = "  - ";

/** Why an occurrence has its dates and its status: rule, roll, holiday, freeze, window, records; a sentence each. */
export function reasonsOf(item: Item, schedule: Schedule): string[] {
  return [
    ruleReason(item),
    ...nominalReasons(item, schedule),
    ...rollReasons(item, schedule),
    dueReason(item, schedule),
    ...closesReasons(item),
    ...owedReasons(item, schedule),
    ...recordReasons(item, schedule),
    statusReason(item, schedule),
  ].map(plainLine);
}

/** `explain` for people: of a long row of occurrences the newest, with the keys of the others. */
export function renderExplainText(items: readonly Item[], schedule: Schedule, style: Style): string {
  const shown = items.slice(-MOST_EXPLAINED);
  const older = items.slice(0, -MOST_EXPLAINED).map(({ occurrence }) => occurrence);
  return shown
    .map((item) => {
      const { procedure, key } = item.occurrence;
      const heading = `${style.chalk.bold(plainLine(procedure.name))}  ${plainLine(key)}  ${paintStatus(item.status, style)(STATUS_WORDS[item.status])}`;
      const owner = `Owner: ${plainLine(`${ownerText(item.owner, schedule.book.directory)}${coveredBy(item, schedule)}`)}.`;
      const reasons = [...reasonsOf(item, schedule), owner].flatMap((reason) => hangingText(BULLET, reason, style));
      return [heading, ...reasons].join("\n");
    })
    .join("\n\n")
    .concat(
      "\n",
      olderText(older, style),
      items[0] === undefined ? "" : changeText(items[0].occurrence.procedure, schedule, style),
    );
}

/** What a trigger that was changed means for the past, where the last record is of the one before. */
function changeText(procedure: Procedure, schedule: Schedule, style: Style): string {
  const last = recentOf(procedure, schedule).at(-1);
  const key = last?.record.occurrence ?? null;
  if (last === undefined || key === null || last.on < startOf(procedure, schedule)) return "";
  // The others are owed for no date of a rule that has passed.
  if (isCompletion(procedure) || isWave(procedure) || isEvent(procedure)) return "";
  if (occurrenceWithKey(procedure, schedule, key) !== undefined) return "";
  const text = `The last record is of ${key}, which this trigger does not name. A changed trigger counts for the past, too; to owe by it from a day on alone, write into ${procedure.path}:`;
  return `\n${hangingText("", plainLine(text), style).join("\n")}\n  effective: ${schedule.asOf.date}\n`;
}

/** `, who covers for Ana` where a person owns the procedure by name and is away. */
function coveredBy({ occurrence, owner: { role, people } }: Item, { book }: Schedule): string {
  const { owner } = occurrence.procedure;
  const isCovered = role === null && owner !== undefined && people.length > 0 && !people.includes(owner);
  return isCovered ? `, who covers for ${personName(book.directory, owner)}` : "";
}

function olderText(older: readonly Occurrence[], style: Style): string {
  const [first] = older;
  if (first === undefined) return "";
  const keys = older.map(({ key }) => key).join(", ");
  return [
    "",
    plainLine(`And ${count(older.length, "older one")}: ${keys}.`),
    withFolder(plainLine(`Explain one: runbook explain ${first.procedure.id} --for ${first.key}`), style.dir),
    "",
  ].join("\n");
}

function ruleReason({ occurrence }: Item): string {
  return `Rule: ${occurrence.procedure.triggerText}; occurrence ${occurrence.key}.`;
}

function nominalReasons(item: Item, schedule: Schedule): string[] {
  const { nominal, procedure } = item.occurrence;
  switch (procedure.trigger.kind) {
    case "wave":
      return waveReasons(item, procedure.trigger, schedule);
    case "event":
      return [beganReason(item.occurrence, procedure.trigger, schedule)];
    case "after-completion":
      return [completionReason(item.occurrence, schedule)];
    default:
      if (isWholePeriod(procedure.trigger)) return [`The period begins on ${longDate(nominal)}.`];
      return [`The rule names ${longDate(nominal)}${countedReason(procedure.trigger, nominal, schedule)}.`];
  }
}

function completionReason(occurrence: Occurrence, schedule: Schedule): string {
  const { nominal, procedure } = occurrence;
  const from = countedFrom(occurrence, schedule);
  if (from !== undefined) {
    const what = from.record.record === "skip" ? "skip" : "completion";
    return `Counted from the ${what} of ${longDate(from.on)} (${abbreviated(from.record.commit)}): ${longDate(nominal)}.`;
  }
  return nominal === startOf(procedure, schedule)
    ? `The first one is owed from the start: ${longDate(nominal)}.`
    : `Counted from the last completion or skip, or from the start: ${longDate(nominal)}.`;
}

/** From when its time runs: a severity may have come later than the incident. */
function beganReason({ procedure, key, nominal }: Occurrence, trigger: EventTrigger, schedule: Schedule): string {
  const event = eventWith(schedule.history, key);
  const from = event === undefined ? undefined : concernOf(procedure, trigger, event, schedule)?.from;
  const time = from === undefined ? "" : ` at ${civilTime(from, schedule.zone).slice("YYYY-MM-DD ".length)}`;
  const isOfLater = from !== event?.openedAt && trigger.severity !== undefined;
  return `${isOfLater ? `Its severity became ${trigger.severity}` : "The event began"} on ${longDate(nominal)}${time}.`;
}

function waveReasons({ occurrence }: Item, trigger: WaveTrigger, schedule: Schedule): string[] {
  const { key, nominal, track } = occurrence;
  if (track === null) return [];
  const id = key.slice("wave-".length, "wave-YYYY-MM".length) as WaveId;
  const { date, source, document, regionOffsetWeeks } = schedule.waves.anchorOf(id, track);
  const region =
    regionOffsetWeeks === 0
      ? ""
      : `; ${weeksFrom(regionOffsetWeeks)} the first public group, for ${schedule.book.settings.region}`;
  const monday = longDate(toCalendarDate(schedule.waves.waveWeekOf(id, track)));
  const reasons = [`Anchor ${date} (${source}${document === null ? "" : `, ${document}`}${region}).`];
  if (trigger.offsetWeeks === 0) return [...reasons, `Wave week begins on ${monday}.`];
  const offset = weeksFrom(trigger.offsetWeeks);
  return [...reasons, `Wave week begins on ${monday}; the milestone's week, ${offset} it, on ${longDate(nominal)}.`];
}

/** `8 weeks before`, `1 week after`. */
function weeksFrom(offsetWeeks: number): string {
  return `${count(Math.abs(offsetWeeks), "week")} ${offsetWeeks < 0 ? "before" : "after"}`;
}

/** The days off that a business-day rule did not count within its month. */
function countedReason(trigger: Trigger, nominal: CalendarDate, schedule: Schedule): string {
  const on = monthDayOf(trigger);
  if (on?.kind !== "business-day") return "";
  const { year, month } = yearMonthDayOf(toEpochDay(nominal));
  const { first, last } = monthBounds(monthIndexOf(year, month));
  return on.nth === "last"
    ? notCounted(nominal, toCalendarDate(last), schedule)
    : notCounted(toCalendarDate(first), nominal, schedule);
}

function rollReasons({ occurrence }: Item, schedule: Schedule): string[] {
  const { nominal, scheduled, procedure } = occurrence;
  if (scheduled === nominal) {
    const stays = stayReason(occurrence, schedule);
    return stays === undefined ? [] : [`${stays}: \`roll: next\` or \`roll: previous\` would move it.`];
  }
  const start = startOf(procedure, schedule);
  if (scheduled === start && nominal < start && occurrence.notOwed !== "before-start") {
    return [`The period began before the start (${start}), and at least half of it is left: scheduled on the start.`];
  }
  const frozen = frozenSpan(procedure, schedule.book.settings.freezes, nominal, nominal);
  if (frozen !== undefined && procedure.trigger.kind === "after-completion") {
    return [
      `A change freeze (${frozen.reasons.join(", ")}) runs until ${frozen.to}: moved to the first business day after it, ${longDate(scheduled)}.`,
    ];
  }
  const direction = scheduled > nominal ? "next" : "previous";
  return [
    `${longDate(nominal)} is ${dayOffReason(nominal, schedule)}: rolled to the ${direction} business day, ${longDate(scheduled)}.`,
  ];
}

function dueReason({ occurrence }: Item, schedule: Schedule): string {
  const { due, dueAt, scheduled, procedure } = occurrence;
  if (due === null) return "There is no time limit.";
  if (dueAt !== null) return `Due by ${dueAt}.`;
  if (due === scheduled) return "Due the same day.";
  const dates = `Scheduled from ${longDate(scheduled)}, due by ${longDate(due)}`;
  const within = "within" in procedure.trigger ? procedure.trigger.within : undefined;
  if (within?.unit === "business days") return `${dates}${notCounted(scheduled, due, schedule)}.`;
  return within === undefined && isWholePeriod(procedure.trigger) ? `${dates}, its last business day.` : `${dates}.`;
}

function monthDayOf(trigger: Trigger): MonthDay | undefined {
  if (trigger.kind === "monthly" || trigger.kind === "every-months") return trigger.on;
  return trigger.kind === "quarterly" || trigger.kind === "half-yearly" ? trigger.on?.day : undefined;
}

/** The days off that a count of business days went past. */
function notCounted(first: CalendarDate, last: CalendarDate, schedule: Schedule): string {
  const days = daysOffBetween(first, last, schedule);
  return days.length === 0 ? "" : `; not counted: ${days.join(", ")}`;
}

/** What is not owed is neither missed nor owed on. */
function closesReasons({ occurrence }: Item): string[] {
  const { closes, notOwed, procedure } = occurrence;
  if (notOwed !== null) return [];
  if (closes === null) return ["Unrecorded it stays owed until it is done or skipped."];
  const why = procedure.retired === closes ? " (the procedure is retired)" : "";
  return [`Unrecorded it counts as missed from ${longDate(closes)}${why}.`];
}

function owedReasons({ occurrence }: Item, schedule: Schedule): string[] {
  const { procedure, notOwed, scheduled, due } = occurrence;
  switch (notOwed) {
    case null:
      return [];
    case "before-start":
      return [`Not owed: it lies before the start, ${startOf(procedure, schedule)} (go-live or \`effective\`).`];
    case "retired":
      return [`Not owed: the procedure is retired from ${procedure.retired}.`];
    case "ended":
      return ["Not owed: the event ended, or its severity changed, in time."];
    case "frozen": {
      const frozen = frozenSpan(procedure, schedule.book.settings.freezes, scheduled, due ?? scheduled);
      return [
        `Not owed: the change freeze (${frozen?.reasons.join(", ")}) from ${frozen?.from} to ${frozen?.to} covers it.`,
      ];
    }
  }
}

function recordReasons({ occurrence }: Item, schedule: Schedule): string[] {
  return recordsOf(occurrence, schedule)
    .flatMap(({ record }) => [
      `Record: ${shortRecordLine(record)}`,
      ...approvalsOf(record, schedule).map((it) => `Approval: ${shortRecordLine(it.approval)}${inVainText(it)}`),
    ])
    .map((line) => (/[.!?…]$/u.test(line) ? line : `${line}.`));
}

function statusReason({ status, decidedBy }: Item, { asOf }: Schedule): string {
  const because = decidedBy === null ? "no record" : `decided by ${abbreviated(decidedBy.record.commit)}`;
  return `As of ${asOf.date}: ${STATUS_WORDS[status]}, ${because}.`;
}
