import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { withOffset } from "../../src/store/commit-log.ts";
import {
  HOOK_TIMEOUT,
  LEDGER,
  RECORDER,
  type Repository,
  appendToLedger,
  bookRepository,
  expectRecorded,
  expectRefused,
  makeDirty,
  recorded,
  referenceRepository,
  runCli,
  runJson,
  stateOf,
} from "../helpers/run-cli.ts";

/** Occurrences of a procedure by key, each with its status, as `explain` sees them. */
async function status(
  repository: Repository,
  procedure: string,
  key: string,
  args: readonly string[] = [],
): Promise<string> {
  const { document } = await runJson("explain", ["explain", procedure, "--for", key, ...args], {
    inProcess: true,
    cwd: repository.folder,
  });
  return document.occurrences.map((occurrence) => occurrence.status).join(" ");
}

describe.concurrent("the life of a record", () => {
  it("goes from due through done to log, and touches nothing but the ledger", async () => {
    const repository = referenceRepository();
    const cwd = repository.folder;
    makeDirty(repository);
    const note = "Two slow plug-ins; ticket OPS-123.\n\nÜber 200 ms — see the workbook.";
    const [record] = await expectRecorded(repository, [
      "done",
      "application-insights-review",
      "-m",
      note,
      "--took",
      "12m",
    ]);
    const content = repository.git("rev-parse", `${LEDGER}:text/contoso/application-insights-review.md`);
    expect(record).toEqual({
      commit: stateOf(repository).tip,
      record: "completion",
      procedure: "application-insights-review",
      occurrence: "2026-11-23",
      event: null,
      outcome: "done",
      performedBy: RECORDER,
      performedAt: "2026-11-23T08:30:00+00:00",
      recordedBy: RECORDER,
      recordedAt: "2026-11-23T08:30:00+00:00",
      effortMinutes: 12,
      values: {},
      note,
      evidence: [],
      content,
      severity: null,
      ticket: null,
      assignee: null,
      voids: null,
      approves: null,
      voided: false,
      approvedBy: [],
    });
    const [due, log] = await Promise.all([runJson("due", ["due"], { cwd }), runJson("log", ["log"], { cwd })]);
    expect(log.document.records).toEqual([record]);
    const mine = due.document.items.filter(({ procedure }) => procedure === "application-insights-review");
    // The occurrence of Friday was missed and stays so.
    expect(mine.map(({ occurrence, status: is, lastDone }) => [occurrence, is, lastDone])).toEqual([
      ["2026-11-20", "missed", "2026-11-23"],
    ]);
    expect(due.document.ledger.tip).toBe(record?.commit);
    // What git itself makes of it.
    expect(
      repository.git("show", "-s", "--format=%an <%ae>%n%cn <%ce>%n%aI%n%cI%n%s", LEDGER).split("\n").map(withOffset),
    ).toEqual([
      `${RECORDER.name} <${RECORDER.email}>`,
      `${RECORDER.name} <${RECORDER.email}>`,
      "2026-11-23T08:30:00+00:00",
      "2026-11-23T08:30:00+00:00",
      "Application Insights review: done for 2026-11-23",
    ]);
    expect(repository.git("show", "-s", "--format=%(trailers:only,unfold)", LEDGER).split("\n")).toEqual([
      "Runbook-Book: contoso",
      "Runbook-Record: completion",
      "Runbook-Procedure: application-insights-review",
      "Runbook-Occurrence: 2026-11-23",
      "Runbook-Outcome: done",
      "Runbook-Effort: 12m",
      `Runbook-Content: ${content}`,
      "",
    ]);
    expect(repository.git("ls-tree", "-r", "--name-only", LEDGER).split("\n")).toEqual([
      "README.md",
      "text/contoso/application-insights-review.md",
    ]);
    const file = join(cwd, "runbook/procedures/daily/application-insights-review.md");
    expect(repository.git("cat-file", "blob", content)).toBe(readFileSync(file, "utf8").trimEnd());
  });

  it("records the text as it stands on disk, committed or not", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const file = join(repository.folder, "procedures/job.md");
    writeFileSync(file, `${readFileSync(file, "utf8")}\nOne more line.\n`);
    await expectRecorded(repository, ["done", "job"]);
    expect(repository.git("show", `${LEDGER}:text/contoso/job.md`)).toContain("One more line.");
  });

  it("records several procedures, each once, in the order named", async () => {
    const repository = bookRepository({ procedures: { one: {}, two: {}, three: { name: "Number three" } } });
    const records = await expectRecorded(repository, ["done", "two", "one", "Number Three", "two", "-m", "All fine"]);
    expect(records.map(({ procedure, note }) => `${procedure}: ${note}`)).toEqual([
      "two: All fine",
      "one: All fine",
      "three: All fine",
    ]);
  });

  it("records none of several procedures where one cannot be", async () => {
    const repository = bookRepository({
      procedures: { job: {}, evidence: { requires: "[evidence]" }, later: { trigger: "annually on 15 March" } },
      settings: { go_live: "2026-11-01" },
    });
    const errors = await Promise.all(
      ["jbo", "evidence", "later"].map((id) => expectRefused(repository, ["done", "job", id])),
    );
    expect(errors.map(({ code }) => code)).toEqual(["unknown-procedure", "usage", "no-candidate"]);
    expect(errors[0]?.hint).toContain("`job`");
    expect(stateOf(repository).tip).toBeNull();
  });

  it("lists what is to be done where no procedure is named, each once, most pressing first", async () => {
    const repository = bookRepository({
      procedures: {
        job: {},
        monthly: { trigger: "monthly on day 2" },
        wave: { trigger: "wave +2 weeks" },
        later: { trigger: "annually on 15 March" },
      },
      settings: { go_live: "2026-08-01" },
    });
    for (const command of ["done", "run"]) {
      const { code, message, hint } = await expectRefused(repository, [command]);
      expect([code, message]).toEqual([
        "usage",
        "Expected a procedure; to be done now:\n  monthly (overdue)\n  job (due)",
      ]);
      expect(hint).toContain(`runbook ${command} monthly`);
    }
  });

  it("says what is next where nothing is to be done", async () => {
    const repository = bookRepository({
      procedures: { later: { trigger: "annually on 15 March" } },
      settings: { go_live: "2026-11-01" },
    });
    const error = await expectRefused(repository, ["done"]);
    expect(error).toMatchObject({ code: "usage", hint: "See what is next: runbook due" });
  });

  it("refuses details of one procedure for two", async () => {
    const repository = bookRepository({ procedures: { one: { measures: "{ gb: {} }" }, two: {} } });
    const details = ["--took", "5m", "--value", "gb=1", "--attach", "runbook.yml"];
    const error = await expectRefused(repository, ["done", "one", "two", ...details]);
    expect(error).toMatchObject({ code: "usage", message: expect.stringMatching(/--took.*--value.*--attach/) });
  });
});

describe.concurrent("--for", () => {
  const EVENT = "incident-2026-11-23-7f3a";
  const KEYS = {
    "business-daily": { trigger: "every business day", key: "2026-11-20" },

    weekly: { trigger: "weekly on Tuesday", key: "2026-W47" },
    monthly: { trigger: "monthly on last business day", key: "2026-02" },
    quarterly: { trigger: "quarterly", key: "2026-Q4" },
    "half-yearly": { trigger: "half-yearly on month 2 last Friday", key: "2026-H2" },
    annual: { trigger: "annually on 15 March", key: "2026" },

    wave: { trigger: "wave week", key: "wave-2026-10.customer-engagement" },

    event: { trigger: "on incident severity 1 within 15 minutes", key: EVENT },
  } as const;
  let repository: Repository;

  beforeAll(async () => {
    const procedures = Object.fromEntries(Object.entries(KEYS).map(([id, { trigger }]) => [id, { trigger }]));
    repository = bookRepository({ procedures });
    // What `incident open` will write.
    const trailers = `Runbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: ${EVENT}\nRunbook-Severity: 1\n`;
    await appendToLedger(repository, `Incident opened\n\n${trailers}`);
  }, HOOK_TIMEOUT);

  it("takes a key of each shape, and eight writers at once lose nothing", async () => {
    const results = await Promise.all(
      Object.entries(KEYS).map(([id, { key }]) =>
        runJson("records", ["done", id, "--for", key, "--at", "2026-11-23T08:00"], { cwd: repository.folder }),
      ),
    );
    expect(results.map(({ code }) => code)).toEqual(results.map(() => 0));
    const { document } = await runJson("log", ["log"], { cwd: repository.folder });
    const completions = document.records.filter(({ record }) => record === "completion");
    expect(completions.map(({ procedure, occurrence }) => `${procedure} ${occurrence}`).toSorted()).toEqual(
      Object.entries(KEYS)
        .map(([id, { key }]) => `${id} ${key}`)
        .toSorted(),
    );
  });

  it("writes a record for each of several processes that say the same in one second", async () => {
    const { folder } = bookRepository({ procedures: { job: {} } });
    const written = await Promise.all(
      Array.from({ length: 6 }, () => runCli(["done", "job", "--again"], { cwd: folder })),
    );
    expect(written.map(({ code }) => code)).toEqual(written.map(() => 0));
    const { document } = await runJson("log", ["log"], { cwd: folder });
    const commits = document.records.map(({ commit }) => commit.slice(0, 10));
    const told = written.map(({ stdout }) => /\(([0-9a-f]{10})\)/.exec(stdout)?.[1] ?? stdout);
    expect(new Set(told).size).toBe(6);
    expect(commits.toSorted()).toEqual(told.toSorted());
  });

  it.each([
    ["business-daily", "2026-11-22", "a Sunday"],
    ["weekly", "2026-W54", "a week that does not exist"],
    ["wave", "wave-2026-10.business-central", "a track that the run book does not have"],
    ["event", "incident-2026-11-23-0000", "an event that was not raised"],
    ["monthly", "", "nothing"],
  ])("refuses, for %s, the key %s: %s", async (id, key) => {
    // Not expectRefused: the other test writes to the same ledger.
    const { document, code } = await runJson("error", ["done", id, "--for", key], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "unknown-occurrence" });
  });
});

describe.concurrent("--at", () => {
  let repository: Repository;
  beforeAll(() => {
    const settings = { timezone: "Europe/London" };
    repository = bookRepository({ settings, procedures: { job: { trigger: "every business day" } } });
  });

  it.each([
    { at: "2026-07-01", is: "2026-07-01T12:00:00+01:00" },
    { at: "2026-07-02 09:15:30", is: "2026-07-02T09:15:30+01:00" },
    { at: "2026-11-17T23:30-08:00", is: "2026-11-18T07:30:00+00:00" },
  ])("reads $at as $is", async ({ at, is }) => {
    const { document, code } = await runJson("records", ["done", "job", "--again", "--at", at], {
      inProcess: true,
      cwd: repository.folder,
    });
    const [record] = document.records;
    expect({ code, at: record?.performedAt, recordedAt: record?.recordedAt }).toEqual({
      code: 0,
      at: is,
      recordedAt: "2026-11-23T08:30:00+00:00",
    });
    expect(
      repository
        .git("show", "-s", "--format=%aI %cI", record?.commit ?? "")
        .split(" ")
        .map(withOffset)
        .join(" "),
    ).toBe(`${is} 2026-11-23T08:30:00+00:00`);
  });

  it.each(["2026-11-24", "2026-11-23T23:59-01:00", "1969-12-31", "yesterday", ""])("refuses %s", async (at) => {
    const { document, code } = await runJson("error", ["done", "job", "--again", "--at", at], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "usage" });
    expect(document.error.message).toContain(`${at}\``);
  });

  it("is recorded now, even where it was performed later today", async () => {
    const { document } = await runJson("records", ["done", "job", "--again", "--at", "2026-11-23T23:59"], {
      cwd: repository.folder,
    });
    expect(document.records).toMatchObject([
      { performedAt: "2026-11-23T23:59:00+00:00", recordedAt: "2026-11-23T08:30:00+00:00" },
    ]);
  });

  it("decides whether the work was late, and what a past day knew", async () => {
    const own = bookRepository({ procedures: { job: { trigger: "weekly on Tuesday" } } });
    await recorded(own, ["done", "job", "--for", "2026-W46", "--at", "2026-11-10"]);
    await recorded(own, ["done", "job", "--for", "2026-W47", "--at", "2026-11-18"]);
    expect(
      await Promise.all([
        status(own, "job", "2026-W46"),
        status(own, "job", "2026-W47"),
        status(own, "job", "2026-W47", ["--as-of", "2026-11-17"]),
      ]),
    ).toEqual(["done", "done-late", "due"]);
  });
});

describe.concurrent("--by", () => {
  let repository: Repository;
  beforeAll(() => {
    repository = bookRepository({ procedures: { job: {} } });
  });

  it.each([
    { by: "ben", is: "Ben <ben@contoso.example>" },
    { by: "Eve Ó Dálaigh <eve@partner.example>", is: "Eve Ó Dálaigh <eve@partner.example>" },
  ])("makes $by the author and git's identity the committer", async ({ by, is }) => {
    const { document, code } = await runJson("records", ["done", "job", "--again", "--by", by], {
      inProcess: true,
      cwd: repository.folder,
    });
    const [record] = document.records;
    expect(code).toBe(0);
    expect(`${record?.performedBy.name} <${record?.performedBy.email}>`).toBe(is);
    expect(record?.recordedBy).toEqual(RECORDER);
    expect(repository.git("show", "-s", "--format=%an <%ae>|%cn <%ce>", record?.commit ?? "")).toBe(
      `${is}|${RECORDER.name} <${RECORDER.email}>`,
    );
  });

  it.each([
    { by: "bern", message: "bern", hint: "ben" },
    { by: "guest", message: "e-mail", hint: "Name <" },
    { by: "Eve <>", message: "Eve <>", hint: "Name <" },
  ])("refuses “$by”", async ({ by, message, hint }) => {
    const { document, code } = await runJson("error", ["done", "job", "--again", "--by", by], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect(code).toBe(2);
    expect(document.error).toMatchObject({
      code: "usage",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it("tells the recorder from the performer where git's two identities differ", async () => {
    const own = bookRepository({ procedures: { job: {} } });
    const env = { GIT_COMMITTER_NAME: "Build", GIT_COMMITTER_EMAIL: "build@contoso.example" };
    const records = await expectRecorded(own, ["done", "job"], { env });
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: own.folder });
    expect(document.records).toMatchObject([
      { performedBy: RECORDER, recordedBy: { name: "Build", email: "build@contoso.example" } },
    ]);
    expect(records).toEqual(document.records);
  });
});

describe.concurrent("effort, measures and notes", () => {
  let repository: Repository;
  const measures = '{ database_gb: { unit: GB, warn: 80, limit: 100 }, log_gb: {}, used: { unit: "%", limit: 90 } }';
  beforeAll(() => {
    repository = bookRepository({ procedures: { capacity: { trigger: "weekly on Tuesday", measures }, job: {} } });
  });

  it("keeps them with the record, and says which values are too high", async () => {
    const own = bookRepository({ procedures: { capacity: { trigger: "weekly on Tuesday", measures } } });
    const args = ["done", "capacity", "--took", "1d1h5m", "--value", "database_gb=81.4", "--value", "log_gb=-1e3"];
    const { code, stdout } = await runCli(args, { cwd: own.folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/database_gb 81\.4 GB: .*80 GB/);
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: own.folder });
    expect(document.records).toMatchObject([{ effortMinutes: 545, values: { database_gb: 81.4, log_gb: -1000 } }]);
    expect(own.git("show", "-s", "--format=%(trailers:key=Runbook-Value,valueonly)", LEDGER)).toContain(
      "database_gb=81.4\nlog_gb=-1000",
    );
    const further = await runCli(["done", "capacity", "--again", "--value", "used=95"], { cwd: own.folder });
    expect(further.stdout).toContain("used 95%: at or over the limit of 90%\n");
  });

  it.each([
    ["databse_gb=1", "database_gb"],
    ["database_gb", "database_gb"],
    ["database_gb=1,5", "1,5"],
    ["database_gb=1e400", "1e400"],
  ])("refuses --value %s", async (value, named) => {
    const error = await expectRefused(repository, ["done", "capacity", "--value", value]);
    expect(error.code).toBe("usage");
    expect(`${error.message} ${error.hint}`).toContain(named);
  });

  it("refuses an effort without a unit", async () => {
    expect((await expectRefused(repository, ["done", "job", "--took", "12"])).code).toBe("usage");
  });

  it("keeps a note that imitates trailers a note", async () => {
    const own = bookRepository({ procedures: { job: {} } });
    const note =
      "Looked fine.\n\nRunbook-Outcome: failed\nRunbook-Procedure: other\nRunbook-Record: void\nRunbook-Voids: 0000";
    const [record] = await expectRecorded(own, ["done", "job", "-m", note]);
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: own.folder });
    expect(document).toEqual({ schemaVersion: 1, records: [record], diagnostics: [] });
    expect(record).toMatchObject({ record: "completion", procedure: "job", outcome: "done", note, voids: null });
    expect(own.git("show", "-s", "--format=%(trailers:key=Runbook-Outcome,valueonly)", LEDGER).trim()).toBe("done");
  });
});

describe.concurrent("--failed and --again", () => {
  it("prints whom to call, in order, and exits 0; due lists it first", async () => {
    const body =
      "## Steps\n\n1. Open it.\n\n## Validation\n\n- It is 0.\n\n## Escalation\n\n- Call *the lead* at once.\n";
    const repository = bookRepository({
      settings: { go_live: "2026-11-23" },
      procedures: { job: { body, escalate_to: "[operations-lead, partner-support]" }, other: {} },
    });
    const cwd = repository.folder;
    const { code, stdout } = await runCli(["done", "job", "--failed", "-m", "Dead letters at 214"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("Escalation of job\n• Call _the lead_ at once.\n\nWho to call, in this order\n");
    expect(stdout.split("\n").filter((line) => /^ +\d\. /.test(line))).toEqual([
      "  1. Operations lead: Chris, +44 20 7946 0103, chris@contoso.example",
      "  2. Partner service desk: +44 20 7946 0000; servicedesk@partner.example",
    ]);
    const due = await runJson("due", ["due", "--exit-code"], { inProcess: true, cwd });
    expect([due.code, due.document.totals.failed]).toEqual([1, 1]);
    expect(due.document.items[0]).toMatchObject({ procedure: "job", status: "failed", occurrence: "2026-11-23" });
  });

  it("lets done follow failed within the same second", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    await recorded(repository, ["done", "job", "--failed"]);
    await expectRecorded(repository, ["done", "job"]);
    await expectRecorded(repository, ["done", "job", "--failed", "--again"]);
    expect(await status(repository, "job", "2026-11-23")).toBe("failed");
    await expectRecorded(repository, ["done", "job"]);
    expect(await status(repository, "job", "2026-11-23")).toBe("done");
  });

  it("says how to put it right where the work was done on a day before the occurrence that it took", async () => {
    const repository = bookRepository({
      procedures: { job: { trigger: "daily" }, next: { trigger: "weekly on Tuesday" } },
    });
    const before = await runCli(["done", "job", "--at", "2026-11-22"], { cwd: repository.folder });
    expect(before.stdout).toMatch(/for 2026-11-23: .*\n {2}If an earlier one was meant, .*: runbook undo job\n$/);
    // Ahead of its day, on the day itself.
    const ahead = await runCli(["done", "next", "--for", "2026-W48"], { cwd: repository.folder });
    expect(ahead.stdout).toMatch(/^Recorded .* early: [^\n]*\n$/);
  });

  it("asks for --again where it is done already, and names the next occurrence", async () => {
    const repository = bookRepository({ procedures: { job: { trigger: "every business day" } } });
    await recorded(repository, ["done", "job"]);
    const bare = await expectRefused(repository, ["done", "job"]);
    expect(bare.code).toBe("no-candidate");
    expect(bare.hint).toContain("done job --again");
    expect(bare.hint).toContain("--for 2026-11-24");
    const named = await expectRefused(repository, ["done", "job", "--for", "2026-11-23"]);
    expect(named).toMatchObject({ code: "already-done", hint: expect.stringContaining("--again") });
    const again = await expectRecorded(repository, ["done", "job", "--again", "-m", "Second look"]);
    expect(again).toMatchObject([{ occurrence: "2026-11-23" }]);
    // An explicit key that is to come is nobody's guess.
    const early = await expectRecorded(repository, ["done", "job", "--for", "2026-11-24"]);
    expect(early).toMatchObject([{ occurrence: "2026-11-24" }]);
  });

  it("needs no --again where nothing is done yet, and takes it", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    expect(await expectRecorded(repository, ["done", "job", "--again"])).toMatchObject([{ occurrence: "2026-11-23" }]);
  });
});

describe.concurrent("done without --for", () => {
  it("lists several candidates under `catch_up: each`, and takes the one that is left", async () => {
    const repository = bookRepository({
      settings: { go_live: "2026-09-01" },
      procedures: { invoices: { trigger: "monthly on day 1" } },
    });
    const error = await expectRefused(repository, ["done", "invoices"]);
    expect(error.code).toBe("ambiguous");
    for (const key of ["2026-09", "2026-10", "2026-11"]) expect(error.message).toContain(key);
    expect(error.hint).toContain("--for 2026-11");
    await recorded(repository, ["done", "invoices", "--for", "2026-09"]);
    await recorded(repository, ["done", "invoices", "--for", "2026-11"]);
    expect(await expectRecorded(repository, ["done", "invoices"])).toMatchObject([{ occurrence: "2026-10" }]);
    // Something was recorded today: the next one is not guessed.
    expect((await expectRefused(repository, ["done", "invoices"])).hint).toContain("--for 2026-12");
  });

  it("says why there is none under a key, and which is that of a day", async () => {
    const repository = bookRepository({
      holidays: ["2026-12-25"],
      procedures: {
        job: { trigger: "every business day" },
        left: { trigger: "weekly on Friday", roll: "skip" },
        moved: { trigger: "weekly on Friday" },
        whole: { trigger: "monthly" },
      },
    });
    const asked = async (id: string, key: string) => {
      const errors = ["explain", "done"].map(async (command) => expectRefused(repository, [command, id, "--for", key]));
      const [explained, done] = await Promise.all(errors);
      expect(done).toEqual(explained);
      expect(done?.code).toBe("unknown-occurrence");
      return `${done?.message}\n${done?.hint}`;
    };
    expect(await asked("job", "2026-12-25")).toContain("`2026-12-25`: Friday 25 Dec 2026 is a holiday (Holiday)\n");
    expect(await asked("job", "2026-11-21")).toContain(": Saturday 21 Nov 2026 is outside the working week\n");
    expect(await asked("left", "2026-W52")).toContain(
      ": Friday 25 Dec 2026 is a holiday (Holiday), and `roll: skip` leaves it out\n",
    );
    const rule = (id: string, trigger: string) => `: its trigger is \`${trigger}\`\n${id}See its keys`;
    expect(await asked("left", "2026-11-19")).toContain(rule("", "weekly on Friday"));
    const of = (item: string) => `On that day it is ${item}.\n`;
    for (const day of ["2026-12-25", "2026-12-28"]) {
      const upcoming = of("2026-W52 (upcoming, scheduled on Mon 28 Dec)");
      expect(await asked("moved", day)).toContain(rule(upcoming, "weekly on Friday"));
    }
    expect(await asked("whole", "2026-12-15")).toContain(
      rule(of("2026-12 (upcoming, scheduled on Tue 1 Dec)"), "monthly"),
    );
  });

  it("names of many candidates the oldest and the newest", async () => {
    const repository = bookRepository({
      settings: { go_live: "2025-01-01" },
      procedures: {
        invoices: { trigger: "monthly on day 1" },
        ten: { trigger: "monthly on day 2", effective: "2026-01-01" },
      },
    });
    const many = await expectRefused(repository, ["done", "invoices"]);
    expect(many.message.split("\n")).toHaveLength(12);
    expect(many.message).toMatch(/^invoices has 23 [^]*\n2025-05 .*\n… 13 more …\n2026-07 [^]*\n2026-11 .*$/);
    expect((await expectRefused(repository, ["done", "ten"])).message.split("\n")).toHaveLength(12);
  });

  it.each([
    // Seven days ahead.
    { trigger: "monthly on day 30", takes: "2026-11" },
    // Eight.
    { trigger: "monthly on day 1", names: "2026-12" },
    { trigger: "annually on 15 March", names: "2027" },
    // Of what happens daily the next one is never guessed.
    { trigger: "every business day", names: "2026-11-25" },
  ])("takes what is to come within 7 days, else says when: $trigger", async ({ trigger, takes, names }) => {
    const repository = bookRepository({
      procedures: { job: { trigger, effective: trigger.startsWith("every") ? "2026-11-25" : "2026-11-23" } },
    });
    if (takes !== undefined) {
      expect(await expectRecorded(repository, ["done", "job"])).toMatchObject([{ occurrence: takes, outcome: "done" }]);
      return;
    }
    const error = await expectRefused(repository, ["done", "job"]);
    expect(error).toMatchObject({ code: "no-candidate", hint: expect.stringContaining(`--for ${names}`) });
    expect(error.hint?.includes("--again")).toBe(trigger === "every business day");
  });

  it("knows what was recorded since the day that it is asked to answer as of", async () => {
    const repository = bookRepository({ procedures: { job: { trigger: "every business day" } } });
    const asOf = ["--as-of", "2026-11-20"];
    const [first] = await expectRecorded(repository, ["done", "job", ...asOf]);
    expect(first?.occurrence).toBe("2026-11-20");
    for (const command of [
      ["done", "job"],
      ["skip", "job", "-m", "Closed"],
    ]) {
      expect(await expectRefused(repository, [...command, ...asOf])).toMatchObject({ code: "already-done" });
    }
    const through = ["skip", "job", "--from", "2026-11-19", "--through", "2026-11-20", "-m", "Closed"];
    expect((await expectRecorded(repository, [...through, ...asOf])).map(({ occurrence }) => occurrence)).toEqual([
      "2026-11-19",
    ]);
    expect(await expectRecorded(repository, ["done", "job", ...asOf, "--again"])).toMatchObject([
      { occurrence: "2026-11-20" },
    ]);
  });

  it("says why nothing is asked of it today", async () => {
    const repository = bookRepository({
      holidays: ["2026-11-23"],
      settings: { freezes: "[{ from: 2026-11-20, to: 2026-11-24, reason: Year end, procedures: [frozen] }]" },
      procedures: {
        frozen: { trigger: "daily" },
        off: { trigger: "every business day", effective: "2026-11-23" },
      },
    });
    expect((await expectRefused(repository, ["done", "frozen"])).hint).toMatch(
      /^2026-11-23 is not owed; see why: runbook explain frozen --for 2026-11-23\n/,
    );
    expect((await expectRefused(repository, ["done", "off"])).hint).toMatch(
      /^Monday 23 Nov 2026 is a holiday \(Holiday\)\.\n/,
    );
  });

  it("says what is done, and how to add to it, on a later day too", async () => {
    const repository = bookRepository({
      procedures: { job: { trigger: "monthly on day 15", effective: "2026-11-01" } },
    });
    const later = { env: { RUNBOOK_NOW: "2026-11-25T08:30:00Z" } };
    await recorded(repository, ["done", "job", "--for", "2026-11"]);
    expect(await expectRefused(repository, ["done", "job"], later)).toEqual({
      code: "no-candidate",
      message: `job has nothing left to record: 2026-11 is done late by ${RECORDER.name} (${stateOf(repository).tip?.slice(0, 10)})`,
      hint: [
        "Record 2026-11 once more: runbook done job --again",
        "The next one is 2026-12 (upcoming, scheduled on Tue 15 Dec): runbook done job --for 2026-12",
      ].join("\n"),
    });
    expect(await expectRecorded(repository, ["done", "job", "--again", "-m", "A file more"], later)).toMatchObject([
      { occurrence: "2026-11" },
    ]);
  });

  it("says that nothing is to be done of an event that was not raised", async () => {
    const repository = bookRepository({ procedures: { job: { trigger: "on incident severity 1" } } });
    expect((await expectRefused(repository, ["done", "job"])).code).toBe("no-candidate");
  });

  it("names an earlier one that days off have moved to the same day, and is still to do", async () => {
    const repository = bookRepository({
      procedures: { job: { trigger: "weekly on Monday" } },
      settings: { closures: "[{ from: 2026-11-16, to: 2026-11-20, reason: Move }]" },
    });
    await recorded(repository, ["done", "job"]);
    expect(await expectRefused(repository, ["done", "job"])).toEqual({
      code: "no-candidate",
      message: `job has one more: 2026-W48 is done by ${RECORDER.name} (${stateOf(repository).tip?.slice(0, 10)}), and 2026-W47 is due`,
      hint: [
        "Name it: runbook done job --for 2026-W47",
        "Record 2026-W48 once more: runbook done job --again",
        "The next one is 2026-W49 (upcoming, scheduled on Mon 30 Nov): runbook done job --for 2026-W49",
      ].join("\n"),
    });
    await recorded(repository, ["done", "job", "--for", "2026-W47"]);
    expect((await expectRefused(repository, ["done", "job"])).message).toMatch(/^job has nothing left to record: /);
  });

  it("takes the current occurrence under `latest`, not those that closed", async () => {
    const repository = bookRepository({ procedures: { job: { trigger: "weekly on Tuesday" } } });
    expect(await expectRecorded(repository, ["done", "job"])).toMatchObject([{ occurrence: "2026-W47" }]);
  });
});
