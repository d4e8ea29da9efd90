import type { EventState, Response } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { zoneOf } from "../schedule/zone.ts";
import { targetSpanText } from "./incident-text.ts";
import { entryText, performerText } from "./incident-words.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { STATUS_WORDS, civilTime, formatElapsed } from "./words.ts";

const UTC = zoneOf("UTC");
const HEADING = /^# .*$/mu;
const FACTS = /Severity N; ticket TICKET;\s+opened\s+and\s+closed\s+YYYY-MM-DD\s+HH:MM\s+UTC\./u;
const TIMELINE = /^(## Timeline[^\n]*\n[\s\S]*?)(^\|[^\n]*\n\|[ :|-]+\n)((?:^\|[^\n]*\n)+)/mu;

/**
 * The review's template with what the ledger knows filled in: heading, facts, and the timeline in UTC. The words of people
 * stay text in it. Throws an Error (a fault of the template) where it lacks one of the three places.
 */
export function renderReview(
  template: string,
  incident: EventState,
  responses: readonly Response[],
  schedule: Schedule,
): string {
  const title = incident.title === null ? "" : `: ${headingText(incident.title)}`;
  return [
    { place: HEADING, text: () => `# Review of ${markdownText(incident.id)}${title}` },
    { place: FACTS, text: () => factsText(incident) },
    {
      place: TIMELINE,
      text: (_: string, before: string, _head: string, rows: string) =>
        `${before}${timelineText(incident, schedule)}\n\n${[...responses.map(responseLine), missingLine(rows)].join("\n")}\n`,
    },
  ].reduce((text, { place, text: filled }) => {
    if (!place.test(text)) throw new Error(`The template incident-review.md lacks ${place.source}`);
    return text.replace(place, filled);
  }, template);
}

/** A heading's closing number signs would be taken for markup. */
function headingText(title: string): string {
  return markdownText(title).replace(/(?<!#)#+$/u, (signs) => signs.replaceAll("#", "\\#"));
}

function factsText({ severities, ticket, openedAt, closedAt }: EventState): string {
  const severity = severities
    .map((it, index) => (index === 0 ? String(it.severity) : `${it.severity} from ${civilTime(it.at, UTC)} UTC`))
    .join(", ");
  return [
    `Severity ${severity || "not recorded"}`,
    ticket === null ? "no ticket" : `ticket ${markdownText(ticket)}`,
    `opened ${civilTime(openedAt, UTC)} UTC`,
    closedAt === null
      ? "not closed yet."
      : `closed ${civilTime(closedAt, UTC)} UTC, after ${formatElapsed(closedAt - openedAt)}.`,
  ].join("; ");
}

function timelineText({ timeline }: EventState, schedule: Schedule): string {
  return markdownTable(
    ["UTC", "who", "what happened, was seen or was decided"],
    timeline.map(({ record, at }) => [civilTime(at, UTC), performerText(record), entryText(record, schedule)]),
  );
}

function responseLine(response: Response): string {
  const { occurrence, respondedAt, startedAt, status } = response;
  const unanswered = status === "not-owed" ? "it ended before the target" : STATUS_WORDS[status];
  const came = respondedAt === null ? unanswered : `done after ${formatElapsed(respondedAt - startedAt)}`;
  return `- ${markdownText(occurrence.procedure.name)}: ${came}; target ${targetSpanText(response)}.`;
}

/** The lines that the template asks for, in its own words: the ledger cannot know which of them stand in the timeline. */
function missingLine(rows: string): string {
  const asked = rows.split("\n").flatMap((row) => row.split("|").at(-2)?.trim() || []);
  const words = asked.map((text) => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`);
  return `- Add what the record lacks: ${words.join("; ")}.`;
}
