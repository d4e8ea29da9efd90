// What the entries of mappings say that were parsed before. Frontmatter is written of a few keys, and most of what one file
// says (`owner: operations-analyst`) others have said: of a thousand files the parser reads each different entry once.

import { ownText } from "./own-text.ts";

/** A key with its value, which is frozen. */
export interface YamlEntry {
  readonly key: string;
  readonly value: unknown;
}

/** An entry begins with a plain key at the margin. */
const KEY = /[a-z_]+:(?=[ \r\n]|$)/y;
/**
 * What may stand at the margin below it: indented lines, items of a list, comments, nothing. Not what begins or ends a
 * document, which would change the meaning of the entries around it.
 */
const BELOW = / |- |#|\r?\n/y;

/**
 * The text of a mapping cut before each key; undefined where it is of another form. Whether the parser sees the same keys there
 * has still to be compared: one may stand within quotes.
 */
export function entriesIn(yaml: string): readonly string[] | undefined {
  const entries: string[] = [];
  let start = 0;
  for (let at = 0; at < yaml.length;) {
    if (stands(KEY, yaml, at)) {
      if (at > 0) entries.push(yaml.slice(start, at));
      start = at;
    } else if (at === 0 || !stands(BELOW, yaml, at)) {
      return undefined;
    }
    const end = yaml.indexOf("\n", at);
    at = end < 0 ? yaml.length : end + 1;
  }
  return yaml === "" ? undefined : [...entries, yaml.slice(start)];
}

function stands(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Longer ones are hardly ever written twice. */
const LONGEST = 200;
/** Some two megabytes at the most. */
const MOST = 4096;

const known = new Map<string, YamlEntry>();

/** What an entry says, where it was remembered. */
export function knownEntry(text: string): YamlEntry | undefined {
  return known.get(text);
}

/** Remembers what an entry says: wherever it stands between others, it says the same. */
export function rememberEntry(text: string, { key, value }: YamlEntry): void {
  if (text.length > LONGEST || known.size >= MOST) return;
  known.set(ownText(text), { key: ownText(key), value: frozenCopy(value) });
}

function frozenCopy(value: unknown): unknown {
  if (typeof value === "string") return ownText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  const copies = Object.entries(value).map(([key, part]) => [ownText(key), frozenCopy(part)] as const);
  return Object.freeze(Object.fromEntries(copies));
}
