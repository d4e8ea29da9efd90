// Which tables say what is done when, and what their rows become.

import { describe, expect, it } from "vitest";
import { importPage } from "../../src/adopt/import-page.ts";
import { readPage } from "../../src/adopt/page-tree.ts";
import { isTaskTable, splitTable } from "../../src/adopt/task-table.ts";
import { PAGE_OPTIONS } from "../helpers/page-options.ts";

/** A table in Markdown: the titles, then a row a line, its cells parted by `|`. */
function tableOf(titles: string, ...rows: readonly string[]): string {
  const columns = titles.split("|").length;
  return [titles, Array.from({ length: columns }, () => "-").join("|"), ...rows].map((row) => `|${row}|\n`).join("");
}

const MONTHS = "Jan|Feb|Mar|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez";

/** What becomes of each row: `name | trigger`, with the body where it has one, or why it is none. */
function rowsOf(text: string): string[] | undefined {
  return splitTable(readPage(text, "markdown"))?.map((piece) => {
    if ("reason" in piece) return `- ${piece.reason}`;
    const page = importPage(piece.tree, { ...PAGE_OPTIONS, given: piece.given });
    const body = page.text.split("\n---\n\n")[1]?.trim().replaceAll(/\n+/g, " / ") ?? "";
    return [piece.name, page.trigger ?? "", ...(body === "" ? [] : [body])].join(" | ");
  });
}

describe("isTaskTable", () => {
  it.each<[string, string, { alone: boolean; below: boolean }]>([
    ["says what and when", tableOf("Task|When", "A|daily"), { alone: true, below: true }],
    ["has no row", tableOf("Task|When"), { alone: false, below: false }],
    ["is labels and values", tableOf("Procedure|When", "Owner|ana", "Frequency|daily"), { alone: false, below: false }],
    ["has a row that only looks so", tableOf("Task|When", "Owner|ana", "Queues|daily"), { alone: true, below: true }],
    ["has labels in one of more columns", tableOf("Task|When|Who", "Owner|daily|ana"), { alone: true, below: true }],
    ["does not say when", tableOf("Task|Responsible", "A|ana"), { alone: false, below: true }],
    ["is of contacts", tableOf("Name|Role", "Ana|lead"), { alone: false, below: false }],
    ["is of titles", tableOf("Title|Role", "Ana|lead"), { alone: false, below: false }],
    ["says no what", tableOf("When|Owner", "daily|ana"), { alone: false, below: false }],
    ["has cadences beside one another", tableOf("Job|Daily|Weekly", "A|x|"), { alone: true, below: true }],
  ])("where a table %s", (_what, text, { alone, below }) => {
    const [table] = readPage(text, "markdown").blocks;
    if (table === undefined) throw new Error("no table");
    expect([isTaskTable(table, false), isTaskTable(table, true)]).toEqual([alone, below]);
  });

  it("is not what is no table", () => {
    const [paragraph] = readPage("Task", "markdown").blocks;
    expect(paragraph !== undefined && isTaskTable(paragraph, true)).toBe(false);
  });
});

describe("the rows of a table", () => {
  // Two cadences at once are no trigger, which the import says.
  it.each<[string, string, string[] | undefined]>([
    ["of which there is none", tableOf("Task|When"), undefined],
    ["which there is not", "Words.\n", undefined],
    [
      "below the name of the whole",
      tableOf(`${"Our tasks ".repeat(9)}|`, "|", "Task|When", "A|daily"),
      [`- it stands above the titles of the columns: ${"Our tasks ".repeat(8)}`, "A | daily"],
    ],
    [
      "with a sum",
      tableOf("Task|When|Hours", "A|daily|1", " Total: ||1"),
      ["A | daily | Hours: 1", "- a row is a total: Total: 1"],
    ],
    [
      "under a cadence alone in its row",
      tableOf("Task|When", "Weekly|", "A|", "B|daily", "Month end|", "C|"),
      ["A | weekly", "B | daily", "C | monthly"],
    ],
    [
      "some of which name a cadence among other words",
      tableOf(
        "Task|Who",
        "Daily",
        "Check daily jobs",
        "Daily jobs of finance",
        "Weekly",
        "Review the monthly report",
        "Twice weekly",
        "A",
        "Monthly close",
        "B",
        "Annual activities",
        "C",
      ),
      [
        "Check daily jobs | daily",
        "Daily jobs of finance | daily",
        "Review the monthly report | weekly",
        "- it says when those below are done: Twice weekly",
        "A | ",
        "- it says when those below are done: Monthly close",
        "B | monthly",
        "C | annually",
      ],
    ],
    ["of one column, with no such row", tableOf("Task", "Weekly", "A"), ["Weekly | ", "A | "]],
    ["that only say when", tableOf("Task|When", "|daily"), ["- a row does not say what is done: daily"]],
    [
      "with marks below cadences",
      tableOf("Job|Daily|Weekly", "A|x|", "B|no| ✓ ", "C|X|x", "D|at 9|"),
      ["A | Daily", "B | Weekly", "C | ", "D | Daily | Daily: at 9"],
    ],
    [
      "with marks below weekdays",
      tableOf("Job|Mo|Di|Mi|Do|Fr", "A|x|x|x|x|x", "B|x|-|x||", "C|||||x", "D|||||"),
      ["A | every business day", "B | weekly on Monday and Wednesday", "C | weekly on Friday", "D | "],
    ],
    [
      "with marks below months, and a title above",
      tableOf(
        `Calendar 2027${"|".repeat(12)}`,
        `Job|${MONTHS}`,
        `A${"|x|||||".repeat(2)}`,
        "B||||x",
        "C|x|x|||x",
        "D||||||||||x",
      ),
      [
        "- it stands above the titles of the columns: Calendar 2027",
        "A | every 6 months on day 1 from 2027-01-01 within 27 days",
        "B | annually on 1 April within 29 days",
        "C | ",
        "D | annually on 1 October within 30 days",
      ],
    ],
    ...["M|T|W|T|F", "M|D|M|D|F", "L|M|M|J|V", "Lun|Mar|Mer|Jeu|Ven", "Mo|Tu|We|Th|Fr"].map(
      (days): [string, string, string[]] => [
        `with marks below ${days}`,
        tableOf(`Job|${days}`, "A|x|x|x|x|x", "B|x||x||", "C|||||x"),
        ["A | every business day", "B | weekly on Monday and Wednesday", "C | weekly on Friday"],
      ],
    ),
    ["with marks below seven letters", tableOf("Job|M|T|W|T|F|S|S", "A|||||||x"), ["A | weekly on Sunday"]],
    [
      "with marks below the letters of the months",
      tableOf("Job|J|F|M|A|M|J|J|A|S|O|N|D", "A|||x", "B||||||x||||||x", `C${"|x".repeat(12)}`),
      [
        "A | annually on 1 March within 30 days",
        "B | every 6 months on day 1 from 2027-06-01 within 27 days",
        "C | monthly",
      ],
    ],
    [
      "with marks below the letters of a year that begins in April",
      tableOf("Job|A|M|J|J|A|S|O|N|D|J|F|M", "A|x", "B||||||||||||x"),
      ["A | annually on 1 April within 29 days", "B | annually on 1 March within 30 days"],
    ],
    [
      "with marks below months with their year",
      tableOf("Job|Jan-27|Feb-27|Mar-27|Apr-27|May-27|Jun-27", "A|||x"),
      ["A | annually on 1 March within 30 days"],
    ],
    [
      // Q is daily there, and H weekly.
      "with marks below French letters",
      tableOf("Tâche|Q|H|M|T|S|A", "A|x", "B|||x"),
      ["A |  | Q: x", "B |  | M: x"],
    ],
    ["with marks below quarters", tableOf("Job|Q1|Q2|Q3|Q4", "A|x|x|x|x", "B||x||x"), ["A | quarterly", "B | "]],
    [
      "with marks below weeks",
      tableOf(
        `Job|${Array.from({ length: 52 }, (_, week) => `KW ${week + 1}`).join("|")}`,
        `A${"|x".repeat(52)}`,
        "B|x||x",
      ),
      ["A | weekly", "B | "],
    ],
    [
      "with who is responsible, accountable, consulted, informed",
      tableOf("Job|D|W|M|R|A|C|I", "A||x||ana|ben||"),
      ["A | weekly | A: ben"],
    ],
    [
      "with titles in two rows",
      tableOf("Unsere Aufgaben|||", "Aufgabe|Wochentag|||Wer", "|Mo|Di|Mi|", "A|x||x|ana"),
      ["- it stands above the titles of the columns: Unsere Aufgaben", "A | weekly on Monday and Wednesday"],
    ],
    [
      "that say how often, and beside it the day, the month or until when",
      tableOf(
        "Task|Frequency|Due",
        "A|Weekly|Friday",
        "B|Annual|6 July",
        "C|Monthly|15th",
        "D|Quarterly|7th of the next month",
      ),
      [
        "A | weekly on Friday | Due: Friday",
        "B | annually on 6 July | Due: 6 July",
        "C | monthly on day 15 | Due: 15th",
        "D | Quarterly | Due: 7th of the next month",
      ],
    ],
    ["with such a column alone", tableOf("Task|Due", "A|Friday"), ["A |  | Due: Friday"]],
    [
      "that are monthly, with a mark below each month",
      tableOf("Job|Frequency|J|F|M|A|M|J|J|A|S|O|N|D", `A|Monthly${"|x".repeat(12)}`),
      ["A | monthly"],
    ],
    [
      "that say in two columns when",
      tableOf(
        "Aufgabe|Turnus|Wann",
        "A|wöchentlich|Freitag",
        "B|täglich|Mo-Fr",
        "C|jährlich|15.03.2027",
        "D||freitags",
      ),
      [
        "A | weekly on Friday | Wann: Freitag",
        "B | every business day | Wann: Mo-Fr",
        "C | annually | Wann: 15.03.2027",
        "D | weekly on Friday | Wann: freitags",
      ],
    ],
    [
      "with marks beside a cadence in words",
      tableOf("Tâche|Fréquence|Quand|Lun|Mar|Mer|Jeu|Ven", "A|Quotidien||x|x|x|x|x", "B|Hebdomadaire|vendredi|||||x"),
      ["A | every business day", "B | weekly on Friday | Quand: vendredi"],
    ],
    [
      "of a timetable, which has words below weekdays",
      tableOf("Job|Mon|Tue|Wed", "A|x||see B", "B|x||"),
      ["A |  | Mon: x / Wed: see B", "B |  | Mon: x"],
    ],
    ["with fewer columns than make a calendar", tableOf("Job|Mon|Tue", "A|x|"), ["A |  | Mon: x"]],
    ["with marks and a cadence in words", tableOf("Job|When|Daily|Weekly", "A|monthly|x|"), ["A | monthly"]],
    [
      "with the same in two columns, and what no column is known for",
      tableOf("Task|When|Frequency|Remarks|", "A|daily|weekly|Mind it|more"),
      ["A | daily | Frequency: weekly / Remarks: Mind it / more"],
    ],
    [
      "with steps and validation",
      tableOf("Task|When|Steps|Validation", "A|daily|1. Open<br>2. Look|It is 0<br>- None"),
      ["A | daily | ## Steps / 1. Open / 2. Look / ## Validation / - It is 0 / - None"],
    ],
    [
      "whose first column with words of its own is the name",
      tableOf("No.|Area|What happens|When", "1|ERP|Jobs|daily", "2|ERP|Queues|daily"),
      ["Jobs | daily | No.: 1 / Area: ERP", "Queues | daily | No.: 2 / Area: ERP"],
    ],
  ])("%s", (_what, text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
  });

  it("say what another column says of when", () => {
    const pieces = splitTable(
      readPage(tableOf("Task|How often|When", "A|yearly|15.03.2027", "B|weekly|Friday"), "markdown"),
    );
    expect(pieces?.map((piece) => ("tree" in piece ? piece.tree.notes : []))).toEqual([
      ["another column says of when, too: 15.03.2027"],
      [],
    ]);
  });

  it("have the owner from the column of who is responsible", () => {
    const [piece] = splitTable(readPage(tableOf("Job|When|R|A|C|I", "A|daily|ana|ben||"), "markdown")) ?? [];
    expect(piece !== undefined && "tree" in piece && piece.tree.frontmatter).toEqual({
      trigger: "daily",
      owner: "ana",
    });
  });

  it.each([
    ["minutes in the title", "Task|When|Duration (min)", "A|daily|15", ["effort: 15m"], []],
    ["hours in the title", "Aufgabe|Turnus|Aufwand in h", "A|daily|0,5", ["effort: 30m"], []],
    ["a unit in the cell", "Task|When|Effort", "A|daily|1h 30m", ["effort: 1h 30m"], []],
    ["no unit", "Task|When|Effort", "A|daily|15", [], ["its effort is none that can be told: 15"]],
  ])("may tell how long it takes, with %s", (_, titles, row, effort, notes) => {
    const [piece] = splitTable(readPage(tableOf(titles, row), "markdown")) ?? [];
    if (piece === undefined || "reason" in piece) throw new Error("no row");
    const page = importPage(piece.tree, { ...PAGE_OPTIONS, given: piece.given });
    expect(page.text.split("\n").filter((line) => line.startsWith("effort"))).toEqual(effort);
    expect(page.notes).toEqual(notes);
  });
});
