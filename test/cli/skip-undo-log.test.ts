import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  LEDGER,
  RECORDER,
  type Repository,
  bookRepository,
  expectRecorded,
  expectRefused,
  makeDirty,
  procedureText,
  recorded,
  runCli,
  runJson,
} from "../helpers/run-cli.ts";

const WEEKLY = {
  settings: { go_live: "2026-11-09" },
  procedures: { job: { trigger: "weekly on Tuesday" }, other: {} },
};

/** Statuses of occurrences, as `explain` sees them. */
async function statuses({ folder }: Repository, procedure: string, ...keys: readonly string[]): Promise<string[]> {
  return Promise.all(
    keys.map(async (key) => {
      const { document } = await runJson("explain", ["explain", procedure, "--for", key], {
        inProcess: true,
        cwd: folder,
      });
      return document.occurrences.map(({ status }) => status).join(" ");
    }),
  );
}

describe.concurrent("skip", () => {
  it("records one occurrence with its reason, and touches nothing else", async () => {
    const repository = bookRepository(WEEKLY);
    makeDirty(repository);
    const [record] = await expectRecorded(repository, ["skip", "job", "-m", "Tenant moved.\n\nRunbook-Record: void"]);
    expect(record).toMatchObject({
      record: "skip",
      outcome: "skipped",
      procedure: "job",
      occurrence: "2026-W47",
      note: "Tenant moved.\n\nRunbook-Record: void",
      performedBy: RECORDER,
      performedAt: "2026-11-23T08:30:00+00:00",
      recordedAt: "2026-11-23T08:30:00+00:00",
      effortMinutes: null,
    });
    const { document } = await runJson("due", ["due"], { inProcess: true, cwd: repository.folder });
    expect(document.items.map(({ procedure }) => procedure)).not.toContain("job");
  });

  it("is skipped up to the due date and waived after it", async () => {
    const repository = bookRepository(WEEKLY);
    await expectRecorded(repository, ["skip", "job", "--for", "2026-W47", "-m", "Too late"]);
    await recorded(repository, ["skip", "job", "--for", "2026-W48", "-m", "In time"]);
    expect(await statuses(repository, "job", "2026-W47", "2026-W48")).toEqual(["waived", "skipped"]);
  });

  it("takes several procedures, all or none", async () => {
    const repository = bookRepository(WEEKLY);
    await expectRefused(repository, ["skip", "job", "nobody-knows", "-m", "Closed"]);
    const records = await expectRecorded(repository, ["skip", "job", "other", "-m", "Closed"]);
    expect(records.map(({ procedure, note }) => [procedure, note])).toEqual([
      ["job", "Closed"],
      ["other", "Closed"],
    ]);
  });

  it("takes all through a date that want an answer, with one reason", async () => {
    const repository = bookRepository(WEEKLY);
    await recorded(repository, ["done", "job", "--for", "2026-W48"]);
    const records = await expectRecorded(repository, ["skip", "job", "--through", "2026-12-08", "-m", "Desk closed"]);
    expect(records.map(({ occurrence, note }) => `${occurrence} ${note}`)).toEqual(
      ["2026-W46", "2026-W47", "2026-W49", "2026-W50"].map((key) => `${key} Desk closed`),
    );
    const error = await expectRefused(repository, ["skip", "job", "--through", "2026-12-14", "-m", "Desk closed"]);
    expect(error.code).toBe("no-candidate");
  });

  it("leaves alone what was missed before --from", async () => {
    const repository = bookRepository(WEEKLY);
    const days = ["--from", "2026-11-24", "--through", "2026-12-01"];
    const records = await expectRecorded(repository, ["skip", "job", ...days, "-m", "Desk closed"]);
    expect(records.map(({ occurrence }) => occurrence)).toEqual(["2026-W48", "2026-W49"]);
    const none = ["skip", "job", "--from", "2026-11-25", "--through", "2026-11-30", "-m", "Desk closed"];
    expect((await expectRefused(repository, none)).code).toBe("no-candidate");
  });

  it("through a date says how all of it is taken back, and that does it", async () => {
    const repository = bookRepository(WEEKLY);
    const { folder: cwd } = repository;
    const { stdout } = await runCli(["skip", "job", "--through", "2026-12-08", "-m", "Closed"], { cwd });
    const [, command = ""] = /^To take all of it back: runbook (.+)$/m.exec(stdout) ?? [];
    const { stdout: undone } = await runCli(command.split(" "), { cwd });
    expect(undone.match(/^Voided job for .*: skipped/gm)).toHaveLength(5);
    const error = await expectRefused(repository, ["undo", "job"]);
    expect(error.message).toBe("job has no record to undo");
    // One is taken back by the procedure's name.
    const one = await runCli(["skip", "other", "-m", "Closed"], { cwd });
    expect(one.stdout).not.toContain("undo");
  });

  it("gives way to a done that follows, even within the same second", async () => {
    const repository = bookRepository(WEEKLY);
    await recorded(repository, ["skip", "other", "-m", "Closed"]);
    await expectRecorded(repository, ["done", "other", "--for", "2026-11-23"]);
    expect(await statuses(repository, "other", "2026-11-23")).toEqual(["done"]);
  });

  it("is refused of what is done, with and without its key", async () => {
    const repository = bookRepository(WEEKLY);
    await recorded(repository, ["done", "other"]);
    const error = await expectRefused(repository, ["skip", "other", "--for", "2026-11-23", "-m", "Closed"]);
    expect(error).toMatchObject({ code: "already-done", hint: expect.stringContaining("undo other") });
    await expectRefused(repository, ["skip", "other", "-m", "Closed"]);
  });

  let refusing: Repository;
  beforeAll(() => {
    refusing = bookRepository(WEEKLY);
  });

  it.each([
    { args: "skip job", code: "usage" },
    { args: "skip job -m=  ", code: "usage" },
    { args: "skip job -m x --for 2026-W47 --through 2026-11-23", code: "usage" },
    { args: "skip job -m x --from 2026-11-23", code: "usage" },
    { args: "skip job -m x --for 2026-W47 --from 2026-11-23", code: "usage" },
    { args: "skip job -m x --at 2026-11-23", code: "usage" },
    // Thousands of records that could never be removed.
    { args: "skip job -m x --through 2062-12-31", code: "usage" },
  ])("refuses `$args`", async ({ args, code }) => {
    // A blank message is one argument.
    const words = args
      .replace(/-m=.*$/, "")
      .trim()
      .split(" ");
    const message = /-m=(.*)$/.exec(args)?.[1];
    const error = await expectRefused(refusing, message === undefined ? words : [...words, "-m", message]);
    expect(error.code).toBe(code);
  });
});

describe.concurrent("undo", () => {
  it("voids the latest record of a procedure, then the one before, then says that none is left", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    makeDirty(repository);
    const [first] = await recorded(repository, ["done", "job", "--failed"]);
    const [second] = await recorded(repository, ["done", "job"]);
    const [undone] = await expectRecorded(repository, ["undo", "job", "-m", "Wrong tenant"]);
    expect(undone).toMatchObject({
      record: "void",
      voids: second?.commit,
      note: "Wrong tenant",
      procedure: "job",
      voided: false,
    });
    expect(await statuses(repository, "job", "2026-11-23")).toEqual(["failed"]);
    expect((await expectRecorded(repository, ["undo", "job"]))[0]?.voids).toBe(first?.commit);
    expect(await statuses(repository, "job", "2026-11-23")).toEqual(["due"]);
    expect((await expectRefused(repository, ["undo", "job"])).code).toBe("not-found");
    // Done again after undo, within the same second as all the others.
    await recorded(repository, ["done", "job"]);
    expect(await statuses(repository, "job", "2026-11-23")).toEqual(["done"]);
    // Records are never removed.
    expect(repository.git("rev-list", "--count", LEDGER)).toBe("6");
  });

  it("voids records by commit, whole or abbreviated, several at once", async () => {
    const repository = bookRepository(WEEKLY);
    const [one, two] = await recorded(repository, ["done", "job", "other"]);
    const records = await expectRecorded(repository, [
      "undo",
      one?.commit ?? "",
      two?.commit.slice(0, 12).toUpperCase() ?? "",
    ]);
    expect(records.map(({ voids }) => voids)).toEqual([one?.commit, two?.commit]);
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: repository.folder });
    expect(document.records.map(({ record, voided }) => `${record} ${voided}`).toSorted()).toEqual([
      "completion true",
      "completion true",
      "void false",
      "void false",
    ]);
  });

  it.each([false, true])("voids the latest record of each procedure, beside commits (caches: %s)", async (isCached) => {
    const repository = bookRepository({ procedures: { job: {}, other: {}, third: {} } });
    await recorded(repository, ["done", "job", "--failed"]);
    const [job, other, third] = await recorded(repository, ["done", "job", "other", "third"]);
    const args = ["undo", "other", third?.commit.slice(0, 12) ?? "", "job", "other"];
    const voids = await expectRecorded(repository, isCached ? args : [...args, "--no-cache"]);
    expect(voids.map((one) => one.voids)).toEqual([other?.commit, third?.commit, job?.commit]);
    expect(await statuses(repository, "job", "2026-11-23")).toEqual(["failed"]);
  });

  it("without a word names one's own last records that stand", async () => {
    const repository = bookRepository({ procedures: { job: {}, other: {} } });
    expect((await expectRefused(repository, ["undo"])).code).toBe("no-candidate");
    const [job, other] = await recorded(repository, ["done", "job", "other"]);
    await recorded(repository, ["undo", "other"]);
    const { code, message, hint } = await expectRefused(repository, ["undo"]);
    expect(code).toBe("usage");
    expect(message).toContain(`job for 2026-11-23: done (${job?.commit.slice(0, 10)})`);
    expect(message).not.toContain(other?.commit.slice(0, 10));
    expect(hint).toBe(`Name one or more: runbook undo ${job?.commit.slice(0, 10)}`);
  });

  it("takes --for with a procedure only", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const [done] = await recorded(repository, ["done", "job"]);
    const error = await expectRefused(repository, ["undo", done?.commit ?? "", "--for", "2026-11-23"]);
    expect(error).toMatchObject({ code: "usage", hint: "Leave out --for." });
  });

  it("voids the record of the occurrence that --for names", async () => {
    const repository = bookRepository(WEEKLY);
    const [older] = await recorded(repository, ["done", "job", "--for", "2026-W46"]);
    await recorded(repository, ["done", "job", "--for", "2026-W47"]);
    expect((await expectRecorded(repository, ["undo", "job", "--for", "2026-W46"]))[0]?.voids).toBe(older?.commit);
    expect(await statuses(repository, "job", "2026-W46", "2026-W47")).toEqual(["missed", "done-late"]);
    expect((await expectRefused(repository, ["undo", "job", "--for", "2026-W46"])).code).toBe("not-found");
  });

  it("is harmless twice, and refused of a void", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const [done] = await recorded(repository, ["done", "job"]);
    const { commit = "" } = done ?? {};
    expect(await recorded(repository, ["undo", commit, commit.slice(0, 12)])).toHaveLength(1);
    const [voided] = await expectRecorded(repository, ["undo", done?.commit ?? ""]);
    await expectRecorded(repository, ["undo", done?.commit ?? ""]);
    expect(await statuses(repository, "job", "2026-11-23")).toEqual(["due"]);
    expect((await expectRefused(repository, ["undo", voided?.commit ?? ""])).code).toBe("usage");
    expect((await expectRefused(repository, ["undo", done?.commit ?? "", voided?.commit ?? ""])).code).toBe("usage");
  });

  it("voids also for a past day, which a later record does not touch", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const cwd = repository.folder;
    const past = async (): Promise<string[]> =>
      (
        await runJson("explain", ["explain", "job", "--for", "2026-11-20", "--as-of", "2026-11-20"], {
          inProcess: true,
          cwd,
        })
      ).document.occurrences.map(({ status }) => status);
    await recorded(repository, ["done", "job", "--for", "2026-11-20"]);
    expect(await past()).toEqual(["due"]);
    await recorded(repository, ["done", "job", "--for", "2026-11-20", "--again", "--at", "2026-11-20T10:00"]);
    expect(await past()).toEqual(["done"]);
    await expectRecorded(repository, ["undo", "job"]);
    expect(await past()).toEqual(["due"]);
  });

  let refusing: Repository;
  beforeAll(async () => {
    refusing = bookRepository({ procedures: { job: {}, other: {} } });
    await recorded(refusing, ["done", "job"]);
  }, HOOK_TIMEOUT);

  it.each([
    { args: "undo other", code: "not-found" },
    { args: "undo 0000000", code: "not-found" },
    { args: "undo job other", code: "not-found" },
    { args: "undo job 0000000", code: "not-found" },
    { args: "undo job nobody-knows", code: "unknown-procedure" },
  ])("refuses `$args`", async ({ args, code }) => {
    expect((await expectRefused(refusing, args.split(" "))).code).toBe(code);
  });
});

describe.concurrent("log", () => {
  let repository: Repository;
  let commits: Record<"early" | "voided" | "void" | "skipped" | "gone", string>;

  beforeAll(async () => {
    repository = bookRepository({
      procedures: { job: { formerly: "[old-job]" }, other: {}, gone: {}, "old-job": {} },
    });
    const { folder } = repository;
    rmSync(join(folder, "procedures/job.md"));
    const commit = async (...args: readonly string[]): Promise<string> =>
      (await recorded(repository, args))[0]?.commit ?? "";
    const [gone, voided] = [
      await commit("done", "gone", "--at", "2026-11-23T08:00"),
      await commit("done", "other", "--at", "2026-11-23T08:10"),
    ];
    commits = {
      gone,
      voided,
      void: await commit("undo", "other", "-m", "Wrong"),
      skipped: await commit("skip", "other", "-m", "Closed", "--for", "2026-11-20"),
      early: await commit("done", "old-job", "--by", "ben", "--at", "2026-11-20", "--for", "2026-11-20"),
    };
    rmSync(join(folder, "procedures/gone.md"));
    rmSync(join(folder, "procedures/old-job.md"));
    writeFileSync(join(folder, "procedures/job.md"), procedureText("job", { formerly: "[old-job]" }));
  }, HOOK_TIMEOUT);

  const logged = async (...args: readonly string[]): Promise<string[]> => {
    const { document, code } = await runJson("log", ["log", ...args], { inProcess: true, cwd: repository.folder });
    expect(code).toBe(0);
    const nameOf = new Map(Object.entries(commits).map(([name, commit]) => [commit, name]));
    return document.records.map(({ commit, voided }) => `${nameOf.get(commit)}${voided ? " (voided)" : ""}`);
  };

  it("gives every record, newest work first, voided ones marked", async () => {
    const all = await logged();
    // The void and the skip are of the same second.
    expect(all.slice(0, 2).toSorted()).toEqual(["skipped", "void"]);
    expect(all.slice(2)).toEqual(["voided (voided)", "gone", "early"]);
  });

  it.each([
    { args: ["old-job"], is: ["early"] },
    { args: ["gone", "job"], is: ["gone", "early"] },
  ])("is filtered by $args: today's ids, former ones, those that only the ledger knows", async ({ args, is }) => {
    expect(await logged(...args)).toEqual(is);
  });

  it("refuses a procedure that nobody knows", async () => {
    const { document, code } = await runJson("error", ["log", "nobody-knows"], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect([code, document.error.code]).toEqual([2, "unknown-procedure"]);
  });

  it("says for people what happened, who did it and who wrote it down", async () => {
    const { stdout } = await runCli(["log", "job"], { cwd: repository.folder });
    expect(stdout).toContain(`Ben (recorded by ${RECORDER.name})`);
    expect(stdout).toContain("2026-11-20 12:00");
    expect(stdout).toContain(commits.early.slice(0, 10));
  });

  it("counts records under a former id as the procedure's own", async () => {
    const { document } = await runJson("list", ["list"], { inProcess: true, cwd: repository.folder });
    expect(document.procedures.find(({ id }) => id === "job")?.lastDone).toBe("2026-11-20");
  });

  it("is empty before the first record", async () => {
    const { folder } = bookRepository({ procedures: { job: {} } });
    const [pretty, json] = await Promise.all([
      runCli(["log"], { inProcess: true, cwd: folder }),
      runJson("log", ["log"], { cwd: folder }),
    ]);
    expect([pretty.code, json.document.records]).toEqual([0, []]);
    expect(pretty.stdout).toContain("runbook done");
  });
});
