import { count } from "../model/count.ts";
import type { LastValue } from "../schedule/recent.ts";
import type { Answer, Question, Result, Walk } from "../model/walk.ts";
import { plainLine } from "./plain-text.ts";
import { formatEffort, shortened } from "./words.ts";

const TITLE_LENGTH = 72;

/** `Step 3 of 8`, `Validation 1 of 4`, `Measure database_gb`. */
export function questionName(question: Question, questions: readonly Question[]): string {
  if (question.kind === "measure") return `Measure ${plainLine(question.name)}`;
  const { kind, number } = question.task;
  const total = questions.filter((it) => it.kind === "task" && it.task.kind === kind).length;
  return `${kind === "step" ? "Step" : "Validation"} ${number} of ${total}`;
}

/** What a question is about, in a few words. */
export function questionTitle(question: Question): string {
  if (question.kind === "measure") return plainLine(question.name);
  return shortened(plainLine(question.task.title), TITLE_LENGTH);
}

const RESULT_WORDS: Readonly<Record<Result, string>> = {
  done: "done",
  failed: "failed",
  "not-applicable": "not applicable",
  yes: "yes",
  no: "no",
  measured: "measured",
  "not-measured": "not measured",
};

/** An answer in a word or two. */
export function resultText({ result, value }: Pick<Answer, "result" | "value">): string {
  if (result === null) return "left out";
  return value === null ? RESULT_WORDS[result] : String(value);
}

/** `40s`, `3m`, `1h 5m`: time spent, to the nearest of its unit. */
export function formatSpent(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : formatEffort(Math.round(seconds / 60));
}

/** `5 of 6 steps done, 1 not applicable; 4 of 4 points of validation yes`. */
export function progressText({ questions, answers }: Walk): string {
  const resultsOf = (kind: "step" | "point"): (Result | null)[] =>
    questions.flatMap((it, index) =>
      it.kind === "task" && it.task.kind === kind ? (answers[index]?.result ?? null) : [],
    );
  const part = (results: readonly (Result | null)[], good: Result, noun: string): string[] => {
    if (results.length === 0) return [];
    const number = (wanted: Result | null): number => results.filter((result) => result === wanted).length;
    const others = (["failed", "no", "not-applicable", null] as const)
      .filter((result) => number(result) > 0)
      .map((result) => `, ${number(result)} ${resultText({ result, value: null })}`);
    return [`${number(good)} of ${count(results.length, noun)} ${good}${others.join("")}`];
  };
  return [...part(resultsOf("step"), "done", "step"), ...part(resultsOf("point"), "yes", "validation point")].join(
    "; ",
  );
}

/** `GB; last 80.1 on 2026-11-17, 79 on 2026-11-10; warning at 85, limit 100`; empty where nothing is known. */
export function measureText({ measure }: Extract<Question, { kind: "measure" }>, last: readonly LastValue[]): string {
  const levels = [
    ...(measure.warn === undefined ? [] : [`warning at ${measure.warn}`]),
    ...(measure.limit === undefined ? [] : [`limit ${measure.limit}`]),
  ];
  const parts = [
    measure.unit === undefined ? "" : plainLine(measure.unit),
    last.length === 0 ? "no value yet" : `last ${last.map(({ value, on }) => `${value} on ${on}`).join(", ")}`,
    levels.join(", "),
  ];
  return parts.filter((part) => part !== "").join("; ");
}
