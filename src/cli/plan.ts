import type { Command } from "commander";
import type { WaveOptions } from "../commands/wave.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `wave`. */
export function addPlan(program: Command, run: Run): void {
  program.commandsGroup("Plan:");
  withGlobalOptions(program.command("wave").description("the plan of a Microsoft release wave, from -8 to +2 weeks"))
    .option("--date <wave-or-date>", "YYYY-04 or YYYY-10, or a date (default: the current or next wave)")
    .addHelpText("after", "\nExamples:\n  $ runbook wave\n  $ runbook wave --date 2027-04 --json")
    .action(async (options: WaveOptions) => {
      const { runWave } = await import("../commands/wave.ts");
      await run(runWave, options);
    });
}
