// A mark for each status. Word, shape and colour say the same, so that each of them may be missing.

import { symbol, symbolCircle, symbolDiamond2, symbolSquare2, symbolTriangle } from "d3-shape";
import type { Element } from "hast";
import { h, s } from "hastscript";
import { STATUSES, type Status } from "../model/occurrence.ts";
import { STATUS_WORDS } from "../view/words.ts";
import type { Html } from "./html.ts";
import { written } from "./page-text.ts";

interface Shape {
  /** Around the origin, 12 units wide and high. */
  readonly path: string;
  /** Drawn as a line, or filled. */
  readonly isLine: boolean;
}

const TICK = "M-4.5,0.5L-1.5,3.5L4.5,-3.5";

const SHAPES: Readonly<Record<Status, Shape>> = {
  failed: { path: "M-4,-4L4,4M-4,4L4,-4", isLine: true },
  overdue: { path: symbol(symbolTriangle, 48)() ?? "", isLine: false },
  missed: { path: symbol(symbolDiamond2, 48)() ?? "", isLine: false },
  due: { path: symbol(symbolCircle, 60)() ?? "", isLine: false },
  open: { path: symbol(symbolCircle, 50)() ?? "", isLine: true },
  "awaiting-approval": { path: symbol(symbolSquare2, 44)() ?? "", isLine: true },
  upcoming: { path: symbol(symbolCircle, 10)() ?? "", isLine: false },
  done: { path: TICK, isLine: true },
  "done-late": { path: "M-4.5,-1.5L-1.5,1.5L4.5,-5M-4.5,5L4.5,5", isLine: true },
  skipped: { path: "M-3,-4.5L3,0L-3,4.5", isLine: true },
  waived: { path: "M-5,-4L-0.5,0L-5,4M0.5,-4L5,0L0.5,4", isLine: true },
  "not-owed": { path: "M-4,0L4,0", isLine: true },
};

/** The shapes, once a page; `mark` names them. */
export function markShapes(): Element {
  const symbols = STATUSES.map((status) => {
    const { path, isLine } = SHAPES[status];
    return s("symbol", { id: `mark-${status}`, viewBox: "-6 -6 12 12" }, [
      s("path", { d: path, className: [isLine ? "line" : "solid"] }),
    ]);
  });
  return s("svg", { className: ["shapes"], ariaHidden: "true", width: 0, height: 0 }, symbols);
}

/** The shape of a status in a drawing, its top left corner at `x` and `y`. */
export function markAt(status: Status, x: number, y: number, size: number): Element {
  return s("use", { href: `#mark-${status}`, className: [`is-${status}`], x, y, width: size, height: size });
}

/** A status as word, shape and colour. */
export function badge(status: Status): Html {
  const known = badges.get(status) ?? written(newBadge(status));
  badges.set(status, known);
  return known;
}

/** A year of days has a hundred thousand. */
const badges = new Map<Status, Html>();

function newBadge(status: Status): Element {
  return h("span", { className: ["badge", `is-${status}`] }, [
    s("svg", { className: ["mark"], ariaHidden: "true", width: 12, height: 12 }, [
      s("use", { href: `#mark-${status}` }),
    ]),
    STATUS_WORDS[status],
  ]);
}
