// The package under each Node that it says it runs on, from npm.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tryConsoleBlocks } from "../helpers/console-blocks.ts";
import { canTryConsole, consoleShell } from "../helpers/console-shell.ts";
import { type InstalledPackage, installPackage, npm } from "../helpers/installed-package.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

/** The oldest that `engines` allows, and the newest of each line. */
const VERSIONS = ["20.19.0", "20", "22", "24", "26"];
/** What Linux distributions still bring. */
const TOO_OLD = ["16", "18"];
const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage(emptyFolder());
});

// Where bash is not at home, CI runs the tests themselves under each version.
describe.runIf(canTryConsole)("under Node (needs bash and tmux)", () => {
  it.each(VERSIONS)("%s the program does what the README says", async (version) => {
    const folder = emptyFolder();
    const node = nodeOf(version, folder);
    const shell = consoleShell(folder, `'${node}' '${join(installed.folder, "bin", "runbook.js")}'`);
    const { commands, differences } = await tryConsoleBlocks(readme, shell);
    expect(commands.length).toBeGreaterThan(10);
    expect(differences).toEqual([]);
  });

  it.each(TOO_OLD)("%s it says which it needs", (version) => {
    const node = nodeOf(version, emptyFolder());
    const { status, stderr } = spawnSync(node, [join(installed.folder, "bin", "runbook.js"), "due"], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^runbook: this is Node\.js \d+\.\d+\.\d+, and 20\.19 or a later one is needed\.\n/);
  });
});

/** Installs a Node from npm into a folder, and gives its path. */
function nodeOf(version: string, folder: string): string {
  const nodes = join(folder, "nodes");
  mkdirSync(nodes);
  writeFileSync(join(nodes, "package.json"), "{}");
  const name = `node-${process.platform}-${process.arch}`;
  npm(["install", "--no-audit", "--no-fund", `${name}@${version}`], nodes);
  const node = join(nodes, "node_modules", name, "bin", "node");
  expect(execFileSync(node, ["--version"], { encoding: "utf8" })).toMatch(new RegExp(`^v${version}\\b`, "u"));
  return node;
}
