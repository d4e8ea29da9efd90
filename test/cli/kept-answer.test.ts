// An answer that was given once is given again without the rest of the program: only while everything that it follows from
// is as it was. Whatever changes, the answer is that of a run that keeps nothing.

import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  type Repository,
  appendToLedger,
  bookRepository,
  emptyFolder,
  plant,
  procedureText,
  recorded,
  repositoryIn,
  runCli,
  writeFiles,
} from "../helpers/run-cli.ts";

const PROCEDURES = {
  job: { trigger: "daily", owner: "ana" },
  week: { trigger: "weekly", owner: "operations-lead" },
  month: { trigger: "monthly on day 20" },
  incident: { trigger: "on incident severity 1 within 4 hours", owner: "ben" },
} as const;
const LINKING =
  "Purpose.\n\n## Steps\n\n1. Open it. See [the plan](../docs/plan.md#plan).\n\n## Validation\n\n- It is 0.\n\n## Escalation\n\n- Call the lead.\n";
const LATER = "2026-11-23T08:40:00Z";

type Change = (repository: Repository) => unknown;

/** Replaces text in a file by some of the same length. */
const edit =
  (path: string, from: string, to: string): Change =>
  ({ folder }) =>
    writeFileSync(join(folder, path), readFileSync(join(folder, path), "utf8").replace(from, to));

const CHANGES: Readonly<Record<string, Change>> = {
  "nothing at all": () => {},
  "a procedure says something else of the same length": edit("procedures/job.md", "name: job", "name: jab"),
  "a procedure no longer parses": edit("procedures/job.md", "trigger: daily", "trigger: never"),
  "a procedure is new": ({ folder }) =>
    writeFileSync(
      join(folder, "procedures", "new.md"),
      readFileSync(join(folder, "procedures", "job.md"), "utf8").replace("name: job", "name: new"),
    ),
  "a procedure is gone": ({ folder }) => rmSync(join(folder, "procedures", "job.md")),
  "a procedure has another name": ({ folder }) =>
    renameSync(join(folder, "procedures", "job.md"), join(folder, "procedures", "jab.md")),
  "somebody else holds the role": edit("roles.yml", "people: [chris]", "people: [guest]"),
  "a file has an ending that hides it": ({ folder }) => writeFileSync(join(folder, "procedures", "x.markdown"), ""),
  "something is recorded": (repository) => recorded(repository, ["done", "job"]),
  "something is recorded and git packs its branches": async (repository) => {
    await recorded(repository, ["done", "job"]);
    repository.git("pack-refs", "--all");
  },
  "the ledger goes back": ({ git }) => git("update-ref", "refs/heads/runbook-ledger", "refs/heads/runbook-ledger~1"),
  "the ledger is deleted": ({ git }) => git("update-ref", "-d", "refs/heads/runbook-ledger"),
  "the ledger's branch stands for another, and that moves": async (repository) => {
    const { git } = repository;
    git("branch", "-m", "runbook-ledger", "other");
    git("symbolic-ref", "refs/heads/runbook-ledger", "refs/heads/other");
    await answerOf(repository, LATER);
    await recorded(repository, ["done", "job"]);
  },
  "there is a remote": ({ git, folder }) => git("remote", "add", "origin", folder),
  "another file of settings names a remote": ({ git, folder }) =>
    git("config", "--file", join(folder, ".git", "config.worktree"), "remote.origin.url", folder),
  "an incident is opened": (repository) =>
    runCli(["incident", "open", "--title", "It is down", "--severity", "1"], {
      cwd: repository.folder,
      inProcess: true,
    }),
  "the clone is shallow": ({ folder, git }) =>
    writeFileSync(join(folder, ".git", "shallow"), `${git("rev-parse", "refs/heads/runbook-ledger")}\n`),
  "a run book lies nearer": ({ folder }) => {
    writeFileSync(join(folder, "inner", "runbook.yml"), "id: other\n");
  },
};

/** Everything but the run book's own files. */
const LINT_CHANGES: Readonly<Record<string, Change>> = {
  "a link leads nowhere any more": ({ folder }) => rmSync(join(folder, "docs", "plan.md")),
  "a link's anchor is gone": ({ folder }) => writeFileSync(join(folder, "docs", "plan.md"), "# Other\n"),
  "a link's name has other letters": ({ folder }) =>
    renameSync(join(folder, "docs", "plan.md"), join(folder, "docs", "Plan.md")),
  "a text is committed after its review": ({ folder, git }) => {
    const file = join(folder, "procedures", "job.md");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("Open it.", "Open it now."));
    git("commit", "--quiet", "--all", "-m", "Change");
    writeFileSync(file, text);
  },
  "a commit says nothing new": ({ git }) => git("commit", "--quiet", "--allow-empty", "-m", "Nothing"),
  "an unreadable record comes": (repository) =>
    appendToLedger(repository, "Odd\n\nRunbook-Book: contoso\nRunbook-Record: other\n"),
};

const repositories = new Map<string, Repository>();
const answerOf = ({ folder }: Repository, now: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(["due", ...args], { cwd: join(folder, "inner"), inProcess: true, env: { RUNBOOK_NOW: now } });
const kept = ({ folder }: Repository, now: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(["due", ...args], { cwd: join(folder, "inner"), keptOnly: true, env: { RUNBOOK_NOW: now } });
const NOT_KEPT = { code: -1, stdout: "", stderr: "" };

async function repositoryWithRecords(): Promise<Repository> {
  const repository = bookRepository({ procedures: PROCEDURES });
  mkdirSync(join(repository.folder, "inner"));
  await recorded(repository, ["done", "week"]);
  await recorded(repository, ["done", "month", "--for", "2026-11"]);
  return repository;
}

beforeAll(async () => {
  const first = await repositoryWithRecords();
  writeFiles(first.folder, [
    { path: "docs/plan.md", text: "# Plan\n" },
    { path: "procedures/job.md", text: procedureText("job", { trigger: "daily", owner: "ana", body: LINKING }) },
  ]);
  first.git("add", "--all");
  first.git("commit", "--quiet", "-m", "Link");
  const lintNames = Object.keys(LINT_CHANGES).map((name) => `lint ${name}`);
  for (const name of [...Object.keys(CHANGES), ...lintNames, "time", "looks", "more", "stamps", "damage"]) {
    const folder = emptyFolder();
    cpSync(first.folder, folder, { recursive: true });
    repositories.set(name, repositoryIn(folder));
  }
  // Until then a file's stamp does not count.
  await pause(2100);
}, HOOK_TIMEOUT);

/** A repository in which the question has been asked once. */
async function repositoryFor(name: string): Promise<Repository> {
  const repository = repositories.get(name);
  if (repository === undefined) throw new Error(`There is no repository for ${name}.`);
  const now = "2026-11-23T08:30:00Z";
  if (!name.startsWith("lint ")) await answerOf(repository, now);
  else await runCli(["lint"], { cwd: repository.folder, inProcess: true, env: { RUNBOOK_NOW: now } });
  return repository;
}

async function expectSame(repository: Repository, now: string, ...args: string[]): Promise<void> {
  const plain = await answerOf(repository, now, "--no-cache", ...args);
  const early = await kept(repository, now, ...args);
  if (early.code !== -1) expect(early).toEqual(plain);
  expect(await answerOf(repository, now, ...args)).toEqual(plain);
}

describe("a kept answer", () => {
  it.each(Object.keys(CHANGES))("is right when %s", async (name) => {
    const repository = await repositoryFor(name);
    const before = await kept(repository, LATER);
    expect(before).toEqual(await answerOf(repository, LATER, "--no-cache"));
    await CHANGES[name]?.(repository);
    if (name !== "nothing at all") expect(await kept(repository, LATER)).toEqual(NOT_KEPT);
    if (name.includes("nearer")) rmSync(join(repository.folder, "inner", "runbook.yml"));
    await expectSame(repository, LATER);
  });

  it("stays, and is read by its files' stamps again, where only those have changed, as after a checkout", async () => {
    const repository = await repositoryFor("stamps");
    const before = await kept(repository, LATER);
    const paths = ["runbook.yml", "procedures/job.md"].map((path) => join(repository.folder, path));
    const age = (day: string): void => paths.forEach((path) => utimesSync(path, new Date(day), new Date(day)));
    age("2026-01-01");
    expect(await kept(repository, LATER)).toEqual(before);
    // A file's change of times is itself as old as a tick only later.
    await pause(2100);
    expect(await kept(repository, LATER)).toEqual(before);
    const folder = join(repository.folder, ".git", "runbook", "cache");
    const text = readFileSync(join(folder, readdirSync(folder).find((name) => name.startsWith("files")) ?? ""), "utf8");
    expect(text).toContain(`${Date.parse("2026-01-01")}`);
  });

  it("is kept of files that were written a moment ago, too", async () => {
    const repository = await repositoryWithRecords();
    const first = await answerOf(repository, LATER);
    expect(await kept(repository, LATER)).toEqual(first);
    await edit("procedures/job.md", "name: job", "name: jab")(repository);
    expect(await kept(repository, LATER)).toEqual(NOT_KEPT);
    await expectSame(repository, LATER);
  });

  it.each(Object.keys(LINT_CHANGES))("of lint is right when %s", async (name) => {
    const repository = await repositoryFor(`lint ${name}`);
    const { folder } = repository;
    const run = (how: object, ...args: string[]): ReturnType<typeof runCli> =>
      runCli(["lint", ...args], { cwd: folder, env: { RUNBOOK_NOW: LATER }, ...how });
    const plain = await run({ inProcess: true }, "--no-cache");
    expect(await run({ keptOnly: true })).toEqual(plain);
    await LINT_CHANGES[name]?.(repository);
    expect(await run({ keptOnly: true })).toEqual(NOT_KEPT);
    const after = await run({ inProcess: true }, "--no-cache");
    expect(await run({ inProcess: true })).toEqual(after);
    expect([name, after.stdout === plain.stdout]).toEqual([name, name === "a commit says nothing new"]);
  });

  it("of lint is none where it follows from more than is looked at again", async () => {
    const repository = await repositoryFor("more");
    const args = [["--changed", "HEAD"], ["--fix"], ["--baseline", "base.json", "--update-baseline"]];
    for (const more of args) {
      const how = { cwd: repository.folder, env: { RUNBOOK_NOW: LATER } };
      await runCli(["lint", ...more], { ...how, inProcess: true });
      expect(await runCli(["lint", ...more], { ...how, keptOnly: true })).toEqual(NOT_KEPT);
    }
  });

  it("holds from when it was given until the day ends, in the run book's zone", async () => {
    const repository = await repositoryFor("time");
    for (const [now, isKept] of [
      ["2026-11-23T08:29:59Z", false],
      ["2026-11-23T08:30:00Z", true],
      ["2026-11-23T23:59:59Z", true],
      ["2026-11-24T00:00:00Z", false],
    ] as const) {
      expect([now, (await kept(repository, now)).code !== -1]).toEqual([now, isKept]);
      await expectSame(repository, now);
    }
  });

  it("is of one command line, one place, one look and one user's settings", async () => {
    const repository = await repositoryFor("looks");
    expect((await kept(repository, LATER)).code).toBe(0);
    await expectSame(repository, LATER);
    for (const args of [["--json"], ["--within", "1"], ["--no-cache"], ["--dir", ".."], ["--date", "2026-11-20"]]) {
      expect(await kept(repository, LATER, ...args)).toEqual(NOT_KEPT);
      await expectSame(repository, LATER, ...args);
    }
    for (const env of [{ NO_COLOR: "" }, { COLUMNS: "60" }, { HOME: "/nowhere" }, { GIT_CONFIG_COUNT: "0" }]) {
      const asked = { cwd: join(repository.folder, "inner"), keptOnly: true, env: { RUNBOOK_NOW: LATER, ...env } };
      expect(await runCli(["due"], asked)).toEqual(NOT_KEPT);
    }
  });

  it("is not printed where it is damaged, or of another build", async () => {
    const repository = await repositoryFor("damage");
    const folder = join(repository.folder, ".git", "runbook", "cache");
    const file = join(folder, readdirSync(folder).find((name) => name.startsWith("answer")) ?? "none");
    const sound = readFileSync(file);
    plant(file, (text) => text.replace("Contoso run book", "planted"));
    expect((await kept(repository, LATER)).stdout).toContain("planted");
    for (const damage of [
      () => writeFileSync(file, sound.subarray(0, -1)),
      () => writeFileSync(file, `${sound.toString()} `),
      () => plant(file, (text) => text.replace("source", "older")),
      () => plant(file, (text) => text.slice(0, 200)),
      () => plant(file, () => ""),
    ]) {
      writeFileSync(file, sound);
      expect((await kept(repository, LATER)).code).toBe(0);
      damage();
      expect(await kept(repository, LATER)).toEqual(NOT_KEPT);
    }
  });
});
