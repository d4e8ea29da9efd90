import { Readable } from "node:stream";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { programFor } from "../../src/cli/program.ts";
import type { Io } from "../../src/io.ts";

const stream = { write: () => {}, isTTY: false, columns: undefined };
const io: Io = {
  cwd: "/",
  env: {},
  now: () => 0,
  later: () => 0,
  signals: { listen: () => () => {}, toGroup: () => {} },
  stdout: stream,
  stderr: stream,
  stdin: { isTTY: false, read: () => Readable.from([]), keys: () => process.stdin },
  runtime: "test",
};
const whole = programFor(async () => {}, io);

describe("the command line made for one command", () => {
  it.each(whole.commands.map((command) => [command.name(), command] as const))(
    "knows `%s` as all of it does",
    (name, command) => {
      const found = programFor(async () => {}, io, name).commands.find((one) => one.name() === name);
      expect(found?.helpInformation()).toBe(command.helpInformation());
    },
  );

  it("knows every command where there is none of that name", () => {
    expect(programFor(async () => {}, io, "lnt").commands).toHaveLength(whole.commands.length);
    expect(programFor(async () => {}, io, "due").commands.length).toBeLessThan(whole.commands.length);
  });
});

describe("help", () => {
  /** What `runbook COMMAND --help` prints on a terminal so wide. */
  function helpOf(names: readonly string[], columns: number): string {
    let printed = "";
    const terminal = { write: (text: string) => (printed += text), isTTY: true, columns };
    const program = programFor(async () => {}, { ...io, stdout: terminal });
    const command = names.reduce(
      (parent, name) => parent.commands.find((one) => one.name() === name) ?? parent,
      program,
    );
    command.outputHelp();
    return printed;
  }

  const namesOf = (command: Command, parents: readonly string[] = []): string[][] =>
    command.commands
      .filter((one) => !one.name().startsWith("__"))
      .flatMap((one) => [[...parents, one.name()], ...namesOf(one, [...parents, one.name()])]);
  const everyCommand = [[], ...namesOf(whole)];

  it.each([80, 60])("fits a terminal of %d columns, but for commands to copy", (columns) => {
    const lines = everyCommand.flatMap((names) => helpOf(names, columns).split("\n"));
    expect(lines.length).toBeGreaterThan(everyCommand.length * 10);
    expect(lines.filter((line) => line.length > columns && !/^ {2}[$>#] /u.test(line))).toEqual([]);
  });

  it("says the same on any terminal, and nothing twice", () => {
    const words = (columns: number): string[] =>
      everyCommand.map((names) => helpOf(names, columns).replaceAll(/\s+/gu, " "));
    expect(words(80)).toEqual(words(1000));
  });

  it("sets what each of the first examples is for off from what to type", () => {
    const [, examples = ""] = helpOf([], 80).split("\nExamples:\n");
    const columns = examples
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().search(/(?<= {2})\S/u));
    expect(new Set(columns).size).toBe(1);
    expect(columns[0]).toBeGreaterThan(0);
  });

  it("has a command's own options first", () => {
    const help = helpOf(["done"], 80);
    expect(help.indexOf("--took")).toBeLessThan(help.indexOf("--dir"));
    expect(help.indexOf("--dir")).toBeLessThan(help.indexOf("Examples:"));
  });
});
