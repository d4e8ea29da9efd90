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
  check: ({ procedures, textOf }) =>
    procedures.flatMap((procedure): Finding[] => {
      const { path, text, bodyLine } = procedure;
      if (text === "") return [];
      const { sections, hasSteps, problem } = textOf(procedure);
      const start = { line: bodyLine, column: 1, endLine: bodyLine, endColumn: 1 };
      if (problem !== undefined) return [{ path, place: start, message: problem, hint: "Write it with less nesting." }];
      return PARTS.flatMap(({ name, title, example }): Finding[] => {
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
    }),
};
