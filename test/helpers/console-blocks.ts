// The `console` blocks of a Markdown text, as a reader would try them: each command in turn, its output compared with what
// stands under it. `<!-- at 2026-11-23T08:02:00Z -->` before a block sets the clock from there on; a line `…` stands for any
// lines; ids are compared as ids.

/** Runs one command line and gives what a terminal would show of it. */
export type RunLine = (line: string, at: string) => Promise<string>;

interface Step {
  readonly command: string;
  readonly expected: readonly string[];
}

/** A difference between what a text says and what a command prints. */
export interface Difference {
  readonly command: string;
  readonly expected: string;
  readonly printed: string;
}

export interface Tried {
  readonly commands: readonly string[];
  readonly differences: readonly Difference[];
  /** The text with the outputs that the commands print now; those with `…` stay. */
  readonly text: string;
}

const CLOCK = /^<!-- at (\S+) -->$/u;
const ANYTHING = "…";

/** Runs every `console` block of a text, from top to bottom. */
export async function tryConsoleBlocks(text: string, run: RunLine): Promise<Tried> {
  const lines = text.split("\n");
  const written: string[] = [];
  const commands: string[] = [];
  const differences: Difference[] = [];
  let at = "";
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    written.push(line);
    at = CLOCK.exec(line)?.[1] ?? at;
    if (line !== "```console") continue;
    const end = lines.indexOf("```", index);
    let shown = 0;
    for (const { command, expected } of stepsOf(lines.slice(index + 1, end))) {
      const printed = (await run(command, at))
        .trimEnd()
        .split("\n")
        .map((it) => it.trimEnd());
      const isAsSaid = matches(printed, expected);
      commands.push(command);
      if (!isAsSaid) differences.push({ command, expected: expected.join("\n"), printed: printed.join("\n") });
      const isKept = isAsSaid || expected.includes(ANYTHING);
      const output = isKept ? expected : printed.filter((it) => printed.length > 1 || it !== "");
      // A reader finds the next command more easily below a blank line.
      written.push(...(shown > 1 ? [""] : []), `$ ${command}`, ...output);
      shown = output.length;
    }
    index = end - 1;
  }
  return { commands, differences, text: written.join("\n") };
}

function stepsOf(lines: readonly string[]): Step[] {
  const steps: { readonly command: string; readonly expected: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), expected: [] });
    else steps.at(-1)?.expected.push(line);
  }
  for (const { expected } of steps) while (expected.at(-1) === "") expected.pop();
  return steps;
}

/** Whether lines are those of a pattern, in which `…` stands for any number of lines. */
function matches(printed: readonly string[], pattern: readonly string[]): boolean {
  const source = [...pattern].map((line) => (line === ANYTHING ? "(?:.*\n)*?" : `${escaped(line)}\n`)).join("");
  const text = printed.join("\n") === "" ? "" : `${printed.join("\n")}\n`;
  return new RegExp(`^${source}$`, "u").test(text.replaceAll(COMMIT, "0".repeat(10)).replaceAll(EVENT, "$1-0000"));
}

/** Whole, or as the program shortens it. */
const COMMIT = /\b[0-9a-f]{10}(?:[0-9a-f]{30})?\b/gu;
const EVENT = /\b([a-z][a-z-]*-\d{4}-\d\d-\d\d)-[0-9a-f]{4}\b/gu;

function escaped(line: string): string {
  return line
    .replaceAll(COMMIT, "0".repeat(10))
    .replaceAll(EVENT, "$1-0000")
    .replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
