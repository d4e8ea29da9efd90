import { type Command, InvalidArgumentError } from "commander";
import type { LintOptions } from "../commands/lint.ts";
import { type Run, collectList, withGlobalOptions } from "./options.ts";

const FORMATS = ["pretty", "json", "github", "azure", "sarif", "junit", "markdown"] as const;

/** `lint`. */
export function addLint(program: Command, run: Run): void {
  program.commandsGroup("Run book:");
  withGlobalOptions(program.command("lint").description("find unowned, stale and broken procedures"), FORMATS)
    .option("--rule <rule>", "only this rule; several by commas, or given several times", collectList, [])
    .option("--quiet", "print errors only")
    .option("--max-warnings <number>", "exit 1 where there are more warnings", parseCount)
    .option(
      "--changed [ref]",
      "only findings of files changed since the merge base with this branch (default: the remote's)",
    )
    .option("--baseline <file>", "leave out the findings that this file knows")
    .option("--update-baseline", "write the findings of today into the baseline, and exit 0")
    .option("--stdin-filename <path>", "read this file of the run book from standard input; only its findings")
    .option("--fix", "first mend what needs no judgement, such as 2026/11/02 for 2026-11-02")
    .option("--external", "also ask the network whether the addresses in links are there")
    .addHelpText(
      "after",
      `
Exits 1 where a finding is an error. Formats: github and azure are the commands with which a build marks lines of a pull
request; sarif is for code scanning, junit for the tab of tests, markdown for a comment.

--changed is for pull requests: rules across files still see all of them, and rules that depend on the day or the ledger
are left out, so that no change is blocked by what it did not do. A baseline is for adoption: it knows findings by rule, file
and message, whatever their line.

Examples:
  $ runbook lint
  $ runbook lint --changed origin/main
  $ runbook lint --baseline lint-baseline.json --update-baseline
  $ runbook lint --baseline lint-baseline.json
  $ runbook lint --stdin-filename procedures/daily/service-health.md < draft.md
  $ runbook lint --fix
  $ runbook lint --rule stale,unowned
  $ runbook lint --format github --max-warnings 0
  $ runbook lint --format sarif > runbook.sarif
  $ runbook lint --external`,
    )
    .action(async (options: LintOptions) => {
      const { runLint } = await import("../commands/lint.ts");
      await run(runLint, options);
    });
}

function parseCount(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number, 0 or more.");
}
