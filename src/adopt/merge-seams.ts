// Git takes changes of two lines that stand side by side for one. In YAML each key is a thing of its own: that a team has named
// another owner must not clash with a trigger that changed in the reference.

import { splitFrontmatter } from "../parse/frontmatter.ts";
import { locateIn } from "../parse/place.ts";

/** Begins a line that no file has. */
const SEAM = "\u0001";

const KEY_LINE = /^([ \t]*[\w-]+):.*?(\r?\n)/gm;

/** A text for a merge by lines: in YAML a line stands before each key and after it, the same on all sides. */
export function withSeams(path: string, text: string): string {
  if (!path.endsWith(".md")) return seamed(text);
  const split = splitFrontmatter(path, text, locateIn(text));
  if (!("frontmatter" in split)) return text;
  const { start, body } = split.frontmatter;
  const end = text.length - body.length;
  return `${text.slice(0, start)}${seamed(text.slice(start, end))}${body}`;
}

function seamed(yaml: string): string {
  return yaml.replace(
    KEY_LINE,
    (line: string, name: string, end: string) => `${SEAM}${name}${end}${line}${SEAM}/${name}${end}`,
  );
}

/** What was merged, without the lines that `withSeams` gave it. */
export function withoutSeams(text: string): string {
  return text.replace(/^\u0001.*\r?\n/gm, "");
}

/** Whether the lines can be told from those of a text. */
export function takesSeams(text: string): boolean {
  return !text.includes(SEAM);
}
