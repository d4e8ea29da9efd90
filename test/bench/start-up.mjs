// What a start costs: `runbook --version` and `runbook due` against an empty Node program. The three run in turn
// (A B C A B C ...), so that a machine that slows down slows them all. Compare the ratios, not the milliseconds.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "..", "..");
const runbook = join(root, "bin", "runbook.js");
const { values: options } = parseArgs({ options: { runs: { type: "string", default: "21" } } });
const runs = Number(options.runs);

if (!Number.isInteger(runs) || runs < 1)
  fail(`Unexpected \`${options.runs}\` for --runs, expected a whole number from 1.`);
if (!existsSync(join(root, "dist", "main.js"))) fail("dist/ is missing: run `npm run build` first.");

const scratch = mkdtempSync(join(tmpdir(), "runbook-bench-"));
try {
  bench(scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function bench(folder) {
  const empty = join(folder, "empty.cjs");
  writeFileSync(empty, "");
  const programs = [
    { name: "empty Node program", args: [empty], times: [] },
    { name: "runbook --version", args: [runbook, "--version"], times: [] },
    {
      name: "runbook due",
      args: [runbook, "due", "--date", "2026-11-23", "--dir", join(root, "runbook")],
      times: [],
    },
  ];
  for (const { args } of programs) timeOf(args); // a warm-up each, for the file system and the compile cache
  for (let run = 0; run < runs; run += 1) {
    for (const { args, times } of programs) times.push(timeOf(args));
  }
  const base = median(programs[0].times);
  console.log(`Node ${process.version}, ${process.platform}; medians of ${runs} interleaved runs`);
  console.log(`${"".padEnd(20)}${"ms".padStart(8)}${"ratio".padStart(8)}`);
  for (const { name, times } of programs) {
    const ms = median(times);
    console.log(`${name.padEnd(20)}${ms.toFixed(1).padStart(8)}${(ms / base).toFixed(2).padStart(8)}`);
  }
}

function timeOf(args) {
  // Reading further certificates costs every start of Node 20 as much again as an empty program.
  const { NODE_EXTRA_CA_CERTS: _slowsEveryStart, ...env } = process.env;
  const start = performance.now();
  const { status, stderr, error } = spawnSync(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ms = performance.now() - start;
  // `due` exits 1 where something is to be put right; only a run that did not work makes the figures worthless.
  if (error !== undefined || status === null || status > 1) {
    fail(`${args.join(" ")} ended with ${error?.message ?? status}.\n${stderr}`);
  }
  return ms;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
