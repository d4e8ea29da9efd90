import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LEDGER, type Repository, bookRepository, runCli } from "../helpers/run-cli.ts";
import { hasTmux, terminal } from "../helpers/terminal.ts";

const BODY = `Why it is done.

## Steps

1. Open \\x1b]0;owned\\x07{{as_of}} the **page**.
2. Close it:

   \`\`\`sh
   echo "$(touch owned)"
   \`\`\`

## Validation

- The count is 0:

  \`\`\`sh run
  echo "$QUEUE of $OCCURRENCE: {{as_of}}"
  \`\`\`

## Escalation

- \`operations-lead\`, by phone.
`
  .replaceAll("\\x1b", "\u001b")
  .replaceAll("\\x07", "\u0007");

const procedures = {
  job: {
    body: BODY,
    escalate_to: "[operations-lead, partner-support]",
    inputs: "{ queue: { default: orders } }",
    measures: "{ gb: { unit: GB, limit: 100 } }",
  },
};

const bodyOf = ({ git }: Repository): string => git("log", "-1", "--format=%B", LEDGER);
/** A file, and a folder for what its blocks wrote. */
const keptIn = ({ folder }: Repository): string[] => readdirSync(join(folder, ".git/runbook/runs"));

describe.skipIf(!hasTmux)("run on a terminal (needs tmux)", () => {
  it("asks which procedure where none is named, and records nothing where none is chosen", async () => {
    const jobs = { job: {}, older: { name: "Older", trigger: "monthly on day 2" } };
    const repository = bookRepository({ procedures: jobs, settings: { go_live: "2026-08-01" } });
    const { type, screenWith } = terminal(["run"], repository.folder);
    expect(await screenWith("? Which procedure?")).toMatch(/❯ .*Older \(overdue\)\n {2}job \(due\)/);
    type("Down", "Enter");
    await screenWith("? Step 1 of");
    const stopped = terminal(["run"], repository.folder);
    await stopped.screenWith("? Which procedure?");
    stopped.type("C-c");
    expect(await stopped.screenWith("exit 2")).toContain("Stopped; nothing was recorded");
  });

  it("asks for which occurrence where the procedure has several, the first due first", async () => {
    const triggers = { job: { trigger: "on incident severity 2 within 1 hour" } };
    const repository = bookRepository({ procedures: triggers });
    const cwd = repository.folder;
    const opening = ["incident", "open", "--severity", "2"];
    await runCli([...opening, "--title", "Orders fail", "--at", "08:20"], { cwd });
    await runCli([...opening, "--title", "Invoices are slow", "--at", "08:10"], { cwd });
    const { type, screenWith } = terminal(["run"], cwd);
    await screenWith("? Which procedure?");
    type("Enter");
    const asked = await screenWith("? For which?");
    expect(asked).toMatch(
      /❯ incident-\S+: Invoices are slow \(due, due Mon 23 Nov 09:10\)\n {2}incident-\S+: Orders fail/,
    );
    type("Down", "Enter");
    expect(await screenWith("? Step 1 of")).toMatch(/For +incident-\S+: Orders fail, due Mon 23 Nov 09:20/);
  });

  it("leads through steps, validation and measures, and records how each went", async () => {
    const repository = bookRepository({ procedures });
    const { type, screenWith } = terminal(["run", "job"], repository.folder, { rows: 90 });
    const first = await screenWith("? Step 1 of 2");
    expect(first).toContain("Owner        Ben (operations-analyst)");
    expect(first).toContain("Open {{as_of}} the **page**.");
    type("Enter");
    await screenWith("? Step 2 of 2");
    type("n", "o", "t", " ", "a", "Enter");
    await screenWith("Why it does not apply");
    type("Enter");
    await screenWith("Say it in a few words");
    type("No page", "Enter");
    await screenWith("? Validation 1 of 1");
    type("r", "Enter");
    await screenWith("? queue (orders)");
    type("$(touch owned)", "Enter");
    await screenWith("? Run this (y/N)");
    type("y", "Enter");
    await screenWith("    $(touch owned) of 2026-11-23: 2026-11-23\n  passed, exit status 0");
    await screenWith("❯ yes");
    type("Enter");
    await screenWith("? gb (empty: none");
    type("much", "Enter");
    await screenWith("Expected a number");
    type(...Array.from({ length: 4 }, () => "BSpace"), "81.4", "Enter");
    const summary = await screenWith("? Record this");
    expect(summary).toContain("To be recorded: job for 2026-11-23, done");
    expect(keptIn(repository)).toHaveLength(2);
    type("Enter");
    expect(await screenWith("exit 0")).toMatch(
      /Recorded job for 2026-11-23: done, by Ana Núñez \([0-9a-f]{10}\)\n {2}gb 81\.4 GB/,
    );
    expect(bodyOf(repository).replaceAll(/ \(\d+s\)/g, "")).toMatch(
      /^job: done for 2026-11-23\n\nGone through with `runbook run`: 1 of 2 steps done, 1 not applicable; 1 of 1 validation point yes\.\n\nSteps\n1\. done: Open \{\{as_of\}\} the page\.\n2\. not applicable: Close it:\n {3}Note: No page\n\nValidation\n1\. yes: The count is 0:\n {3}Ran the block at line \d+ \(sh\): passed, exit status 0, [\d.]+ s\n {3}Evidence: validation-1\.txt\n\nRunbook-Book: contoso\n/,
    );
    expect(bodyOf(repository)).toContain("Runbook-Effort: 1m\nRunbook-Value: gb=81.4\n");
    const evidence = repository.git("show", `${LEDGER}:evidence/contoso/job/2026-11-23/validation-1.txt`);
    expect(evidence).toMatch(
      /^job for 2026-11-23: Validation 1 .*\npassed, .*\n {2}QUEUE=\$\(touch owned\) \(given\)\n\n\$\(touch owned\) of/,
    );
    expect(readdirSync(repository.folder)).not.toContain("owned");
    expect(keptIn(repository)).toEqual([]);
  });

  it("shows a file that a block wrote by its name, and leaves it out", async () => {
    const repository = bookRepository({ procedures });
    writeFileSync(join(repository.folder, "queue.csv"), "orders,0\n");
    const args = ["run", "job", "--exec", "--input", "queue=orders", "--attach", "queue.csv"];
    const { type, screenWith } = terminal(args, repository.folder, { rows: 90, columns: 200 });
    await screenWith("? Step 1 of 2");
    type("Enter");
    await screenWith("? Step 2 of 2");
    type("Enter");
    await screenWith("❯ yes");
    type("b", "Enter");
    await screenWith("? Step 2 of 2");
    type("Enter");
    expect(await screenWith("❯ yes")).toMatch(
      /^ +Ran +the block at line \d+ \(sh\): passed, .*\n +Attached +validation-1\.txt$/mu,
    );
    type("Enter");
    await screenWith("? gb (empty: none");
    type("Enter");
    expect(await screenWith("? Record this")).toMatch(/^ +Evidence +validation-1\.txt\n +\/.+\/queue\.csv$/mu);
    type("l", "Enter");
    expect(await screenWith("? Which file")).toMatch(/❯ validation-1\.txt\n +\/.+\/queue\.csv$/mu);
    type("Enter");
    const summary = (await screenWith("? Record this")).split("To be recorded").at(-1);
    expect(summary).toContain("queue.csv");
    expect(summary).not.toContain("validation-1.txt");
    expect(await screenWith("? Record this")).not.toContain(".git/");
    type("Enter");
    await screenWith("exit 0");
    expect(bodyOf(repository).match(/^Runbook-Evidence: .*$/gmu)).toEqual([
      "Runbook-Evidence: evidence/contoso/job/2026-11-23/queue.csv",
    ]);
  });

  it("takes pasted lines as one, and none of them for an answer", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const { type, paste, screenWith } = terminal(["run", "job"], repository.folder, { rows: 90 });
    await screenWith("? Step 1 of 1");
    type("f", "Enter");
    await screenWith("What is wrong");
    const lines = Array.from({ length: 90 }, (_, line) => `Line ${line} of what Ana Núñez wrote:\tnothing moves`);
    paste(`${lines.join("\n")}\n`, true);
    await screenWith("Line 89 of what Ana Núñez wrote: nothing moves");
    type("Enter");
    await screenWith("❯ yes");
    type("n", "Enter");
    await screenWith("What is wrong");
    paste("Orders wait\r\nsince 9\n", false);
    await screenWith("? Record this");
    type("Enter");
    await screenWith("exit 0");
    const body = bodyOf(repository);
    expect(body).toContain(`\n   Note: ${lines.join(" ").replaceAll("\t", " ")}\n`);
    expect(body).toContain("\n   Note: Orders wait since 9\n");
  });

  it("records no note with a credential, and lets it be taken out", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const token = ["ghp_", "abcdefghijklmnopqrstuvwxyz0123456789"].join("");
    const { type, screenWith } = terminal(["run", "job", "-m", `With ${token}`], repository.folder, { rows: 90 });
    await screenWith("? Step 1 of 1");
    type("Enter");
    await screenWith("❯ yes");
    type("Enter");
    expect(await screenWith("holds a credential (github token)")).not.toContain("❯ record");
    type("Down", "Enter");
    await screenWith("? Note on the whole");
    type("C-u", "Without it", "Enter");
    await screenWith("? Record this");
    type("Enter");
    await screenWith("exit 0");
    expect(bodyOf(repository)).toContain("Without it\n");
  });

  it("hides the credential in a note of several lines, of which a prompt can change none", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const token = ["ghp_", "abcdefghijklmnopqrstuvwxyz0123456789"].join("");
    const args = ["run", "job", "-m", `Signed in\nwith ${token} today`];
    const { type, screenWith } = terminal(args, repository.folder, { rows: 90 });
    await screenWith("? Step 1 of 1");
    type("Enter");
    await screenWith("❯ yes");
    type("Enter");
    await screenWith("holds a credential (github token)");
    type("Down", "Enter");
    await screenWith("? Add to the note");
    type("Enter");
    await screenWith("? Record this");
    type("Enter");
    await screenWith("exit 0");
    expect(bodyOf(repository)).toContain("Signed in\nwith *** today\n");
  });

  it("is closed at 40 columns, goes on where it stopped, escalates what failed, and runs nothing unasked", async () => {
    const repository = bookRepository({ procedures });
    const size = { columns: 40, rows: 60 };
    const killed = terminal(["run", "job"], repository.folder, size);
    await killed.screenWith("? Step 1 of 2");
    killed.type("f", "Enter");
    await killed.screenWith("What is wrong");
    killed.type("It hangs", "Enter");
    await killed.screenWith("? Step 2 of 2");
    killed.kill();
    expect(keptIn(repository)).toHaveLength(1);
    const { type, screenWith } = terminal(["run", "job"], repository.folder, size);
    expect(await screenWith("? Go on with it")).toContain("1 of 4 answered,\nbegun by Ana Núñez");
    type("Enter");
    await screenWith("? Step 2 of 2");
    // A fault in the files ends the run, and loses nothing.
    const roles = join(repository.folder, "roles.yml");
    const sound = readFileSync(roles, "utf8");
    writeFileSync(roles, "roles: 1\n");
    type("l", "Enter");
    expect(await screenWith("exit 2")).toContain("What you answered is kept. Go on with:");
    writeFileSync(roles, sound);
    const last = terminal(["run", "job"], repository.folder, size);
    await last.screenWith("? Go on with it");
    last.type("Enter");
    const summary = await last.screenWith("? Record this");
    expect(summary).toContain("  1. Operations lead: Chris, +44 20 7946\n     0103, chris@contoso.example");
    expect(summary).toContain("     Note: It hangs");
    for (const line of summary.split("\n")) expect(line.length).toBeLessThanOrEqual(40);
    last.type("Enter");
    expect(await last.screenWith("exit 0")).toContain("Recorded job for 2026-11-23: failed");
    expect(bodyOf(repository)).toContain("Runbook-Outcome: failed");
    expect(readdirSync(repository.folder)).not.toContain("owned");
    expect(keptIn(repository)).toEqual([]);
  });
});
