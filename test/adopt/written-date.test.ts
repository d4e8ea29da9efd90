import { describe, expect, it } from "vitest";
import { writtenDate } from "../../src/adopt/written-date.ts";

describe("the day that a text names", () => {
  it.each([
    ["2026-03-04", "2026-03-04"],
    ["2026-03-04T10:00:00Z, by Ana", "2026-03-04"],
    ["4.3.2026", "2026-03-04"],
    ["04. 03. 2026", "2026-03-04"],
    ["4 March 2026", "2026-03-04"],
    ["4th of March", undefined],
    ["4th Mar 2026", "2026-03-04"],
    ["1st Sept. 2026", "2026-09-01"],
    ["22nd-Dec-2026", "2026-12-22"],
    ["3RD JANUARY, 2026", "2026-01-03"],
    ["March 4, 2026", "2026-03-04"],
    ["Last on mar. 4th 2026", "2026-03-04"],
    ["Dec 31 2026", "2026-12-31"],
    ["3. März 2026", "2026-03-03"],
    ["12. Okt. 2026", "2026-10-12"],
    ["1er aou\u0302t 2026", "2026-08-01"],
    ["14 févr. 2026", "2026-02-14"],
    ["5 juin 2026", "2026-06-05"],
    ["5 juil. 2026", "2026-07-05"],
    // June or July.
    ["5 jui 2026", undefined],
    ["Decision 12, 2026", undefined],
    ["Marketing 12 2026", undefined],
    // Excel counts days.
    ["46085", "2026-03-04"],
    ["36526", "2000-01-01"],
    ["146085", undefined],
    ["12345", undefined],
    // In March or in April.
    ["3/4/2026", undefined],
    ["31.2.2026", undefined],
    ["4 Foo 2026", undefined],
    ["14.13.2026", undefined],
    ["4.3.20265", undefined],
    ["March 2026", undefined],
    ["", undefined],
  ])("%s: %s", (text, day) => {
    expect(writtenDate(text)).toBe(day);
  });
});
