import type { ExitCode, Io } from "../io.ts";
import { announcedPlans, planOf } from "../schedule/wave-plan.ts";
import type { GlobalOptions } from "../session/options.ts";
import { answerFrom, exitCodeOf, outputStyle } from "../session/session.ts";
import { waveListDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderWaveListText } from "../view/wave-list-text.ts";
import { type WhoseOptions, wantedItems } from "./people.ts";

/** Prints the waves from the one of go-live to the two after the current one: each track's anchor, and how its procedures stand. */
export async function runWaveList(options: GlobalOptions & WhoseOptions, io: Io): Promise<ExitCode> {
  const { session, answer } = await answerFrom(({ schedule }) => announcedPlans(schedule), options, io, "never");
  const isWanted = await wantedItems(options, session);
  const plans = answer.map((plan) => planOf(plan, isWanted));
  io.stdout.write(
    options.format === "json"
      ? renderJson<"waves">(waveListDocument(plans))
      : renderWaveListText(session.schedule, plans, outputStyle(options, io)),
  );
  return exitCodeOf(session);
}
