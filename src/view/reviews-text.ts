import { count } from "../model/count.ts";
import { type NextReview, isStale } from "../report/reviews.ts";
import { holdersOf } from "../schedule/holders.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell } from "./table-parts.ts";
import { renderSections, wrapText } from "./table.ts";
import { typedCommand } from "./typed-command.ts";
import { ownerText } from "./words.ts";

const DAYS_PER_WEEK = 7;
const DAYS_PER_MONTH = 30;

/** The texts to read next, at most so many, and at which pace all of them stay fresh. */
export function renderReviewsText(
  queue: readonly NextReview[],
  most: number,
  schedule: Schedule,
  style: Style,
): string {
  const [first] = queue;
  if (first === undefined) return "There is no text to read.\n";
  const shown = queue.slice(0, most);
  const sections = [
    { heading: style.chalk.bold.yellow("Stale"), rows: rowsOf(shown.filter(isStale), schedule, style) },
    {
      heading: style.chalk.bold("To be read"),
      rows: rowsOf(
        shown.filter((it) => !isStale(it)),
        schedule,
        style,
      ),
    },
  ].filter(({ rows }) => rows.length > 0);
  const columns = [
    { title: "Procedure", isFlexible: true },
    { title: "Owner", isFlexible: true },
    { title: "Reviewed" },
    { title: "Again by" },
  ];
  const left = queue.length - shown.length;
  const more = left === 0 ? [] : [`${left} more; all of them with --limit ${queue.length}.`];
  return [
    renderSections(columns, sections, style),
    "",
    ...more,
    ...paceLines(queue, style),
    "Next:",
    `  ${typedCommand(`runbook review ${first.procedure.id}`, style)}`,
    "",
  ].join("\n");
}

function rowsOf(reviews: readonly NextReview[], { book, asOf }: Schedule, { columns, chalk }: Style): Cell[][] {
  return reviews.map(({ procedure, reviewBy }) => [
    { text: procedure.id },
    { text: ownerText(holdersOf(procedure.owner, book.directory, asOf.date), book.directory, columns < WIDE_COLUMNS) },
    { text: procedure.lastUpdated, paint: chalk.dim },
    { text: reviewBy },
  ]);
}

/** All texts of one review would grow stale on one day: read at this pace they do not. Of a single text its day says as much. */
function paceLines(queue: readonly NextReview[], { columns }: Style): string[] {
  if (queue.length === 1) return [];
  const perDay = queue.reduce((sum, { intervalDays }) => sum + 1 / intervalDays, 0);
  const isWeekly = perDay * DAYS_PER_WEEK >= 1;
  const pace = Math.ceil(perDay * (isWeekly ? DAYS_PER_WEEK : DAYS_PER_MONTH));
  const often = `${count(pace, "text")} a ${isWeekly ? "week" : "month"}`;
  const text = `In the long run, reading ${often}, the first ones first, keeps all ${queue.length} fresh.`;
  return wrapText(text, columns);
}
