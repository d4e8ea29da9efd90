// What a terminal that knows ASCII alone shows instead of the marks that the tool draws.

import type { Environment } from "../model/environment.ts";

/**
 * The marks, each with one of the same width, so that tables stay in line. None may become part of a build service's
 * command (`##`, `::`) after `plain-text.ts` has looked for them.
 */
const ASCII_MARKS: Readonly<Record<string, string>> = {
  "•": "-",
  "◦": "-",
  "·": "-",
  "–": "-",
  "—": "-",
  "─": "-",
  "━": "=",
  "│": "|",
  "┃": "|",
  "├": "|",
  "└": "`",
  "→": ">",
  "←": "<",
  "↑": "^",
  "↓": "v",
  "…": "~",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "✓": "+",
  "✔": "+",
  "✗": "x",
  "✘": "x",
  "●": "*",
  "○": "o",
  "◆": "*",
  "■": "=",
  "□": ".",
  "▁": ".",
  "▂": ".",
  "▃": "-",
  "▄": "-",
  "▅": "=",
  "▆": "=",
  "▇": "^",
  "█": "=",
  "▉": "=",
  "▊": "=",
  "▋": "=",
  "▌": "-",
  "▍": "-",
  "▎": "-",
  "▏": "-",
  "░": ".",
  "▒": "-",
  "▓": "=",
};
const MARKS = new RegExp(`[${Object.keys(ASCII_MARKS).join("")}]`, "gu");

/** The text with these marks in ASCII; letters stay as they are. */
export function withAsciiMarks(text: string): string {
  // For a value that is to be written, as in `owner: …`: a `~` would be one, and say that there is none.
  return text.replaceAll(": …`", ": ...`").replaceAll(MARKS, (mark) => ASCII_MARKS[mark] ?? mark);
}

/**
 * Whether an output shows more than ASCII. The locale tells (LC_ALL, LC_CTYPE, LANG: the first that is set); a Linux
 * console lacks the signs. Without a locale, Windows has them in its newer terminals, and elsewhere they are supposed:
 * a container has no locale, the terminal around it has.
 */
export function showsUnicode(env: Environment, isTTY: boolean): boolean {
  if (env["TERM"] === "linux") return false;
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => value !== undefined && value !== "");
  if (locale !== undefined) return /utf-?8/iu.test(locale);
  return env["OS"] !== "Windows_NT" || (isTTY && isNewTerminal(env));
}

/** PowerShell reads a pipe in the code page of old, and so do the windows of old. */
function isNewTerminal(env: Environment): boolean {
  return (
    ["WT_SESSION", "ConEmuTask", "TERM_PROGRAM", "WEZTERM_PANE"].some((name) => (env[name] ?? "") !== "") ||
    env["TERMINAL_EMULATOR"] === "JetBrains-JediTerm" ||
    /^(?:xterm|alacritty|rxvt|screen|tmux)/u.test(env["TERM"] ?? "")
  );
}
