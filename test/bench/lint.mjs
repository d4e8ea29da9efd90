// How fast `lint` is beside markdownlint-cli2 and remark-lint on the same files: the second part of `npm run bench`, with
//   -- --full        also 10,000 files, once (minutes)
//   -- --runs N      rounds
// The peers check other things (style), so this compares the price of a look at every file, not the findings. They are
// installed into test/bench/peers when they are first needed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { proceduresOf, writeBook } from "./generate.mjs";
import { fail, median, peakOf, run } from "./measure.mjs";

const runbook = join(import.meta.dirname, "..", "..", "bin", "runbook.js");
const peers = join(import.meta.dirname, "peers");
const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "5" }, full: { type: "boolean", default: false } },
});
const runs = Number(options.runs);

const SIZES = [
  { files: 50, rounds: runs },
  { files: 1000, rounds: Math.min(runs, 3) },
  ...(options.full ? [{ files: 10_000, rounds: 1 }] : []),
];

if (!existsSync(join(peers, "node_modules"))) {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: peers,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) fail("The peers could not be installed.");
}

const scratch = mkdtempSync(join(tmpdir(), "runbook-bench-"));
try {
  for (const size of SIZES) await benchSize(size);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}

async function benchSize({ files, rounds }) {
  const book = join(scratch, `book-${files}`);
  writeBook(book, proceduresOf(files), "2026-01-01");
  const empty = join(scratch, "empty.cjs");
  writeFileSync(empty, "");
  const lint = [runbook, "lint", "--json", "--dir", book];
  const due = [runbook, "due", "--dir", book];
  const cache = join(book, ".git", "runbook", "cache");
  const procedures = join(book, "procedures");
  const programs = {
    "empty Node program": { args: [empty] },
    "due, warm": { args: due, prepare: () => run(due) },
    "lint, nothing cached": { args: lint, prepare: () => rmSync(cache, { recursive: true, force: true }) },
    "lint, warm": { args: lint },
    "markdownlint-cli2": { args: [bin("markdownlint-cli2", "markdownlint-cli2-bin.mjs"), `${procedures}/**/*.md`] },
    "remark-lint": {
      args: [
        bin("remark-cli", "cli.js"),
        "--quiet",
        "--use",
        plugin("remark-frontmatter"),
        "--use",
        plugin("remark-preset-lint-recommended"),
        procedures,
      ],
    },
  };
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let turn = files < 10_000 ? 0 : 1; turn <= rounds; turn += 1) {
    for (const [name, { args, prepare }] of Object.entries(programs)) {
      prepare?.();
      const ms = run(args);
      if (turn > 0) times[name].push(ms);
    }
  }
  const [base, peer] = [median(times["empty Node program"]), median(times["markdownlint-cli2"])];
  console.log(`\n${files} files, ${rounds} rounds\n${"".padEnd(24)}        ms    ratio  to markdownlint  peak MB`);
  for (const [name, { args, prepare }] of Object.entries(programs)) {
    prepare?.();
    const [ms, peak] = [median(times[name]), peakOf(args, scratch)];
    const cells = [ms.toFixed(0).padStart(10), (ms / base).toFixed(1).padStart(9)];
    cells.push((ms / peer).toFixed(2).padStart(17), peak.toFixed(0).padStart(9));
    console.log(`${name.padEnd(24)}${cells.join("")}`);
  }
}

function bin(name, file) {
  return join(peers, "node_modules", name, file);
}

function plugin(name) {
  return join(peers, "node_modules", name, "index.js");
}
