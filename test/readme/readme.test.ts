// Every command of the README, run from top to bottom, prints what the README says. `npm test -- test/readme -u` writes what
// is printed.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tryConsoleBlocks } from "../helpers/console-blocks.ts";
import { canTryConsole, consoleShell } from "../helpers/console-shell.ts";
import { PROGRAM, emptyFolder, runCli } from "../helpers/run-cli.ts";

/** Some forty commands, one after the other. */
const TIMEOUT = 240_000;
const README = join(import.meta.dirname, "../../README.md");

it.runIf(canTryConsole)(
  "says what its commands print (needs bash and tmux)",
  async () => {
    const program = `'${process.execPath}' '${PROGRAM}'`;
    const shell = consoleShell(emptyFolder(), program, async (args, cwd, env) => {
      let printed = "";
      await runCli(args, { cwd, env, inProcess: true, onWrite: (text) => void (printed += text) });
      return printed;
    });
    const said = readFileSync(README, "utf8");
    const { commands, differences, text } = await tryConsoleBlocks(said, shell);
    expect(commands.length).toBeGreaterThan(10);
    await expect(text).toMatchFileSnapshot(README);
    const shortened = differences.filter(({ expected }) => expected.split("\n").includes("…"));
    expect(shortened, "what the README shortens with a line `…` is for a person to write anew: -u leaves it").toEqual(
      [],
    );
  },
  TIMEOUT,
);
