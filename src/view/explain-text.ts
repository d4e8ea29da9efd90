import { type CalendarDate, toEpochDay, weekdayOf } from "../calendar/calendar-date.ts";
import type { Item } from "../schedule/due-list.ts";
import { frozenSpan } from "../schedule/freezes.ts";
import { startOf } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { recordsOf } from "../schedule/status.ts";
import { plainLine } from "./plain-text.ts";
import { recordLine } from "./record-line.ts";
import type { Style } from "./style.ts";
import { STATUS_WORDS, longDate, ownerText, paintStatus } from "./words.ts";

/** Why an occurrence has its dates and its status: rule, roll, holiday, freeze, window, records; a sentence each. */
export function reasonsOf(item: Item, schedule: Schedule): string[] {
  return [
    ruleReason(item),
    ...nominalReasons(item, schedule),
    ...rollReasons(item, schedule),
    dueReason(item),
    closesReason(item),
    ...owedReasons(item, schedule),
    ...recordReasons(item, schedule),
    statusReason(item, schedule),
  ].map(plainLine);
}

/** `explain` for people. */
export function renderExplainText(items: readonly Item[], schedule: Schedule, style: Style): string {
  return items
    .map((item) => {
      const { procedure, key } = item.occurrence;
      const heading = `${style.chalk.bold(plainLine(procedure.name))}  ${plainLine(key)}  ${paintStatus(item.status, style)(STATUS_WORDS[item.status])}`;
      const owner = `Owner: ${plainLine(ownerText(item.owner, schedule.book.directory))}.`;
      return [heading, ...[...reasonsOf(item, schedule), owner].map((reason) => `  - ${reason}`)].join("\n");
    })
    .join("\n\n")
    .concat("\n");
}

function ruleReason({ occurrence }: Item): string {
  return `Rule: ${occurrence.procedure.triggerText}; occurrence ${occurrence.key}.`;
}

function nominalReasons({ occurrence }: Item, schedule: Schedule): string[] {
  const { nominal, procedure } = occurrence;
  switch (procedure.trigger.kind) {
    case "wave": {
      const id = occurrence.key.slice("wave-".length, "wave-YYYY-MM".length);
      if (occurrence.track === null) return [];
      const anchor = schedule.waves.anchorOf(id as `${number}-04`, occurrence.track);
      return [
        `Anchor ${anchor.date} (${anchor.source}${anchor.document === null ? "" : `, ${anchor.document}`}).`,
        `The milestone's week begins on ${longDate(nominal)}.`,
      ];
    }
    case "event":
      return [`The event began on ${longDate(nominal)}.`];
    case "after-completion":
      return [`Counted from the last completion or skip, or from the start: ${longDate(nominal)}.`];
    default:
      return [`The rule names ${longDate(nominal)}.`];
  }
}

function rollReasons({ occurrence }: Item, schedule: Schedule): string[] {
  const { nominal, scheduled, procedure } = occurrence;
  if (scheduled === nominal) return [];
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

/** Why a day is not worked. */
function dayOffReason(date: CalendarDate, { book }: Schedule): string {
  const holiday = book.holidays.find((it) => it.date === date);
  if (holiday !== undefined) return `a holiday (${holiday.name})`;
  const closure = book.settings.closures.find(({ from, to }) => from <= date && date <= to);
  if (closure !== undefined) return `a closure (${closure.reason})`;
  return book.settings.workingWeek.includes(weekdayOf(toEpochDay(date))) ? "not worked" : "outside the working week";
}

function dueReason({ occurrence }: Item): string {
  const { due, dueAt, scheduled } = occurrence;
  if (due === null) return "There is no time limit.";
  if (dueAt !== null) return `Due by ${dueAt}.`;
  return due === scheduled ? "Due the same day." : `Scheduled from ${longDate(scheduled)}, due by ${longDate(due)}.`;
}

function closesReason({ occurrence }: Item): string {
  const { closes, procedure } = occurrence;
  if (closes === null) return "Unrecorded it stays owed until it is done or skipped.";
  const why = procedure.retired === closes ? " (the procedure is retired)" : "";
  return `Unrecorded it counts as missed from ${longDate(closes)}${why}.`;
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
  return recordsOf(occurrence, schedule).map(({ record }) => `Record: ${recordLine(record)}.`);
}

function statusReason({ status, decidedBy }: Item, { asOf }: Schedule): string {
  const because = decidedBy === null ? "no record" : `decided by ${decidedBy.record.commit.slice(0, 10)}`;
  return `As of ${asOf.date}: ${STATUS_WORDS[status]}, ${because}.`;
}
