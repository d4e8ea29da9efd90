import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  bookFolder,
  bookRepository,
  RECORDER,
  emptyFolder,
  expectRecorded,
  repositoryIn,
  runCli,
  runJson,
  stateOf,
} from "../helpers/run-cli.ts";
import { contentsOf } from "../helpers/wiki.ts";

/** The files under a folder with their texts, git's own apart. */
function textsIn(folder: string): Record<string, string> {
  return Object.fromEntries(contentsOf(folder));
}

function settingsIn(folder: string): Record<string, unknown> {
  return parse(readFileSync(join(folder, "runbook.yml"), "utf8")) as Record<string, unknown>;
}

describe.concurrent("init", () => {
  it("makes a run book that lints clean and works on the same day", async () => {
    const cwd = join(emptyFolder(), "fabrikam");
    mkdirSync(cwd);
    const { document, code } = await runJson("created", ["init", "--yes"], { cwd });
    const root = join(cwd, "runbook");
    expect(code).toBe(0);
    expect(document.directory).toBe(root);
    expect(document.files.toSorted()).toEqual(Object.keys(textsIn(root)));
    expect(settingsIn(root)).toMatchObject({
      id: "fabrikam",
      title: "Dynamics 365 run book",
      go_live: "2026-11-23",
      tracks: ["customer-engagement"],
      ledger: { sync: "auto" },
    });
    // Nothing of the reference tenant's is left.
    expect(Object.keys(settingsIn(root))).not.toContain("region");
    expect(settingsIn(root)["closures"] ?? []).toEqual([]);
    const [lint, due, done] = await Promise.all([
      runJson("lint", ["lint"], { inProcess: true, cwd }),
      runJson("due", ["due", "--exit-code"], { inProcess: true, cwd }),
      runCli(["done", "service-health"], { cwd }),
    ]);
    // No country was given, so no holidays are known. One person holds every role.
    expect(new Set(lint.document.diagnostics.map(({ rule }) => rule))).toEqual(new Set(["calendar", "single-holder"]));
    expect([lint.code, due.code, done.code]).toEqual([0, 0, 0]);
    expect(due.document.items.filter(({ status }) => status === "due").length).toBeGreaterThanOrEqual(5);
    expect(due.document.items.filter(({ status }) => status === "overdue" || status === "missed")).toEqual([]);
  });

  it("takes what it needs to know from options", async () => {
    const cwd = emptyFolder();
    const title = 'Fabrikam: "Betrieb" #1';
    const place = "--timezone Europe/Berlin --region germany --country DE --subdivision BY".split(" ");
    const rest = "--tracks customer-engagement,business-central --go-live 2026-10-01".split(" ");
    const { code } = await runCli(["init", "ops", "--title", title, ...place, ...rest], { cwd });
    const root = join(cwd, "ops");
    expect(code).toBe(0);
    expect(settingsIn(root)).toMatchObject({
      id: "ops",
      title,
      go_live: "2026-10-01",
      timezone: "Europe/Berlin",
      region: "germany",
      tracks: ["customer-engagement", "business-central"],
    });
    const holidays = parse(readFileSync(join(root, "holidays.yml"), "utf8")) as {
      source: string;
      holidays: { date: string }[];
    };
    expect(holidays.source).toMatch(/^date-holidays .*, DE-BY, checked 2026-11-23$/);
    const dates = holidays.holidays.map(({ date }) => date);
    expect(dates).toContain("2026-10-03");
    expect(dates).toContain("2028-01-06");
    expect(dates).toEqual(dates.toSorted());
    const [lint, due] = await Promise.all([
      runJson("lint", ["lint", "--dir", root], { inProcess: true, cwd }),
      runJson("due", ["due", "--dir", root], { cwd }),
    ]);
    // It went live some weeks ago, and nothing is recorded yet.
    expect(new Set(lint.document.diagnostics.map(({ rule }) => rule))).toEqual(
      new Set(["unexercised", "single-holder"]),
    );
    expect(lint.code).toBe(0);
    expect(due.document).toMatchObject({ timezone: "Europe/Berlin", diagnostics: [] });
  });

  it("writes what concerns the products, with git's identity in the roles, and says what comes next", async () => {
    const cwd = emptyFolder();
    const args = ["init", "ops", "--products", "business-central,power-platform", "--yes"];
    const { stdout, code } = await runCli(args, { cwd, inProcess: true });
    const root = join(cwd, "ops");
    expect(code).toBe(0);
    expect(settingsIn(root)["tracks"]).toEqual(["customer-engagement", "business-central"]);
    expect(existsSync(join(root, "procedures/quarterly/finance-operations-service-update.md"))).toBe(false);
    expect(existsSync(join(root, "procedures/monthly/period-close-support.md"))).toBe(true);
    const roles = readFileSync(join(root, "roles.yml"), "utf8");
    expect(roles).toContain(`{ name: ${RECORDER.name}, email: ${RECORDER.email} }`);
    expect(stdout).toContain("Ana Núñez (ana-nunez)");
    expect(stdout).toMatch(/; 2\sthat\sconcern\sother\sproducts\sare\sleft\sout/);
    // As PowerShell hands `finance-operations,power-platform` on through the script that npm installs.
    const other = ["init", "--products", "finance-operations power-platform", "--yes"];
    const one = await runCli(other, { cwd: emptyFolder(), inProcess: true });
    expect(one.stdout).toMatch(/; 1\sthat\sconcerns\sother\sproducts\sis\sleft\sout/);
    // The comment beside the tracks is true of any of them.
    expect(readFileSync(join(root, "runbook.yml"), "utf8")).toMatch(
      /^tracks: \[customer-engagement, business-central\] +# of: customer-engagement, finance-operations, business-central$/mu,
    );
    expect(stdout).toMatch(/1\. Name the people[^]*2\. Set your date[^]*3\. .*runbook due --dir "?\S/);
    const record = JSON.parse(readFileSync(join(root, ".runbook/reference.json"), "utf8")) as { files: object };
    expect(Object.keys(record.files)).toContain("procedures/monthly/period-close-support.md");
  });

  it.each([
    ["--products", "power-platform"],
    ["--products", "customer-engagement,finance-operations,business-central,power-platform"],
    ["--country", "GB"],
    ["--country", "DE", "--region", "germany", "--go-live", "2026-01-01"],
  ])("speaks in lines that fit 80 columns, but for the folder's name: %s %s", async (...args) => {
    const cwd = emptyFolder();
    for (const env of [{}, { GIT_CONFIG_GLOBAL: join(cwd, "none") }]) {
      const folder = `book${Object.keys(env).length}`;
      const { stdout, code } = await runCli(["init", folder, ...args, "--yes"], { cwd, env, inProcess: true });
      expect(code).toBe(0);
      const long = stdout.split("\n").filter((line) => line.replace(join(cwd, folder), "").length > 80);
      expect(long).toEqual([]);
    }
  });

  it("names a placeholder where git names nobody, and lint asks for a person", async () => {
    const cwd = emptyFolder();
    const env = { GIT_CONFIG_GLOBAL: join(cwd, "none") };
    const { stdout, code } = await runCli(["init", "--yes"], { cwd, env, inProcess: true });
    const lint = await runJson("lint", ["lint"], { cwd, env, inProcess: true });
    expect(code).toBe(0);
    expect(stdout).toContain("git names nobody");
    // From here every command finds what was made.
    expect(stdout).toMatch(/runbook due$/m);
    const errors = lint.document.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ path, rule }) => [path, rule])).toEqual([["roles.yml", "unowned"]]);
  });

  it("makes a repository where there is none, and none inside another", async () => {
    const fresh = emptyFolder();
    const existing = bookRepository();
    const inside = join(existing.folder, "ops");
    mkdirSync(inside);
    const before = stateOf(existing).user;
    const results = await Promise.all([
      runCli(["init", "."], { cwd: fresh }),
      runCli(["init", "book"], { cwd: inside }),
    ]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(existsSync(join(fresh, ".git"))).toBe(true);
    expect(settingsIn(fresh)["id"]).toMatch(/^folder-/);
    expect(existsSync(join(inside, "book/.git"))).toBe(false);
    expect(normalize(repositoryIn(inside).git("rev-parse", "--show-toplevel"))).toBe(existing.folder);
    // It commits nothing and stages nothing.
    const changed = stateOf(existing)
      .user.split("\n")
      .filter((line) => !before.split("\n").includes(line));
    expect(changed.filter((line) => !line.startsWith("? ops/book/") && line !== "ops")).toEqual([]);
  });

  it.each(["runbook.yml", "procedures/job.md", "README.md"])("overwrites nothing where there is a %s", async (path) => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, "procedures"));
    if (path !== "procedures/job.md") mkdirSync(join(cwd, "runbook"));
    const target = path === "procedures/job.md" ? cwd : join(cwd, "runbook");
    writeFileSync(join(target, path), "mine\n");
    const before = textsIn(cwd);
    const { document, code } = await runJson("error", ["init", target], { inProcess: true, cwd });
    expect([code, document.error.code]).toEqual([2, "io"]);
    expect(textsIn(cwd)).toEqual(before);
    expect(existsSync(join(target, ".git"))).toBe(false);
  });

  it.each([
    { option: "--timezone", value: "Mars/Olympus", named: "Europe/London" },
    { option: "--region", value: "german", named: "germany" },
    { option: "--country", value: "XX", named: "GB" },
    { option: "--title", value: "two\nlines", named: "title" },
    { option: "--products", value: "customer-engagment", named: "customer-engagement" },
    { option: "--tracks", value: "power-platform", named: "business-central" },
  ])("refuses $option “$value”, and writes nothing", async ({ option, value, named }) => {
    const cwd = emptyFolder();
    const { document, code } = await runJson("error", ["init", `${option}=${value}`], { inProcess: true, cwd });
    expect([code, document.error.code]).toEqual([2, "usage"]);
    expect(`${document.error.message} ${document.error.hint}`).toContain(named);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe.concurrent("new", () => {
  const OWNER = ["--owner", "operations-lead"];

  it("files procedures under how often they happen", async () => {
    const cwd = bookFolder();
    const cadences = {
      "every 2 weeks on Friday from 2026-01-09": "weekly",

      "every 3 months on day 1 from 2026-02-01": "quarterly",
      "every 6 months on day 1 from 2026-02-01": "half-yearly",

      "wave -8 weeks": "wave",
      "on incident severity 2 within 1 hour": "incident",
      "on event audit within 5 business days": "event",
      "90 days after completion": "other",
    };
    const created = await Promise.all(
      Object.entries(cadences).map(async ([trigger, cadence]) => {
        const name = `Ünits: ${cadence} & “seats” #1`;
        const { document, code } = await runJson("created", ["new", name, "--trigger", trigger, ...OWNER], {
          inProcess: true,
          cwd,
        });
        const path = `procedures/${cadence}/units-${cadence}-seats-1.md`;
        expect([code, document]).toEqual([0, { schemaVersion: 1, directory: cwd, files: [path] }]);
        return { name, trigger, cadence, path, effective: "2026-11-23", lastUpdated: "2026-11-23" };
      }),
    );
    const { document } = await runJson("list", ["list"], { inProcess: true, cwd });
    expect(document.procedures.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toMatchObject(
      created.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    );
    // Each kind of work begins with a body of its own.
    const words = { wave: "the new build", incident: "Minute 0", event: "the last day", weekly: "Look for the signal" };
    for (const { cadence, path } of created) {
      const body = readFileSync(join(cwd, path), "utf8");
      const own = Object.entries(words).find(([kind]) => kind === cadence)?.[1] ?? words.weekly;
      expect(Object.values(words).filter((text) => body.includes(text))).toContain(own);
      expect(body.includes(words.incident)).toBe(cadence === "incident");
    }
  });

  it("writes a procedure that lints without an error and says its next dates", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const cwd = repository.folder;
    const args = ["new", "Licence review", "--trigger", "weekly on Tuesday", "--effort", "1h30m", ...OWNER];
    const { code, stdout } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("Tuesday 24 Nov 2026 (2026-W48)");
    const [lint, list] = await Promise.all([
      runJson("lint", ["lint"], { inProcess: true, cwd }),
      runJson("list", ["list"], { inProcess: true, cwd }),
    ]);
    expect([lint.code, lint.document.totals.error]).toEqual([0, 0]);
    expect(list.document.procedures.find(({ id }) => id === "licence-review")?.effortMinutes).toBe(90);
    expect(await expectRecorded(repository, ["done", "licence-review"])).toMatchObject([{ occurrence: "2026-W48" }]);
  });

  it("points at the place of a bad trigger", async () => {
    const cwd = bookFolder();
    const { code, stderr } = await runCli(["new", "Job", "--trigger", "monthly on buisness day 3", ...OWNER], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("\n  monthly on buisness day 3\n             ^^^^^^^^\n");
    expect(stderr).toContain("monthly on business day 3`");
    expect(existsSync(join(cwd, "procedures"))).toBe(false);
  });

  let shared: string;
  beforeAll(() => {
    shared = bookFolder({ procedures: { "job-one": {} } });
  });

  it.each([
    { args: ["Job, ONE!", ...OWNER], named: "job-one" },
    { args: ["Other"], named: "--owner" },
    { args: ["Other", "--owner", "operations-led"], named: "operations-lead" },
    { args: ["日本", ...OWNER], named: "id" },
    { args: ["Two\nlines", ...OWNER], named: "" },
    { args: ["Other", "--id", "../../../escaped", ...OWNER], named: "escaped" },
    { args: ["Other", "--id", "nul", ...OWNER], named: "device" },
    { args: ["Other", "--id", "a".repeat(201), ...OWNER], named: "201 letters" },
  ])("refuses $args, and writes nothing", async ({ args, named }) => {
    const before = readdirSync(shared, { recursive: true });
    const { document, code } = await runJson("error", ["new", ...args, "--trigger", "weekly"], {
      inProcess: true,
      cwd: shared,
    });
    expect(code).toBe(2);
    expect(`${document.error.message} ${document.error.hint}`).toContain(named);
    expect(readdirSync(shared, { recursive: true })).toEqual(before);
    expect(existsSync(join(shared, "..", "escaped.md"))).toBe(false);
  });

  it("refuses the id of a procedure that does not parse, which mended would be a duplicate", async () => {
    const cwd = bookFolder({ procedures: { broken: { trigger: "dayly" } } });
    const { document, code } = await runJson("error", ["new", "Broken", "--trigger", "weekly", ...OWNER], {
      inProcess: true,
      cwd,
    });
    expect([code, document.error.code]).toEqual([2, "usage"]);
    expect(readdirSync(join(cwd, "procedures"))).toEqual(["broken.md"]);
  });
});

describe.concurrent("holidays update", () => {
  const HAND_MADE = `# Agreed with the works council.
source: by hand
holidays:
  # The founder's day, every year.
  - { date: 2026-07-08, name: "Founder's day: all offices" }   # since 1998
  - date: 2026-12-25
    name: Christmas Day
`;
  const UPDATE = ["holidays", "update", "--country", "GB", "--region", "ENG", "--years", "2026-2027"];

  function bookWith(text: string): string {
    const cwd = bookFolder();
    writeFileSync(join(cwd, "holidays.yml"), text);
    return cwd;
  }

  it("adds what lacks, keeps entries and comments, and does nothing the second time", async () => {
    const cwd = bookWith(HAND_MADE);
    const first = await runJson("holidays", UPDATE, { cwd });
    expect(first.code).toBe(0);
    const added = first.document.holidays.map(({ date }) => date);
    expect(added).toContain("2027-12-27");
    expect(added).not.toContain("2026-12-25");
    const text = readFileSync(join(cwd, "holidays.yml"), "utf8");
    for (const line of HAND_MADE.split("\n")) if (!line.startsWith("source:")) expect(text).toContain(line);
    const { source, holidays } = parse(text) as { source: string; holidays: { date: string }[] };
    expect(source).toMatch(/^date-holidays .*, GB-ENG, checked 2026-11-23$/);
    const dates = holidays.map(({ date }) => date);
    expect(dates).toEqual([...added, "2026-07-08", "2026-12-25"].toSorted());
    const second = await runJson("holidays", UPDATE, { cwd });
    expect(second.document.holidays).toEqual([]);
    expect(readFileSync(join(cwd, "holidays.yml"), "utf8")).toBe(text);
    const lint = await runJson("lint", ["lint"], { inProcess: true, cwd });
    expect(lint.document.totals.error).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual(["holidays.yml", "roles.yml", "runbook.yml", "waves.yml"]);
  });

  it("says where a part of the country has more, after init too, and that leads to them", async () => {
    const cwd = emptyFolder();
    const made = await runCli(["init", ".", "--country", "gb", "--yes"], { cwd, inProcess: true });
    const [, hint = ""] = /\(ALD,\sENG,\sNIR,\sSCT,\sWLS\):\n {2}runbook (.*)\n/u.exec(made.stdout) ?? [];
    expect(hint).toBe("holidays update --country GB --region CODE --years 2026-2028");
    const whole = await runCli(["holidays", "update", "--country", "GB", "--years", "2026-2028"], { cwd });
    expect(whole.stdout).toMatch(/^Nothing to add: .*\nOnly holidays of the whole country were taken\. /u);
    const part = await runCli(hint.replace("CODE", "ENG").split(" "), { cwd, inProcess: true });
    expect(part.stdout).toContain("  2026-08-31  Summer bank holiday\n");
    expect(part.stdout).not.toContain("whole country");
    const named = await runCli(["holidays", "update", "--country", "GB", "--years", "2026", "--dir", cwd], { cwd });
    expect(named.stdout).toMatch(/--region CODE --years 2026 --dir \S+\n$/u);
    const none = await runCli(["holidays", "update", "--country", "SE", "--years", "2026"], { cwd, inProcess: true });
    expect(none.stdout).not.toContain("whole country");
  });

  it("takes country and part from the dates that are there, so that the hint of a later year can be followed", async () => {
    const cwd = emptyFolder();
    await runCli(["init", ".", "--country", "gb", "--subdivision", "eng", "--yes"], { cwd, inProcess: true });
    const { document } = await runJson("lint", ["lint", "--rule", "calendar", "--as-of", "2029-03-01"], {
      cwd,
      inProcess: true,
    });
    expect(document.diagnostics.map(({ hint }) => hint)).toContain("Add them: runbook holidays update --years 2029");
    const { stdout } = await runCli(["holidays", "update", "--years", "2029"], { cwd, inProcess: true });
    expect(stdout).toContain("  2029-08-27  Summer bank holiday\n");
    expect(readFileSync(join(cwd, "holidays.yml"), "utf8")).toMatch(/^source: date-holidays .*, GB-ENG, checked /m);
    const unknown = bookWith(HAND_MADE);
    const error = await runJson("error", ["holidays", "update", "--years", "2029"], { cwd: unknown, inProcess: true });
    expect([error.code, error.document.error.hint]).toEqual([
      2,
      "Name it: runbook holidays update --country CODE --years 2029",
    ]);
  });

  it("fills an empty file and makes a missing one", async () => {
    const cwds = [bookWith("# Ours\nholidays: []\n"), bookWith("")];
    const results = await Promise.all(cwds.map((cwd) => runCli([...UPDATE.slice(0, -1), "2026"], { cwd })));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const texts = cwds.map((cwd) => readFileSync(join(cwd, "holidays.yml"), "utf8"));
    expect(texts[0]).toMatch(/^# Ours\n/);
    for (const text of texts)
      expect((parse(text) as { holidays: unknown[] }).holidays.length).toBeGreaterThanOrEqual(8);
  });

  it.each([
    { args: ["--country", "ZZ", "--years", "2026"], named: "ZZ" },
    { args: ["--country", "GB", "--region", "BY", "--years", "2026"], named: "ENG" },
    { args: ["--country", "GB", "--years", "2028-2026"], named: "2028-2026" },
  ])("refuses $args, and changes nothing", async ({ args, named }) => {
    const cwd = bookWith(HAND_MADE);
    const { document, code } = await runJson("error", ["holidays", "update", ...args], { inProcess: true, cwd });
    expect([code, document.error.code]).toEqual([2, "usage"]);
    expect(`${document.error.message} ${document.error.hint}`).toContain(named);
    expect(readFileSync(join(cwd, "holidays.yml"), "utf8")).toBe(HAND_MADE);
  });

  it("changes nothing in a file with a fault", async () => {
    const text = `${HAND_MADE}  - { date: 2026-02-30, name: Never }\n`;
    const cwd = bookWith(text);
    const { document, code } = await runJson("error", UPDATE, { inProcess: true, cwd });
    expect([code, document.error.code]).toEqual([2, "invalid-runbook"]);
    expect(readFileSync(join(cwd, "holidays.yml"), "utf8")).toBe(text);
  });
});
