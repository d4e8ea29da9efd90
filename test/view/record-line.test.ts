import { expect, it } from "vitest";
import { performerText } from "../../src/view/incident-words.ts";
import { byText } from "../../src/view/log-text.ts";
import { noteStart, recordLine } from "../../src/view/record-line.ts";
import { done, scheduleAsOf } from "../helpers/run-book.ts";

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

it.each([
  { email: "ANA@Contoso.example", is: "of the performer, in other letters", says: false },
  { email: "ben@contoso.example", is: "of another", says: true },
])("names who wrote a record down where the address is $is: $says", ({ email, says }) => {
  const record = done("2026-11-23", "2026-11-23T08:00:00Z", { recordedBy: { name: "Somebody", email } });
  const schedule = scheduleAsOf("2026-11-23T09:00:00Z", {});
  const texts = [recordLine(record), performerText(record), byText(record, schedule)];
  expect(texts.map((text) => text.includes("recorded by Somebody"))).toEqual([says, says, says]);
});
