// The text of a kept answer: a line of JSON on what it follows from, then what was printed.

import type { Answer, Grounds } from "../model/kept-answer.ts";
import type { Stamp } from "../model/source-file.ts";

type Header = readonly [key: string, root: string, from: number, until: number, code: Answer["code"], errors: number];

/** The text to keep. */
export function formatKeptAnswer({ stdout, stderr, code }: Answer, grounds: Grounds): string {
  const { key, root, from, until, stamps, seen } = grounds;
  const header: Header = [key, root, from, until, code, stderr.length];
  const files = [...stamps].flatMap(([path, stamp]) => [path, ...stamp]);
  return `${JSON.stringify(header)}\n${JSON.stringify(seen)}\n${JSON.stringify(files)}\n${stderr}${stdout}`;
}

/** What `formatKeptAnswer` wrote, where its key is this one; throws SyntaxError where another version wrote it. */
export function parseKeptAnswer(text: string, key: string): { answer: Answer; grounds: Grounds } | undefined {
  if (!text.startsWith(`[${JSON.stringify(key)},`)) return undefined;
  const ends = [0, 1, 2].reduce<number[]>((found) => [...found, text.indexOf("\n", (found.at(-1) ?? -1) + 1)], []);
  const [first = 0, second = 0, third = 0] = ends;
  const [, root, from, until, code, errors] = JSON.parse(text.slice(0, first)) as Header;
  const seen = JSON.parse(text.slice(first + 1, second)) as Grounds["seen"];
  const files = JSON.parse(text.slice(second + 1, third)) as (string & number)[];
  const stamps = new Map<string, Stamp>();
  for (let at = 0; at < files.length; at += 5) {
    const [path = "", ...stamp] = files.slice(at, at + 5);
    stamps.set(path, stamp as unknown as Stamp);
  }
  const [stderr, stdout] = [text.slice(third + 1, third + 1 + errors), text.slice(third + 1 + errors)];
  return { answer: { stdout, stderr, code }, grounds: { key, root, from, until, stamps, seen } };
}
