// How fast the program answers, against an empty Node program in the same run: `npm run bench`, with
//   -- --full        also 10,000 procedures with 1,000,000 records (minutes)
//   -- --runs N      rounds (the programs of one size run in turn, so that a machine that slows down slows them all)
// Compare the ratios, not the milliseconds. Where taskwarrior is installed it runs beside.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { appendRecords, changeFile, git, pathOf, proceduresOf, recordsOf, writeBook } from "./generate.mjs";
import { fail, median, peakOf, run } from "./measure.mjs";

const root = join(import.meta.dirname, "..", "..");
const runbook = join(root, "bin", "runbook.js");
const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "9" }, full: { type: "boolean", default: false } },
});
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1) {
  fail(`Unexpected \`${options.runs}\` for --runs, expected a whole number from 1.`);
}
if (!existsSync(join(root, "dist", "start.cjs"))) fail("dist/ is missing: run `npm run build` first.");

const SIZES = [
  { procedures: 50, records: 1000, rounds: runs },
  { procedures: 1000, records: 100_000, rounds: Math.min(runs, 7) },
  ...(options.full ? [{ procedures: 10_000, records: 1_000_000, rounds: Math.min(runs, 3) }] : []),
];
/** Ratios and megabytes at the most, for each of the three sizes. */
const TARGETS = {
  "--version": [1.4, 1.4, 1.4],
  "due, warm": [1.6, 2, 3.5],
  "due, 20 new records, 20 changed files": [3.1, 3.5, 5],
  "due, every file touched": [2.5, 5, 20],
  "due, nothing cached": [7, 45, null],
  done: [2, 2, 2],
};
const MEMORY_TARGETS = { "due, warm": [70, 90, 90], "due, nothing cached": [null, null, 200] };
const CHANGED = 20;

const scratch = mkdtempSync(join(tmpdir(), "runbook-bench-"));
try {
  const empty = join(scratch, "empty.cjs");
  writeFileSync(empty, "");
  const hasTaskwarrior = spawnSync("task", ["--version"]).status === 0;
  console.log(`Node ${process.version}, ${process.platform}; medians, and ratios to an empty Node program`);
  for (const [index, size] of SIZES.entries()) await benchSize(index, size, empty, hasTaskwarrior);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}

async function benchSize(index, { procedures: count, records: length, rounds }, empty, hasTaskwarrior) {
  const book = join(scratch, `book-${count}`);
  const procedures = proceduresOf(count);
  const { first, records } = recordsOf(procedures, length);
  writeBook(book, procedures, first);
  await appendRecords(book, records, true);
  git(book, ["commit-graph", "write", "--reachable"]);
  const files = procedures.map((procedure, at) => join(book, pathOf(procedure, at)));
  const daily = procedures.find(({ folder }) => folder === "daily").id;
  const due = [runbook, "due", "--dir", book];
  const done = [runbook, "done", daily, "--again", "--dir", book];
  const cache = join(book, ".git", "runbook", "cache");
  let round = 0;
  const programs = {
    "empty Node program": { args: [empty] },
    "--version": { args: [runbook, "--version"] },
    "due, warm": { args: due, prepare: () => run(due) },
    // Before files change: while they are young, all of them are read again. The first one asks git for its settings.
    done: { args: done, prepare: () => run(done) },
    // The second of two: the first learns the stamps of files that were young when they were read.
    "due, 1 new record": { args: due, prepare: () => [done, due, done].forEach((args) => run(args)) },
    "due, 20 new records, 20 changed files": {
      args: due,
      prepare: async () => {
        round += 1;
        const recent = records.slice(-CHANGED * (1 + (round % 4))).slice(0, CHANGED);
        await appendRecords(
          book,
          recent.map((record) => ({ ...record, at: record.at + round })),
        );
        for (const file of files.slice(-CHANGED)) changeFile(file, round);
      },
    },
    "due, every file touched": {
      args: due,
      prepare: () => {
        for (const file of files) utimesSync(file, new Date(), new Date());
      },
    },
    verify: { args: [runbook, "verify", "--dir", book] },
    "due, nothing cached": { args: due, prepare: () => rmSync(cache, { recursive: true, force: true }) },
    ...syncPrograms(book, count, records),
    ...(hasTaskwarrior ? taskwarrior(count, procedures) : {}),
  };
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const [name, { program = process.execPath, args, prepare }] of Object.entries(programs)) {
      await prepare?.();
      const ms = run(args, program);
      // The first round warms the file system up.
      if (turn > 0) times[name].push(ms);
    }
    // Until a file is 2 seconds old, its stamp does not count.
    await new Promise((resolve) => setTimeout(resolve, 2100));
  }
  // What was recorded last is new to it.
  run(due);
  const peaks = { "due, warm": peakOf(due, scratch) };
  rmSync(cache, { recursive: true, force: true });
  peaks["due, nothing cached"] = peakOf(due, scratch);
  print(index, `${count} procedures, ${length} records, ${rounds} rounds`, times, peaks);
}

/** 20 records to a bare repository beside it: as git alone sends them, and with `sync`, which also asks what is there. */
function syncPrograms(book, count, records) {
  const [origin, clone] = [join(scratch, `origin-${count}.git`), join(scratch, `clone-${count}`)];
  git(scratch, ["clone", "--quiet", "--bare", "--no-hardlinks", book, origin]);
  git(scratch, ["clone", "--quiet", "--no-hardlinks", origin, clone]);
  git(clone, ["branch", "--quiet", "runbook-ledger", "origin/runbook-ledger"]);
  let round = 0;
  const prepare = async () => {
    round += 1;
    await appendRecords(
      clone,
      records.slice(-CHANGED).map((record) => ({ ...record, at: record.at + round })),
    );
  };
  const ref = "runbook-ledger:refs/heads/runbook-ledger";
  const alone = `cd '${clone}' && git fetch --quiet origin runbook-ledger && git push --quiet origin ${ref}`;
  return {
    "git fetch and push of 20 records": { program: "sh", args: ["-c", alone], prepare },
    "sync of 20 records": { args: [runbook, "sync", "--dir", clone], prepare },
  };
}

function print(index, title, times, peaks) {
  const base = median(times["empty Node program"]);
  console.log(`\n${title}\n${"".padEnd(40)}      ms   ratio  target   peak MB  target`);
  for (const [name, list] of Object.entries(times)) {
    const ms = median(list);
    const [target = null, memoryTarget = null] = [TARGETS[name]?.[index], MEMORY_TARGETS[name]?.[index]];
    const cells = [
      ms.toFixed(1).padStart(8),
      (ms / base).toFixed(2).padStart(8),
      verdict(ms / base, target).padStart(8),
      (peaks[name]?.toFixed(0) ?? "").padStart(10),
      verdict(peaks[name], memoryTarget).padStart(8),
    ];
    console.log(`${name.padEnd(40)}${cells.join("")}`);
  }
}

function verdict(value, target) {
  if (target === null || value === undefined) return "";
  return `${value <= target ? "" : "! "}${target}`;
}

/** The same procedures as recurring tasks; the report of what is due today, and one completion. */
function taskwarrior(count, procedures) {
  const folder = join(scratch, `tasks-${count}`);
  const [rc, file] = [join(folder, "rc"), join(folder, "tasks.json")];
  mkdirSync(folder);
  writeFileSync(rc, `data.location=${folder}\nconfirmation=no\nverbose=nothing\n`);
  const every = { daily: "daily", weekly: "weekly", monthly: "monthly", quarterly: "quarterly", annual: "yearly" };
  const tasks = procedures.flatMap(({ name, folder: cadence }) => {
    const recur = every[cadence];
    return recur === undefined
      ? []
      : {
          status: "recurring",
          entry: "20260101T000000Z",
          description: name,
          due: "20261123T080000Z",
          recur,
          rtype: "periodic",
          mask: "",
        };
  });
  writeFileSync(file, JSON.stringify(tasks));
  const task = (...args) => [`rc:${rc}`, ...args];
  run(task("import", file), "task");
  // The first report of a day makes the instances.
  run(task("next"), "task");
  return {
    "taskwarrior, due today": { program: "task", args: task("due:today", "list") },
    "taskwarrior, log": { program: "task", args: task("log", "checked") },
  };
}
