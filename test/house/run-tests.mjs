// Runs vitest once per time zone, so that no answer depends on the machine's own, and closes with one line that adds
// both runs up from vitest's JSON reports. The second run leaves out what has no dates in it. Arguments are handed to
// vitest, in both: `npm test -- test/schedule`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const DATED = ["test/calendar", "test/schedule", "test/report", "test/view", "test/lint", "test/cli/due.test"];
const ZONES = [
  { zone: "UTC", filters: [] },
  { zone: "Pacific/Kiritimati", filters: DATED },
];

const root = join(import.meta.dirname, "..", "..");
const vitest = join(dirname(fileURLToPath(import.meta.resolve("vitest/package.json"))), "vitest.mjs");
const reports = mkdtempSync(join(tmpdir(), "runbook-tests-"));
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  const given = process.argv.slice(2);
  for (const [index, { zone, filters }] of ZONES.entries()) {
    process.stdout.write(`\nTests with TZ=${zone}\n`);
    const run = runOnce(zone, given.length > 0 ? given : filters, join(reports, `${index}.json`));
    for (const key of Object.keys(total)) total[key] += run[key];
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}
const skipped = total.skipped === 0 ? "" : `, ${total.skipped} skipped`;
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function runOnce(zone, filters, file) {
  const { NODE_EXTRA_CA_CERTS: _slowsEveryStart, ...env } = process.env;
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...filters],
    { cwd: root, env: { ...env, TZ: zone }, stdio: "inherit" },
  );
  const counts = countsOf(file);
  // A file that does not load or an error outside any test fails the run without failing a test.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function countsOf(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const notLoaded = report.testResults.filter((test) => test.status === "failed" && test.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + notLoaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
