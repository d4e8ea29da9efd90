// The package under each Node that it says it runs on, from npm.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tryConsoleBlocks } from "../helpers/console-blocks.ts";
import { canTryConsole, consoleShell } from "../helpers/console-shell.ts";
import { type InstalledPackage, installPackage, npm } from "../helpers/installed-package.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

/** The oldest that `engines` allows, and the newest of each line. */
const VERSIONS = ["20.19.0", "20", "22", "24", "26"];
const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage(emptyFolder());
});

// Where bash is not at home, CI runs the tests themselves under each version.
describe.runIf(canTryConsole)("under Node (needs bash and tmux)", () => {
  it.each(VERSIONS)("%s the program does what the README says", async (version) => {
    const folder = emptyFolder();
    const nodes = join(folder, "nodes");
    mkdirSync(nodes);
    writeFileSync(join(nodes, "package.json"), "{}");
    const name = `node-${process.platform}-${process.arch}`;
    npm(["install", "--no-audit", "--no-fund", `${name}@${version}`], nodes);
    const node = join(nodes, "node_modules", name, "bin", "node");
    expect(execFileSync(node, ["--version"], { encoding: "utf8" })).toMatch(new RegExp(`^v${version}\\b`, "u"));
    const shell = consoleShell(folder, `'${node}' '${join(installed.folder, "bin", "runbook.js")}'`);
    const { commands, differences } = await tryConsoleBlocks(readme, shell);
    expect(commands.length).toBeGreaterThan(10);
    expect(differences).toEqual([]);
  });
});
