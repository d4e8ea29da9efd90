import type { Checklist } from "../model/checklist.ts";
import { count } from "../model/count.ts";
import { hasCode } from "../model/markdown-node.ts";
import { type LedgerRecord, abbreviated } from "../model/record.ts";
import type { Answer, Question, Walk } from "../model/walk.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Performed } from "../schedule/history.ts";
import { holdersOf } from "../schedule/holders.ts";
import { type LastValue, recentOf } from "../schedule/recent.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { factLines, hangingText } from "./hanging.ts";
import { renderMarkdown } from "./markdown-text.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import { outcomeText, shortRecordLine } from "./record-line.ts";
import { valueText } from "./recorded-text.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./table.ts";
import { formatSpent, measureText, questionName, resultText } from "./walk-words.ts";
import { STATUS_WORDS, dueText, eventTitle, formatEffort, ownerText, shortDate } from "./words.ts";

/** Lines of an earlier note; the whole is a command away. */
const NOTE_LINES = 4;

/** What somebody should know who begins: what it is for, whose it is, how it went the last times. */
export function renderWalkHeading(item: Item, checklist: Checklist, schedule: Schedule, style: Style): string {
  const { chalk } = style;
  const { procedure } = item.occurrence;
  const performed = recentOf(procedure, schedule);
  const failure = performed.findLast(({ record }) => record.outcome === "failed");
  const owner = holdersOf(procedure.owner, schedule.book.directory, schedule.asOf.date);
  const facts: readonly (readonly [string, string])[] = [
    ["For", whenText(item, schedule)],
    ["Owner", ownerText(owner, schedule.book.directory)],
    ["Effort", formatEffort(procedure.effortMinutes)],
    ["Requires", procedure.requires.join(", ")],
    ["Last result", resultLine(performed.at(-1), schedule)],
    ...(failure === undefined ? [] : ([["Last failure", failureLine(failure, schedule)]] as const)),
  ];
  const purpose = renderMarkdown(checklist.purpose, style);
  const tasks = (kind: "step" | "point"): number => checklist.tasks.filter((task) => task.kind === kind).length;
  const sizes = [
    count(tasks("step"), "step"),
    count(tasks("point"), "validation point"),
    ...(Object.keys(procedure.measures).length === 0 ? [] : [count(Object.keys(procedure.measures).length, "measure")]),
  ];
  return [
    `${chalk.bold(plainLine(procedure.name))}  ${chalk.dim(procedure.id)}`,
    ...facts.filter(([, value]) => value !== "").flatMap(([label, value]) => factLines(label, value, style)),
    "",
    ...(purpose.length === 0 ? [] : [...purpose, ""]),
    renderParagraph(`${sizes.join(", ")}. Stop whenever you like: what you have answered is kept.`, style),
  ].join("\n");
}

/** One paragraph of harmless text, wrapped. */
export function renderParagraph(text: string, { columns }: Style): string {
  return `${wrapText(plainLine(text), columns).join("\n")}\n`;
}

const OWN_RECORD = "this run writes it at its end, with the values, files and notes that you give";

function whenText({ occurrence, status }: Item, schedule: Schedule): string {
  const { date } = schedule.asOf;
  const when = status === "upcoming" ? `begins ${shortDate(occurrence.scheduled, date)}` : dueText(occurrence, date);
  return `${occurrence.key}${eventTitle(occurrence, schedule)}, ${when} (${STATUS_WORDS[status]})`;
}

function resultLine(last: Performed | undefined, { asOf }: Schedule): string {
  if (last === undefined) return "none yet";
  const { record, on } = last;
  const effort = record.effortMinutes === null ? "" : `, in ${formatEffort(record.effortMinutes)}`;
  return `${outcomeText(record)} on ${shortDate(on, asOf.date)} by ${record.performedBy.name}${effort}`;
}

function failureLine({ record, on }: Performed, { asOf }: Schedule): string {
  const [first = "", ...more] = record.note.split("\n").filter((line) => line.trim() !== "");
  const lines = [first, ...more.filter((line) => /^(?:\d+\. (?:failed|no)\b|\s+Note: )/u.test(line))].slice(
    0,
    NOTE_LINES,
  );
  const note = lines.map((line) => line.trim()).join("\n");
  const where = `${shortDate(on, asOf.date)} by ${record.performedBy.name} (${abbreviated(record.commit)})`;
  return note === "" ? where : `${where}:\n${note}`;
}

/** A step or a point of validation of a procedure as it is asked, with what was said of it before; `labelOf` gives what people know a file by. */
export function renderTask(
  walk: Walk,
  question: Extract<Question, { kind: "task" }>,
  procedure: string,
  labelOf: (file: string) => string,
  style: Style,
): string {
  const { chalk } = style;
  const answer = walk.answers[walk.at];
  // A text that ends with the command is right for whoever works without `run`.
  const isRecord = hasCode(question.task.nodes, new RegExp(`\\brunbook done ${procedure}(?![\\w-])`, "u"));
  return [
    "",
    chalk.bold(questionName(question, walk.questions)),
    ...renderMarkdown(question.task.nodes, style, 2),
    ...(isRecord ? factLines("Record", OWN_RECORD, style) : []),
    ...(answer === undefined ? [] : answerLines(answer, labelOf, style)),
    "",
  ].join("\n");
}

/** A measure as it is asked: what is known of it. */
export function renderMeasure(
  walk: Walk,
  question: Extract<Question, { kind: "measure" }>,
  last: readonly LastValue[],
  style: Style,
): string {
  const heading = style.chalk.bold(questionName(question, walk.questions));
  return ["", heading, ...hangingText("  ", measureText(question, last), style), ""].join("\n");
}

function answerLines(answer: Answer, labelOf: (file: string) => string, style: Style): string[] {
  const { result, note, runs, files } = answer;
  return [
    ...(result === null ? [] : factLines("So far", resultText(answer), style)),
    ...(note === "" ? [] : factLines("Note", note, style)),
    ...runs.flatMap((line) => factLines("Ran", line.replace(/^Ran /u, ""), style)),
    ...files.flatMap((file) => factLines("Attached", labelOf(file), style)),
  ];
}

/** What would be recorded. */
export interface WalkSummary {
  readonly outcome: "done" | "failed";
  readonly performed: string;
  readonly effortMinutes: number;
  readonly values: Readonly<Record<string, number>>;
  readonly note: string;
  readonly evidence: readonly string[];
}

/** What is about to be recorded, word for word. */
export function renderSummary({ occurrence }: Item, summary: WalkSummary, style: Style): string {
  const { chalk } = style;
  const { procedure, key } = occurrence;
  const planned = procedure.effortMinutes === undefined ? "" : ` (planned ${formatEffort(procedure.effortMinutes)})`;
  const values = Object.entries(summary.values).map(([name, value]) =>
    valueText(name, value, procedure.measures[name]),
  );
  const paint = summary.outcome === "failed" ? chalk.red : chalk.green;
  const note = plainBlock(summary.note)
    .split("\n")
    .flatMap((line) => {
      const indent = /^ */u.exec(line)?.[0] ?? "";
      return line === "" ? [""] : hangingText(`  ${indent}`, line.trim(), style);
    });
  return [
    "",
    `${chalk.bold("To be recorded")}: ${plainLine(procedure.name)} for ${key}, ${paint(summary.outcome)}`,
    ...factLines("Performed", summary.performed, style),
    ...factLines("Effort", `${formatEffort(summary.effortMinutes)}${planned}`, style),
    ...(values.length === 0 ? [] : factLines("Values", values.join("\n"), style)),
    ...(summary.evidence.length === 0 ? [] : factLines("Evidence", summary.evidence.join("\n"), style)),
    "",
    ...note,
    "",
  ].join("\n");
}

/** `3 of 12 answered, begun by Ana 2h 5m ago, last answer 12m ago`. */
export function keptText(
  answered: number,
  total: number,
  {
    startedBy,
    startedAt,
    savedAt,
  }: { readonly startedBy: string; readonly startedAt: number; readonly savedAt: number },
  now: number,
): string {
  const ago = (at: number): string => `${formatSpent(Math.max(0, now - at))} ago`;
  return `${answered} of ${total} answered, begun by ${plainLine(startedBy)} ${ago(startedAt)}, last answer ${ago(savedAt)}`;
}

/** What others have recorded of an occurrence since somebody began with it. */
export function renderNews(records: readonly LedgerRecord[], key: string, style: Style): string {
  const lines = records.flatMap((record) => hangingText("  ", plainLine(shortRecordLine(record)), style));
  return `${renderParagraph(`Since this was begun, ${key} has been recorded:`, style)}${lines.join("\n")}\n`;
}

/** Said where the text was changed while a run was kept or going on. */
export function renderChanged(lost: number, style: Style): string {
  const left =
    lost === 0
      ? ""
      : `${lost === 1 ? "an answer is" : `${lost} answers are`} to what it asks no longer, and left out; `;
  return `\n${renderParagraph(`The text has changed since: ${left}what is new in it is asked.`, style)}`;
}
