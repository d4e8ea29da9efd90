import { Chalk } from "chalk";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { plainBlock, plainLine } from "../../src/view/plain-text.ts";
import { renderPlainSections } from "../../src/view/plain-table.ts";
import { renderJson } from "../../src/view/render-json.ts";
import { type Style, styleOf } from "../../src/view/style.ts";
import { renderSections, renderTable, wrapText } from "../../src/view/table.ts";

const style = (columns: number): Style => ({ chalk: new Chalk({ level: 0 }), columns });

describe("a table", () => {
  it("is never wider than the terminal, and loses no letter", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, text), { maxLength: 4 }),
        fc.integer({ min: 60, max: 140 }),
        (rows, width) => {
          const columns = [
            { title: "One", isFlexible: true },
            { title: "Two", isFlexible: true },
            { title: "Three", isFlexible: true },
          ];
          const table = renderTable(
            columns,
            rows.map((row) => row.map((cell) => ({ text: cell }))),
            style(width),
          );
          for (const line of table.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
          // Where rows stand one below the other a dot is between what were columns.
          const letters = (value: string): string[] => [...plainLine(value).replaceAll(/[\s·]/gu, "")].toSorted();
          expect(letters(table)).toEqual(letters(`OneTwoThree${rows.flat().map(plainLine).join("")}`));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(["🪴", "🧑‍💻", "👍🏽", "🇬🇧", "🫡", "⚠️", "日本", "한", "e\u0301", "ＡＢ", "a\u3164b", "☰", "ㄅ"])(
    "keeps its columns in line beside %s",
    (text) => {
      const columns = [{ title: "One", isFlexible: true }, { title: "Two" }];
      const table = renderTable(
        columns,
        [
          [{ text }, { text: "x" }],
          [{ text: "abcdef" }, { text: "y" }],
        ],
        style(80),
      );
      const [, first = "", second = ""] = table.split("\n");
      expect(stringWidth(first.slice(0, first.indexOf("x")))).toBe(second.indexOf("y"));
    },
  );

  it.each([
    ["a word of a megabyte", "a".repeat(1_000_000)],
    ["half a million words", "a ".repeat(500_000)],
  ])("may have a cell of %s", (_, text) => {
    const columns = [{ title: "One" }, { title: "Two", isFlexible: true }];
    const table = renderTable(columns, [[{ text: "x" }, { text }]], style(80));
    expect(table.replaceAll(/[^a]/g, "")).toHaveLength(text.replaceAll(" ", "").length);
  });

  it("is drawn the same where it is long", () => {
    const columns = [{ title: "One", isFlexible: true }, { title: "Two", align: "right" as const }, { title: "Three" }];
    // Short enough for columns.
    const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 10 }), fc.constantFrom("Zoë Ünal", "日本", "a b c"));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 3 }), (rows) => {
        const cells = rows.map((row) => row.map((cell) => ({ text: cell })));
        const [title, ...lines] = renderTable(columns, cells, style(70)).split("\n");
        const many = Array.from({ length: 501 }, () => cells).flat();
        const [longTitle, ...longLines] = renderTable(columns, many, style(70)).split("\n");
        expect(longTitle).toBe(title);
        expect(longLines).toEqual(Array.from({ length: 501 }, () => lines).flat());
      }),
      { numRuns: 4 },
    );
  });

  it("of more rows than a call takes arguments is drawn", () => {
    const rows = Array.from({ length: 130_000 }, () => [{ text: "x" }]);
    expect(renderTable([{ title: "One" }], rows, style(70))).toHaveLength(
      "  One".length + rows.length * "\n  x".length,
    );
  });

  it("sets its rows one below the other where words would not fit, and breaks no word for it", () => {
    const columns = [
      { title: "Procedure", isFlexible: true },
      { title: "Owner", isFlexible: true },
      { title: "Due" },
      { title: "Effort", align: "right" as const },
      { title: "Note", isFlexible: true },
    ];
    const cells = ["Integration user review", "Eli (integration-owner)", "2026-11-13", "1h 30m", ""];
    const rows = [cells.map((text) => ({ text }))];
    expect(renderTable(columns, rows, style(44))).toBe(
      "  Procedure\n    Owner · Due · Effort · Note\n  Integration user review\n    Eli (integration-owner) · 2026-11-13\n    1h 30m",
    );
    expect(renderTable(columns, rows, style(60)).split("\n")[0]).toMatch(/Procedure +Owner +Due +Effort/u);
  });

  it("breaks no address, id or key that fits on a line", () => {
    const copied = [
      "https://admin.powerplatform.microsoft.com/support",
      "ana@contoso.example",
      "certificate-and-secret-expiry",
      "incident-2026-03-10-04e7",
      "(operations-analyst)",
      "evidence/contoso/backup/2026-11/errors.csv",
    ];
    const cell = fc.array(fc.constantFrom(...copied, "Review", "of the", "Rechtsschutzversicherung"), { maxLength: 3 });
    const columns = [
      { title: "One", isFlexible: true },
      { title: "Two", align: "right" as const },
      { title: "Three", isFlexible: true },
      { title: "Four", isFlexible: true },
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 4 }),
        fc.integer({ min: 60, max: 120 }),
        (parts, width) => {
          const rows = parts.map(([one, three, four]) =>
            [one.join(" "), "10m", three.join(" "), four.join(" ")].map((text) => ({ text })),
          );
          const words = renderTable(columns, rows, style(width)).split(/\s+/u);
          const wanted = parts.flat(2).filter((word) => copied.includes(word));
          expect(words.filter((word) => copied.includes(word)).toSorted()).toEqual(wanted.toSorted());
        },
      ),
      { numRuns: 100 },
    );
  });

  it("sets its last column below each row where all others fit", () => {
    const columns = [{ title: "Day" }, { title: "Procedure", isFlexible: true }, { title: "Note", isFlexible: true }];
    const rows = [
      ["2026-11-23", "Capacity review", "See https://dev.azure.com/contoso/edit/12345 for more"],
      ["2026-11-24", "Capacity review", ""],
    ].map((cells) => cells.map((text) => ({ text })));
    expect(renderTable(columns, rows, style(60))).toBe(
      [
        "  Day         Procedure",
        "    Note",
        "  2026-11-23  Capacity review",
        "    See https://dev.azure.com/contoso/edit/12345 for more",
        "  2026-11-24  Capacity review",
      ].join("\n"),
    );
  });

  it("sets below each row what does not fit beside it, less than half of the columns", () => {
    const titles = ["Performed", "Procedure", "For", "Outcome", "By", "Commit", "Note"];
    const columns = titles.map((title) => ({ title, isFlexible: title !== "Performed" && title !== "Commit" }));
    const row = [
      "2026-11-23 08:02",
      "certificate-and-secret-expiry",
      "2026-11",
      "done",
      "Ana",
      "504e1f1d9c",
      "Two new",
    ];
    const drawn = (width: number): string[] =>
      renderTable(columns, [row.map((text) => ({ text }))], style(width)).split("\n");
    expect(drawn(80)).toEqual([
      "  Performed         Procedure                      For      Outcome  By",
      "    Commit · Note",
      "  2026-11-23 08:02  certificate-and-secret-expiry  2026-11  done     Ana",
      "    504e1f1d9c · Two new",
    ]);
    expect(drawn(68).slice(2)).toEqual([
      "  2026-11-23 08:02  certificate-and-secret-expiry  2026-11  done",
      "    Ana · 504e1f1d9c · Two new",
    ]);
    expect(drawn(60).slice(2)).toEqual([
      "  2026-11-23 08:02",
      "    certificate-and-secret-expiry · 2026-11 · done · Ana",
      "    504e1f1d9c · Two new",
    ]);
  });

  it("of marks says below each other under which title each of them stands", () => {
    const columns = [{ title: "Procedure", isFlexible: true }, ...[..."ABCDEFGH"].map((title) => ({ title }))];
    const marks = [..."ABCDEFGH"].map((title) => ({ text: "AF".includes(title) ? "1" : "", untitled: `${title} 1` }));
    const table = renderTable(columns, [[{ text: "certificate-and-secret-expiry" }, ...marks]], style(40));
    expect(table.split("\n").slice(-2)).toEqual(["  certificate-and-secret-expiry", "    A 1 · F 1"]);
  });

  it("of plain letters is the same without the library, and one of others is left to it", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abcXYZ09 -/.@é–’ß"), maxLength: 30 });
    const bold = new Chalk({ level: 1 }).bold;
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(text, text, text, fc.boolean()), { maxLength: 4 }), { maxLength: 3 }),
        fc.integer({ min: 40, max: 120 }),
        fc.constantFrom(0 as const, 1 as const),
        (parts, width, level) => {
          const columns = [
            { title: "One", isFlexible: true },
            { title: "" },
            { title: "Three", isFlexible: true, align: "right" as const },
          ];
          const sections = parts.map((rows) => ({
            heading: "Heading",
            rows: rows.map(([a, b, c, isBold]) => [
              { text: a, ...(isBold && { paint: bold }) },
              { text: b },
              { text: c },
            ]),
          }));
          const coloured = { chalk: new Chalk({ level }), columns: width };
          expect(renderPlainSections(columns, sections, coloured)).toBe(renderSections(columns, sections, coloured));
        },
      ),
      { numRuns: 100 },
    );
    for (const other of ["日本", "e\u0301", "👍", "©"]) {
      const sections = [{ heading: "", rows: [[{ text: `a${other}` }]] }];
      const plain = renderPlainSections([{ title: "A" }], sections, style(80));
      expect(plain).toBeUndefined();
    }
  });

  it("aligns wide characters", () => {
    const rows = [
      [{ text: "日本語" }, { text: "x" }],
      [{ text: "abc" }, { text: "y" }],
    ];
    const lines = renderTable([{ title: "A", isFlexible: true }, { title: "B" }], rows, style(80)).split("\n");
    expect(lines.map((line) => stringWidth(line.slice(0, line.search(/[Bxy]/u))))).toEqual([10, 10, 10]);
  });

  it("keeps the columns of its sections in line", () => {
    const text = renderSections(
      [{ title: "", isFlexible: true }, { title: "" }],
      [
        { heading: "Due", rows: [[{ text: "a" }, { text: "1" }]] },
        { heading: "Open", rows: [[{ text: "longer" }, { text: "2" }]] },
      ],
      style(80),
    );
    expect(text).toBe("Due\n  a       1\n\nOpen\n  longer  2");
  });

  it("breaks long words after a hyphen, else anywhere", () => {
    expect(wrapText("stakeholder-brief-and-documentation", 24)).toEqual(["stakeholder-brief-and-", "documentation"]);
    expect(wrapText("a".repeat(10), 4)).toEqual(["aaaa", "aaaa", "aa"]);
    expect(wrapText("", 4)).toEqual([""]);
  });
});

describe("untrusted text", () => {
  const hostile =
    "\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u009b2J \u202eevil\u202c\r\n::error::x\u0000";

  it("loses every control character on the way to a terminal", () => {
    expect(plainLine(hostile)).toBe("red link 2J evil : :error::x");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(plainBlock(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
        expect(plainLine(text)).not.toMatch(/[\n\t]/u);
      }),
    );
  });

  it("is escaped in JSON, and reads back the same", () => {
    const text = renderJson<"error">({ schemaVersion: 1, error: { code: "usage", message: hostile, hint: null } });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
    expect(JSON.parse(text)).toMatchObject({ error: { message: hostile } });
  });
});

describe("colour", () => {
  const level = (isTTY: boolean, env: Record<string, string>, noColor = false): number =>
    styleOf({ isTTY, columns: 80 }, env, noColor).chalk.level;
  it.each([
    ["a terminal", true, {}, false, 1],
    ["a pipe", false, {}, false, 0],
    ["NO_COLOR on a terminal", true, { NO_COLOR: "1" }, false, 0],
    ["an empty NO_COLOR", true, { NO_COLOR: "" }, false, 1],
    ["FORCE_COLOR in a pipe", false, { FORCE_COLOR: "1" }, false, 1],
    ["FORCE_COLOR=0 on a terminal", true, { FORCE_COLOR: "0" }, false, 0],
    ["--no-color above FORCE_COLOR", true, { FORCE_COLOR: "1" }, true, 0],
    ["TERM=dumb", true, { TERM: "dumb" }, false, 0],
    ["an Azure agent's pipe", false, { TF_BUILD: "True", AGENT_NAME: "a" }, false, 0],
  ] as const)("%s", (_title, isTTY, env, noColor, expected) => {
    expect(level(isTTY, env, noColor)).toBe(expected);
  });
});
