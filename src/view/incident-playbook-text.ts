import type { Status } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { callOf } from "../schedule/calls.ts";
import { type EventState, INCIDENT, type Response, callsOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { callLine } from "./escalation-text.ts";
import { shortId } from "./incident-words.ts";
import { targetText } from "./incident-text.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./table.ts";
import { count, countdown, shortened } from "./words.ts";
import { workCommands } from "./work-commands.ts";

/** Steps of each procedure that are printed; the rest is a command away. */
const FIRST_STEPS = 5;
const STEP_LENGTH = 160;
/** Columns that a text has beside its marker, however narrow the terminal. */
const NARROWEST_TEXT = 16;
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
  const blocks = [
    ...(concerned.length === 0 ? [nothingWaits(event)] : []),
    ...current.map((it) => targetBlock(it, schedule, style)),
    ...callsBlock(concerned, schedule, style),
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
  const left = dueAt === null ? "" : ` (${countdown(dueAt, schedule.asOf.instant)})`;
  const { book, asOf } = schedule;
  return [
    chalk.bold(plainLine(procedure.name)),
    `  Target  ${targetText(response, schedule)}${left}`,
    ...(procedure.owner === undefined
      ? []
      : [hanging("  Owner   ", callLine(callOf(procedure.owner, book.directory, asOf.date)), style)]),
  ].join("\n");
}

function stepsBlock(procedure: Procedure, steps: readonly string[], style: Style): string[] {
  if (steps.length === 0) return [];
  const first = steps
    .slice(0, FIRST_STEPS)
    .map((step, index) => hanging(`  ${index + 1}. `, shortened(firstWords(step), STEP_LENGTH), style));
  const more = steps.length - first.length;
  return [
    [
      style.chalk.bold(`First steps of ${plainLine(procedure.name)}`),
      ...first,
      `  ${more > 0 ? `And ${count(more, "more step")}` : "In full"}: ${style.chalk.cyan(`runbook show ${procedure.id}`)}`,
    ].join("\n"),
  ];
}

/** A line under its marker: what does not fit goes on below its own beginning. */
function hanging(marker: string, text: string, { columns }: Style): string {
  const lines = wrapText(text, Math.max(NARROWEST_TEXT, columns - marker.length));
  return lines.map((line, index) => `${index === 0 ? marker : " ".repeat(marker.length)}${line}`).join("\n");
}

/** A step's first paragraph as people say it: emphasis and links are for pages. */
function firstWords(markdown: string): string {
  const [paragraph = ""] = markdown.split(/\n\s*(?:\n|```|~~~|[-*+] |\|)/u, 1);
  return plainLine(paragraph.replaceAll(/\*\*|__/gu, "").replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, "$1"));
}

function callsBlock(current: readonly Response[], schedule: Schedule, style: Style): string[] {
  const calls = callsOf(current, schedule);
  if (calls.length === 0) return [];
  const lines = calls.map((call, index) => hanging(`  ${index + 1}. `, callLine(call), style));
  return [[style.chalk.bold("Who to call, in this order"), ...lines].join("\n")];
}

function dutiesBlock({ book, asOf }: Schedule, style: Style): string[] {
  const duties = Object.entries(book.directory.duties);
  if (duties.length === 0) return [];
  const width = Math.max(...duties.map(([duty]) => duty.length));
  const lines = duties.map(([duty, id]) =>
    hanging(`  ${plainLine(duty).padEnd(width)}  `, callLine(callOf(id, book.directory, asOf.date)), style),
  );
  return [[style.chalk.bold("Duties"), ...lines].join("\n")];
}

function nextBlock(
  { id, name }: EventState,
  current: readonly Response[],
  isOnlyOpen: boolean,
  { chalk }: Style,
): string {
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
  return [chalk.bold("Next"), ...commands.map((command) => `  ${chalk.cyan(command)}`)].join("\n");
}
