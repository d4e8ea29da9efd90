import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  LEDGER,
  type Repository,
  appendToLedger,
  bookRepository,
  emptyFolder,
  procedureText,
  recorded,
  runCli,
  runJson,
  runProgram,
} from "../helpers/run-cli.ts";

const EVENT = "incident-2026-11-20-7f3a";

describe.concurrent("log", () => {
  let repository: Repository;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    repository = bookRepository({
      settings: { go_live: "2026-11-02" },
      procedures: {
        job: {},
        lead: { owner: "operations-lead" },
        call: { trigger: "on incident severity 1 within 2 days" },
      },
    });
    const { folder } = repository;
    const commit = async (name: string, ...args: readonly string[]): Promise<void> => {
      commits[name] = (await recorded(repository, args))[0]?.commit ?? "";
    };
    commits["event"] = await appendToLedger(
      repository,
      `Incident\n\nRunbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: ${EVENT}\nRunbook-Severity: 1\nRunbook-Ticket: INC-42\n`,
    );
    writeFileSync(join(folder, "report.txt"), "the report\n");
    await commit("call", "done", "call", "--for", EVENT, "--by", "chris");
    await commit("attached", "done", "job", "--for", "2026-11-17", "--at", "2026-11-17", "--attach", "report.txt");
    await commit("ben", "done", "job", "--for", "2026-11-18", "--at", "2026-11-18T23:30", "--by", "ben", "--failed");
    await commit("lead", "done", "lead", "--for", "2026-11-19", "--at", "2026-11-19", "-m", "One\n\nTwo");
    await commit("skipped", "skip", "lead", "--for", "2026-11-20", "-m", "Closed");
    await commit("void", "undo", "lead", "--for", "2026-11-19");
  }, HOOK_TIMEOUT);

  const logged = async (...args: readonly string[]): Promise<string[]> => {
    const { document, code } = await runJson("log", ["log", ...args], { inProcess: true, cwd: repository.folder });
    expect(code).toBe(0);
    const names = new Map(Object.entries(commits).map(([name, commit]) => [commit, name]));
    return document.records.map(({ commit }) => names.get(commit) ?? commit);
  };

  it.each([
    { args: "--owner operations-lead", is: ["lead", "skipped", "void"] },
    { args: "--owner chris", is: ["lead", "skipped", "void"] },
    // Whose turn it was on the day: the role changed hands on the 23rd.
    { args: "--owner ana", is: ["attached", "ben"] },
    { args: "--owner ben", is: ["call"] },
    { args: "--person ben", is: ["ben"] },
    { args: "--person CHRIS@contoso.example", is: ["call"] },
    { args: "--person Ben", is: ["ben"] },
    { args: "--outcome failed", is: ["ben"] },
    { args: "--outcome skipped", is: ["skipped"] },
    { args: "--record void", is: ["void"] },
    { args: `--event ${EVENT}`, is: ["call", "event"] },
    { args: "--event incident", is: ["call", "event"] },
    { args: "--event 7f3a", is: ["call", "event"] },
    { args: "--event inc-42", is: ["call", "event"] },
    { args: "--event incid", is: [] },
    { args: "--from 2026-11-18 --to 2026-11-19", is: ["ben", "lead"] },
    { args: "--from 2026-11-18 --to 2026-11-18 --outcome failed job", is: ["ben"] },
    { args: "lead --limit 2", is: ["skipped", "void"] },
  ])("`$args` finds $is", async ({ args, is }) => {
    expect((await logged(...args.split(" "))).toSorted()).toEqual(is);
  });

  it("says how many more there are, and when nothing is found", async () => {
    const cwd = repository.folder;
    const limited = await runCli(["log", "--limit", "2"], { inProcess: true, cwd });
    expect(limited.stderr).toContain("The newest 2 of 7 records");
    const none = await runCli(["log", "--outcome", "failed", "lead"], { inProcess: true, cwd });
    expect(none.stdout).toBe("No record is like that.\n");
  });

  it.each([
    { args: "--person nobody", code: 2 },
    { args: "--owner operations-lad", code: 2 },
    { args: "--from 2026-11-19 --to 2026-11-18", code: 2 },
    { args: "--limit 0", code: 2 },
    { args: "--record nonsense", code: 2 },
    { args: "show 0000000", code: 2 },
    { args: "show", code: 2 },
  ])("refuses `log $args`", async ({ args, code }) => {
    expect((await runCli(["log", ...args.split(" ")], { inProcess: true, cwd: repository.folder })).code).toBe(code);
  });

  it("leads from a procedure's id, which is no record's, to its records", async () => {
    const { document } = await runJson("error", ["log", "show", "lead"], { inProcess: true, cwd: repository.folder });
    expect(document.error).toMatchObject({ code: "not-found", hint: expect.stringContaining(": runbook log lead") });
  });

  it("is a table for spreadsheets", async () => {
    const { stdout } = await runCli(["log", "lead", "--format", "csv"], { inProcess: true, cwd: repository.folder });
    const lines = stdout.split("\r\n");
    expect(lines[0]?.startsWith("\uFEFFcommit,record,procedure,")).toBe(true);
    expect(lines).toHaveLength(5);
    expect(stdout).toContain("One Two");
    expect(stdout).toContain(",yes,");
  });

  it("shows one record whole, whatever became of the procedure since", async () => {
    const text = repository.git("show", `${LEDGER}:text/contoso/job.md`);
    writeFileSync(join(repository.folder, "procedures/job.md"), procedureText("job", { name: "Changed since" }));
    const args = ["log", "show", commits["attached"]?.slice(0, 8) ?? ""];
    const { code, document } = await runJson("record", args, { cwd: repository.folder });
    expect(code).toBe(0);
    expect(document).toMatchObject({
      record: { commit: commits["attached"], occurrence: "2026-11-17" },
      text: `${text}\n`,
      evidence: [{ path: "evidence/contoso/job/2026-11-17/report.txt", size: 11 }],
      related: [],
      extracted: [],
    });
    const pretty = await runCli(args, { inProcess: true, cwd: repository.folder });
    expect(pretty.stdout).toContain("6 days later");
    const voided = await runCli(["log", "show", commits["lead"] ?? ""], { inProcess: true, cwd: repository.folder });
    expect(voided.stdout).toContain(`voids ${commits["lead"]?.slice(0, 10)}`);
  });

  it("extracts evidence, and never overwrites", async () => {
    const folder = join(emptyFolder(), "new", "folder");
    const args = ["log", "show", commits["attached"] ?? "", "--extract", folder];
    const { document } = await runJson("record", args, { inProcess: true, cwd: repository.folder });
    expect(document.extracted).toEqual([join(folder, "report.txt")]);
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toBe("the report\n");
    writeFileSync(join(folder, "report.txt"), "mine");
    const again = await runJson("error", args, { inProcess: true, cwd: repository.folder });
    expect([again.code, again.document.error.code]).toEqual([2, "io"]);
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toBe("mine");
    // Nor through a link that leads nowhere yet.
    const linked = emptyFolder();
    symlinkSync(join(linked, "elsewhere"), join(linked, "report.txt"));
    const through = await runJson("error", [...args.slice(0, -1), linked], { inProcess: true, cwd: repository.folder });
    expect([through.code, existsSync(join(linked, "elsewhere"))]).toEqual([2, false]);
    const file = join(folder, "report.txt");
    const into = await runJson("error", [...args.slice(0, -1), file], { inProcess: true, cwd: repository.folder });
    expect([into.code, into.document.error.message]).toEqual([2, `${file} is no folder`]);
  });

  it("extracts under harmless names only, and says what is not there", async () => {
    const own = bookRepository({ procedures: { job: {} } });
    const names = ["a/../../../escape.txt", "evidence/contoso/job/x/CON", "evidence/contoso/job/x/con"];
    const blob = own.git("hash-object", "-w", "runbook.yml");
    await recorded(own, ["done", "job"]);
    const index = { GIT_INDEX_FILE: join(emptyFolder(), "index") };
    const message = `Forged\n\nRunbook-Book: contoso\nRunbook-Record: completion\nRunbook-Procedure: job\nRunbook-Occurrence: 2026-11-23\nRunbook-Outcome: done\n${names.map((name) => `Runbook-Evidence: ${name}\n`).join("")}`;
    const git = async (args: readonly string[], input = ""): Promise<string> =>
      (await runProgram("git", args, { cwd: own.folder, env: index, input })).stdout.trim();
    await git(["read-tree", LEDGER]);
    for (const name of names.slice(1)) await git(["update-index", "--add", "--cacheinfo", `100644,${blob},${name}`]);
    const commit = await git(["commit-tree", "-p", LEDGER, await git(["write-tree"])], message);
    own.git("update-ref", LEDGER, commit);
    const parent = emptyFolder();
    mkdirSync(join(parent, "in"));
    const args = ["log", "show", commit, "--extract", join(parent, "in", "out")];
    const { code, stderr } = await runCli(args, { inProcess: true, cwd: own.folder });
    expect([code, stderr]).toEqual([1, expect.stringContaining("1 of its files are not in its tree")]);
    expect(readdirSync(join(parent, "in", "out")).toSorted()).toEqual(["_CON", "_con-2"]);
    expect(readdirSync(parent)).toEqual(["in"]);
  });
});
