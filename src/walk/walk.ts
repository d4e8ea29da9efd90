// Going through a procedure, as a state machine: what is asked next, and what follows from the answers.

import type { Checklist } from "../model/checklist.ts";
import type { Procedure } from "../model/procedure.ts";
import {
  type Answer,
  type KeptAnswers,
  type Question,
  type Result,
  UNANSWERED,
  type Walk,
  type WholeAnswer,
} from "../model/walk.ts";

/** What somebody does at the question that is asked. */
export type Move =
  | { readonly kind: "answer"; readonly result: Result; readonly value?: number; readonly note: string }
  /** Says something without answering; replaces what was said. */
  | { readonly kind: "note"; readonly note: string }
  | { readonly kind: "attach"; readonly file: string }
  /** From whatever it was attached to. */
  | { readonly kind: "detach"; readonly file: string }
  /** Something was run for it; `file` holds what that wrote. */
  | { readonly kind: "ran"; readonly line: string; readonly file?: string }
  /** Corrects the time that was measured. */
  | { readonly kind: "effort"; readonly minutes: number }
  | { readonly kind: "back" }
  | { readonly kind: "go"; readonly to: number }
  /** Leaves out the rest; nothing happens unless something failed. */
  | { readonly kind: "end" }
  | { readonly kind: "stay" };

const FITTING: Readonly<Record<"step" | "point" | "measure", readonly Result[]>> = {
  step: ["done", "failed", "not-applicable"],
  point: ["yes", "no"],
  measure: ["measured", "not-measured"],
};

/** What going through a procedure asks, in order. */
export function questionsOf(checklist: Checklist, { measures }: Pick<Procedure, "measures">): Question[] {
  return [
    ...checklist.tasks.map((task) => ({ kind: "task" as const, task })),
    ...Object.entries(measures).map(([name, measure]) => ({ kind: "measure" as const, name, measure })),
  ];
}

/** A walk at its first question. */
export function walkThrough(questions: readonly Question[], whole: Pick<WholeAnswer, "note" | "files">): Walk {
  return { questions, answers: questions.map(() => UNANSWERED), at: 0, whole: { ...whole, effortMinutes: null } };
}

/**
 * The walk after a move, `spent` milliseconds after the one before. Where no question is asked any more, notes and files are
 * of the whole, and the time is nobody's. Throws an Error (a bug) for an answer that does not fit its question.
 */
export function moved(walk: Walk, move: Move, spent: number): Walk {
  const timed = changed(walk, (answer) => ({ ...answer, spent: answer.spent + Math.max(0, spent) }));
  switch (move.kind) {
    case "answer":
      return answered(timed, move);
    case "note":
    case "attach":
      return described(timed, move);
    case "ran":
      return changed(timed, (answer) => ({
        ...answer,
        runs: [...answer.runs, move.line],
        files: move.file === undefined ? answer.files : [...answer.files, move.file],
      }));
    case "detach":
      return {
        ...timed,
        answers: timed.answers.map((answer) => without(answer, move.file)),
        whole: without(timed.whole, move.file),
      };
    case "effort":
      return { ...timed, whole: { ...timed.whole, effortMinutes: move.minutes } };
    case "back":
      return { ...timed, at: Math.max(0, timed.at - 1) };
    case "go":
      return { ...timed, at: Math.min(Math.max(0, move.to), timed.questions.length) };
    case "end":
      return canEnd(timed) ? { ...timed, at: timed.questions.length } : timed;
    case "stay":
      return timed;
  }
}

function described(walk: Walk, move: Extract<Move, { kind: "note" | "attach" }>): Walk {
  const describe = <Described extends Pick<Answer, "note" | "files">>(one: Described): Described => {
    if (move.kind === "note") return { ...one, note: move.note };
    return one.files.includes(move.file) ? one : { ...one, files: [...one.files, move.file] };
  };
  return walk.at < walk.questions.length ? changed(walk, describe) : { ...walk, whole: describe(walk.whole) };
}

function without<Described extends Pick<Answer, "files">>(one: Described, file: string): Described {
  return { ...one, files: one.files.filter((it) => it !== file) };
}

function answered(walk: Walk, { result, value, note }: Extract<Move, { kind: "answer" }>): Walk {
  const question = walk.questions[walk.at];
  if (question === undefined) return walk;
  if (!FITTING[question.kind === "task" ? question.task.kind : "measure"].includes(result)) {
    throw new Error(`\`${result}\` is no answer to ${keyOf(question)}`);
  }
  const next = changed(walk, (answer) => ({ ...answer, result, value: value ?? null, note }));
  return { ...next, at: nextUnanswered(next) };
}

/** The next question without an answer, from where the walk is, else from its start. */
function nextUnanswered({ answers, at }: Walk): number {
  const after = answers.findIndex(({ result }, index) => index > at && result === null);
  const first = after < 0 ? answers.findIndex(({ result }) => result === null) : after;
  return first < 0 ? answers.length : first;
}

function changed(walk: Walk, change: (answer: Answer) => Answer): Walk {
  return { ...walk, answers: walk.answers.map((answer, index) => (index === walk.at ? change(answer) : answer)) };
}

function isBad({ result }: Answer): boolean {
  return result === "failed" || result === "no";
}

/** Whether the rest may be left out: something failed, so that people are to be called rather than boxes ticked. */
export function canEnd({ answers }: Walk): boolean {
  return answers.some(isBad);
}

/** A step that failed or a no makes it `failed`; `done` needs every answer. Null: it is neither yet. */
export function outcomeOf(walk: Walk): "done" | "failed" | null {
  if (canEnd(walk)) return "failed";
  return walk.answers.every(({ result }) => result !== null) ? "done" : null;
}

/** Whole minutes spent on the questions, one at least; or what they were corrected to. */
export function effortOf({ answers, whole }: Walk): number {
  if (whole.effortMinutes !== null) return whole.effortMinutes;
  const spent = answers.reduce((sum, answer) => sum + answer.spent, 0);
  return Math.max(1, Math.round(spent / 60_000));
}

/** Values by measure. */
export function valuesOf({ questions, answers }: Walk): Record<string, number> {
  return Object.fromEntries(
    questions.flatMap((question, index) => {
      const value = answers[index]?.value ?? null;
      return question.kind === "measure" && value !== null ? [[question.name, value] as const] : [];
    }),
  );
}

/** Files to be kept as evidence, each once. */
export function filesOf({ answers, whole }: Walk): string[] {
  return [...new Set([...answers, whole].flatMap(({ files }) => files))];
}

/** How many questions have an answer. */
export function answeredIn({ answers }: KeptAnswers | Walk): number {
  return answers.filter(({ result }) => result !== null).length;
}

/** What tells a question, whatever its number is. */
function keyOf(question: Question): string {
  if (question.kind === "measure") return `measure ${question.name}`;
  const { kind, lead, text } = question.task;
  return [kind, lead, text].join("\n");
}

/** What is to be kept of a walk. */
export function keptAnswers(walk: Walk): KeptAnswers {
  return {
    answers: walk.questions.map((question, index) => ({ ...UNANSWERED, ...walk.answers[index], of: keyOf(question) })),
    isEnded: walk.at >= walk.questions.length,
    whole: walk.whole,
  };
}

/** A walk that goes on under the text as it is now. */
export interface Resumed {
  readonly walk: Walk;
  /** Whether the text asks something else than it did. */
  readonly isChanged: boolean;
  /** How many answers are to questions that are there no longer. */
  readonly lost: number;
}

/** Goes on with what was kept: a question whose words are the same has its answer, others are asked. */
export function resumed(questions: readonly Question[], kept: KeptAnswers): Resumed {
  const byKey = new Map<string, Answer[]>();
  for (const { of, ...answer } of kept.answers) byKey.set(of, [...(byKey.get(of) ?? []), answer]);
  const keys = questions.map(keyOf);
  const answers = keys.map((key) => byKey.get(key)?.shift() ?? UNANSWERED);
  const walk = { questions, answers, at: -1, whole: kept.whole };
  const isChanged = keys.join("\0") !== kept.answers.map(({ of }) => of).join("\0");
  const lost = [...byKey.values()].flat().filter(({ result }) => result !== null).length;
  const isEnded = kept.isEnded && canEnd(walk);
  return { walk: { ...walk, at: isEnded ? questions.length : nextUnanswered(walk) }, isChanged, lost };
}
