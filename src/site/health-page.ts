import type { Element } from "hast";
import { h } from "hastscript";
import { addDays } from "../calendar/calendar-date.ts";
import { count } from "../model/count.ts";
import { type Diagnostic, SEVERITIES } from "../model/diagnostic.ts";
import { type Procedure, isRetired } from "../model/procedure.ts";
import { reviewQueue } from "../report/reviews.ts";
import { findingsList, severityBadge } from "./findings.ts";
import { type Html, empty, folded, joined, section, table } from "./html.ts";
import { day, linkTo, procedureLink, procedurePath } from "./names.ts";
import type { Page } from "./page.ts";
import type { SiteInput } from "./site-input.ts";

const PATH = "health.html";
const SOON_DAYS = 30;

/** Whether the run book itself is in order: what lint finds, what nothing covers, what is to be read again. */
export function healthPage(input: SiteInput): Page {
  const { findings } = input;
  return {
    path: PATH,
    title: "Health of the run book",
    under: PATH,
    dependsOnDay: true,
    content: [
      h(
        "ul",
        { className: ["tiles"] },
        SEVERITIES.map((severity) => {
          const number = findings.filter((finding) => finding.severity === severity).length;
          return h("li", { className: number === 0 ? ["none"] : [severity] }, [
            h("span", { className: ["number"] }, String(number)),
            " ",
            severityBadge(severity),
          ]);
        }),
      ),
      section("To review", [reviewTable(input)], "review"),
      section("Coverage", coverageOf(input)),
      section("Findings", findingsOf(findings, input)),
    ],
  };
}

function reviewTable({ schedule }: SiteInput): Html {
  const soon = addDays(schedule.asOf.date, SOON_DAYS);
  const rows = reviewQueue(schedule)
    .filter(({ reviewBy }) => reviewBy <= soon)
    .map(({ procedure, ageDays, intervalDays, reviewBy }) => {
      const left = intervalDays - ageDays;
      return [
        [procedureLink(PATH, procedure)],
        [procedure.owner ?? "nobody"],
        [day(procedure.lastUpdated, schedule)],
        [day(reviewBy, schedule)],
        [
          left < 0
            ? h("strong", `stale for ${count(-left, "day")}`)
            : left === 0
              ? "today"
              : `in ${count(left, "day")}`,
        ],
      ];
    });
  const columns = ["Procedure", "Owner", "Reviewed", "Review due by", "When"].map((title) => ({ title }));
  if (schedule.book.procedures.length === 0) return empty("There is no procedure yet.");
  return rows.length === 0
    ? empty(`Every procedure was reviewed lately; none falls due within ${SOON_DAYS} days.`)
    : table("Procedures to review", columns, rows, { hasLinks: true });
}

function coverageOf({ coverageAreas, schedule }: SiteInput): Html[] {
  const active = schedule.book.procedures.filter((procedure) => !isRetired(procedure, schedule.asOf.date));
  const coveredBy = (id: string): Procedure[] => active.filter(({ covers }) => covers.includes(id));
  const covered = coverageAreas.filter(({ id }) => coveredBy(id).length > 0).length;
  const rows = coverageAreas.map(({ id, name, why }) => {
    const links = coveredBy(id).map((procedure) => procedureLink(PATH, procedure));
    return [
      [name],
      links.length === 0
        ? [h("strong", "no procedure"), h("span", { className: ["aside"] }, ` ${why}`)]
        : joined(links, ", "),
    ];
  });
  const list: Element = table("Areas of the coverage catalogue", [{ title: "Area" }, { title: "Covered by" }], rows, {
    hasLinks: covered > 0,
  });
  return [
    h(
      "p",
      { className: ["sum"] },
      `${covered} of ${count(coverageAreas.length, "area")} that concern this run book have a procedure.`,
    ),
    covered === coverageAreas.length ? folded("All areas", [list]) : list,
  ];
}

function findingsOf(findings: readonly Diagnostic[], { schedule }: SiteInput): Html[] {
  if (findings.length === 0) return [empty("Lint finds nothing.")];
  const byPath = new Map(schedule.book.procedures.map((procedure) => [procedure.path, procedure]));
  const paths = [...new Set(findings.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const procedure = byPath.get(path);
    return [
      h("h3", procedure === undefined ? h("code", path) : linkTo(PATH, procedurePath(procedure), path)),
      findingsList(findings.filter((finding) => finding.path === path)),
    ];
  });
}
