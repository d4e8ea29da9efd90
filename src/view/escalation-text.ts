import type { MarkdownNode } from "../model/markdown-node.ts";
import type { Procedure } from "../model/procedure.ts";
import { type Call, callOf } from "../schedule/calls.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { callLine } from "./call-line.ts";
import { hangingText } from "./hanging.ts";
import { renderMarkdown } from "./markdown-text.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

/**
 * What to do now that a procedure failed: its section Escalation, then whom to call in order, with the people and contacts of
 * the day. An empty line stands before it.
 */
export function renderEscalation(
  { name, escalateTo }: Pick<Procedure, "name" | "escalateTo">,
  section: readonly MarkdownNode[],
  { book, asOf }: Schedule,
  style: Style,
): string {
  const { chalk } = style;
  const calls = callsBlock(
    escalateTo.map((id) => callOf(id, book.directory, asOf.date)),
    style,
  );
  return [
    "",
    chalk.red.bold(`Escalation of ${plainLine(name)}`),
    ...renderMarkdown(section, style),
    ...(calls.length === 0 ? [] : ["", ...calls]),
    "",
  ].join("\n");
}

/** Whom to call, one to a line, under a heading; nothing for nobody. */
export function callsBlock(calls: readonly Call[], style: Style): string[] {
  if (calls.length === 0) return [];
  const lines = calls.flatMap((call, index) => hangingText(`  ${index + 1}. `, callLine(call), style));
  return [style.chalk.bold("Who to call, in this order"), ...lines];
}
