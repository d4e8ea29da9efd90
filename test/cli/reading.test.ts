import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  type Repository,
  type RunResult,
  bookFolder,
  bookRepository,
  procedureText,
  recorded,
  referenceRepository,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

describe.concurrent("list", () => {
  it("gives every procedure of the reference run book, by id, with its facts", async () => {
    const { folder } = referenceRepository();
    const { document, code, stderr } = await runJson("list", ["list"], { cwd: folder });
    expect({ code, stderr, diagnostics: document.diagnostics }).toEqual({ code: 0, stderr: "", diagnostics: [] });
    const ids = document.procedures.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(document.procedures.find(({ id }) => id === "capacity-review")).toEqual({
      id: "capacity-review",
      name: "Capacity review",
      path: "procedures/weekly/capacity-review.md",
      trigger: "weekly on Tuesday",
      cadence: "weekly",
      track: null,
      owner: { role: "platform-admin", people: ["dana"] },
      effortMinutes: 20,
      lastUpdated: expect.any(String),
      lastDone: null,
      next: "2026-11-24",
      roll: "next",
      catchUp: "latest",
      effective: null,
      retired: null,
      needs: null,
      requires: [],
      escalateTo: ["operations-lead", "business-owner", "microsoft-support"],
      tags: ["capacity", "cost"],
      products: ["customer-engagement", "finance-operations", "business-central"],
      covers: ["capacity"],
      formerly: [],
    });
  });

  it("groups them for people by how often they happen", async () => {
    const procedures = {
      yearly: { trigger: "annually on 15 March" },
      weekly: { trigger: "weekly on Tuesday" },
      daily: {},
      incident: { trigger: "on incident" },
      wave: { trigger: "wave week" },
    };
    const { stdout } = await runCli(["list"], { inProcess: true, cwd: bookFolder({ procedures }) });
    const groups = stdout.split("\n").filter((line) => /^[a-z-]+$/.test(line));
    expect(groups).toEqual(["daily", "weekly", "annual", "wave", "incident"]);
  });

  it("knows when a procedure was last done, and comes next", async () => {
    const repository = bookRepository({ procedures: { job: { trigger: "weekly on Tuesday" } } });
    await recorded(repository, ["done", "job", "--at", "2026-11-20"]);
    const [now, before] = await Promise.all([
      runJson("list", ["list"], { cwd: repository.folder }),
      runJson("list", ["list", "--as-of", "2026-11-19"], { inProcess: true, cwd: repository.folder }),
    ]);
    expect(now.document.procedures).toMatchObject([{ lastDone: "2026-11-20", next: "2026-11-24" }]);
    expect(before.document.procedures).toMatchObject([{ lastDone: null, next: "2026-11-24" }]);
  });

  it("says what to write first in an empty run book", async () => {
    const { code, stdout } = await runCli(["list"], { inProcess: true, cwd: bookFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain("runbook new");
  });
});

it("does not say that there is no procedure where none can be read", async () => {
  const { folder: cwd } = bookRepository({ procedures: { job: { trigger: "sometimes" } } });
  for (const command of ["due", "list"]) {
    const { stdout, stderr, code } = await runCli([command], { cwd, inProcess: true });
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringContaining("none that can be read"),
      expect.stringContaining("job.md"),
    ]);
  }
});

describe.concurrent("show", () => {
  it("names, as `agenda` does, what has to be done before there is a next date", async () => {
    const { folder: cwd } = bookRepository({
      settings: { go_live: "2026-11-02" },
      procedures: { job: { trigger: "90 days after completion" } },
    });
    const said = async (...args: string[]) => (await runCli([...args, "job"], { cwd, inProcess: true })).stdout;
    expect(await said("show")).toMatch(/^ {2}Next {9}Mon 2 Nov \(2026-11-02\), overdue$/m);
    expect(await said("agenda")).toMatch(
      /^Nothing is .*\.\nStill to do: job for 2026-11-02 \(overdue, due Mon 2 Nov\)\.\n$/,
    );
    await runCli(["done", "job"], { cwd, inProcess: true });
    expect(await said("show")).toMatch(/^ {2}Next {9}Mon 22 Feb 2027 \(2027-02-21\)$/m);
    expect(await said("agenda")).not.toContain("Still to do");
  });

  it("gives the procedure, its next dates and its text, read or as written", async () => {
    const body =
      "Purpose.\n\n## Steps\n\n1. One.\n\n```sh\n# no heading\n```\n\n## Validation\n\n- x\n\n## Escalation\n\n- y\n";
    const cwd = bookFolder({ procedures: { job: { trigger: "monthly on business day 3", body } } });
    const options = { cwd, inProcess: true };
    const json = await runJson("show", ["show", "job"], options);
    const pretty = await runCli(["show", "job"], options);
    const markdown = await runCli(["show", "job", "--format", "markdown"], options);
    expect(json.document.procedure).toMatchObject({ id: "job", text: body, next: "2026-12-03" });
    expect(json.document.procedure.upcoming.map(({ occurrence, scheduled }) => `${occurrence} ${scheduled}`)).toEqual([
      "2026-12 2026-12-03",
      "2027-01 2027-01-05",
      "2027-02 2027-02-03",
    ]);
    expect(pretty.stdout).toContain(
      "\n\n  Purpose.\n\nSteps\n\n  1. One.\n\n    # no heading\n\nValidation\n\n  • x\n\nEscalation\n\n  • y\n",
    );
    expect(markdown.stdout).toBe(body);
  });

  it.each([["JOB one"], ["former"]])("finds it by id, former id or name: %s", async (word) => {
    const { document, code } = await runJson("show", ["show", word], { inProcess: true, cwd: shared });
    expect([code, document.procedure.id]).toEqual([0, "job-one"]);
  });

  let shared: string;
  beforeAll(() => {
    shared = bookFolder({ procedures: { "job-one": { name: "Job one", formerly: "[former]" }, other: {} } });
  });

  it("exits 2 for one that nobody knows, with the nearest", async () => {
    const { document, code } = await runJson("error", ["show", "jobone"], { inProcess: true, cwd: shared });
    expect(code).toBe(2);
    expect(document.error).toEqual({
      code: "unknown-procedure",
      message: "There is no procedure `jobone`",
      hint: "Did you mean `job-one`?",
    });
  });

  it("names those of which a part was written, where they are few", async () => {
    const cwd = bookFolder({ procedures: { "service-health": {}, "service-updates": {}, other: {} } });
    const hintOf = async (word: string): Promise<string | null> =>
      (await runJson("error", ["show", word], { inProcess: true, cwd })).document.error.hint;
    expect(await hintOf("serv")).toBe("Did you mean `service-health` or `service-updates`?");
    expect(await hintOf("Health")).toBe("Did you mean `service-health`?");
    expect(await hintOf("se")).toMatch(/^See them all: runbook list\n/u);
    expect(await hintOf("nothing")).toMatch(/^See them all: runbook list\n/u);
  });

  it("names the file of one that does not parse", async () => {
    const cwd = bookRepository({ procedures: { job: { trigger: "evry day" }, other: {} } }).folder;
    for (const command of ["show", "explain", "done", "undo", "log"]) {
      const { document, code } = await runJson("error", [command, "job"], { inProcess: true, cwd });
      expect([command, code, document.error]).toEqual([
        command,
        2,
        {
          code: "unknown-procedure",
          message: "procedures/job.md has an error",
          hint: "Mend it and check with: runbook lint",
        },
      ]);
    }
  });
});

describe.concurrent("explain", () => {
  let repository: Repository;

  beforeAll(async () => {
    repository = bookRepository({
      settings: {
        go_live: "2026-11-02",
        closures: "[{ from: 2026-12-24, to: 2026-12-24, reason: Office closed }]",
        freezes: "[{ from: 2027-03-25, to: 2027-04-02, reason: Year end, procedures: [frozen] }]",
      },
      holidays: ["2026-12-25"],
      procedures: {
        monthly: { trigger: "monthly on day 24" },
        frozen: { trigger: "monthly on day 30" },
        job: { trigger: "weekly on Tuesday" },
        incident: { trigger: "on incident severity 1" },
      },
    });
    await recorded(repository, ["done", "job", "-m", "Slow today"]);
  }, HOOK_TIMEOUT);

  const explain = async (
    ...args: readonly string[]
  ): Promise<{ occurrence: string; status: string; reasons: string; records: number }[]> => {
    const { document, code } = await runJson("explain", ["explain", ...args], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect(code).toBe(0);
    return document.occurrences.map(({ occurrence, status, reasons, records }) => ({
      occurrence,
      status,
      reasons: reasons.join("\n"),
      records: records.length,
    }));
  };

  it("tells why an occurrence has its dates: rule, closure, holiday, roll", async () => {
    const [occurrence] = await explain("monthly", "--for", "2026-12");
    expect(occurrence).toMatchObject({ occurrence: "2026-12", status: "upcoming" });
    expect(occurrence?.reasons).toContain("monthly on day 24");
    expect(occurrence?.reasons).toContain("Office closed");
    expect(occurrence?.reasons).toContain("Monday 28 Dec 2026");
  });

  it("tells of a freeze, and of what lies before the start", async () => {
    const [[frozen], [before]] = await Promise.all([
      explain("frozen", "--for", "2027-03"),
      explain("frozen", "--for", "2026-10"),
    ]);
    expect(frozen).toMatchObject({ status: "not-owed", reasons: expect.stringMatching(/freeze/i) });
    for (const reasons of [frozen?.reasons, before?.reasons]) expect(reasons).not.toMatch(/owed until|as missed/u);
    expect(before).toMatchObject({ status: "not-owed", reasons: expect.stringContaining("2026-11-02") });
  });

  it("shows records, and what matters now where no key is given", async () => {
    const occurrences = await explain("job");
    expect(occurrences.map(({ occurrence, status, records }) => `${occurrence} ${status} ${records}`)).toEqual([
      "2026-W47 done-late 1",
      "2026-W48 upcoming 0",
    ]);
    const { stdout } = await runCli(["explain", "job", "--for", "2026-W47"], { cwd: repository.folder });
    expect(stdout).toContain("Slow today");
  });

  it.each([
    { args: ["job", "--for", "2026-11-17"], code: "unknown-occurrence" },
    { args: ["incident"], code: "no-candidate" },
    { args: ["nobody-knows"], code: "unknown-procedure" },
  ])("exits 2 for $args", async ({ args, code }) => {
    const result = await runJson("error", ["explain", ...args], { inProcess: true, cwd: repository.folder });
    expect([result.code, result.document.error.code]).toEqual([2, code]);
  });
});

describe.concurrent("holidays", () => {
  it("prints those that count, in order of their dates, and warns of a year without any", async () => {
    const cwd = bookFolder({ holidays: ["2027-01-01", "2025-12-25"] });
    const [json, pretty] = await Promise.all([
      runJson("holidays", ["holidays"], { inProcess: true, cwd }),
      runCli(["holidays"], { cwd }),
    ]);
    expect([json.code, pretty.code]).toEqual([0, 0]);
    expect(json.document.holidays).toHaveLength(2);
    expect(json.document.diagnostics).toMatchObject([{ rule: "calendar", message: expect.stringContaining("2026") }]);
    expect(pretty.stdout.match(/20\d\d-\d\d-\d\d/g)).toEqual(["2025-12-25", "2027-01-01"]);
    expect(pretty.stderr).toContain("2026");
  });
});

describe.concurrent("a date of a year without holidays", () => {
  it.each([
    [["list"], ["2027"]],
    [
      ["show", "job"],
      ["2027", "2028", "2029"],
    ],
    [["explain", "job"], ["2027"]],
    [["explain", "job", "--for", "2026"], []],
  ])("is warned of by %s", async (args, years) => {
    const procedures = { job: { trigger: "annually on 1 May" } };
    const cwd = bookFolder({ settings: { go_live: "2026-11-02" }, holidays: ["2026-12-25"], procedures });
    const { code, stderr } = await runCli(args, { inProcess: true, cwd });
    const warned = [...stderr.matchAll(/^holidays\.yml:1:1: warning calendar: No holiday of (\d+)/gm)];
    expect({ code, years: warned.map(([, year]) => year) }).toEqual({ code: 0, years });
  });

  it.each([
    [
      ["new", "Licences", "--trigger", "annually on 1 May", "--owner", "ana", "--dry-run"],
      ["2027", "2028", "2029"],
    ],
    [["done", "job"], ["2026"]],
    [["done", "job", "--for", "2027"], ["2027"]],
    [
      ["skip", "job", "-m", "x", "--through", "2027-12-31"],
      ["2026", "2027"],
    ],
    [["check", "job", "--dry-run"], ["2026"]],
    [["site", "--out", "pages"], ["2026"]],
    [
      ["publish", "--to", "confluence", "pages"],
      ["2026", "2027"],
    ],
    [
      ["audit", "--from", "2025-12-01", "--to", "2026-01-31", "--out", "audit"],
      ["2025", "2026"],
    ],
  ])("is warned of by %s, whose exit status stays", async (args, years) => {
    const body = `## Steps\n\n1. Look.\n\n## Validation\n\n- It is.\n\n  \`\`\`sh run\n  true\n  \`\`\`\n\n## Escalation\n\n- lead\n`;
    const procedures = { job: { trigger: "annually on 1 May", body } };
    const settings = { go_live: "2026-01-01" };
    const books = [[], ["2025-12-25", "2026-12-25", "2027-12-25", "2028-12-25", "2029-12-25"]].map((holidays) =>
      bookRepository({ settings, holidays, procedures }),
    );
    const [bare, full] = await Promise.all(books.map(({ folder: cwd }) => runCli(args, { inProcess: true, cwd })));
    expect([bare?.code, full?.code]).toEqual([0, 0]);
    const warned = ({ stderr }: RunResult): (string | undefined)[] =>
      [...stderr.matchAll(/^holidays\.yml:1:1: warning calendar: No holiday of (\d+)/gm)].map(([, year]) => year);
    expect([bare, full].map((result) => result && warned(result))).toEqual([years, []]);
  });

  it("is a diagnostic of site and publish", async () => {
    const { folder: cwd } = bookRepository({ holidays: [] });
    const site = await runJson("site", ["site", "--out", "pages"], { inProcess: true, cwd });
    const pages = await runJson("publish", ["publish", "--to", "confluence", "wiki"], { inProcess: true, cwd });
    for (const { document } of [site, pages])
      expect(document.diagnostics).toContainEqual(expect.objectContaining({ rule: "calendar", severity: "warning" }));
  });

  it("is a diagnostic of list", async () => {
    const procedures = { job: { trigger: "annually on 1 May" } };
    const cwd = bookFolder({ settings: { go_live: "2026-11-02" }, holidays: ["2026-12-25"], procedures });
    const { document } = await runJson("list", ["list"], { inProcess: true, cwd });
    expect(document.diagnostics).toMatchObject([{ rule: "calendar", message: expect.stringContaining("2027") }]);
  });
});

describe.concurrent("a run book", () => {
  it("of reference lints without a finding", async () => {
    const { folder } = referenceRepository();
    const { document, code } = await runJson("lint", ["lint", "--as-of", "2026-12-01"], {
      inProcess: true,
      cwd: folder,
    });
    // Nobody has recorded anything in this copy of it.
    const findings = document.diagnostics.filter(({ rule }) => rule !== "unexercised");
    expect({ code, findings }).toEqual({ code: 0, findings: [] });
  });

  it("may have CRLF line ends and a BOM", async () => {
    const crlf = `\uFEFF${procedureText("job", { trigger: "weekly on Tuesday" }).replaceAll("\n", "\r\n")}`;
    const cwd = bookFolder();
    writeFiles(cwd, [{ path: "procedures/job.md", text: crlf }]);
    const [list, lint] = await Promise.all([
      runJson("list", ["list"], { inProcess: true, cwd }),
      runJson("lint", ["lint"], { inProcess: true, cwd }),
    ]);
    expect(list.document.procedures).toMatchObject([{ id: "job", trigger: "weekly on Tuesday" }]);
    expect(lint.document.totals.error).toBe(0);
  });
});
