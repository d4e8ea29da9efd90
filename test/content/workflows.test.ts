// This repository's own workflows: what no run on this machine can try.

import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { hasBash } from "../helpers/console-shell.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly "timeout-minutes"?: number; readonly steps: readonly Step[] }>>;
}

const root = join(import.meta.dirname, "../..");
const folder = join(root, ".github/workflows");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const workflows = readdirSync(folder).map((name) => {
  const document = parseDocument(readFileSync(join(folder, name), "utf8"), { strict: true, uniqueKeys: true });
  return { name, errors: [...document.errors, ...document.warnings], workflow: document.toJS() as Workflow };
});

describe.each(workflows)("$name", ({ errors, workflow }) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it("is YAML with triggers, least rights and a limit of time", () => {
    expect(errors).toEqual([]);
    expect(Object.keys(workflow.on).length).toBeGreaterThan(0);
    expect([{}, { contents: "read" }]).toContainEqual(workflow.permissions);
    for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  it("pins each action to a commit", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/u);
  });

  it("runs scripts that there are, and lets no event's text into a shell", () => {
    for (const { run = "" } of steps) {
      for (const [, script = ""] of run.matchAll(/npm run ([\w:-]+)/gu)) expect(scripts).toHaveProperty(script);
      expect(run).not.toMatch(/\$\{\{ *github\.(?:event|head_ref|ref_name)/u);
    }
  });
});

describe("release.yml", () => {
  const steps = workflows.flatMap(({ name, workflow }) =>
    name === "release.yml" ? (workflow.jobs["publish"]?.steps ?? []) : [],
  );
  const runs = steps.map(({ run = "" }) => run);

  it.runIf(hasBash)("names the repository that it runs in, which provenance asks for, and publishes after that", () => {
    const naming = runs.findIndex((run) => run.startsWith("npm pkg set repository."));
    expect(runs.findIndex((run) => run.startsWith("npm publish --provenance"))).toBe(naming + 1);
    const copy = emptyFolder();
    copyFileSync(join(root, "package.json"), join(copy, "package.json"));
    const env = { ...process.env, GITHUB_SERVER_URL: "https://git.example", GITHUB_REPOSITORY: "contoso/runbook" };
    execFileSync("bash", ["-c", runs[naming] ?? ""], { cwd: copy, env });
    expect(JSON.parse(readFileSync(join(copy, "package.json"), "utf8"))).toMatchObject({
      name: "runbook-cli",
      repository: { type: "git", url: "git+https://git.example/contoso/runbook.git" },
    });
  });
});
