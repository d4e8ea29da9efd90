import type { Command } from "commander";
import type { LogOptions } from "../commands/log.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `log`. */
export function addEvidence(program: Command, run: Run): void {
  program.commandsGroup("Evidence:");
  withGlobalOptions(program.command("log").description("what was recorded: who did what, when"))
    .argument("[procedure...]", "only these procedures")
    .addHelpText("after", "\nExamples:\n  $ runbook log\n  $ runbook log capacity-review --json")
    .action(async (procedures: string[], options: Omit<LogOptions, "procedures">) => {
      const { runLog } = await import("../commands/log.ts");
      await run(runLog, { ...options, procedures });
    });
}
