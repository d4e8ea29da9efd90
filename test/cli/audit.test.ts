import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  LEDGER,
  type Repository,
  appendToLedger,
  bookRepository,
  emptyFolder,
  expectRefused,
  recorded,
  repositoryIn,
  runCli,
  runJson,
  stateOf,
} from "../helpers/run-cli.ts";

const PERIOD = ["--from", "2026-11-16", "--to", "2026-11-22"];

/** Everything in a folder, by path. */
function contents(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths
      .toSorted()
      .map((path) => [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path).toString("latin1")]),
  );
}

describe("audit", () => {
  let repository: Repository;
  let out: string;
  let made: { code: number; files: readonly string[]; isUntouched: boolean };

  beforeAll(async () => {
    repository = bookRepository({
      settings: { go_live: "2026-11-02", timezone: "Europe/London" },
      procedures: { job: { trigger: "weekly on Tuesday" }, other: {}, nightly: { effective: "2026-11-19" } },
    });
    const { folder } = repository;
    writeFileSync(join(folder, "report.txt"), "the report\n");
    await recorded(repository, [
      "done",
      "job",
      "--for",
      "2026-W47",
      "--at",
      "2026-11-17T10:00",
      "--attach",
      "report.txt",
    ]);
    await recorded(repository, [
      "done",
      "other",
      "--for",
      "2026-11-20",
      "--at",
      "2026-11-20",
      "-m",
      "=cmd|' /C calc'!A0",
    ]);
    await recorded(repository, ["done", "other", "--for", "2026-11-10", "--at", "2026-11-10"]);
    await recorded(repository, ["done", "other", "--for", "2026-11-19", "--at", "2026-11-19"]);
    await recorded(repository, ["undo", "other", "--for", "2026-11-19", "-m", "Wrong day"]);
    await appendToLedger(
      repository,
      "Incident opened\n\nRunbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: incident-2026-11-23-7f3a\nRunbook-Severity: 1\n",
    );
    out = join(emptyFolder(), "audit");
    const before = stateOf(repository);
    const { code, document } = await runJson("created", ["audit", ...PERIOD, "--out", out], { cwd: folder });
    made = { code, files: document.files, isUntouched: isDeepStrictEqual(stateOf(repository), before) };
  }, HOOK_TIMEOUT);

  it("hears between any two of its files that it is told to end", async () => {
    const folder = join(emptyFolder(), "out");
    const seen = new Set<number>();
    const over = new AbortController();
    const running = runCli(["audit", ...PERIOD, "--out", folder], { cwd: repository.folder, inProcess: true }).finally(
      () => over.abort(),
    );
    while (!over.signal.aborted) {
      seen.add(existsSync(folder) ? readdirSync(folder).length : 0);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect(await running).toMatchObject({ code: 0 });
    const [first, last] = [["evidence", "texts"].length, readdirSync(folder).length];
    expect([...seen].filter((length) => length >= first && length < last)).toEqual(
      Array.from({ length: last - first }, (_, index) => first + index),
    );
  });

  it("names who answered for each occurrence when it was due", async () => {
    const role = "{ name: Analyst, team: customer-it, people: [ana, ben], rotation: { every: 1w, from: 2026-11-02 } }";
    const { folder } = bookRepository({
      settings: { go_live: "2026-11-02" },
      roles: `roles:\n  operations-analyst: ${role}\npeople:\n  ana: { name: Ana }\n  ben: { name: Ben }\n`,
      procedures: { job: { trigger: "weekly on Tuesday" } },
    });
    const audit = join(emptyFolder(), "audit");
    await runJson("created", ["audit", "--from", "2026-11-02", "--to", "2026-11-22", "--out", audit], { cwd: folder });
    const people = (contents(audit)["occurrences.csv"] ?? "").match(/[a-z]+\r\n/g)?.map((cell) => cell.trim());
    expect(people).toEqual(["people", "ana", "ben", "ana"]);
  });

  it("says in its index who wrote a record down for somebody else, and how much later", async () => {
    const book = bookRepository({
      settings: { go_live: "2026-11-02" },
      roles: "roles: {}\npeople:\n  ben: { name: Ben, email: ben@contoso.example }\n",
      procedures: { job: { trigger: "weekly on Tuesday", owner: "ben" } },
    });
    await recorded(book, ["done", "job", "--for", "2026-W46", "--at", "2026-11-10", "--by", "ben"]);
    const audit = join(emptyFolder(), "audit");
    await runJson("created", ["audit", "--from", "2026-11-02", "--to", "2026-11-22", "--out", audit], {
      cwd: book.folder,
    });
    expect(contents(audit)["index.md"]).toMatch(/\| done \| Ben \(recorded by .+\), 13 days later \|/);
  });

  it("names an occurrence where it begins, and again where it is due", async () => {
    const { folder } = bookRepository({
      settings: { go_live: "2026-09-01" },
      procedures: { job: { trigger: "quarterly" }, pack: { trigger: "monthly within 5 weeks" } },
    });
    const env = { RUNBOOK_NOW: "2027-01-04T08:30:00Z" };
    const statuses = async (from: string, to: string): Promise<string[]> => {
      const audit = join(emptyFolder(), "audit");
      await runJson("created", ["audit", "--from", from, "--to", to, "--out", audit], { cwd: folder, env });
      const [, ...rows] = (contents(audit)["occurrences.csv"] ?? "").trimEnd().split("\r\n");
      return rows.map((row) =>
        row
          .split(",")
          .filter((_, column) => [0, 2, 5].includes(column))
          .join(" "),
      );
    };
    expect(await statuses("2026-10-01", "2026-10-31")).toEqual([
      "pack 2026-09 overdue",
      "pack 2026-10 open",
      "job 2026-Q4 open",
    ]);
    expect(await statuses("2026-12-01", "2026-12-31")).toEqual([
      "job 2026-Q4 due",
      "pack 2026-11 overdue",
      "pack 2026-12 open",
    ]);
  });

  it("names what is due in the period though it began before go-live, and counts it on neither side", async () => {
    const { folder } = bookRepository({
      settings: { go_live: "2026-11-20" },
      procedures: { job: { trigger: "quarterly" }, other: { trigger: "quarterly" } },
    });
    const env = { RUNBOOK_NOW: "2027-01-04T08:30:00Z" };
    await runJson("records", ["done", "job", "--for", "2026-Q4", "--at", "2026-12-10"], { cwd: folder, env });
    const period = ["--from", "2026-12-01", "--to", "2026-12-31"];
    const audit = join(emptyFolder(), "audit");
    await runJson("created", ["audit", ...period, "--out", audit], { cwd: folder, env });
    const { document } = await runJson("report", ["report", ...period], { cwd: folder, env });
    const [, ...rows] = (contents(audit)["occurrences.csv"] ?? "").trimEnd().split("\r\n");
    expect(rows.map((row) => [0, 2, 5, 6].map((column) => row.split(",")[column]).join(" "))).toEqual([
      "job 2026-Q4 done ",
      "other 2026-Q4 not-owed ",
    ]);
    expect(document.total).toMatchObject({ owed: 0, notYetDue: 0, completions: 1 });
  });

  it("says of each occurrence what it counts as, so that the report's adherence can be worked out again", async () => {
    const { folder } = bookRepository({
      settings: { go_live: "2026-11-02" },
      procedures: {
        job: { trigger: "weekly on Tuesday" },
        daily: { trigger: "daily" },
        month: { trigger: "monthly" },
        later: { trigger: "daily", effective: "2026-11-20" },
      },
    });
    const here = { folder } as Repository;
    for (const [id, key, at] of [
      ["daily", "2026-11-02", "2026-11-02"],
      ["daily", "2026-11-03", "2026-11-05"],
      ["later", "2026-11-04", "2026-11-04"],
      ["job", "2026-W45", "2026-11-04"],
    ] as const) {
      await recorded(here, ["done", id, "--for", key, "--at", at]);
    }
    const period = ["--from", "2026-11-02", "--to", "2026-11-05"];
    const audit = join(emptyFolder(), "audit");
    await runJson("created", ["audit", ...period, "--out", audit], { cwd: folder });
    const { document } = await runJson("report", ["report", ...period, "--as-of", "2026-11-05"], { cwd: folder });
    const [, ...rows] = (contents(audit)["occurrences.csv"] ?? "").trimEnd().split("\r\n");
    expect(rows.map((row) => [0, 2, 5, 6].map((column) => row.split(",")[column]).join(" ")).toSorted()).toEqual([
      "daily 2026-11-02 done on-time",
      "daily 2026-11-03 done-late missed",
      "daily 2026-11-04 missed missed",
      "daily 2026-11-05 due not-yet-due",
      "job 2026-W45 done-late late",
      "later 2026-11-02 not-owed ",
      "later 2026-11-03 not-owed ",
      "later 2026-11-04 done ",
      "later 2026-11-05 not-owed ",
      "month 2026-11 open ",
    ]);
    expect(document.total).toMatchObject({ owed: 4, onTime: 1, late: 1, missed: 2, notYetDue: 1 });
    expect(contents(audit)["index.md"]).toContain(
      "Adherence of what was due in the period 25%: 1 of 4 on time; 1 late, 2 missed (1 done later); 1 not yet due (column counts_as).",
    );
  });

  it("holds the period's records, texts, evidence and what became of each occurrence", () => {
    const files = contents(out);
    expect(made).toEqual({ code: 0, files: Object.keys(files), isUntouched: true });
    const commit = repository.git("rev-parse", `${LEDGER}~5`);
    expect(Object.keys(files)).toEqual([
      "SHA256SUMS",
      "definitions.md",
      `evidence/${commit.slice(0, 16)}/report.txt`,
      "incidents.csv",
      "index.md",
      "occurrences.csv",
      "records.csv",
      "records.json",
      "roles.json",
      ...["holidays.yml", "roles.yml", "runbook.yml", "waves.yml"].map((name) => `settings/${name}`),
      ...["job", "other"].map(
        (id) => `texts/${id}-${repository.git("rev-parse", `${LEDGER}:text/contoso/${id}.md`).slice(0, 16)}.md`,
      ),
      "verification.json",
      "verification.txt",
    ]);
    expect(files[`evidence/${commit.slice(0, 16)}/report.txt`]).toBe("the report\n");
    expect(files["settings/runbook.yml"]).toBe(readFileSync(join(repository.folder, "runbook.yml"), "latin1"));
    const { records } = JSON.parse(files["records.json"] ?? "") as {
      records: { occurrence: string; record: string }[];
    };
    // The void was made later, of a record in the period.
    expect(records.map(({ record, occurrence }) => `${record} ${occurrence}`)).toEqual([
      "completion 2026-W47",
      "completion 2026-11-19",
      "completion 2026-11-20",
      "void 2026-11-19",
    ]);
    expect(files["occurrences.csv"]).toContain("job,job,2026-W47,2026-11-17,2026-11-17,done,on-time,");
    expect(files["occurrences.csv"]).toContain("other,other,2026-11-19,2026-11-19,2026-11-19,missed,missed,");
    expect(files["index.md"]).toMatch(/^Adherence of what was due in the period \d+%: 2 of \d+ on time; \d+ missed/m);
    expect(files["incidents.csv"]?.trimEnd().split("\r\n")).toHaveLength(1);
    expect(files["index.md"]).toContain("2026-11-16 to 2026-11-22");
    expect(files["verification.txt"]).toContain("No break found.");
  });

  it("names in the table the files beside it", () => {
    const files = contents(out);
    const [titles = "", ...rows] = (files["records.csv"] ?? "").trimEnd().split("\r\n");
    expect(titles).toMatch(/,note,text_file,evidence_files$/);
    const named = rows.map((row) => row.split(",").slice(-2));
    expect(named.map((cells) => cells.map((cell) => cell.replace(/[0-9a-f]{16}/, "ID")))).toEqual([
      ["texts/job-ID.md", "evidence/ID/report.txt"],
      ["texts/other-ID.md", ""],
      ["texts/other-ID.md", ""],
      ["", ""],
    ]);
    for (const file of named.flat().filter((cell) => cell !== "")) expect(Object.keys(files)).toContain(file);
    expect(files["definitions.md"]).toContain("| text_file |");
  });

  it("neutralises formulas in the table, and keeps the note as it is in the JSON", () => {
    const files = contents(out);
    expect(files["records.csv"]).toContain(`'=cmd|' /C calc'!A0`);
    expect(files["records.json"]).toContain(`"=cmd|' /C calc'!A0"`);
    expect(files["records.csv"]).not.toMatch(/(?:^|,|")[=+@-]/m);
  });

  it("has a manifest that other tools read, of every file", () => {
    const listed = (contents(out)["SHA256SUMS"] ?? "").trimEnd().split("\n");
    expect(listed).toHaveLength(Object.keys(contents(out)).length - 1);
    for (const line of listed) {
      const [sum, path = ""] = line.split("  ");
      expect([
        path,
        createHash("sha256")
          .update(readFileSync(join(out, path)))
          .digest("hex"),
      ]).toEqual([path, sum]);
    }
  });

  it("tells in PowerShell too which files were altered since", ({ skip }) => {
    const folder = join(emptyFolder(), "audit");
    cpSync(out, folder, { recursive: true });
    const sum = createHash("sha256").update("evidence").digest("hex");
    writeFileSync(join(folder, "evidence", "Übersicht.txt"), "evidence");
    appendFileSync(join(folder, "SHA256SUMS"), `${sum}  evidence/Übersicht.txt\n`);
    const [, check = ""] = /```powershell\n([^`]+)```/u.exec(readFileSync(join(out, "index.md"), "utf8")) ?? [];
    // Windows PowerShell reads files in the system's code page where nothing else is said.
    const asOld = "$PSDefaultParameterValues['Get-Content:Encoding'] = [Text.Encoding]::GetEncoding(28591)";
    const differing = (): readonly string[] => {
      const { status, stdout } = spawnSync("pwsh", ["-NoProfile", "-Command", `${asOld}\n${check}`], {
        cwd: folder,
        encoding: "utf8",
      });
      skip(status === null, "pwsh is not installed");
      return stdout.split(/\r?\n/u).filter((line) => line !== "");
    };
    expect(differing()).toEqual([]);
    writeFileSync(join(folder, "evidence", "Übersicht.txt"), "altered");
    rmSync(join(folder, "roles.json"));
    expect(differing()).toEqual(["roles.json differs", "evidence/Übersicht.txt differs"]);
  });

  it("gives the same bytes in another zone, at another time, in another clone with Windows' line ends", async () => {
    const clone = repositoryIn(join(emptyFolder(), "clone"));
    const asOnWindows = ["--config", "core.autocrlf=true"];
    repository.git("clone", "--quiet", ...asOnWindows, `file://${repository.folder}`, clone.folder);
    expect(readFileSync(join(clone.folder, "runbook.yml"), "utf8")).toContain("\r\n");
    const env = {
      TZ: "Pacific/Kiritimati",
      RUNBOOK_NOW: "2027-05-01T23:30:00Z",
      LANG: "de_DE.UTF-8",
      FORCE_COLOR: "1",
    };
    const again = join(emptyFolder(), "again");
    const { code } = await runCli(["audit", ...PERIOD, "--out", again], { cwd: clone.folder, env });
    expect(code).toBe(0);
    expect(contents(again)).toEqual(contents(out));
  });

  it("hides what looks like a credential in the settings that it holds", async () => {
    const { folder: cwd } = bookRepository({ procedures: { job: {} } });
    appendFileSync(join(cwd, "runbook.yml"), "# ghp_16C7e42F292c6912E7710c838347Ae178B4a\n");
    const target = join(emptyFolder(), "audit");
    await runCli(["audit", ...PERIOD, "--out", target], { cwd, inProcess: true });
    expect(contents(target)["settings/runbook.yml"]).toMatch(/\n# \*+\n$/);
  });

  it("has the severity that all commands tell, of those that two clones named in one second", async () => {
    const named = bookRepository({ procedures: { job: {} } });
    const { folder: cwd, git } = named;
    await recorded(named, ["done", "job"]);
    const message = (kind: string, severity: number): string =>
      `Incident\n\nRunbook-Book: contoso\nRunbook-Record: ${kind}\nRunbook-Event: incident-2026-11-22-7f3a\nRunbook-Severity: ${severity}\n`;
    const opened = await appendToLedger(named, message("event", 1));
    const sideWith = async (severity: number): Promise<string> => {
      git("update-ref", LEDGER, opened);
      return appendToLedger(named, message("event-update", severity));
    };
    const sides = [await sideWith(2), await sideWith(3)] as const;
    const severities = async (): Promise<unknown> => {
      const { document } = await runJson("incidents", ["incident", "list"], { cwd, inProcess: true });
      const target = join(emptyFolder(), "audit");
      const days = ["--from", "2026-11-16", "--to", "2026-11-23"];
      const now = { RUNBOOK_NOW: "2026-11-24T12:00:00Z" };
      await runCli(["audit", ...days, "--out", target], { cwd, env: now, inProcess: true });
      return [
        document.incidents.map(({ severity }) => String(severity)),
        [contents(target)["incidents.csv"]?.split("\r\n")[1]?.split(",")[2]],
      ];
    };
    const told: unknown[] = [];
    for (const [ours, theirs] of [sides, sides.toReversed()]) {
      git("update-ref", LEDGER, ours ?? "");
      git("update-ref", "refs/remotes/origin/runbook-ledger", theirs ?? "");
      told.push(await severities());
      const tree = git("rev-parse", `${LEDGER}^{tree}`);
      git("update-ref", "-d", "refs/remotes/origin/runbook-ledger");
      git("update-ref", LEDGER, git("commit-tree", "-p", LEDGER, "-p", theirs ?? "", "-m", "Join", tree));
      told.push(await severities());
    }
    for (const both of told) expect(both).toEqual([expect.any(Array), (both as unknown[])[0]]);
    // Whose clone it is makes no difference.
    expect(told[2]).toEqual(told[0]);
  });

  it("writes only into a folder that is empty, for a period that is over", async () => {
    const taken = emptyFolder();
    writeFileSync(join(taken, "mine.txt"), "mine");
    const refused = async (...args: readonly string[]): Promise<string> =>
      (await expectRefused(repository, ["audit", ...args])).code;
    expect(await refused(...PERIOD, "--out", taken)).toBe("io");
    expect(contents(taken)).toEqual({ "mine.txt": "mine" });
    expect(await refused("--from", "2026-11-20", "--to", "2026-11-24", "--out", emptyFolder())).toBe("usage");
    expect(await refused("--from", "2026-11-20", "--to", "2026-11-19", "--out", emptyFolder())).toBe("usage");
  });

  it("makes no path of what stands in the ledger, and says where evidence is missing", async () => {
    const copy = repositoryIn(emptyFolder());
    cpSync(repository.folder, copy.folder, { recursive: true });
    const trailers = ["../../../escape.txt", "evidence/contoso/other/x/CON", "evidence/contoso/x/a:b?.txt"];
    const message = `Forged\n\nRunbook-Book: contoso\nRunbook-Record: completion\nRunbook-Procedure: ../../up\nRunbook-Occurrence: 2026-11-23\nRunbook-Outcome: done\n`;
    await appendToLedger(copy, `${message}${trailers.map((path) => `Runbook-Evidence: ${path}\n`).join("")}`);
    const parent = emptyFolder();
    mkdirSync(join(parent, "a"));
    const target = join(parent, "a", "audit");
    const args = ["audit", "--from", "2026-11-23", "--to", "2026-11-23", "--out", target];
    const { code, stderr } = await runCli(args, { cwd: copy.folder, inProcess: true });
    expect(code).toBe(1);
    expect(stderr).toContain("verification.txt");
    expect(contents(target)["incidents.csv"]).toContain("\r\nincident-2026-11-23-7f3a,");
    expect(readdirSync(parent)).toEqual(["a"]);
    expect(contents(target)["index.md"]).toContain("not in its tree");
    expect(Object.keys(contents(target)).every((path) => /^[\w./-]+$/.test(path))).toBe(true);
  });
});
