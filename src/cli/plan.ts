import { type Command, Option } from "commander";
import type { AgendaOptions } from "../commands/agenda.ts";
import type { CalendarOptions } from "../commands/calendar.ts";
import type { WhoseOptions } from "../commands/people.ts";
import type { WaveOptions } from "../commands/wave.ts";
import type { GlobalOptions } from "../session/options.ts";
import {
  type Run,
  collectList,
  parseDate,
  parseLeadTime,
  refuseExcess,
  withGlobalOptions,
  withWhose,
} from "./options.ts";

/** `wave`, `agenda`, `calendar`. */
export function addPlan(program: Command, run: Run): void {
  program.commandsGroup("Plan:");
  addWave(program, run);
  const calendar = withGlobalOptions(
    program.command("calendar").description("what is to come as an iCalendar file (.ics)"),
    ["ics"],
  )
    .option("--from <date>", "the first day (default: today)", parseDate)
    .option("--to <date>", "the last day (default: 90 days after the first)", parseDate);
  withWhose(calendar)
    .option("--alarm <time>", "remind this long before the day begins, for example 15h", parseLeadTime)
    .addHelpText(
      "after",
      "\nEvents are dated and keep their UID: import the file again, and a client updates what it has.\n\nExample:\n  $ runbook calendar --mine --alarm 15h > runbook.ics",
    )
    .action(async (options: CalendarOptions) => {
      const { runCalendar } = await import("../commands/calendar.ts");
      await run(runCalendar, options);
    });
  const agenda = withGlobalOptions(
    program.command("agenda").description("what is scheduled between two dates, of every status"),
    ["pretty", "json", "csv", "markdown"],
  )
    .argument("[procedure...]", "only these, by their ids")
    .option("--from <date>", "the first day (default: today)", parseDate)
    .option("--to <date>", "the last day (default: six days after the first; of procedures named, a year)", parseDate);
  withWhose(agenda)
    .option("--status <list>", "only what stands so, separated by commas: missed,overdue", collectList, [])
    .addOption(
      new Option("--view <view>", "a list by day, or calendar pages").choices(["week", "month"]).default("week"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook agenda\n  $ runbook agenda --mine\n  $ runbook agenda backup-verification             its dates, a year ahead\n  $ runbook agenda --to 2026-11-22 --status missed,overdue\n  $ runbook agenda --from 2026-12-01 --to 2026-12-31 --view month\n  $ runbook agenda --format markdown               for the team's wiki",
    )
    .action(async (procedures: string[], options: Omit<AgendaOptions, "procedures">) => {
      const { runAgenda } = await import("../commands/agenda.ts");
      await run(runAgenda, { ...options, procedures });
    });
}

function addWave(program: Command, run: Run): void {
  const formats = ["pretty", "json", "csv", "markdown", "ics"] as const;
  const wave = withGlobalOptions(
    program.command("wave").description("the plan of a Microsoft release wave, from -8 to +2 weeks"),
    formats,
  );
  wave
    .option("--date <wave-or-date>", "YYYY-04 or YYYY-10, or a date (default: the current or next wave)")
    .option("--next", "the wave after that");
  withWhose(wave)
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook wave\n  $ runbook wave --date 2027-04 --json\n  $ runbook wave --mine\n  $ runbook wave --next --format markdown\n  $ runbook wave list",
    )
    .allowExcessArguments()
    .action(async (options: WaveOptions, command: Command) => {
      refuseExcess(command, (word) => (/^[\d-]+$/.test(word) ? `--date ${word}` : undefined));
      const { runWave } = await import("../commands/wave.ts");
      await run(runWave, options);
    });
  const list = wave.command("list").description("the waves from go-live to the two after the current one");
  withWhose(withGlobalOptions(list))
    .addHelpText("after", "\nExamples:\n  $ runbook wave list\n  $ runbook wave list --mine")
    .allowExcessArguments(false)
    .action(async (options: GlobalOptions & WhoseOptions) => {
      const { runWaveList } = await import("../commands/wave-list.ts");
      await run(runWaveList, options);
    });
}
