import { describe, expect, it } from "vitest";
import { type Repository, type RunResult, bookRepository, runCli, runJson } from "../helpers/run-cli.ts";

const BOOK = {
  settings: { timezone: "Europe/Berlin" },
  procedures: {
    first: { name: "First answer", trigger: "on incident severity 1 within 15 minutes" },
    second: { name: "Second answer", trigger: "on incident severity 2 within 1 hour" },
    "daily-look": { trigger: "daily" },
  },
};

/** The night of 25 October 2026, on which clocks in Berlin go back at 01:00 UTC from 03:00 to 02:00. */
const BACK = "2026-10-25";
/** And that of 29 March, on which they go forward then from 02:00 to 03:00. */
const FORWARD = "2026-03-29";

/** Runs a command at a time of a day, UTC. */
function at({ folder }: Repository, day: string, time: string, ...args: readonly string[]): Promise<RunResult> {
  return runCli(args, { cwd: folder, env: { RUNBOOK_NOW: `${day}T${time}:00Z` }, inProcess: true });
}

async function openedAt(day: string, time: string, severity = 1): Promise<Repository> {
  const repository = bookRepository(BOOK);
  const opening = ["incident", "open", "--severity", String(severity), "--title", "Orders fail"];
  expect((await at(repository, day, time, ...opening)).code).toBe(0);
  return repository;
}

async function timelineOf({ folder }: Repository): Promise<string[]> {
  const { document } = await runJson("incident", ["incident", "show"], { cwd: folder, inProcess: true });
  return document.incident.timeline.map(({ note, performedAt }) => `${performedAt.slice(11)} ${note}`);
}

describe.concurrent("in the hour that comes twice", () => {
  it("every time that people read says which of the two it is", async () => {
    const repository = await openedAt(BACK, "00:50");
    const shown = await at(repository, BACK, "00:51", "incident", "show");
    expect(shown.stdout).toContain("15 minutes, by 02:05+01:00");
    expect(shown.stdout).toMatch(/\n {2}2026-10-25 02:50\+02:00 .*Opened/);
    expect((await at(repository, BACK, "01:30", "incident", "list")).stdout).toContain("2026-10-25 02:50+02:00");
    expect((await at(repository, BACK, "01:30", "log")).stdout).toContain("2026-10-25 02:50+02:00");
    expect((await at(repository, BACK, "01:30", "explain", "first")).stdout).toContain(
      "The event began on Sunday 25 Oct 2026 at 02:50+02:00.",
    );
    await at(repository, BACK, "02:10", "incident", "update", "-m", "One time is enough");
    expect((await at(repository, BACK, "02:11", "log", "--limit", "1")).stdout).toContain("2026-10-25 03:10  ");
  });

  it("--at is taken for the first, which is said with the other", async () => {
    const repository = await openedAt(BACK, "00:20");
    const update = ["incident", "update", "-m", "Seen", "--at", "02:10"];
    expect(await at(repository, BACK, "01:20", ...update)).toMatchObject({
      code: 0,
      stderr:
        "`--at 02:10` came twice, as clocks went back: taken for 2026-10-25 02:10+02:00.\n" +
        "The other one: --at 2026-10-25T02:10+01:00\n",
    });
    const done = await at(repository, BACK, "01:20", "done", "daily-look", "--at", "02:10");
    expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining("02:10` came twice") });
    // Before the second has come there is but one.
    expect((await at(repository, BACK, "01:05", ...update)).stderr).toBe("");
    expect((await at(repository, BACK, "01:20", ...update.slice(0, -1), "2026-10-25T02:10+01:00")).stderr).toBe("");
    expect(await timelineOf(repository)).toEqual([
      "02:10:00+02:00 Seen",
      "02:10:00+02:00 Seen",
      "02:20:00+02:00 Orders fail",
      "02:10:00+01:00 Seen",
    ]);
  });

  it("--at is taken for the second where only that may be", async () => {
    const repository = await openedAt(BACK, "00:50");
    const closing = await at(repository, BACK, "01:20", "incident", "close", "--at", "02:10", "-m", "Over");
    expect(closing).toMatchObject({ code: 0, stderr: "" });
    expect(closing.stdout).toContain("closed after 20m");
  });

  it("a time before the opening is refused with the opening's offset", async () => {
    const repository = await openedAt(BACK, "01:10");
    const closing = await at(repository, BACK, "01:20", "incident", "close", "--at", "02:05");
    expect(closing).toMatchObject({ code: 2, stderr: expect.stringContaining(", 2026-10-25 02:10+01:00\n") });
  });
});

describe.concurrent("in the hour that is left out", () => {
  it("--at moves forward, which is said", async () => {
    const repository = await openedAt(FORWARD, "00:50");
    const update = await at(repository, FORWARD, "02:00", "incident", "update", "-m", "Seen", "--at", "02:30");
    expect(update).toMatchObject({
      code: 0,
      stderr: "`--at 02:30` was left out, as clocks went forward: taken for 2026-03-29 03:30.\n",
    });
    expect(await timelineOf(repository)).toEqual(["01:50:00+01:00 Orders fail", "03:30:00+02:00 Seen"]);
  });
});

describe.concurrent("a time of day", () => {
  it("that lies ahead was yesterday's, says the hint", async () => {
    const repository = bookRepository(BOOK);
    const opening = ["incident", "open", "--severity", "1", "--title", "Orders fail", "--at"];
    const refused = await at(repository, "2026-11-23", "23:10", ...opening, "23:50");
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/ahead of now, 2026-11-24 00:10 .*\nIf it was yesterday: --at 2026-11-23T23:50\n$/),
    });
    expect((await at(repository, "2026-11-23", "23:10", ...opening, "2026-11-23T23:50")).code).toBe(0);
  });

  it("is among what may be written, where something else is", async () => {
    const repository = bookRepository(BOOK);
    const refused = await at(repository, "2026-11-23", "09:10", "done", "daily-look", "--at", "9:00");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("For example: --at 08:45, ") });
  });
});
