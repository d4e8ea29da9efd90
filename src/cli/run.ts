import type { Command } from "commander";
import type { RunOptions } from "../commands/run-options.ts";
import { type Run, collect, parseSize, withGlobalOptions } from "./options.ts";

/** `run`. */
export function addRun(program: Command, run: Run): void {
  withGlobalOptions(
    program
      .command("run")
      .description("go through a procedure step by step, and record how it went")
      .argument("<procedure>", "its id"),
  )
    .option("--for <key>", "the occurrence, where it is not the only candidate")
    .option("--at <time>", "when it was performed: a date, or a date and time in the run book's zone (default: now)")
    .option("--by <person>", 'who performed it: a person of roles.yml or "Name <email>" (default: git\'s identity)')
    .option("--attach <file>", "a file to keep as evidence; may be given several times", collect, [])
    .option("--max-attachment <size>", "the largest file to keep, for example 200M (default: 25M)", parseSize)
    .option("-m, --message <text>", "a note on the whole")
    .option("--again", "go through it although it is done already")
    .option("--print", "print it as a Markdown list to tick off; asks and records nothing")
    .addHelpText(
      "after",
      `
Each step is done, failed or not applicable, each validation point yes or no, each measure a number; notes, files and a
way back are offered all along. A failed step or a no makes the outcome failed, and prints whom to call. At the end it
shows what it would record, and records it once you say so: only then is the exit status 0.

Stopped, by Ctrl-C or a closed terminal: what was answered is kept in the repository's git directory, and the next run of
the same procedure offers to go on.

Examples:
  $ runbook run capacity-review
  $ runbook run backup-verification --for 2026-11 --attach backups.txt
  $ runbook run capacity-review --print > capacity-review.md   to tick off on paper or in a ticket`,
    )
    .action(async (procedure: string, options: Omit<RunOptions, "procedure">) => {
      const { runRun } = await import("../commands/run.ts");
      await run(runRun, { ...options, procedure });
    });
}
