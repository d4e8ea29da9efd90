import { describe, expect, it } from "vitest";
import { LONGEST_LINE } from "../../src/model/automation.ts";
import { gatherOutput, masked } from "../../src/view/block-output.ts";

const ESC = "\u001b";

describe("a block's output", () => {
  it("is kept and shown without control characters", () => {
    const output = gatherOutput(masked([]));
    const shown = [
      `${ESC}[2Jone\u0007`,
      `t\two ${ESC}]0;title\u0007\u202e`,
      "##vso[task.setvariable]x",
      "::error::x",
    ].map(output.add);
    expect(shown.join("")).toBe("one\nt\two \n# #vso[task.setvariable]x\n: :error::x\n");
    // What a build service would obey is kept as it was.
    expect(output.kept()).toEqual({ text: "one\nt\two \n##vso[task.setvariable]x\n::error::x\n", leftOut: 0 });
  });

  it.each([
    ["one value", ["hunter22"], "is hunter22, hunter22", "is ***, ***"],
    ["the longer of two first", ["abc", "abcdef"], "abcdef abc", "*** ***"],
    ["what a pattern would take for its own", ["a.c$1"], "abc a.c$1", "abc ***"],
    ["each line of a value", ["-----BEGIN\nMIIEpAIBAAKCAQEA\n--"], "x MIIEpAIBAAKCAQEA --", "x *** --"],
    ["nothing for an empty value", ["", "\n"], "as it is", "as it is"],
    ["one with an escape between its letters", ["hunter22"], `hun${ESC}[0mter\u200b22`, "***"],
    ["a value that holds a control character", [`hun${ESC}[0mter22`], "hunter22", "***"],
  ])("hides %s", (_, secrets, line, expected) => {
    const output = gatherOutput(masked(secrets));
    expect(output.add(line)).toBe(`${expected}\n`);
    expect(output.kept().text).toBe(`${expected}\n`);
  });

  it("keeps the beginning and the end of what is long, and counts the rest", () => {
    const output = gatherOutput(masked([]));
    let written = 0;
    let shown = 0;
    for (let line = 0; line < 300_000; line += 1) {
      written += `line ${line}\n`.length;
      shown += output.add(`line ${line}`).length;
    }
    const { text, leftOut } = output.kept();
    expect(text.length).toBeLessThan(300_000);
    expect(text).toMatch(/^line 0\nline 1\n/);
    expect(text).toMatch(/\n\(\d+ characters left out\)\nline \d+\n/);
    expect(text).toMatch(/\nline 299999\n$/);
    const mark = `(${leftOut} characters left out)\n`;
    expect(text.length - mark.length + leftOut).toBe(written);
    expect(shown).toBeLessThan(1_100_000);
    expect(shown).toBeGreaterThan(1_000_000);
  });

  it("of one endless line ends before what may be half a secret", () => {
    const secret = "s3cr3t-".repeat(100);
    const line = `${"x".repeat(LONGEST_LINE - 350)}${secret}`.slice(0, LONGEST_LINE);
    const output = gatherOutput(masked([secret]));
    const shown = output.add(line);
    expect(shown).toMatch(/x \(line cut\)\n/);
    expect(shown + output.kept().text).not.toContain("s3cr3t");
    expect(output.kept().text).toMatch(/x \(line cut\)\n$/);
  });
});
