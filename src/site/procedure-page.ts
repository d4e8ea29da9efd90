import { h } from "hastscript";
import { wayBetween } from "../lint/link-paths.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Procedure, isRetired } from "../model/procedure.ts";
import { reviewByOf } from "../model/review-interval.ts";
import { type Call, callOf } from "../schedule/calls.ts";
import { nextItems } from "../schedule/candidates.ts";
import { byUrgency, lastDoneOf, listedItems } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { formatEffort } from "../view/words.ts";
import { findingsList } from "./findings.ts";
import { historyOf } from "./history.ts";
import { type Html, facts, joined, outside, section } from "./html.ts";
import { renderMarkdown } from "./markdown-html.ts";
import { badge } from "./marks.ts";
import { measureCharts } from "./measure-chart.ts";
import { day, dueDay, procedurePath } from "./names.ts";
import type { Page } from "./page.ts";
import type { Past } from "./past.ts";
import type { SiteInput } from "./site-input.ts";

const NEXT_DATES = 3;

/** What is looked up for the page of each procedure: by path. */
export interface ByPath {
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** One procedure: what to do, who, when next, what became of it, whom to call. */
export function procedurePage(procedure: Procedure, input: SiteInput, past: Past, byPath: ByPath): Page {
  const { schedule } = input;
  const findings = byPath.findings.get(procedure.path) ?? [];
  return {
    path: procedurePath(procedure),
    title: procedure.name,
    under: "procedures.html",
    dependsOnDay: true,
    content: [
      h("div", { className: ["procedure"] }, [
        h("aside", { ariaLabel: "When and who", className: ["panel", "now-panel"] }, [
          nowFacts(procedure, schedule),
          ownerToday(procedure, schedule),
        ]),
        h("article", { className: ["text"] }, [...textOf(procedure, input, byPath)]),
        h("aside", { ariaLabel: "More about it", className: ["panel", "more-panel"] }, [
          escalation(procedure, schedule),
          moreFacts(procedure, input),
          editLinks(procedure, input),
        ]),
      ]),
      section("History", historyOf(past.byProcedure.get(procedure.id) ?? [], schedule)),
      ...measureCharts(procedure, schedule),
      ...(findings.length === 0 ? [] : [section("Findings", [findingsList(findings)])]),
    ],
  };
}

function nowFacts(procedure: Procedure, schedule: Schedule): Html {
  const { asOf } = schedule;
  const listed = listedItems(procedure, schedule).toSorted(byUrgency);
  const next = nextItems(procedure, schedule, NEXT_DATES);
  const lastDone = lastDoneOf(procedure, schedule);
  return facts([
    ["Trigger", [procedure.triggerText]],
    [
      "Now",
      joined(
        listed.map((item) => h("span", [badge(item.status), " ", ...dueDay(item, schedule)])),
        h("br"),
      ),
    ],
    [
      "Next",
      joined(
        next.map(({ occurrence }) => day(occurrence.scheduled, schedule)),
        h("br"),
      ),
    ],
    ["Last done", lastDone === null ? [] : [day(lastDone, schedule)]],
    ["Effort", [formatEffort(procedure.effortMinutes)]],
    ["Retired", isRetired(procedure, asOf.date) ? [`since ${procedure.retired}`] : []],
  ]);
}

function ownerToday({ owner }: Procedure, { book, asOf }: Schedule): Html {
  const words = owner === undefined ? ["nobody"] : callWords(callOf(owner, book.directory, asOf.date));
  return h("section", { ariaLabelledBy: "owner" }, [h("h2", { id: "owner" }, "Owner today"), h("p", words)]);
}

/** A role's name, who holds it today and how to reach them. */
export function callWords({ name, people, contact }: Call): Html[] {
  const ways = (phone?: string, email?: string, url?: string): Html[] => [
    ...(phone === undefined
      ? []
      : [outside(`tel:${phone.replaceAll(/[^\d+]/g, "")}`, phone.replaceAll(" ", "\u00a0"))]),
    ...(email === undefined ? [] : [outside(`mailto:${email}`, email)]),
    ...(url === undefined ? [] : [outside(url, url)]),
  ];
  const holders = people
    .filter((person) => person.name !== name)
    .map((person) => h("span", joined([person.name, ...ways(person.phone, person.email)], ", ")));
  const named = people.find((person) => person.name === name);
  const own = [...ways(contact?.phone, contact?.email, contact?.url), ...ways(named?.phone, named?.email)];
  const reach = [...holders, ...(own.length === 0 ? [] : [h("span", joined(own, ", "))])];
  return [h("strong", name), h("br"), ...(reach.length === 0 ? ["nobody holds it today"] : joined(reach, h("br")))];
}

function escalation(procedure: Procedure, { book, asOf }: Schedule): Html {
  if (procedure.escalateTo.length === 0) return null;
  return h("section", { ariaLabelledBy: "calls" }, [
    h("h2", { id: "calls" }, "Who to call, in this order"),
    h(
      "ol",
      { className: ["calls"] },
      procedure.escalateTo.map((id) => h("li", callWords(callOf(id, book.directory, asOf.date)))),
    ),
  ]);
}

function moreFacts(procedure: Procedure, { schedule }: SiteInput): Html {
  const reviewBy = reviewByOf(procedure, schedule.book.settings);
  return facts([
    ["Reviewed", [day(procedure.lastUpdated, schedule)]],
    ["Review due by", [day(reviewBy, schedule)]],
    ["Needs", [procedure.requires.join(", ")]],
    ["Track", [procedure.track ?? ""]],
    ["Products", [procedure.products.join(", ")]],
    ["Covers", [procedure.covers.join(", ")]],
    ["Tags", [procedure.tags.join(", ")]],
    ["Id", [h("code", procedure.id)]],
  ]);
}

function editLinks({ path }: Procedure, { editOf, sourceOf }: SiteInput): Html {
  const edit = editOf(path);
  const source = sourceOf(path);
  if (edit === undefined && source === undefined) return h("p", ["File: ", h("code", path)]);
  if (source === edit) return h("p", { className: ["edit"] }, [outside(String(edit), "See and edit the file")]);
  const links = [
    ...(edit === undefined ? [] : [outside(edit, "Edit this procedure")]),
    ...(source === undefined ? [] : [outside(source, "See the file")]),
  ];
  return h("p", { className: ["edit"] }, joined(links, " · "));
}

function textOf(
  procedure: Procedure,
  { textOf: fileOf, sourceOf, imageOf, folder }: SiteInput,
  { procedures }: ByPath,
): Html[] {
  const text = fileOf(procedure);
  if (text === null) {
    const words = "The text is not shown: it holds what looks like a credential. See the findings below.";
    return [h("p", { className: ["alert"] }, words)];
  }
  const here = procedurePath(procedure);
  const pageOf = (path: string): string | undefined => {
    const other = procedures.get(path);
    return other && wayBetween(here, procedurePath(other));
  };
  return renderMarkdown(text, procedure.path, { pageOf, sourceOf, imageOf, folder });
}
