// What all drawings have in common: a frame with words that tell what it shows, and, where it is wide, a way to scroll it.

import type { Element } from "hast";
import { h, s } from "hastscript";

/** Columns for the names of a chart's rows, at its left. */
export const LABELS = 290;
const LONGEST_LABEL = 36;

export interface Frame {
  readonly className: readonly string[];
  /** What it shows, for whoever does not see it. */
  readonly words: string;
  readonly width: number;
  readonly height: number;
}

/** A drawing at its own size. */
export function drawing({ className, words, width, height }: Frame, content: readonly Element[]): Element {
  const viewBox = `0 0 ${width} ${height}`;
  return s("svg", { className: [...className], role: "img", ariaLabel: words, viewBox, width, height }, [...content]);
}

/** A chart that may be wider than the page, which a keyboard can scroll; `name` is what it is called. */
export function wideChart(name: string, chart: Element): Element {
  return h("div", { className: ["scroll", "wide"], tabIndex: 0, role: "group", ariaLabel: name }, chart);
}

/** The name of a chart's row around a height, cut to its room. */
export function rowLabel(name: string, y: number): Element {
  const characters = [...name];
  const short = characters.length <= LONGEST_LABEL ? name : `${characters.slice(0, LONGEST_LABEL - 1).join("")}…`;
  return s("text", { x: LABELS - 12, y: y + 4, textAnchor: "end" }, short);
}

/** A tenth of a unit is finer than anybody sees. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
