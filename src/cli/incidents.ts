import { type Command, InvalidArgumentError, Option } from "commander";
import type { EventRaiseOptions } from "../commands/event-raise.ts";
import type { IncidentAssignOptions } from "../commands/incident-assign.ts";
import type { EventCloseOptions } from "../commands/incident-close.ts";
import type { EventListOptions } from "../commands/incident-list.ts";
import type { IncidentOpenOptions } from "../commands/incident-open.ts";
import type { IncidentReviewOptions } from "../commands/incident-review.ts";
import type { IncidentSeverityOptions } from "../commands/incident-severity.ts";
import type { EventShowOptions } from "../commands/incident-show.ts";
import type { IncidentUpdateOptions } from "../commands/incident-update.ts";
import { INCIDENT_SEVERITIES, type Severity } from "../model/trigger.ts";
import { SEVERITY_WORDS } from "../view/words.ts";
import { type Run, parseDate, withGlobalOptions } from "./options.ts";

const SEVERITIES = Object.entries(SEVERITY_WORDS)
  .map(([severity, words]) => `${severity}: ${words}`)
  .join("; ");
const WHICH = "its id, as much of it as tells it apart, or its ticket (default: the only open one)";
const WHICH_OR_LAST = WHICH.replace("open one", "open one, else the last");

/** `incident` and `event`, with their commands. */
export function addIncidents(program: Command, run: Run): void {
  program.commandsGroup("Daily work:");
  const incident = groupOf(program, "incident")
    .description("when something breaks: the playbook, and a timeline on the ledger")
    .addHelpText(
      "after",
      `
Examples:
  $ runbook incident open --severity 1 --title "Sales cannot save orders" --ticket INC-42
  $ runbook incident update -m "First notice to users and leadership. Next 08:40."
  $ runbook incident assign chris
  $ runbook incident severity 2 -m "Workaround in place"
  $ runbook incident close -m "Deployment of OrderCore undone"
  $ runbook incident review`,
    );
  addOpen(incident, run);
  addUpdate(incident, run);
  addAssign(incident, run);
  addSeverity(incident, run);
  withEventOptions(incident.command("close").description("record that it is over"))
    .argument("[incident]", WHICH)
    .addHelpText(
      "after",
      `
What of its procedures was overdue by then counts as missed; what was not is owed no longer.

Examples:
  $ runbook incident close -m "Deployment of OrderCore undone; three users confirmed"
  $ runbook incident close 7f3a --at 11:20`,
    )
    .action(async (id: string | undefined, options: Omit<EventCloseOptions, "id">) => {
      const { runIncidentClose } = await import("../commands/incident-close.ts");
      await run(runIncidentClose, withId(id, options));
    });
  addReading(incident, run);
  addEvent(program, run);
}

function groupOf(program: Command, name: string): Command {
  return program
    .command(name)
    .helpCommand(false)
    .configureHelp({
      ...program.configureHelp(),
      subcommandTerm: (command) => [command.name(), ...command.usage().split(" ").slice(1)].join(" "),
    });
}

function addOpen(incident: Command, run: Run): void {
  const open = incident
    .command("open")
    .description("record that it began: prints the playbook and whom to call")
    .addOption(
      new Option("--severity <severity>", SEVERITIES).choices(INCIDENT_SEVERITIES.map(String)).argParser(parseSeverity),
    )
    .option("--title <title>", "one line: who cannot do what")
    .option("--ticket <id>", "its id in the tool that pages people");
  withEventOptions(open)
    .addHelpText(
      "after",
      `
This is the record and the playbook, not a pager: open the ticket that pages people there, and name it here. On a
terminal it asks for the severity and the title where they are not given.

Examples:
  $ runbook incident open
  $ runbook incident open --severity 1 --title "Sales cannot save orders" --ticket INC-42
  $ runbook incident open --severity 2 --title "Invoices are slow" --at 07:50 --by ben`,
    )
    .action(async (options: IncidentOpenOptions) => {
      const { runIncidentOpen } = await import("../commands/incident-open.ts");
      await run(runIncidentOpen, options);
    });
}

function addUpdate(incident: Command, run: Run): void {
  const update = incident
    .command("update")
    .description("add a line to the timeline, or name the ticket")
    .argument("[incident]", WHICH)
    .option("--ticket <id>", "its id in the tool that pages people");
  withEventOptions(update)
    .addHelpText(
      "after",
      `
Examples:
  $ runbook incident update -m "First notice to users and leadership. Next 08:40."
  $ runbook incident update -m "First order that failed" --at 07:50
  $ runbook incident update 7f3a --ticket INC-42`,
    )
    .action(async (id: string | undefined, options: Omit<IncidentUpdateOptions, "id">) => {
      const { runIncidentUpdate } = await import("../commands/incident-update.ts");
      await run(runIncidentUpdate, withId(id, options));
    });
}

function addAssign(incident: Command, run: Run): void {
  withEventOptions(incident.command("assign").description("record who has it from here on"))
    .usage("[options] [incident] <person>")
    .argument("<incident-and-person...>", `${WHICH}; then a person of roles.yml or "Name <email>"`)
    .addHelpText(
      "after",
      '\nExamples:\n  $ runbook incident assign chris\n  $ runbook incident assign 7f3a chris -m "Takes the lead"',
    )
    .action(async (words: string[], options: Omit<IncidentAssignOptions, "id" | "person">, command: Command) => {
      const [id, person = ""] = idAndWord(words, "person", command);
      const { runIncidentAssign } = await import("../commands/incident-assign.ts");
      await run(runIncidentAssign, withId(id, { ...options, person }));
    });
}

function addSeverity(incident: Command, run: Run): void {
  withEventOptions(
    incident.command("severity").description("record that it is worse or milder: prints the new playbook"),
  )
    .usage("[options] [incident] <severity>")
    .argument("<incident-and-severity...>", `${WHICH}; then 1, 2 or 3`)
    .addHelpText(
      "after",
      `
The procedures of the old severity end: what was overdue counts as missed, the rest is owed no longer. Those of the new
one begin now.

Examples:
  $ runbook incident severity 1 -m "The whole site stands still"
  $ runbook incident severity 7f3a 2 -m "Workaround in place"`,
    )
    .action(async (words: string[], options: Omit<IncidentSeverityOptions, "id" | "severity">, command: Command) => {
      const [id, word = ""] = idAndWord(words, "severity", command);
      const severity = severityOf(word);
      if (severity === undefined) command.error(`error: unexpected severity '${word}', expected 1, 2 or 3`);
      const { runIncidentSeverity } = await import("../commands/incident-severity.ts");
      await run(runIncidentSeverity, withId(id, { ...options, severity }));
    });
}

function addReading(incident: Command, run: Run): void {
  withListOptions(incident.command("list").description("the incidents, newest first"))
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook incident list --open\n  $ runbook incident list --from 2026-10-01 --to 2026-12-31 --json",
    )
    .action(async (options: EventListOptions) => {
      const { runIncidentList } = await import("../commands/incident-list.ts");
      await run(runIncidentList, options);
    });
  withGlobalOptions(incident.command("show").description("its timeline, and responses against their targets"))
    .argument("[incident]", WHICH_OR_LAST)
    .addHelpText("after", "\nExamples:\n  $ runbook incident show\n  $ runbook incident show INC-42 --json")
    .action(async (id: string | undefined, options: Omit<EventShowOptions, "id">) => {
      const { runIncidentShow } = await import("../commands/incident-show.ts");
      await run(runIncidentShow, withId(id, options));
    });
  const review = incident
    .command("review")
    .description("write its review, with the timeline filled in")
    .argument("[incident]", WHICH_OR_LAST)
    .option("--out <file>", "the file to write (default: reviews/<id>.md in the run book)");
  withGlobalOptions(review)
    .addHelpText(
      "after",
      "\nNever overwrites a file.\n\nExamples:\n  $ runbook incident review 7f3a\n  $ runbook incident review INC-42 --out reviews/orders.md",
    )
    .action(async (id: string | undefined, options: Omit<IncidentReviewOptions, "id">) => {
      const { runIncidentReview } = await import("../commands/incident-review.ts");
      await run(runIncidentReview, withId(id, options));
    });
}

function addEvent(program: Command, run: Run): void {
  const event = groupOf(program, "event")
    .description("any other thing that happens and triggers procedures (`on event NAME`)")
    .addHelpText(
      "after",
      '\nExamples:\n  $ runbook event raise capacity-shortage --title "Database at 96%"\n  $ runbook event list\n  $ runbook event close capacity-shortage',
    );
  const raise = event
    .command("raise")
    .description("record that it happened: prints what it asks for")
    .argument("<event-name>", "a name that the trigger of a procedure has")
    .option("--title <title>", "one line about it");
  withEventOptions(raise)
    .addHelpText("after", '\nExample:\n  $ runbook event raise capacity-shortage --title "Database at 96%"')
    .action(async (name: string, options: Omit<EventRaiseOptions, "name">) => {
      const { runEventRaise } = await import("../commands/event-raise.ts");
      await run(runEventRaise, { ...options, name });
    });
  withEventOptions(event.command("close").description("record that it is over"))
    .argument("[event]", "its id, or as much of it as tells it apart (default: the only open one)")
    .addHelpText(
      "after",
      "\nExamples:\n  $ runbook event close\n  $ runbook event close capacity-shortage-2026-12-31-0c1d",
    )
    .action(async (id: string | undefined, options: Omit<EventCloseOptions, "id">) => {
      const { runEventClose } = await import("../commands/incident-close.ts");
      await run(runEventClose, withId(id, options));
    });
  withGlobalOptions(event.command("show").description("its timeline, and responses against their targets"))
    .argument("[event]", "its id, or as much of it as tells it apart (default: the only open one, else the last)")
    .addHelpText("after", "\nExamples:\n  $ runbook event show\n  $ runbook event show 0c1d --json")
    .action(async (id: string | undefined, options: Omit<EventShowOptions, "id">) => {
      const { runEventShow } = await import("../commands/incident-show.ts");
      await run(runEventShow, withId(id, options));
    });
  withListOptions(event.command("list").description("the events, newest first, and the names that can be raised"))
    .addHelpText("after", "\nExample:\n  $ runbook event list --open")
    .action(async (options: EventListOptions) => {
      const { runEventList } = await import("../commands/incident-list.ts");
      await run(runEventList, options);
    });
}

function withEventOptions(command: Command): Command {
  command
    .option(
      "--at <time>",
      "when it happened: a date and time, or a time of today, in the run book's zone (default: now)",
    )
    .option("--by <person>", 'who says so: a person of roles.yml or "Name <email>" (default: git\'s identity)')
    .option("-m, --message <text>", "a note for the timeline");
  return withGlobalOptions(command);
}

function withListOptions(command: Command): Command {
  command
    .option("--open", "only those that are open")
    .option("--from <date>", "only those that began on this day or later", parseDate)
    .option("--to <date>", "only those that began on this day or earlier", parseDate);
  return withGlobalOptions(command);
}

function withId<Options extends object>(id: string | undefined, options: Options): Options & { readonly id?: string } {
  return id === undefined ? options : { ...options, id };
}

/** An id that may be left out stands before a word that may not. */
function idAndWord(words: readonly string[], what: string, command: Command): [string | undefined, string | undefined] {
  const [first, second] = words;
  if (words.length > 2) command.error(`error: expected an id and a ${what}, and ${words.length} words are given`);
  return second === undefined ? [undefined, first] : [first, second];
}

function parseSeverity(word: string): Severity {
  const severity = severityOf(word);
  if (severity !== undefined) return severity;
  throw new InvalidArgumentError("Expected 1, 2 or 3.");
}

function severityOf(word: string): Severity | undefined {
  return INCIDENT_SEVERITIES.find((severity) => String(severity) === word.trim());
}
