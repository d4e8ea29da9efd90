import { Command } from "commander";
import type { Io, OutputStream } from "../io.ts";
import { VERSION } from "../version.ts";
import { addAdoption } from "./adopt.ts";
import { addCheck } from "./check.ts";
import { addCompletion } from "./completion.ts";
import { addApprove, addDone, addDue, addSkip, addUndo } from "./daily-work.ts";
import { plainBlock } from "../view/plain-text.ts";
import { addEvidence } from "./evidence.ts";
import { addPublish } from "./publish.ts";
import { addGitAndShell } from "./git-and-shell.ts";
import { HELP_LAYOUT, fittedHelp, helpColumns } from "./help-text.ts";
import { addIncidents } from "./incidents.ts";
import { addLint } from "./lint.ts";
import { addPlan } from "./plan.ts";
import { type Run, finishCommand, refuseCommand } from "./options.ts";
import { addRun } from "./run.ts";
import { addRunBook } from "./run-book.ts";
import { addSite } from "./site.ts";

const HELP = `
Exit status: 0 fine; 1 findings (errors of lint, blocks that do not pass in check, files that do not parse, breaks that verify finds, problems that doctor finds, due --exit-code); 2 could not do it; 3 a bug.

Examples:
  $ runbook due                     what to do this morning
  $ runbook run capacity-review     be led through it
  $ runbook done capacity-review    record it
  $ runbook incident open --help    what to do when something breaks
  $ runbook lint                    find unowned, stale and broken procedures
  $ runbook wave --date 2027-04     the plan of a release wave
`;

/** The command that the words name, one within the other; an unknown one is an error with the nearest. */
function commandNamed(program: Command, names: readonly string[]): Command {
  return names.reduce((parent, name) => {
    const found = parent.commands.find((command) => command.name() === name);
    return found ?? refuseCommand(parent, name);
  }, program);
}

interface Group {
  readonly add: (program: Command, run: Run, io: Io) => void;
  /** The commands that it adds; others are found as well, after all groups have been added. */
  readonly names: readonly string[];
}

/** In the order of the help. */
const GROUPS: readonly Group[] = [
  { add: addDue, names: ["due"] },
  { add: addRun, names: [] },
  { add: addDone, names: ["done"] },
  { add: addSkip, names: ["skip"] },
  { add: addUndo, names: ["undo"] },
  { add: addApprove, names: ["approve"] },
  { add: addIncidents, names: ["incident", "event"] },
  { add: addRunBook, names: [] },
  { add: addLint, names: ["lint", "review", "schema"] },
  { add: addCheck, names: [] },
  { add: addAdoption, names: [] },
  { add: addPlan, names: ["wave", "agenda", "calendar"] },
  { add: addEvidence, names: ["log", "verify", "audit"] },
  { add: addPublish, names: ["publish"] },
  { add: addSite, names: ["site"] },
  { add: addGitAndShell, names: ["sync"] },
  { add: addCompletion, names: [] },
];

/**
 * The command line: every command's flags, or those of the group of the command that `name` is; the commands themselves
 * are loaded when they run.
 */
export function programFor(run: Run, io: Io, name?: string): Command {
  const fitted = (text: string, stream: OutputStream): string => fittedHelp(text, helpColumns(stream));
  const program = new Command("runbook")
    .description("A Dynamics 365 run book in git: what is due today, who does it, and the record that it was done.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .addHelpText("after", HELP)
    .configureHelp(HELP_LAYOUT)
    .configureOutput({
      writeOut: (text) => io.stdout.write(fitted(text, io.stdout)),
      // commander repeats arguments, which may hold anything.
      outputError: (text) => io.stderr.write(plainBlock(text)),
      writeErr: (text) => io.stderr.write(fitted(plainBlock(text), io.stderr)),
      getOutHelpWidth: () => helpColumns(io.stdout),
      getErrHelpWidth: () => helpColumns(io.stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  const wanted = GROUPS.filter(({ names }) => name !== undefined && names.includes(name));
  for (const { add } of wanted.length > 0 ? wanted : GROUPS) add(program, run, io);
  program.commandsGroup("Help:");
  program
    .command("help")
    .description("print help for a command")
    .argument("[command...]")
    .action((names: string[]) => commandNamed(program, names).help());
  finishCommand(program, program.name());
  // People know such from git.
  const isOptionFirst = name?.startsWith("-") === true;
  if (isOptionFirst) program.showHelpAfterError("(options stand after the command: runbook due --json)");
  return program;
}
