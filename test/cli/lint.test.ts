import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type CalendarDate, addDays } from "../../src/calendar/calendar-date.ts";
import type { Output } from "../../src/view/output-shapes.ts";
import {
  HOOK_TIMEOUT,
  bookFolder,
  bookRepository,
  emptyFolder,
  procedureText,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

type Finding = Output<"lint">["diagnostics"][number];

/** Rules to come may find more. */
const RULES = new Set(["syntax", "schema", "trigger", "duplicate-id", "section", "unowned", "unknown-role", "stale"]);

function ofTheseRules({ diagnostics }: Output<"lint">): Finding[] {
  return diagnostics.filter(({ rule }) => RULES.has(rule));
}

function places(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, severity, path, line, column }) => `${severity} ${rule} ${path}:${line}:${column}`);
}

const TODAY = "2026-11-23" as CalendarDate;
const ago = (days: number): string => addDays(TODAY, -days);

describe.concurrent("lint", () => {
  describe("on a run book with every fault", () => {
    let lint: Output<"lint">;
    let code: number;

    beforeAll(async () => {
      const section = (title: string, content: string): string => `## ${title}\n\n${content}\n\n`;
      const [steps, validation, escalation] = [
        section("Steps", "1. Open it."),
        section("Validation", "- It is 0."),
        section("Escalation", "- Call."),
      ];
      const cwd = bookFolder({
        roles: [
          "roles:",
          "  operations-analyst: { name: Operations analyst, people: [ana] }",
          "  nobody: { name: Nobody }",
          "people:",
          "  ana: { name: Ana, email: ana@contoso.example }",
          "duties: { calls-partner: operations-led }",
          "absences: [{ person: anna, from: 2026-12-21, to: 2027-01-01, cover: ben }]",
          "",
        ].join("\n"),
        procedures: {
          "a-sound": {},
          "b-trigger": { trigger: "monthly on buisness day 3" },
          "c-schema": { last_updated: undefined, colour: "blue", tags: "one" },
          "d-owner": { owner: undefined },
          "e-owner": { owner: "operations-analist" },
          "f-owner": { owner: "nobody" },
          "g-escalation": { escalate_to: "[operations-analyst, partner]" },
          "h-stale": { last_updated: ago(181) },
          "i-stale": { last_updated: ago(361) },
          "j-future": { last_updated: ago(-1) },
          "k-no-escalation": { body: steps + validation },
          "l-empty-validation": { body: `${steps}## Validation\n\n${escalation}` },
          "m-no-list": { body: section("Steps", "Open it.") + validation + escalation },
          "n-duplicate": { id: "a-sound" },
          "o-former": { formerly: "[a-sound]" },
        },
      });
      writeFiles(cwd, [
        { path: "procedures/p-yaml.md", text: "---\nname: [unclosed\n---\n" },
        { path: "procedures/q-language.md", text: "---js\nmodule.exports = { name: 1 };\n---\n" },
        {
          path: "procedures/Not Kebab.md",
          text: "---\nname: x\ntrigger: daily\nowner: ana\nlast_updated: 2026-11-02\n---\n",
        },
      ]);
      ({ document: lint, code } = await runJson("lint", ["lint"], { cwd }));
    }, HOOK_TIMEOUT);

    it.each([
      ["b-trigger", ["error trigger procedures/b-trigger.md:3:21"]],
      [
        "c-schema",
        [
          "error schema procedures/c-schema.md:1:1",
          "error schema procedures/c-schema.md:5:1",
          "error schema procedures/c-schema.md:6:7",
        ],
      ],
      ["d-owner", ["error unowned procedures/d-owner.md:1:1"]],
      ["e-owner", ["error unowned procedures/e-owner.md:4:8"]],
      ["f-owner", ["error unowned procedures/f-owner.md:4:8"]],
      ["g-escalation", ["error unknown-role procedures/g-escalation.md:6:35"]],
      ["h-stale", ["warning stale procedures/h-stale.md:5:15"]],
      ["i-stale", ["error stale procedures/i-stale.md:5:15"]],
      ["j-future", ["error stale procedures/j-future.md:5:15"]],
      ["k-no-escalation", ["error section procedures/k-no-escalation.md:7:1"]],
      ["l-empty-validation", ["error section procedures/l-empty-validation.md:11:1"]],
      ["m-no-list", ["error section procedures/m-no-list.md:7:1"]],
      ["n-duplicate", ["error duplicate-id procedures/n-duplicate.md:6:5"]],
      ["o-former", ["error duplicate-id procedures/o-former.md:6:12"]],
      ["a-sound", []],
    ])("finds in %s what is wrong with it", (id, expected) => {
      expect(places(ofTheseRules(lint).filter(({ path }) => path === `procedures/${id}.md`))).toEqual(expected);
    });

    it("finds YAML that does not parse, and a frontmatter in another language", () => {
      const rules = new Set(
        places(lint.diagnostics.filter(({ rule }) => rule === "syntax")).map((place) => place.replace(/:\d+:\d+$/, "")),
      );
      expect(rules).toEqual(new Set(["error syntax procedures/p-yaml.md", "error syntax procedures/q-language.md"]));
    });

    it("finds whom roles.yml does not know", () => {
      const errors = lint.diagnostics.filter(({ path, severity }) => path === "roles.yml" && severity === "error");
      expect(places(errors)).toEqual([
        "error unknown-role roles.yml:6:26",
        "error unknown-role roles.yml:7:22",
        "error unknown-role roles.yml:7:69",
      ]);
      expect(lint.diagnostics.find(({ line, path }) => path === "roles.yml" && line === 6)?.hint).toBeTruthy();
    });

    it("names the nearest of what would have been right", () => {
      const hintOf = (path: string): string | null | undefined =>
        lint.diagnostics.find((finding) => finding.path === path)?.hint;
      expect(hintOf("procedures/b-trigger.md")).toContain("monthly on business day 3");
      expect(hintOf("procedures/e-owner.md")).toContain("operations-analyst");
    });

    it("counts files and findings, orders them, and exits 1", () => {
      expect(code).toBe(1);
      expect(lint.files).toBe(4 + 18);
      const of = (severity: Finding["severity"]): number =>
        lint.diagnostics.filter((finding) => finding.severity === severity).length;
      expect(lint.totals).toEqual({ error: of("error"), warning: of("warning"), info: of("info") });

      const paths = lint.diagnostics.map(({ path }) => path);
      expect(paths).toEqual(paths.toSorted());
      for (const { line, column, endLine, endColumn } of lint.diagnostics) {
        expect(endLine > line || (endLine === line && endColumn >= column)).toBe(true);
      }
    });
  });

  describe("asks when a procedure was last read through", () => {
    const ROWS = {
      // The default of 180 days: a warning past it, an error past twice of it.
      d180: { keys: { last_updated: ago(180) }, finds: [] },
      d181: { keys: { last_updated: ago(181) }, finds: ["warning"] },
      d360: { keys: { last_updated: ago(360) }, finds: ["warning"] },
      d361: { keys: { last_updated: ago(361) }, finds: ["error"] },
      today: { keys: { last_updated: ago(0) }, finds: [] },
      tomorrow: { keys: { last_updated: ago(-1) }, finds: ["error"] },
      // The procedure's own interval, and that of its cadence.
      "own-30": { keys: { last_updated: ago(30), review_every: "30d" }, finds: [] },
      "own-31": { keys: { last_updated: ago(31), review_every: "30d" }, finds: ["warning"] },
      "own-61": { keys: { last_updated: ago(61), review_every: "30d" }, finds: ["error"] },
      "incident-90": { keys: { last_updated: ago(90), trigger: "on incident severity 1" }, finds: [] },
      "incident-91": { keys: { last_updated: ago(91), trigger: "on incident severity 1" }, finds: ["warning"] },
      retired: { keys: { last_updated: ago(361), retired: ago(10) }, finds: [] },
    };
    let findings: readonly Finding[];

    beforeAll(async () => {
      const procedures = Object.fromEntries(Object.entries(ROWS).map(([id, { keys }]) => [id, keys]));
      const cwd = bookFolder({ settings: { review_every: "{ incident: 90d }" }, procedures });
      findings = ofTheseRules((await runJson("lint", ["lint"], { inProcess: true, cwd })).document);
    }, HOOK_TIMEOUT);

    it.each(Object.entries(ROWS).map(([id, row]) => ({ id, ...row })))("$id: $finds", ({ id, finds }) => {
      const mine = findings.filter(({ path }) => path === `procedures/${id}.md`);
      expect(mine.map(({ severity }) => severity)).toEqual(finds);
    });
  });

  it("exits 0 where nothing is an error, and takes severities from runbook.yml", async () => {
    const procedures = {
      old: { last_updated: ago(361) },
      homeless: { owner: undefined },
      bodiless: { body: "No sections.\n" },
      odd: { trigger: "dayly" },
    };
    const severities = "{ rules: { stale: warning, unowned: info, section: off, trigger: error } }";
    const [strict, mild, sound] = await Promise.all([
      runJson("lint", ["lint"], { inProcess: true, cwd: bookFolder({ procedures, settings: { lint: severities } }) }),
      runJson("lint", ["lint"], {
        inProcess: true,
        cwd: bookFolder({
          procedures: { old: procedures.old, homeless: procedures.homeless, bodiless: procedures.bodiless },
          settings: { lint: severities },
        }),
      }),
      runJson("lint", ["lint"], { cwd: bookFolder({ procedures: { sound: {} } }) }),
    ]);
    expect(ofTheseRules(strict.document).map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      "info unowned",
      "error trigger",
      "warning stale",
    ]);
    expect(ofTheseRules(mild.document).map(({ severity }) => severity)).toEqual(["info", "warning"]);
    expect([strict.code, mild.code, sound.code]).toEqual([1, 0, 0]);
    expect([sound.document.files, ofTheseRules(sound.document)]).toEqual([5, []]);
  });

  it("asks about the day that --as-of names", async () => {
    const cwd = bookFolder({ procedures: { job: { last_updated: "2026-11-02" } } });
    const answers = await Promise.all(
      ["2026-11-01", "2026-11-02", "2027-05-01", "2027-05-02"].map((day) =>
        runJson("lint", ["lint", "--as-of", day], { inProcess: true, cwd }),
      ),
    );
    expect(
      answers.map(({ document }) =>
        ofTheseRules(document)
          .map(({ severity }) => severity)
          .join(""),
      ),
    ).toEqual(["error", "", "", "warning"]);
  });

  it("prints for people a line per finding with its place, then the count", async () => {
    const settings = { lint: "{ rules: { coverage: off } }" };
    const cwd = bookFolder({ settings, procedures: { job: { trigger: "dayly" } } });
    const { code, stdout, stderr } = await runCli(["lint"], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(
      /^procedures\/job\.md:3:10: error trigger: .*\n {4}3 \| trigger: dayly\n {6}\| {10}\^{5}\n {4}.*daily.*\n/,
    );
    expect(stdout).toMatch(/\n\n5 files checked: 1 error, /);
  });

  it("needs neither a repository nor a sound runbook.yml", async () => {
    const cwd = bookFolder({
      settings: { timezone: "Mars/Olympus", colour: "blue" },
      procedures: { job: { trigger: "dayly" } },
    });
    const { document, code } = await runJson("lint", ["lint"], { cwd });
    expect(code).toBe(1);
    expect(
      ofTheseRules(document)
        .map(({ rule, path }) => `${rule} ${path}`)
        .toSorted(),
    ).toEqual(["schema runbook.yml", "schema runbook.yml", "trigger procedures/job.md"]);
  });

  describe("reads git and the ledger", () => {
    const OLD = { trigger: "daily", last_updated: "2026-11-02" };
    const ofHistory = ({ diagnostics }: Output<"lint">): string[] =>
      diagnostics
        .filter(({ rule }) => ["drift", "unexercised", "repeat-failure", "ledger"].includes(rule))
        .map(({ rule, severity, path, line, column }) => `${severity} ${rule} ${path}:${line}:${column}`);
    const lintIn = async (cwd: string): Promise<string[]> =>
      ofHistory((await runJson("lint", ["lint"], { inProcess: true, cwd })).document);
    const LEFT_OUT = ["drift", "ledger", "repeat-failure", "unexercised"].map((rule) => `info ${rule} runbook.yml:1:1`);

    it(
      "finds what changed since its review, what nobody does and what belongs to nothing",
      async () => {
        const repository = bookRepository({ procedures: { changed: OLD, done: OLD } });
        const { folder, git } = repository;
        writeFiles(folder, [{ path: "procedures/changed.md", text: `${procedureText("changed", OLD)}- More.\n` }]);
        git("commit", "--quiet", "--all", "-m", "Change");
        const day = "2026-11-22T12:00:00Z";
        for (const args of [
          ["done", "done", "--for", "2026-11-22"],
          ["done", "done", "--for", "2026-11-21", "--failed"],
        ]) {
          expect((await runCli(args, { cwd: folder, inProcess: true, env: { RUNBOOK_NOW: day } })).code).toBe(0);
        }
        expect(await lintIn(folder)).toEqual([
          "warning unexercised procedures/changed.md:3:10",
          "warning drift procedures/changed.md:5:15",
        ]);
        // The text that was recorded keeps the name known; without it nothing does.
        git("rm", "--quiet", "procedures/done.md");
        expect((await lintIn(folder)).filter((line) => line.includes(" ledger "))).toEqual([]);
      },
      HOOK_TIMEOUT,
    );

    it(
      "says once for each rule, at info, that it cannot",
      async () => {
        const repository = bookRepository({ procedures: { job: OLD } });
        const clone = emptyFolder();
        repository.git("clone", "--quiet", "--depth", "1", `file://${repository.folder}`, clone);
        expect((await lintIn(clone)).toSorted()).toEqual(LEFT_OUT);
        expect((await lintIn(bookFolder({ procedures: { job: OLD } }))).toSorted()).toEqual(LEFT_OUT);
        const lint = "{ overrides: [{ paths: ['procedures/**'], rules: { drift: off, ledger: off } }] }";
        const without = await lintIn(bookFolder({ settings: { lint }, procedures: { job: OLD } }));
        expect(without.toSorted()).toEqual(LEFT_OUT.filter((line) => !line.includes("drift")));
      },
      HOOK_TIMEOUT,
    );
  });
});

it("shows the first of many notes beside an error, and all where their rule is asked for", async () => {
  const cwd = bookFolder({ procedures: { job: { owner: "nobody" } } });
  const shown = async (...args: string[]): Promise<[notes: number, more: string | undefined]> => {
    const { stdout } = await runCli(["lint", ...args], { cwd, inProcess: true });
    return [stdout.match(/info coverage/gu)?.length ?? 0, /… and (.*)/u.exec(stdout)?.[1]];
  };
  const [all] = await shown("--rule", "coverage");
  expect(all).toBeGreaterThan(40);
  expect(await shown()).toEqual([3, `${all - 3} more notes of coverage: runbook lint --rule coverage`]);
  expect(await shown("--rule", "unowned,coverage")).toEqual([all, undefined]);
  expect(await shown("--rule", "unowned coverage")).toEqual([all, undefined]);
  const { document } = await runJson("lint", ["lint"], { inProcess: true, cwd });
  expect(document.diagnostics.filter(({ rule }) => rule === "coverage")).toHaveLength(all);
});

it("names what does not parse where only other rules are asked for, once", async () => {
  const cwd = bookFolder({ procedures: { job: {}, broken: { trigger: "now and then" } } });
  const shown = async (...args: string[]): Promise<[code: number, out: boolean, err: boolean]> => {
    const { code, stdout, stderr } = await runCli(["lint", ...args], { cwd, inProcess: true });
    return [code, stdout.includes("procedures/broken.md:3"), stderr.includes("procedures/broken.md:3")];
  };
  expect(await shown("--rule", "stale")).toEqual([1, false, true]);
  expect(await shown("--rule", "stale,trigger")).toEqual([1, true, false]);
  expect(await shown("--rule", "stale", "--json")).toEqual([1, false, true]);
});

it("lets no command repeat a credential of a file that does not parse", async () => {
  const token = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;
  const { folder: cwd } = bookRepository({ procedures: { job: { trigger: `every ${token}` }, other: {} } });
  // The first `due` keeps what it parsed, the second reads that.
  for (const args of [
    ["due"],
    ["due"],
    ["due", "--json"],
    ["list"],
    ["lint", "--rule", "stale"],
    ["explain", "job"],
    ["done", "job"],
    ["verify"],
  ]) {
    const { stdout, stderr } = await runCli(args, { cwd });
    const said = `${stdout}${stderr}`;
    expect([args, said.includes("job.md"), said.includes("aB3dE5gH7jK9")]).toEqual([args, true, false]);
  }
  writeFileSync(join(cwd, "runbook.yml"), `${token}: 1\n`);
  for (const args of [["due"], ["sync"], ["doctor"], ["holidays"]]) {
    const { stdout, stderr } = await runCli(args, { cwd });
    const said = `${stdout}${stderr}`;
    expect([args, said.includes("runbook.yml"), said.includes("aB3dE5gH7jK9")]).toEqual([args, true, false]);
  }
});

it("repeats no credential in what it says of another fault, nor in a baseline", async () => {
  const token = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;
  const link = `See [the page](missing-${token}.md) and [below](#${token.toLowerCase()}).`;
  const cwd = bookFolder({
    procedures: { job: { body: `## Steps\n\n1. ${link}\n` }, other: { owner: token, trigger: `every ${token}` } },
  });
  for (const format of ["pretty", "json", "github", "azure", "sarif", "junit", "markdown"]) {
    const { code, stdout, stderr } = await runCli(["lint", "--format", format], { cwd, inProcess: true });
    const said = `${stdout}${stderr}`.toLowerCase();
    const has = [said.includes("github token"), said.includes("ab3de5gh7jk9")];
    expect([format, code, ...has]).toEqual([format, 1, true, false]);
  }
  const { document } = await runJson("lint", ["lint"], { cwd, inProcess: true });
  const told = document.diagnostics.filter(({ rule }) => ["schema", "trigger"].includes(rule));
  expect(told.map(({ message }) => message).toSorted()).toEqual([
    "Unexpected `…` for `owner`, expected an id: lower-case letters and digits in words joined by `-`.",
    "Unexpected `…`, expected business day or a number of weeks or months.",
  ]);
  await runCli(["lint", "--baseline", "baseline.json", "--update-baseline"], { cwd, inProcess: true });
  expect(readFileSync(join(cwd, "baseline.json"), "utf8").toLowerCase()).not.toContain("ab3de5gh7jk9");
});
