import type { ExitCode, Io } from "../io.ts";
import { announcedPlans } from "../schedule/wave-plan.ts";
import { waveListDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderWaveListText } from "../view/wave-list-text.ts";
import type { GlobalOptions } from "./options.ts";
import { answerFrom, exitCodeOf, outputStyle } from "./session.ts";

/** Prints the waves from the one of go-live to the two after the current one, with each track's anchor. */
export async function runWaveList(options: GlobalOptions, io: Io): Promise<ExitCode> {
  const { session, answer: plans } = await answerFrom(({ schedule }) => announcedPlans(schedule), options, io, "never");
  io.stdout.write(
    options.format === "json"
      ? renderJson<"waves">(waveListDocument(plans))
      : renderWaveListText(session.schedule, plans, outputStyle(options, io)),
  );
  return exitCodeOf(session);
}
