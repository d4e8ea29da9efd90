import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { STATUSES } from "../../src/model/occurrence.ts";
import type { ItemOutput, Output } from "../../src/view/output-shapes.ts";
import {
  HOOK_TIMEOUT,
  type Repository,
  bookFiles,
  bookFolder,
  bookRepository,
  emptyFolder,
  referenceRepository,
  repositoryOf,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

const DAILY = [
  "application-insights-review",
  "integration-health",
  "job-queue-and-batch-failures",
  "service-health",
  "user-support-tickets",
];

function lines(items: readonly ItemOutput[], procedures?: readonly string[]): string[] {
  return items
    .filter(({ procedure }) => procedures === undefined || procedures.includes(procedure))
    .map(({ status, procedure, occurrence, due }) => `${status} ${procedure} ${occurrence} ${due}`);
}

describe.concurrent("due on the reference run book", () => {
  let repository: Repository;
  let onThatDay: Output<"due">;
  let outcome: { readonly code: number; readonly stderr: string };

  beforeAll(async () => {
    repository = referenceRepository();
    const { document, code, stderr } = await runJson("due", ["due", "--date", "2026-11-23"], {
      cwd: repository.folder,
    });
    [onThatDay, outcome] = [document, { code, stderr }];
  }, HOOK_TIMEOUT);

  it("lists what presses on Monday 23 November 2026, most pressing first", () => {
    expect(outcome).toEqual({ code: 0, stderr: "" });
    expect(
      lines(onThatDay.items, [...DAILY, "backup-verification", "capacity-review", "risk-register-review"]),
    ).toEqual([
      "overdue backup-verification 2026-11 2026-11-04",
      "overdue capacity-review 2026-W47 2026-11-17",
      ...DAILY.map((id) => `missed ${id} 2026-11-20 2026-11-20`),
      ...DAILY.map((id) => `due ${id} 2026-11-23 2026-11-23`),
    ]);
  });

  it("orders all items by status, due date and id", () => {
    const keys = onThatDay.items.map(
      ({ status, due, procedure }) => `${String(STATUSES.indexOf(status)).padStart(2, "0")} ${due} ${procedure}`,
    );
    expect(keys).toEqual(keys.toSorted());
    expect(keys.length).toBeGreaterThanOrEqual(12);
  });

  it("tells everything about an item", () => {
    expect(
      onThatDay.items.find(({ procedure, status }) => procedure === "application-insights-review" && status === "due"),
    ).toEqual({
      procedure: "application-insights-review",
      name: "Application Insights review",
      path: "procedures/daily/application-insights-review.md",
      trigger: "every business day",
      cadence: "daily",
      track: null,
      owner: { role: "operations-analyst", people: ["ben"] },
      occurrence: "2026-11-23",
      nominal: "2026-11-23",
      scheduled: "2026-11-23",
      due: "2026-11-23",
      dueAt: null,
      closes: "2026-11-24",
      status: "due",
      effortMinutes: 10,
      lastDone: null,
    });
  });

  it("counts items and adds their effort up against the daily budget of an hour", () => {
    const of = (...statuses: readonly string[]): ItemOutput[] =>
      onThatDay.items.filter(({ status }) => statuses.includes(status));
    const effort = (items: readonly ItemOutput[]): number =>
      items.reduce((sum, { effortMinutes }) => sum + (effortMinutes ?? 0), 0);
    expect(onThatDay.totals).toEqual({
      failed: 0,
      overdue: of("overdue").length,
      missed: of("missed").length,
      due: of("due").length,
      open: of("open").length,
      awaitingApproval: 0,
      effortMinutes: effort(of("failed", "overdue", "missed", "due")),
      openMinutes: effort(of("open")),
      budgetMinutes: 60,
    });
    expect(onThatDay).toMatchObject({
      runbook: { id: "contoso", title: "Contoso Dynamics 365 run book" },
      asOf: "2026-11-23",
      timezone: "Europe/London",
      ledger: { branch: "runbook-ledger", tip: null, remoteTip: null, fetchedAt: null, unpushed: 0 },
      diagnostics: [],
    });
  });

  it("takes --date, --as-of and the clock for the same question", async () => {
    const cwd = repository.folder;
    const [asOf, today, byFormat] = await Promise.all([
      runJson("due", ["due", "--as-of", "2026-11-23"], { cwd }),
      runJson("due", ["due"], { cwd }),
      runCli(["due", "--format", "json"], { inProcess: true, cwd }),
    ]);
    expect(asOf.document).toEqual(onThatDay);
    expect(today.document).toEqual(onThatDay);
    expect(JSON.parse(byFormat.stdout)).toEqual(onThatDay);
  });

  it("looks as many days ahead as --within says", async () => {
    const cwd = repository.folder;
    const [none, fortnight] = await Promise.all([
      runJson("due", ["due", "--within", "0"], { inProcess: true, cwd }),
      runJson("due", ["due", "--within", "14"], { cwd }),
    ]);
    expect(none.document.upcoming).toEqual([]);
    expect(lines(onThatDay.upcoming, ["capacity-review", "risk-register-review"])).toEqual([
      "upcoming capacity-review 2026-W48 2026-11-24",
    ]);
    expect(
      lines(fortnight.document.upcoming, ["capacity-review", "risk-register-review", "backup-verification"]),
    ).toEqual([
      "upcoming capacity-review 2026-W48 2026-11-24",
      "upcoming capacity-review 2026-W49 2026-12-01",
      "upcoming backup-verification 2026-12 2026-12-03",
      "upcoming risk-register-review 2026-Q4 2026-12-07",
    ]);
  });

  it("exits 1 under --exit-code only where something is failed, overdue or missed", async () => {
    const cwd = repository.folder;
    const [pressing, calm] = await Promise.all([
      runCli(["due", "--exit-code"], { cwd }),
      runCli(["due", "--exit-code", "--date", "2026-11-02"], { cwd }),
    ]);
    expect([pressing.code, calm.code]).toEqual([1, 0]);
    // Something is due on the calm day, or its status would prove nothing.
    expect(calm.stdout).toContain("Due today");
  });

  it("answers for people: groups, the total against the budget, what to type next", async () => {
    const { code, stdout } = await runCli(["due"], { cwd: repository.folder });
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => /^[A-Z]/.test(line))).toEqual([
      "Contoso Dynamics 365 run book  Monday 23 Nov 2026",
      "Overdue",
      "Missed",
      "Due today",
      "Open, due later",
      "Next:",
    ]);
    expect(stdout).toContain("the budget is 1h a day");
    expect(stdout).toContain(
      "Next:\n  runbook run backup-verification\n  runbook done backup-verification --attach FILE\n",
    );
  });

  it("owes nothing before go-live", async () => {
    const { document } = await runJson("due", ["due", "--date", "2026-10-30"], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect(document.items).toEqual([]);
    expect(lines(document.upcoming, DAILY)[0]).toBe("upcoming application-insights-review 2026-11-02 2026-11-02");
  });
});

describe.concurrent("due on small run books", () => {
  it("says what to write first where there is no procedure", async () => {
    const { folder } = bookRepository();
    const [pretty, json] = await Promise.all([
      runCli(["due"], { inProcess: true, cwd: folder }),
      runJson("due", ["due"], { cwd: folder }),
    ]);
    expect({ code: pretty.code, items: json.document.items }).toEqual({ code: 0, items: [] });
    expect(pretty.stdout).toContain("runbook new");
  });

  it("says what comes next where nothing is due", async () => {
    const parts = { procedures: { licences: { trigger: "weekly on Tuesday", effective: "2026-11-23" } } };
    const { code, stdout, stderr } = await runCli(["due", "--exit-code"], { cwd: bookRepository(parts).folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("licences");
    expect(stdout).toContain("tomorrow");
  });

  it("adds up exactly", async () => {
    const folder = bookFolder({
      settings: { go_live: "2026-11-16", budgets: "{ daily: 1h }" },
      procedures: {
        "due-today": { trigger: "every business day", effort: "25m" },
        open: { trigger: "weekly", effort: "1h30m" },
        overdue: { trigger: "monthly on day 17", effort: "1d" },
        "without-effort": { trigger: "daily" },
      },
    });
    const { document } = await runJson("due", ["due"], { inProcess: true, cwd: folder });
    expect(lines(document.items)).toEqual([
      "overdue overdue 2026-11 2026-11-17",
      "missed due-today 2026-11-20 2026-11-20",
      "missed open 2026-W47 2026-11-20",
      "missed without-effort 2026-11-20 2026-11-20",
      "missed without-effort 2026-11-21 2026-11-21",
      "missed without-effort 2026-11-22 2026-11-22",
      "due due-today 2026-11-23 2026-11-23",
      "due without-effort 2026-11-23 2026-11-23",
      "open open 2026-W48 2026-11-27",
    ]);
    expect(document.totals).toEqual({
      failed: 0,
      overdue: 1,
      missed: 5,
      due: 2,
      open: 1,
      awaitingApproval: 0,
      effortMinutes: 480 + 25 + 90 + 25,
      openMinutes: 90,
      budgetMinutes: 60,
    });
  });

  it.each([
    { what: "overdue", procedures: { job: { trigger: "monthly on day 17" } }, code: 1 },
    {
      what: "missed",
      procedures: { job: { trigger: "daily", effective: "2026-11-22", retired: "2026-11-23" } },
      code: 1,
    },
    { what: "due", procedures: { job: { effective: "2026-11-23" } }, code: 0 },
    { what: "open", procedures: { job: { trigger: "weekly", effective: "2026-11-23" } }, code: 0 },
  ])("exits $code under --exit-code where something is $what", async ({ what, procedures, code }) => {
    const cwd = bookFolder({ settings: { go_live: "2026-11-16" }, procedures });
    const result = await runJson("due", ["due", "--exit-code"], { inProcess: true, cwd });
    expect(result.document.items.map(({ status }) => status)).toEqual([what]);
    expect(result.code).toBe(code);
  });

  it("folds several overdue occurrences of one procedure into a row", async () => {
    const folder = bookFolder({
      settings: { go_live: "2026-07-01" },
      procedures: { invoices: { trigger: "monthly on day 1" } },
    });
    const [pretty, json] = await Promise.all([
      runCli(["due"], { cwd: folder }),
      runJson("due", ["due"], { inProcess: true, cwd: folder }),
    ]);
    expect(json.document.items.map(({ occurrence }) => occurrence)).toEqual([
      "2026-07",
      "2026-08",
      "2026-09",
      "2026-10",
      "2026-11",
    ]);
    expect(pretty.stdout).toContain("Wed 1 Jul, and 4 more since 2026-07");
    expect(pretty.stdout.match(/invoices/g)).toHaveLength(4);
  });

  it("reads the day in the run book's zone, whatever the machine's", async () => {
    const folder = bookFolder({
      settings: { timezone: "Pacific/Kiritimati" },
      procedures: { job: { trigger: "daily" } },
    });
    const answers = await Promise.all(
      ["America/Los_Angeles", "Pacific/Kiritimati"].map((TZ) =>
        runCli(["due", "--json"], { cwd: folder, env: { TZ, RUNBOOK_NOW: "2026-11-23T10:00:00Z" } }),
      ),
    );
    expect(JSON.parse(answers[0]?.stdout ?? "")).toMatchObject({ asOf: "2026-11-24", timezone: "Pacific/Kiritimati" });
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it("warns of a year without holidays and exits as without the warning", async () => {
    const folder = bookFolder({ holidays: [], procedures: { job: { trigger: "daily", effective: "2026-11-23" } } });
    const { document, code, stderr } = await runJson("due", ["due"], { inProcess: true, cwd: folder });
    expect(code).toBe(0);
    expect(document.diagnostics).toMatchObject([{ rule: "calendar", severity: "warning", path: "holidays.yml" }]);
    expect(stderr).toMatch(/^holidays\.yml:1:1: warning calendar: .*2026/m);
  });

  it("says of the calendar what the run book's rules and overrides say of holidays.yml", async () => {
    const notes = async (lint: string): Promise<string[]> => {
      const { document } = await runJson("due", ["due"], {
        cwd: bookFolder({ settings: { lint }, holidays: [] }),
        inProcess: true,
      });
      return document.diagnostics.map(({ rule, severity }) => `${severity} ${rule}`);
    };
    expect(await notes("{ rules: { calendar: off } }")).toEqual([]);
    expect(await notes("{ rules: { calendar: error } }")).toEqual(["error calendar"]);
    expect(await notes("{ overrides: [{ paths: [holidays.yml], rules: { calendar: off } }] }")).toEqual([]);
    expect(
      await notes("{ rules: { calendar: off }, overrides: [{ paths: ['*.yml'], rules: { calendar: error } }] }"),
    ).toEqual(["error calendar"]);
  });
});

describe.concurrent("finding the run book", () => {
  let top: string;
  let other: string;
  const title = async (args: readonly string[], cwd: string, env = {}): Promise<string> =>
    (await runJson("due", ["due", ...args], { inProcess: true, cwd, env })).document.runbook.title;

  beforeAll(() => {
    top = emptyFolder();
    writeFiles(join(top, "runbook"), bookFiles({ settings: { title: "Inside" } }));
    other = bookFolder({ settings: { title: "Other" } });
    mkdirSync(join(top, "deep", "deeper"), { recursive: true });
    mkdirSync(join(top, "runbook", "procedures"), { recursive: true });
  });

  it("walks up to the folder that holds runbook.yml or runbook/runbook.yml", async () => {
    const titles = [".", "deep/deeper", "runbook/procedures"].map((folder) => title([], join(top, folder)));
    expect(await Promise.all(titles)).toEqual(["Inside", "Inside", "Inside"]);
  });

  it("takes --dir before RUNBOOK_DIR before the working directory", async () => {
    expect(
      await Promise.all([
        title(["--dir", top], other),
        title([], top, { RUNBOOK_DIR: other }),
        title(["--dir", "runbook"], top, { RUNBOOK_DIR: other }),
      ]),
    ).toEqual(["Inside", "Other", "Inside"]);
  });

  it.each([
    { name: "nowhere", args: [], env: {}, place: "" },
    { name: "in the folder that --dir names", args: ["--dir", "."], env: {}, place: "--dir" },
    { name: "in the folder that RUNBOOK_DIR names", args: [], env: { RUNBOOK_DIR: "." }, place: "RUNBOOK_DIR" },
  ])("exits 2 and names init where there is none $name", async ({ args, env, place }) => {
    const cwd = emptyFolder();
    const { document, code, stderr } = await runJson("error", ["due", ...args], { cwd, env });
    expect(code).toBe(2);
    expect(document.error.code).toBe("no-runbook");
    expect(document.error.hint).toContain("runbook init");
    expect(document.error.message).toContain(place);
    expect(stderr).toContain("runbook init");
  });

  it("takes an empty RUNBOOK_DIR for none", async () => {
    expect(await title([], join(top, "deep", "deeper"), { RUNBOOK_DIR: "" })).toBe("Inside");
  });

  it("answers outside a git repository, and says that it knows nothing of what was done", async () => {
    const { document, code, stderr } = await runJson("due", ["due"], { cwd: other });
    expect({ code, tip: document.ledger.tip }).toEqual({ code: 0, tip: null });
    expect(stderr).toContain("not in a git repository");
  });
});

describe.concurrent("a procedure that does not parse", () => {
  const PLACE = /^procedures\/broken\.md:3:10: error trigger: /m;
  let repository: Repository;

  beforeAll(() => {
    const parts = { procedures: { sound: { trigger: "daily" }, broken: { trigger: "dayly" } } };
    repository = bookRepository(parts);
  });

  it.each(["due", "list", "wave"] as const)(
    "is named by %s, which answers for the others and exits 1",
    async (command) => {
      const { document, code, stderr } = await runJson(command, [command], { cwd: repository.folder });
      expect(code).toBe(1);
      expect(stderr).toMatch(PLACE);
      expect(document.diagnostics).toMatchObject([
        { rule: "trigger", severity: "error", path: "procedures/broken.md", line: 3, column: 10 },
      ]);
      if (command !== "wave") expect(JSON.stringify(document)).toContain("procedures/sound.md");
    },
  );

  it.each([{ command: "show sound" }, { command: "log" }])(
    "is named by $command, which exits 0",
    async ({ command }) => {
      const { code, stdout, stderr } = await runCli(command.split(" "), { cwd: repository.folder });
      expect(code).toBe(0);
      expect(stderr).toMatch(PLACE);
      expect(stdout).not.toBe("");
    },
  );

  it("is named by commands that record and write, which exit by their own result", async () => {
    const own = bookRepository({ procedures: { sound: { trigger: "daily" }, broken: { trigger: "dayly" } } });
    for (const command of ["done sound", "undo sound", "new Next --trigger daily --owner ana"]) {
      const { code, stderr } = await runCli(command.split(" "), { cwd: own.folder });
      expect({ command, code }).toEqual({ command, code: 0 });
      expect(stderr).toMatch(PLACE);
    }
  });

  it("is named by holidays update, which exits by its own result", async () => {
    const own = bookFolder({ procedures: { broken: { trigger: "dayly" } } });
    const { code, stderr } = await runCli(["holidays", "update", "--country", "GB", "--years", "2026"], { cwd: own });
    expect(code).toBe(0);
    expect(stderr).toMatch(PLACE);
  });

  it("is no procedure to record, and is named beside the refusal", async () => {
    const { document, code, stderr } = await runJson("error", ["done", "broken"], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "unknown-procedure" });
    expect(stderr).toMatch(PLACE);
  });

  it("is a finding of lint, which exits 1", async () => {
    const { document, code } = await runJson("lint", ["lint"], { inProcess: true, cwd: repository.folder });
    expect(code).toBe(1);
    expect(document.diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
      { rule: "trigger", path: "procedures/broken.md", line: 3, column: 10 },
    ]);
  });
});

describe.concurrent("a fault in one of the four YAML files", () => {
  const FILES = ["runbook.yml", "roles.yml", "holidays.yml", "waves.yml"];
  let shared: string;

  beforeAll(() => {
    shared = faulty("roles.yml");
  });

  function faulty(path: string): string {
    const files = bookFiles({ procedures: { sound: { trigger: "daily" } } });
    return repositoryOf(files.map((file) => (file.path === path ? { path, text: `${file.text}colour: blue\n` } : file)))
      .folder;
  }

  it.each(FILES)("%s is exit 2 with its place, and a finding of lint with exit 1", async (path) => {
    const cwd = faulty(path);
    const [due, lint] = await Promise.all([
      runJson("error", ["due"], { cwd }),
      runJson("lint", ["lint"], { inProcess: true, cwd }),
    ]);
    expect([due.code, lint.code]).toEqual([2, 1]);
    const finding = lint.document.diagnostics.find(({ severity }) => severity === "error");
    expect(lint.document.totals.error).toBe(1);
    expect(finding).toMatchObject({ rule: "schema", severity: "error", path, column: 1 });
    expect(due.document.error.code).toBe("invalid-runbook");
    expect(due.document.error.message).toContain(`${path}:${finding?.line}:1: `);
    expect(due.stderr).toContain(`${path}:${finding?.line}:1: `);
    expect(due.document.error.hint).toContain("runbook lint");
  });

  it.each([
    { command: "list" },
    { command: "wave" },
    { command: "log" },
    { command: "done sound" },
    { command: "new Next --trigger daily --owner ana" },
    { command: "holidays update --country GB --years 2026" },
  ])("stops $command", async ({ command }) => {
    const { document, code } = await runJson("error", command.split(" "), { inProcess: true, cwd: shared });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "invalid-runbook" });
  });

  it("is also a folder in its place", async () => {
    const cwd = bookFolder();
    rmSync(join(cwd, "waves.yml"));
    mkdirSync(join(cwd, "waves.yml"));
    const [due, lint] = await Promise.all([
      runJson("error", ["due"], { cwd }),
      runJson("lint", ["lint"], { inProcess: true, cwd }),
    ]);
    expect([due.code, due.document.error.code, lint.code]).toEqual([2, "invalid-runbook", 1]);
    const errors = lint.document.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([{ rule: "syntax", path: "waves.yml" }]);
  });
});
