import type { Command } from "commander";
import type { LintOptions } from "../commands/lint.ts";
import type { ReviewOptions } from "../commands/review.ts";
import type { SchemaOptions } from "../commands/schema.ts";
import { type Run, collectList, wholeNumber, withGlobalOptions, withWhose } from "./options.ts";

const FORMATS = ["pretty", "json", "github", "azure", "sarif", "junit", "markdown"] as const;

/** `lint`, `review`, `schema`. */
export function addLint(program: Command, run: Run): void {
  program.commandsGroup("Run book:");
  withGlobalOptions(program.command("lint").description("find unowned, stale and broken procedures"), FORMATS)
    .option(
      "--rule <rule>",
      "only this rule; several by commas, or given several times; what does not parse is named too",
      collectList,
      [],
    )
    .option("--quiet", "print errors only")
    .option("--max-warnings <number>", "exit 1 where there are more warnings", wholeNumber(0))
    .option(
      "--changed [ref]",
      "only findings of what changed since the merge base with this branch (default: the remote's)",
    )
    .option("--baseline <file>", "leave out the findings that this file knows")
    .option("--update-baseline", "write the findings of today into the baseline, and exit 0")
    .option("--stdin-filename <path>", "read this file of the run book from standard input; only its findings")
    .option("--fix", "first mend what needs no judgement, such as 2026/11/02 for 2026-11-02")
    .option("--external", "also ask the network whether the addresses in links are there")
    .addHelpText(
      "after",
      `
Exits 1 where a finding is an error. Of more than 5 notes of one rule beside other findings the text shows the first 3 and how
many more there are; --rule RULE shows all. Formats: github and azure are the commands with which a build marks lines of a pull
request; sarif is for code scanning, junit for the tab of tests, markdown for a comment.

--changed is for pull requests: findings in what a branch changed, and in other files those that came of it (a link to a file that
it deletes, an owner that it takes out of roles.yml). Rules that depend on the day or the ledger are left out, so that no change
is blocked by what it did not do. A baseline is for adoption: it knows findings by rule, file
and message, whatever their line.

Examples:
  $ runbook lint
  $ runbook lint --changed origin/main
  $ runbook lint --baseline lint-baseline.json --update-baseline
  $ runbook lint --baseline lint-baseline.json
  $ runbook lint --stdin-filename runbook/procedures/daily/service-health.md < draft.md
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
  addReview(program, run);
  addSchema(program, run);
}

function addReview(program: Command, run: Run): void {
  const command = withGlobalOptions(
    program.command("review").description("which texts to read next; read one through, and say so: last_updated"),
  )
    .argument("[procedure...]", "their ids; without one, what is to be read next")
    .option("--no-commit", "set last_updated only, commit nothing")
    .option("--yes", "ask nothing: the text was read and is right");
  withWhose(command)
    .option("--limit <count>", "list at most so many (default: 10, and all with --json)", wholeNumber(1))
    .addHelpText(
      "after",
      `
Without a procedure it lists what is to be read next: what grows stale first, what was read longest ago, and how many a week keep
all of them fresh.

With one it shows the text, its age, its latest records and failures, and asks whether it is right. Then sets last_updated to today, that
value only, and commits that file only; hooks run, signing is as git is set up, and what else is staged stays staged. What you
mended in the file before is part of the commit.

Examples:
  $ runbook review
  $ runbook review --mine --limit 2
  $ runbook review service-health
  $ runbook review service-health backup-verification --yes
  $ runbook review service-health --yes --no-commit`,
    )
    .action(async (procedures: string[], options: Omit<ReviewOptions, "procedures">) => {
      const { runReview } = await import("../commands/review.ts");
      await run(runReview, { ...options, procedures });
    });
}

function addSchema(program: Command, run: Run): void {
  withGlobalOptions(program.command("schema").description("JSON Schemas of the files and of what --json prints"))
    .argument("[name]", "which (default: the names of all)")
    .option("--out <folder>", "write it, or all, into this folder as NAME.schema.json")
    .addHelpText(
      "after",
      `
The package holds them too, in schemas/. A YAML editor takes one from the first line of a file:
  # yaml-language-server: $schema=.schemas/roles.schema.json

Examples:
  $ runbook schema
  $ runbook schema roles
  $ runbook schema output/due
  $ runbook schema --out .schemas`,
    )
    .action(async (name: string | undefined, options: Omit<SchemaOptions, "name">) => {
      const { runSchema } = await import("../commands/schema.ts");
      await run(runSchema, { ...options, ...(name !== undefined && { name }) });
    });
}
