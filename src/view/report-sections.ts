// What a report says, section by section, for every format that people read: figures as texts, and what they are drawn from.

import { count } from "../model/count.ts";
import type { Directory } from "../model/runbook.ts";
import { type Tally, adherenceOf } from "../report/adherence.ts";
import type { People } from "../report/people-figures.ts";
import { type Figures, type ProcedureFigures, type Report, mostMissed } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { incidentSections } from "./report-incidents.ts";
import { effortSection } from "./report-effort.ts";
import { measureSection } from "./report-measures.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import { changeCell, minutesText, ownerNameOf, restText, shareCell, shareText } from "./report-words.ts";
import { waveSection } from "./report-waves.ts";
import type { Column } from "./table-parts.ts";
import { ownerText } from "./words.ts";

/** How many rows of a list that only orders are printed where a reader wants the gist. */
const SHORT_LIST = 10;

/**
 * The sections of a report, in their order; what there is nothing of says so in a sentence. Unless the whole is asked for,
 * long lists end early, and say how much more there is.
 */
export function reportSections(report: Report, schedule: Schedule, isWhole = false): ReportSection[] {
  const { directory } = schedule.book;
  const today = schedule.asOf.date;
  const most = isWhole ? Infinity : SHORT_LIST;
  return [
    ...(report.months.length === 0 ? [] : [monthSection(report)]),
    groupSection(
      "cadence",
      "By cadence",
      report.byCadence.map((group) => [group.cadence, group]),
    ),
    procedureSection(report.byProcedure, isWhole),
    groupSection(
      "owner",
      "By owner",
      report.byOwner.map((group) => [ownerNameOf(group.owner, directory) ?? group.owner ?? "nobody", group]),
    ),
    ...(report.byPerson === null ? [] : peopleSections(report.byPerson, directory)),
    overdueSection(report, directory, most),
    missedSection(report, most),
    effortSection(report),
    measureSection(report, today, isWhole),
    reviewSection(report, most),
    ...incidentSections(report, schedule),
    waveSection(report, schedule),
  ];
}

const GROUP_COLUMNS: readonly Column[] = [
  { title: "", isFlexible: true },
  { title: "Adherence" },
  { title: "Change", align: "right" },
  { title: "On time", align: "right" },
  { title: "The others", isFlexible: true },
];

function groupColumns(title: string): Column[] {
  return GROUP_COLUMNS.map((column) => (column.title === "" ? { ...column, title } : column));
}

function groupRow(name: string, tally: Tally, before: Tally | null): ReportCell[] {
  return [
    { text: name },
    shareCell(adherenceOf(tally)),
    changeCell(adherenceOf(tally), before === null ? null : adherenceOf(before)),
    { text: `${tally.onTime} of ${tally.owed}` },
    { text: restText(tally) },
  ];
}

function groupSection(
  id: string,
  heading: string,
  groups: readonly (readonly [string, Pick<Figures, "tally" | "before">])[],
): ReportSection {
  const rows = groups
    .filter(([, { tally }]) => tally.owed + tally.skipped + tally.notYetDue > 0)
    .map(([name, { tally, before }]) => groupRow(name, tally, before));
  const columns = groupColumns(heading.replace("By ", "").replace(/^./, (letter) => letter.toUpperCase()));
  return { id, heading, columns, rows, notes: rows.length === 0 ? ["Nothing was due."] : [] };
}

/** Unless the whole is asked for, those of which nothing is to be said but that all was done on time are only counted. */
function procedureSection(groups: readonly ProcedureFigures[], isWhole: boolean): ReportSection {
  const perfect = groups.filter(
    ({ tally }) => !isWhole && tally.owed === tally.onTime && tally.owed > 0 && tally.skipped === 0,
  );
  const others = groups.filter((group) => !perfect.includes(group));
  const section = groupSection(
    "procedure",
    "By procedure",
    others.map((group) => [group.procedure.name, group]),
  );
  if (perfect.length === 0) return section;
  const owed = perfect.reduce((sum, { tally }) => sum + tally.owed, 0);
  const note = `${others.length === 0 ? "All of" : "And"} ${count(perfect.length, "procedure")} with 100%: all ${owed} owed were done on time.`;
  return { ...section, notes: [note] };
}

function monthSection({ months }: Report): ReportSection {
  const rows = months.map(({ period, tally }, index) => {
    return groupRow(period.name, tally, months[index - 1]?.tally ?? null);
  });
  return { id: "month", heading: "By month", columns: groupColumns("Month"), rows, notes: [] };
}

function peopleSections({ answeredFor, performed }: People, directory: Directory): ReportSection[] {
  const held = groupSection(
    "person",
    "By person",
    answeredFor.map((group) => [ownerText(group, directory), group]),
  );
  const columns: Column[] = [
    { title: "Person", isFlexible: true },
    { title: "Completions", align: "right" },
    { title: "Recorded", align: "right" },
  ];
  return [
    {
      ...held,
      notes: [
        ...held.notes,
        "Who held the owner role on the due date, by roles.yml as it is now; several who held it together are one row.",
      ],
    },
    {
      id: "performed",
      heading: "Performed by",
      columns,
      rows: performed.map(({ name, completions, recordedMinutes }) => [
        { text: name },
        { text: String(completions) },
        { text: minutesText(recordedMinutes) },
      ]),
      notes: performed.length === 0 ? ["Nothing was performed."] : [],
    },
  ];
}

function overdueSection({ overdue }: Report, directory: Directory, most: number): ReportSection {
  const columns: Column[] = [
    { title: "Procedure", isFlexible: true },
    { title: "Occurrence", isFlexible: true },
    { title: "Due" },
    { title: "Days", align: "right" },
    { title: "Owner today", isFlexible: true },
  ];
  const rows = overdue
    .slice(0, most)
    .map(({ item, due, days }): ReportCell[] => [
      { text: `${item.occurrence.procedure.name}${item.status === "failed" ? " (failed)" : ""}` },
      { text: item.occurrence.key },
      { text: due },
      { text: String(days), tone: "bad" },
      { text: ownerText(item.owner, directory, true) },
    ]);
  const notes =
    overdue.length === 0
      ? ["Nothing that was due by the period's end is still to be done."]
      : moreNote(overdue.length - rows.length, "occurrence");
  return { id: "overdue", heading: "Longest overdue", columns, rows, notes };
}

function missedSection(report: Report, most: number): ReportSection {
  const missed = mostMissed(report);
  const columns: Column[] = [
    { title: "Procedure", isFlexible: true },
    { title: "Missed", align: "right" },
    { title: "Of", align: "right" },
    { title: "Share", align: "right" },
    { title: "Done later", align: "right" },
  ];
  const rows = missed
    .slice(0, most)
    .map(({ procedure, tally }): ReportCell[] => [
      { text: procedure.name },
      { text: String(tally.missed), tone: "bad" },
      { text: String(tally.owed) },
      { text: shareText(tally.missed / tally.owed) },
      { text: String(tally.doneAfterClosing) },
    ]);
  const notes = missed.length === 0 ? ["Nothing was missed."] : moreNote(missed.length - rows.length, "procedure");
  return { id: "missed", heading: "Most missed", columns, rows, notes };
}

function reviewSection({ reviews }: Report, most: number): ReportSection {
  const { reviewed, stale, procedures } = reviews;
  const columns: Column[] = [
    { title: "Stale procedure", isFlexible: true },
    { title: "Last reviewed" },
    { title: "Days ago", align: "right" },
    { title: "At most", align: "right" },
  ];
  const rows = stale
    .slice(0, most)
    .map(({ procedure, ageDays, intervalDays }): ReportCell[] => [
      { text: procedure.name },
      { text: procedure.lastUpdated },
      { text: String(ageDays), tone: ageDays > 2 * intervalDays ? "bad" : "warn" },
      { text: String(intervalDays) },
    ]);
  const notes = [
    ...moreNote(stale.length - rows.length, "stale procedure"),
    `${reviewed.length} of ${count(procedures, "procedure")} reviewed in the period, ${stale.length} stale.`,
  ];
  return { id: "reviews", heading: "Reviews", columns, rows, notes };
}

function moreNote(more: number, noun: string): string[] {
  return more === 0 ? [] : [`And ${count(more, `more ${noun}`)}.`];
}
