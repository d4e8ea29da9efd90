// What `due` has worked out once a day is kept: with it and without it every answer is the same, whatever the time, the
// question, the files or the ledger have become since. (Changes of files and ledger: see the tests of their caches.)

import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Written, importRecords } from "../helpers/ledgers.ts";
import { LEDGER, bookRepository, plantLines, recorded, runCli, type Repository } from "../helpers/run-cli.ts";

const BOOK = {
  settings: { timezone: "Europe/London" },
  procedures: {
    job: { trigger: "daily", owner: "ana" },
    week: { trigger: "weekly", owner: "operations-lead" },
    month: { trigger: "monthly on day 24", requires: "[approval]" },
    incident: { trigger: "on incident severity 1 within 4 hours", owner: "ben" },
    leaver: { trigger: "on event leaver within 1 business day" },
  },
} as const;

const RECORDS: readonly Written[] = [
  {
    record: "completion",
    procedure: "job",
    occurrence: "2026-11-22",
    outcome: "failed",
    performedAt: "2026-11-22T09:00:00Z",
  },
  {
    record: "completion",
    procedure: "month",
    occurrence: "2026-10",
    outcome: "done",
    performedAt: "2026-10-24T09:00:00Z",
  },
  { record: "event", event: "incident-2026-11-23-0a1b", severity: 1, performedAt: "2026-11-23T07:00:00Z" },
  { record: "event", event: "incident-2026-11-23-0a1c", severity: 2, performedAt: "2026-11-23T08:00:00Z" },
  { record: "event-update", event: "incident-2026-11-23-0a1c", severity: 1, performedAt: "2026-11-23T10:00:00Z" },
  { record: "event-close", event: "incident-2026-11-23-0a1c", performedAt: "2026-11-23T13:00:00Z" },
  { record: "event", event: "leaver-2026-11-20-0a1d", performedAt: "2026-11-20T16:00:00Z" },
  {
    record: "completion",
    procedure: "incident",
    occurrence: "incident-2026-11-23-0a1b",
    outcome: "done",
    performedAt: "2026-11-23T12:00:00Z",
  },
];

async function warm(): Promise<Repository & { readonly cacheFile: string; readonly kept: () => string[] }> {
  const repository = bookRepository(BOOK);
  await importRecords(repository, LEDGER, null, RECORDS);
  const folder = join(repository.folder, ".git", "runbook", "cache");
  await due(repository, "2026-11-23T07:30:00Z");
  const name = readdirSync(folder).find((entry) => entry.startsWith("due")) ?? "none";
  const files = [name, `${name} changes`].map((file) => join(folder, file));
  return {
    ...repository,
    cacheFile: join(folder, name),
    kept: () => files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8")),
  };
}

const due = ({ folder }: Repository, now: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(["due", "--json", ...args], { cwd: folder, inProcess: true, env: { RUNBOOK_NOW: now } });

async function expectSame(repository: Repository, now: string, ...args: string[]): Promise<string> {
  const plain = await due(repository, now, "--no-cache", ...args);
  expect([await due(repository, now, ...args), await due(repository, now, ...args)]).toEqual([plain, plain]);
  return plain.stdout;
}

describe("what is due, once worked out", () => {
  it("is answered from the cache: what is planted in it shows, and only where it belongs", async () => {
    const repository = await warm();
    const now = "2026-11-23T07:40:00Z";
    const sound = await due(repository, now);
    plantLines(repository.cacheFile, (text) => text.replace('["2026-W48"', '["planted"'));
    expect((await due(repository, now)).stdout).toContain("planted");
    expect(await due(repository, now, "--no-cache")).toEqual(sound);
    expect((await due(repository, now, "--within", "8")).stdout).not.toContain("planted");
    expect(await due(repository, now)).toEqual(sound);
    for (const [part, other] of [
      ["source", "older"],
      ['\\"test\\"', '\\"v1\\"'],
    ] as const) {
      rmSync(`${repository.cacheFile} changes`, { force: true });
      plantLines(repository.cacheFile, (text) => text.replace("2026-W48", "planted").replace(part, other));
      expect(await due(repository, now)).toEqual(sound);
    }
    plantLines(repository.cacheFile, () => "[]");
    expect(await due(repository, now)).toEqual(sound);
  });

  it("follows the clock: an incident comes, becomes overdue, is closed, and the day ends", async () => {
    const repository = await warm();
    const answers: string[] = [];
    for (const time of ["07:30", "10:30", "11:01", "13:30", "23:59"]) {
      answers.push(await expectSame(repository, `2026-11-23T${time}:00Z`));
    }
    expect(new Set(answers).size).toBe(3);
    // A clock that goes back, the next day, and midnight in the run book's zone.
    for (const now of ["2026-11-23T07:45:00Z", "2026-11-24T00:01:00Z"]) await expectSame(repository, now);
  });

  it.each([
    ["--date", "2026-11-20"],
    ["--date", "2026-12-24"],
    ["--within", "0"],
    ["--owner", "ben"],
    ["--role", "operations-lead"],
    ["--mine"],
  ])("answers %s %s as without it, and then the plain question again", async (...args) => {
    const repository = await warm();
    await expectSame(repository, "2026-11-23T11:30:00Z", ...args);
    await expectSame(repository, "2026-11-23T11:30:00Z");
  });

  it("prints the same text", async () => {
    const repository = await warm();
    const texts = await Promise.all(
      [["--no-cache"], [], []].map((args) => runCli(["due", ...args], { cwd: repository.folder, inProcess: true })),
    );
    expect(new Set(texts.map(({ stdout, stderr }) => `${stdout}${stderr}`)).size).toBe(1);
  });

  it("is worked out anew once something was recorded, even by the same command at the same time", async () => {
    const repository = await warm();
    const before = repository.kept();
    await recorded(repository, ["done", "week"]);
    expect(await expectSame(repository, "2026-11-23T08:30:00Z")).not.toContain('"occurrence": "2026-W48"');
    expect(repository.kept()).not.toEqual(before);
  });

  it("is worked out anew only for what a record or a text is about", async () => {
    const repository = await warm();
    const now = "2026-11-23T08:40:00Z";
    const file = join(repository.folder, "procedures", "week.md");
    const changes: Readonly<Record<string, () => unknown>> = {
      record: () => recorded(repository, ["done", "month", "--for", "2026-11"]),
      void: () => recorded(repository, ["undo", "month"]),
      text: () => writeFileSync(file, readFileSync(file, "utf8").replace("name: week", "name: other week")),
    };
    for (const [name, change] of Object.entries(changes)) {
      await due(repository, now);
      await change();
      const sound = readFileSync(repository.cacheFile, "utf8");
      plantLines(repository.cacheFile, (text) => text.replace('["2026-11-23"', '["planted"'));
      expect([name, (await due(repository, now)).stdout]).toEqual([name, expect.stringContaining('"planted"')]);
      writeFileSync(repository.cacheFile, sound);
      await expectSame(repository, now);
    }
  });
});
