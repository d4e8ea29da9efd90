import type { Command } from "commander";
import type { RunOptions } from "../commands/run.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `run`. */
export function addRun(program: Command, run: Run): void {
  withGlobalOptions(
    program
      .command("run")
      .description("go through a procedure step by step, and record how it went")
      .argument("<procedure>", "its id"),
  )
    .option("--for <key>", "the occurrence, where it is not the only candidate")
    .option("--print", "print it as a Markdown list to tick off; asks and records nothing")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook run capacity-review --print > capacity-review.md`,
    )
    .action(async (procedure: string, options: Omit<RunOptions, "procedure">) => {
      const { runRun } = await import("../commands/run.ts");
      await run(runRun, { ...options, procedure });
    });
}
