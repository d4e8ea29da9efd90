// The frame of every page: its head with the content-security policy, the way to the other pages, the footer.

import type { Element, RootContent } from "hast";
import { h } from "hastscript";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { wayBetween } from "../lint/link-paths.ts";
import { longDate } from "../view/words.ts";
import { type Html, time } from "./html.ts";
import { markShapes } from "./marks.ts";
import { pageText } from "./page-text.ts";

/** What stands in every page, each with the hash that lets it pass the content-security policy. */
export interface Assets {
  readonly style: HashedText;
  readonly script: HashedText;
}

/** A text with `\n` line ends and no other control character. */
export interface HashedText {
  readonly text: string;
  /** SHA-256, base64. */
  readonly hash: string;
}

/** The pages that every page leads to, in order. */
export const TOP_PAGES = [
  { path: "index.html", title: "Today" },
  { path: "calendar.html", title: "Calendar" },
  { path: "procedures.html", title: "Procedures" },
  { path: "waves.html", title: "Waves" },
  { path: "roles.html", title: "Roles" },
  { path: "incidents.html", title: "Incidents" },
  { path: "health.html", title: "Health" },
] as const;
export type TopPage = (typeof TOP_PAGES)[number]["path"];

export interface Page {
  /** Relative to the site, with `/`. */
  readonly path: string;
  readonly title: string;
  /** The page of the navigation that this one is, or belongs to. */
  readonly under: TopPage;
  /** What it says depends on the day that the site was made for. */
  readonly dependsOnDay: boolean;
  readonly content: readonly Html[];
}

export interface Frame {
  /** The run book's. */
  readonly title: string;
  readonly asOf: CalendarDate;
  readonly timezone: string;
  /** What is missing from the pages, and why. */
  readonly notices: readonly string[];
  readonly assets: Assets;
}

/** A page as one text of HTML that needs nothing else. */
export function renderPage(page: Page, frame: Frame): string {
  const { style } = frame.assets;
  const nodes: readonly RootContent[] = [
    { type: "doctype" },
    h("html", { lang: "en" }, [
      h("head", [
        h("meta", { charSet: "utf-8" }),
        h("meta", { httpEquiv: "content-security-policy", content: policyOf(frame.assets) }),
        h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        h("meta", { name: "referrer", content: "no-referrer" }),
        h("meta", { name: "color-scheme", content: "light dark" }),
        h("title", `${page.title} · ${frame.title}`),
        // Without it a browser asks for /favicon.ico.
        h("link", { rel: "icon", href: "data:," }),
        h("style", style.text),
      ]),
      bodyOf(page, frame),
    ]),
  ];
  return `${pageText(nodes)}\n`;
}

/** Nothing is loaded, nothing is sent; only the two texts of ours count as style and script. */
function policyOf({ style, script }: Assets): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${style.hash}'`,
    `script-src 'sha256-${script.hash}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function bodyOf(page: Page, frame: Frame): Element {
  const to = (path: string): string => wayBetween(page.path, path);
  const day = page.dependsOnDay
    ? h("p", { className: ["as-of"], dataAsOf: frame.asOf }, [
        "As of ",
        time(frame.asOf, longDate(frame.asOf)),
        h("span", { className: ["aside"] }, ` (${frame.timezone})`),
        h("strong", { className: ["age"], hidden: true }),
      ])
    : null;
  const links = TOP_PAGES.map(({ path, title }) =>
    h(
      "li",
      h(
        "a",
        {
          href: to(path),
          ...(path === page.path ? { ariaCurrent: "page" } : path === page.under ? { ariaCurrent: "true" } : {}),
        },
        title,
      ),
    ),
  );
  const notices = page.dependsOnDay ? frame.notices.map((notice) => h("p", { className: ["alert"] }, notice)) : [];
  return h("body", [
    markShapes(),
    h("a", { className: ["skip"], href: "#main" }, "Skip to the content"),
    h("header", { className: ["top"] }, [
      h("p", { className: ["book"] }, frame.title),
      day,
      h("nav", { ariaLabel: "Pages" }, h("ul", links)),
    ]),
    h("main", { id: "main", tabIndex: -1 }, [h("h1", page.title), ...notices, ...page.content]),
    h("footer", h("p", "Made by runbook from the files and the ledger of the run book; it does not change by itself.")),
    h("script", frame.assets.script.text),
  ]);
}
