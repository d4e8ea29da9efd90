import { toEpochDay, weekdayOf } from "../calendar/calendar-date.ts";
import { count } from "../model/count.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { WaveConflict } from "../schedule/wave-conflicts.ts";
import type { Milestone, MilestoneItem, TrackPlan, WavePlan } from "../schedule/wave-plan.ts";
import { plainLine } from "./plain-text.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell, Column } from "./table-parts.ts";
import { renderTable, wrapText } from "./table.ts";
import { plannedWork } from "./wave-work.ts";
import { STATUS_WORDS, dayAndMonth, formatEffort, offsetText, ownerText, paintStatus, shortDate } from "./words.ts";

const COLUMNS: readonly Column[] = [
  { title: "Week", align: "right" },
  { title: "From – due" },
  { title: "Procedure", isFlexible: true },
  { title: "Owner", isFlexible: true },
  { title: "Effort", align: "right" },
  { title: "Status", isFlexible: true },
];
const FRIDAY = 5;
/** A date in it is its own source. */
const OWN_FILE = "waves.yml";

/** `wave` for people: one table per track, with the anchor and where it comes from. */
export function renderWaveText(
  schedule: Schedule,
  plan: WavePlan,
  conflicts: readonly WaveConflict[],
  style: Style,
): string {
  const heading = style.chalk.bold(`${plainLine(plan.name)} (${plan.id})`);
  const tracks = plan.tracks.map((track) =>
    [renderTrack(schedule, track, style), ...conflictLines(track, conflicts, style)].join("\n"),
  );
  return `${[heading, ...tracks, plannedWork(schedule, plan)].join("\n\n")}\n`;
}

function renderTrack(schedule: Schedule, plan: TrackPlan, style: Style): string {
  const lines = [
    style.chalk.bold(plan.track),
    ...anchorLines(schedule, plan, style)
      .flatMap((line) => wrapText(line, style.columns - 2))
      .map((line) => `  ${line}`),
  ];
  const rows = plan.milestones.flatMap((milestone) => rowsOf(schedule, milestone, plan, style));
  if (rows.length === 0) return [...lines, "", "  No work is planned in this track."].join("\n");
  return [...lines, "", renderTable(COLUMNS, rows, style)].join("\n");
}

function conflictLines({ track }: TrackPlan, conflicts: readonly WaveConflict[], style: Style): string[] {
  const notes = conflicts.filter((conflict) => conflict.track === track);
  const lines = notes.flatMap(({ message }) => wrapText(`! ${plainLine(message)}`, style.columns - 2));
  return lines.length === 0 ? [] : ["", ...lines.map((line) => `  ${style.chalk.yellow(line)}`)];
}

function rowsOf(schedule: Schedule, milestone: Milestone, plan: TrackPlan, style: Style): Cell[][] {
  const year = plan.anchor.date;
  return milestone.items.map((item, index) => [
    { text: index === 0 ? offsetText(milestone.offsetWeeks) : "" },
    { text: index === 0 ? `${dayAndMonth(milestone.from)} – ${dayAndMonth(milestone.due)}` : "" },
    { text: item.occurrence.procedure.name },
    { text: ownerText(item.owner, schedule.book.directory, style.columns < WIDE_COLUMNS) },
    { text: formatEffort(item.occurrence.procedure.effortMinutes) },
    statusCell(item, year, style),
  ]);
}

function statusCell(item: MilestoneItem, year: TrackPlan["anchor"]["date"], style: Style): Cell {
  const limit = item.notBefore === null ? "" : `, not before ${shortDate(item.notBefore, year)}`;
  return { text: `${STATUS_WORDS[item.status]}${limit}`, paint: paintStatus(item.status, style) };
}

function anchorLines(schedule: Schedule, { track, anchor, dates }: TrackPlan, style: Style): string[] {
  const { region } = schedule.book.settings;
  const weekend = weekdayOf(toEpochDay(anchor.date)) >= FRIDAY ? "; wave week is the week after that weekend" : "";
  const offset = anchor.regionOffsetWeeks;
  const moved =
    offset === 0 ? "" : `, ${offset > 0 ? "+" : "-"}${count(Math.abs(offset), "week")} for ${region ?? "the region"}`;
  const noRegion =
    track === "customer-engagement" && region === undefined && anchor.source !== "tenant"
      ? " (no region in runbook.yml: no offset)"
      : "";
  const origin = {
    tenant: "this tenant's own date, from waves.yml",
    region: `deployment group of ${region ?? "the region"}`,
    published: `first public group as published${moved}`,
    estimated: `first public group by the usual rhythm${moved}; no published date was known on ${schedule.waves.checked}`,
  }[anchor.source];
  const known = [
    ["plan published", dates.planPublished],
    ["early access", dates.earlyAccess],
    ["general availability", dates.generalAvailability],
  ] as const;
  const published = known.flatMap(([label, date]) => (date === undefined ? [] : [`${label} ${date.date}`]));
  return [
    `Anchor ${anchor.date} (${anchor.source}): ${plainLine(origin)}${noRegion}${weekend}`,
    ...(published.length === 0 ? [] : [published.join(" · ")]),
    ...sourceLines(anchor.document, schedule.waves.checked).map((line) => style.chalk.dim(line)),
  ];
}

/** The document in which the date was read, and when; a run book's own file has no such day. */
function sourceLines(document: string | null, checked: string): string[] {
  if (document === null || document === OWN_FILE) return [];
  return [`Source: ${plainLine(document)}; checked ${checked}`];
}
