import type { Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { codeIn } from "../model/rich-text.ts";
import type { Question, Walk } from "../model/walk.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { copyText } from "../store/clipboard.ts";
import { plainBlock } from "../view/plain-text.ts";
import { renderMeasure, renderTask } from "../view/walk-text.ts";
import { lastValues } from "../view/walk-words.ts";
import { type Move, answeredIn, moved } from "../walk/walk.ts";
import type { Keeper } from "./run-kept.ts";
import type { RunOptions } from "./run-options.ts";
import { askCode, askFile, askMeasure, askNote, askTask } from "./run-questions.ts";
import { outputStyle } from "./session.ts";

/** What going through a procedure needs besides the walk itself. */
export interface Walking {
  readonly procedure: Procedure;
  readonly schedule: Schedule;
  readonly keeper: Keeper;
  readonly options: RunOptions;
  readonly io: Io;
}

/** Chosen at any question; what was answered is kept. */
export class Stopped extends Error {}

/** Asks one question after the other until none is left or the rest is left out; each answer is kept at once. */
export async function walkOn(start: Walk, walking: Walking): Promise<Walk> {
  const { keeper, io } = walking;
  let walk = start;
  let since = io.later();
  let shown: number | undefined;
  const take = (move: Move): void => {
    const now = io.later();
    walk = moved(walk, move, now - since);
    since = now;
    keeper.save(walk);
  };
  for (;;) {
    const question = walk.questions[walk.at];
    if (question === undefined) return walk;
    const isNew = shown !== walk.at;
    shown = walk.at;
    const move =
      question.kind === "task"
        ? await taskMove(walk, question, isNew, walking)
        : await measureMove(walk, question, walking);
    if (move === "stop") {
      // What was spent on the question that is left open counts, where there is anything to go on with.
      if (answeredIn(walk) > 0) take({ kind: "stay" });
      throw new Stopped();
    }
    if (move.kind === "back") shown = undefined;
    take(move);
  }
}

async function taskMove(
  walk: Walk,
  question: Extract<Question, { kind: "task" }>,
  isNew: boolean,
  { options, io }: Walking,
): Promise<Move | "stop"> {
  if (isNew) io.stdout.write(renderTask(walk, question, outputStyle(options, io)));
  const code = codeIn(question.task.blocks);
  const note = walk.answers[walk.at]?.note ?? "";
  const choice = await askTask(walk, question, code);
  switch (choice) {
    case "done":
    case "yes":
      return { kind: "answer", result: choice, note };
    case "failed":
    case "no":
      return { kind: "answer", result: choice, note: await askNote("What is wrong", note, false) };
    case "not-applicable":
      return { kind: "answer", result: choice, note: await askNote("Why it does not apply", note, true) };
    case "note":
      return { kind: "note", note: await askNote("Note", note, false) };
    case "attach": {
      const file = await askFile(options.maxAttachment, io);
      return file === undefined ? { kind: "stay" } : { kind: "attach", file };
    }
    case "copy": {
      const block = await askCode(code);
      if (block !== undefined) io.stdout.write(copiedLine(plainBlock(block.code), io));
      return { kind: "stay" };
    }
    case "back":
    case "end":
      return { kind: choice };
    case "stop":
      return "stop";
  }
}

function copiedLine(text: string, io: Io): string {
  return copyText(text, io) === "system"
    ? "Copied.\n"
    : "Sent to the terminal's clipboard; a terminal that does not allow it leaves the clipboard as it was.\n";
}

async function measureMove(
  walk: Walk,
  question: Extract<Question, { kind: "measure" }>,
  { procedure, schedule, options, io }: Walking,
): Promise<Move | "stop"> {
  const last = lastValues(procedure, question.name, schedule);
  io.stdout.write(renderMeasure(walk, question, last, outputStyle(options, io)));
  const answer = walk.answers[walk.at];
  const value = await askMeasure(question.name, answer?.value ?? null);
  if (value === "stop") return "stop";
  if (value === "back") return { kind: "back" };
  const note = answer?.note ?? "";
  return value === null
    ? { kind: "answer", result: "not-measured", note }
    : { kind: "answer", result: "measured", value, note };
}
