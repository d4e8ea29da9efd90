// Times of whole programs, as the benches take them.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TODAY } from "./generate.mjs";

// Reading further certificates costs every start of Node 20 as much again as an empty program.
const { NODE_EXTRA_CA_CERTS: _slowsEveryStart, RUNBOOK_NO_CACHE: _none, ...environment } = process.env;
const env = {
  ...environment,
  RUNBOOK_NOW: `${TODAY}T08:30:00Z`,
  GIT_AUTHOR_NAME: "Ana",
  GIT_AUTHOR_EMAIL: "ana@contoso.example",
  GIT_COMMITTER_NAME: "Ana",
  GIT_COMMITTER_EMAIL: "ana@contoso.example",
};

/** Runs a program and gives its time in milliseconds. */
export function run(args, program = process.execPath) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });
  const ms = performance.now() - start;
  // `due` exits 1 where something is to be put right; only a run that did not work makes the figures worthless.
  if (error !== undefined || status === null || status > 1) {
    fail(`${args.join(" ")} ended with ${error?.message ?? status}.\n${stderr}`);
  }
  return ms;
}

/** The most memory that a Node program had, in megabytes, as it says itself at its end; `scratch` is a folder for that. */
export function peakOf(args, scratch) {
  const [hook, file] = [join(scratch, "peak.cjs"), join(scratch, "peak")];
  const write = `require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS))`;
  writeFileSync(hook, `process.on("exit", () => { ${write}; });\n`);
  run(["--require", hook, ...args]);
  return Number(readFileSync(file, "utf8")) / 1024;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function fail(message) {
  console.error(message);
  process.exit(2);
}
