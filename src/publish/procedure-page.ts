import type { Procedure } from "../model/procedure.ts";
import { nameIn } from "../model/runbook.ts";
import type { CadenceGroup } from "../model/trigger.ts";
import type { Item } from "../schedule/due-list.ts";
import { formatEffort } from "../view/words.ts";
import { inertBlocks, notShown } from "./inert.ts";
import { type Block, type Inline, code, pageLink, strong, table, text } from "./nodes.ts";
import { originNote } from "./origin-note.ts";
import { type KeptPage, type Page, type PublishInput, pageOf } from "./publication.ts";

/** The page above those of a cadence. */
export function cadenceId(cadence: CadenceGroup): string {
  return `cadence-${cadence}`;
}

/**
 * A procedure's page: where it comes from, its frontmatter as a table, its text. Nothing in it depends on the day, so that it
 * changes only with the procedure. `pages`: those of all procedures, from `pagesByPath`.
 */
export function procedurePage(procedure: Procedure, input: PublishInput, pages: ReadonlyMap<string, string>): Page {
  const { path, name, cadence } = procedure;
  return {
    id: pageOf(procedure),
    title: name,
    parent: cadenceId(cadence),
    blocks: [originNote({ file: path }, input), frontmatterTable(procedure, input), ...bodyOf(procedure, input, pages)],
  };
}

/** The pages of procedures, by the path of their file. */
export function pagesByPath({ schedule, kept }: PublishInput): ReadonlyMap<string, string> {
  return new Map([
    ...schedule.book.procedures.map((procedure) => [procedure.path, pageOf(procedure)] as const),
    ...kept.map((page) => [page.source, pageOf(page)] as const),
  ]);
}

/** In its place among the others, so that what leads to it stays. */
export function keptPage(page: KeptPage): Page {
  return { id: pageOf(page), title: page.title, parent: cadenceId(page.cadence), blocks: [], isKept: true };
}

function frontmatterTable(procedure: Procedure, { schedule }: PublishInput): Block {
  const { directory } = schedule.book;
  const { owner, escalateTo, requires, measures, tags, id } = procedure;
  const called = escalateTo.map((role) => nameIn(directory, role));
  const isRole = owner !== undefined && directory.roles[owner] !== undefined;
  const ownedBy = owner === undefined ? "nobody" : nameIn(directory, owner);
  const figures = Object.entries(measures).map(([measure, { unit, warn, limit }]) =>
    [
      measure,
      ...(unit === undefined ? [] : [`in ${unit}`]),
      ...(warn === undefined ? [] : [`warning from ${warn}`]),
      ...(limit === undefined ? [] : [`limit ${limit}`]),
    ].join(", "),
  );
  const rows: readonly (readonly [string, string | readonly Inline[]])[] = [
    ["When", procedure.triggerText],
    ["Owner", isRole ? [pageLink("roles", ownedBy)] : ownedBy],
    ["Effort", formatEffort(procedure.effortMinutes)],
    ["Call, in this order", called.length === 0 ? "" : [pageLink("roles", called.join(", "))]],
    ["Requires", requires.join(", ")],
    ["Track", procedure.track ?? ""],
    ["Products", procedure.products.join(", ")],
    ["Figures to record", figures.join("; ")],
    ["Tags", tags.join(", ")],
    ["In force from", procedure.effective ?? ""],
    ["Retired from", procedure.retired ?? ""],
    ["Last reviewed", procedure.lastUpdated],
    ["Record it", [code(`runbook run ${id}`), text(", or "), code(`runbook done ${id}`)]],
  ];
  return table(
    ["Id", id],
    rows.filter(([, value]) => value !== "").map(([title, value]) => [[strong(title)], value]),
  );
}

function bodyOf(procedure: Procedure, input: PublishInput, pages: ReadonlyMap<string, string>): readonly Block[] {
  const { path } = procedure;
  const source = input.textOf(procedure);
  if (source === null) return [notShown("The text is not shown: it holds what looks like a credential.", path)];
  const blocks = inertBlocks(source, {
    path,
    folder: input.folder,
    pageAt: (target) => pages.get(target) ?? CONFIG_PAGES[target],
    isPublished: (target) => input.attachmentOf(target) !== undefined,
  });
  return (
    blocks ?? [
      notShown("The text is not shown: it is nested too deep, or has too much markup or too wide a table.", path),
    ]
  );
}

/** Files that have a page because it says what they say. */
const CONFIG_PAGES: Readonly<Record<string, string>> = { "roles.yml": "roles", "README.md": "home" };

/** A procedure by its name, leading to its page. */
export function procedureLink(procedure: Procedure, track: string | null = null): readonly Inline[] {
  return [pageLink(pageOf(procedure), procedure.name), ...(track === null ? [] : [text(` (${track})`)])];
}

/** An item by its procedure's name, leading to its page, with the track where the run book has several. */
export function itemLink({ occurrence: { procedure, track } }: Item, { schedule }: PublishInput): readonly Inline[] {
  return procedureLink(procedure, schedule.book.settings.tracks.length === 1 ? null : track);
}
