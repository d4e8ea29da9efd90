import { describe, expect, it } from "vitest";
import { bookFolder, bookRepository, expectRefused, recorded, runCli, runJson } from "../helpers/run-cli.ts";

const MEASURED = {
  measures: "{ gb: { unit: GB, warn: 85, limit: 100 } }",
  escalate_to: "[operations-lead]",
  effort: "20m",
};

describe.concurrent("run without a terminal", () => {
  it.each([
    ["run", "job"],
    ["run", "nothing-of-that-name"],
    ["run", "job", "--again"],
  ])("is a usage error that names what does without: %j %j", async (...args) => {
    const repository = bookRepository({ procedures: { job: {} } });
    const { code, hint } = await expectRefused(repository, args);
    expect(code).toBe("usage");
    expect(hint).toContain(`runbook done ${args[1]}`);
    expect(hint).toContain(`runbook check ${args[1]}`);
    expect(hint).toContain(`runbook run ${args[1]} --print`);
  });

  it("names the occurrence that was asked for", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const { hint } = await expectRefused(repository, ["run", "job", "--for", "2026-11-20"]);
    expect(hint?.match(/runbook \w+ job --for 2026-11-20/gu)).toHaveLength(3);
  });

  it("prints nothing on stdout then", async () => {
    const { folder } = bookRepository({ procedures: { job: {} } });
    const { code, stdout, stderr } = await runCli(["run", "job"], { cwd: folder, input: "y\ny\n" });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: `run` asks its questions on a terminal/);
  });
});

describe.concurrent("run --print", () => {
  it("is a list to tick off, with last values and the people of the day", async () => {
    const repository = bookRepository({ procedures: { job: MEASURED } });
    await recorded(repository, ["done", "job", "--for", "2026-11-22", "--at", "2026-11-22", "--value", "gb=80.1"]);
    const { code, stdout, stderr } = await runCli(["run", "job", "--print"], {
      inProcess: true,
      cwd: repository.folder,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`# job

For 2026-11-23; due Monday 23 Nov 2026; owner: Ben (operations-analyst); effort: 20m.

Purpose.

## Steps

1. [ ] Open it.

## Validation

- [ ] It is 0.

## Measures

- [ ] \`gb\`: ______ (GB; last 80.1 on 2026-11-22; warning at 85, limit 100)

## Escalation

- Call the lead.

Who to call today, in this order:

1. Operations lead: Chris, +44 20 7946 0103, <chris@contoso.example>
`);
  });

  it("is a document for programs", async () => {
    const { folder } = bookRepository({ procedures: { job: MEASURED } });
    const { document } = await runJson("checklist", ["run", "job", "--print"], { inProcess: true, cwd: folder });
    expect(document).toMatchObject({
      procedure: { id: "job" },
      item: { occurrence: "2026-11-23", status: "due" },
      steps: [{ number: 1, text: "Open it." }],
      validation: [{ number: 1, text: "It is 0." }],
      measures: [{ name: "gb", unit: "GB", warn: 85, limit: 100, last: [] }],
      escalation: { text: "- Call the lead.", calls: [{ id: "operations-lead", people: [{ id: "chris" }] }] },
    });
  });

  it("needs no repository, and no occurrence", async () => {
    const cwd = bookFolder({ procedures: { job: { trigger: "annually on 15 March", effective: "2026-11-01" } } });
    const { code, stdout } = await runCli(["run", "job", "--print"], { inProcess: true, cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# job\n\nOwner: Ben \(operations-analyst\)\.\n/);
  });

  it.each([
    { args: ["--for", "2026"], code: "unknown-occurrence", procedure: {} },
    { args: [], code: "invalid-runbook", procedure: { body: "## Escalation\n- x\n" } },
    { args: [], code: "invalid-runbook", procedure: { body: `## Steps\n1. ${"> ".repeat(200)}x\n` } },
  ])("refuses $args with $code", async ({ args, code, procedure }) => {
    const repository = bookRepository({ procedures: { job: procedure } });
    expect(await expectRefused(repository, ["run", "job", "--print", ...args])).toMatchObject({ code });
  });
});
