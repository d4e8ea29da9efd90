import { type Command, Option } from "commander";
import type { AuditOptions } from "../commands/audit.ts";
import type { LogOptions } from "../commands/log.ts";
import type { LogShowOptions } from "../commands/log-show.ts";
import type { ReportOptions } from "../commands/report.ts";
import type { VerifyOptions } from "../commands/verify.ts";
import { RECORD_KINDS } from "../model/record.ts";
import { type Run, parseDate, wholeNumber, withGlobalOptions } from "./options.ts";

/** `log`, `report`, `verify`, `audit`. */
export function addEvidence(program: Command, run: Run): void {
  program.commandsGroup("Evidence:");
  addLog(program, run);
  addReport(program, run);
  addVerify(program, run);
  addAudit(program, run);
}

function addLog(program: Command, run: Run): void {
  const log = withGlobalOptions(program.command("log").description("what was recorded: who did what, when"), [
    "pretty",
    "json",
    "csv",
  ])
    .argument("[procedure...]", "only these procedures")
    .option("--owner <person-or-role>", "only what this role owns, or this person answered for on the day")
    .option("--person <person>", "only what this person performed or recorded: an id, an e-mail address or a name")
    .option("--from <date>", "performed on this day or later", parseDate)
    .option("--to <date>", "performed on this day or earlier", parseDate)
    .addOption(new Option("--outcome <outcome>", "only this outcome").choices(["done", "failed", "skipped"]))
    .option(
      "--event <event-or-name>",
      "only this event (by its id, the end of it, or its ticket), or events of this name, and the work that they called for",
    )
    .addOption(new Option("--record <kind>", "only this kind of record").choices(RECORD_KINDS))
    .option("--limit <count>", "at most so many, the newest", wholeNumber(1))
    .addHelpText(
      "after",
      `
Examples:
  $ runbook log
  $ runbook log capacity-review --from 2026-10-01 --to 2026-12-31
  $ runbook log --person ben --outcome failed
  $ runbook log --event incident --json
  $ runbook log --limit 20
  $ runbook log --format csv > records.csv
  $ runbook log show 1f3c9ab2                   one record, whole`,
    )
    .action(async (procedures: string[], options: Omit<LogOptions, "procedures">) => {
      const { runLog } = await import("../commands/log.ts");
      await run(runLog, { ...options, procedures });
    });
  withGlobalOptions(log.command("show").description("one record: what it says, the text followed, its evidence"))
    .argument("<commit>", "the record's commit, at least 4 digits of it")
    .option("--extract <folder>", "write its evidence into this folder; nothing is overwritten")
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook log show 1f3c9ab2\n  $ runbook log show 1f3c9ab2 --extract evidence",
    )
    .action(async (commit: string, options: Omit<LogShowOptions, "commit">) => {
      const { runLogShow } = await import("../commands/log-show.ts");
      await run(runLogShow, { ...options, commit });
    });
}

function addReport(program: Command, run: Run): void {
  withGlobalOptions(
    program.command("report").description("adherence, effort, measures, incidents and waves of a period"),
    ["pretty", "markdown", "html", "csv", "json"],
  )
    .option("--from <date>", "the first day", parseDate)
    .option("--to <date>", "the last day (default: today)", parseDate)
    .option("--month [month]", "a month, YYYY-MM; alone, or without a period: the last full one")
    .option("--quarter [quarter]", "a fiscal quarter, YYYY-Qn, or the last full one")
    .option("--year [year]", "a fiscal year, YYYY, or the last full one")
    .addOption(new Option("--by <grouping>", "by person too: who held the role, who did the work").choices(["person"]))
    .addHelpText(
      "after",
      `
Adherence is what was done on time divided by what was owed; every word is defined under the figures. An occurrence belongs
to the period in which it was due. What was done since counts, as done late; --as-of the period's last day leaves it out.

Examples:
  $ runbook report                                       the last full month
  $ runbook report --quarter                             the last full quarter
  $ runbook report --quarter 2026-Q4 --format markdown
  $ runbook report --from 2026-11-02 --to 2026-11-15 --by person
  $ runbook report --month 2026-10 --as-of 2026-10-31    as it stood at the month's end
  $ runbook report --year --format html > report.html    one file for the steering committee`,
    )
    .action(async (options: ReportOptions) => {
      const { runReport } = await import("../commands/report.ts");
      await run(runReport, options);
    });
}

function addVerify(program: Command, run: Run): void {
  withGlobalOptions(program.command("verify").description("check that the ledger is whole, unaltered and plausible"))
    .addOption(signedSince())
    .addHelpText(
      "after",
      `
Every break is named with its commit; the exit status is 1 where there is one. Nothing is changed.

Checks:
  object      a commit, text or evidence file is missing, damaged, or not what its id says
  lost        a commit that this clone once had in the ledger is gone from it
  form        a commit is neither a root, a merge nor a record that can be read
  file        a text or evidence file was swapped, deleted, or is not what its record says
  signature   a signature does not fit; with sign: required also one that is missing or somebody else's
  time        recorded on a day before the work, or by a clock that is a day or more off
  reference   a void or approval of what is no record here
  procedure   a record of a procedure that there never was
  occurrence  a record of an occurrence that no trigger could have
  approval    an approval by who performed or recorded the work

Examples:
  $ runbook verify
  $ runbook verify --json
  $ runbook verify --signed-since 2027-01-01    signing was made a rule on that day`,
    )
    .action(async (options: VerifyOptions) => {
      const { runVerify } = await import("../commands/verify.ts");
      await run(runVerify, options);
    });
}

function addAudit(program: Command, run: Run): void {
  withGlobalOptions(program.command("audit").description("write what an auditor takes away of a period into a folder"))
    .requiredOption("--from <date>", "the first day", parseDate)
    .requiredOption("--to <date>", "the last day", parseDate)
    .requiredOption("--out <folder>", "a folder that is empty or not there yet")
    .addOption(signedSince())
    .addHelpText(
      "after",
      `
The folder holds the records (CSV and JSON), what became of each occurrence, events, the texts that were followed, the
evidence, roles, the result of verify, definitions, and SHA-256 sums of it all; index.md is where to begin, and none of it
needs this tool. The same ledger, run book and period give the same bytes on any machine. Exit status 1: verify found a
break.

Example:
  $ runbook audit --from 2026-10-01 --to 2026-10-31 --out audit-2026-10`,
    )
    .action(async (options: AuditOptions) => {
      const { runAudit } = await import("../commands/audit.ts");
      await run(runAudit, options);
    });
}

function signedSince(): Option {
  const description = "with sign: required, what was recorded before this day needs no signature";
  return new Option("--signed-since <date>", description).argParser(parseDate);
}
