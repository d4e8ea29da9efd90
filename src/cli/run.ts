import type { Command } from "commander";
import type { RunOptions } from "../commands/run-options.ts";
import { type Run, withGlobalOptions } from "./options.ts";
import { withBlocks, withEvidence, withPerformance } from "./record-options.ts";

/** `run`. */
export function addRun(program: Command, run: Run): void {
  const command = withGlobalOptions(
    program
      .command("run")
      .description("go through a procedure step by step, and record how it went")
      .argument("[procedure]", "its id; without one, asks which of what is to be done"),
  );
  withEvidence(withPerformance(command))
    .option("-m, --message <text>", "a note on the whole")
    .option("--again", "go through it although it is done already")
    .option("--exec", "run the blocks marked `run` as they come, without asking");
  withBlocks(command)
    .option("--print", "print it as a Markdown list to tick off; asks and records nothing")
    .addHelpText(
      "after",
      `
Each step is done, failed or not applicable, each validation point yes or no, each measure a number; notes, files and a
way back are offered all along. A failed step or a no makes the outcome failed: the rest may be left out, and whom to call
is printed behind the last answer. At the end it shows what it would record, and records it once you say so: only then is
the exit status 0.

A block marked \`run\` is shown with its inputs and run upon your yes, in the run book's folder, as you; how that works is
told by check --help. Its exit status is offered as the answer, its output is kept as evidence. Ctrl-C ends the block.

Stopped, by Ctrl-C or a closed terminal: what was answered is kept in the repository's git directory, and the next run of
the same procedure offers to go on.

Examples:
  $ runbook run capacity-review
  $ runbook run backup-verification --for 2026-11 --attach backups.txt
  $ runbook run capacity-review --print > capacity-review.md   to tick off on paper or in a ticket`,
    )
    .action(async (procedure: string | undefined, options: Omit<RunOptions, "procedure">) => {
      const { runRun } = await import("../commands/run.ts");
      await run(runRun, { ...options, procedure });
    });
}
