// V8 lets its heap grow to several times of what is used before it looks for garbage, and takes it that what follows upon
// records that stay will stay, too. Of ten thousand files and a million commits hundreds of megabytes lie there until the end.
// Where so many are read it is told otherwise: each look takes some milliseconds, as long as little of what is read stays.

import { setFlagsFromString } from "node:v8";

/** Of fewer commits or files there is little garbage. */
export const MUCH = 2000;

/** What becomes of much that is read: it passes, and little is kept of it, or it stays. */
export type MuchRead = "passes" | "stays";

/** Hundredths by which the heap may grow upon what was used when V8 looked last; V8's own choice is 0. */
const GROWTH = 25;

let works = 0;
let expected: MuchRead | undefined;

/** Does work in which `expectMuch` may be said. */
export async function withLittleGarbage<Result>(work: () => Promise<Result>): Promise<Result> {
  works += 1;
  try {
    return await work();
  } finally {
    works -= 1;
    // Code compiled under other flags is refused by later starts.
    if (works === 0) expect(undefined);
  }
}

/** Holds until the outermost work in which it is said is done. To be said once what that needs of compiled code is loaded. */
export function expectMuch(read: MuchRead): void {
  if (works > 0) expect(read);
}

function expect(read: MuchRead | undefined): void {
  if (read === expected) return;
  expected = read;
  setFlagsFromString(read === undefined ? "--allocation-site-pretenuring" : "--no-allocation-site-pretenuring");
  setFlagsFromString(`--heap-growing-percent=${read === "passes" ? GROWTH : 0}`);
  // What of the program has rested for some looks would go as well, and not be kept for later starts.
  setFlagsFromString(read === "passes" ? "--no-flush-bytecode" : "--flush-bytecode");
}
