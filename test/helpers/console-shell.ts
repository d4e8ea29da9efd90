// A shell for the `console` blocks: `runbook` is the program as built, everything else is what the machine has.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { RunLine } from "./console-blocks.ts";
import { livedReference } from "./lived-reference.ts";
import { hasTmux, terminalOf } from "./terminal.ts";

/** Asked by a block of the README's: the Azure CLI, in whose queue `orders` three messages could not be delivered. */
const AZ = '#!/bin/sh\nprintf "orders\\t3\\n"\n';

/**
 * A shell in `folder`/fabrikam, of Ana's, with a clean environment; `contoso` beside it is a run book that was lived by for
 * two years. `program` is what `runbook` starts; `inProcess` answers the lines that are no more than `runbook` and its
 * arguments, without a process of its own. What asks its reader gets a terminal.
 */
export function consoleShell(
  folder: string,
  program: string,
  inProcess?: (args: readonly string[], cwd: string, env: Readonly<Record<string, string>>) => Promise<string>,
): RunLine {
  const [home, bin, fabrikam] = ["home", "bin", "fabrikam"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [home, bin, fabrikam]) mkdirSync(each, { recursive: true });
  const config = join(home, "gitconfig");
  writeFileSync(
    config,
    "[user]\n\tname = Ana\n\temail = ana@fabrikam.example\n[init]\n\tdefaultBranch = main\n[safe]\n\tbareRepository = all\n",
  );
  for (const [name, script] of [
    ["runbook", `#!/bin/sh\nexec ${program} "$@"\n`],
    ["az", AZ],
  ] as const) {
    writeFileSync(join(bin, name), script, { mode: 0o755 });
  }
  const { PATH = "" } = process.env;
  const atHome = (text: string): string => text.replaceAll(fabrikam, "/home/ana/fabrikam");
  let contoso: Promise<string> | undefined;
  return async ({ command, expected }, { at, folder: place }) => {
    const cwd = place === "contoso" ? await (contoso ??= livedReference()) : fabrikam;
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
    const answers = expected.flatMap((line) => (line.startsWith(ANSWERED) ? line.slice(ANSWERED.length) : []));
    if (answers.length > 0) return atHome(await answeredOn(command, answers, cwd, env));
    const words = inProcess === undefined ? undefined : plainWords(command);
    if (inProcess !== undefined && words?.[0] === "runbook") return atHome(await inProcess(words.slice(1), cwd, env));
    const { stdout } = spawnSync("bash", ["-c", `exec 2>&1\n${command}`], { cwd, env, encoding: "utf8" });
    return atHome(stdout);
  };
}

/** Before a question that was answered. */
const ANSWERED = "✔ ";
const OVER = "[over]";

/**
 * What a terminal shows in the end of a command that asks: a question that one of `answers` begins with gets the rest of that,
 * any other Enter.
 */
async function answeredOn(
  command: string,
  answers: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { screen, type } = terminalOf(`${command}; echo "${OVER}"; sleep 60`, cwd, { columns: 100, rows: 400, env });
  const left = [...answers];
  for (let given = 0, tries = 0; tries < 2000; tries += 1) {
    const lines = screen()
      .split("\n")
      .map((line) => line.trimEnd());
    const end = lines.indexOf(OVER);
    if (end >= 0) return lines.slice(0, end).join("\n");
    const question = lines.findLast((line) => line.startsWith("? "))?.slice(2);
    // The one before stays on the screen until its answer is drawn.
    if (question === undefined || lines.filter((line) => line.startsWith(ANSWERED)).length < given) {
      await pause(20);
      continue;
    }
    const at = left.findIndex((answer) => answer.startsWith(`${question} `));
    const [answer] = at < 0 ? [] : left.splice(at, 1);
    type(...(answer === undefined ? [] : [answer.slice(question.length + 1)]), "Enter");
    given += 1;
  }
  throw new Error(`${command} never ended:\n${screen()}`);
}

/** The words of a line that is one command with arguments; undefined where a shell would make more of it. */
function plainWords(line: string): string[] | undefined {
  const bare = line.replaceAll(/"[^"$`\\]*"|'[^']*'/gu, "");
  if (/["'`$\\|&;<>(){}*?#~]/u.test(bare)) return undefined;
  return [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/gu)].map(([word]) => word.replaceAll(/["']/gu, ""));
}

/** Whether there is a bash here. */
export const hasBash: boolean = spawnSync("bash", ["--version"]).status === 0;

/** Whether what is written for a bash on a terminal can be tried here. Windows' names paths in its own way. */
export const canTryConsole: boolean = hasBash && hasTmux && process.platform !== "win32";
