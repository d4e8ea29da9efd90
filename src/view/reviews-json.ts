import type { Diagnostic } from "../model/diagnostic.ts";
import { type NextReview, isStale } from "../report/reviews.ts";
import { holdersOf } from "../schedule/holders.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { runbookOf } from "./json.ts";
import type { Output } from "./output-shapes.ts";

/** `review --json` where no procedure is named. */
export function reviewsDocument(
  queue: readonly NextReview[],
  schedule: Schedule,
  diagnostics: readonly Diagnostic[],
): Output<"reviews"> {
  const { book, asOf } = schedule;
  return {
    schemaVersion: 1,
    runbook: runbookOf(schedule),
    asOf: asOf.date,
    reviews: queue.map((review) => {
      const { procedure, intervalDays, reviewBy } = review;
      const { role, people } = holdersOf(procedure.owner, book.directory, asOf.date);
      return {
        procedure: procedure.id,
        name: procedure.name,
        path: procedure.path,
        owner: { role, people: [...people] },
        lastUpdated: procedure.lastUpdated,
        intervalDays,
        reviewBy,
        stale: isStale(review),
      };
    }),
    diagnostics: [...diagnostics],
  };
}
