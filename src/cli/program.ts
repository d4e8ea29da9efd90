import { Command } from "commander";
import type { Io } from "../io.ts";
import { VERSION } from "../version.ts";
import { addAdoption } from "./adopt.ts";
import { addCheck } from "./check.ts";
import { addCompletion } from "./completion.ts";
import { addDailyWork } from "./daily-work.ts";
import { plainBlock } from "../view/plain-text.ts";
import { addEvidence } from "./evidence.ts";
import { addPublish } from "./publish.ts";
import { addGitAndShell } from "./git-and-shell.ts";
import { addIncidents } from "./incidents.ts";
import { addLint } from "./lint.ts";
import { addPlan } from "./plan.ts";
import { type Run, finishValues, refuseCommand } from "./options.ts";
import { addRunBook } from "./run-book.ts";
import { addSite } from "./site.ts";

const HELP = `
Exit status: 0 fine; 1 findings (errors of lint, blocks that do not pass in check, files that do not parse, breaks that verify finds, due --exit-code); 2 could not do it; 3 a bug.

Examples:
  $ runbook due                              what to do this morning
  $ runbook run capacity-review              be led through it
  $ runbook done application-insights-review record it
  $ runbook incident open --help             what to do when something breaks
  $ runbook lint                             find unowned, stale and broken procedures
  $ runbook wave --date 2027-04              the plan of a release wave
`;

/** The command that the words name, one within the other; an unknown one is an error with the nearest. */
function commandNamed(program: Command, names: readonly string[]): Command {
  return names.reduce((parent, name) => {
    const found = parent.commands.find((command) => command.name() === name);
    return found ?? refuseCommand(parent, name);
  }, program);
}

/** The command line: every command's flags; the commands themselves are loaded when they run. */
export function programFor(run: Run, io: Io): Command {
  const program = new Command("runbook")
    .description("A Dynamics 365 run book in git: what is due today, who does it, and the record that it was done.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .addHelpText("after", HELP)
    .showHelpAfterError("(see runbook --help)")
    .configureOutput({
      writeOut: io.stdout.write,
      // commander repeats arguments, which may hold anything.
      writeErr: (text) => io.stderr.write(plainBlock(text)),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  addDailyWork(program, run);
  addIncidents(program, run);
  addRunBook(program, run);
  addLint(program, run);
  addCheck(program, run);
  addAdoption(program, run);
  addPlan(program, run);
  addEvidence(program, run);
  addPublish(program, run);
  addSite(program, run);
  addGitAndShell(program, run);
  addCompletion(program, run, io);
  program.commandsGroup("Help:");
  program
    .command("help")
    .description("print help for a command")
    .argument("[command...]")
    .action((names: string[]) => commandNamed(program, names).help());
  finishValues(program);
  return program;
}
