import { RunbookError } from "../errors.ts";
import type { Trigger } from "../model/trigger.ts";
import { parseTrigger } from "../parse/trigger.ts";

/** The trigger that an option says. Throws RunbookError `usage` with the word that does not fit marked below it. */
export function requireTrigger(text: string): Trigger {
  const parsed = parseTrigger(text);
  if (!("error" in parsed)) return parsed.trigger;
  const { offset, length, message, hint } = parsed.error;
  throw new RunbookError(
    "usage",
    `${message}\n  ${text}\n  ${" ".repeat(offset)}${"^".repeat(Math.max(1, length))}`,
    hint,
  );
}
