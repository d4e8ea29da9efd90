import { h } from "hastscript";
import { CADENCES } from "../model/trigger.ts";
import { type Procedure, isRetired, tagsOf } from "../model/procedure.ts";
import { nextItems } from "../schedule/candidates.ts";
import { byUrgency, lastDoneOf, listedItems } from "../schedule/due-list.ts";
import { holdersOf } from "../schedule/holders.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Html, empty, table } from "./html.ts";
import { badge } from "./marks.ts";
import { itemOwner, procedureLink, shortDay } from "./names.ts";
import type { Page } from "./page.ts";
import type { SiteInput } from "./site-input.ts";

const PATH = "procedures.html";

const COLUMNS = ["Procedure", "Trigger", "Owner", "Now", "Next", "Last done", "Reviewed"].map((title) => ({ title }));

/** Every procedure, by cadence; with a script it can be searched and filtered. */
export function proceduresPage({ schedule, textOf }: SiteInput): Page {
  const { procedures } = schedule.book;
  const groups = CADENCES.flatMap((cadence) => {
    const ofCadence = procedures.filter((procedure) => procedure.cadence === cadence);
    if (ofCadence.length === 0) return [];
    const rows = ofCadence.map((procedure) => rowOf(procedure, textOf(procedure) ?? "", schedule));
    const list = table(`Procedures: ${cadence}`, COLUMNS, rows, { hasLinks: true, name: "list" });
    return [
      h("section", { ariaLabelledBy: cadence, dataFilterGroup: "" }, [
        h("h2", { id: cadence }, [
          capital(cadence),
          " ",
          h("span", { className: ["aside"] }, String(ofCadence.length)),
        ]),
        list,
      ]),
    ];
  });
  return {
    path: PATH,
    title: "Procedures",
    under: PATH,
    dependsOnDay: true,
    content: groups.length === 0 ? [empty("There is no procedure yet.")] : [filters(schedule), ...groups],
  };
}

/** Hidden until the script, without which they would do nothing, shows them. */
function filters({ book }: Schedule): Html {
  const owners = [...new Set(book.procedures.flatMap(({ owner }) => owner ?? []))].toSorted();
  const tags = tagsOf(book.procedures);
  const select = (name: string, title: string, options: readonly string[]): Html =>
    h("label", [
      h("span", title),
      h("select", { name }, [
        h("option", { value: "" }, "any"),
        ...options.map((option) => h("option", { value: option }, option)),
      ]),
    ]);
  return h("div", { className: ["filters"], role: "search", hidden: true, dataFilter: "" }, [
    h("label", [
      h("span", "Search names and texts"),
      h("input", { type: "search", name: "words", autoComplete: "off" }),
    ]),
    select("owner", "Owner", owners),
    select("status", "Now", ["failed", "overdue", "missed", "due", "open", "awaiting-approval"]),
    ...(tags.length === 0 ? [] : [select("tag", "Tag", tags)]),
    h("button", { type: "button" }, "Clear"),
    h("p", { role: "status", dataFilterCount: "" }),
  ]);
}

function rowOf(procedure: Procedure, text: string, schedule: Schedule): Html[][] {
  const { directory } = schedule.book;
  const { date } = schedule.asOf;
  const [now] = listedItems(procedure, schedule).toSorted(byUrgency);
  const [next] = nextItems(procedure, schedule, 1);
  const lastDone = lastDoneOf(procedure, schedule);
  const owner = holdersOf(procedure.owner, directory, date);
  const data = h("data", {
    value: [procedure.name, procedure.id, ...wordsOf(text)].join(" "),
    dataOwner: procedure.owner ?? "",
    dataStatus: now?.status ?? "",
    // A tag may have spaces, and is one line.
    dataTags: procedure.tags.join("\n"),
  });
  return [
    [procedureLink(PATH, procedure), isRetired(procedure, date) ? " (retired)" : "", data],
    [procedure.triggerText],
    itemOwner({ owner }, schedule),
    [now === undefined ? "" : badge(now.status)],
    [next === undefined ? "" : shortDay(next.occurrence.scheduled, schedule)],
    [lastDone === null ? "" : shortDay(lastDone, schedule)],
    [shortDay(procedure.lastUpdated, schedule)],
  ];
}

/** Each word of a text once, frontmatter and all: what a search can find. */
function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}_-]+/gu));
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
