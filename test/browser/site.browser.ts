// The pages in a browser: everybody must be able to read and use them, and no text may take them over.
//
// CHROMIUM names a browser; without it the usual places are looked at. Where there is none, these tests are left out and
// say so: apt-get install chromium, or any Chromium or Chrome.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sitePages } from "../../src/site/site.ts";
import { HOSTILE_MARKDOWN, TRAP } from "../helpers/hostile-markdown.ts";
import { HOOK_TIMEOUT, bookFiles, emptyFolder, procedureText, writeFiles } from "../helpers/run-cli.ts";
import { referenceFiles, siteInputOf, someRecords } from "../helpers/site.ts";

const PROCEDURES = referenceFiles().filter(({ path }) => path.startsWith("procedures/")).length;

const PLACES = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
const executablePath = PLACES.find((path) => path !== "" && existsSync(path));
if (executablePath === undefined) {
  process.stderr.write("No Chromium was found, so the site was not looked at in a browser; CHROMIUM names one.\n");
}

const NOW = "2026-11-28T09:00:00Z";
/** One of each kind. */
const KINDS = [
  "index.html",
  "calendar.html",
  "calendar/2026-11.html",
  "procedures.html",
  "procedures/capacity-review.html",
  "waves.html",
  "roles.html",
  "incidents.html",
  "incidents/incident-2026-11-18-7f3a.html",
  "health.html",
];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

describe.skipIf(executablePath === undefined)("the site in a browser", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = emptyFolder();
    const pages = sitePages(siteInputOf(referenceFiles(), someRecords(), NOW));
    const wanted = pages.filter(({ path }) => KINDS.includes(path) || path === "procedures/service-health.html");
    writeFiles(
      folder,
      wanted.map(({ path, render }) => ({ path, text: render() })),
    );
    const tagged = [
      {
        path: "procedures/closing.md",
        text: procedureText("closing", { name: "Closing", tags: "[year end, ledger]" }),
      },
      { path: "procedures/opening.md", text: procedureText("opening", { name: "Opening", tags: "[year, end]" }) },
    ];
    const settings = referenceFiles().filter(({ path }) => !path.startsWith("procedures/"));
    const list = sitePages(siteInputOf([...settings, ...tagged], [], NOW)).find(
      ({ path }) => path === "procedures.html",
    );
    writeFiles(folder, [{ path: "tagged.html", text: list?.render() ?? "" }]);
    // A container's root may not build the sandbox; the pages are our own.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({ executablePath: executablePath ?? "", args });
  }, HOOK_TIMEOUT);

  afterAll(async () => browser?.close());

  /** A page of its own, with everything that the browser complains of. */
  async function open(
    path: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) complaints.push(request.url());
    });
    await page.goto(urlOf(path));
    return { page, complaints };
  }

  const urlOf = (path: string): string => pathToFileURL(join(folder, path)).href;

  // In the dark only colours are others.
  it.each<{ colorScheme: "light" | "dark"; paths: readonly string[]; options: string }>([
    { colorScheme: "light", paths: KINDS, options: "{}" },
    {
      colorScheme: "dark",
      paths: KINDS.filter((path) => !path.startsWith("calendar")),
      options: "{ runOnly: ['color-contrast'] }",
    },
  ])(
    "has no violation that axe knows of, in $colorScheme",
    async ({ colorScheme, paths, options }) => {
      const { page, complaints } = await open("index.html", { colorScheme });
      const violations = async (path: string): Promise<string[]> => {
        // The devtools protocol is not bound by the page's policy, which lets no other script in.
        await page.evaluate(axe.source);
        const found = (await page.evaluate(
          `axe.run(${options}).then((result) => result.violations)`,
        )) as readonly Violation[];
        return found.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary = "" }) => `${path} ${id} ${target.join(" ")} ${failureSummary}`),
        );
      };
      const found: string[] = [];
      for (const path of paths) {
        await page.goto(urlOf(path));
        found.push(...(await violations(path)));
      }
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      // And it does look: a grey that nobody could read.
      await page.evaluate(
        "document.querySelector('h1').setAttribute('class', 'faint'), document.styleSheets[0].insertRule('.faint { color: #808080; background: #757575 }')",
      );
      expect(await violations("faint")).toEqual([expect.stringContaining("color-contrast")]);
      await page.context().close();
    },
    180_000,
  );

  it.each([360, 1440])("fits into %d px: only what is marked for it scrolls sideways", async (width) => {
    const { page } = await open("index.html", { viewport: { width, height: 800 } });
    const wider: string[] = [];
    for (const path of KINDS) {
      await page.goto(urlOf(path));
      if (Number(await page.evaluate("document.documentElement.scrollWidth")) > width) wider.push(path);
    }
    expect(wider).toEqual([]);
    await page.context().close();
  });

  it("wraps a name that is one long word where it would push the rest of its table away", async () => {
    const name = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(6);
    const settings = referenceFiles().filter(({ path }) => !path.startsWith("procedures/"));
    const long = {
      path: "procedures/long.md",
      text: procedureText("long", { name, escalate_to: "[operations-lead]" }),
    };
    const made = sitePages(siteInputOf([...settings, long], [], NOW, { folder: "" }));
    writeFiles(
      folder,
      ["index.html", "roles.html"].map((path) => ({
        path: `long-${path}`,
        text: made.find((one) => one.path === path)?.render() ?? "",
      })),
    );
    for (const width of [360, 1280]) {
      const { page } = await open("long-index.html", { viewport: { width, height: 800 } });
      const scrolled = async (): Promise<unknown> =>
        page.evaluate(
          "[...document.querySelectorAll('.scroll')].filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.className)",
        );
      expect(await scrolled()).toEqual([]);
      await page.goto(urlOf("long-roles.html"));
      // A column for each role is wider than a phone; the names alone are not.
      if (width > 360) expect(await scrolled()).toEqual([]);
      await page.context().close();
    }
  });

  it.each([360, 1440])("keeps the words of Today beside their meanings at %d px", async (width) => {
    const { page } = await open("index.html", { viewport: { width, height: 800 } });
    await page.getByText("What the words mean").click();
    const covered = await page.evaluate(
      "[...document.querySelectorAll('.facts dt')].filter((term) => term.firstChild.getBoundingClientRect().right > term.nextSibling.getBoundingClientRect().left).map((term) => term.textContent)",
    );
    expect(covered).toEqual([]);
    await page.context().close();
  });

  it("sets footnotes apart from the steps above them", async () => {
    const body =
      "Read this[^1].\n\n[^1]: A note.\n\n## Steps\n\n1. Do it.\n\n## Validation\n\n- x\n\n## Escalation\n\n1. y\n";
    const noted = { path: "procedures/noted.md", text: procedureText("noted", { body }) };
    const made = sitePages(siteInputOf([...bookFiles({}), noted], [], NOW, { folder: "" }));
    const path = "procedures/noted.html";
    writeFiles(folder, [{ path, text: made.find((one) => one.path === path)?.render() ?? "" }]);
    const { page } = await open(path);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.footnotes')).borderTopStyle")).toBe("solid");
    await page.context().close();
  });

  it("can be used by keyboard alone: skip link, navigation, search, page", async () => {
    const { page, complaints } = await open("index.html");
    const focused = async (): Promise<string> => String(await page.evaluate("document.activeElement.textContent"));
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.keyboard.press("Shift+Tab");
    while ((await focused()) !== "Procedures") await page.keyboard.press("Shift+Tab");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).toBe("solid");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/procedures.html");
    const search = page.getByRole("searchbox", { name: "Search names and texts" });
    while (!(await search.evaluate((field) => field === field.ownerDocument.activeElement)))
      await page.keyboard.press("Tab");
    await page.keyboard.type("insights ingestion_time");
    expect(await page.getByRole("status").textContent()).toBe(`1 of ${PROCEDURES} procedures`);
    expect(await page.locator("tbody tr:visible").allTextContents()).toEqual([
      expect.stringMatching(/^Application Insights review/),
    ]);
    await search.fill("");
    await page.getByRole("combobox", { name: "Owner" }).selectOption("service-desk-lead");
    expect(await page.locator("tbody tr:visible").allTextContents()).toEqual([
      expect.stringMatching(/^User support tickets/),
    ]);
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await page.locator("tbody tr:visible").count()).toBe(PROCEDURES);
    while ((await focused()) !== "Service health") await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/service-health.html");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("finds a procedure by a tag of several words", async () => {
    const { page } = await open("tagged.html");
    await page.getByRole("combobox", { name: "Tag" }).selectOption("year end");
    expect(await page.locator("tbody tr:visible").allTextContents()).toEqual([expect.stringMatching(/^Closing/)]);
    await page.context().close();
  });

  it("is whole without JavaScript, and says its age with it", async () => {
    const without = await open("procedures.html", { javaScriptEnabled: false });
    expect(await without.page.locator("tbody tr:visible").count()).toBe(PROCEDURES);
    expect(await without.page.getByRole("searchbox").count()).toBe(0);
    await without.page.context().close();
    const { page } = await open("health.html");
    // The clock is the machine's, and later than what the page is of.
    await page.clock.install({ time: new Date("2026-12-01T12:00:00Z") });
    await page.reload();
    expect(await page.locator(".as-of").textContent()).toMatch(/3 days old$/);
    await page.context().close();
  });

  it("prints black on white, without what only a screen needs, tables whole", async () => {
    const { page } = await open("procedures/capacity-review.html", { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.getByRole("navigation", { name: "Pages" }).count()).toBe(0);
    const style = await page.evaluate(
      "(({ color, backgroundColor }) => ({ color, backgroundColor }))(getComputedStyle(document.body))",
    );
    expect(style).toEqual({ color: "rgb(0, 0, 0)", backgroundColor: "rgb(255, 255, 255)" });
    expect(await page.evaluate("getComputedStyle(document.querySelector('pre')).overflowX")).toBe("visible");
    await page.context().close();
  });

  /** Millimetres of A4 between margins of 10, in CSS pixels. */
  const [upright, across] = [718, 1047];

  it.each([
    ["index.html", upright],
    ["procedures.html", upright],
    ["calendar.html", upright],
    ["health.html", upright],
    ["procedures/capacity-review.html", upright],
    // A column a role.
    ["roles.html", across],
  ])("prints %s no wider than its paper", async (path, width) => {
    const { page } = await open(path);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width, height: width === across ? upright : across });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await page.context().close();
  });

  it("prints who does what across the paper", async () => {
    const { page } = await open("roles.html");
    await page.emulateMedia({ media: "print" });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const sizes = [...pdf.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => Number(w) > Number(h));
    expect(new Set(sizes)).toEqual(new Set([false, true]));
    await page.context().close();
  });

  it("lets no text take over: nothing runs, nothing is loaded, nothing covers the page", async () => {
    const text = HOSTILE_MARKDOWN.map(({ title, text: hostile }) => `### ${title}\n\n${hostile}\n`).join("\n");
    const files = bookFiles({});
    const body = `${text}\n\n## Steps\n\n1. Do it.\n\n## Validation\n\n- x\n\n## Escalation\n\n- y\n`;
    const hostile = {
      path: "procedures/hostile.md",
      text: procedureText("hostile", {
        body,
        name: '"</title><script>document.documentElement.dataset.trapped=1</script>"',
      }),
    };
    const page = sitePages(siteInputOf([...files, hostile], [], NOW, { folder: "" })).find(
      ({ path }) => path === "procedures/hostile.html",
    );
    writeFiles(folder, [{ path: "procedures/hostile.html", text: page?.render() ?? "" }]);
    const { page: opened, complaints } = await open("procedures/hostile.html");
    for (const link of await opened.locator("article a").all()) {
      const href = (await link.getAttribute("href")) ?? "";
      expect(href).toMatch(/^(?:https?:|#user-content-)/);
    }
    for (const summary of await opened.locator("article summary").all()) await summary.click();
    expect(await opened.evaluate(`document.documentElement.dataset.${TRAP}`)).toBeUndefined();
    expect(await opened.locator("main").count()).toBe(1);
    expect(await opened.locator("script").count()).toBe(1);
    expect(await opened.getByRole("link", { name: "Today" }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    // The policy holds even where the sanitizer would have missed something.
    await opened.evaluate(
      `document.body.insertAdjacentHTML("beforeend", '<img src="https://attacker.example/x" onerror="document.documentElement.dataset.${TRAP}=1">')`,
    );
    await opened.waitForTimeout(50);
    expect(complaints.join("\n")).toContain("Content Security Policy");
    expect(await opened.evaluate(`document.documentElement.dataset.${TRAP}`)).toBeUndefined();
    await opened.context().close();
  });
});
