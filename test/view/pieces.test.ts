import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvPieces, csvTable } from "../../src/view/csv.ts";
import { inPieces } from "../../src/view/pieces.ts";
import { renderLongJson } from "../../src/view/long-json.ts";
import { renderJson } from "../../src/view/render-json.ts";

describe("a text in pieces", () => {
  it("is the whole one, and has few pieces", () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}\n`.repeat(1 + (index % 9)));
    const pieces = [...inPieces(lines)];
    expect(pieces.join("")).toBe(lines.join(""));
    expect(pieces.length).toBeLessThan(10);
    expect([...inPieces([])]).toEqual([]);
  });

  it("of a JSON document is what it prints at once, whatever its texts say", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom('"files": []', '\n  "files": []', "##vso[x]", "\u0085", ","),
    );
    fc.assert(
      fc.property(text, fc.array(text), (directory, files) => {
        const document = { schemaVersion: 1 as const, directory, files };
        const pieces = renderLongJson<"created", "files">({ ...document, files: [] }, "files", files);
        expect([...pieces].join("")).toBe(renderJson<"created">(document));
      }),
    );
  });

  it("of a CSV table has the same lines", () => {
    const rows = Array.from({ length: 9000 }, (_, index) => [`a,${index}`, index, null]);
    const pieces = [...csvPieces(["one", "two", "three"], rows)];
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("")).toBe(csvTable(["one", "two", "three"], rows));
    expect(pieces.join("").split("\r\n").slice(0, 2)).toEqual(["\uFEFFone,two,three", '"a,0",0,']);
  });
});
