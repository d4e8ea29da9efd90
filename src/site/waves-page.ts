import { h } from "hastscript";
import type { Schedule } from "../schedule/schedule.ts";
import { waveConflicts } from "../schedule/wave-conflicts.ts";
import {
  type Milestone,
  type TrackPlan,
  type WavePlan,
  waveAfter,
  waveAround,
  wavePlan,
} from "../schedule/wave-plan.ts";
import { plannedWork } from "../view/wave-work.ts";
import { dayAndMonth, formatEffort } from "../view/words.ts";
import { type Column, type Html, empty, outside, section, table, time } from "./html.ts";
import { badge } from "./marks.ts";
import { itemOwner, procedureLink } from "./names.ts";
import type { Page } from "./page.ts";
import { waveChart } from "./wave-chart.ts";

const PATH = "waves.html";

const COLUMNS: readonly Column[] = [
  { title: "Week" },
  { title: "From – due" },
  { title: "Procedure" },
  { title: "Who" },
  { title: "Effort", align: "right" },
  { title: "Status" },
];

/** The current or next release wave and the two after it: a chart and a table for each track. */
export function wavesPage(schedule: Schedule): Page {
  const first = waveAround(schedule, schedule.asOf.date);
  const second = waveAfter(first);
  const plans = [first, second, waveAfter(second)].map((id) => wavePlan(schedule, id));
  return {
    path: PATH,
    title: "Release waves",
    under: PATH,
    dependsOnDay: true,
    content: plans.map((plan) => section(`${plan.name} (${plan.id})`, waveContent(plan, schedule), `wave-${plan.id}`)),
  };
}

function waveContent(plan: WavePlan, schedule: Schedule): Html[] {
  const conflicts = waveConflicts(schedule, plan);
  return [
    h("p", { className: ["sum"] }, plannedWork(schedule, plan)),
    ...plan.tracks.flatMap((track) => [
      h("h3", track.track),
      anchorText(track, schedule),
      waveChart(plan, track, schedule),
      ...conflicts
        .filter((conflict) => conflict.track === track.track)
        .map(({ message }) => h("p", { className: ["alert"] }, message)),
      milestoneTable(plan, track, schedule),
    ]),
  ];
}

function anchorText({ anchor, dates }: TrackPlan, { waves, book }: Schedule): Html {
  const region = book.settings.region ?? "the region";
  const moved =
    anchor.regionOffsetWeeks === 0
      ? ""
      : `, ${signed(anchor.regionOffsetWeeks)} week${Math.abs(anchor.regionOffsetWeeks) === 1 ? "" : "s"} for ${region}`;
  const origin = {
    tenant: "this tenant's own date",
    region: `deployment group of ${region}`,
    published: `first public group as published${moved}`,
    estimated: `estimated by the usual rhythm${moved}: no date was published when last checked, ${waves.checked}`,
  }[anchor.source];
  const known = [
    ["Plan published", dates.planPublished],
    ["Early access", dates.earlyAccess],
    ["General availability", dates.generalAvailability],
  ] as const;
  const published = known.flatMap(([label, date]) => (date === undefined ? [] : [`${label} ${date.date}. `]));
  const { document } = anchor;
  return h("p", [
    "Production update ",
    time(anchor.date, anchor.date),
    ` (${origin}). `,
    ...published,
    ...(document === null ? [] : ["Source: ", outside(document, document), "."]),
  ]);
}

function milestoneTable({ id }: WavePlan, { track, milestones }: TrackPlan, schedule: Schedule): Html {
  if (milestones.length === 0) return empty("No work is planned in this track.");
  const rows = milestones.flatMap((milestone) =>
    milestone.items.map((item) => [
      [signed(milestone.offsetWeeks)],
      datesOf(milestone),
      [procedureLink(PATH, item.occurrence.procedure)],
      itemOwner(item, schedule),
      [formatEffort(item.occurrence.procedure.effortMinutes)],
      [badge(item.status), item.notBefore === null ? "" : ` not before ${item.notBefore}`],
    ]),
  );
  return table(`Milestones of ${id}, ${track}`, COLUMNS, rows, { hasLinks: true });
}

function datesOf({ from, due }: Milestone): Html[] {
  return [time(from, dayAndMonth(from)), " – ", time(due, dayAndMonth(due))];
}

/** `-8`, `0`, `+2`. */
function signed(offsetWeeks: number): string {
  return offsetWeeks > 0 ? `+${offsetWeeks}` : offsetWeeks < 0 ? `−${-offsetWeeks}` : "0";
}
