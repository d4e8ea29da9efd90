// A line on stderr that says what takes so long. It is there only while somebody looks at a terminal and waits.

import type { Io, OutputStream, Progress } from "../io.ts";
import { plainLine } from "../view/plain-text.ts";

/** Nobody asks before. */
const PATIENCE_MS = 1000;
/** A figure that changes more often cannot be read. */
const STEP_MS = 100;
const ERASE = "\r\u001b[K";

export interface ProgressLine {
  /** Undefined where the line would be no help: no terminal, a log of CI. */
  readonly tell: Progress | undefined;
  /** The stream, with the line taken away before anything is written. */
  readonly before: (stream: OutputStream) => OutputStream;
  /** Takes the line away. */
  readonly end: () => void;
}

/** The line of one run. Without timers: it moves when work is told of, and costs nothing when none is. */
export function progressOn(
  { isTTY, columns = 80, write }: OutputStream,
  env: Io["env"],
  clock: () => number = () => performance.now(),
): ProgressLine {
  if (!isTTY || env["TERM"] === "dumb" || (env["CI"] ?? "") !== "" || (env["TF_BUILD"] ?? "") !== "") {
    return { tell: undefined, before: (stream) => stream, end: () => {} };
  }
  let next = clock() + PATIENCE_MS;
  let isShown = false;
  const end = (): void => {
    if (isShown) write(ERASE);
    isShown = false;
  };
  return {
    tell: (what, done, total) => {
      if (what === "") return end();
      if (done !== undefined && clock() < next) return;
      next = Math.max(next, clock() + STEP_MS);
      const figures = [done, total]
        .filter((figure) => figure !== undefined)
        .map((figure) => figure.toLocaleString("en"));
      const text = plainLine(`${what} ${figures.join(" of ")}`);
      write(`${ERASE}${text.slice(0, columns - 1)}`);
      isShown = true;
    },
    before: (stream) => ({
      ...stream,
      write: (text) => {
        end();
        stream.write(text);
      },
    }),
    end,
  };
}
