// Texts of others may be one long run of a character: what looks through them may take no longer than their length.

import { describe, expect, it } from "vitest";
import { type CalendarDate, toCalendarDate } from "../../src/calendar/calendar-date.ts";
import { meantTrigger } from "../../src/adopt/written-trigger.ts";
import { formatBlocks, readPage } from "../../src/adopt/page-tree.ts";
import { splitTable } from "../../src/adopt/task-table.ts";
import { withPlainCells } from "../../src/adopt/table-cells.ts";
import { microsoftSecretsIn } from "../../src/lint/microsoft-secrets.ts";
import { severitiesOf } from "../../src/lint/severities.ts";
import type { InspectedCommit } from "../../src/model/inspection.ts";
import { hinter } from "../../src/parse/hints.ts";
import { linksIn } from "../../src/parse/links.ts";
import { parseMarkdown } from "../../src/parse/markdown.ts";
import { locateIn } from "../../src/parse/place.ts";
import { plainMarkdown } from "../../src/parse/plain-markdown.ts";
import { isOccurrenceKey } from "../../src/parse/occurrence-key.ts";
import { parseProcedureAlone } from "../../src/parse/procedure.ts";
import { parseRecordMessage } from "../../src/parse/record-message.ts";
import { titlesOf } from "../../src/publish/page-names.ts";
import { frozenSpan } from "../../src/schedule/freezes.ts";
import { holdersOf } from "../../src/schedule/holders.ts";
import { responsesOf } from "../../src/schedule/incidents.ts";
import { safeName } from "../../src/store/evidence-files.ts";
import { plainCommitReader } from "../../src/store/plain-commit.ts";
import { formFault } from "../../src/verify/form.ts";
import { definitionsIn } from "../../src/view/markdown-words.ts";
import { eventTitle, shortened } from "../../src/view/words.ts";
import { plainBlock, plainLine } from "../../src/view/plain-text.ts";
import { processorSeconds } from "../helpers/processor-time.ts";
import { recordOf, scheduleAsOf } from "../helpers/run-book.ts";

const LENGTH = 300_000;
/** What goes through a run once takes up to three on a slow machine, what goes through it again for each part some twenty and more. */
const MOST_SECONDS = 10;
/** Passes through a repeated group that use up the stack of regular expressions. */
const MILLIONS = 10_000_000;
const run = (part: string): string => part.repeat(LENGTH / part.length);
/** A page may be too much to be read. */
const refusal = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return error;
  }
};
const commit = (message: string): InspectedCommit =>
  ({ id: "a".repeat(40), parents: ["b"], message, doubtfulEncoding: null }) as never;

describe("a long run", () => {
  it.each<[string, () => unknown]>([
    ["of blanks that is printed", () => plainBlock(`a${run(" ")}b`)],
    ["of blanks in a line that is printed", () => plainLine(`a${run("\t")}b`)],
    ["of blanks before a mark of a command", () => plainBlock(`${run(" ")}::warning::x`)],
    ["of marks of commands", () => plainLine(run(" ::a"))],
    ["of blanks in a paragraph", () => plainMarkdown(`a${run(" ")}b`)],
    [
      "of tags without an end",
      () => {
        const text = `<div>\n${run("<a ")}\n`;
        const tree = parseMarkdown(text);
        return tree && linksIn(tree, locateIn(text));
      },
    ],
    ...["x <!-- ", "x <? ", "x <!A ", "x <![CDATA[ ", "]", "[a](", "*a ", "a\n=\n", "- - a\n", "- a\n  - b\n"].flatMap(
      (part): [string, () => unknown][] => [
        [`of ${JSON.stringify(part)} in Markdown`, () => parseMarkdown(`a\tb\n\n${run(part)}`)],
        [`of ${JSON.stringify(part)} in a page`, () => refusal(() => readPage(run(part), "markdown"))],
      ],
    ),
    ["of blanks in Markdown", () => parseMarkdown(`a\tb\n\n${run(" ")}b`)],
    ["of carriage returns in a record", () => parseRecordMessage(`a\n\n${run("\r")}x\r\n\nRunbook-Record: skip\n`)],
    [
      "of indented lines in a record",
      () => parseRecordMessage(`a\n\nRunbook-Record: skip\nRunbook-Book: a${run("\n b")}\n`),
    ],
    ["of empty lines in a commit that is no record", () => formFault(commit(`a${run("\n")}b`), false, null, false)],
    ["of points in a name", () => titlesOf([{ id: "a", title: `a${run(".")}b`, parent: null, blocks: [] }])],
    ["of strokes in a file's name", () => safeName(`a${run("-")}b`)],
    ["of blanks in a cadence", () => meantTrigger(`a${run(" ")}b`)],
    [
      "of blanks in a cell",
      () => withPlainCells({ type: "tableCell", children: [{ type: "text", value: `a${run(" ")}b` }] }),
    ],
    ["of empty lines in code", () => formatBlocks([{ type: "code", value: `a${run("\n")}b` }])],
    [
      "of freezes",
      () => {
        const day = (number: number): CalendarDate => toCalendarDate(20_000 + number * 3);
        const freezes = Array.from({ length: 20_000 }, (_, index) => ({
          from: day(index),
          to: day(index),
          reason: "x",
          procedures: ["a"],
          tags: [],
        }));
        return frozenSpan({ id: "a", formerly: [], tags: [] } as never, freezes, day(0), day(0));
      },
    ],
    [
      "of places in frontmatter",
      () => {
        const roles = Array.from({ length: 5000 }, (_, index) => `r${index}`).join(", ");
        const text = `---\nname: A\ntrigger: weekly\nowner: ana\nlast_updated: 2026-11-02\nescalate_to: [${roles}]\n---\n`;
        const { placeOf } = parseProcedureAlone("a.md", text, undefined);
        return Array.from({ length: 5000 }, (_, index) => placeOf(["escalate_to", index]));
      },
    ],
    [
      "of cells that say they are wide and high",
      () => {
        const row = "<tr><td rowspan=65534 colspan=1000>a</td><td>weekly</td></tr>";
        return readPage(`<table>${row.repeat(20)}</table>`.repeat(20), "html");
      },
    ],
    [
      "of people who are all away",
      () => {
        const people = Array.from({ length: 3000 }, (_, index) => `p${index}`);
        const date = toCalendarDate(20_000);
        const role = { id: "all", people, deputies: people, rotation: undefined };
        const absences = people.map((person) => ({ person, from: date, to: date, cover: undefined }));
        return holdersOf("all", { roles: { all: role }, people: {}, absences } as never, date);
      },
    ],
    [
      "of events that are open",
      () => {
        const events = Array.from({ length: 30_000 }, (_, index) => ({ id: `big-${index}`, records: [] }));
        return events.map(({ id }) => eventTitle({ key: id } as never, { history: { events } } as never));
      },
    ],
    [
      "of incidents whose responses are asked for",
      () => {
        const ids = Array.from(
          { length: 5000 },
          (_, index) => `incident-2026-02-02-${index.toString(16).padStart(4, "0")}`,
        );
        const opened = ids.map((event) =>
          recordOf({ record: "event", event, severity: 1, performedAt: "2026-02-02T12:00:00+00:00" }),
        );
        const procedures = { job: { trigger: "on incident within 1 hour" } };
        const schedule = scheduleAsOf("2026-03-01", { settings: { timezone: "Europe/London" }, procedures }, opened);
        return ids.map((id) => responsesOf(id, schedule));
      },
    ],
    [
      "of changes to an incident's severity",
      () => {
        const event = "incident-2026-02-02-7f3a";
        const first = Date.parse("2026-02-02T12:00:00Z");
        const changes = Array.from({ length: 10_000 }, (_, index) =>
          recordOf({
            record: index === 0 ? "event" : "event-update",
            event,
            severity: index % 2 === 0 ? 1 : 2,
            performedAt: new Date(first + index * 1000).toISOString(),
          }),
        );
        const procedures = { job: { trigger: "on incident severity 1 within 1 hour" } };
        return responsesOf(event, scheduleAsOf("2026-03-01", { procedures }, changes.toReversed()));
      },
    ],
    ["of bold words that are never closed", () => formatBlocks(readPage(`<p>${"<b>a ".repeat(400)}`, "html").blocks)],
    ...["<font color=a>", "<div>", "<li>", "<td>", "<p><b><i><u>", "<blockquote><p>"].map(
      (tag): [string, () => unknown] => [
        `of ${tag}`,
        () => refusal(() => readPage(`<table><tr>${run(tag)}a${run("<p>a")}`, "html")),
      ],
    ),
    [
      "of tags each of which is never closed",
      () => {
        const tags = Array.from({ length: 400 }, (_, index) => `<font color=c${index}>`).join("");
        return refusal(() => readPage(`<p>${tags}${run("<p>a")}`, "html"));
      },
    ],
    [
      "of rows under a row of many cells",
      () => refusal(() => readPage(`<table><tr>${run("<td>")}${run("<tr>")}</table>`, "html")),
    ],
    [
      "of rows beside a cell of many words",
      () =>
        formatBlocks(readPage(`<table><tr><td rowspan=0>${run("a ")}${"<tr>".repeat(20_000)}</table>`, "html").blocks),
    ],
    [
      "of columns in a spreadsheet",
      () => splitTable(readPage(`${"aa,".repeat(50_000)}\n${"aa,".repeat(50_000)}\n`, "csv")),
    ],
    ["of words", () => plainLine("a ".repeat(MILLIONS))],
    ["of wide blanks", () => plainLine(`a${"\u3000".repeat(2 * MILLIONS)}`)],
    ["of letters in a title", () => shortened("a".repeat(15 * MILLIONS), 60)],
    ["of words in an occurrence's key", () => isOccurrenceKey("a-".repeat(MILLIONS))],
    [
      "of lines in a signature",
      () =>
        plainCommitReader()(
          "a",
          `tree a\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\ngpgsig a\n${" \n".repeat(MILLIONS)}\nb\n`,
        ),
    ],
    [
      "of asterisks in a path",
      () => {
        const settings = {
          lintRules: {},
          lintOverrides: [{ paths: [`**/${"*a".repeat(40_000)}b`], rules: { stale: "off" } }],
        };
        return severitiesOf(settings as never)("stale", `procedures/${"a".repeat(4000)}.md`);
      },
    ],
    ["of passwords", () => microsoftSecretsIn(`Server=x${run(";Password=abcdef1")}`.repeat(4))],
    ["of a password without an end", () => microsoftSecretsIn(`Server=x;${run("Password=").repeat(60)}`)],
    ["of a token without an end", () => microsoftSecretsIn(`eyJ${run("a").repeat(60)}`)],
    ["of blanks behind a key", () => microsoftSecretsIn(`AccountKey${run(" ").repeat(60)}`)],
    [
      "of places in one line",
      () => {
        const locate = locateIn(`a\n${"a".repeat(MILLIONS)}`);
        return Array.from({ length: LENGTH }, (_, index) => locate(index, index + 1));
      },
    ],
    [
      "of links in one paragraph",
      () => definitionsIn([{ type: "paragraph", children: Array.from({ length: LENGTH }, () => ({ type: "link" })) }]),
    ],
    ["of rows in a spreadsheet", () => refusal(() => splitTable(readPage(`${run("a,")}\n${run("a\n")}`, "csv")))],
    [
      "of words that are wrong",
      () => {
        const didYouMean = hinter();
        const known = Array.from({ length: 2000 }, (_, index) => `heading-${index}`);
        return Array.from({ length: 20_000 }, (_, index) => didYouMean(`haeding-${index}`, known));
      },
    ],
  ])("%s is gone through once", async (_what, work) => {
    expect(await processorSeconds(work)).toBeLessThan(MOST_SECONDS);
  });

  it("of short rows under a wide one is no page to be filled up", () => {
    const page = (columns: number, rows: number): string =>
      `${"|a".repeat(columns)}\n${"|-".repeat(columns)}\n${"|b\n".repeat(rows)}`;
    expect(() => readPage(page(2000, 2000), "markdown")).toThrow(RangeError);
    expect(readPage(page(50, 500), "markdown").blocks).toHaveLength(1);
  });

  it("is no long wiki page: that is read", () => {
    const item = (level: string): string => `${level}- Check the ${"usual ".repeat(12)}things, <b>all</b> of them.\n`;
    const page = `# Operations\n\n${`${item("")}${item("  ").repeat(5)}`.repeat(500)}`;
    expect(readPage(page, "markdown").blocks).toHaveLength(2);
  });
});
