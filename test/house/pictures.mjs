// Makes the README's pictures from what the built program prints at a fixed time, as docs/pictures/*.svg, and of the
// site, docs/pictures/*.png, where there is a Chromium (CHROMIUM names one); what fonts make of those differs from machine
// to machine, and is not checked:
//
//   npm run pictures             writes them
//   node test/house/pictures.mjs --check   exits 1 where one is not what the program prints now

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import stringWidth from "string-width";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "pictures");
const COLUMNS = 88;

/** Of the terminal. */
const PICTURES = [
  { name: "morning", command: ["due"], title: "runbook due: what to do on a Wednesday morning" },
  { name: "wave", command: ["wave", "--date", "2027-04"], title: "runbook wave: the plan of a release wave" },
];

const home = mkdtempSync(join(tmpdir(), "runbook-pictures-"));
process.once("exit", () => rmSync(home, { recursive: true, force: true }));
const env = {
  PATH: process.env.PATH,
  HOME: home,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ben",
  GIT_AUTHOR_EMAIL: "ben@contoso.example",
  GIT_COMMITTER_NAME: "Ben",
  GIT_COMMITTER_EMAIL: "ben@contoso.example",
  RUNBOOK_NOW: "2026-11-25T08:30:00Z",
  FORCE_COLOR: "1",
  COLUMNS: String(COLUMNS),
};
const run = (program, ...args) =>
  execFileSync(program, args, { cwd: home, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const runbook = (...args) => run(process.execPath, join(root, "bin", "runbook.js"), ...args);

/** The reference run book in its first week, with what was done since Monday. */
function prepare() {
  cpSync(join(root, "runbook"), join(home, "runbook"), { recursive: true });
  const settings = join(home, "runbook", "runbook.yml");
  writeFileSync(settings, readFileSync(settings, "utf8").replace(/^go_live: \S+/m, "go_live: 2026-11-23"));
  run("git", "init", "--quiet");
  run("git", "add", ".");
  run("git", "commit", "--quiet", "-m", "Start the run book");
  const daily = readdirSync(join(home, "runbook", "procedures", "daily")).map((name) => name.replace(".md", ""));
  runbook("done", ...daily, "--for", "2026-11-24", "--at", "2026-11-24T09:10");
  runbook("done", "bulk-delete-jobs", "message-center-triage", "service-health", "--at", "2026-11-25T08:20");
}

const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 18;
const BAR = 30;

/** Letters of one look: the classes of the colours that were on, and the text. */
function runsOf(line) {
  const on = new Set();
  const runs = [];
  for (const [index, part] of line.split(/\u001b\[(\d+)m/).entries()) {
    if (index % 2 === 0) {
      if (part !== "") runs.push({ classes: [...on], text: part });
      continue;
    }
    const [add, remove] = LOOKS[part] ?? [[], []];
    for (const name of remove) on.delete(name);
    for (const name of add) on.add(name);
  }
  return runs;
}

const COLOURS = ["red", "green", "yellow", "magenta", "cyan"];
const LOOKS = {
  1: [["bold"], []],
  2: [["dim"], []],
  22: [[], ["bold", "dim"]],
  31: [["red"], COLOURS],
  32: [["green"], COLOURS],
  33: [["yellow"], COLOURS],
  35: [["magenta"], COLOURS],
  36: [["cyan"], COLOURS],
  39: [[], COLOURS],
};

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Each run at its column and as wide as its cells, so that columns are in line whatever font there is. */
function textLine(line, index) {
  let column = 0;
  const y = BAR + MARGIN + index * LINE + 5;
  return runsOf(line)
    .map(({ classes, text }) => {
      const cells = stringWidth(text);
      const x = MARGIN + column * CHARACTER;
      column += cells;
      if (text.trim() === "") return "";
      const look = classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
      return `<text x="${x.toFixed(1)}" y="${y}"${look} textLength="${(cells * CHARACTER).toFixed(1)}" xml:space="preserve">${escaped(text)}</text>`;
    })
    .join("");
}

function svgOf({ command, title }, output) {
  const lines = [
    `\u001b[2m$\u001b[22m \u001b[1mrunbook ${command.join(" ")}\u001b[22m`,
    "",
    ...output.trimEnd().split("\n"),
  ];
  const width = Math.ceil(2 * MARGIN + COLUMNS * CHARACTER);
  const height = BAR + 2 * MARGIN + (lines.length - 1) * LINE + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328 }
.frame { fill: #ffffff; stroke: #d0d7de } .bar { fill: #d0d7de }
.bold { font-weight: 600 } .dim { fill: #59636e }
.red { fill: #b3261e } .green { fill: #1a7f37 } .yellow { fill: #8a5a00 } .magenta { fill: #8250df } .cyan { fill: #0a6e8a }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.frame { fill: #0d1117; stroke: #30363d } .bar { fill: #484f58 }
.dim { fill: #9198a1 }
.red { fill: #ff7b72 } .green { fill: #56d364 } .yellow { fill: #e3b341 } .magenta { fill: #d2a8ff } .cyan { fill: #76e3ea }
}
</style>
<rect class="frame" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
<circle class="bar" cx="20" cy="18" r="5"/><circle class="bar" cx="38" cy="18" r="5"/><circle class="bar" cx="56" cy="18" r="5"/>
${lines
  .map(textLine)
  .filter((line) => line !== "")
  .join("\n")}
</svg>
`;
}

/** Of pages of the site: their first screen, or as far as a chart goes. */
const PAGES = [
  { name: "site", path: "index.html", height: 760 },
  { name: "wave-chart", path: "waves.html", height: 668 },
];

async function takeSitePictures() {
  const executablePath = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
  if (executablePath === undefined) {
    console.error("The pictures of the site stay as they are: there is no Chromium.");
    return;
  }
  runbook("site", "--out", join(home, "site"));
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  for (const { name, path, height } of PAGES) {
    const page = await browser.newPage({ viewport: { width: 1100, height } });
    await page.clock.install({ time: new Date(env.RUNBOOK_NOW) });
    await page.goto(pathToFileURL(join(home, "site", path)).href);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
  await browser.close();
}

prepare();
mkdirSync(folder, { recursive: true });
for (const picture of PICTURES) {
  const file = join(folder, `${picture.name}.svg`);
  const svg = svgOf(picture, runbook(...picture.command));
  const isCurrent = existsSync(file) && readFileSync(file, "utf8").replaceAll("\r\n", "\n") === svg;
  if (!process.argv.includes("--check")) writeFileSync(file, svg);
  else if (!isCurrent) {
    process.exitCode = 1;
    console.error(`docs/pictures/${picture.name}.svg is not what the program prints: npm run pictures`);
  }
}
if (!process.argv.includes("--check")) await takeSitePictures();
