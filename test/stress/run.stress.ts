// `run` on a real terminal, in all that the quick tests leave out.

import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LEDGER, type Repository, bookRepository, recorded, stateOf } from "../helpers/run-cli.ts";
import { type Terminal, hasTmux, terminal } from "../helpers/terminal.ts";

const BODY = `## Steps

1. Open it.
2. Close it:

   \`\`\`sh
   echo "two words"
   \`\`\`

## Validation

- The count is 0.

## Escalation

- Call.
`;

function book(more: Readonly<Record<string, string>> = {}): Repository {
  return bookRepository({ procedures: { job: { body: BODY, ...more } } });
}

const started = ({ folder }: Repository, ...args: readonly string[]): Terminal =>
  terminal(["run", "job", ...args], folder, { rows: 90 });
const bodyOf = ({ git }: Repository): string => git("log", "-1", "--format=%B", LEDGER);
const runsOf = ({ folder }: Repository): string => join(folder, ".git/runbook/runs");
const tipOf = (repository: Repository): string | null => stateOf(repository).tip;

/** Answers everything well, up to the question whether to record it. */
async function toSummary({ type, screenWith }: Terminal): Promise<string> {
  await screenWith("? Step 1 of 2");
  type("Enter");
  await screenWith("? Step 2 of 2");
  type("Enter");
  await screenWith("? Validation 1 of 1");
  type("Enter");
  return screenWith("? Record this");
}

describe.skipIf(!hasTmux)("run on a terminal (needs tmux)", () => {
  it.each(["C-c", "C-d"])("keeps nothing where it ends by %s before the first answer", async (key) => {
    const repository = book();
    const { type, screenWith } = started(repository);
    await screenWith("? Step 1 of 2");
    type(key);
    const screen = await screenWith("exit 2");
    expect(screen).toContain("error: Stopped; nothing was recorded");
    expect(screen).not.toContain("Go on with");
    expect(tipOf(repository)).toBe(null);
  });

  it.each(["C-c", "C-d", "stop"])("ends by %s after an answer with what to type to go on", async (key) => {
    const repository = book();
    const { type, screenWith } = started(repository);
    await screenWith("? Step 1 of 2");
    type("Enter");
    await screenWith("? Step 2 of 2");
    if (key === "stop") type("s", "Enter");
    else type(key);
    expect(await screenWith("exit 2")).toContain("Go on with: runbook run job --for 2026-11-23");
    const again = started(repository);
    await again.screenWith("? Go on with it");
    again.type("d");
    await again.screenWith("❯ discard it and begin anew");
    again.type("Enter");
    await again.screenWith("? Step 1 of 2");
    expect(readdirSync(runsOf(repository))).toEqual([]);
    expect(tipOf(repository)).toBe(null);
  });

  it("notes, attaches, copies, goes back, and corrects what it would record", async () => {
    const repository = book({ requires: "[evidence]" });
    writeFileSync(join(repository.folder, "queue sizes.csv"), "queue,size\n");
    const running = started(repository, "-m", "Monday.\n\nAs agreed.");
    const { type, screenWith } = running;
    await screenWith("? Step 1 of 2");
    type("n", "o", "t", "e", "Enter");
    await screenWith("? Note");
    type("Slow today", "Enter");
    await screenWith("❯ done");
    type("Enter");
    await screenWith("? Step 2 of 2");
    type("c", "Enter");
    await screenWith("Sent to the terminal's clipboard");
    expect(running.clipboard()).toBe('echo "two words"');
    type("b", "Enter");
    await screenWith("Note         Slow today");
    type("f", "Enter");
    await screenWith("? What is wrong");
    type(", and then gone", "Enter");
    await screenWith("? Step 2 of 2");
    type("Enter");
    await screenWith("? Validation 1 of 1");
    type("Enter");
    const problem = await screenWith("? It requires evidence, and no file is attached");
    expect(problem).not.toMatch(/^ {2}record$/m);
    type("Enter");
    await screenWith("? File");
    type("missing.csv", "Enter");
    await screenWith("There is no file missing.csv");
    type(...Array.from({ length: 11 }, () => "BSpace"), "'queue sizes.csv'", "Enter");
    await screenWith("? Record this");
    type("c", "h", "Enter");
    await screenWith("? Which answer");
    type("Enter");
    await screenWith("So far       failed");
    type("Up", "Enter");
    await screenWith("2 of 2 steps done");
    type("c", "o", "r", "Enter");
    await screenWith("? How long it took");
    type("1h", "Enter");
    await screenWith("Effort       1h");
    type("n", "o", "t", "e", "Enter");
    await screenWith("? Add to the note");
    type("Later.", "Enter");
    await screenWith("  Later.");
    type("Enter");
    await screenWith("exit 0");
    const body = bodyOf(repository).replaceAll(/ \(\d+s\)/g, "");
    expect(body).toMatch(/^job: done for 2026-11-23\n\nMonday\.\n\nAs agreed\.\n\nLater\.\n\nGone through/);
    expect(body).toContain("1. done: Open it.\n   Note: Slow today, and then gone\n2. done: Close it:\n");
    expect(body).toContain("Runbook-Effort: 60m");
    expect(body).toContain("Runbook-Evidence: evidence/contoso/job/2026-11-23/queue-sizes.csv");
  });

  it("tells of what others recorded in the meantime, and records upon a yes only", async () => {
    const repository = book();
    const running = started(repository);
    const { type, screenWith } = running;
    await toSummary(running);
    const [other] = await recorded(repository, ["done", "job", "--by", "ben", "-m", "Mine"]);
    type("Enter");
    expect(await screenWith("? Record yours as well")).toMatch(
      new RegExp(`2026-11-23 has been recorded:\n +${other?.commit.slice(0, 10)} done by Ben`),
    );
    type("Enter");
    await screenWith("❯ record");
    expect(tipOf(repository)).toBe(other?.commit);
    // A no is not taken for a yes to the next time.
    type("Enter");
    await screenWith("? Record yours as well");
    expect(tipOf(repository)).toBe(other?.commit);
    type("y", "Enter");
    await screenWith("exit 0");
    expect(repository.git("rev-parse", `${LEDGER}^`)).toBe(other?.commit);
  });

  it("asks again what was edited in the meantime, and records the text that was followed", async () => {
    const repository = book();
    const running = started(repository);
    const { type, screenWith } = running;
    await toSummary(running);
    const file = join(repository.folder, "procedures/job.md");
    writeFileSync(file, readFileSync(file, "utf8").replace("1. Open it.", "1. Open it slowly."));
    type("Enter");
    await screenWith("The text has changed since");
    await screenWith("Open it slowly.");
    type("Enter");
    await screenWith("1. done: Open it slowly.");
    type("Enter");
    await screenWith("exit 0");
    expect(repository.git("show", `${LEDGER}:text/contoso/job.md`)).toContain("1. Open it slowly.");
  });

  it("lets two terminals go through the same occurrence, and loses neither", async () => {
    const repository = book();
    const first = started(repository);
    await first.screenWith("? Step 1 of 2");
    first.type("Enter");
    await first.screenWith("? Step 2 of 2");
    const second = started(repository);
    expect(await second.screenWith("? Go on with it")).toContain("1 of 3 answered, begun by Ana");
    second.type("Enter");
    await second.screenWith("? Step 2 of 2");
    second.type("Enter");
    await second.screenWith("? Validation 1 of 1");
    first.type("Enter");
    await first.screenWith("? Validation 1 of 1");
    expect(readdirSync(runsOf(repository))).toHaveLength(2);
    second.type("Enter");
    await second.screenWith("? Record this");
    second.type("Enter");
    await second.screenWith("exit 0");
    expect(readdirSync(runsOf(repository))).toHaveLength(1);
    first.type("Enter");
    await first.screenWith("has been recorded");
  });

  it("keeps answers where git cannot record, and records them once it can", async () => {
    const repository = book();
    const running = started(repository);
    await toSummary(running);
    const lock = join(repository.folder, ".git/refs/heads/runbook-ledger.lock");
    writeFileSync(lock, "");
    running.type("Enter");
    expect(await running.screenWith("exit 2")).toContain("What you answered is kept. Go on with: runbook run job");
    rmSync(lock);
    const again = started(repository);
    await again.screenWith("? Go on with it");
    again.type("Enter");
    await again.screenWith("? Record this");
    again.type("Enter");
    await again.screenWith("exit 0");
    expect(bodyOf(repository)).toContain("2 of 2 steps done; 1 of 1 validation point yes");
  });

  it("refuses what is done already, unless it is to be done again; discards upon a yes", async () => {
    const repository = book();
    const [record] = await recorded(repository, ["done", "job"]);
    expect(await started(repository, "--for", "2026-11-23").screenWith("exit 2")).toContain("--again");
    const again = started(repository, "--again");
    expect(await again.screenWith("? Step 1 of 2")).toContain("Last result  done on Mon 23 Nov by Ana");
    await toSummary(again);
    again.type("d", "i", "Enter");
    await again.screenWith("Discard everything that was answered");
    again.type("y", "Enter");
    expect(await again.screenWith("exit 2")).toContain("Discarded; nothing was recorded");
    expect(tipOf(repository)).toBe(record?.commit);
    expect(readdirSync(runsOf(repository))).toEqual([]);
  });

  it("goes on at every point at which it can be killed", async () => {
    const repository = book();
    for (const [answers, expected] of [
      [1, "? Step 2 of 2"],
      [2, "? Validation 1 of 1"],
      [3, "? Record this"],
    ] as const) {
      const running = started(repository);
      if (answers > 1) {
        await running.screenWith("? Go on with it");
        running.type("Enter");
      }
      await running.screenWith(["? Step 1 of 2", "? Step 2 of 2", "? Validation 1 of 1"][answers - 1] ?? "");
      running.type("Enter");
      await running.screenWith(expected);
      running.kill();
    }
    expect(readdirSync(runsOf(repository))).toHaveLength(1);
  });

  it("runs blocks as they come with --exec, offers their exit status as the answer, and hides secrets", async () => {
    const body = BODY.replace("```sh", "```sh run").replace(
      "- The count is 0.",
      '- The count is 0.\n\n  ```sh run\n  echo "key $KEY of $AREA"\n  exit 1\n  ```\n',
    );
    const repository = book({ body, inputs: "{ key: { secret: true }, area: { pattern: '^[a-z]+$' } }" });
    const { type, screenWith } = started(repository, "--exec", "--input", "area=west");
    await screenWith("? Step 1 of 2");
    type("Enter");
    await screenWith("? key");
    type("hunter2hunter2", "Enter");
    const step = await screenWith("? Step 2 of 2");
    expect(step).toContain("    two words\n  passed, exit status 0");
    expect(step).toContain("❯ done");
    type("Enter");
    const point = await screenWith("? Validation 1 of 1");
    expect(point).toContain("    key *** of west\n  failed, exit status 1");
    expect(point).toContain("❯ no");
    expect(point).not.toContain("hunter2");
    type("Enter");
    await screenWith("? What is wrong");
    type("Enter");
    await screenWith("? Record this");
    type("Enter");
    await screenWith("exit 0");
    const evidence = repository.git("show", `${LEDGER}:evidence/contoso/job/2026-11-23/validation-1.txt`);
    expect(evidence).toContain("key *** of west");
    expect(evidence).not.toContain("hunter2");
    expect(bodyOf(repository)).toContain("Runbook-Outcome: failed");
  });

  it("runs nothing without a yes, ends a block by Ctrl-C, and says what stands against one", async () => {
    const sleeping = BODY.replace('```sh\n   echo "two words"', "```sh run\n   echo begun\n   sleep 600");
    const repository = book({
      body: sleeping.replace("- The count is 0.", "- The count is 0.\n\n  ```cmd run\n  dir\n  ```\n"),
    });
    const { type, screenWith } = started(repository);
    await screenWith("? Step 1 of 2");
    type("Enter");
    await screenWith("? Step 2 of 2");
    type("r", "Enter");
    await screenWith("? Run this (y/N)");
    type("Enter");
    expect(await screenWith("❯ done")).not.toContain("    begun");
    type("r", "Enter");
    await screenWith("? Run this (y/N)");
    type("y", "Enter");
    await screenWith("    begun");
    type("C-c");
    expect(await screenWith("❯ done")).toContain("interrupted");
    type("Enter");
    await screenWith("? Validation 1 of 1");
    type("r", "Enter");
    await screenWith("Only Windows runs blocks in `cmd`");
    await screenWith("❯ yes");
    type("Enter");
    expect(await screenWith("? Record this")).toContain("interrupted, ");
  });
});
