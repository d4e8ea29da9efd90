import { describe, expect, it } from "vitest";
import { csvTable } from "../../src/view/csv.ts";

/** The one cell of a table, as it stands in the file. */
function cell(value: string | number | null): string {
  return csvTable(["title"], [[value]]).slice("\uFEFFtitle\r\n".length, -"\r\n".length);
}

describe("a cell of a CSV table", () => {
  it.each([
    { value: "plain", is: "plain" },
    { value: null, is: "" },
    { value: -3.5, is: "-3.5" },
    { value: 'a "b", c', is: '"a ""b"", c"' },
    { value: "a;b", is: '"a;b"' },
    { value: "two\r\nlines\tand tab", is: "two lines and tab" },
    { value: "\u001b[31mred\u0007", is: "red" },
    { value: "1 - 2", is: "1 - 2" },
  ])("$value is $is", ({ value, is }) => {
    expect(cell(value)).toBe(is);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", '"=1', "'=1", "＝1", "＋1", "－1", "＠x", "\u200b=1"])(
    "%s is no formula",
    (value) => {
      expect(cell(value)).toMatch(/^"?'/);
    },
  );
});
