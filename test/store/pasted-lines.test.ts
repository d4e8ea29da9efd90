import fc from "fast-check";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { joinedLines } from "../../src/store/pasted-lines.ts";

async function heard(pieces: readonly Uint8Array[]): Promise<string> {
  const keys = joinedLines();
  for (const piece of pieces) keys.write(piece);
  keys.end();
  return (await buffer(keys)).toString("utf8");
}

const typed = (...pieces: readonly string[]): Promise<string> => heard(pieces.map((piece) => Buffer.from(piece)));
const pasted = (text: string): string => `\u001B[200~${text}\u001B[201~`;

describe("joinedLines", () => {
  it.each([
    ["what is typed", ["o", "k", "\r"], "ok\r"],
    ["a line pasted with its end", ["all of it\n"], "all of it\n"],
    ["Enter behind Enter", ["\r", "\r\r"], "\r\r\r"],
    ["a key behind Enter", ["ok\r\u001B[B\r"], "ok\r\u001B[B\r"],
    ["the escape key, and Ctrl-C after it", ["\u001B", "\u0003"], "\u001B\u0003"],
    ["arrows and other keys", ["\u001B[D\u001B[2~\u001B[20~"], "\u001B[D\u001B[2~\u001B[20~"],
  ])("leaves %s as it is", async (_, pieces, expected) => {
    expect(await typed(...pieces)).toBe(expected);
  });

  it.each([
    ["marked", [pasted("a\r\nb\tc\n")], "a b c "],
    ["marked, then Enter", [`${pasted("a\nb")}\r`], "a b\r"],
    ["not marked", ["a\r\r\nb\nc\r"], "a b c\r"],
    ["not marked, with letters of several bytes", ["a\nÜ"], "a Ü"],
  ])("joins pasted lines: %s", async (_, pieces, expected) => {
    expect(await typed(...pieces)).toBe(expected);
  });

  it("joins marked lines wherever what is sent is cut, but between the two signs that begin a mark", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "ü", "\n", "\r", "\t", "2", "0", "[", "~"), maxLength: 30 });
    const cuts = fc.array(fc.nat(60), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(text, cuts, async (pastedText, places) => {
        const bytes = Buffer.from(`x${pasted(pastedText)}y\r`);
        const at = [...new Set(places)].filter((place) => bytes[place - 1] !== 0x1b).toSorted((a, b) => a - b);
        const pieces = [0, ...at].map((from, index) => bytes.subarray(from, at[index]));
        // A cut within `\r\n` leaves two spaces.
        const line = (await heard(pieces)).replaceAll(/ +/g, " ");
        expect(line).toBe(`x${pastedText.replaceAll(/[\t\n\r]+/g, " ")}y\r`);
      }),
    );
  });
});
