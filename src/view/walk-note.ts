import type { Answer, Question, Walk } from "../model/walk.ts";
import { formatSpent, progressText, questionTitle, resultText } from "./walk-words.ts";

/**
 * What a record keeps of a walk in its body: what was said of the whole, then how each step and point of validation went,
 * how long it took, and what was said of it. `nameOf` gives the name of an attached file.
 */
export function walkNote(walk: Walk, nameOf: (file: string) => string): string {
  const sections = [
    ["Steps", linesOf(walk, "step", nameOf)],
    ["Validation", linesOf(walk, "point", nameOf)],
    ["Measures", measureLines(walk, nameOf)],
  ] as const;
  return [
    ...(walk.whole.note.trim() === "" ? [] : [walk.whole.note.trim()]),
    `Gone through with \`runbook run\`: ${progressText(walk)}.`,
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : [`${title}\n${lines.join("\n")}`])),
  ].join("\n\n");
}

function linesOf({ questions, answers }: Walk, kind: "step" | "point", nameOf: (file: string) => string): string[] {
  return questions.flatMap((question, index) => {
    const answer = answers[index];
    if (question.kind !== "task" || question.task.kind !== kind || answer === undefined) return [];
    const details = detailLines(answer, nameOf);
    if (answer.result === null && details.length === 0) return [];
    const spent = answer.spent < 500 ? "" : ` (${formatSpent(answer.spent)})`;
    return [`${question.task.number}. ${resultText(answer)}${spent}: ${questionTitle(question)}`, ...details];
  });
}

/** Of measures only what their values do not say. */
function measureLines({ questions, answers }: Walk, nameOf: (file: string) => string): string[] {
  return questions.flatMap((question: Question, index) => {
    const answer = answers[index];
    if (question.kind !== "measure" || answer === undefined) return [];
    const details = detailLines(answer, nameOf);
    return details.length === 0 ? [] : [`- ${question.name}`, ...details];
  });
}

function detailLines({ note, runs, files }: Answer, nameOf: (file: string) => string): string[] {
  return [...(note === "" ? [] : [`Note: ${note}`]), ...runs, ...files.map((file) => `Evidence: ${nameOf(file)}`)].map(
    (line) => `   ${line.replaceAll(/(?<!\s)\s*\n\s*/g, "\n   ")}`,
  );
}
