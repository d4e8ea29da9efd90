// What was read of a ledger is kept: with it and without it every answer is the same, whatever has happened to the
// ledger, the run book or the cache since.

import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type CalendarDate } from "../../src/calendar/calendar-date.ts";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { lineStoreOf } from "../../src/store/kept-lines.ts";
import { type Written, importRecords } from "../helpers/ledgers.ts";
import {
  LEDGER,
  type Repository,
  bookFiles,
  bookRepository,
  emptyFolder,
  plantLines,
  recorded,
  repositoryIn,
  runCli,
  writeFiles,
} from "../helpers/run-cli.ts";

/** FC_RUNS asks for more cases than a test run has time for. */
const RUNS = Number(process.env["FC_RUNS"] ?? 1);
const REMOTE = "refs/remotes/origin/runbook-ledger";
const BOOK = {
  settings: { go_live: "2026-08-03" },
  procedures: {
    job: { trigger: "daily" },
    month: { trigger: "monthly" },
    checked: { trigger: "weekly", requires: "[approval]" },
    incident: { trigger: "on incident severity 1 within 4 hours" },
  },
} as const;
const FIRST = "2026-08-03" as CalendarDate;
const at = (day: string, time = "09:00"): string => `${day}T${time}:00+00:00`;
const BEN = { name: "Ben", email: "ben@contoso.example" };

const dailies = (count: number, from = FIRST): Written[] =>
  Array.from({ length: count }, (_, index) => {
    const day = addDays(from, index);
    return { record: "completion", procedure: "job", occurrence: day, outcome: "done", performedAt: at(day) };
  });

interface Kept extends Repository {
  readonly ids: readonly string[];
  readonly cacheFolder: string;
}

/** Has 111 records, of which some 35 are kept. */
async function template(): Promise<Kept> {
  const repository = bookRepository(BOOK);
  const month = { record: "completion", procedure: "month", outcome: "done" } as const;
  const ids = await importRecords(repository, LEDGER, null, [
    { ...month, occurrence: "2026-08", performedAt: at("2026-08-31") },
    { ...month, occurrence: "2026-09", performedAt: at("2026-09-30") },
    {
      record: "completion",
      procedure: "checked",
      occurrence: "2026-W40",
      outcome: "done",
      performedAt: at("2026-10-01"),
    },
    ...dailies(108),
  ]);
  // Out of reach at once and in the same words, whatever the network: a name might take seconds to be looked up.
  repository.git("remote", "add", "origin", "/dev/null/ledger.git");
  await due(repository);
  return { ...repository, ids, cacheFolder: join(repository.folder, ".git", "runbook", "cache") };
}

const TEMPLATE = template();

/** A repository of its own whose cache is warm. */
async function warm(): Promise<Kept> {
  const { folder, ids } = await TEMPLATE;
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return { ...repositoryIn(copy), ids, cacheFolder: join(copy, ".git", "runbook", "cache") };
}

const run = (repository: Repository, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(args, { cwd: repository.folder, inProcess: true });
const due = (repository: Repository, ...args: string[]): ReturnType<typeof runCli> =>
  run(repository, "due", "--json", ...args);

/** Asks with the cache and without it. */
async function expectSame(repository: Repository, ...args: string[]): Promise<string> {
  const plain = await due(repository, "--no-cache", ...args);
  expect(await due(repository, ...args)).toEqual(plain);
  return plain.stdout;
}

/** The git commands that a run starts. */
async function gitCommands({ folder }: Repository, ...args: string[]): Promise<string[]> {
  const trace = join(folder, ".git", "trace");
  await runCli(args, { cwd: folder, inProcess: true, env: { GIT_TRACE: trace } });
  if (!existsSync(trace)) return [];
  const lines = readFileSync(trace, "utf8").split("\n");
  rmSync(trace);
  return lines.flatMap((line) => /trace: built-in: git (.*)$/.exec(line)?.[1] ?? []);
}

function cacheFile({ cacheFolder }: Kept): string {
  const [name, ...others] = readdirSync(cacheFolder).filter((entry) => /^ledger.*(?<! changes)$/.test(entry));
  if (name === undefined || others.length > 0) throw new Error("Expected one cached ledger.");
  return join(cacheFolder, name);
}

describe.concurrent("a cached ledger", () => {
  it("is what `due` answers from: git lists no commit again, and of packed ones then only the new", async () => {
    const repository = await warm();
    expect((await gitCommands(repository, "due")).filter((command) => /^(?:log|rev-list)/.test(command))).toEqual([]);
    await recorded(repository, ["done", "job"]);
    const logs = async (): Promise<string[]> =>
      (await gitCommands(repository, "due")).filter((command) => /^(?:log|rev-list)/.test(command));
    // One record in a file of its own is read without git.
    expect(await logs()).toEqual([]);
    const last = repository.git("rev-parse", LEDGER);
    await recorded(repository, ["done", "job", "--again"]);
    repository.git("repack", "-a", "-d", "--quiet");
    repository.git("prune-packed");
    expect(await logs()).toEqual([expect.stringContaining(`--not ${last}`)]);
    await expectSame(repository);
  });

  it("needs no git once what it holds was pushed", async () => {
    const repository = await warm();
    await recorded(repository, ["done", "job"]);
    repository.git("update-ref", REMOTE, LEDGER);
    expect(await gitCommands(repository, "list")).toEqual([]);
    await expectSame(repository);
  });

  it("holds no more than statuses follow from, and is trusted: what is planted in it shows", async () => {
    const repository = await warm();
    expect(readFileSync(cacheFile(repository), "utf8").split("\n").length).toBeLessThan(45);
    const sound = await due(repository);
    for (const name of readdirSync(repository.cacheFolder)) {
      if (name.startsWith("due")) rmSync(join(repository.cacheFolder, name));
    }
    plantLines(cacheFile(repository), (text) => text.replaceAll('"month"', '"nobody"'));
    expect(await due(repository)).not.toEqual(sound);
    expect(await due(repository, "--no-cache")).toEqual(sound);
  });

  it("is read anew once where a procedure has come to need every record, and not each time", async () => {
    const repository = await warm();
    const job = { trigger: "daily", catch_up: "each" };
    writeFiles(repository.folder, bookFiles({ ...BOOK, procedures: { ...BOOK.procedures, job } }));
    const reads = async (...args: string[]): Promise<string[]> =>
      (await gitCommands(repository, ...args)).filter((command) => /^(?:log|rev-list|cat-file)/.test(command));
    expect(await reads("due")).not.toEqual([]);
    expect(await reads("due", "--within", "9")).toEqual([]);
    expect((await reads("explain", "job")).length).toBeGreaterThan(0);
    await recorded(repository, ["done", "job", "--for", "2026-11-23"]);
    expect(await reads("due", "--within", "10")).toEqual([]);
    await expectSame(repository, "--within", "11");
  });

  it.each([
    ["is added to where ledgers with an incident were merged", "10:00", false],
    ["is read anew where only the merged ledger's order tells which of its records is the first", "09:00", true],
  ])("%s", async (_, second, isWhole) => {
    const repository = await warm();
    const [event, day] = ["incident-2026-11-22-0a1b", "2026-11-22" as CalendarDate];
    await importRecords(repository, LEDGER, repository.ids.at(-1) ?? null, [
      { record: "event", event, severity: 2, performedAt: at(day) },
      { record: "event-update", event, severity: 1, performedAt: at(day, second) },
    ]);
    await importRecords(repository, REMOTE, repository.ids[50] ?? null, dailies(1, day));
    await due(repository);
    const merge = ["commit-tree", "-p", LEDGER, "-p", REMOTE, "-m", "Join", `${LEDGER}^{tree}`];
    repository.git("update-ref", LEDGER, repository.git(...merge));
    await importRecords(repository, LEDGER, repository.git("rev-parse", LEDGER), dailies(1, addDays(day, 1)));
    const read = (await gitCommands(repository, "due")).filter((command) =>
      /^(?:log|rev-list --date-order) /.test(command),
    );
    const isOfNews = (command: string): boolean => command.includes(" --not ");
    expect([read.some(isOfNews), !read.every(isOfNews)]).toEqual([true, isWhole]);
    await expectSame(repository);
  });

  it("is not used with --no-cache or RUNBOOK_NO_CACHE, and then not kept", async () => {
    const { folder } = bookRepository(BOOK);
    await runCli(["due", "--no-cache"], { cwd: folder, inProcess: true });
    await runCli(["due"], { cwd: folder, inProcess: true, env: { RUNBOOK_NO_CACHE: "1" } });
    expect(readdirSync(join(folder, ".git"))).not.toContain("runbook");
    await runCli(["due"], { cwd: folder, inProcess: true, env: { RUNBOOK_NO_CACHE: "" } });
    expect(readdirSync(join(folder, ".git"))).toContain("runbook");
  });

  const CHANGES: Readonly<Record<string, (repository: Kept) => Promise<unknown> | void>> = {
    "records have come": (repository) => recorded(repository, ["done", "job"]),
    "a kept record is voided": (repository) => recorded(repository, ["undo", repository.ids.at(-1) ?? ""]),
    "a record that was left out is voided": (repository) => recorded(repository, ["undo", repository.ids[5] ?? ""]),
    "a void that names no procedure has come after a `due`": async (repository) => {
      await due(repository);
      await importRecords(repository, LEDGER, repository.ids.at(-1) ?? null, [
        { record: "void", voids: repository.ids[0] ?? "", performedAt: at("2026-10-02") },
      ]);
    },
    "a record of a month is voided": (repository) => recorded(repository, ["undo", repository.ids[0] ?? ""]),
    "an old day is recorded again": (repository) =>
      recorded(repository, ["done", "job", "--for", "2026-08-04", "--again", "--failed"]),
    "an approval has come": async (repository) => {
      await importRecords(repository, LEDGER, repository.ids.at(-1) ?? null, [
        { record: "approval", approves: repository.ids[2] ?? "", performedAt: at("2026-11-20"), performedBy: BEN },
      ]);
    },
    "an incident was opened": async (repository) => {
      await importRecords(repository, LEDGER, repository.ids.at(-1) ?? null, [
        { record: "event", event: "incident-2026-11-22-0a1b", severity: 1, performedAt: at("2026-11-22") },
      ]);
    },
    "a record that cannot be read has come": ({ git }) => {
      const tip = git("commit-tree", "-p", LEDGER, "-m", "Bad", "-m", "Runbook-Record: nonsense", `${LEDGER}^{tree}`);
      git("update-ref", LEDGER, tip);
    },
    "a record that cannot be read is voided": async (repository) => {
      await CHANGES["a record that cannot be read has come"]?.(repository);
      await due(repository);
      await recorded(repository, ["undo", repository.git("rev-parse", LEDGER)]);
    },
    "the remote-tracking branch has come": ({ git, ids }) => void git("update-ref", REMOTE, ids.at(-9) ?? ""),
    "everything was pushed": ({ git }) => void git("update-ref", REMOTE, LEDGER),
    "the remote has records of its own": async (repository) => {
      await importRecords(repository, REMOTE, repository.ids.at(-3) ?? null, dailies(3, "2026-11-20" as CalendarDate));
    },
    "two ledgers were merged": async (repository) => {
      const [, , other] = await importRecords(
        repository,
        REMOTE,
        repository.ids[50] ?? null,
        dailies(3, "2026-11-20" as CalendarDate),
      );
      const merge = ["commit-tree", "-p", LEDGER, "-p", other ?? "", "-m", "Join", `${LEDGER}^{tree}`];
      repository.git("update-ref", LEDGER, repository.git(...merge));
    },
    "a ledger with another root was merged": async (repository) => {
      const ids = await importRecords(repository, "refs/heads/other", null, dailies(40, "2026-10-15" as CalendarDate));
      const merge = ["commit-tree", "-p", LEDGER, "-p", ids.at(-1) ?? "", "-m", "Join", `${LEDGER}^{tree}`];
      repository.git("update-ref", LEDGER, repository.git(...merge));
    },
    "the branch was set back": ({ git, ids }) => void git("update-ref", LEDGER, ids.at(-4) ?? ""),
    "the branch was rewritten": async (repository) => {
      await importRecords(repository, LEDGER, repository.ids[20] ?? null, dailies(30, "2026-10-01" as CalendarDate));
    },
    "what was rewritten is gone from the repository": async (repository) => {
      await importRecords(repository, LEDGER, repository.ids[20] ?? null, dailies(30, "2026-10-01" as CalendarDate));
      repository.git(
        "-c",
        "gc.reflogExpire=now",
        "-c",
        "gc.reflogExpireUnreachable=now",
        "gc",
        "--quiet",
        "--prune=now",
      );
    },
    "the branch was deleted": ({ git }) => void git("update-ref", "-d", LEDGER),
    "the remote is no longer there": ({ git }) => void git("remote", "remove", "origin"),
    "the clone has become shallow": ({ folder, ids }) =>
      writeFileSync(join(folder, ".git", "shallow"), `${ids[60] ?? ""}\n`),
    "history is grafted": ({ folder, ids }) => {
      mkdirSync(join(folder, ".git", "info"), { recursive: true });
      writeFileSync(join(folder, ".git", "info", "grafts"), `${ids.at(-2) ?? ""} ${ids[3] ?? ""}\n`);
    },
    "history was grafted when it was kept": async (repository) => {
      const { folder, ids, cacheFolder } = repository;
      const grafts = join(folder, ".git", "info", "grafts");
      mkdirSync(join(folder, ".git", "info"), { recursive: true });
      writeFileSync(grafts, `${ids.at(-2) ?? ""}\n`);
      rmSync(cacheFolder, { recursive: true });
      await due(repository);
      rmSync(grafts);
    },
    "the run book has another id": ({ folder }) =>
      writeFiles(folder, bookFiles({ ...BOOK, settings: { ...BOOK.settings, id: "fabrikam" } })),
    "the ledger has another branch": ({ folder, git, ids }) => {
      git("update-ref", "refs/heads/elsewhere", ids[90] ?? "");
      writeFiles(folder, bookFiles({ ...BOOK, settings: { ...BOOK.settings, ledger: "{ branch: elsewhere }" } }));
    },
    "the remote has another name": ({ folder, git, ids }) => {
      git("update-ref", "refs/remotes/upstream/runbook-ledger", ids[90] ?? "");
      writeFiles(folder, bookFiles({ ...BOOK, settings: { ...BOOK.settings, ledger: "{ remote: upstream }" } }));
    },
    "a procedure has come to need all its records": ({ folder }) =>
      writeFiles(
        folder,
        bookFiles({ ...BOOK, procedures: { ...BOOK.procedures, job: { trigger: "daily", catch_up: "each" } } }),
      ),
    "a procedure has taken over an id": ({ folder }) => {
      const { job: _job, ...others } = BOOK.procedures;
      rmSync(join(folder, "procedures", "job.md"));
      const renamed = { ...others, task: { trigger: "daily", formerly: "[job]" } };
      writeFiles(folder, bookFiles({ ...BOOK, procedures: renamed }));
    },
    "another build wrote it": (repository) =>
      plantLines(cacheFile(repository), (text) => text.replace("source", "older").replaceAll('"month"', '"nobody"')),
    "it is of another file's name": (repository) =>
      plantLines(cacheFile(repository), (text) =>
        text.replace("contoso", "fabrikam").replaceAll('"month"', '"nobody"'),
      ),
    "it is cut off": (repository) => {
      const file = cacheFile(repository);
      writeFileSync(file, readFileSync(file).subarray(0, 2000));
    },
    "one digit of it has changed": (repository) => {
      const file = cacheFile(repository);
      writeFileSync(file, readFileSync(file, "utf8").replace('"2026-11-18"', '"2026-11-19"'));
    },
    "it is no text": (repository) => writeFileSync(cacheFile(repository), Buffer.from([0, 255, 1, 10, 0])),
    "it is empty": (repository) => writeFileSync(cacheFile(repository), ""),
    "it has a checksum and no sense": (repository) => plantLines(cacheFile(repository), () => "no JSON"),
    "it is a folder": (repository) => {
      const file = cacheFile(repository);
      rmSync(file);
      mkdirSync(file);
    },
    "it was deleted": ({ cacheFolder }) => rmSync(cacheFolder, { recursive: true }),
    "its folder is a file": ({ cacheFolder }) => {
      rmSync(cacheFolder, { recursive: true });
      writeFileSync(cacheFolder, "");
    },
  };
  it.each(Object.keys(CHANGES))("answers as without it where %s", async (change) => {
    const repository = await warm();
    await CHANGES[change]?.(repository);
    await expectSame(repository);
    if (RUNS > 2)
      for (const date of ["2026-11-20", "2026-11-02", "2026-08-20"]) await expectSame(repository, "--date", date);
  });

  it("that cannot be written is done without, and leaves nothing behind", async () => {
    const repository = await warm();
    rmSync(repository.cacheFolder, { recursive: true });
    mkdirSync(repository.cacheFolder, { mode: 0o555 });
    chmodSync(repository.cacheFolder, 0o555);
    await expectSame(repository);
    if (process.getuid?.() !== 0) expect(readdirSync(repository.cacheFolder)).toEqual([]);
  });

  it("is left whole by several processes at once", async () => {
    const repository = await warm();
    rmSync(repository.cacheFolder, { recursive: true });
    const runs = await Promise.all([1, 2, 3].map(() => runCli(["due", "--json"], { cwd: repository.folder })));
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
    expect(readdirSync(repository.cacheFolder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(await expectSame(repository)).toBe(runs[0]?.stdout);
  });

  it("lets `done` choose as without it, old occurrences too", async () => {
    const repository = await warm();
    const commands = await gitCommands(repository, "done", "job", "--for", "2026-11-22");
    expect(commands).toContainEqual(expect.stringMatching(/^commit-tree /));
    expect(commands.filter((command) => /^(?:log|rev-list)/.test(command))).toEqual([]);
    const records = await recorded(repository, ["done", "job", "--for", "2026-08-10", "--again"]);
    expect(records).toMatchObject([{ procedure: "job", occurrence: "2026-08-10" }]);
    await expectSame(repository);
  });
});

describe.concurrent("what this clone records", () => {
  interface KeptLedger {
    readonly tip: string;
    readonly position: unknown;
    readonly lines: ReadonlyMap<string, unknown>;
  }

  /** What is kept of the ledger, with people in place of their numbers, which follow from the order in which they were met. */
  function keptOf(repository: Kept): KeptLedger {
    const store = lineStoreOf(cacheFolderOf(join(repository.folder, ".git")), basename(cacheFile(repository)));
    const kept = store.read(({ head, lines }) => {
      const { position, people } = JSON.parse(head) as { position: { tip: string }; people: readonly unknown[] };
      const named = (key: string, value: unknown): unknown =>
        /^[57]$/.test(key) && typeof value === "number" ? people[value] : value;
      const parsed = [...lines].map(([key, line]) => [key, JSON.parse(line, named) as unknown] as const);
      return { tip: position.tip, position, lines: new Map(parsed) };
    });
    if (kept === undefined) throw new Error("Nothing is kept.");
    return kept;
  }

  const ROLES = `roles:
  operations-analyst: { name: Operations analyst, people: [ana] }
people:
  ana: { name: Ana, email: ana@contoso.example }
  roe: { name: "R. Roe Jr.", email: roe@contoso.example }
`;
  const NOTE = "Line 1\r\nLine 2 \0 \ud800 \u2028 漢字  \n\nRunbook-Record: void\n";

  it.each<[string, boolean, readonly (readonly string[])[]]>([
    ["a completion", true, [["done", "job"]]],
    ["a failure with a note", true, [["done", "job", "--failed", "-m", NOTE]]],
    ["several, by somebody else", true, [["done", "job", "checked", "--by", "Ben Núñez <ben@contoso.example>"]]],
    ["what is left out, after a look at all records", false, [["skip", "job", "--through", "2026-11-27", "-m", NOTE]]],
    [
      "days to come that are left out",
      true,
      [["skip", "job", "--from", "2026-11-24", "--through", "2026-11-27", "-m", NOTE]],
    ],
    [
      "an old day, after a look at all records",
      false,
      [["done", "job", "--for", "2026-08-10", "--at", "2026-08-11", "--again"]],
    ],
    [
      "a void of a record of late",
      true,
      [
        ["done", "job"],
        ["undo", "job"],
      ],
    ],
    ["what awaits approval", true, [["done", "checked"]]],
    ["an incident", true, [["incident", "open", "--severity", "1", "--title", "Portal is down"]]],
    ["a person whose name git writes otherwise", false, [["done", "job", "--by", "roe"]]],
    ["an address that git writes otherwise", false, [["done", "job", "--by", "Ben <.ben@contoso.example>"]]],
  ])("is kept as it would be read: %s", async (_, isKnown, commands) => {
    const repository = await warm();
    writeFiles(repository.folder, bookFiles({ ...BOOK, roles: ROLES }));
    await due(repository);
    await expectKept(repository, isKnown, commands);
  });

  it("is kept as it would be read: voids of records that were left out, in the ledger's order", async () => {
    const repository = await warm();
    await expectKept(repository, true, [["undo", repository.ids[5] ?? "", repository.ids[6] ?? ""]]);
  });

  it("is kept as it would be read: what was written upon others' records, which nobody had read", async () => {
    const repository = await warm();
    await importRecords(repository, LEDGER, repository.ids.at(-1) ?? null, [
      { record: "skip", procedure: "month", occurrence: "2026-10", performedAt: at("2026-11-20"), performedBy: BEN },
    ]);
    await expectKept(repository, true, [["done", "job", "--by", "Cara <cara@contoso.example>"]]);
  });

  /** Runs commands that record: in the end what is kept is what a run would keep that was told nothing by the last one. */
  async function expectKept(
    repository: Kept,
    isKnown: boolean,
    commands: readonly (readonly string[])[],
  ): Promise<void> {
    const { cacheFolder } = repository;
    const before = emptyFolder();
    for (const args of commands) {
      cpSync(cacheFolder, before, { recursive: true });
      expect(await run(repository, ...args)).toMatchObject({ code: 0, stderr: expect.not.stringContaining("error") });
    }
    const tip = repository.git("rev-parse", LEDGER);
    expect(keptOf(repository).tip === tip).toBe(isKnown);
    await run(repository, "list");
    const kept = keptOf(repository);
    rmSync(cacheFolder, { recursive: true });
    cpSync(before, cacheFolder, { recursive: true });
    await run(repository, "list");
    expect(keptOf(repository)).toEqual(kept);
    expect(kept.tip).toBe(tip);
  }
});

describe("random histories", () => {
  const day = fc.integer({ min: 60, max: 112 }).map((days) => addDays(FIRST, days));
  const step = fc.record({
    kind: fc.constantFrom("record", "local", "remote", "merge", "push", "void", "approve", "event", "reset", "forget"),
    day,
    count: fc.integer({ min: 1, max: 20 }),
    pick: fc.nat(1000),
  });

  it("give the same answer with the cache as without it, at every step", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 7 }), async (steps) => {
        const repository = await warm();
        const { git } = repository;
        const all = [...repository.ids];
        const tipOf = (ref: string): string | null => git("for-each-ref", "--format=%(objectname)", ref) || null;
        const append = async (ref: string, records: readonly Written[]): Promise<void> => {
          all.push(...(await importRecords(repository, ref, tipOf(ref) ?? tipOf(LEDGER), records)));
        };
        for (const { kind, day: date, count, pick } of steps) {
          const target = all[pick % all.length] ?? "";
          const performedAt = at(date, `1${pick % 10}:00`);
          if (kind === "record")
            await run(repository, "done", "job", "--again", ...(pick % 2 === 0 ? ["--for", date] : []));
          if (kind === "local") await append(LEDGER, dailies(count, date));
          if (kind === "remote")
            await append(
              REMOTE,
              dailies(count, date).map((one) => ({ ...one, outcome: pick % 3 === 0 ? "failed" : "done" })),
            );
          if (kind === "push") git("update-ref", REMOTE, tipOf(LEDGER) ?? target);
          if (kind === "void") await append(LEDGER, [{ record: "void", voids: target, performedAt }]);
          if (kind === "approve") {
            await append(LEDGER, [
              { record: "approval", approves: repository.ids[2] ?? "", performedAt, performedBy: BEN },
            ]);
          }
          if (kind === "event") {
            const event = `incident-${date}-000${pick % 4}`;
            await append(pick % 2 === 0 ? LEDGER : REMOTE, [
              { record: "event", event, severity: 1, performedAt },
              {
                record: pick % 3 === 0 ? "event-close" : "event-update",
                event,
                severity: pick % 3 === 0 ? null : 2,
                performedAt,
              },
            ]);
          }
          if (kind === "reset") git("update-ref", LEDGER, target);
          if (kind === "forget") git("update-ref", "-d", REMOTE);
          const [local, remote] = [tipOf(LEDGER), tipOf(REMOTE)];
          if (kind === "merge" && local !== null && remote !== null) {
            git("update-ref", LEDGER, git("commit-tree", "-p", local, "-p", remote, "-m", "Join", `${local}^{tree}`));
          }
          if (pick % 4 > 0) {
            const args = pick % 5 === 0 ? ["--date", addDays(date, 3)] : [];
            await expectSame(repository, ...args);
            // The second answer comes from what the first one kept.
            await expectSame(repository, ...args);
          }
        }
        await expectSame(repository);
      }),
      { numRuns: RUNS },
    );
  });
});

describe.concurrent("what undo voids", () => {
  const last = (days: number): string => addDays(FIRST, 108 - days);
  const another: Written = { record: "completion", procedure: "job", outcome: "done", performedAt: at(last(1)) };

  it.each<[string, (ids: readonly string[]) => readonly string[], readonly Written[]]>([
    ["the latest of a procedure", () => ["job"], []],
    ["one that was left out", () => ["job", "--for", FIRST], []],
    ["one that is not there", () => ["job", "--for", last(-9)], []],
    ["one by its commit", (ids) => [ids.at(-3) ?? ""], []],
    ["one that was left out, by some of its commit", (ids) => [(ids[5] ?? "").slice(0, 10)], []],
    ["several by their commits", (ids) => ids.slice(-2), []],
    ["a commit that is no record", () => ["0123456789"], []],
    // The later one of a second is that which stands first.
    [
      "one of two of one second",
      () => ["job"],
      [
        { ...another, occurrence: last(2) },
        { ...another, occurrence: last(1) },
      ],
    ],
    [
      "one that is performed later than it was recorded",
      () => ["job"],
      [{ ...another, occurrence: last(1), performedAt: at(last(0), "17:00"), recordedAt: at(FIRST) }],
    ],
  ])("is the same with and without what is kept: %s", async (_, words, more) => {
    const voided = async (...options: string[]): Promise<unknown> => {
      const repository = await warm();
      const tip = repository.git("rev-parse", LEDGER);
      if (more.length > 0) await importRecords(repository, LEDGER, tip, [...more]);
      const args = ["undo", ...words(repository.ids), "--json", ...options];
      const { code, stdout } = await run(repository, ...args);
      const { records, error } = JSON.parse(stdout) as {
        records?: readonly { voids: string; procedure: string; occurrence: string }[];
        error?: unknown;
      };
      const message = repository.git("log", "-1", "--format=%s", LEDGER);
      return [code, error, message, records?.map(({ voids, procedure, occurrence }) => [voids, procedure, occurrence])];
    };
    expect(await voided()).toEqual(await voided("--no-cache"));
  });

  it("is found without a look at all records", async () => {
    const repository = await warm();
    const commands = await gitCommands(repository, "undo", "job");
    expect(commands.filter((command) => /^(?:log|rev-list)/.test(command) && !command.includes("^@"))).toEqual([]);
  });
});
