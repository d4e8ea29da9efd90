import { expect, it } from "vitest";
import { noteStart } from "../../src/view/record-line.ts";

const LONG = "Two slow plug-ins, both of them known. ".repeat(10).trim();

it.each([
  ["", ""],
  ["Fine\n", "Fine"],
  ["One line\nand another", "One line\nand another"],
  ["Title\n\nAll the rest", "Title …"],
  [LONG, `${"Two slow plug-ins, both of them known. ".repeat(6)}Two…`],
])("shows how the note %.20j begins", (note, start) => {
  expect(noteStart({ note })).toBe(start);
});

it("says once that there is more", () => {
  expect(noteStart({ note: `${LONG}\n\nAll the rest` })).toBe(noteStart({ note: LONG }));
  expect([...noteStart({ note: "日".repeat(500) })]).toHaveLength(240);
});
