import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../../src/view/output-shapes.ts";
import {
  HOOK_TIMEOUT,
  LEDGER,
  RECORDER,
  type Repository,
  type RunOptions,
  type RunResult,
  appendToLedger,
  bookFolder,
  bookRepository,
  emptyFolder,
  expectRecorded,
  expectRefused,
  referenceRepository,
  repositoryIn,
  runCli,
  runJson,
  stateOf,
} from "../helpers/run-cli.ts";

const BOOK = {
  procedures: {
    first: {
      name: "First answer",
      trigger: "on incident severity 1 within 15 minutes",
      escalate_to: "[operations-lead, partner-support]",
    },
    second: { trigger: "on incident severity 2 within 1 hour" },
    close: { trigger: "on event year-end-close within 2 business days" },
    leaver: { trigger: "on event leaver" },
  },
};

/** In this process, at a time of Monday 23 November 2026, UTC. */
function at(time: string): Pick<RunOptions, "env" | "inProcess"> {
  return { env: { RUNBOOK_NOW: `2026-11-23T${time.length === 5 ? `${time}:00` : time}Z` }, inProcess: true };
}

/** Records, and gives the id of the event. What recording leaves alone is looked at in a few places only: that is dear. */
async function event({ folder }: Repository, time: string, ...args: readonly string[]): Promise<string> {
  const { document, code } = await runJson("records", args, { cwd: folder, ...at(time) });
  if (code !== 0) throw new Error(`runbook ${args.join(" ")} ended with exit code ${code}`);
  return document.records[0]?.event ?? "none";
}

/** Runs a command that must exit 2, and gives its error. */
async function refused(
  { folder }: Repository,
  time: string,
  ...args: readonly string[]
): Promise<Output<"error">["error"]> {
  const { document, code } = await runJson("error", args, { cwd: folder, ...at(time) });
  expect(code).toBe(2);
  return document.error;
}

const opened = (repository: Repository, time: string, severity: number, title: string): Promise<string> =>
  event(repository, time, "incident", "open", "--severity", String(severity), "--title", title);

async function shown(
  { folder }: Repository,
  time: string,
  ...args: readonly string[]
): Promise<Output<"incident">["incident"]> {
  const { document } = await runJson("incident", ["incident", "show", ...args], { cwd: folder, ...at(time) });
  return document.incident;
}

/** What `due` lists of events: `status procedure occurrence`. */
async function due({ folder }: Repository, time: string, ...args: readonly string[]): Promise<string[]> {
  const { document } = await runJson("due", ["due", ...args], { cwd: folder, ...at(time) });
  return document.items.map(({ status, procedure, occurrence }) => `${status} ${procedure} ${occurrence}`);
}

async function pretty({ folder }: Repository, time: string, ...args: readonly string[]): Promise<RunResult> {
  return runCli(args, { cwd: folder, ...at(time) });
}

const OPEN = ["incident", "open", "--severity", "2", "--title", "Sales cannot save orders", "--ticket", "INC-42"];

it("says where an open incident has the same ticket already, and how to take the second one back", async () => {
  const { folder: cwd } = bookRepository(BOOK);
  const open = async (time: string, title: string, ticket: string) =>
    runCli(["incident", "open", "--severity", "1", "--title", title, "--ticket", ticket], { cwd, ...at(time) });
  expect((await open("08:00", "Orders fail", "INC-42")).stderr).toBe("");
  expect((await open("08:01", "Another", "INC-43")).stderr).toBe("");
  const { code, stdout, stderr } = await open("08:02", "No orders", "inc-42");
  const [, commit = ""] = /\(([0-9a-f]{10})\)/.exec(stdout) ?? [];
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(
      new RegExp(
        `^An open incident .* inc-42 already:\\n {2}incident-.*: Orders fail, opened by .*\\n.*: runbook undo ${commit}\\n$`,
      ),
    ),
  ]);
  await runCli(["undo", commit], { cwd, ...at("08:03") });
  await runCli(["incident", "close", "INC-42"], { cwd, ...at("08:04") });
  expect((await open("08:05", "Orders fail again", "INC-42")).stderr).toBe("");
});

describe("an incident of the reference run book", () => {
  it("comes with the playbook, stands in `due`, and is reviewed", async () => {
    const repository = referenceRepository();
    const cwd = repository.folder;
    const answer = await runCli(OPEN, { cwd });
    expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 0, stderr: "" });
    const [, id = ""] =
      /^Opened (incident-2026-11-23-[0-9a-f]{4}), severity 2: Sales cannot save orders \(INC-42\)/.exec(
        answer.stdout,
      ) ?? [];
    expect(answer.stdout).toContain("Target  1 hour, by 09:30 (in 1h)");
    expect(answer.stdout).toMatch(
      /Who to call, in this order\n {2}1\. Operations lead: Chris, \+44 20 7946 0103, chris@/,
    );
    expect(answer.stdout).toContain("calls-microsoft    Operations lead: Chris");
    expect(answer.stdout).toMatch(/1\. Minute 0: open\. .*\n(?:.*\n)+.*runbook show incident-severity-2\n/);
    expect(answer.stdout).toContain("runbook incident update -m");
    expect(repository.git("show", "-s", "--format=%B", LEDGER).trimEnd().split("\n")).toEqual([
      `${id}: opened, severity 2`,
      "",
      "Sales cannot save orders",
      "",
      "Runbook-Book: contoso",
      "Runbook-Record: event",
      `Runbook-Event: ${id}`,
      "Runbook-Severity: 2",
      "Runbook-Ticket: INC-42",
    ]);
    const listing = await pretty(repository, "08:50", "due");
    expect(listing.stdout).toContain(`${id}, severity 2, open for 20m: Sales cannot save orders`);
    expect(listing.stdout).toMatch(/\n {2}Incident severity 2: Sales .*today 09:30, in 40m/);

    const before = stateOf(repository).tip;
    const { document } = await runJson("created", ["incident", "review"], { cwd });
    expect(document).toMatchObject({ directory: join(cwd, "runbook"), files: [`reviews/${id}.md`] });
    const text = readFileSync(join(document.directory, `reviews/${id}.md`), "utf8");
    expect(text).toContain(`# Review of ${id}: Sales cannot save orders\n`);
    expect(stateOf(repository).tip).toBe(before);
    // The texts were reviewed later than this incident.
    const lint = await runJson("lint", ["lint", "--as-of", "2026-12-01"], { cwd, ...at("10:30") });
    expect(lint.document.totals.error).toBe(0);
  });
});

describe.concurrent("an incident from open to review", () => {
  it("says wherever it is open that who has it is away today, or has left", async () => {
    const repository = bookRepository(BOOK);
    const roles = join(repository.folder, "roles.yml");
    const before = readFileSync(roles, "utf8");
    await event(repository, "08:30", "incident", "open", "--severity", "2", "--title", "Slow");
    const assigned = await pretty(repository, "08:31", "incident", "assign", "chris");
    expect(assigned.stdout).toMatch(/is with Chris now, by Ana Núñez \(.*\)\n$/);
    const places = [["due"], ["incident", "list"], ["incident", "show"]];
    const told = async (time: string): Promise<string[]> =>
      Promise.all(
        places.map(
          async (args) => /Chris(?: \(.*?\))?/.exec((await pretty(repository, time, ...args)).stdout)?.[0] ?? "",
        ),
      );
    expect(await told("08:32")).toEqual(["", "Chris", "Chris"]);
    writeFileSync(roles, `${before}absences: [{ person: chris, from: 2026-11-23, to: 2026-11-24, cover: ben }]\n`);
    expect(await told("08:33")).toEqual(Array(3).fill("Chris (away today, cover: Ben)"));
    const site = join(emptyFolder(), "site");
    await pretty(repository, "08:33", "site", "--out", site);
    expect(readFileSync(join(site, "incidents.html"), "utf8")).toContain("Chris (away today, cover: Ben)");
    const raised = await pretty(repository, "08:34", "incident", "severity", "1");
    expect(raised.stdout).toContain("\n  Chris: away today, cover: Ben\n");
    writeFileSync(roles, before.replace(/^ *chris: .*\n/mu, "").replaceAll("[chris]", "[ana]"));
    expect(await told("08:35")).toEqual(Array(3).fill("Chris (not in roles.yml)"));
    await event(repository, "08:40", "incident", "close", "-m", "Over");
    expect(await told("08:41")).toEqual(["", "Chris", "Chris"]);
  });

  it("is recorded, answered, shown, closed and reviewed", async () => {
    const repository = bookRepository(BOOK);
    const id = await event(repository, "08:30", ...OPEN);
    await event(repository, "08:40", "incident", "assign", "chris", "-m", "Takes the lead");
    await event(
      repository,
      "08:41",
      "incident",
      "update",
      "-m",
      "First order that failed",
      "--at",
      "07:50",
      "--by",
      "ben",
    );
    const raised = await pretty(repository, "09:00", "incident", "severity", "1", "-m", "All sites");
    expect(raised.stdout).toMatch(/severity 1 now, before it was 2.*\n {2}second: no longer owed\n\nFirst answer\n/);
    await expectRecorded(repository, ["done", "first", "--took", "10m"], at("09:12"));
    await event(repository, "10:00", "incident", "close", "-m", "Deployment undone");

    const incident = await shown(repository, "10:30", "INC-42");
    expect(incident).toMatchObject({
      id,
      name: "incident",
      title: "Sales cannot save orders",
      ticket: "INC-42",
      severity: 1,
      state: "closed",
      openedAt: "2026-11-23T08:30:00+00:00",
      openedBy: RECORDER,
      closedAt: "2026-11-23T10:00:00+00:00",
      assignee: { name: "Chris", email: "chris@contoso.example" },
      openMinutes: 90,
      calls: [],
    });
    expect(
      incident.responses.map(({ procedure, status, targetMinutes, responseMinutes, endedAt }) => [
        procedure,
        status,
        targetMinutes,
        responseMinutes,
        endedAt,
      ]),
    ).toEqual([
      ["second", "not-owed", 60, null, "2026-11-23T09:00:00+00:00"],
      ["first", "done", 15, 12, "2026-11-23T10:00:00+00:00"],
    ]);
    expect(
      incident.timeline.map(({ performedAt, performedBy, record, note }) => [
        performedAt.slice(11, 16),
        performedBy.name,
        record,
        note,
      ]),
    ).toEqual([
      ["07:50", "Ben", "event-update", "First order that failed"],
      ["08:30", RECORDER.name, "event", "Sales cannot save orders"],
      ["08:40", RECORDER.name, "event-update", "Takes the lead"],
      ["09:00", RECORDER.name, "event-update", "All sites"],
      ["09:12", RECORDER.name, "completion", ""],
      ["10:00", RECORDER.name, "event-close", "Deployment undone"],
    ]);

    const { document } = await runJson("created", ["incident", "review"], { cwd: repository.folder, ...at("11:00") });
    const text = readFileSync(join(document.directory, document.files[0] ?? ""), "utf8");
    expect(text).toContain(`| 2026-11-23 07:50 | Ben (recorded by ${RECORDER.name}) | First order that failed |`);
    expect(text).toContain("Severity 2, 1 from 2026-11-23 09:00 UTC; ticket INC-42; opened 2026-11-23 08:30 UTC;");
  });

  it("is on record in `log` too", async () => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 1, "Orders fail");
    await event(repository, "08:10", "incident", "update", "--ticket", "INC-7");
    await event(repository, "08:11", "incident", "assign", "ben");
    const { document } = await runJson("log", ["log"], { cwd: repository.folder, ...at("09:00") });
    expect(
      document.records.map(({ event: of, severity, ticket, assignee }) => [of, severity, ticket, assignee?.name]),
    ).toEqual([
      [id, null, null, "Ben"],
      [id, null, "INC-7", undefined],
      [id, 1, null, undefined],
    ]);
    const { stdout } = await pretty(repository, "09:00", "log");
    expect(stdout).toMatch(/assigned to Ben[^]*ticket INC-7[^]*opened, severity 1/);
  });
});

describe.concurrent("the parts of a second", () => {
  it("are left out, so that 15 minutes are not 14 and a record is answered as it is kept", async () => {
    const repository = bookRepository(BOOK);
    const words = ["incident", "open", "--severity", "1", "--title", "Orders fail"];
    expect((await pretty(repository, "08:00:00.750", ...words)).stdout).toContain("by 08:15 (in 15m)");
    const options = { cwd: repository.folder, ...at("08:01:00.750") };
    const [update, log] = [
      await runJson("records", ["incident", "update", "-m", "Seen"], options),
      await runJson("log", ["log"], options),
    ];
    expect(update.document.records).toMatchObject([{ performedAt: "2026-11-23T08:01:00+00:00" }]);
    expect(update.document.records).toEqual(log.document.records.slice(0, 1));
  });
});

describe.concurrent("a severity that changes", () => {
  it("ends the old playbook and begins the new one, at that moment", async () => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 1, "Orders fail");
    expect(await due(repository, "08:00")).toEqual([`due first ${id}`]);
    // All within one second, as scripts do.
    await event(repository, "08:00", "incident", "severity", "2");
    expect(await due(repository, "08:00")).toEqual([`due second ${id}`]);
    expect(await due(repository, "09:00:01")).toEqual([`overdue second ${id}`]);
    await event(repository, "09:30", "incident", "severity", "1", "--at", "09:10");
    // That one was overdue when it ended, and the first begins again.
    expect(await due(repository, "09:20")).toEqual([`missed second ${id}`, `due first ${id}`]);
    expect(await due(repository, "09:30")).toEqual([`overdue first ${id}`, `missed second ${id}`]);
    const { responses } = await shown(repository, "09:30");
    expect(responses.map(({ procedure, dueAt }) => [procedure, dueAt])).toEqual([
      ["second", "2026-11-23T09:00:00+00:00"],
      ["first", "2026-11-23T09:25:00+00:00"],
    ]);
  });

  it("is refused where it changes nothing, or lies before the last change", async () => {
    const repository = bookRepository(BOOK);
    await opened(repository, "08:00", 1, "Orders fail");
    expect((await refused(repository, "08:05", "incident", "severity", "1")).code).toBe("already-done");
    await event(repository, "08:20", "incident", "severity", "2");
    const early = await refused(repository, "08:30", "incident", "severity", "3", "--at", "08:10");
    expect(early.message).toContain("the last change of its severity, 2026-11-23 08:20");
    const closing = await refused(repository, "08:30", "incident", "close", "--at", "08:10");
    expect(closing.code).toBe("usage");
  });
});

describe.concurrent("closing", () => {
  it.each([
    { time: "08:15", status: "not-owed", listed: [] },
    { time: "08:15:01", status: "missed", listed: ["missed"] },
  ])("at $time leaves its procedure $status", async ({ time, status, listed }) => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 1, "Orders fail");
    const { stdout, code } = await pretty(repository, time, "incident", "close", "-m", "Undone");
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(
        `First answer: ${status === "missed" ? status : "no longer owed"}\nNext: runbook incident review ${id}`,
      ),
    ]);
    expect((await shown(repository, "12:00")).responses).toMatchObject([{ procedure: "first", status }]);
    expect(await due(repository, "12:00")).toEqual(listed.map((word) => `${word} first ${id}`));
  });

  it("twice is refused, and undone makes it open again", async () => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 1, "Orders fail");
    const [closing] = await expectRecorded(repository, ["incident", "close"], at("08:05"));
    for (const words of [
      ["close", id],
      ["close", "2026"],
      ["severity", id, "2"],
      ["assign", id, "ben"],
    ]) {
      const error = await refused(repository, "08:10", "incident", ...words);
      expect(error).toMatchObject({
        code: "already-done",
        message: expect.stringContaining("closed already, since 2026-11-23 08:05"),
      });
      expect(error.hint).toContain(`runbook undo ${closing?.commit.slice(0, 10)}`);
    }
    // What was forgotten, and what comes after, has its place.
    await event(repository, "08:30", "incident", "update", id, "-m", "Quiet for 20 minutes");
    await expectRecorded(repository, ["undo", closing?.commit ?? ""], at("08:40"));
    expect(await shown(repository, "08:41")).toMatchObject({ state: "open", closedAt: null });
    await event(repository, "08:45", "incident", "close");
  });

  it("goes by what holds now, whatever day is asked about", async () => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 1, "Orders fail");
    await event(repository, "08:10", "incident", "close");
    const tomorrow = { cwd: repository.folder, inProcess: true, env: { RUNBOOK_NOW: "2026-11-24T09:00:00Z" } };
    await expectRefused(repository, ["incident", "close", id, "--as-of", "2026-11-22"], tomorrow);
    const none = await runJson("error", ["incident", "update", "-m", "x"], { ...tomorrow, cwd: bookFolder(BOOK) });
    expect(none.document.error.code).toBe("no-repository");
  });

  it("goes by a clock that is behind the one that opened it", async () => {
    const repository = bookRepository(BOOK);
    await opened(repository, "08:10", 1, "Orders fail");
    await event(repository, "08:07", "incident", "update", "-m", "Seen");
    await event(repository, "08:08", "incident", "close");
    expect((await shown(repository, "08:10")).timeline.map(({ record }) => record)).toEqual([
      "event",
      "event-update",
      "event-close",
    ]);
    const { document } = await runJson("incidents", ["incident", "list"], { cwd: repository.folder, ...at("08:10") });
    expect(document.incidents).toMatchObject([{ state: "closed", openMinutes: 0 }]);
  });
});

describe.concurrent("which one", () => {
  let repository: Repository;
  let ids: string[];
  beforeAll(async () => {
    repository = bookRepository(BOOK);
    ids = [];
    for (const [index, time] of ["08:00", "08:10", "08:20"].entries()) {
      ids.push(await opened(repository, time, 2, `Number ${index}`));
    }
    ids.push(await event(repository, "08:21", "event", "raise", "leaver", "--title", "Dana leaves"));
    await event(repository, "08:25", "incident", "close", ids[0] ?? "");
  }, HOOK_TIMEOUT);

  it("must be said where several are open", async () => {
    const error = await refused(repository, "08:30", "incident", "update", "-m", "x");
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain(
      `2 incidents are open:\n  ${ids[2]} (open for 10m) Number 2\n  ${ids[1]} (open for 20m)`,
    );
    const prefix = await refused(repository, "08:30", "incident", "close", "incident-2026");
    expect([prefix.code, prefix.message.split("\n").length]).toEqual(["ambiguous", 4]);
  });

  it("is told to who answers one of several, with its title and its time", async () => {
    const error = await refused(repository, "09:15", "done", "second");
    expect(error.message).toContain(`${ids[1]}: Number 1 (overdue, due Mon 23 Nov 09:10)`);
    expect(error.message).toContain(`${ids[2]}: Number 2 (due, due Mon 23 Nov 09:20)`);
  });

  it("is said by the end of its id", async () => {
    expect((await shown(repository, "08:30", ids[1]?.slice(-4) ?? "")).id).toBe(ids[1]);
    expect((await shown(repository, "08:30", ids[0]?.toUpperCase() ?? "")).title).toBe("Number 0");
  });

  it.each([
    { args: ["incident", "close", "nothing-like-it"], code: "not-found", named: "runbook incident list" },
    { args: ["incident", "close", "incident-2026-11-23-zzzz"], code: "not-found", named: "Did you mean" },
    { args: ["incident", "show", "leaver"], code: "not-found", named: "runbook event" },
    { args: ["event", "close", "incident-2026"], code: "not-found", named: "runbook incident" },
    { args: ["incident", "update"], code: "usage", named: "-m" },
    { args: ["incident", "update", "--ticket", "two\nlines"], code: "usage", named: "INC-42" },
    { args: ["incident", "severity"], code: "usage", named: "" },
    { args: ["incident", "severity", "4"], code: "usage", named: "" },
    { args: ["incident", "open", "--title", "x"], code: "usage", named: "" },
    { args: ["incident", "open", "--severity", "1"], code: "usage", named: "" },
    { args: ["incident", "open", "--severity", "0", "--title", "x"], code: "usage", named: "" },
    { args: ["incident", "open", "--severity", "1", "--title", " "], code: "usage", named: "--title" },
    { args: ["incident", "open", "--severity", "1", "--title", "a\nb"], code: "usage", named: "-m" },
    { args: ["incident", "open", "--severity", "1", "--title", "x", "--ticket", ""], code: "usage", named: "INC-42" },
    { args: ["incident", "open", "--severity", "1", "--title", "x", "--at", "08:31"], code: "usage", named: "--at" },
    { args: ["incident", "open", "--severity", "1", "--title", "x", "--at", "2026-11-24"], code: "usage", named: "" },
    { args: ["incident", "open", "--severity", "1", "--title", "x", "--at", "soon"], code: "usage", named: "--at" },
    { args: ["incident", "open", "--severity", "1", "--title", "x", "--by", "zoe"], code: "usage", named: "ana" },
    { args: ["event", "raise", "incident"], code: "usage", named: "runbook incident open" },
    { args: ["event", "raise", "year-end-clos"], code: "not-found", named: "Did you mean `year-end-close`?" },
    { args: ["event", "raise", "zebra"], code: "not-found", named: "leaver, year-end-close" },
  ])("$args is refused: $code", async ({ args, code, named }) => {
    const error = await refused(repository, "08:30", ...args);
    expect([error.code, error.hint ?? ""]).toEqual([code, expect.stringContaining(named)]);
  });

  it("may be a role's holder only by name", async () => {
    const error = await refused(repository, "08:30", "incident", "assign", ids[1] ?? "", "operations-lead");
    expect(error).toMatchObject({ code: "usage", hint: "Name who holds it today: chris" });
    const guest = await refused(repository, "08:30", "incident", "assign", ids[1] ?? "", "guest");
    expect(guest.message).toContain("no e-mail address");
    // What the hint says goes where the person goes, not into an option.
    const unknown = await refused(repository, "08:30", "incident", "assign", ids[1] ?? "", "zoe");
    expect(unknown.hint).toMatch(/^Name one of .*, or write "Name <name@example\.com>"$/);
  });

  it("is not taken for a person who has it", async () => {
    const tail = ids[1]?.slice(-4) ?? "";
    for (const word of [ids[1] ?? "", tail]) {
      const error = await refused(repository, "08:30", "incident", "assign", word);
      expect(error).toEqual({
        code: "usage",
        message: `No person is named who has ${ids[1]}`,
        hint: `Name one: runbook incident assign ${word} PERSON`,
      });
    }
  });

  it("is listed by state and day of opening, newest first", async () => {
    const list = async (...args: readonly string[]): Promise<string[]> => {
      const options = { cwd: repository.folder, ...at("08:30") };
      const { document } = await runJson("incidents", ["incident", "list", ...args], options);
      return document.incidents.map(({ id }) => id);
    };
    const newest = ids.slice(0, 3).toReversed();
    expect(await list()).toEqual(newest);
    expect(await list("--open")).toEqual(newest.slice(0, 2));
    expect(await list("--from", "2026-11-23", "--to", "2026-11-23")).toEqual(newest);
    expect(await list("--from", "2026-11-24")).toEqual([]);
    expect(await list("--to", "2026-11-22")).toEqual([]);
    expect(await list("--as-of", "2026-11-22")).toEqual([]);
    const { stdout } = await pretty(repository, "08:30", "incident", "list", "--open");
    expect(stdout).toMatch(/^ {2}Id.*\n.*Number 2 +open for 10m\n.*Number 1 +open for 20m\n$/);
    expect((await pretty(repository, "08:30", "incident", "list", "--to", "2026-11-22")).stdout).toBe(
      "No incidents.\n",
    );
  });
});

describe.concurrent("a review", () => {
  it("overwrites nothing, and goes where --out says", async () => {
    const repository = bookRepository(BOOK);
    const none = await refused(repository, "08:00", "incident", "review");
    expect(none).toMatchObject({ message: "No incident is open", hint: expect.stringContaining("incident open") });
    // Another clone is a place to look only where there is one to fetch from.
    repository.git("remote", "add", "origin", join(repository.folder, "elsewhere.git"));
    const elsewhere = await refused(repository, "08:00", "incident", "review");
    expect(elsewhere.hint).toBe("If it was recorded in another clone, fetch that: runbook sync");
    repository.git("remote", "remove", "origin");
    const id = await opened(repository, "08:00", 1, "Orders fail");
    mkdirSync(join(repository.folder, "reviews"));
    const file = join(repository.folder, `reviews/${id}.md`);
    writeFileSync(file, "Mine\n");
    const taken = await runJson("error", ["incident", "review"], { cwd: repository.folder, ...at("09:00") });
    expect([taken.code, taken.document.error.code]).toEqual([2, "io"]);
    expect(taken.document.error.hint).toContain("--out FILE");
    expect(readFileSync(file, "utf8")).toBe("Mine\n");
    const outside = emptyFolder();
    const out = join(outside, "deep/review.md");
    const { document, stderr } = await runJson("created", ["incident", "review", "--out", out], {
      cwd: repository.folder,
      ...at("09:00"),
    });
    expect(document.files).toEqual([out]);
    expect(stderr).toContain(`${id} is still open`);
    expect(existsSync(out)).toBe(true);
    for (const within of ["own.md", "..own/own.md"]) {
      const relative = await runJson("created", ["incident", "review", id, "--out", within], {
        cwd: repository.folder,
        ...at("09:00"),
      });
      expect(relative.document.files).toEqual([within]);
    }
  });
});

describe.concurrent("other events", () => {
  it("are raised by the name that a trigger has, listed and closed", async () => {
    const repository = bookRepository(BOOK);
    const cwd = repository.folder;
    const raise = ["event", "raise", "Year-End-Close", "--title", "Year end 2026", "-m", "Two days early"];
    const answer = await pretty(repository, "08:00", ...raise);
    const [, id = ""] = /^Raised (year-end-close-2026-11-23-[0-9a-f]{4}): Year end 2026, by /.exec(answer.stdout) ?? [];
    expect(answer.stdout).toContain("Target  2 business days, by Wed 25 Nov 08:00 (in 2d)");
    expect(answer.stdout).toContain(`runbook event close ${id.slice(-4)}`);
    expect(answer.stdout).not.toContain("incident");
    expect(await due(repository, "09:00")).toEqual([`open close ${id}`]);
    const list = await runJson("events", ["event", "list", "--open"], { cwd, ...at("09:00") });
    expect(list.document).toMatchObject({
      events: [{ id, name: "year-end-close", title: "Year end 2026", severity: null, state: "open", openMinutes: 60 }],
      names: ["leaver", "year-end-close"],
    });
    await expectRecorded(repository, ["done", "close"], at("10:00"));
    await event(repository, "10:01", "event", "close", "-m", "Books are shut");
    expect(await due(repository, "10:02")).toEqual([]);
    const text = await pretty(repository, "10:02", "event", "list");
    expect(text.stdout).toMatch(/Year end 2026 +closed after 2h 1m\n\nProcedures wait for: leaver, year-end-close\n/);
    expect((await refused(repository, "10:03", "event", "close")).message).toBe("No event is open");
  });

  it("are shown with their timeline, open or over, and never an incident", async () => {
    const repository = bookRepository(BOOK);
    const cwd = repository.folder;
    await opened(repository, "07:00", 1, "Orders fail");
    await event(repository, "08:00", "event", "raise", "leaver", "-m", "Chris leaves");
    await event(repository, "09:00", "event", "raise", "year-end-close", "--title", "Year end 2026");
    expect((await refused(repository, "09:01", "event", "show")).code).toBe("ambiguous");
    await expectRecorded(repository, ["done", "close", "-m", "Shut"], at("10:00"));
    await event(repository, "10:01", "event", "close", "year-end-close", "--by", "ben");
    const { stdout } = await pretty(repository, "10:02", "event", "show", "year-end-close");
    expect(stdout.replaceAll(/-[0-9a-f]{4}$/gm, "-XXXX")).toBe(`Year end 2026
  Id         year-end-close-2026-11-23-XXXX
  Event      year-end-close
  State      closed after 1h 1m
  Raised by  Ana Núñez
  Closed by  Ben

Response
  Procedure  Target                                Response  Status
  close      2 business days, by Wed 25 Nov 09:00  after 1h  done

Timeline (UTC)
  Time              Who                          What
  2026-11-23 09:00  Ana Núñez                    Raised: Year end 2026
  2026-11-23 10:00  Ana Núñez                    close: done. Shut
  2026-11-23 10:01  Ben (recorded by Ana Núñez)  Closed
`);
    expect((await pretty(repository, "10:02", "event", "show")).stdout).toMatch(/^leaver\n/);
    const { document } = await runJson("event", ["event", "show", "year-end-close"], { cwd, ...at("10:02") });
    expect(document.event).toMatchObject({ name: "year-end-close", state: "closed", assignee: null, severity: null });
    expect(document.event.responses).toMatchObject([{ procedure: "close", status: "done", responseMinutes: 60 }]);
    expect(document.event.timeline.map(({ record }) => record)).toEqual(["event", "completion", "event-close"]);
    const incident = await runJson("error", ["event", "show", "incident"], { cwd, ...at("10:02") });
    expect(incident.document.error.hint).toMatch(/is an incident: runbook incident --help$/);
  });

  it("of a book without such triggers cannot be raised", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const error = await expectRefused(repository, ["event", "raise", "leaver"]);
    expect(error.hint).toContain('--trigger "on event year-end-close"');
    const { stdout } = await pretty(repository, "08:00", "event", "list");
    expect(stdout).toBe("No events.\n\nNo procedure has a trigger `on event NAME`.\n");
  });
});

describe.concurrent("words of people", () => {
  const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
  const TITLES = [
    "\u001b[31mRed\u001b]0;title\u0007 \u202eright to left 日本語の件名 👍🏽",
    "Runbook-Record: void",
    "--dir /etc $(id) `id` <script>alert(1)</script> [x](javascript:a) | b",
  ];
  it("stay words", async () => {
    const repository = bookRepository(BOOK);
    const note = "Note\n\nRunbook-Record: void\nRunbook-Severity: 3\n";
    const answers: RunResult[] = [];
    for (const title of TITLES) {
      const ticket = title.replaceAll(/\p{Cc}/gu, "");
      const open = ["incident", "open", "--severity=1", `--title=${title}`, `--ticket=${ticket}`, "-m", note + title];
      const answer = await pretty(repository, "08:00", ...open);
      const [id = ""] = /incident-2026-11-23-[0-9a-f]{4}/.exec(answer.stdout) ?? [];
      const incident = await shown(repository, "08:02", id);
      expect(incident).toMatchObject({ id, title, ticket, severity: 1, state: "open" });
      expect(incident.timeline.map((record) => record.note)).toEqual([`${title}\n\n${note}${title}`]);
      answers.push(answer, await pretty(repository, "08:02", "incident", "show", id));
    }
    for (const words of [["due"], ["log"], ["incident", "list"], ["incident", "close"]]) {
      answers.push(await pretty(repository, "08:02", ...words));
    }
    expect(answers.map(({ code }) => code)).toEqual([...TITLES.flatMap(() => [0, 0]), 0, 0, 0, 2]);
    for (const { stdout, stderr } of answers) expect(stdout + stderr).not.toMatch(RAW);
  });

  it("in the ledger of others reach no file name", async () => {
    const repository = bookRepository(BOOK);
    await appendToLedger(
      repository,
      "Evil\n\nTitle\n\nRunbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: ../../incident-2026-11-23-7f3a\nRunbook-Severity: 1\n",
    );
    const { message } = await refused(repository, "09:00", "incident", "review", "7f3a");
    expect(message).toContain("There is no incident");
    expect(await due(repository, "09:00")).toEqual([]);
  });
});

describe.concurrent("two clones", () => {
  /** Clones of one bare repository, each with its own person, that know no ledger yet. */
  function clones(sync: "manual" | "auto"): readonly [Repository, Repository] {
    const source = bookRepository({ ...BOOK, settings: { ledger: `{ sync: ${sync} }` } });
    const remote = emptyFolder();
    source.git("clone", "--quiet", "--bare", source.folder, remote);
    const cloneFor = (name: string): Repository => {
      const repository = repositoryIn(emptyFolder());
      repository.git("clone", "--quiet", remote, ".");
      repository.git("config", "user.name", name);
      repository.git("config", "user.email", `${name.toLowerCase()}@contoso.example`);
      return repository;
    };
    return [cloneFor("Ana"), cloneFor("Ben")];
  }

  async function meet(...repositories: readonly Repository[]): Promise<void> {
    for (const { folder } of repositories) {
      expect((await runCli(["sync"], { cwd: folder, ...at("09:00") })).code).toBe(0);
    }
  }

  const list = async ({ folder }: Repository): Promise<Output<"incidents">["incidents"]> =>
    (await runJson("incidents", ["incident", "list"], { cwd: folder, ...at("10:00") })).document.incidents;

  it("open incidents at the same moment, meet, and both know both", async () => {
    const [ana, ben] = clones("manual");
    const ids = await Promise.all([
      opened(ana, "08:00", 1, "Orders fail"),
      opened(ben, "08:00", 1, "Mail stands still"),
    ]);
    expect(new Set(ids).size).toBe(2);
    await meet(ana, ben, ana);
    const [ofAna, ofBen] = await Promise.all([list(ana), list(ben)]);
    expect(ofAna).toEqual(ofBen);
    expect(ofAna.map(({ id, title, openedBy }) => `${id} ${title} ${openedBy.name}`).toSorted()).toEqual(
      [`${ids[0]} Orders fail Ana`, `${ids[1]} Mail stands still Ben`].toSorted(),
    );
    expect(await due(ana, "08:10")).toEqual(ids.toSorted().map((id) => `due first ${id}`));
  });

  it("work on one incident, meet, and the first closing counts; the review has both", async () => {
    const [ana, ben] = clones("manual");
    const id = await opened(ana, "08:00", 1, "Orders fail");
    expect((await refused(ben, "08:01", "incident", "update", "-m", "Seen")).hint).toContain("runbook sync");
    await meet(ana, ben);
    await event(ben, "08:05", "incident", "assign", "ben");
    await event(ana, "08:06", "incident", "severity", "2", "-m", "Workaround");
    await event(ben, "08:10", "incident", "close", "-m", "Mended");
    await event(ana, "08:20", "incident", "close", "-m", "Quiet");
    await meet(ben, ana, ben);
    const [ofAna, ofBen] = await Promise.all([shown(ana, "09:00", id), shown(ben, "09:00", id)]);
    expect(ofAna).toEqual(ofBen);
    expect(ofAna).toMatchObject({
      severity: 2,
      closedAt: "2026-11-23T08:10:00+00:00",
      closedBy: { name: "Ben" },
      assignee: { name: "Ben" },
    });
    expect(ofAna.timeline.map(({ note }) => note)).toEqual(["Orders fail", "", "Workaround", "Mended", "Quiet"]);
    expect(ofAna.responses.map(({ procedure, status }) => `${procedure} ${status}`)).toEqual([
      "first not-owed",
      "second not-owed",
    ]);
    const { document } = await runJson("created", ["incident", "review"], { cwd: ben.folder, ...at("09:00") });
    const review = readFileSync(join(ben.folder, document.files[0] ?? ""), "utf8");
    expect(review).toMatch(/ \| Ana \| Severity 2\. Workaround \|\n.* \| Ben \| Closed\. Mended \|\n/);
  });

  it("carry one incident from open to review between them", async () => {
    const [ana, ben] = clones("auto");
    const id = await opened(ana, "08:00", 1, "Orders fail");
    expect(await due(ben, "08:05")).toEqual([`due first ${id}`]);
    await event(ben, "08:06", "incident", "update", "-m", "First notice", "--ticket", "INC-42");
    await event(ana, "08:08", "incident", "assign", "INC-42", "ben");
    const done = await runJson("records", ["done", "first", "-m", "Undone"], { cwd: ben.folder, ...at("08:10") });
    expect(done.code).toBe(0);
    await event(ana, "08:20", "incident", "severity", "2", "-m", "Workaround");
    expect(await due(ben, "09:30")).toEqual([`overdue second ${id}`]);
    await event(ben, "09:40", "incident", "close", "-m", "Mended");
    expect(await due(ana, "09:50")).toEqual([`missed second ${id}`]);
    const [ofAna, ofBen] = await Promise.all([shown(ana, "09:50"), shown(ben, "09:50")]);
    expect(ofAna).toEqual(ofBen);
    expect(ofAna.timeline.map(({ performedBy, note }) => `${performedBy.name}: ${note}`)).toEqual([
      "Ana: Orders fail",
      "Ben: First notice",
      "Ana: ",
      "Ben: Undone",
      "Ana: Workaround",
      "Ben: Mended",
    ]);
    const { document } = await runJson("created", ["incident", "review", "INC-42"], {
      cwd: ana.folder,
      ...at("10:00"),
    });
    const review = readFileSync(join(ana.folder, document.files[0] ?? ""), "utf8");
    for (const line of [
      "| Ben | Ticket INC-42. First notice |",
      "| Ben | First answer: done. Undone |",
      "| Ben | Closed. Mended |",
    ]) {
      expect(review).toContain(line);
    }
    expect(review).toMatch(/First answer: done after 10m; target 15 minutes/);
  });

  it("that share by themselves go on with one another's incident at once", async () => {
    const [ana, ben] = clones("auto");
    const id = await opened(ana, "08:00", 1, "Orders fail");
    expect(await event(ben, "08:02", "incident", "assign", "ben", "-m", "On my way")).toBe(id);
    expect((await shown(ana, "08:10")).assignee?.name).toBe("Ben");
  });
});

describe.concurrent("help", () => {
  const WORDS = ["open", "update", "assign", "severity", "close", "list", "show", "review"];
  it.each([
    ...WORDS.map((word) => ["incident", word]),
    ...["raise", "close", "list", "show"].map((word) => ["event", word]),
  ])("of `%s %s` has its usage, every option and an example", async (...words) => {
    const { code, stdout, stderr } = await runCli([...words, "--help"], { cwd: emptyFolder(), inProcess: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: runbook ${words.join(" ")} \\[options\\]`));
    expect(stdout).toMatch(new RegExp(`^ {2}\\$ runbook ${words.join(" ")}\\b`, "m"));
    for (const option of ["--dir", "--as-of", "--json", "--no-color", "--verbose"]) expect(stdout).toContain(option);
  });

  it("names the commands of a group that is asked for nothing, or for an unknown one", async () => {
    const cwd = emptyFolder();
    const bare = await runCli(["incident"], { cwd, inProcess: true });
    expect([bare.code, bare.stdout]).toEqual([2, ""]);
    expect(bare.stderr).toContain("assign [incident] <person>");
    const unknown = await runCli(["incident", "opne"], { cwd, inProcess: true });
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("Did you mean open?")]);
  });
});
