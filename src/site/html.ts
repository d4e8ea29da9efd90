// The few pieces of HTML that all pages are built of. Trees, not texts: what is written out is escaped by the library.

import type { Element, ElementContent } from "hast";
import { h } from "hastscript";
import type { CalendarDate } from "../calendar/calendar-date.ts";

export type Html = ElementContent | string | null;

export interface Column {
  readonly title: string;
  /** Numbers stand right. */
  readonly align?: "right";
}

/** A table with a caption; the first cell of a row names it. One without links is a tab stop, so that it can be scrolled. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Html[][])[],
  options: {
    readonly isCaptionShown?: boolean;
    readonly isHeadShown?: boolean;
    readonly hasLinks?: boolean;
    readonly name?: string;
  } = {},
): Element {
  const classOf = ({ align }: Column): string[] => (align === undefined ? [] : [align]);
  const cellOf = (cell: readonly Html[], index: number): Element => {
    const className = classOf(columns[index] ?? { title: "" });
    return index === 0
      ? h("th", { scope: "row", className }, [...cell])
      : h("td", { className, dataTitle: columns[index]?.title ?? "" }, [...cell]);
  };
  const head = h(
    "tr",
    columns.map((column) => h("th", { scope: "col", className: classOf(column) }, column.title)),
  );
  return h(
    "div",
    { className: ["scroll", ...(options.name === undefined ? [] : [options.name])], ...scrollable(options.hasLinks) },
    h("table", [
      h("caption", { className: options.isCaptionShown === true ? [] : ["quiet"] }, caption),
      h("thead", { className: options.isHeadShown === false ? ["quiet"] : [] }, head),
      h(
        "tbody",
        rows.map((row) => h("tr", row.map(cellOf))),
      ),
    ]),
  );
}

/** What may be wider than the page can be scrolled by keyboard: through its links, or as a tab stop of its own. */
function scrollable(hasLinks = false): { tabIndex?: number } {
  return hasLinks ? {} : { tabIndex: 0 };
}

/** Terms and what is known of them; those without anything are left out. */
export function facts(pairs: readonly (readonly [term: Html, value: readonly Html[]])[]): Element {
  return h(
    "dl",
    { className: ["facts"] },
    pairs
      .filter(([, value]) => value.some((part) => part !== null && part !== ""))
      .map(([term, value]) => h("div", [h("dt", [term]), h("dd", [...value])])),
  );
}

/** A heading of the second rank with what follows it. */
export function section(title: string, content: readonly Html[], id = idOf(title)): Element {
  return h("section", { ariaLabelledBy: id }, [h("h2", { id }, title), ...content]);
}

function idOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

/** A date as people read it (`words`), and as machines do. */
export function time(date: CalendarDate, words: string): Element {
  return h("time", { dateTime: date }, words);
}

/** A paragraph that stands where a list would be empty. */
export function empty(words: string): Element {
  return h("p", { className: ["empty"] }, words);
}

/** What is folded away until somebody opens it. */
export function folded(summary: string, content: readonly Html[]): Element {
  return h("details", [h("summary", summary), ...content]);
}

/** An address that pages may lead to; others are shown as text. */
export function outside(url: string, words: string): Html {
  return /^(?:https?|mailto|tel):/i.test(url) ? h("a", { href: url, rel: ["noreferrer"] }, words) : words;
}

/** Elements with a separator between them. */
export function joined(parts: readonly Html[], separator: Html): Html[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}
