// The pipelines that `init --pipelines` writes: sound YAML whose commands and options the program has.
import { Readable } from "node:stream";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { programFor } from "../../src/cli/program.ts";
import {
  PROGRAM,
  RECORDER,
  bookFolder,
  cleanEnvironment,
  emptyFolder,
  repositoryIn,
  runJson,
} from "../helpers/run-cli.ts";

const folder = join(import.meta.dirname, "..", "..", "templates", "pipelines");
const names = readdirSync(folder);
const stream = { write: () => {}, isTTY: false, columns: undefined };
const program = programFor(async () => {}, {
  cwd: "/",
  env: {},
  now: () => 0,
  later: () => 0,
  stdout: stream,
  stderr: stream,
  stdin: { isTTY: false, read: () => Readable.from([]), keys: () => process.stdin },
  signals: { listen: () => () => {}, toGroup: () => {} },
  runtime: "",
});

/** Each `runbook …` of a text: the command, and its long options with the words after them. */
function callsIn(text: string): { command: Command | undefined; options: string[][] }[] {
  return [...text.matchAll(/\brunbook (?<name>[a-z]+)(?<rest> --[^\n|>]*)?/gu)].map(({ groups }) => ({
    command: program.commands.find((command) => command.name() === groups?.["name"]),
    options: [...(groups?.["rest"] ?? "").matchAll(/--([a-z-]+)(?: ("[^"]*"|[\w-]+))?/gu)].map(
      ([, option = "", word = ""]) => [option, word],
    ),
  }));
}

describe("the pipelines", () => {
  it("are three for each build service, and one that publishes", () => {
    const all = ["azure", "github"].flatMap((service) =>
      ["lint", "morning", "weekly"].map((name) => `${service}-${name}.yml`),
    );
    expect(names.toSorted()).toEqual([...all, "azure-wiki.yml"].toSorted());
  });

  it.each(names)("%s is sound YAML, and its commands are the program's", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const document = parseDocument(text);
    expect([...document.errors, ...document.warnings]).toEqual([]);
    const steps = text.replaceAll(/^\s*#.*$/gmu, "");
    const calls = callsIn(steps).filter(({ options }) => options.length > 0);
    expect(calls.length).toBeGreaterThan(0);
    for (const { command, options } of calls) {
      expect(command?.options.map(({ long }) => long)).toEqual(
        expect.arrayContaining(options.map(([option]) => `--${option}`)),
      );
      for (const [option, word] of options) {
        const choices = command?.options.find(({ long }) => long === `--${option}`)?.argChoices;
        expect(choices ?? [word]).toContain(word);
      }
    }
    // Nothing that somebody else writes into a pull request is pasted into a script.
    for (const line of steps.split("\n").filter((step) => /\b(?:run|script|pwsh):/.test(step))) {
      expect(line).not.toMatch(/\$\{\{/u);
    }
  });

  it("lie at the top of the repository, name the run book's folder, and are never overwritten", async () => {
    const cwd = emptyFolder();
    repositoryIn(cwd).git("init", "--quiet", "--template=");
    mkdirSync(join(cwd, "ops"));
    const init = ["init", "ops/run book", "--yes", "--country", "GB", "--pipelines", "github,azure"];
    const { code, document } = await runJson("created", init, { cwd, inProcess: true });
    expect(code).toBe(0);
    expect(document.files).toContain("../../.github/workflows/runbook-lint.yml");
    const text = readFileSync(join(cwd, "azure-pipelines/runbook-morning.yml"), "utf8");
    expect(text).toContain('--dir "ops/run book"');
    expect(text).not.toMatch(/FOLDER|VERSION/u);
    expect(text).not.toContain(RECORDER.email);

    const again = await runJson("error", ["init", "other", "--yes", "--pipelines", "azure"], { cwd, inProcess: true });
    expect(again.document.error).toMatchObject({
      code: "io",
      message: expect.stringContaining("runbook-lint.yml"),
      hint: expect.stringContaining("leave out --pipelines"),
    });
    expect(existsSync(join(cwd, "other"))).toBe(false);
  });

  // As the agent runs a step of PowerShell; `runbook` is a script for sh here.
  it.skipIf(process.platform === "win32")("tell the channel what is due from PowerShell", async ({ skip }) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "runbook"), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, { mode: 0o755 });
    const posted: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding("utf8").on("data", (text: string) => posted.push(text));
      request.on("end", () => response.writeHead(request.url === "/down" ? 503 : 202).end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { steps } = parse(readFileSync(join(folder, "azure-morning.yml"), "utf8")) as { steps: { pwsh?: string }[] };
    const step = steps.find(({ pwsh }) => pwsh !== undefined)?.pwsh ?? "";
    const exit = (script: string, env: Record<string, string> = {}): Promise<number | null> =>
      new Promise((resolve) => {
        const all = { ...cleanEnvironment(), PATH: `${cwd}:${process.env["PATH"] ?? ""}`, ...env };
        spawn("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script], { cwd, env: all, stdio: "ignore" })
          .on("error", () => resolve(null))
          .on("exit", resolve);
      });
    const tell = (book: string, env?: Record<string, string>): Promise<number | null> => {
      const text = step.replaceAll("FOLDER", book);
      return exit(`$ErrorActionPreference = 'stop'\n${text}\nif ($null -ne $LASTEXITCODE) { exit $LASTEXITCODE }`, env);
    };
    try {
      skip((await exit("exit 7")) !== 7, "pwsh is not installed");
      const book = bookFolder({ procedures: { audit: { name: "Prüfung" }, broken: { trigger: "dayly" } } });
      expect(await tell(book)).toBe(0);
      // What an agent makes of a variable that nobody has set.
      expect(await tell(book, { WEBHOOK: "$(runbookTeamsWebhook)" })).toBe(0);
      expect(await tell(emptyFolder(), { WEBHOOK: `http://127.0.0.1:${port}/` })).toBe(2);
      expect(posted).toEqual([]);
      expect(await tell(book, { WEBHOOK: `http://127.0.0.1:${port}/` })).toBe(0);
      expect(JSON.stringify(JSON.parse(posted.splice(0).join("")))).toContain("Prüfung");
      expect(await tell(book, { WEBHOOK: `http://127.0.0.1:${port}/down` })).toBe(1);
    } finally {
      server.close();
    }
  });

  it.each([
    { args: ["init", "book", "--pipelines", "gitlab"], named: "gitlab" },
    { args: ["init", "b$(x)k", "--pipelines", "github"], named: "b$(x)k" },
  ])("refuses $named", async ({ args, named }) => {
    const cwd = emptyFolder();
    repositoryIn(cwd).git("init", "--quiet", "--template=");
    const { code, document } = await runJson("error", [...args, "--yes"], { cwd, inProcess: true });
    expect([code, document.error.code]).toEqual([2, "usage"]);
    expect(document.error.message).toContain(named);
    expect(readdirSync(cwd)).toEqual([".git"]);
  });
});
