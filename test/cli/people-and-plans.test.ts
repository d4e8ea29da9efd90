// agenda, calendar, roles, wave list, and the filters of due and list, on the reference run book.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { beforeAll, describe, expect, it } from "vitest";
import { HOOK_TIMEOUT, bookFolder, referenceRepository, runCli, runJson } from "../helpers/run-cli.ts";

let cwd = "";
beforeAll(() => {
  cwd = referenceRepository().folder;
}, HOOK_TIMEOUT);

const BEN = { GIT_AUTHOR_NAME: "Ben", GIT_AUTHOR_EMAIL: "ben@contoso.example" };

describe.concurrent("due for some", () => {
  it("--mine follows git's identity through the rotation", async () => {
    const { document } = await runJson("due", ["due", "--mine"], { cwd, env: BEN });
    expect(document.items.length).toBeGreaterThan(0);
    expect(document.items.every(({ owner }) => owner.people.includes("ben"))).toBe(true);
    expect(document.totals.due).toBe(document.items.filter(({ status }) => status === "due").length);
    // A week later it is Ana's turn.
    const later = await runJson("due", ["due", "--mine", "--as-of", "2026-11-30"], { cwd, env: BEN });
    expect(later.document.items).toEqual([]);
  });

  it("--mine says what to do outside a repository", async () => {
    const { code, document } = await runJson("error", ["due", "--mine"], { cwd: bookFolder() });
    expect([code, document.error]).toEqual([
      2,
      expect.objectContaining({
        code: "no-repository",
        message: expect.stringContaining("git does not say who you are"),
        hint: "Name yourself: --owner PERSON",
      }),
    ]);
  });

  it("--mine says what to do where roles.yml does not know the address", async () => {
    const env = { GIT_AUTHOR_NAME: "Mallory", GIT_AUTHOR_EMAIL: "mallory@fabrikam.example" };
    const { code, document } = await runJson("error", ["due", "--mine"], { cwd, env });
    expect(document.error).toMatchObject({ code: "usage", hint: expect.stringContaining("--owner") });
    expect(code).toBe(2);
  });

  it("--owner and --role narrow it, and refuse whom nobody knows", async () => {
    const owner = await runJson("due", ["due", "--owner", "dana"], { cwd });
    expect(new Set(owner.document.items.map((item) => item.owner.role))).toEqual(new Set(["platform-admin"]));
    const role = await runJson("due", ["due", "--role", "integration-owner"], { cwd });
    expect(role.document.items.map(({ procedure }) => procedure)).toContain("integration-health");
    expect(role.document.items.every((item) => item.owner.role === "integration-owner")).toBe(true);
    const unknown = await runJson("error", ["due", "--role", "integration-owne"], { cwd });
    expect(unknown.document.error.hint).toContain("integration-owner");
  });
});

describe.concurrent("list for some", () => {
  const listed = async (...args: string[]): Promise<string[]> =>
    (await runJson("list", ["list", ...args], { cwd, env: BEN })).document.procedures.map(({ id }) => id);

  it("of words gives those in whose id or text all of them stand, in whatever case", async () => {
    const [all, found] = [await listed(), await listed("DUAL-write")];
    expect(found).toContain("integration-health");
    expect(found).not.toContain("licence-review");
    const others = await listed("severity-1");
    const both = found.filter((id) => others.includes(id));
    expect(both.length).toBeLessThan(found.length);
    expect(await listed("dual-write", "severity-1")).toEqual(both);
    expect(await listed("licence-rev")).toContain("licence-review");
    // A phrase may go over a line's end.
    const text = readFileSync(join(cwd, "runbook/procedures/daily/service-health.md"), "utf8");
    const [, before = "", after = ""] = /(\p{L}+)\n {3,}(\p{L}+)/u.exec(text) ?? [];
    expect(await listed(`${before} ${after}`)).toContain("service-health");
    expect(all.length).toBeGreaterThan(found.length);
  });

  it("narrows by owner, cadence and tag, together", async () => {
    const { document } = await runJson("list", ["list", "--cadence", "annual", "--owner", "dana"], { cwd });
    expect(document.procedures.map(({ cadence, owner }) => [cadence, owner.people])).toEqual([["annual", ["dana"]]]);
    const tagged = await runJson("list", ["list", "--tag", "licences"], { cwd });
    expect(tagged.document.procedures.every(({ tags }) => tags.includes("licences"))).toBe(true);
    expect(await listed("--tag", "licences", "--cadence", "weekly")).toEqual(["licence-review"]);
    const mine = await runJson("list", ["list", "--mine"], { cwd, env: BEN });
    expect(new Set(mine.document.procedures.flatMap(({ owner }) => owner.people))).toEqual(new Set(["ben"]));
    const ofRole = await runJson("list", ["list", "--role", "platform-admin"], { cwd });
    expect(new Set(ofRole.document.procedures.map(({ owner }) => owner.role))).toEqual(new Set(["platform-admin"]));
  });

  it("says that there is none, and refuses a tag that no procedure has", async () => {
    expect((await runCli(["list", "qqzz"], { cwd })).stdout).toBe("No procedure is like that.\n");
    const { code, document } = await runJson("error", ["list", "--tag", "licence"], { cwd });
    expect([code, document.error.hint]).toEqual([2, "Did you mean `licences`?"]);
    const other = await runJson("error", ["list", "--tag", "qqzz"], { cwd });
    expect(other.document.error.hint).toMatch(/^There are: .*\blicences, /u);
  });
});

describe.concurrent("agenda", () => {
  it("narrows to the work of some, whoever holds the role on the day", async () => {
    const asked = async (...args: string[]) =>
      (await runJson("agenda", ["agenda", "--to", "2026-12-06", ...args], { cwd, env: BEN })).document.items;
    const [all, mine] = [await asked(), await asked("--mine")];
    expect(mine).toEqual(all.filter(({ owner }) => owner.people.includes("ben")));
    expect(mine.length).toBeGreaterThan(0);
    // From 30 November it is Ana's turn.
    expect(mine.every(({ scheduled }) => scheduled < "2026-11-30")).toBe(true);
    expect(await asked("--role", "platform-admin")).toEqual(all.filter(({ owner }) => owner.role === "platform-admin"));
    expect(await asked("--owner", "chris")).toEqual(all.filter(({ owner }) => owner.people.includes("chris")));
  });

  it("gives what is scheduled between two dates, by day", async () => {
    const { code, document } = await runJson("agenda", ["agenda", "--from", "2026-12-24", "--to", "2026-12-29"], {
      cwd,
    });
    expect(code).toBe(0);
    const days = document.items.map(({ scheduled }) => scheduled);
    expect(days).toEqual(days.toSorted());
    // Closure, Christmas, weekend, Boxing Day's substitute.
    expect(new Set(days)).toEqual(new Set(["2026-12-29"]));
  });

  it("gives a year of what is named, by id or name, and nothing of the others", async () => {
    const asked = async (...args: string[]) => (await runJson("agenda", ["agenda", ...args], { cwd })).document;
    const { from, to, items } = await asked("backup-verification", "Licence optimisation");
    expect([from, to]).toEqual(["2026-11-23", "2027-11-23"]);
    const all = await asked("--from", from, "--to", to);
    const named = all.items.filter(({ procedure }) =>
      ["backup-verification", "licence-optimisation"].includes(procedure),
    );
    expect(items).toEqual(named);
    expect(new Set(items.map(({ cadence }) => cadence))).toEqual(new Set(["monthly", "annual"]));
    const { document } = await runJson("error", ["agenda", "backup-verifcation"], { cwd });
    expect(document.error.hint).toBe("Did you mean `backup-verification`?");
  });

  it("begins today and spans a week where nothing is said", async () => {
    const { document } = await runJson("agenda", ["agenda"], { cwd });
    expect([document.from, document.to]).toEqual(["2026-11-23", "2026-11-29"]);
    expect((await runJson("agenda", ["agenda", "--to", "2026-11-10"], { cwd })).document.from).toBe("2026-11-04");
  });

  it.each([
    [80, []],
    [80, ["--view", "month"]],
    [60, ["--view", "month"]],
    [40, ["--view", "month"]],
  ])("fits %d columns: %j", async (columns, view) => {
    const args = ["agenda", "--from", "2026-11-01", "--to", "2026-12-31", ...view];
    for (const FORCE_COLOR of ["0", "1"]) {
      const { stdout, code } = await runCli(args, { cwd, env: { COLUMNS: String(columns), FORCE_COLOR } });
      expect(code).toBe(0);
      expect(Math.max(...stdout.split("\n").map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
    }
  });

  it("puts a month's figures below the days where there is no room beside them", async () => {
    const page = async (COLUMNS: string): Promise<string> => {
      const args = ["agenda", "--from", "2026-11-23", "--to", "2026-11-29", "--view", "month"];
      return (await runCli(args, { cwd, env: { COLUMNS } })).stdout;
    };
    const [, monday = "", tuesday = ""] = /^23 ([\d!]+) +24 (\d+) /m.exec(await page("80")) ?? [];
    expect(monday).toMatch(/^\d+!\d+$/u);
    const [narrow, narrowest] = [await page("60"), await page("40")];
    expect(narrow).toMatch(new RegExp(`^23      24 .*\\n${monday} +${tuesday} `, "mu"));
    // Of two figures that would touch the next day's, the first stays.
    expect(narrowest).toMatch(new RegExp(`^23   24 .*\\n${monday.split("!")[0]}!\\d* +${tuesday} `, "mu"));
  });
});

describe.concurrent("a period", () => {
  const REVERSED = ["--from", "2026-12-02", "--to", "2026-12-01"];
  const ENDLESS = ["--from", "2026-01-01", "--to", "2126-01-01"];

  it.each([
    ["agenda", ...REVERSED],
    ["agenda", ...ENDLESS],
    ["agenda", "--from", "2026-02-30"],
    ["agenda", "--view", "year"],
    ["calendar", ...REVERSED],
    ["calendar", ...ENDLESS],
    ["roles", ...REVERSED],
    ["roles", ...ENDLESS],
    ["log", ...REVERSED],
    ["incident", "list", ...REVERSED],
    ["audit", ...REVERSED, "--out", "audit"],
  ])("is refused: %s %s %s %s %s", async (...args) => {
    const { code, stderr } = await runCli(args, { cwd, inProcess: true });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^error: /u) });
  });

  it.each(["calendar", "roles"])(
    "that is to come and ends before today is refused by what was given: %s",
    async (command) => {
      const { code, stderr } = await runCli([command, "--to", "2026-11-22"], { cwd, inProcess: true });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: --to 2026-11-22 lies before 2026-11-23\b/u);
      expect((await runCli([command, "--to", "2026-11-23"], { cwd, inProcess: true })).code).toBe(0);
    },
  );
});

describe.concurrent("calendar", () => {
  it("prints events for one owner, with an alarm where it is asked for", async () => {
    const args = ["calendar", "--owner", "security-lead", "--to", "2026-12-31", "--alarm", "15h"];
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^BEGIN:VCALENDAR\r\n/);
    const uids = [...stdout.matchAll(/^UID:contoso\.([a-z-]+)\./gm)].map(([, id]) => id);
    expect(uids).toContain("security-review");
    expect(uids).not.toContain("service-health");
    expect(stdout).toContain("TRIGGER:-PT15H");
    const byRole = args.map((arg) => (arg === "--owner" ? "--role" : arg));
    expect((await runCli(byRole, { cwd })).stdout).toBe(stdout);
  });

  it("refuses an alarm that is no time", async () => {
    expect((await runCli(["calendar", "--alarm", "soon"], { cwd })).code).toBe(2);
  });
});

describe.concurrent("roles", () => {
  it("gives holders, owned procedures and duties", async () => {
    const { document } = await runJson("roles", ["roles"], { cwd });
    const analyst = document.roles.find(({ id }) => id === "operations-analyst");
    expect(analyst).toMatchObject({ people: ["ben"], members: ["ana", "ben"], duties: ["handles-incidents"] });
    expect(analyst?.owns).toContain("service-health");
    expect(document.people.find(({ id }) => id === "ana")).toMatchObject({ absentUntil: null });
    const away = await runJson("roles", ["roles", "--as-of", "2026-12-24"], { cwd });
    expect(away.document.people.find(({ id }) => id === "ana")).toMatchObject({ roles: [], absentUntil: "2027-01-01" });
  });

  it("gives the handovers between two dates", async () => {
    const { document } = await runJson("roles", ["roles", "--from", "2026-11-23", "--to", "2026-12-07"], { cwd });
    expect(document.handovers.map(({ date, role, from, to }) => `${date} ${role} ${from.join()}>${to.join()}`)).toEqual(
      ["2026-11-30 operations-analyst ben>ana", "2026-12-07 operations-analyst ana>ben"],
    );
  });

  it.each([
    // Ana is away until 1 January, and the weeks of a rotation go on.
    { from: "2026-12-20", to: "2026-12-21", away: true, first: /^\w+day \d+ Dec|^ +Role/ },
    { from: "2026-12-22", to: "2026-12-23", away: true, first: /^Nothing changes hands/ },
    { from: "2026-11-24", to: "2026-11-25", away: false, first: /^Nothing changes hands/ },
  ])(
    "says who is away from $from to $to, and who covers, whatever changes hands",
    async ({ from, to, away, first }) => {
      const { stdout } = await runCli(["roles", "--from", from, "--to", to], { cwd });
      expect(stdout).toMatch(first);
      const said = "\nAbsent\n  Ana, Mon 21 Dec to Fri 1 Jan 2027 (covered by Ben)\n";
      expect(stdout.includes(said)).toBe(away);
    },
  );

  it("prints a matrix that names every owner once", async () => {
    const { stdout } = await runCli(["roles", "--matrix"], { cwd, env: { COLUMNS: "80" } });
    const row = stdout.split("\n").find((line) => line.includes("integration-health")) ?? "";
    expect(row.match(/\bO\b/g)).toHaveLength(1);
    expect(Math.max(...stdout.split("\n").map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  });
});

describe.concurrent("wave list, --next and other formats", () => {
  it("lists from go-live to the two after the current wave", async () => {
    const { document } = await runJson("waves", ["wave", "list"], { cwd });
    expect(document.waves.map(({ id }) => id)).toEqual(["2027-04", "2027-10", "2028-04"]);
  });

  // The anchor is 5 April in the United Kingdom; the release plan review is due on 12 February, the post-update review on 23 April.
  it.each([
    { on: "2026-11-23", toDo: ["6 upcoming", "6 upcoming", "6 upcoming"] },
    { on: "2027-02-08", toDo: ["1 open, 5 upcoming", "6 upcoming", "6 upcoming"] },
    { on: "2027-02-15", toDo: ["1 overdue, 5 upcoming", "6 upcoming", "6 upcoming"] },
    { on: "2028-01-10", toDo: ["6 missed", "6 missed", "6 upcoming", "6 upcoming", "6 upcoming"] },
  ])("says on $on how many procedures stand where", async ({ on, toDo }) => {
    const { stdout } = await runCli(["wave", "list", "--as-of", on], { cwd });
    const rows = stdout.split("\n").filter((line) => /^ *\d{4}-(04|10) /.test(line));
    expect(rows.map((line) => line.replace(/^.*(?:estimated|published|region) +/, "").trim())).toEqual(toDo);
  });

  it("counts what some answer for, and hands on what stands before its name", async () => {
    const [list, wave] = await Promise.all([
      runCli(["wave", "list", "--role", "change-lead"], { cwd }),
      runCli(["wave", "--role", "change-lead", "list"], { cwd }),
    ]);
    expect(list.stdout.match(/ 2 upcoming$/gm)).toHaveLength(3);
    expect(wave).toEqual(list);
    const [before, after] = await Promise.all([
      runJson("waves", ["wave", "--json", "list"], { cwd }),
      runJson("waves", ["wave", "list"], { cwd }),
    ]);
    expect(before).toEqual(after);
  });

  it("takes the wave after the current or next one", async () => {
    const { document } = await runJson("wave", ["wave", "--next"], { cwd });
    expect(document.wave.id).toBe("2027-10");
  });

  it("prints Markdown and iCalendar", async () => {
    const markdown = await runCli(["wave", "--date", "2027-04", "--format", "markdown"], { cwd });
    expect(markdown.stdout).toMatch(/^# 2027 release wave 1 \(2027-04\)\n/);
    expect(markdown.stdout).toContain("| -8 | 2027-02-08 – 2027-02-12 | Release plan review |");
    const ics = await runCli(["wave", "--date", "2027-04", "--format", "ics"], { cwd });
    expect(ics.stdout.match(/^BEGIN:VEVENT/gm)).toHaveLength(6);
  });
});

describe.concurrent("agenda --status", () => {
  it("gives what stands so", async () => {
    const days = ["agenda", "--from", "2026-11-23", "--to", "2026-11-25"];
    const [all, some, none] = await Promise.all([
      runJson("agenda", days, { cwd }),
      runJson("agenda", [...days, "--status", "due,overdue"], { cwd }),
      runJson("agenda", [...days, "--status", "missed"], { cwd }),
    ]);
    const due = all.document.items.filter(({ status }) => status === "due" || status === "overdue");
    expect(due.length).toBeGreaterThan(0);
    expect(due.length).toBeLessThan(all.document.items.length);
    expect(some.document.items).toEqual(due);
    expect(none.document.items).toEqual([]);
  });

  it("refuses what is no status", async () => {
    const { document } = await runJson("error", ["agenda", "--status", "mised"], { cwd });
    expect(document.error).toMatchObject({ code: "usage", hint: "Did you mean `missed`?" });
  });
});

describe.concurrent("new --dry-run", () => {
  it("shows the file and its dates, and writes nothing", async () => {
    const args = ["new", "Night watch", "--trigger", "monthly on day 31", "--owner", "ana", "--dry-run"];
    const { stdout, code } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("trigger: monthly on day 31");
    expect(stdout).toContain("Monday 30 Nov 2026 (2026-11)");
    expect((await runJson("error", ["show", "night-watch"], { cwd })).document.error.code).toBe("unknown-procedure");
  });
});

describe("the examples of help", () => {
  /** Their words, of a command's help. */
  const examplesOf = async (...words: readonly string[]): Promise<string[][]> => {
    const { stdout } = await runCli([...words, "--help"], { cwd, inProcess: true });
    return [...stdout.matchAll(/^ {2}\$ runbook (.+)$/gm)].map(([, line = ""]) =>
      [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ""),
    );
  };

  it.each([[["new"]], [["event", "raise"]], [["done"]], [["skip"]]])(
    "of %s are of a run book that init has written",
    async (words) => {
      const repository = referenceRepository();
      writeFileSync(join(repository.folder, "backups.txt"), "ok\n");
      const args = (await examplesOf(...words)).at(-1) ?? [];
      const { code, stderr } = await runCli(args, { cwd: repository.folder, inProcess: true });
      expect({ args, code, stderr }).toMatchObject({ code: 0 });
    },
  );

  it("of approve name a procedure that requires it", async () => {
    const [args = []] = await examplesOf("approve");
    const { stderr } = await runCli(args, { cwd, inProcess: true });
    expect(stderr).toContain("awaits approval");
  });
});
