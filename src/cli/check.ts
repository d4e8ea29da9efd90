import type { Command } from "commander";
import type { CheckOptions } from "../commands/check-plan.ts";
import { type Run, withGlobalOptions } from "./options.ts";
import { withBlocks, withOccurrence, withPerformer } from "./record-options.ts";

const FORMATS = ["pretty", "json", "junit", "markdown"] as const;

/** `check`. */
export function addCheck(program: Command, run: Run): void {
  program.commandsGroup("Run book:");
  const command = withGlobalOptions(
    program.command("check").description("run the blocks marked `run` of procedures, unattended"),
    FORMATS,
  )
    .argument("[procedure...]", "ids of procedures; without one, those that have blocks are listed")
    .option("--steps", "run the blocks of Steps too, before those of Validation");
  withBlocks(command)
    .option("--trust", "run them although CI is set: the text comes from people who may run code here")
    .option("--dry-run", "show what would run, and run nothing")
    .option("--record", "record the outcome, done or failed, with the output as evidence");
  withPerformer(withOccurrence(command))
    .option("-m, --message <text>", "a note")
    .option("--again", "record it although it is done already")
    .addHelpText(
      "after",
      `
Runs what stands in the procedure's file, in the run book's folder, as you: sh, bash, pwsh, powershell, cmd, node and python.
Each block and its output go to stderr as it runs, the summary to stdout. A block passes with exit status 0; check exits 1
where one does not. Ctrl-C ends the block that runs; the rest is then not run, and nothing is recorded.

A block finds the day in AS_OF, the occurrence in OCCURRENCE, and each input in the variable of its name in capitals: from
--input, else from the environment, else its default. Hidden in all output are inputs declared \`secret\`, what --mask
names, and variables whose name ends in SECRET, TOKEN, PASSWORD or the like.

In a pipeline (CI or TF_BUILD is set) it refuses without --trust: never give that for pull requests from forks.

Examples:
  $ runbook check integration-health
  $ runbook check integration-health --dry-run
  $ runbook check integration-health compliance-review --input ENVIRONMENT_URL=https://contoso.crm11.dynamics.com
  $ runbook check integration-health --record --mask AZURE_CLIENT_SECRET
  $ runbook check integration-health --trust --format junit > check.xml`,
    )
    .action(async (procedures: string[], options: Omit<CheckOptions, "procedures">) => {
      const { runCheck } = await import("../commands/check.ts");
      await run(runCheck, { ...options, procedures });
    });
}
