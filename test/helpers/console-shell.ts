// A shell for the `console` blocks: `runbook` is the program as built, everything else is what the machine has.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunLine } from "./console-blocks.ts";

/**
 * A shell in `folder`/fabrikam, of Ana's, with a clean environment. `program` is what `runbook` starts; `inProcess` answers the
 * lines that are no more than `runbook` and its arguments, without a process of its own.
 */
export function consoleShell(
  folder: string,
  program: string,
  inProcess?: (args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) => Promise<string>,
): RunLine {
  const [home, bin, work] = ["home", "bin", "fabrikam"].map((name) => join(folder, name)) as [string, string, string];
  for (const each of [home, bin, work]) mkdirSync(each, { recursive: true });
  const config = join(home, "gitconfig");
  writeFileSync(config, "[user]\n\tname = Ana\n\temail = ana@fabrikam.example\n[init]\n\tdefaultBranch = main\n");
  writeFileSync(join(bin, "runbook"), `#!/bin/sh\nexec ${program} "$@"\n`);
  chmodSync(join(bin, "runbook"), 0o755);
  const { PATH = "" } = process.env;
  const atHome = (text: string): string => text.replaceAll(work, "/home/ana/fabrikam");
  return async (line, at) => {
    const env = {
      PATH: `${bin}:${PATH}`,
      HOME: home,
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_DATE: at,
      GIT_COMMITTER_DATE: at,
      LANG: "C.UTF-8",
      COLUMNS: "100",
      NO_COLOR: "1",
      RUNBOOK_NOW: at,
      TZ: "UTC",
    };
    const words = inProcess === undefined ? undefined : plainWords(line);
    if (inProcess !== undefined && words?.[0] === "runbook") return atHome(await inProcess(words.slice(1), work, env));
    const { stdout } = spawnSync("bash", ["-c", `exec 2>&1\n${line}`], { cwd: work, env, encoding: "utf8" });
    return atHome(stdout);
  };
}

/** The words of a line that is one command with arguments; undefined where a shell would make more of it. */
function plainWords(line: string): string[] | undefined {
  const bare = line.replaceAll(/"[^"$`\\]*"|'[^']*'/gu, "");
  if (/["'`$\\|&;<>(){}*?#~]/u.test(bare)) return undefined;
  return [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/gu)].map(([word]) => word.replaceAll(/["']/gu, ""));
}

/** Whether there is a bash here: without it nobody can try what is written for one. */
export const hasBash: boolean = spawnSync("bash", ["--version"]).status === 0;
