import { Chalk } from "chalk";
import { describe, expect, it } from "vitest";
import { typedCommand, withFolder } from "../../src/view/typed-command.ts";

describe("a command to type", () => {
  it.each([
    ["See them all: runbook list", "See them all: runbook list --dir ops"],
    ["3 records not pushed: runbook sync\n", "3 records not pushed: runbook sync --dir ops\n"],
    [
      "Name one:\n  runbook done a\n  runbook done b\n",
      "Name one:\n  runbook done a --dir ops\n  runbook done b --dir ops\n",
    ],
    ['Void it: runbook undo 1f3c9ab2 -m "Wrong: twice"', 'Void it: runbook undo 1f3c9ab2 -m "Wrong: twice" --dir ops'],
    ["runbook due --dir other", "runbook due --dir other"],
    ["See it: runbook event list)", "See it: runbook event list)"],
    // In the middle of a sentence it is no more than a name.
    ["Make one with `runbook init`, or go on.", "Make one with `runbook init`, or go on."],
    ["runbook.yml:3:1: error schema: Unexpected key.", "runbook.yml:3:1: error schema: Unexpected key."],
    ["runbook-ledger holds no record", "runbook-ledger holds no record"],
    ["Fetch it: git fetch origin", "Fetch it: git fetch origin"],
  ])("%j names the run book as the command line did", (text, named) => {
    expect(withFolder(text, "ops")).toBe(named);
    expect(withFolder(text, undefined)).toBe(text);
  });

  it("has a folder as a shell takes it", () => {
    const style = { chalk: new Chalk({ level: 0 }), columns: 80 };
    expect(typedCommand("runbook sync", { ...style, dir: "our ops" })).toBe('runbook sync --dir "our ops"');
    expect(typedCommand("runbook sync", { ...style, dir: "$(id)" })).toBe("runbook sync --dir PATH");
    expect(typedCommand("runbook sync", style)).toBe("runbook sync");
  });
});
