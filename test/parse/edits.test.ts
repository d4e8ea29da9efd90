import { describe, expect, it } from "vitest";
import { setKey, yamlValue } from "../../src/parse/edit.ts";
import { mergeHolidays } from "../../src/parse/holidays-file.ts";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";

const holiday = (date: string, name: string): { date: CalendarDate; name: string } => ({
  date: date as CalendarDate,
  name,
});

describe("setting a key", () => {
  it("keeps every byte outside the value", () => {
    const text = "# top\r\nid:   old   # why\r\ntitle: 'A: b'\r\nlist: [a, b]  # end";
    expect(setKey(text, "id", "new")).toBe("# top\r\nid:   new   # why\r\ntitle: 'A: b'\r\nlist: [a, b]  # end");
    expect(setKey(text, "list", ["c", "d: e"])).toBe(
      "# top\r\nid:   old   # why\r\ntitle: 'A: b'\r\nlist: [c, \"d: e\"]  # end",
    );
    expect(setKey("a: 1", "b", "2026-11-23")).toBe("a: 1\nb: 2026-11-23\n");
  });

  it.each(["plain", "a: b", "- x", "#no", "yes", "{x}", "2026-11-23", "it's", "", "  pad ", "a\nb"])(
    "writes %j so that it reads back",
    (value) => {
      const text = setKey("title: x\n", "title", value);
      expect(text.split("\n")).toHaveLength(2);
      expect(setKey(text, "title", "x")).toBe("title: x\n");
      expect(yamlValue(value)).not.toContain("\n");
    },
  );
});

describe("merging holidays", () => {
  const added = [holiday("2026-12-25", "Christmas Day"), holiday("2027-01-01", "New Year's Day: observed")];

  it("writes a new file", () => {
    const { text } = mergeHolidays("", added, "date-holidays 1, GB");
    expect(text).toContain("source: date-holidays 1, GB\nholidays:\n  - { date: 2026-12-25, name: Christmas Day }\n");
    expect(text).toContain('  - { date: 2027-01-01, name: "New Year\'s Day: observed" }\n');
  });

  it("keeps comments, entries and order of the file", () => {
    const before =
      "# ours\nsource: old\nholidays:\n  - { date: 2026-12-24, name: Office party }   # ours\n  - date: 2026-12-28\n    name: Boxing Day\n";
    const { text, added: written } = mergeHolidays(before, added, "new");
    expect(text).toBe(
      "# ours\nsource: new\nholidays:\n  - { date: 2026-12-24, name: Office party }   # ours\n  - { date: 2026-12-25, name: Christmas Day }\n  - date: 2026-12-28\n    name: Boxing Day\n" +
        '  - { date: 2027-01-01, name: "New Year\'s Day: observed" }\n',
    );
    expect(written).toEqual(added);
    expect(mergeHolidays(text, added, "new")).toEqual({ text, added: [] });
  });

  it.each([
    "# ours\nholidays: []\n",
    "# ours\nsource: old\nholidays:\n  - { date: 2026-12-28, name: Boxing Day }\n",
    "holidays: [{ date: 2026-12-24, name: Office party }]\n",
  ])("ends each line as the file does: %j", (text) => {
    const plain = mergeHolidays(text, added, "new");
    const windows = mergeHolidays(text.replaceAll("\n", "\r\n"), added, "new");
    expect(plain.text).not.toContain("\r");
    expect(windows).toEqual({ text: plain.text.replaceAll("\n", "\r\n"), added });
  });

  it.each([
    "# a\nholidays:\n  # b\n  - date: 2026-12-24 # c\n    name: Office party\n  # d\nsource: old # e\n",
    "# a\nsource: old # b\nholidays: # c\n- { date: 2026-12-24, name: Office party } # d\n# e\n",
    "--- # a\nsource: old # b\nholidays:\n    # c\n    - { date: 2026-12-24, name: Office party } # d\n# e\n...\n",
    "# a\nsource: old # b\nholidays: # c\n  [{ date: 2026-12-24, name: Office party }] # d\n  # e\n",
    "\uFEFF# a\nsource: old # b\nholidays: # c\n  # d\n- { date: 2026-12-24, name: Office party } # e\n",
  ])("keeps the comments of another layout: %j", (before) => {
    const { text } = mergeHolidays(before, added, "new");
    for (const letter of "abcde") expect(text).toMatch(new RegExp(`# ${letter}$`, "mu"));
    expect(mergeHolidays(text, added, "new")).toEqual({ text, added: [] });
    for (const date of ["2026-12-24", "2026-12-25", "2027-01-01"]) expect(text).toContain(date);
    expect(text).toMatch(/source: new/);
  });

  it("loses no date of a layout that it cannot splice", () => {
    const { text } = mergeHolidays("holidays: [{ date: 2026-12-24, name: Office party }]\n", added, "new");
    for (const date of ["2026-12-24", "2026-12-25", "2027-01-01"]) expect(text).toContain(date);
    expect(mergeHolidays(text, added, "new").added).toEqual([]);
  });
});
