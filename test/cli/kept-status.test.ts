// Every command that tells statuses answers from what was kept of a long ledger as from all of it.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { livedReference } from "../helpers/lived-reference.ts";
import { LEDGER, repositoryIn, runCli } from "../helpers/run-cli.ts";

const BOOK = livedReference();
const NOW = { RUNBOOK_NOW: "2026-11-25T08:30:00Z" };
const run = (folder: string, args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(args, { cwd: folder, inProcess: true, env: NOW });

/** The names of the git commands that a run starts. */
async function gitCommands(folder: string, args: readonly string[]): Promise<string[]> {
  const trace = join(folder, ".git", "trace");
  await runCli(args, { cwd: folder, inProcess: true, env: { ...NOW, GIT_TRACE: trace } });
  const lines = existsSync(trace) ? readFileSync(trace, "utf8").split("\n") : [];
  rmSync(trace, { force: true });
  return lines.flatMap((line) => /trace: built-in: git (\S+)/.exec(line)?.[1] ?? []);
}

const COMMANDS: readonly string[] = [
  "list --json",
  "list --as-of 2025-05-05",
  "show integration-health",
  "explain integration-health --json",
  "explain application-insights-review --for 2026-11-20 --json",
  "explain application-insights-review --for 2025-02-03",
  "agenda --from 2026-10-01 --to 2026-12-31 --json",
  "agenda --from 2025-01-01 --to 2025-02-28",
  "calendar",
  "wave",
  "wave --date 2025-04 --json",
  "wave list",
  "roles --matrix",
  "incident list",
  "incident show NEWEST --json",
  "incident show OLDEST --json",
  "run integration-health --print",
  "run capacity-review --print --json",
];

/** The ids of its first and its last incident. */
async function incidentsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run(folder, ["incident", "list", "--json", "--no-cache"]);
  const ids = (JSON.parse(stdout) as { incidents: readonly { id: string }[] }).incidents.map(({ id }) => id);
  return { NEWEST: ids[0] ?? "", OLDEST: ids.at(-1) ?? "" };
}

describe("a long ledger", () => {
  it.each(COMMANDS)("gives the same, kept or not: %s", async (command) => {
    const folder = await BOOK;
    const incidents = await incidentsOf(folder);
    const args = command.split(" ").map((word) => incidents[word] ?? word);
    await run(folder, ["due"]);
    const all = await run(folder, [...args, "--no-cache"]);
    expect(all.code).toBeLessThan(2);
    expect(await run(folder, args)).toEqual(all);
  });

  it("is not read again by what asks about now, nor for what is recorded of an incident", async () => {
    const folder = await BOOK;
    await run(folder, ["due"]);
    for (const args of ["list", "agenda", "wave", "roles", "incident list", "show integration-health"]) {
      expect(await gitCommands(folder, args.split(" "))).toEqual([]);
    }
    // What is kept of the procedure's own records, by their ids.
    expect(await gitCommands(folder, ["run", "integration-health", "--print"])).toEqual(["log"]);
    const before = repositoryIn(folder).git("rev-parse", LEDGER);
    const written = await gitCommands(folder, ["incident", "open", "--severity", "1", "--title", "Nobody can sign in"]);
    expect(written).toContain("commit-tree");
    expect(written.filter((name) => name === "log" || name === "rev-list")).toEqual([]);
    repositoryIn(folder).git("update-ref", LEDGER, before);
  });
});
