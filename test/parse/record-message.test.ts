import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RECORD_KINDS, type RecordContent } from "../../src/model/record.ts";
import { formatRecordMessage, normalizeNote, parseRecordMessage } from "../../src/parse/record-message.ts";

const BLOB = "89e6c98d92887913cadf06b2adb97f26cde4849b";
const COMMIT = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

function completion(changes: Partial<RecordContent> = {}): RecordContent {
  return {
    book: "contoso",
    record: "completion",
    procedure: "application-insights-review",
    occurrence: "2026-11-23",
    event: null,
    outcome: "done",
    effortMinutes: 12,
    values: { database_gb: 81.4 },
    note: "Two slow plug-ins; ticket OPS-123.",
    evidence: ["evidence/contoso/application-insights-review/2026-11-23/errors.csv"],
    content: BLOB,
    severity: null,
    ticket: null,
    assignee: null,
    voids: null,
    approves: null,
    ...changes,
  };
}

const SUBJECT = "Application Insights review: done for 2026-11-23";
const MESSAGE = `Application Insights review: done for 2026-11-23

Two slow plug-ins; ticket OPS-123.

Runbook-Book: contoso
Runbook-Record: completion
Runbook-Procedure: application-insights-review
Runbook-Occurrence: 2026-11-23
Runbook-Outcome: done
Runbook-Effort: 12m
Runbook-Value: database_gb=81.4
Runbook-Content: ${BLOB}
Runbook-Evidence: evidence/contoso/application-insights-review/2026-11-23/errors.csv
`;

/** A message whose trailer block is this. */
function withTrailers(...lines: readonly string[]): string {
  return `${SUBJECT}\n\nA note.\n\n${lines.join("\n")}\n`;
}

const MINIMAL = ["Runbook-Book: contoso", "Runbook-Record: event", "Runbook-Event: incident-2026-11-23-7f3a"] as const;

function readBack(content: RecordContent, subject = SUBJECT): RecordContent {
  const parsed = parseRecordMessage(formatRecordMessage(content, subject));
  if (parsed === undefined || "problem" in parsed) throw new Error(parsed?.problem ?? "not a record");
  return parsed.content;
}

describe("formatRecordMessage", () => {
  it("writes the message of the design", () => {
    expect(formatRecordMessage(completion(), SUBJECT)).toBe(MESSAGE);
  });

  it("writes every trailer in the design's order", () => {
    const content = completion({
      event: "incident-2026-11-23-7f3a",
      severity: 1,
      ticket: "INC-42",
      assignee: { name: "Ben", email: "ben@contoso.example" },
      voids: COMMIT,
      approves: COMMIT,
      values: { a: 1, b: -2.5 },
      evidence: ["evidence/x", "evidence/y"],
      note: "",
    });
    const names = formatRecordMessage(content, SUBJECT)
      .split("\n")
      .slice(2, -1)
      .map((line) => line.replace(/: .*/, ""));
    expect(names).toEqual([
      "Runbook-Book",
      "Runbook-Record",
      "Runbook-Procedure",
      "Runbook-Occurrence",
      "Runbook-Event",
      "Runbook-Severity",
      "Runbook-Ticket",
      "Runbook-Assignee",
      "Runbook-Outcome",
      "Runbook-Effort",
      "Runbook-Value",
      "Runbook-Value",
      "Runbook-Content",
      "Runbook-Evidence",
      "Runbook-Evidence",
      "Runbook-Voids",
      "Runbook-Approves",
    ]);
  });

  it.each([
    ["a line end", "Done\nRunbook-Outcome: failed", "Done Runbook-Outcome: failed"],
    ["control characters", "Done\u001b[31m\0 now\r\n", "Done [31m  now"],
    ["nothing", " \n ", "completion"],
    ["half a surrogate pair", "Done \ud83d", "Done \ufffd"],
  ])("keeps a subject with %s on one line", (_, subject, expected) => {
    expect(formatRecordMessage(completion(), subject).split("\n").slice(0, 2)).toEqual([expected, ""]);
  });

  it.each([
    ["a line end in a value", completion({ occurrence: "2026-11-23\nRunbook-Outcome: failed" })],
    ["a control character in a value", completion({ evidence: ["evidence/\u001b.csv"] })],
    ["space around a value", completion({ procedure: "review " })],
    ["an empty value", completion({ book: "" })],
    ["a completion without an outcome", completion({ outcome: null })],
    ["a void of nothing", completion({ record: "void" })],
    ["a measure that is not a number", completion({ values: { gb: Number.NaN } })],
    ["a measure whose name holds =", completion({ values: { "a=b": 1 } })],
    ["half minutes", completion({ effortMinutes: 1.5 })],
    ["a short commit id", completion({ content: "89e6c98" })],
  ])("throws a plain Error on %s", (_, content) => {
    expect(() => formatRecordMessage(content, SUBJECT)).toThrow(
      expect.objectContaining({ name: "Error", message: expect.stringMatching(/Runbook-|could not be read again/) }),
    );
  });
});

describe("parseRecordMessage", () => {
  it("reads the message of the design", () => {
    expect(parseRecordMessage(MESSAGE)).toEqual({ content: completion(), subject: SUBJECT });
  });

  it.each([
    ["an empty message", ""],
    ["a merge", "Merge remote-tracking branch 'origin/runbook-ledger' into runbook-ledger\n"],
    ["a subject that looks like a trailer", "Runbook-Record: completion\n"],
    ["a first paragraph that looks like trailers", MINIMAL.join("\n")],
    ["trailers above the last paragraph", `${MESSAGE}\nMore text.\n`],
    ["foreign trailers only", withTrailers("Co-authored-by: Ben <ben@contoso.example>")],
  ])("finds no record in %s", (_, message) => {
    expect(parseRecordMessage(message)).toBeUndefined();
  });

  it.each([
    ["no text", ""],
    ["a last paragraph of trailers", "First.\n\nRunbook-Outcome: failed\nRunbook-Record: void"],
    ["only a paragraph of trailers", "Runbook-Book: other\nRunbook-Record: skip\nRunbook-Outcome: failed"],
    ["blank lines of space", "a\n \n\t\nb"],
    ["blank lines and indentation at the start", "\n\n   indented\n\n\n\nend"],
    [
      "a scissors line and comments",
      "# no comment\n------------------------ >8 ------------------------\n---\ndiff --git",
    ],
    ["names beyond ASCII", "Größe 漢字 🚀 \u0301"],
    ["carriage returns inside lines", "50 %\rdone"],
    ["a whole message", MESSAGE.trimEnd()],
  ])("gives back a note with %s byte for byte", (_, note) => {
    expect(readBack(completion({ note })).note).toBe(note);
  });

  it("normalises only line ends, NUL and space at the end", () => {
    expect(normalizeNote("a \r\nb\0\r\r\n\n c\t\n \n")).toBe("a \nb\n\n c");
    expect(readBack(completion({ note: "a\r\n\r\nRunbook-Outcome: failed\r\n" })).note).toBe(
      "a\n\nRunbook-Outcome: failed",
    );
  });

  it("ignores foreign trailers and unknown ones in the last paragraph", () => {
    const parsed = parseRecordMessage(
      `${MESSAGE}Change-Id: I89e6\nCo-authored-by: Ben <ben@contoso.example>\nRunbook-Weather: sunny\n(cherry picked from ${COMMIT})\n`,
    );
    expect(parsed).toEqual({ content: completion(), subject: SUBJECT });
  });

  it("reads a message that another tool has wrapped, spaced or saved with CRLF", () => {
    const spaced = MESSAGE.replace("Runbook-Outcome: done", "runbook-outcome :  done ").replace(/^/, "\n");
    const folded = spaced.replace("/2026-11-23/errors.csv", "\n  and more");
    const content = completion({ evidence: ["evidence/contoso/application-insights-review and more"] });
    expect(parseRecordMessage(folded.replaceAll("\n", "\r\n"))).toEqual({ content, subject: SUBJECT });
  });

  it.each([
    ["12m", 12],
    ["0m", 0],
    ["1h", 60],
    ["1h30m", 90],
    ["1h 30m", 90],
    ["90m", 90],
    ["1d", 480],
    ["1w", 2400],
    ["1w2d3h4m", 2400 + 960 + 180 + 4],
    ["1w 2d 3h 4m", 2400 + 960 + 180 + 4],
  ])("reads an effort of %s as %i minutes", (effort, minutes) => {
    const parsed = parseRecordMessage(withTrailers(...MINIMAL, `Runbook-Effort: ${effort}`));
    expect(parsed).toMatchObject({ content: { effortMinutes: minutes } });
  });

  it.each([
    ["a missing book", ["Runbook-Record: event", "Runbook-Event: e"], "Runbook-Book is missing"],
    ["an empty book", ["Runbook-Book:", "Runbook-Record: event"], "Runbook-Book is empty"],
    [
      "an unknown kind",
      ["Runbook-Book: contoso", "Runbook-Record: party"],
      "Runbook-Record is `party`, expected `completion`, `skip`, `void`, `approval`, `event`, `event-update` or `event-close`",
    ],
    ["a kind twice", [...MINIMAL, "Runbook-Record: event"], "Runbook-Record stands 2 times, expected once"],
    ["a trailer twice", [...MINIMAL, ...MINIMAL.slice(2)], "Runbook-Event stands 2 times, expected once"],
    ["an outcome", [...MINIMAL, "Runbook-Outcome: maybe"], "Runbook-Outcome is `maybe`, expected `done` or `failed`"],
    ["a severity", [...MINIMAL, "Runbook-Severity: 4"], "Runbook-Severity is `4`, expected `1`, `2` or `3`"],
    [
      "an assignee",
      [...MINIMAL, "Runbook-Assignee: ben"],
      "Runbook-Assignee is `ben`, expected `Name <name@example.com>`",
    ],
    ["an effort", [...MINIMAL, "Runbook-Effort: 1.5h"], "Runbook-Effort is `1.5h`, expected a duration"],
    ["a huge effort", [...MINIMAL, `Runbook-Effort: ${"9".repeat(30)}w`], "Runbook-Effort is `999"],
    ["a measure", [...MINIMAL, "Runbook-Value: gb"], "Runbook-Value is `gb`, expected a measure and a number"],
    ["an infinite measure", [...MINIMAL, "Runbook-Value: gb=1e999"], "Runbook-Value is `gb=1e999`"],
    ["a hexadecimal measure", [...MINIMAL, "Runbook-Value: gb=0x1f"], "Runbook-Value is `gb=0x1f`"],
    ["a measure twice", [...MINIMAL, "Runbook-Value: gb=1", "Runbook-Value: gb=2"], "Runbook-Value gives `gb` twice"],
    ["a text id", [...MINIMAL, "Runbook-Content: 89e6c98"], "Runbook-Content is `89e6c98`, expected a whole git id"],
    ["a void", [...MINIMAL, `Runbook-Voids: ${COMMIT}0`], "Runbook-Voids is"],
    ["an approval", [...MINIMAL, "Runbook-Approves: HEAD"], "Runbook-Approves is `HEAD`"],
    [
      "a void of nothing",
      ["Runbook-Book: contoso", "Runbook-Record: void"],
      "Runbook-Voids is missing, a record of kind",
    ],
    ["escape sequences", [...MINIMAL, "Runbook-Outcome: \u001b[31mred"], "Runbook-Outcome is `\\u001b[31mred`"],
  ])("explains %s", (_, trailers, problem) => {
    const book = trailers.includes("Runbook-Book: contoso") ? "contoso" : null;
    expect(parseRecordMessage(withTrailers(...trailers))).toEqual({ problem: expect.stringContaining(problem), book });
  });

  it("knows of no run book where a message names two", () => {
    const two = withTrailers(...MINIMAL, "Runbook-Book: fabrikam");
    expect(parseRecordMessage(two)).toEqual({ problem: expect.stringContaining("stands 2 times"), book: null });
  });
});

describe("parse(format(record))", () => {
  const trailerLike = fc.constantFrom(
    "Runbook-Outcome: failed",
    "Runbook-Record: void",
    `Runbook-Voids: ${COMMIT}`,
    "Signed-off-by: Ana <ana@contoso.example>",
    "",
    " ",
    "---",
    "text",
  );
  const noteOfLines = fc.array(trailerLike, { maxLength: 8 }).map((lines) => lines.join("\n"));
  const note = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), noteOfLines, fc.string({ maxLength: 200 }));
  const value = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
    .filter((text) => text === text.trim() && !/\p{Cc}/u.test(text));
  const title = value.filter((text) => !/[\u2028\u2029]/u.test(text));
  const objectId = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 40, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 }),
  );
  const measure = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number));
  const content: fc.Arbitrary<RecordContent> = fc.record({
    book: value,
    record: fc.constantFrom(...RECORD_KINDS),
    procedure: value,
    occurrence: value,
    event: value,
    outcome: fc.constantFrom("done" as const, "failed" as const),
    effortMinutes: fc.option(fc.nat()),
    values: fc.dictionary(
      value.filter((name) => !name.includes("=")),
      measure,
      { maxKeys: 4 },
    ),
    note,
    evidence: fc.array(value, { maxLength: 4 }),
    content: fc.option(objectId),
    severity: fc.option(fc.constantFrom(1 as const, 2 as const, 3 as const)),
    ticket: fc.option(value),
    assignee: fc.option(fc.record({ name: value, email: value.filter((text) => !/[<>]/u.test(text)) })),
    voids: objectId,
    approves: objectId,
  });

  it("gives the record back, whatever the note and the values", () => {
    fc.assert(
      fc.property(content, title, (record, subject) => {
        const parsed = parseRecordMessage(formatRecordMessage(record, subject));
        const expected = { ...record, note: normalizeNote(record.note), values: { ...record.values } };
        expect(parsed).toEqual({ content: expected, subject });
      }),
      { numRuns: 1000 },
    );
  });

  it("writes the same message again", () => {
    fc.assert(
      fc.property(content, fc.string({ unit: "binary" }), (record, subject) => {
        const message = formatRecordMessage(record, subject);
        const parsed = parseRecordMessage(message);
        if (parsed === undefined || "problem" in parsed) throw new Error("not a record");
        expect(formatRecordMessage(parsed.content, parsed.subject)).toBe(message);
      }),
    );
  });

  it("does not depend on blank lines above, with which no message is the plain one that is read at once", () => {
    let plain = 0;
    const line = (name: string, ...values: readonly string[]): fc.Arbitrary<string> =>
      fc.constantFrom("", ...values.map((written) => `Runbook-${name}: ${written}\n`));
    const message = fc
      .tuple(
        fc.constantFrom(
          "Job: done\n\n",
          " \n\n",
          "Job\r\n\n",
          "Two\nlines\n\n",
          "Job\n\nA note.\n\n",
          "\n",
          "Job\n \n",
        ),
        fc.constantFrom("Runbook-Book: contoso\n", "Runbook-Book: a b\n", "runbook-book: contoso\n", ""),
        line("Record", "completion", "completion", "skip", "void", "completion "),
        line("Procedure", "job", "job\nRunbook-Procedure: job", "j\u2028b", "job\n  more"),
        line("Occurrence", "2026-11-23", "2026-11-23\r"),
        line("Outcome", "done", "failed", "well"),
        line("Effort", "12m", "0m", "007m", "99999999m", "1h", ""),
        line("Value", "gb=1"),
        line("Content", BLOB, "abc"),
        fc.constantFrom("", "", "\n", "x"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(message, (text) => {
        const parsed = parseRecordMessage(text);
        expect(parsed).toEqual(parseRecordMessage(`\n${text}`));
        if (parsed !== undefined && "content" in parsed) plain += 1;
      }),
      {
        numRuns: 2000,
        examples: [[formatRecordMessage(completion({ note: "", values: {}, evidence: [] }), SUBJECT)]],
      },
    );
    expect(plain).toBeGreaterThan(20);
  });

  it("never throws on any text", () => {
    const lines = fc.array(fc.oneof(trailerLike, fc.constantFrom(...MINIMAL), fc.string({ unit: "binary" })));
    fc.assert(
      fc.property(lines, (texts) => {
        parseRecordMessage(texts.join("\n"));
      }),
    );
  });
});
