import type { Io } from "../io.ts";
import { linesOnScreen } from "../view/table.ts";

/** Of the prompt below the text. */
const PROMPT_LINES = 1;

/**
 * Writes an answer; one that is longer than the screen goes through the pager: RUNBOOK_PAGER, else PAGER, else less, where
 * the first that is set counts and an empty one or `cat` means none. Windows has none that knows colours, unless one is named.
 */
export async function writePaged(
  text: string,
  { stdout, env, page }: Pick<Io, "stdout" | "env" | "page">,
): Promise<void> {
  const pager = pagerOf(env);
  const isLong = stdout.isTTY && linesOnScreen(text, stdout.columns ?? 80) + PROMPT_LINES > (stdout.rows ?? Infinity);
  if (isLong && pager !== undefined && page !== undefined && (await page(text, pager))) return;
  stdout.write(text);
}

function pagerOf(env: Io["env"]): string | undefined {
  const named = env["RUNBOOK_PAGER"] ?? env["PAGER"];
  if (named !== undefined) return named.trim() === "" || named.trim() === "cat" ? undefined : named;
  const isDumb = env["TERM"] === "dumb" || (env["CI"] ?? "") !== "";
  return isDumb || env["OS"] === "Windows_NT" ? undefined : "less";
}
