import { beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../../src/view/output-shapes.ts";
import {
  HOOK_TIMEOUT,
  bookFolder,
  bookRepository,
  recorded,
  referenceRepository,
  runCli,
  runJson,
} from "../helpers/run-cli.ts";

type Wave = Output<"wave">;

/** A plan in a line per milestone. */
function lines({ tracks }: Wave): string[] {
  return tracks.flatMap(({ track, milestones }) =>
    milestones.map(
      ({ offsetWeeks, from, due, procedures }) =>
        `${track} ${offsetWeeks} ${from} ${due} ${procedures.map(({ procedure }) => procedure).join(" ")}`,
    ),
  );
}

const TENANT =
  "[{ id: 2025-04, tracks: { customer-engagement: { production_update: 2025-04-12, plan_published: 2025-02-23 } } }]";

describe.concurrent("wave on the reference run book", () => {
  let cwd: string;
  let plan: Wave;
  let exit: number;
  let stderr: string;

  beforeAll(async () => {
    cwd = referenceRepository().folder;
    const result = await runJson("wave", ["wave", "--date", "2025-04"], { cwd });
    [plan, exit, stderr] = [result.document, result.code, result.stderr];
  }, HOOK_TIMEOUT);

  it("gives the plan of 2025 release wave 1 from -8 to +2 weeks", () => {
    expect(exit).toBe(0);
    expect(plan.wave).toEqual({ id: "2025-04", name: "2025 release wave 1" });
    // The United Kingdom comes a week after the first public group of 31 March.
    expect(plan.tracks).toMatchObject([
      {
        track: "customer-engagement",
        anchor: "2025-04-07",
        anchorSource: "published",
        generalAvailability: "2025-03-31",
      },
    ]);
    expect(lines(plan).map((line) => line.split(" ").slice(0, 5).join(" "))).toEqual([
      "customer-engagement -8 2025-02-10 2025-02-14 release-plan-review",
      "customer-engagement -6 2025-02-24 2025-02-28 preview-build-regression",
      "customer-engagement -4 2025-03-10 2025-03-14 stakeholder-brief-and-documentation",
      "customer-engagement -2 2025-03-24 2025-03-28 user-training",
      "customer-engagement 0 2025-04-07 2025-04-11 wave-week-verification",
      "customer-engagement 2 2025-04-21 2025-04-25 post-update-review",
    ]);
    const items = plan.tracks.flatMap(({ milestones }) => milestones.flatMap(({ procedures }) => procedures));
    // Long before go-live.
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(["not-owed"]));
    expect(plan.totals).toEqual({
      effortMinutes: items.reduce((sum, { effortMinutes }) => sum + (effortMinutes ?? 0), 0),
      budgetMinutes: 3 * 8 * 60,
    });
  });

  it("warns that no holiday of that year is known, on stderr and in the document, and exits 0", () => {
    expect(plan.diagnostics).toMatchObject([{ rule: "calendar", severity: "warning", path: "holidays.yml" }]);
    expect(stderr).toMatch(/^holidays\.yml:1:1: warning calendar: .*2025/m);
  });

  it("takes the current or next wave where none is named", async () => {
    const [none, byDate, byId] = await Promise.all([
      runJson("wave", ["wave"], { cwd }),
      runJson("wave", ["wave", "--date", "2026-11-23"], { inProcess: true, cwd }),
      runJson("wave", ["wave", "--date", "2027-04"], { inProcess: true, cwd }),
    ]);
    expect(none.document.wave.id).toBe("2027-04");
    expect(byDate.document).toEqual(none.document);
    expect(byId.document).toEqual(none.document);
    expect(none.document.diagnostics).toEqual([]);
  });

  it("is narrowed to what some answer for, work and all", async () => {
    const asked = ["wave", "--date", "2027-04", "--role", "change-lead"];
    const { document } = await runJson("wave", asked, { inProcess: true, cwd });
    expect(lines(document)).toEqual([
      "customer-engagement -4 2027-03-08 2027-03-12 stakeholder-brief-and-documentation",
      // The Friday is Good Friday.
      "customer-engagement -2 2027-03-22 2027-03-25 user-training",
    ]);
    expect(document.totals.effortMinutes).toBe(4 * 60);
    const { stdout } = await runCli(asked, { inProcess: true, cwd });
    expect(stdout).toContain("4h of work is planned");
    expect(stdout).not.toContain("Release plan review");
    const unknown = await runJson("error", ["wave", "--role", "change-lea"], { inProcess: true, cwd });
    expect(unknown.document.error.hint).toContain("change-lead");
  });

  it("says for people where the anchor comes from", async () => {
    const { stdout, code } = await runCli(["wave", "--date", "2025-04"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("Anchor 2025-04-07 (published): ");
    expect(stdout).toContain("+1 week for united-kingdom");
    expect(stdout).toContain("10 Feb – 14 Feb");
  });

  it.each(["2025-05", "2025-04-31"])("refuses --date “%s”", async (date) => {
    const { document, code } = await runJson("error", ["wave", "--date", date], { inProcess: true, cwd });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "usage" });
    expect(document.error.message).toContain("YYYY-04");
  });
});

describe.concurrent("wave on small run books", () => {
  const PROCEDURES = {
    plan: { trigger: "wave -8 weeks", effort: "3h" },
    check: { trigger: "wave week", effort: "1d" },
  };

  it.each([
    // The tenant's own Saturday: wave week is the week after.
    { waves: TENANT, region: "europe", date: "2025-04", anchor: "2025-04-12", source: "tenant", week: "2025-04-14" },
    { waves: "[]", region: "europe", date: "2026-04", anchor: "2026-04-13", source: "region", week: "2026-04-13" },
    { waves: "[]", region: "germany", date: "2025-04", anchor: "2025-03-31", source: "published", week: "2025-03-31" },
    // 1 April 2031 is a Tuesday; North America comes three weeks after the Monday nearest to it.
    {
      waves: "[]",
      region: "north-america",
      date: "2031-04",
      anchor: "2031-04-21",
      source: "estimated",
      week: "2031-04-21",
    },
    { waves: "[]", region: undefined, date: "2031-04", anchor: "2031-03-31", source: "estimated", week: "2031-03-31" },
  ])("anchors $date in $region at $anchor ($source)", async ({ waves, region, date, anchor, source, week }) => {
    const cwd = bookFolder({ waves, ...(region && { settings: { region } }), procedures: PROCEDURES });
    const { document } = await runJson("wave", ["wave", "--date", date], { inProcess: true, cwd });
    expect(document.tracks).toMatchObject([{ anchor, anchorSource: source }]);
    expect(document.tracks[0]?.milestones[1]).toMatchObject({ offsetWeeks: 0, from: week });
  });

  it("takes, for a date, the wave whose plan holds it, else the next one", async () => {
    const cwd = bookFolder({ waves: TENANT, procedures: PROCEDURES });
    const dates = ["2025-02-16", "2025-02-17", "2025-05-04", "2025-05-05"];
    const waves = await Promise.all(
      dates.map(
        async (date) => (await runJson("wave", ["wave", "--date", date], { inProcess: true, cwd })).document.wave.id,
      ),
    );
    expect(waves).toEqual(["2025-04", "2025-04", "2025-04", "2025-10"]);
  });

  it("plans each track of the run book, a procedure with a track in that one only", async () => {
    const cwd = bookFolder({
      settings: { tracks: "[customer-engagement, business-central, finance-operations]", budgets: "{ wave: 3d }" },
      procedures: { ...PROCEDURES, central: { trigger: "wave -4 weeks", track: "business-central" } },
    });
    const { document } = await runJson("wave", ["wave", "--date", "2031-04"], { cwd });
    expect(document.tracks.map(({ track, anchor }) => `${track} ${anchor}`)).toEqual([
      "customer-engagement 2031-03-31",
      // The first weekday of the month, and its first Friday, whose wave week is the week after.
      "business-central 2031-04-01",
      "finance-operations 2031-04-04",
    ]);
    expect(lines(document)).toEqual([
      "customer-engagement -8 2031-02-03 2031-02-07 plan",
      "customer-engagement 0 2031-03-31 2031-04-04 check",
      "business-central -8 2031-02-03 2031-02-07 plan",
      "business-central -4 2031-03-03 2031-03-07 central",
      "business-central 0 2031-03-31 2031-04-04 check",
      "finance-operations -8 2031-02-10 2031-02-14 plan",
      "finance-operations 0 2031-04-07 2031-04-11 check",
    ]);
    const keys = document.tracks.flatMap(({ milestones }) => milestones.flatMap(({ procedures }) => procedures));
    expect(new Set(keys.map(({ occurrence }) => occurrence))).toEqual(
      new Set(document.tracks.map(({ track }) => `wave-2031-04.${track}`)),
    );
    expect(document.totals.effortMinutes).toBe(3 * (180 + 480));
    // What one track may take stands beside what all of them take.
    const { stdout } = await runCli(["wave", "--date", "2031-04"], { cwd, inProcess: true });
    expect(stdout).toContain("33h of work is planned; the budget is 24h a wave in each track.\n");
  });

  it("says how much of the work is not owed", async () => {
    const settings = { go_live: "2031-03-10", budgets: "{ wave: 3d }" };
    const cwd = bookFolder({ settings, procedures: PROCEDURES });
    const { stdout } = await runCli(["wave", "--date", "2031-04"], { cwd, inProcess: true });
    expect(stdout).toContain("11h of work is planned, 3h of it not owed; the budget is 24h a wave.\n");
  });

  it.each([
    // The week of the plan's milestone, 17 to 23 February, ends on the day that the plan appears.
    { published: "2025-02-23", warns: false },
    { published: "2025-02-24", warns: true },
  ])("warns of a milestone that ends before what it needs: $published $warns", async ({ published, warns }) => {
    const cwd = bookFolder({
      waves: TENANT.replace("2025-02-23", published),
      procedures: { plan: { trigger: "wave -8 weeks", needs: "plan" } },
    });
    const [json, pretty] = await Promise.all([
      runJson("wave", ["wave", "--date", "2025-04"], { inProcess: true, cwd }),
      runCli(["wave", "--date", "2025-04"], { cwd }),
    ]);
    expect([json.code, json.document.tracks[0]?.planPublished]).toEqual([0, published]);
    expect(json.document.diagnostics).toMatchObject(
      warns ? [{ rule: "wave-window", severity: "warning", path: "procedures/plan.md" }] : [],
    );
    expect(pretty.stdout.includes("not before Mon 24 Feb")).toBe(warns);
    expect(pretty.stderr.includes("warning wave-window")).toBe(warns);
  });

  it("warns of a milestone outside the plan, as the run book's severities say", async () => {
    const body = "<!-- runbook-disable wave-window: agreed with Fabrikam -->\n\n## Steps\n\n1. Look\n";
    const outside = {
      early: { trigger: "wave -9 weeks" },
      late: { trigger: "wave +3 weeks" },
      agreed: { trigger: "wave +4 weeks", body },
      over: { trigger: "wave +5 weeks", retired: "2027-04-01" },
    };
    const onlyLate = `{ overrides: [{ paths: ["procedures/early.md"], rules: { wave-window: off } }] }`;
    const answers = await Promise.all(
      [{}, { lint: "{ rules: { wave-window: off } }" }, { lint: onlyLate }].map((settings) =>
        runJson("wave", ["wave", "--date", "2027-04"], {
          inProcess: true,
          cwd: bookFolder({ settings, procedures: outside }),
        }),
      ),
    );
    const paths = answers.map(({ document }) =>
      document.diagnostics.filter(({ rule }) => rule === "wave-window").map(({ path }) => path),
    );
    expect(paths).toEqual([["procedures/early.md", "procedures/late.md"], [], ["procedures/late.md"]]);
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it("shows what is done", async () => {
    const repository = bookRepository({ waves: "[]", procedures: PROCEDURES });
    await recorded(repository, ["done", "plan", "--for", "wave-2027-04.customer-engagement"]);
    const { document } = await runJson("wave", ["wave", "--date", "2027-04"], {
      inProcess: true,
      cwd: repository.folder,
    });
    const statuses = document.tracks.flatMap(({ milestones }) => milestones.flatMap(({ procedures }) => procedures));
    expect(statuses.map(({ procedure, status }) => `${procedure} ${status}`)).toEqual(["plan done", "check upcoming"]);
  });

  it("says for people that no region is given, and that nothing is planned", async () => {
    const { code, stdout } = await runCli(["wave", "--date", "2031-04"], { cwd: bookFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain("Anchor 2031-03-31 (estimated)");
    expect(stdout).toMatch(/no\s+region/);
    expect(stdout).toContain("No work is planned in this track.\n\n0m of work is planned");
  });
});
