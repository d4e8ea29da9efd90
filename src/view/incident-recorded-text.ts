import { type Identity, type LedgerRecord, abbreviated } from "../model/record.ts";
import { type EventState, INCIDENT, type Response } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { absenceText, stateText } from "./incident-words.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { STATUS_WORDS, paintStatus, shortTitle } from "./words.ts";
import { typedCommand } from "./typed-command.ts";

/** What `incident open` and `event raise` recorded. */
export function renderOpened(
  { id, name, severity, title, ticket }: EventState,
  written: LedgerRecord,
  style: Style,
): string {
  const verb = name === INCIDENT ? "Opened" : "Raised";
  const of = severity === null ? "" : `, severity ${severity}`;
  const words = [title, ticket === null ? null : `(${ticket})`].filter((it) => it !== null).map(plainLine);
  return `${verb} ${style.chalk.bold(plainLine(id))}${of}${words.length === 0 ? "" : `: ${words.join(" ")}`}${byLine(written)}\n`;
}

/** What `incident update` recorded. */
export function renderNoted(event: EventState, written: LedgerRecord, style: Style): string {
  const ticket = written.ticket === null ? "" : `, ticket ${plainLine(written.ticket)}`;
  return `Updated ${named(event, style)}${ticket}${byLine(written)}\n`;
}

/** Its id, and the title by which people know it: who types no id means the only one that is open. */
function named({ id, title }: EventState, { chalk }: Style): string {
  const words = title === null ? "" : ` (${shortTitle(title)})`;
  return `${chalk.bold(plainLine(id))}${words}`;
}

/** What `incident assign` recorded. */
export function renderAssigned(event: EventState, written: LedgerRecord, schedule: Schedule, style: Style): string {
  const { assignee } = written;
  const line = `${named(event, style)} is with ${plainLine(assignee?.name ?? "nobody")} now${byLine(written)}\n`;
  return `${line}${assignee === null ? "" : absenceLine(assignee, schedule)}`;
}

/** Where who has an incident may not be there to act today. */
function absenceLine(assignee: Identity, schedule: Schedule): string {
  const note = absenceText(assignee, schedule);
  return note === "" ? "" : `  ${plainLine(`${assignee.name}: ${note}`)}\n`;
}

/** What `incident severity` recorded. */
export function renderSeverity(
  before: EventState,
  event: EventState,
  written: LedgerRecord,
  schedule: Schedule,
  style: Style,
): string {
  const { severity, assignee } = event;
  const was = before.severity === null ? "" : `, before it was ${before.severity}`;
  const line = `${named(event, style)} has severity ${severity} now${was}${byLine(written)}\n`;
  return `${line}${assignee === null ? "" : absenceLine(assignee, schedule)}`;
}

/** What `incident close` and `event close` recorded, and where that leaves the procedures. */
export function renderClosed(
  event: EventState,
  written: LedgerRecord,
  ended: readonly Response[],
  schedule: Schedule,
  style: Style,
): string {
  const next = event.name === INCIDENT ? `Next: ${typedCommand(`runbook incident review ${event.id}`, style)}\n` : "";
  const line = `${named(event, style)} is ${stateText(event, schedule)}${byLine(written)}\n`;
  return `${line}${renderEnded(ended, style)}${next}`;
}

/** Where the end of an event, or of a severity, left its procedures. */
export function renderEnded(ended: readonly Response[], style: Style): string {
  return ended
    .map(({ occurrence, status }) => {
      const word = status === "not-owed" ? "no longer owed" : STATUS_WORDS[status];
      return `  ${plainLine(occurrence.procedure.name)}: ${paintStatus(status, style)(word)}\n`;
    })
    .join("");
}

function byLine({ performedBy, commit }: LedgerRecord): string {
  return `, by ${plainLine(performedBy.name)} (${abbreviated(commit)})`;
}
