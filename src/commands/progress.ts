import type { Io } from "../io.ts";

const FIRST_AFTER_MS = 1000;
const EVERY_MS = { terminal: 100, log: 10_000 } as const;

/** Tells on stderr how far work has come that takes more than a second. */
export interface Progress {
  /** So many are done. */
  readonly at: (done: number) => void;
  /** Nothing is left on a terminal's line. */
  readonly end: () => void;
}

/** `Made 12 of 60 pages`: `verb` and `noun` are for the words, `total` for the count. */
export function progressOf({ stderr }: Io, verb: string, total: number, noun: string): Progress {
  let next = performance.now() + FIRST_AFTER_MS;
  let isShown = false;
  return {
    at: (done) => {
      const now = performance.now();
      if (now < next) return;
      next = now + (stderr.isTTY ? EVERY_MS.terminal : EVERY_MS.log);
      isShown = true;
      const words = `${verb} ${done} of ${total} ${noun}`;
      stderr.write(stderr.isTTY ? `\r${words}` : `${words}\n`);
    },
    end: () => {
      if (isShown && stderr.isTTY) stderr.write("\r\u001b[K");
    },
  };
}
