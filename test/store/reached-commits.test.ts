// Which commits some reach and others do not, in histories whose dates say nothing.

import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, inject, it } from "vitest";
import { type Repository, findRepository } from "../../src/store/ledger-repository.ts";
import { readCommits } from "../../src/store/ledger-reading.ts";
import { mergeBases, notReached, recordsBeyond } from "../../src/store/reached-commits.ts";
import { cleanEnvironment } from "../helpers/run-cli.ts";

/** A commit by the places of its parents, which come before it, and the second at which some clock says it was made. */
interface Planned {
  readonly parents: readonly number[];
  readonly second: number;
}

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = mkdtempSync(join(inject("scratch"), "reached-"));
  git(["init", "--quiet"]);
  const settings = { branch: "runbook-ledger", remote: "origin", sign: "auto", sync: "manual" } as const;
  const found = await findRepository({ directory: folder, env: cleanEnvironment(), settings });
  if (found === undefined) throw new Error("no repository");
  repository = found;
});

function git(args: readonly string[], input = ""): string {
  return execFileSync("git", args, { cwd: folder, env: cleanEnvironment(), input, encoding: "utf8", stdio: "pipe" });
}

/** Writes the commits, which are all different, and gives their ids. */
function written(plan: readonly Planned[]): string[] {
  const marks = plan.map(({ parents, second }, index) => {
    const [from, ...others] = parents.map((place) => `:${place + 1}`);
    return [
      ...(from === undefined ? ["reset refs/heads/plan\n"] : []),
      `commit refs/heads/plan\nmark :${index + 1}`,
      `committer Ana <ana@contoso.example> ${1_700_000_000 + second} +0000`,
      `data <<E\n${index}\nE`,
      ...(from === undefined ? [] : [`from ${from}`]),
      ...others.map((other) => `merge ${other}`),
      "\n",
    ].join("\n");
  });
  const asked = plan.map((_, index) => `get-mark :${index + 1}\n`);
  return git(["fast-import", "--quiet", "--force"], [...marks, ...asked].join(""))
    .trim()
    .split("\n");
}

/** The places of all that some commits have in their history, themselves included. */
function historyOf(plan: readonly Planned[], tips: readonly number[]): Set<number> {
  const held = new Set<number>();
  const visit = (place: number): void => {
    if (held.has(place)) return;
    held.add(place);
    for (const parent of plan[place]?.parents ?? []) visit(parent);
  };
  for (const tip of tips) visit(tip);
  return held;
}

/** Upon 2 a person whose clock is late wrote eight records, and joined them with a record upon 1. */
const LATE_CLOCK: readonly Planned[] = [
  { parents: [], second: 0 },
  { parents: [0], second: 900 },
  { parents: [1], second: 1000 },
  ...Array.from({ length: 8 }, (_, index) => ({ parents: [index + 2], second: 5 })),
  { parents: [1], second: 2000 },
  { parents: [10, 11], second: 5 },
];

/** More oldest commits than are asked about at once, joined one by one. */
const MANY_ROOTS: readonly Planned[] = [
  ...Array.from({ length: 12 }, (_, second) => ({ parents: [], second })),
  ...Array.from({ length: 11 }, (_, index) => ({ parents: [index === 0 ? 0 : index + 11, index + 1], second: 50 })),
];

it("is told where git goes by the dates and tells of more", async () => {
  const ids = written(LATE_CLOCK);
  const [record = "", tip = ""] = [ids[2], ids.at(-1)];
  expect(git(["rev-list", record, "--not", tip]).trim()).toBe(record);
  expect(await recordsBeyond(repository, [record], [tip])).toEqual([]);
  expect(await mergeBases(repository, record, [tip])).toBe(record);
});

it("is told of unrelated histories and of nothing", async () => {
  const ids = written([
    { parents: [], second: 0 },
    { parents: [0], second: 1 },
    { parents: [], second: 2 },
    { parents: [2], second: 3 },
  ]);
  const [, ours = "", , theirs = ""] = ids;
  expect(await recordsBeyond(repository, [ours], [theirs])).toEqual([ours]);
  expect(await recordsBeyond(repository, [ours, theirs], [])).toEqual(expect.arrayContaining([ours, theirs]));
  expect(await recordsBeyond(repository, [ours], [ours, theirs])).toEqual([]);
  expect(await mergeBases(repository, ours, [theirs])).toBe("");
});

const COMMITS = 24;
const history = fc
  .array(
    fc.record({
      back: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 2 }),
      second: fc.constantFrom(0, 1, 2, 1000, 2000, 3000),
      isRoot: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
    }),
    { minLength: 2, maxLength: COMMITS },
  )
  .map((commits) =>
    commits.map(({ back, second, isRoot }, index): Planned => {
      const parents = isRoot ? [] : [...new Set(back.map((steps) => index - steps))].filter((place) => place >= 0);
      return { parents, second };
    }),
  );
const place = fc.nat({ max: COMMITS - 1 });
const places = fc.array(place, { minLength: 1, maxLength: 2 });

it("is what the histories say, whatever the dates say", async () => {
  await fc.assert(
    fc.asyncProperty(history, places, places, async (plan, some, others) => {
      const ids = written(plan);
      const within = (asked: readonly number[]): number[] => asked.map((number) => number % plan.length);
      const named = (asked: readonly number[]): string[] => within(asked).map((number) => ids[number] ?? "");
      const held = historyOf(plan, within(others));
      const beyond = [...historyOf(plan, within(some))].filter((number) => !held.has(number));

      const commits = await readCommits(repository, named(some), named(others));
      const told = await notReached(repository, commits, named(others));
      expect(told.map(({ id }) => id).toSorted()).toEqual(named(beyond).toSorted());
      const records = beyond.filter((number) => plan[number]?.parents.length === 1);
      const counted = await recordsBeyond(repository, named(some), named(others));
      expect(counted.toSorted()).toEqual(named(records).toSorted());
    }),
    {
      numRuns: 80,
      examples: [
        [LATE_CLOCK, [2], [12]],
        [MANY_ROOTS, [22], [5]],
      ],
    },
  );
});
