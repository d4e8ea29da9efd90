import type { Command } from "commander";
import type { ApproveOptions } from "../commands/approve.ts";
import type { DoneOptions } from "../commands/done.ts";
import type { DueOptions } from "../commands/due.ts";
import type { SkipOptions } from "../commands/skip.ts";
import type { UndoOptions } from "../commands/undo.ts";
import { type Run, collect, parseDate, parseWork, wholeNumber, withGlobalOptions, withWhose } from "./options.ts";
import { withEvidence, withOccurrence, withPerformance } from "./record-options.ts";

/** `due`, first of a group. */
export function addDue(program: Command, run: Run): void {
  program.commandsGroup("Daily work:");
  const command = withGlobalOptions(program.command("due").description("what to do today, most pressing first"), [
    "pretty",
    "json",
    "markdown",
    "adaptive-card",
  ])
    .option("--date <date>", "the same as --as-of", parseDate)
    .option("--within <days>", "how many days ahead `upcoming` looks", wholeNumber(0, 9999), 7);
  withWhose(command)
    .option("--exit-code", "exit 1 where something is failed, overdue or missed")
    .addHelpText(
      "after",
      `
Statuses:
  failed    performed, but validation did not pass; listed until done or skipped
  overdue   past its due date, and can still be done
  missed    closed without a record; listed on the day it closes, up to the next business day
  due       today is the last day on time
  open      may be done now, due later

Examples:
  $ runbook due
  $ runbook due --mine
  $ runbook due --date 2026-11-23 --json
  $ runbook due --exit-code                  for a pipeline
  $ runbook due --format markdown            for a ticket or a build's summary
  $ runbook due --format adaptive-card       what a Teams workflow webhook takes`,
    )
    .action(async (options: DueOptions & { date?: DueOptions["asOf"] }) => {
      const { runDue } = await import("../commands/due.ts");
      const { date, asOf = date, ...rest } = options;
      if (date !== undefined && asOf !== date) program.error("error: --date and --as-of name different days");
      await run(runDue, { ...rest, ...(asOf !== undefined && { asOf }) });
    });
}

/** `done`. */
export function addDone(program: Command, run: Run): void {
  const command = withGlobalOptions(
    program
      .command("done")
      .description("record that procedures were performed, all of them or none")
      .argument("[procedure...]", "ids of procedures; without one, what is to be done is listed"),
  );
  withPerformance(command)
    .option("--took <effort>", "how long it took, for example 12m or 1h30m", parseWork)
    .option("--value <measure=number>", "a measure; may be given several times", collect, []);
  withEvidence(command)
    .option("-m, --message <text>", "a note")
    .option("--failed", "validation did not pass: prints whom to call")
    .option("--again", "record it although it is done already")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook done application-insights-review
  $ runbook done service-health user-support-tickets
  $ runbook done capacity-review --took 25m --value database_gb=81.4 -m "Bulk delete ordered"
  $ runbook done backup-verification --for 2026-11 --at 2026-11-04 --by ben --attach backups.txt
  $ runbook done integration-health --failed -m "Dead-letter queue at 214"`,
    )
    .action(async (procedures: string[], options: DoneOptions) => {
      const { runDone } = await import("../commands/done.ts");
      await run(runDone, { ...options, procedures });
    });
}

/** `skip`. */
export function addSkip(program: Command, run: Run): void {
  const command = withGlobalOptions(
    program
      .command("skip")
      .description("record that occurrences are left out, with the reason")
      .argument("<procedure...>", "ids of procedures"),
  );
  withOccurrence(command)
    .option("--through <date>", "every one up to this date, missed ones too", parseDate)
    .option("--from <date>", "but none before this one", parseDate)
    .option("-m, --message <reason>", "the reason (required)")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook skip capacity-review -m "Tenant migrated today"
  $ runbook skip user-support-tickets --from 2026-12-24 --through 2027-01-02 -m "Service desk closed"`,
    )
    .action(async (procedures: string[], options: SkipOptions) => {
      const { runSkip } = await import("../commands/skip.ts");
      await run(runSkip, { ...options, procedures });
    });
}

/** `undo`. */
export function addUndo(program: Command, run: Run): void {
  withGlobalOptions(
    program
      .command("undo")
      .description("void records by a further record; nothing is removed")
      .argument("[commit-or-procedure...]", "commits of records, or procedures: the latest record of each"),
  )
    .option("--for <key>", "the procedure's occurrence")
    .option("-m, --message <reason>", "the reason")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook undo application-insights-review -m "Wrong procedure"
  $ runbook undo capacity-review --for 2026-W47
  $ runbook undo 1f3c9ab2 5d2b1ee9`,
    )
    .action(async (targets: string[], options: Omit<UndoOptions, "targets">) => {
      const { runUndo } = await import("../commands/undo.ts");
      await run(runUndo, { ...options, targets });
    });
}

/** `approve`. */
export function addApprove(program: Command, run: Run): void {
  withGlobalOptions(
    program
      .command("approve")
      .description("approve a completion that someone else performed and recorded")
      .argument("[commit-or-procedure...]", "commits of completions, or procedures: what awaits approval"),
  )
    .option("--for <key>", "the procedure's occurrence, where several await approval")
    .option("-m, --message <text>", "a note")
    .addHelpText(
      "after",
      `
You approve as the person that git says you are; roles.yml must know your e-mail address. A wrong approval is taken back
with undo.

Examples:
  $ runbook approve disaster-recovery-drill
  $ runbook approve disaster-recovery-drill --for 2027 -m "Report read, times agree"
  $ runbook approve 1f3c9ab2`,
    )
    .action(async (targets: string[], options: Omit<ApproveOptions, "targets">) => {
      const { runApprove } = await import("../commands/approve.ts");
      await run(runApprove, { ...options, targets });
    });
}
