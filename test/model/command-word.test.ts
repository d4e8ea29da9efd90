import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandWord } from "../../src/model/command-word.ts";

describe("a name in a command", () => {
  it.each([
    ["runbook-ledger", "runbook-ledger"],
    ["procedures/täglich.md", "procedures/täglich.md"],
    ["procedures/a b.md", '"procedures/a b.md"'],
    ["C:\\Users\\Ada\\book", '"C:\\Users\\Ada\\book"'],
    ["C:\\Users\\Ada\\.work\\_ops", '"C:\\Users\\Ada\\.work\\_ops"'],
    ["it's", '"it\'s"'],
    ["a;b&c", '"a;b&c"'],
  ])("%s is written %s", (name, word) => {
    expect(commandWord(name, "NAME")).toBe(word);
  });

  it.each([
    "",
    "-x",
    "- x",
    "$(id)",
    "a`id`",
    'a"b',
    "a”b",
    "%PATH%",
    "hey!",
    "a^b",
    "a\\",
    "\\\\server\\a",
    "a\nb",
    "a\u001B[2Jb",
  ])("%j is not written: no quotes serve all shells", (name) => {
    expect(commandWord(name, "NAME")).toBe("NAME");
  });

  // Windows hands a shell one line, not words.
  it.skipIf(process.platform === "win32")("reaches a command as it is, or not at all", () => {
    const signs = [..." \t\n'\"`$\\!%^&|;<>()[]{}*?~#=,:@+-_./aZé漢", "e\u0301", "”", "$(id)"];
    const names = fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 12 }).map((some) => some.join(""));
    fc.assert(
      fc.property(fc.array(names, { minLength: 200, maxLength: 200 }), (some) => {
        const written = some.filter((name) => commandWord(name, "\0") !== "\0");
        const words = written.map((name) => commandWord(name, ""));
        const script = `printf '%s\\0' ${words.join(" ")}`;
        for (const shell of ["sh", "bash"]) {
          const read = execFileSync(shell, ["-c", script], { encoding: "utf8" });
          expect(read.split("\0").slice(0, -1)).toEqual(written);
        }
      }),
      { numRuns: 10 },
    );
  });
});
