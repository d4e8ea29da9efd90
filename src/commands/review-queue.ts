import type { ExitCode, Io } from "../io.ts";
import { reviewQueue } from "../report/reviews.ts";
import type { GlobalOptions } from "../session/options.ts";
import { exitCodeOf, openWithoutRecords, outputStyle } from "../session/session.ts";
import { renderJson } from "../view/render-json.ts";
import { reviewsDocument } from "../view/reviews-json.ts";
import { renderReviewsText } from "../view/reviews-text.ts";
import { type WhoseOptions, wantedProcedures } from "./people.ts";

export interface ReviewQueueOptions extends GlobalOptions, WhoseOptions {
  readonly limit?: number;
}

/** As many as somebody may take up; those that grow stale later come to the top by themselves. */
const MOST_SHOWN = 10;

/** Prints which texts are to be read next: what `review` does where no procedure is named. */
export async function runReviewQueue(options: ReviewQueueOptions, io: Io): Promise<ExitCode> {
  const session = await openWithoutRecords(options, io);
  const { schedule } = session;
  const isWanted = await wantedProcedures(options, session);
  const queue = reviewQueue(schedule).filter(({ procedure }) => isWanted(procedure));
  io.stdout.write(
    options.format === "json"
      ? renderJson<"reviews">(reviewsDocument(queue.slice(0, options.limit), schedule, session.diagnostics))
      : renderReviewsText(queue, options.limit ?? MOST_SHOWN, schedule, outputStyle(options, io)),
  );
  return exitCodeOf(session);
}
