import type { Io } from "../io.ts";
import type { AutomationBlock } from "../model/automation.ts";
import { codeIn } from "../model/markdown-node.ts";
import type { Question, Walk } from "../model/walk.ts";
import { lastValues } from "../schedule/recent.ts";
import { outputStyle } from "../session/session.ts";
import { copyText } from "../store/clipboard.ts";
import { plainBlock } from "../view/plain-text.ts";
import { renderMeasure, renderTask } from "../view/walk-text.ts";
import { type Move, answeredIn, moved } from "../walk/walk.ts";
import { type RanBlock, type Walking, runOneBlock } from "./run-blocks.ts";
import { askCode, askFile, askMeasure, askNote, askTask } from "./run-questions.ts";

/** Chosen at any question; what was answered is kept. */
export class Stopped extends Error {}

/** What is known of a question while it is asked. */
interface Asking {
  /** Index of the question. */
  readonly at: number;
  /** How a block of it ended last. */
  readonly hasPassed: boolean | null;
}

/** Asks one question after the other until none is left or the rest is left out; each answer is kept at once. */
export async function walkOn(start: Walk, walking: Walking): Promise<Walk> {
  const { keeper, io } = walking;
  let walk = start;
  let since = io.later();
  let asking: Asking | undefined;
  const take = (move: Move): void => {
    const now = io.later();
    walk = moved(walk, move, now - since);
    since = now;
    keeper.save(walk);
  };
  for (;;) {
    const question = walk.questions[walk.at];
    if (question === undefined) return walk;
    if (question.kind === "measure") {
      const move = await measureMove(walk, question, walking);
      asking = undefined;
      if (move === "stop") throw stopped(walk, take);
      take(move);
      continue;
    }
    if (asking?.at !== walk.at) {
      io.stdout.write(
        renderTask(walk, question, walking.procedure.id, keeper.labelOf, outputStyle(walking.options, io)),
      );
      asking = { at: walk.at, hasPassed: null };
      // With --exec a block needs no choice, the first time that its question is asked.
      const isFirst = walk.answers[walk.at]?.runs.length === 0;
      for (const block of walking.options.exec === true && isFirst ? blocksOf(question, walking) : []) {
        const ran = await runOneBlock(block, walk, walking);
        take(ran.move);
        asking = { at: walk.at, hasPassed: ran.hasPassed === false ? false : (asking.hasPassed ?? ran.hasPassed) };
      }
    }
    const move = await taskMove(walk, question, asking.hasPassed, walking);
    if (move === "stop") throw stopped(walk, take);
    if ("hasPassed" in move) asking = { at: walk.at, hasPassed: move.hasPassed };
    else if (move.kind === "back") asking = undefined;
    take("hasPassed" in move ? move.move : move);
  }
}

/** What was spent on the question that is left open counts, where there is anything to go on with. */
function stopped(walk: Walk, take: (move: Move) => void): Stopped {
  if (answeredIn(walk) > 0) take({ kind: "stay" });
  return new Stopped();
}

function blocksOf({ task }: Extract<Question, { kind: "task" }>, { blocks }: Walking): AutomationBlock[] {
  const lines = new Set(codeIn(task.nodes).map(({ line }) => line));
  return blocks.filter(({ line }) => lines.has(line));
}

async function taskMove(
  walk: Walk,
  question: Extract<Question, { kind: "task" }>,
  hasPassed: boolean | null,
  walking: Walking,
): Promise<Move | RanBlock | "stop"> {
  const { options, io } = walking;
  const code = codeIn(question.task.nodes);
  const runnable = blocksOf(question, walking);
  const note = walk.answers[walk.at]?.note ?? "";
  const choice = await askTask(walk, question, code, runnable.length > 0, hasPassed);
  switch (choice) {
    case "done":
    case "yes":
      return { kind: "answer", result: choice, note };
    case "failed":
    case "no":
      return { kind: "answer", result: choice, note: await askNote("What is wrong", note, false, io) };
    case "not-applicable":
      return { kind: "answer", result: choice, note: await askNote("Why it does not apply", note, true, io) };
    case "note":
      return { kind: "note", note: await askNote("Note", note, false, io) };
    case "attach": {
      const file = await askFile(options.maxAttachment, io);
      return file === undefined ? { kind: "stay" } : { kind: "attach", file };
    }
    case "run": {
      const marked = code.filter(({ line }) => runnable.some((block) => block.line === line));
      const chosen = await askCode(marked);
      const block = runnable.find(({ line }) => line === chosen?.line);
      return block === undefined ? { kind: "stay" } : runOneBlock(block, walk, walking);
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
    : "Sent to the terminal's clipboard, which not every terminal allows.\n";
}

async function measureMove(
  walk: Walk,
  question: Extract<Question, { kind: "measure" }>,
  { procedure, schedule, options, io }: Walking,
): Promise<Move | "stop"> {
  const last = lastValues(procedure, question.name, schedule);
  io.stdout.write(renderMeasure(walk, question, last, outputStyle(options, io)));
  const answer = walk.answers[walk.at];
  const value = await askMeasure(question.name, answer?.value ?? null, io);
  if (value === "stop") return "stop";
  if (value === "back") return { kind: "back" };
  const note = answer?.note ?? "";
  return value === null
    ? { kind: "answer", result: "not-measured", note }
    : { kind: "answer", result: "measured", value, note };
}
