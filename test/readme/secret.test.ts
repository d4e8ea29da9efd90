// What the README says to do once a secret got into the ledger takes it out, and leaves a ledger without a break.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hasBash } from "../helpers/console-shell.ts";
import {
  type Repository,
  bookFiles,
  cleanEnvironment,
  emptyFolder,
  repositoryIn,
  repositoryOf,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
const [, section = ""] = README.split("### A secret got into the ledger\n");
const [, script = ""] = /```sh\n([^]*?)```/u.exec(section) ?? [];
const [, day = ""] = /service-health\/(\d{4}-\d\d-\d\d)\/leak\.txt/u.exec(script) ?? [];
const [, branch = ""] = /git push origin (\S+)/u.exec(script) ?? [];

const files = (ledger: string): ReturnType<typeof bookFiles> =>
  bookFiles({ settings: { ledger: `{ sync: manual${ledger} }` }, procedures: { "service-health": {} } });

function cloneOf(remote: string): Repository {
  const clone = repositoryIn(emptyFolder());
  clone.git("clone", "--quiet", remote, ".");
  return clone;
}

it.runIf(hasBash && process.platform !== "win32")("leaves no secret, and no break", async () => {
  const team = repositoryOf(files(""));
  const leak = join(emptyFolder(), "leak.txt");
  writeFileSync(leak, "the-secret\n");
  const env = { RUNBOOK_NOW: `${day}T12:00:00Z` };
  for (const args of [
    ["done", "service-health", "--attach", leak, "-m", "Opened with the-secret"],
    ["undo", "service-health", "-m", "It held the-secret"],
    ["done", "service-health", "-m", "Again"],
  ]) {
    const { code, stderr } = await runCli(args, { cwd: team.folder, env, inProcess: true });
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  }
  const remote = emptyFolder();
  team.git("init", "--quiet", "--bare", remote);
  team.git("remote", "add", "origin", remote);
  team.git("push", "--quiet", "origin", "main", "runbook-ledger");

  const fresh = cloneOf(remote);
  const bashed = cleanEnvironment({ FILTER_BRANCH_SQUELCH_WARNING: "1" });
  execFileSync("bash", ["-ec", script], { cwd: fresh.folder, env: bashed, stdio: "pipe" });
  writeFiles(fresh.folder, files(`, branch: ${branch}`));
  fresh.git("commit", "--quiet", "--all", "-m", "Move to a new ledger");
  fresh.git("push", "--quiet", "origin", "main", ":runbook-ledger");

  const last = cloneOf(remote);
  expect(last.git("log", "--all", "--patch", "--format=%B")).not.toContain("the-secret");
  expect(last.git("log", `origin/${branch}`, "--format=%B")).toContain("Opened with [removed]");
  const { document, code } = await runJson("verify", ["verify"], { cwd: last.folder, env, inProcess: true });
  expect([code, document.breaks]).toEqual([0, []]);
  const { document: log } = await runJson("log", ["log"], { cwd: last.folder, env, inProcess: true });
  expect(log.records.map(({ record, voided }) => ({ record, voided }))).toEqual([
    { record: "completion", voided: false },
    { record: "void", voided: false },
    { record: "completion", voided: true },
  ]);
});
