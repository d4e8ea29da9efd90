import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SourceFile } from "../../src/model/source-file.ts";
import { type ParsedRunBook, parseRunBook } from "../../src/parse/run-book.ts";

const SETTINGS: SourceFile = {
  path: "runbook.yml",
  text: "id: contoso\ntitle: Contoso\ngo_live: 2026-11-02\ntimezone: UTC\n",
};
const problem = (path: string): SourceFile => ({ path, problem: { message: "Cannot read it.", hint: "Mend it." } });
const procedure = (path: string, yaml = ""): SourceFile => ({
  path: `procedures/${path}`,
  text: `---\nname: A\ntrigger: daily\nlast_updated: 2026-11-02\n${yaml}---\n`,
});

const parse = (...files: SourceFile[]): ParsedRunBook => parseRunBook(files, { knownRegions: ["europe"] });
const faults = ({ diagnostics }: ParsedRunBook): readonly string[] =>
  diagnostics.map(({ rule, path, line, column, endColumn }) => `${rule} ${path} ${line}:${column}-${endColumn}`);
const ids = ({ book }: ParsedRunBook): readonly string[] | undefined => book?.procedures.map(({ id }) => id);

describe("parseRunBook", () => {
  it("needs runbook.yml only", () => {
    const parsed = parse(SETTINGS);
    expect(parsed.book).toMatchObject({
      settings: { id: "contoso" },
      directory: { roles: {}, people: {}, unlisted: [], duties: {}, absences: [] },
      holidays: [],
      waves: [],
      procedures: [],
    });
    expect(parsed).toMatchObject({ diagnostics: [], configDiagnostics: [], procedures: [] });
  });

  it("reads all files", () => {
    const { book } = parse(
      procedure("b.md"),
      SETTINGS,
      { path: "holidays.yml", text: "holidays: [{ date: 2026-12-25, name: Christmas Day }]" },
      {
        path: "waves.yml",
        text: "waves: [{ id: 2025-04, tracks: { customer-engagement: { regions: { europe: 2025-04-14 } } } }]",
      },
      { path: "roles.yml", text: "people: { ana: { name: Ana } }" },
      procedure("a.md"),
    );
    expect(book?.holidays).toHaveLength(1);
    expect(book?.waves[0]?.tracks["customer-engagement"]?.regions).toEqual({
      europe: { date: "2025-04-14", source: "waves.yml" },
    });
    expect(book?.directory.people["ana"]?.name).toBe("Ana");
    expect(book?.procedures.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("gives procedures by id, files by path", () => {
    const parsed = parse(SETTINGS, procedure("z/a.md"), procedure("B/x.md"), procedure("a/y.md", "id: b\n"));
    expect(ids(parsed)).toEqual(["a", "b", "x"]);
    expect(parsed.procedures.map(({ path }) => path)).toEqual([
      "procedures/B/x.md",
      "procedures/a/y.md",
      "procedures/z/a.md",
    ]);
  });

  it("answers for the others where a procedure has a fault", () => {
    const parsed = parse(SETTINGS, procedure("a.md"), procedure("b.md", "effort: 1\n"), procedure("c.md"));
    expect(ids(parsed)).toEqual(["a", "c"]);
    expect(faults(parsed)).toEqual(["schema procedures/b.md 5:9-10"]);
    expect(parsed.configDiagnostics).toEqual([]);
    expect(parsed.procedures.map((file) => file.procedure?.id)).toEqual(["a", undefined, "c"]);
  });

  it.each([
    [
      "runbook.yml missing",
      [procedure("a.md")],
      ["schema runbook.yml 1:1-1", "schema runbook.yml 1:1-1", "schema runbook.yml 1:1-1", "schema runbook.yml 1:1-1"],
    ],
    ["runbook.yml unreadable", [problem("runbook.yml")], ["syntax runbook.yml 1:1-1"]],
    ["roles.yml at fault", [SETTINGS, { path: "roles.yml", text: "role: {}" }], ["schema roles.yml 1:1-5"]],
    ["holidays.yml at fault", [SETTINGS, { path: "holidays.yml", text: "[" }], ["syntax holidays.yml 1:2-2"]],
    ["waves.yml unreadable", [SETTINGS, problem("waves.yml")], ["syntax waves.yml 1:1-1"]],
    ["roles.yaml in its stead", [SETTINGS, problem("roles.yaml")], ["syntax roles.yaml 1:1-1"]],
  ] as [string, SourceFile[], string[]][])("has no book with %s", (_, files, expected) => {
    const parsed = parse(...files);
    expect(parsed.book).toBeUndefined();
    expect(faults(parsed)).toEqual(expected);
    expect(parsed.configDiagnostics).toEqual(parsed.diagnostics);
  });

  it("says once that a merge is not finished in a .yml file", () => {
    const text = "roles:\n<<<<<<< HEAD\n  a: { name: A, people: [] }\n=======\n  b: x: y\n>>>>>>> other\n";
    const parsed = parse(SETTINGS, { path: "roles.yml", text });
    expect([faults(parsed), parsed.book]).toEqual([["syntax roles.yml 2:1-8"], undefined]);
  });

  it("keeps the settings where another of the .yml files has a fault", () => {
    expect(parse(SETTINGS, { path: "roles.yml", text: "x" }).settings?.id).toBe("contoso");
    expect(parse({ path: "runbook.yml", text: "x" }).settings).toBeUndefined();
  });

  it("parses procedures where runbook.yml has a fault", () => {
    const parsed = parse({ path: "runbook.yml", text: "id: a\n" }, procedure("a.md"), procedure("b.md", "x: 1\n"));
    expect(parsed.procedures.map((file) => file.procedure?.id)).toEqual(["a", undefined]);
    expect(faults(parsed).at(0)).toBe("schema procedures/b.md 5:1-2");
    expect(parsed.diagnostics).toHaveLength(4);
  });

  it("names files that could not be read", () => {
    const parsed = parse(SETTINGS, problem("procedures/a.md"), problem("procedures"), problem("procedures/x"));
    expect(parsed.book?.procedures).toEqual([]);
    expect(faults(parsed)).toEqual([
      "syntax procedures 1:1-1",
      "syntax procedures/a.md 1:1-1",
      "syntax procedures/x 1:1-1",
    ]);
    expect(parsed.procedures[1]).toMatchObject({ path: "procedures/a.md", text: "", body: "", procedure: undefined });
    expect(parsed.procedures[1]?.placeOf(["owner"])).toEqual({ line: 1, column: 1, endLine: 1, endColumn: 1 });
    expect(parsed.configDiagnostics).toEqual([]);
  });

  it("compares tracks with the run book's", () => {
    const wave = procedure("a.md").path;
    const text = "---\nname: A\ntrigger: wave week\ntrack: business-central\nlast_updated: 2026-11-02\n---\n";
    expect(faults(parse(SETTINGS, { path: wave, text }))).toEqual(["schema procedures/a.md 4:8-24"]);
  });

  it("sorts by path, line and column", () => {
    const parsed = parse(
      { path: "runbook.yml", text: "x: 1\nid: A\ntitle: a\ngo_live: 2026-11-02\ntimezone: UTC\n" },
      procedure("b.md", "effort: 1\nx: 1\n"),
      procedure("a.md", "roll: { a: b }\n"),
    );
    expect(faults(parsed)).toEqual([
      "schema procedures/a.md 5:7-15",
      "schema procedures/b.md 5:9-10",
      "schema procedures/b.md 6:1-2",
      "schema runbook.yml 1:1-2",
      "schema runbook.yml 2:5-6",
    ]);
  });
});

describe("duplicate ids", () => {
  it.each([
    [
      "two files of one name",
      [procedure("a/x.md"), procedure("b/x.md")],
      ["duplicate-id procedures/b/x.md 1:1-4"],
      ["x"],
    ],
    [
      "three of one id",
      [procedure("a.md"), procedure("b.md", "id: a\n"), procedure("c.md", "id: a\n")],
      ["duplicate-id procedures/b.md 5:5-6", "duplicate-id procedures/c.md 5:5-6"],
      ["a"],
    ],
    [
      "an id that was another's",
      [procedure("a.md", "formerly: [b]\n"), procedure("b.md")],
      ["duplicate-id procedures/b.md 1:1-4"],
      ["a"],
    ],
    [
      "an earlier id that another has",
      [procedure("a.md"), procedure("b.md", "formerly: [c, a]\n")],
      ["duplicate-id procedures/b.md 5:15-16"],
      ["a"],
    ],
    [
      "one earlier id of two",
      [procedure("a.md", "formerly: [x]\n"), procedure("b.md", "formerly: [x]\n")],
      ["duplicate-id procedures/b.md 5:12-13"],
      ["a"],
    ],
    [
      "both at once",
      [procedure("a.md", "formerly: [x]\n"), procedure("b.md", "id: a\nformerly: [x]\n")],
      ["duplicate-id procedures/b.md 5:5-6", "duplicate-id procedures/b.md 6:12-13"],
      ["a"],
    ],
    [
      "with one that does not parse",
      [procedure("a.md", "id: b\nx: 1\n"), procedure("b.md")],
      ["schema procedures/a.md 6:1-2"],
      ["b"],
    ],
    ["`constructor`", [procedure("constructor.md")], [], ["constructor"]],
  ] as [string, SourceFile[], string[], string[]][])("%s", (_, files, expected, left) => {
    for (const order of [files, files.toReversed()]) {
      const parsed = parse(SETTINGS, ...order);
      expect(faults(parsed)).toEqual(expected);
      expect(ids(parsed)).toEqual(left);
    }
  });

  it("names the other file", () => {
    expect(parse(SETTINGS, procedure("a/x.md"), procedure("b/x.md")).diagnostics[0]?.message).toContain(
      "procedures/a/x.md",
    );
  });
});

describe("laws", () => {
  const path = fc.constantFrom(
    "runbook.yml",
    "roles.yml",
    "holidays.yml",
    "waves.yml",
    "procedures/a.md",
    "procedures/b/a.md",
    "x",
  );
  const files = fc.uniqueArray(
    fc.oneof(
      fc.record({ path, text: fc.string({ unit: "binary" }) }),
      path.map(problem),
      path.map((name) => ({ ...procedure("a.md"), path: name })),
    ),
    { selector: (file) => file.path },
  );

  it("never throws, leaves nothing out, and the order of the files does not matter", () => {
    let books = 0;
    fc.assert(
      fc.property(files, fc.boolean(), (some, hasSettings) => {
        const given = hasSettings ? [SETTINGS, ...some.filter((file) => file.path !== SETTINGS.path)] : some;
        const parsed = parse(...given);
        expect(parsed.procedures).toHaveLength(given.filter((file) => file.path.startsWith("procedures/")).length);
        for (const file of parsed.procedures) expect(file.procedure === undefined).toBe(file.diagnostics.length > 0);
        expect(parsed.book === undefined).toBe(parsed.configDiagnostics.length > 0);
        if (parsed.book !== undefined) books += 1;
        expect(parse(...given.toReversed()).diagnostics).toEqual(parsed.diagnostics);
      }),
      { numRuns: 300 },
    );
    expect(books).toBeGreaterThan(3);
  });
});
