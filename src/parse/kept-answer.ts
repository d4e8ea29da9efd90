// The text of a kept answer: a line of JSON on what it follows from, then what was printed.

import type { Answer, Grounds } from "../model/kept-answer.ts";

type Header = readonly [
  key: string,
  root: string,
  from: number,
  until: number,
  files: string,
  code: Answer["code"],
  errors: number,
];

/** The text to keep. */
export function formatKeptAnswer({ stdout, stderr, code }: Answer, grounds: Grounds): string {
  const { key, root, from, until, files, seen } = grounds;
  const header: Header = [key, root, from, until, files, code, stderr.length];
  return `${JSON.stringify(header)}\n${JSON.stringify(seen)}\n${stderr}${stdout}`;
}

/** What `formatKeptAnswer` wrote, where its key is this one; throws SyntaxError where another version wrote it. */
export function parseKeptAnswer(text: string, key: string): { answer: Answer; grounds: Grounds } | undefined {
  if (!text.startsWith(`[${JSON.stringify(key)},`)) return undefined;
  const first = text.indexOf("\n");
  const second = text.indexOf("\n", first + 1);
  const [, root, from, until, files, code, errors] = JSON.parse(text.slice(0, first)) as Header;
  const seen = JSON.parse(text.slice(first + 1, second)) as Grounds["seen"];
  const [stderr, stdout] = [text.slice(second + 1, second + 1 + errors), text.slice(second + 1 + errors)];
  return { answer: { stdout, stderr, code }, grounds: { key, root, from, until, files, seen } };
}
