import { type CalendarDate, addDays, toEpochDay, yearMonthDayOf } from "../calendar/calendar-date.ts";
import { MONTHS } from "../calendar/names.ts";
import { agendaItems } from "../schedule/agenda.ts";
import type { Item } from "../schedule/due-list.ts";
import { STATUS_WORDS, formatEffort, longDate, ownerText, shortDate } from "../view/words.ts";
import { type Block, heading, paragraph, table, text } from "./nodes.ts";
import { originNote } from "./origin-note.ts";
import { itemLink, procedureLink } from "./procedure-page.ts";
import { HOME, type Page, type PublishInput } from "./publication.ts";

/** The calendar looks so far ahead. */
export const CALENDAR_DAYS = 90;

/**
 * The days ahead, a table a month: what is owed, and what was done although it is not. What comes every day would hide the rest,
 * and is named above.
 */
export function calendarPage(input: PublishInput): Page {
  const { schedule } = input;
  const { asOf, book } = schedule;
  const last = addDays(asOf.date, CALENDAR_DAYS);
  const daily = book.procedures.filter(({ cadence }) => cadence === "daily");
  const items = agendaItems(schedule, asOf.date, last).filter(
    ({ occurrence: { procedure }, status }) => procedure.cadence !== "daily" && status !== "not-owed",
  );
  const months = new Map<string, Item[]>();
  for (const item of items) {
    const month = item.occurrence.scheduled.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), item]);
  }
  return {
    id: "calendar",
    title: "Calendar",
    parent: HOME,
    blocks: [
      originNote("run book and ledger", input),
      paragraph(text(`From ${longDate(asOf.date)} to ${longDate(last)}.`)),
      ...(daily.length === 0
        ? []
        : [
            paragraph(
              text("Every day or business day: "),
              ...daily.flatMap((procedure, index) => [
                ...(index === 0 ? [] : [text(", ")]),
                ...procedureLink(procedure),
              ]),
              text("."),
            ),
          ]),
      ...(items.length === 0 ? [paragraph(text("Nothing else is scheduled."))] : []),
      ...[...months.values()].flatMap((ofMonth) => monthBlocks(ofMonth, input)),
    ],
  };
}

function monthBlocks(items: readonly Item[], input: PublishInput): Block[] {
  const { asOf, book } = input.schedule;
  const first: CalendarDate = items[0]?.occurrence.scheduled ?? asOf.date;
  const { year, month } = yearMonthDayOf(toEpochDay(first));
  const day = (date: CalendarDate): string => shortDate(date, asOf.date);
  const rows = items.map((item) => {
    const { scheduled, due, procedure } = item.occurrence;
    return [
      day(scheduled),
      due === null || due === scheduled ? "" : day(due),
      itemLink(item, input),
      ownerText(item.owner, book.directory),
      formatEffort(procedure.effortMinutes),
      STATUS_WORDS[item.status],
    ];
  });
  return [
    heading(`${MONTHS[month - 1]} ${year}`),
    table(["From", "Due by", "Procedure", "Owner", "Effort", "Status"], rows),
  ];
}
