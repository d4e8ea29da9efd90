// The text of a kept answer: a line of JSON on what it follows from, then what was printed.

import type { Answer, Grounds } from "../model/kept-answer.ts";
import type { KnownFile, Stamp } from "../model/source-file.ts";

type Header = readonly [key: string, root: string, from: number, until: number, code: Answer["code"], errors: number];

const NO_STAMP = [null, null, null, null];

/** The text to keep. */
export function formatKeptAnswer({ stdout, stderr, code }: Answer, grounds: Grounds): string {
  const { key, root, from, until, files, seen } = grounds;
  const header: Header = [key, root, from, until, code, stderr.length];
  const flat = [...files].flatMap(([path, { hash, stamp }]) => [path, hash, ...(stamp ?? NO_STAMP)]);
  return `${JSON.stringify(header)}\n${JSON.stringify(seen)}\n${JSON.stringify(flat)}\n${stderr}${stdout}`;
}

/** What `formatKeptAnswer` wrote, where its key is this one; throws SyntaxError where another version wrote it. */
export function parseKeptAnswer(text: string, key: string): { answer: Answer; grounds: Grounds } | undefined {
  if (!text.startsWith(`[${JSON.stringify(key)},`)) return undefined;
  const ends = [0, 1, 2].reduce<number[]>((found) => [...found, text.indexOf("\n", (found.at(-1) ?? -1) + 1)], []);
  const [first = 0, second = 0, third = 0] = ends;
  const [, root, from, until, code, errors] = JSON.parse(text.slice(0, first)) as Header;
  const seen = JSON.parse(text.slice(first + 1, second)) as Grounds["seen"];
  const flat = JSON.parse(text.slice(second + 1, third)) as (string | number | null)[];
  const files = new Map<string, KnownFile>();
  for (let at = 0; at < flat.length; at += 6) {
    const [path, hash, ...stamp] = flat.slice(at, at + 6) as [string, string, ...Stamp];
    files.set(path, { hash, stamp: stamp[0] === null ? null : stamp });
  }
  const [stderr, stdout] = [text.slice(third + 1, third + 1 + errors), text.slice(third + 1 + errors)];
  return { answer: { stdout, stderr, code }, grounds: { key, root, from, until, files, seen } };
}
