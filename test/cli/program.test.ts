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
  stdin: { isTTY: false, read: async () => new Uint8Array() },
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
