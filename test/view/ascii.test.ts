import { describe, expect, it } from "vitest";
import stringWidth from "string-width";
import { showsUnicode, withAsciiMarks } from "../../src/view/ascii.ts";
import { plainBlock } from "../../src/view/plain-text.ts";

describe("marks in ASCII", () => {
  it("take as many cells as those that they stand for, and leave letters", () => {
    const marks = "•◦·–—─━│┃├└→←↑↓…‘’“”✓✔✗✘●○◆■□▁▂▃▄▅▆▇█▉▊▋▌▍▎▏░▒▓";
    const text = `é日 ${marks}`;
    const folded = withAsciiMarks(text);
    expect(folded).toMatch(/^é日 [ -~]+$/u);
    expect(stringWidth(folded)).toBe(stringWidth(text));
  });

  it("put no value of YAML where one is to be written", () => {
    expect(withAsciiMarks("Rename the file, or add `id: …` … ")).toBe("Rename the file, or add `id: ...` ~ ");
  });

  it("join to no command of a build service", () => {
    const marks = Array.from({ length: 0x2800 - 0x2000 }, (_, index) => String.fromCodePoint(0x2000 + index));
    for (const mark of ["·", ...marks]) {
      for (const text of [`${mark}${mark}[group]a`, `${mark}#vso[a]`, `${mark}:error::a`, `${mark}${mark}error::a`]) {
        const folded = withAsciiMarks(plainBlock(text));
        expect(plainBlock(folded)).toBe(folded);
      }
    }
  });
});

describe("an output shows more than ASCII", () => {
  it.each<[boolean, Record<string, string>, boolean]>([
    [true, {}, false],
    [true, { LANG: "en_GB.UTF-8" }, true],
    [true, { LC_CTYPE: "UTF-8" }, true],
    [true, { LANG: "C", LC_ALL: "C.utf8" }, true],
    [true, { LANG: "en_GB.UTF-8", LC_ALL: "" }, true],
    [false, { LANG: "en_GB.UTF-8", LC_ALL: "C" }, true],
    [false, { LANG: "en_GB.UTF-8", LC_CTYPE: "POSIX" }, true],
    [false, { LANG: "de_DE.ISO-8859-1" }, true],
    [false, { LANG: "en_GB.UTF-8", TERM: "linux" }, true],
    [false, { OS: "Windows_NT" }, true],
    [true, { OS: "Windows_NT", WT_SESSION: "1b4e" }, true],
    [true, { OS: "Windows_NT", TERM_PROGRAM: "vscode" }, true],
    [true, { OS: "Windows_NT", TERM: "xterm-256color" }, true],
    [false, { OS: "Windows_NT", WT_SESSION: "1b4e" }, false],
    [true, { OS: "Windows_NT", LANG: "en_GB.UTF-8" }, false],
    [false, { OS: "Windows_NT", WT_SESSION: "1b4e", LC_ALL: "C" }, true],
  ])("%s: %j, a terminal: %s", (expected, env, isTTY) => {
    expect(showsUnicode(env, isTTY)).toBe(expected);
  });
});
