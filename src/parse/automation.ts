// The blocks marked `run` in a procedure's text. They are read here; nothing in this folder runs them.

import {
  type AutomationBlock,
  type BlockVariables,
  LANGUAGES,
  type Input,
  type Language,
  variableOf,
} from "../model/automation.ts";
import { parseMarkdown } from "./markdown.ts";
import { type AnyNode, type MarkdownTree, nodesUnder } from "./markdown-tree.ts";
import { blocksOf, isItemList, isMarked } from "./section-blocks.ts";
import { didYouMean } from "./suggest.ts";

/**
 * The blocks marked `run` in Steps and Validation of a whole file, in reading order. Those elsewhere are text. Never
 * throws on user text; a text nested too deep to be read has none.
 */
export function automationBlocks(text: string): readonly AutomationBlock[] {
  const tree = parseMarkdown(text);
  return tree === undefined ? [] : [...blocksIn(tree, "steps"), ...blocksIn(tree, "validation")];
}

function blocksIn(tree: MarkdownTree, section: AutomationBlock["section"]): AutomationBlock[] {
  let items = 0;
  return blocksOf(tree, section).flatMap((block) => {
    if (!isItemList(block, section)) return markedUnder(block, section, null);
    return (block.children as readonly AnyNode[]).flatMap((item) => {
      items += 1;
      return markedUnder(item, section, items);
    });
  });
}

function markedUnder(top: AnyNode, section: AutomationBlock["section"], item: number | null): AutomationBlock[] {
  return nodesUnder(top)
    .filter(isMarked)
    .map((code) => ({
      section,
      item,
      line: code.position?.start.line ?? 1,
      // Without a language `run` itself stands in its place.
      language: code.meta === null || code.meta === undefined ? "" : (code.lang ?? "").toLowerCase(),
      script: (code.value ?? "").replaceAll(/\r\n?/g, "\n"),
    }));
}

/** Why a block cannot be run, and how to mend it. */
export interface BlockFault {
  readonly message: string;
  readonly hint: string;
}

/** Names that highlighters know, for a language that is run under another. */
const OTHER_NAMES: ReadonlyMap<string, Language> = new Map([
  ["shell", "sh"],
  ["", "sh"],
  ["zsh", "bash"],
  ["ps1", "pwsh"],
  ["bat", "cmd"],
  ["batch", "cmd"],
  ["js", "node"],
  ["javascript", "node"],
  ["py", "python"],
  ["python3", "python"],
]);

/**
 * Controls and what is invisible or turns the direction of text: a reader would not see what runs. Some of it may stand in the
 * names of a language, as U+3164 in those of JavaScript. What only says how a picture is drawn is no part of any name.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|(?!(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;

/** The language of a block, where it is one that can be run. */
export function languageOf({ language }: AutomationBlock): Language | BlockFault {
  const known = LANGUAGES.find((it) => it === language);
  if (known !== undefined) return known;
  const other = OTHER_NAMES.get(language);
  return {
    message:
      language === "" ? "A block marked `run` without a language" : `No interpreter is known for \`${language}\``,
    hint:
      other !== undefined
        ? `Write \`${other} run\`.`
        : (didYouMean(language, LANGUAGES) ?? `Known are ${LANGUAGES.join(", ")}.`),
  };
}

/** What cmd may take for more than a value: it puts the value in the place of `%NAME%` before it reads the line. */
const OBEYED_BY_CMD = /[&|<>^")\r\n]/;

/** Why a block in cmd must not run with the values of these environment variables; undefined where it may. */
export function batchFault(script: string, values: ReadonlyMap<string, string>): BlockFault | undefined {
  for (const [name, value] of values) {
    const sign = OBEYED_BY_CMD.exec(value)?.[0];
    // With a colon: a part of the value, or what replaces one.
    if (sign === undefined || !new RegExp(`%${name}(?::[^%\\n]*)?%`, "iu").test(script)) continue;
    return {
      message: `The block names \`%${name}%\`, and cmd would read \`${/\s/.test(sign) ? "a line end" : sign}\` in its value as part of the script`,
      hint: `Write \`!${name}!\` after a line \`setlocal EnableDelayedExpansion\`: cmd takes that for a value only.`,
    };
  }
  return undefined;
}

/**
 * The text of a block as it runs: `{{as_of}}` and `{{occurrence}}` become their values, which are made of letters, digits,
 * `-` and `.` alone. An input's value is never put into the text: what names one in braces is a fault.
 */
export function scriptOf(
  { script }: AutomationBlock,
  variables: BlockVariables,
  inputs: Readonly<Record<string, Input>>,
): string | BlockFault {
  const hidden = HIDDEN.exec(script);
  if (hidden !== null) {
    const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const line = script.slice(0, hidden.index).split("\n").length;
    return {
      message: `Line ${line} of the block holds the invisible character U+${code}: it does not say what it does`,
      hint: "Delete the character, or write it as an escape of the language.",
    };
  }
  if (variables.occurrence === null && /\bOCCURRENCE\b|\{\{\s*occurrence\s*\}\}/.test(script)) {
    return { message: "The block names the occurrence, and there is none now", hint: "Name one: --for KEY" };
  }
  const named = [...script.matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)].map(([, name = ""]) => name);
  const input = Object.keys(inputs).find((name) => named.includes(name));
  if (input !== undefined) {
    return {
      message: `The block names the input \`${input}\` in braces, and values are never put into a script's text`,
      hint: `Read the environment variable ${variableOf(input)} instead, in quotes.`,
    };
  }
  return script.replaceAll(
    /\{\{\s*(as_of|occurrence)\s*\}\}/g,
    (_, name: keyof BlockVariables) => variables[name] ?? "",
  );
}
