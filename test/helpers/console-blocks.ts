// The `console` blocks of a Markdown text, as a reader would try them: each command in turn, its output compared with what
// stands under it. `<!-- at 2026-11-23T08:02:00Z -->` before a block sets the clock from there on, `<!-- at … in FOLDER -->`
// the folder too; a line `…` stands for any lines; ids and times that something took are compared as such.

/** A command as it stands in a text. */
export interface Step {
  readonly command: string;
  /** What it prints, line by line; `✔ QUESTION ANSWER` where it asks on a terminal. */
  readonly expected: readonly string[];
}

/** When and where a command runs. */
export interface Place {
  /** RFC 3339. */
  readonly at: string;
  /** The folder's name; undefined where the text names none. */
  readonly folder: string | undefined;
}

/** Runs one command line and gives what a terminal would show of it. */
export type RunLine = (step: Step, place: Place) => Promise<string>;

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

const PLACE = /^<!-- at (?<at>\S+)(?: in (?<folder>\S+))? -->$/u;
const ANYTHING = "…";

/** Runs every `console` block of a text, from top to bottom. */
export async function tryConsoleBlocks(text: string, run: RunLine): Promise<Tried> {
  const lines = text.split("\n");
  const written: string[] = [];
  const commands: string[] = [];
  const differences: Difference[] = [];
  let place: Place = { at: "", folder: undefined };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    written.push(line);
    const { at, folder } = PLACE.exec(line)?.groups ?? {};
    if (at !== undefined) place = { at, folder };
    if (line !== "```console") continue;
    const end = lines.indexOf("```", index);
    let shown = 0;
    for (const step of stepsOf(lines.slice(index + 1, end))) {
      const { command, expected } = step;
      const printed = (await run(step, place))
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
  return new RegExp(`^${source}$`, "u").test(comparable(text));
}

/** Whole, or as the program shortens it. */
const COMMIT = /\b[0-9a-f]{10}(?:[0-9a-f]{30})?\b/gu;
const EVENT = /\b([a-z][a-z-]*-\d{4}-\d\d-\d\d)-[0-9a-f]{4}\b/gu;
/** What the program measured. */
const SECONDS = /\b\d+(?:\.\d+)? s\b/gu;

function comparable(text: string): string {
  return text.replaceAll(COMMIT, "0".repeat(10)).replaceAll(EVENT, "$1-0000").replaceAll(SECONDS, "0.0 s");
}

function escaped(line: string): string {
  return comparable(line).replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
