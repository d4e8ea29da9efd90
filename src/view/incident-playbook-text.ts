import { count } from "../model/count.ts";
import type { Status } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { callOf } from "../schedule/calls.ts";
import { type EventState, INCIDENT, type Response, callsOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { callLine } from "./call-line.ts";
import { callsBlock } from "./escalation-text.ts";
import { hangingText } from "./hanging.ts";
import { shortId } from "./incident-words.ts";
import { targetText } from "./incident-text.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { STATUS_WORDS, countdown, shortened } from "./words.ts";
import { workCommands } from "./work-commands.ts";
import { typedCommand } from "./typed-command.ts";

/** Steps of each procedure that are printed; the rest is a command away. */
const FIRST_STEPS = 5;
const STEP_LENGTH = 160;
/** Of a step's Markdown; with emphasis and addresses more than what is shown of it. */
const LONGEST_STEP = 4000;
/** A severity that comes back asks for nothing that was answered the first time. */
const ANSWERED: ReadonlySet<Status> = new Set(["done", "done-late", "skipped", "waived", "awaiting-approval"]);

/**
 * What to do now that an event began or its severity changed: the response target, whom to call in which order, the
 * first steps of each procedure (`stepsOf` gives their Markdown), and what to type next.
 */
export function renderPlaybook(
  event: EventState,
  responses: readonly Response[],
  stepsOf: (procedure: Procedure) => readonly string[],
  isOnlyOpen: boolean,
  schedule: Schedule,
  style: Style,
): string {
  const concerned = responses.filter(({ endedAt }) => endedAt === null);
  const current = concerned.filter(({ status }) => !ANSWERED.has(status));
  const calls = callsBlock(callsOf(concerned, schedule), style);
  const blocks = [
    ...(concerned.length === 0 ? [nothingWaits(event)] : []),
    ...current.map((it) => targetBlock(it, schedule, style)),
    ...(calls.length === 0 ? [] : [calls.join("\n")]),
    ...(event.name === INCIDENT ? dutiesBlock(schedule, style) : []),
    ...current.flatMap(({ occurrence }) => stepsBlock(occurrence.procedure, stepsOf(occurrence.procedure), style)),
    nextBlock(event, current, isOnlyOpen, style),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function nothingWaits({ name, severity }: EventState): string {
  const trigger = severity === null ? `on event ${plainLine(name)}` : `on incident severity ${severity}`;
  return `No procedure of the run book has the trigger \`${trigger}\`, so nothing of it stands in \`due\`.`;
}

function targetBlock(response: Response, schedule: Schedule, style: Style): string {
  const { chalk } = style;
  const { procedure, dueAt } = response.occurrence;
  const left =
    response.status === "not-owed" ? STATUS_WORDS[response.status] : dueAt && countdown(dueAt, schedule.asOf.instant);
  const { book, asOf } = schedule;
  return [
    chalk.bold(plainLine(procedure.name)),
    `  Target  ${targetText(response, schedule)}${left === null ? "" : ` (${left})`}`,
    ...hangingText(
      "  Owner   ",
      procedure.owner === undefined ? "nobody" : callLine(callOf(procedure.owner, book.directory, asOf.date)),
      style,
    ),
  ].join("\n");
}

function stepsBlock(procedure: Procedure, steps: readonly string[], style: Style): string[] {
  if (steps.length === 0) return [];
  const first = steps
    .slice(0, FIRST_STEPS)
    .flatMap((step, index) => hangingText(`  ${index + 1}. `, shortened(firstWords(step), STEP_LENGTH), style));
  const more = steps.length - FIRST_STEPS;
  return [
    [
      style.chalk.bold(`First steps of ${plainLine(procedure.name)}`),
      ...first,
      `  ${more > 0 ? `And ${count(more, "more step")}` : "In full"}: ${typedCommand(`runbook show ${procedure.id}`, style)}`,
    ].join("\n"),
  ];
}

/** A step's first paragraph as people say it: emphasis and links are for pages. */
function firstWords(markdown: string): string {
  const [paragraph = ""] = markdown.slice(0, LONGEST_STEP).split(/\n\s*(?:\n|```|~~~|[-*+] |\|)/u, 1);
  return plainLine(paragraph.replaceAll(/\*\*|__/gu, "").replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, "$1"));
}

function dutiesBlock({ book, asOf }: Schedule, style: Style): string[] {
  const duties = Object.entries(book.directory.duties);
  if (duties.length === 0) return [];
  const width = Math.max(...duties.map(([duty]) => duty.length));
  const lines = duties.flatMap(([duty, id]) =>
    hangingText(`  ${plainLine(duty).padEnd(width)}  `, callLine(callOf(id, book.directory, asOf.date)), style),
  );
  return [[style.chalk.bold("Duties"), ...lines].join("\n")];
}

function nextBlock({ id, name }: EventState, current: readonly Response[], isOnlyOpen: boolean, style: Style): string {
  const which = isOnlyOpen ? "" : ` ${shortId(id)}`;
  const work = current.flatMap(({ occurrence }) => workCommands(occurrence.procedure, isOnlyOpen ? null : id));
  const commands =
    name === INCIDENT
      ? [
          `runbook incident update${which} -m "What happened, who was told"`,
          `runbook incident assign${which} PERSON`,
          ...work,
          `runbook incident close${which} -m "What mended it"`,
        ]
      : [...work, `runbook event close ${shortId(id)}`];
  return [style.chalk.bold("Next"), ...commands.map((command) => `  ${typedCommand(command, style)}`)].join("\n");
}
