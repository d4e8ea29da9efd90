import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunBook } from "../model/runbook.ts";
import { PLAN_WEEKS, type WavePlan } from "../schedule/wave-plan.ts";

/**
 * Rule `wave-window` over one wave's plan: a milestone outside the plan's weeks, or one whose week ends before the date
 * that the procedure needs. Its severity follows `lint.rules.wave-window`.
 */
export function waveWindowWarnings(book: RunBook, plan: WavePlan): Diagnostic[] {
  const severity = book.settings.lintRules["wave-window"] ?? "warning";
  if (severity === "off") return [];
  return plan.tracks.flatMap(({ track, milestones }) =>
    milestones.flatMap(({ offsetWeeks, from, items }) =>
      items.flatMap(({ occurrence, notBefore }) => {
        const { path, needs } = occurrence.procedure;
        const outside = offsetWeeks < -PLAN_WEEKS.before || offsetWeeks > PLAN_WEEKS.after;
        const messages = [
          ...(outside
            ? [`Milestone at ${offsetWeeks} weeks, expected -${PLAN_WEEKS.before} to +${PLAN_WEEKS.after}.`]
            : []),
          ...(notBefore === null
            ? []
            : [
                `In ${plan.id} (${track}) the week of ${from} ends before ${notBefore}, the date of the ${needs} that it needs.`,
              ]),
        ];
        return messages.map((message) => ({
          rule: "wave-window",
          severity,
          path,
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
          message,
          hint: notBefore === null ? null : `Do it not before ${notBefore}.`,
        }));
      }),
    ),
  );
}
