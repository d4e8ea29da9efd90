// What `run` asks on the terminal, one prompt at a time.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { Input } from "../model/automation.ts";
import { count } from "../model/count.ts";
import type { CodeBlock } from "../model/markdown-node.ts";
import type { Question, Walk } from "../model/walk.ts";
import { parseFigure } from "../parse/figure.ts";
import { evidenceFiles } from "../store/evidence-files.ts";
import { namedPath } from "../store/named-path.ts";
import { plainLine } from "../view/plain-text.ts";
import { questionName, questionTitle, resultText } from "../view/walk-words.ts";
import { shortened } from "../view/words.ts";
import { canEnd } from "../walk/walk.ts";
import { askLine } from "./ask-line.ts";

/** What somebody chose to do at a step or a point of validation. */
export type TaskChoice =
  | "done"
  | "failed"
  | "not-applicable"
  | "yes"
  | "no"
  | "note"
  | "attach"
  | "run"
  | "copy"
  | "back"
  | "end"
  | "stop";

interface Choice<Value> {
  readonly value: Value;
  readonly name: string;
}

const PAGE = 12;

/** Asks what became of the step or point that the walk is at; `hasPassed` is how a block of it ended last. */
export async function askTask(
  walk: Walk,
  question: Extract<Question, { kind: "task" }>,
  code: readonly CodeBlock[],
  canRun: boolean,
  hasPassed: boolean | null,
): Promise<TaskChoice> {
  const { select } = await import("@inquirer/prompts");
  const answer = walk.answers[walk.at];
  const results: readonly Choice<TaskChoice>[] =
    question.task.kind === "step"
      ? [
          { value: "done", name: "done" },
          { value: "failed", name: "failed" },
          { value: "not-applicable", name: "not applicable" },
        ]
      : [
          { value: "yes", name: "yes" },
          { value: "no", name: "no" },
        ];
  const [good, bad] = results;
  const ended = hasPassed === null ? undefined : hasPassed ? good : bad;
  const preset = ended ?? results.find(({ value }) => value === answer?.result);
  return select<TaskChoice>({
    message: questionName(question, walk.questions),
    choices: [
      ...results,
      { value: "note", name: "note something" },
      { value: "attach", name: "attach a file" },
      ...(canRun ? [{ value: "run" as const, name: "run the block" }] : []),
      ...(code.length === 0 ? [] : [{ value: "copy" as const, name: "copy code" }]),
      ...(walk.at === 0 ? [] : [{ value: "back" as const, name: "back" }]),
      ...(canEnd(walk) ? [{ value: "end" as const, name: "leave out the rest" }] : []),
      { value: "stop", name: "stop" },
    ],
    ...(preset && { default: preset.value }),
    pageSize: PAGE,
    loop: false,
  });
}

/** Asks for a note; `isRequired` for one that says something. */
export async function askNote(message: string, before: string, isRequired: boolean, io: Io): Promise<string> {
  const validate = (text: string): boolean | string => !isRequired || text.trim() !== "" || "Say it in a few words.";
  const note = await askLine(
    { message, validate, ...(before !== "" && { default: plainLine(before), prefill: "editable" }) },
    io,
  );
  return note.trim();
}

/** Asks for a file to keep as evidence and gives its absolute path; undefined where none is named. */
export async function askFile(largest: number | undefined, io: Io): Promise<string | undefined> {
  const validate = (text: string): boolean | string => {
    if (text.trim() === "") return true;
    try {
      evidenceFiles([unquoted(text)], io.cwd, largest);
      return true;
    } catch (error) {
      if (!(error instanceof RunbookError)) throw error;
      return plainLine(error.message);
    }
  };
  const path = await askLine({ message: "File (empty: none)", validate }, io);
  return path.trim() === "" ? undefined : namedPath(io.cwd, unquoted(path));
}

/** Terminals put quotes around the path of a file that is dropped onto them. */
function unquoted(path: string): string {
  const [, quoted] = /^(?:"([^"]+)"|'([^']+)')$/.exec(path.trim())?.filter((part) => part !== undefined) ?? [];
  return quoted ?? path.trim();
}

/** Asks for a measure's value: a number, null for none, or to go back or stop. */
export async function askMeasure(
  name: string,
  before: number | null,
  io: Io,
): Promise<number | null | "back" | "stop"> {
  const message = `${plainLine(name)} (empty: none, b: back, s: stop)`;
  const validate = (entered: string): boolean | string =>
    ["", "b", "s"].includes(entered.trim()) ||
    parseFigure(entered) !== undefined ||
    "Expected a number such as 81.4, without its unit.";
  const text = await askLine(
    { message, validate, ...(before !== null && { default: String(before), prefill: "editable" }) },
    io,
  );
  switch (text.trim()) {
    case "":
      return null;
    case "b":
      return "back";
    case "s":
      return "stop";
    default:
      return parseFigure(text) ?? null;
  }
}

/** Asks which block of code is meant; the only one needs no question. */
export async function askCode(code: readonly CodeBlock[]): Promise<CodeBlock | undefined> {
  const [only] = code;
  if (code.length < 2) return only;
  const { select } = await import("@inquirer/prompts");
  return select({
    message: "Which one",
    choices: code.map((block) => ({ value: block, name: shortened(plainLine(block.code), 60) })),
    pageSize: PAGE,
    loop: false,
  });
}

/** Asks for the value of an input; `problemOf` says why one will not do. */
export async function askInput(
  name: string,
  { description, default: standard, isSecret }: Input,
  problemOf: (value: string) => string | undefined,
  io: Io,
): Promise<string> {
  const message = description === undefined ? plainLine(name) : `${plainLine(name)} (${plainLine(description)})`;
  const validate = (value: string): true | string => {
    if (value === "") return "It is needed.";
    const problem = problemOf(value);
    return problem === undefined || plainLine(problem);
  };
  if (isSecret) return (await import("@inquirer/prompts")).password({ message, mask: "*", validate });
  if (standard === undefined) return askLine({ message, validate }, io);
  const shown = plainLine(standard);
  const value = await askLine({ message, default: shown, validate }, io);
  return value === shown ? standard : value;
}

/** Asks which question to go to. */
export async function askQuestion({ questions, answers }: Walk): Promise<number> {
  const { select } = await import("@inquirer/prompts");
  return select({
    message: "Which answer",
    choices: questions.map((question, index) => {
      const given = resultText(answers[index] ?? { result: null, value: null });
      return { value: index, name: shortened(`${given}: ${questionTitle(question)}`, 70), short: given };
    }),
    pageSize: PAGE,
    loop: false,
  });
}

/** What somebody chose to do with what would be recorded. */
export type SummaryChoice = "record" | "note" | "effort" | "attach" | "detach" | "change" | "stop" | "discard";

/** Asks whether what was shown is recorded; `problem` says why it cannot be yet. */
export async function askSummary(files: readonly string[], problem: string | null): Promise<SummaryChoice> {
  const { select } = await import("@inquirer/prompts");
  return select<SummaryChoice>({
    message: problem ?? "Record this",
    choices: [
      ...(problem === null ? [{ value: "record" as const, name: "record" }] : []),
      { value: "attach", name: "attach a file" },
      ...(files.length === 0 ? [] : [{ value: "detach" as const, name: "leave out a file" }]),
      { value: "note", name: "note on the whole" },
      { value: "effort", name: "correct the effort" },
      { value: "change", name: "change an answer" },
      { value: "stop", name: "stop, and keep it for later" },
      { value: "discard", name: "discard it" },
    ],
    pageSize: PAGE,
    loop: false,
  });
}

/** Asks which file is left out; `labelOf` gives what people know it by. */
export async function askWhichFile(files: readonly string[], labelOf: (file: string) => string): Promise<string> {
  const { select } = await import("@inquirer/prompts");
  return select({
    message: "Which file",
    choices: files.map((file) => ({ value: file, name: plainLine(labelOf(file)) })),
    pageSize: PAGE,
  });
}

/** Asks how long it took. */
export async function askEffort(minutes: number, parse: (text: string) => number | undefined, io: Io): Promise<number> {
  const validate = (entered: string): boolean | string =>
    parse(entered) !== undefined || "Expected a duration such as 12m, 1h30m or 1d (8 hours).";
  const text = await askLine({ message: "How long it took", default: `${minutes}m`, validate }, io);
  return parse(text) ?? minutes;
}

/** A run that is kept, as it is offered. */
export interface Offer {
  readonly name: string;
  readonly text: string;
}

/** Asks whether to go on with a run that is kept; gives its name. */
export async function askOffer(offers: readonly Offer[]): Promise<{ name: string } | "discard" | "stop"> {
  const { select } = await import("@inquirer/prompts");
  return select<{ name: string } | "discard" | "stop">({
    message: offers.length === 1 ? "Go on with it" : `${count(offers.length, "run")} of it are kept`,
    choices: [
      ...offers.map(({ name, text }) => ({
        value: { name },
        name: offers.length === 1 ? "go on where it stopped" : text,
      })),
      { value: "discard", name: offers.length === 1 ? "discard it and begin anew" : "discard them and begin anew" },
      { value: "stop", name: "stop" },
    ],
    pageSize: PAGE,
    loop: false,
  });
}

/** Asks a question that is answered by yes or no; Enter is no. */
export async function askYes(message: string): Promise<boolean> {
  const { confirm } = await import("@inquirer/prompts");
  return confirm({ message, default: false });
}
