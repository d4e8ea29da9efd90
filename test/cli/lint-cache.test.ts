// What lint takes from single files is kept: with it and without it the findings are the same, whatever has happened to the
// files since.

import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerRecord } from "../../src/model/record.ts";
import { type Written, importRecords } from "../helpers/ledgers.ts";
import { LEDGER, bookRepository, plant, procedureText, recorded, runCli } from "../helpers/run-cli.ts";

const BOOK = {
  settings: { tracks: "[customer-engagement, business-central]" },
  procedures: {
    job: { escalate_to: "[operations-leed]" },
    other: { last_updated: "2020-01-01" },
    tracked: { trigger: "wave -9 weeks", track: "business-central" },
    measured: { measures: "{ __proto__: { unit: GB, limit: 3 }, gb: {} }" },
  },
} as const;
const NAMES = Object.keys(BOOK.procedures);
/** Made up from parts, so that no scanner takes this file for a leak. */
const TOKEN = ["ghp", "abcdefghijklmnopqrstuvwxyz0123456789"].join("_");
const KEY_BEGINS = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");

const lint = (cwd: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(["lint", "--json", ...args], { cwd, inProcess: true });

function cacheFileIn(folder: string): string {
  const directory = join(folder, ".git", "runbook", "cache");
  const [name = ""] = readdirSync(directory).filter((entry) => entry.startsWith("lint"));
  return join(directory, name);
}

async function expectSame(folder: string): Promise<void> {
  const plain = await lint(folder, "--no-cache");
  expect(await lint(folder)).toEqual(plain);
  expect(await lint(folder)).toEqual(plain);
}

/** Texts in place of a procedure's own, sound and faulty. */
const TEXTS: readonly ((name: string) => string)[] = [
  (name) => procedureText(name),
  (name) => procedureText(name, { ...BOOK.procedures.job, covers: "[nothing]" }),
  (name) => procedureText(name, { trigger: "weekly on Mnoday", colour: "blue" }),
  (name) => procedureText(name, { track: "customer-engagement", trigger: "wave week" }),
  (name) => `\uFEFF${procedureText(name).replaceAll("\n", "\r\n")}\r\nSee [it](other.md#steps) and [that](no.md).\r\n`,
  (name) => `${procedureText(name)}\n<!-- runbook-disable stale: kept -->\n<!-- runbook-disable -->\n`,
  (name) => `${procedureText(name)}\nUse ${TOKEN}.\n`,
  (name) => `${procedureText(name)}\n${KEY_BEGINS}\n`,
  (name) => procedureText(name).replace("## Validation", "## Something else"),
  () => "---\nname: [\n---\n",
  () => "",
];

describe("cached findings", () => {
  it("are those of an uncached run, whatever is changed in which order", async () => {
    const { folder } = bookRepository(BOOK);
    const settings = join(folder, "runbook.yml");
    const written = readFileSync(settings, "utf8");
    const file = (name: string): string => join(folder, "procedures", `${name}.md`);
    const change = fc.oneof(
      fc.record({ name: fc.constantFrom(...NAMES), text: fc.constantFrom(...TEXTS) }),
      fc.record({ settings: fc.constantFrom(written, written.replace(", business-central", ""), "id: [") }),
      fc.record({ removed: fc.constantFrom(...NAMES) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        for (const one of changes) {
          if ("settings" in one) writeFileSync(settings, one.settings);
          else if ("removed" in one) rmSync(file(one.removed), { force: true });
          else writeFileSync(file(one.name), one.text(one.name));
        }
        await expectSame(folder);
      }),
      { numRuns: Number(process.env["FC_RUNS"] ?? 12) },
    );
  });

  it("come from the cache: what is planted in it shows, and not with --no-cache", async () => {
    const { folder } = bookRepository(BOOK);
    await lint(folder);
    plant(cacheFileIn(folder), (text) => text.replaceAll("operations-leed", "planted"));
    expect((await lint(folder)).stdout).toContain("planted");
    expect((await lint(folder, "--no-cache")).stdout).not.toContain("planted");
    renameSync(join(folder, "procedures/job.md"), join(folder, "procedures/moved.md"));
    expect((await lint(folder)).stdout).not.toContain("planted");
  });

  it.each([
    ["an empty file", () => ""],
    ["half of it", (text: string) => text.slice(0, text.length / 2)],
    ["another version's", (text: string) => text.replace(/"[^\n]*"/, '"of another version"')],
  ])("are made anew where the cache is %s", async (_name, content) => {
    const { folder } = bookRepository(BOOK);
    await lint(folder);
    plant(cacheFileIn(folder), content);
    await expectSame(folder);
  });

  it("are kept of what is on disk only, not of what an editor sends", async () => {
    const { folder } = bookRepository(BOOK);
    await lint(folder);
    const before = readFileSync(cacheFileIn(folder), "utf8");
    const input = procedureText("job", { trigger: "never" });
    const args = ["lint", "--json", "--stdin-filename", join(folder, "procedures/job.md")];
    const { stdout } = await runCli(args, { cwd: folder, input, inProcess: true });
    expect(stdout).toContain('"rule": "trigger"');
    expect(readFileSync(cacheFileIn(folder), "utf8")).toBe(before);
  });
});

describe("findings that follow from the ledger", () => {
  const DAY = 86_400_000;
  const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  /** A result of each day before the clock's, oldest first. */
  const daily = (procedure: string, days: number, outcomeOn: (daysAgo: number) => LedgerRecord["outcome"]): Written[] =>
    Array.from({ length: days }, (_, index) => {
      const day = Date.parse("2026-11-23T08:00:00Z") - (days - index) * DAY;
      const performedAt = new Date(day).toISOString();
      return { record: "completion", procedure, occurrence: iso(day), outcome: outcomeOn(days - index), performedAt };
    });
  const BOOK_OF_DAYS = {
    settings: { go_live: "2026-01-05" },
    procedures: {
      job: { trigger: "daily" },
      idle: { trigger: "daily" },
      month: { trigger: "monthly on day 1" },
    },
  } as const;
  const RECORDS: readonly Written[] = [
    ...daily("gone", 60, () => "done"),
    ...daily("lost", 3, () => "done"),
    {
      record: "completion",
      procedure: "job",
      occurrence: "2026-02-30",
      outcome: "done",
      performedAt: "2026-03-02T08:00:00Z",
    },
    ...daily("job", 80, (daysAgo) => (daysAgo < 5 || (daysAgo > 36 && daysAgo < 40) ? "failed" : "done")),
  ];

  it("are those of all records, although old ones are not kept", async () => {
    const repository = bookRepository(BOOK_OF_DAYS);
    const { folder } = repository;
    const [first = ""] = await importRecords(repository, LEDGER, null, RECORDS);
    await expectSame(folder);
    const { stdout } = await lint(folder);
    expect(stdout).toMatch(/Record \w{10} \(and more than 20 more\) names `gone`/);
    expect(stdout).toMatch(/Record \w{10} \(and 2 more\) names `lost`/);
    expect(stdout).toContain("is for `2026-02-30`");
    expect(stdout).toContain("4 of the last 5 completions failed (last on 2026-11-22)");
    const caches = readdirSync(join(folder, ".git", "runbook", "cache"));
    expect(caches.some((name) => name.startsWith("ledger"))).toBe(true);

    // As of a day from which on little is kept, and of one before all that is kept.
    for (const day of ["2026-10-19", "2026-09-20", "2026-08-01"]) {
      for (const rules of [[], ["--rule", "repeat-failure"]]) {
        const plain = await lint(folder, "--as-of", day, "--no-cache", ...rules);
        expect(await lint(folder, "--as-of", day, ...rules)).toEqual(plain);
      }
    }
    await recorded(repository, ["undo", first, "--json"]);
    await recorded(repository, ["done", "job", "--json"]);
    await recorded(repository, ["done", "job", "--again", "--json"]);
    await expectSame(folder);
    expect((await lint(folder)).stdout).toContain("3 of the last 5 completions failed");
    await importRecords(
      repository,
      LEDGER,
      `${LEDGER}^0`,
      daily("month", 2, () => "failed"),
    );
    await expectSame(folder);
  });

  it("stand in one order, whichever of the records were kept", async () => {
    const repository = bookRepository(BOOK_OF_DAYS);
    const done = (procedure: string): readonly Written[] => daily(procedure, 2, () => "done");
    await importRecords(repository, LEDGER, null, [...done("lost"), ...done("gone"), ...done("away")]);
    await expectSame(repository.folder);
    await importRecords(repository, LEDGER, `${LEDGER}^0`, done("lost"));
    await expectSame(repository.folder);
    await importRecords(repository, LEDGER, `${LEDGER}^0`, done("gone"));
    await expectSame(repository.folder);
  });

  it("count no approvals, of which those of old records are not kept", async () => {
    const repository = bookRepository(BOOK_OF_DAYS);
    const [first = ""] = await importRecords(
      repository,
      LEDGER,
      null,
      daily("gone", 60, () => "done"),
    );
    await importRecords(repository, LEDGER, `${LEDGER}^0`, [
      {
        record: "approval",
        procedure: "gone",
        occurrence: "2026-09-24",
        approves: first,
        performedAt: "2026-11-23T08:00:00Z",
      },
    ]);
    await expectSame(repository.folder);
  });

  it("are gone once the records are voided, as their hints say", async () => {
    const repository = bookRepository(BOOK_OF_DAYS);
    const ids = await importRecords(repository, LEDGER, null, [
      ...daily("lost", 1, () => "done"),
      {
        record: "completion",
        procedure: "job",
        occurrence: "2026-02-30",
        outcome: "done",
        performedAt: "2026-03-02T08:00:00Z",
      },
    ]);
    const found = async (): Promise<number> =>
      (await lint(repository.folder)).stdout.split('"rule": "ledger"').length - 1;
    expect(await found()).toBe(2);
    await recorded(repository, ["undo", ...ids, "--json"]);
    expect(await found()).toBe(0);
    await expectSame(repository.folder);
  });
});
