import { describe, expect, it } from "vitest";
import { lineHashes, textHash } from "../../src/view/line-hash.ts";

// The values are those that GitHub's uploader gives, as its own tests have them.
describe("lineHashes", () => {
  it.each([
    ["", ["c129715d7a2bc9a3:1"]],
    [" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]],
    [
      " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
      [
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
      ],
    ],
  ])("of %j are those of code scanning", (text, hashes) => {
    expect(lineHashes(text)).toEqual(hashes);
  });

  it("are numbered where lines are alike, and stay where lines come before", () => {
    const line = "Lorem ipsum dolor sit amet.\n";
    const hashes = lineHashes(line.repeat(10));
    expect(hashes).toHaveLength(11);
    expect(hashes.slice(0, 7)).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((number) => `a7f2ff13bc495cf2:${number}`),
      "a7f2ff1481e87703:1",
    ]);
    expect(lineHashes(`Before\n\n${line}After\n`).slice(2)).toEqual(lineHashes(`${line}After\n`));
  });
});

it("textHash tells texts apart", () => {
  const texts = Array.from({ length: 1000 }, (_, index) => `No procedure covers \`area-${index}\`, expected one.`);
  expect(new Set(texts.map(textHash)).size).toBe(texts.length);
});
