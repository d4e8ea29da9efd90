import { isRetired } from "../model/procedure.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import type { Finding, Rule } from "./rule.ts";
import { shinglesOf, similarBefore } from "./shingles.ts";

/**
 * Jaccard similarity of four-word shingles from which two texts count as nearly the same. In 805 public run book texts each
 * of the 9 pairs at 0.8 or more is one text with a name replaced; pairs from 0.5 to 0.8 share a form and say different
 * things. No two procedures of the reference run book reach 0.1.
 */
const THRESHOLD = 0.8;
/** Shorter texts have little but headings in common. */
const LEAST_WORDS = 30;

/** One procedure per job: two under one name, or with one text, drift apart. */
export const duplicateProcedure: Rule = {
  name: "duplicate-procedure",
  severity: "warning",
  dependsOnDay: false,
  check: ({ procedures, asOf }) => {
    const active = procedures.filter(({ procedure }) => procedure === undefined || !isRetired(procedure, asOf));
    const sameName = new Map<string, ParsedProcedure>();
    const names = active.flatMap((file): Finding[] => {
      const { procedure, path, placeOf } = file;
      if (procedure === undefined) return [];
      const folded = procedure.name.toLowerCase().replaceAll(/\s+/g, " ");
      const first = sameName.get(folded);
      if (first === undefined) {
        sameName.set(folded, file);
        return [];
      }
      const message = `Name of ${first.path} already, expected a name of its own.`;
      return [{ path, place: placeOf(["name"]), message, hint: "Rename one, or join the two." }];
    });
    return [...names, ...sameTexts(active)];
  },
};

function sameTexts(active: readonly ParsedProcedure[]): Finding[] {
  const similar = similarBefore(
    active.map(({ body }) => shinglesOf(body, LEAST_WORDS)),
    THRESHOLD,
  );
  return active.flatMap(({ path, bodyLine }, index): Finding[] => {
    const found = similar[index] ?? [];
    if (found.length === 0) return [];
    const others = found.map((it) => `${Math.floor(it.similarity * 100)}% that of ${active[it.index]?.path}`);
    return [
      {
        path,
        place: { line: bodyLine, column: 1, endLine: bodyLine, endColumn: 1 },
        message: `Text that is ${others.join(", ")}, expected one procedure for one job.`,
        hint: "Join the two, or let one link to what they share.",
      },
    ];
  });
}
