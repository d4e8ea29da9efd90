import { count } from "../model/count.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import type { Finding, Rule } from "./rule.ts";

const PARTS = [
  { name: "steps", title: "Steps", example: "1. Open …" },
  { name: "validation", title: "Validation", example: "- The number of … is 0." },
  { name: "escalation", title: "Escalation", example: "- operations-lead if …" },
] as const;

/** Every procedure says what to do, how to tell that it worked, and whom to call if not. */
export const section: Rule = {
  name: "section",
  severity: "error",
  dependsOnDay: false,
  check: ({ procedures, textOf, templateLines }) =>
    procedures.flatMap((procedure): Finding[] => {
      const { path, text, bodyLine } = procedure;
      if (text === "") return [];
      const { sections, hasSteps, problem, strayBlocks } = textOf(procedure);
      const start = { line: bodyLine, column: 1, endLine: bodyLine, endColumn: 1 };
      if (problem !== undefined) return [{ path, place: start, message: problem, hint: "Write it with less nesting." }];
      const parts = PARTS.flatMap(({ name, title, example }): Finding[] => {
        const hint = `Write \`## ${title}\` and under it, for example, \`${example}\`.`;
        const found = sections[name];
        if (found === undefined) {
          return [
            { path, place: start, message: `Missing section ${title}, expected \`## ${title}\` with content.`, hint },
          ];
        }
        const place = found.heading;
        if (!found.hasContent) {
          return [{ path, place, message: `Empty section ${title}, expected content under it.`, hint }];
        }
        if (name === "steps" && !hasSteps) {
          return [{ path, place, message: "Steps without an ordered list, expected numbered steps.", hint }];
        }
        return [];
      });
      const again = PARTS.flatMap(({ name, title }): Finding[] => {
        const { heading, further = [] } = sections[name] ?? {};
        return further.map((place) => ({
          path,
          place,
          message: `A second section ${title}, expected one: what stands under it is left out.`,
          hint: `Move it under the one on line ${heading?.line}, or give the heading another name.`,
        }));
      });
      const strays = strayBlocks.map((place): Finding => ({
        path,
        place,
        severity: "warning",
        message: "A block marked `run` that nothing runs, expected it in Steps or Validation.",
        hint: "Move it under the step or the point that it belongs to, or take `run` off its first line.",
      }));
      return [...parts, ...again, ...strays, ...leftOver(procedure, templateLines)];
    }),
};

/** Shorter lines say little: somebody may have written the same. */
const SHORTEST = 25;

/** How templates speak to whoever fills them; their other lines may well stay. */
const TO_AUTHOR = /\bsay\b|\bexact place\b/i;

/** The lines of a template that are to be replaced, without the marks of a list. */
export function linesToFill(template: string): string[] {
  return template
    .split(/\r?\n/)
    .map(withoutMarks)
    .filter((line) => line.length >= SHORTEST && TO_AUTHOR.test(line));
}

function withoutMarks(line: string): string {
  return line.trim().replace(/^(?:[-*+]|\d+[.)]) +/, "");
}

/** Lines of a template that nobody has replaced: the first of them is named. */
function leftOver({ path, text, bodyLine }: ParsedProcedure, templateLines: ReadonlySet<string>): Finding[] {
  const lines = text.split(/\r?\n/);
  const [first, ...others] = lines.flatMap((line, index) =>
    index + 1 >= bodyLine && line.length >= SHORTEST && templateLines.has(withoutMarks(line)) ? [index] : [],
  );
  if (first === undefined) return [];
  const line = lines[first] ?? "";
  const more = others.length === 0 ? "" : `, and ${count(others.length, "further line")} of it`;
  return [
    {
      path,
      place: {
        line: first + 1,
        column: line.length - line.trimStart().length + 1,
        endLine: first + 1,
        endColumn: line.trimEnd().length + 1,
      },
      severity: "warning",
      message: `Text of the template${more}, expected what holds here.`,
      hint: "Replace it, or delete what is not needed.",
    },
  ];
}
