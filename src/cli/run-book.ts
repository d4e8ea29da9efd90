import { type Command, Option } from "commander";
import type { ExplainOptions } from "../commands/explain.ts";
import type { HolidaysUpdateOptions } from "../commands/holidays.ts";
import type { ListOptions } from "../commands/list.ts";
import type { InitOptions } from "../commands/init-answers.ts";
import type { NewOptions } from "../commands/new.ts";
import type { RolesOptions } from "../commands/roles.ts";
import type { ShowOptions } from "../commands/show.ts";
import { CADENCES } from "../model/trigger.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type Run, collectList, parseDate, refuseExcess, withGlobalOptions, withWhose } from "./options.ts";

/** `init`, `new`, `list`, `show`, `explain`, `roles`, `holidays`. */
export function addRunBook(program: Command, run: Run): void {
  program.commandsGroup("Run book:");
  addInit(program, run);
  addNew(program, run);
  addList(program, run);
  withGlobalOptions(program.command("show").description("one procedure: its facts, next dates and text"), [
    "pretty",
    "json",
    "markdown",
  ])
    .argument("<procedure>", "its id")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook show application-insights-review
  $ runbook show application-insights-review --format markdown    its text as it is written`,
    )
    .action(async (procedure: string, options: Omit<ShowOptions, "procedure">) => {
      const { runShow } = await import("../commands/show.ts");
      await run(runShow, { ...options, procedure });
    });
  withGlobalOptions(program.command("explain").description("why an occurrence has its dates and its status"))
    .argument("<procedure>", "its id")
    .option("--for <key>", "the occurrence (default: those that matter now)")
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook explain backup-verification\n  $ runbook explain backup-verification --for 2026-12",
    )
    .action(async (procedure: string, options: Omit<ExplainOptions, "procedure">) => {
      const { runExplain } = await import("../commands/explain.ts");
      await run(runExplain, { ...options, procedure });
    });
  withGlobalOptions(program.command("roles").description("who holds what today, how to reach them, what changes hands"))
    .option("--matrix", "who owns and who is called for each procedure")
    .option("--from <date>", "handovers and absences from this day on (default: today)", parseDate)
    .option("--to <date>", "handovers up to this day (default: 30 days later)", parseDate)
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook roles\n  $ runbook roles --matrix\n  $ runbook roles --from 2026-12-01 --to 2027-01-15",
    )
    .action(async (options: RolesOptions) => {
      const { runRoles } = await import("../commands/roles.ts");
      await run(runRoles, options);
    });
  addHolidays(program, run);
}

function addList(program: Command, run: Run): void {
  const command = withGlobalOptions(
    program.command("list").description("the procedures: trigger, owner, effort, last done, next"),
    ["pretty", "json", "csv", "markdown"],
  ).argument("[word...]", "only procedures in whose id or text each of these words stands");
  withWhose(command)
    .addOption(new Option("--cadence <cadence>", "only those of this cadence").choices(CADENCES))
    .option("--tag <tag>", "only those with this tag")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook list
  $ runbook list dual-write
  $ runbook list --mine --cadence monthly
  $ runbook list --tag licences --json
  $ runbook list --format csv > procedures.csv     for a spreadsheet`,
    )
    .action(async (words: string[], options: Omit<ListOptions, "words">) => {
      const { runList } = await import("../commands/list.ts");
      await run(runList, { ...options, words });
    });
}

function addInit(program: Command, run: Run): void {
  withGlobalOptions(program.command("init").description("start a run book from the reference run book"))
    .argument("[directory]", "where to put it", "runbook")
    .option("--title <title>", "the run book's title")
    .option("--timezone <zone>", "IANA time zone, for example Europe/London")
    .option("--region <region>", "Microsoft region in which production lives, for example united-kingdom")
    .option(
      "--products <list>",
      "what the tenant has, separated by commas: customer-engagement, finance-operations, business-central,\n" +
        "power-platform (default: customer-engagement)",
      collectList,
      [],
    )
    .option(
      "--tracks <list>",
      "release-wave tracks, separated by commas (default: those of the products)",
      collectList,
      [],
    )
    .option("--country <code>", "country of the public holidays (ISO 3166), for example GB")
    .option("--subdivision <code>", "state or part of the country, for example ENG")
    .option("--go-live <date>", "the day the system went live (default: today)", parseDate)
    .option(
      "--pipelines <list>",
      "also write pipelines for github, azure or both: lint, morning, weekly",
      collectList,
      [],
    )
    .option("--yes", "ask nothing: take defaults for what is not given")
    .addHelpText(
      "after",
      `
Asks on a terminal what is not given. Writes the procedures that concern your products, and keeps what they were made
from in .runbook/, so that upgrade can merge later versions, and bring what concerns a product that comes later. Refuses
to overwrite a run book.

Examples:
  $ runbook init
  $ runbook init runbook --title "Fabrikam run book" --timezone Europe/Berlin --region germany --country DE --yes
  $ runbook init ops --products finance-operations,power-platform --go-live 2026-10-01 --yes`,
    )
    .action(async (directory: string, options: Omit<InitOptions, "directory">) => {
      const { runInit } = await import("../commands/init.ts");
      await run(runInit, { ...options, directory });
    });
}

function addNew(program: Command, run: Run): void {
  withGlobalOptions(program.command("new").description("write a new procedure from the template"))
    .argument("<name>", 'its name, for example "Test data refresh"')
    .requiredOption("--trigger <trigger>", 'when it happens, for example "weekly on Tuesday"')
    .option("--owner <role>", "the role (or person) that owns it")
    .option("--id <id>", "its id (default: from the name)")
    .option("--effort <effort>", "how long it takes, for example 30m")
    .option("--dry-run", "show the file and its next dates, and write nothing")
    .addHelpText(
      "after",
      `
Triggers: daily, every business day, weekly on Tuesday, every 2 weeks on Friday from 2026-01-09, monthly on business
day 3, quarterly, half-yearly, annually on 15 March, 90 days after completion, wave -8 weeks, on incident severity 1

Example:
  $ runbook new "Test data refresh" --trigger "monthly on business day 3" --owner operations-lead --effort 30m`,
    )
    .action(async (name: string, options: Omit<NewOptions, "name">) => {
      const { runNew } = await import("../commands/new.ts");
      await run(runNew, { ...options, name });
    });
}

function addHolidays(program: Command, run: Run): void {
  const holidays = withGlobalOptions(
    program.command("holidays").description("the holidays that count, from holidays.yml"),
  );
  holidays
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook holidays\n  $ runbook holidays update --country GB --region ENG --years 2026-2028",
    )
    .allowExcessArguments()
    .action(async (options: GlobalOptions, command: Command) => {
      refuseExcess(command);
      const { runHolidays } = await import("../commands/holidays.ts");
      await run(runHolidays, options);
    });
  withGlobalOptions(
    holidays.command("update").description("add public holidays to holidays.yml, from the date-holidays package"),
  )
    .option("--country <code>", "ISO 3166 country, for example GB (default: as the dates that are there)")
    .option("--region <code>", "state or part of the country, for example ENG")
    .requiredOption("--years <years>", "a year or a range, for example 2026-2028")
    .addHelpText(
      "after",
      "\nDates that you added for these years are kept.\n\nExamples:\n  $ runbook holidays update --country DE --region BY --years 2027\n  $ runbook holidays update --years 2029",
    )
    .allowExcessArguments(false)
    .action(async (options: HolidaysUpdateOptions) => {
      const { runHolidaysUpdate } = await import("../commands/holidays.ts");
      await run(runHolidaysUpdate, options);
    });
}
