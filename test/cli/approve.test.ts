import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  type Repository,
  appendToLedger,
  bookRepository,
  expectRecorded,
  expectRefused,
  makeDirty,
  recorded,
  runCli,
  runJson,
} from "../helpers/run-cli.ts";

/** Who git says is at work, by the person's name. */
function as(name: string): { readonly env: Readonly<Record<string, string>> } {
  const email = `${name.toLowerCase()}@contoso.example`;
  return {
    env: { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email },
  };
}

function approvalRepository(): Repository {
  return bookRepository({
    settings: { go_live: "2026-09-01" },
    procedures: { release: { trigger: "monthly on day 20", requires: "[approval]" }, job: {} },
  });
}

async function statusOf({ folder }: Repository, key: string): Promise<string[]> {
  const args = ["explain", "release", "--for", key];
  const { document } = await runJson("explain", args, { cwd: folder, inProcess: true });
  return document.occurrences.map(({ status }) => status);
}

describe.concurrent("approve", () => {
  it("closes what awaits approval, by procedure, and touches nothing else", async () => {
    const repository = approvalRepository();
    makeDirty(repository);
    const [done] = await recorded(repository, ["done", "release", "--for", "2026-11"]);
    expect(await statusOf(repository, "2026-11")).toEqual(["awaiting-approval"]);
    const [approval] = await expectRecorded(repository, ["approve", "release", "-m", "Read it"], as("Ben"));
    expect(approval).toMatchObject({
      record: "approval",
      approves: done?.commit,
      procedure: "release",
      occurrence: "2026-11",
      note: "Read it",
      performedBy: { name: "Ben", email: "ben@contoso.example" },
    });
    expect(await statusOf(repository, "2026-11")).toEqual(["done-late"]);
    const again = await expectRefused(repository, ["approve", done?.commit ?? ""], as("Chris"));
    expect(again).toMatchObject({ code: "already-done", message: expect.stringContaining("by Ben") });
    // Taken back like any other record.
    await recorded(repository, ["undo", approval?.commit ?? ""]);
    expect(await statusOf(repository, "2026-11")).toEqual(["awaiting-approval"]);
  });

  it("takes several by commit, all or none, and asks which where a procedure has several", async () => {
    const repository = approvalRepository();
    const [first] = await recorded(repository, ["done", "release", "--for", "2026-10"]);
    const [second] = await recorded(repository, ["done", "release", "--for", "2026-11"]);
    const error = await expectRefused(repository, ["approve", "release"], as("Ben"));
    expect(error).toMatchObject({ code: "ambiguous", hint: expect.stringContaining("--for 2026-10") });
    const [chosen] = await expectRecorded(repository, ["approve", "release", "--for", "2026-11"], as("Ben"));
    expect(chosen?.approves).toBe(second?.commit);
    const commits = [first?.commit ?? "", second?.commit ?? ""];
    expect((await expectRefused(repository, ["approve", ...commits], as("Chris"))).code).toBe("already-done");
    const records = await expectRecorded(repository, ["approve", commits[0]?.slice(0, 9) ?? ""], as("Chris"));
    expect(records.map(({ approves }) => approves)).toEqual([first?.commit]);
  });

  it("takes several procedures, and without a word names what awaits approval", async () => {
    const settings = { go_live: "2026-09-01" };
    const monthly = { trigger: "monthly on day 20", requires: "[approval]" };
    const repository = bookRepository({ settings, procedures: { release: monthly, restore: monthly, job: {} } });
    expect((await expectRefused(repository, ["approve"], as("Ben"))).code).toBe("no-candidate");
    const done = await recorded(repository, ["done", "release", "restore", "--for", "2026-11"]);
    const { code, message, hint } = await expectRefused(repository, ["approve"], as("Ben"));
    expect(code).toBe("usage");
    for (const { procedure, commit } of done) {
      expect(message).toContain(`${procedure} for 2026-11 (${commit.slice(0, 10)}), by Ana`);
    }
    expect(hint).toBe(`Name one or more: runbook approve ${done[0]?.commit.slice(0, 10)}`);
    expect((await expectRefused(repository, ["approve", "release", "job"], as("Ben"))).code).toBe("usage");
    const approvals = await expectRecorded(repository, ["approve", "release", "restore"], as("Ben"));
    expect(approvals.map(({ approves }) => approves)).toEqual(done.map(({ commit }) => commit));
  });

  it("says with the completion how to approve it", async () => {
    const { folder } = approvalRepository();
    const { stdout } = await runCli(["done", "release", "--for", "2026-11"], { cwd: folder, inProcess: true });
    expect(stdout).toMatch(/runbook approve [0-9a-f]{10}\n/);
  });

  let repository: Repository;
  let commits: Record<string, string>;
  beforeAll(async () => {
    repository = approvalRepository();
    const commit = async (...args: readonly string[]): Promise<string> =>
      (await recorded(repository, args))[0]?.commit ?? "";
    commits = {
      failed: await commit("done", "release", "--for", "2026-09", "--failed"),
      byBen: await commit("done", "release", "--for", "2026-11", "--by", "ben"),
      second: await commit("done", "release", "--for", "2026-11", "--again"),
      job: await commit("done", "job"),
      voided: await commit("done", "release", "--for", "2026-10"),
      void: await commit("undo", "release", "--for", "2026-10"),
    };
  }, HOOK_TIMEOUT);

  it.each([
    { who: "Ana", target: "byBen", code: "not-allowed", words: "You recorded release" },
    { who: "Ben", target: "byBen", code: "not-allowed", words: "You performed release" },
    { who: "Stranger", target: "byBen", code: "not-allowed", words: "nobody in roles.yml" },
    { who: "Chris", target: "second", code: "usage", words: "does not decide over 2026-11" },
    { who: "Chris", target: "failed", code: "usage", words: "says `failed`" },
    { who: "Chris", target: "voided", code: "usage", words: "is voided" },
    { who: "Chris", target: "void", code: "usage", words: "only work that was done is approved" },
    { who: "Chris", target: "job", code: "usage", words: "job requires no approval" },
  ])("refuses $who on $target", async ({ who, target, code, words }) => {
    const error = await expectRefused(repository, ["approve", commits[target] ?? ""], as(who));
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(error.hint).not.toBe("");
  });

  it.each([
    { args: "job", code: "usage" },
    { args: "release --for 2026-12", code: "no-candidate" },
    { args: "release --for 2026-W47", code: "unknown-occurrence" },
    { args: "release job", code: "usage" },
    { args: "0000000", code: "not-found" },
    { args: "nobody-knows", code: "unknown-procedure" },
  ])("refuses `approve $args`", async ({ args, code }) => {
    expect((await expectRefused(repository, ["approve", ...args.split(" ")], as("Chris"))).code).toBe(code);
  });

  it("says that nothing awaits approval", async () => {
    const error = await expectRefused(approvalRepository(), ["approve", "release"], as("Chris"));
    expect(error.code).toBe("no-candidate");
  });

  it("does not count an approval that somebody wrote for themselves", async () => {
    const own = approvalRepository();
    const [done] = await recorded(own, ["done", "release", "--for", "2026-11"]);
    await appendToLedger(
      own,
      `Approved\n\nRunbook-Book: contoso\nRunbook-Record: approval\nRunbook-Approves: ${done?.commit}\n`,
    );
    expect(await statusOf(own, "2026-11")).toEqual(["awaiting-approval"]);
    const { stdout } = await runCli(["log", "show", done?.commit ?? ""], { cwd: own.folder, inProcess: true });
    expect(stdout).toContain("(does not count: by somebody who had a part in the work)");
  });

  it("says why the approval of somebody who has left does not count, until roles.yml has their address again", async () => {
    const left = approvalRepository();
    const [done] = await recorded(left, ["done", "release", "--for", "2026-11"]);
    const [approval] = await expectRecorded(left, ["approve", "release"], as("Chris"));
    const roles = join(left.folder, "roles.yml");
    const before = readFileSync(roles, "utf8");
    writeFileSync(roles, before.replaceAll("chris@contoso.example", "another@contoso.example"));
    expect(await statusOf(left, "2026-11")).toEqual(["awaiting-approval"]);
    const why = "(does not count: roles.yml has no person with the address chris@contoso.example)";
    for (const args of [
      ["explain", "release", "--for", "2026-11"],
      ["log", "show", done?.commit ?? ""],
    ]) {
      const { stdout } = await runCli(args, { cwd: left.folder, inProcess: true });
      const text = stdout.replaceAll(/\s+/gu, " ");
      expect(text).toContain(`${approval?.commit.slice(0, 10)} approves ${done?.commit.slice(0, 10)} by Chris at`);
      expect(text).toContain(why);
    }
    writeFileSync(roles, before);
    expect(await statusOf(left, "2026-11")).toEqual(["done-late"]);
    const { stdout } = await runCli(["explain", "release", "--for", "2026-11"], {
      cwd: left.folder,
      inProcess: true,
    });
    expect(stdout).toContain("Approval: ");
    expect(stdout).not.toContain("does not count");
  });
});
