// Bars and curves of characters.

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Whether a terminal with this environment shows block characters: by its locale, on Windows by what hosts it. */
export function showsBlocks(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env["TERM"] === "dumb" || env["TERM"] === "linux") return false;
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => value !== undefined && value !== "");
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return env["WT_SESSION"] !== undefined || env["TERM_PROGRAM"] === "vscode" || env["TF_BUILD"] !== undefined;
}

/** A share from 0 to 1 as a bar of so many cells, filled up to it, never full below 1 nor empty above 0. */
export function bar(share: number, width: number, withBlocks: boolean): string {
  if (!withBlocks) {
    const filled = within(Math.floor(share * width), share > 0 ? 1 : 0, width);
    return `[${"#".repeat(filled)}${".".repeat(width - filled)}]`;
  }
  const eighths = within(Math.floor(share * width * 8), share > 0 ? 1 : 0, width * 8);
  const text = `${"█".repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ""}`;
  return `${text}${"░".repeat(width - [...text].length)}`;
}

/** Values as a curve of so many cells at most, the last ones, from the lowest to the highest of them. */
export function curve(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  return shown
    .map((value) => LEVELS[high === low ? 3 : Math.round(((value - low) / (high - low)) * (LEVELS.length - 1))])
    .join("");
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
