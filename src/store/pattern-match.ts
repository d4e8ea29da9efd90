import { runInNewContext } from "node:vm";

const LONGEST_MILLISECONDS = 1000;

/** Whether a text matches a regular expression of somebody else's; undefined where that would take for ever. */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  try {
    // Only of a script of its own does V8 break off the search.
    const code = 'new RegExp(pattern, "u").test(text)';
    return runInNewContext(code, { pattern, text }, { timeout: LONGEST_MILLISECONDS }) === true;
  } catch (error) {
    // It is an Error of that script's own kind.
    const isObject = typeof error === "object" && error !== null;
    if (isObject && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  }
}
