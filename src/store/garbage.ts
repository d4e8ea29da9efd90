// V8 lets its heap grow to several times of what is used before it looks for garbage, and takes it that what follows upon
// records that stay will stay, too. Of ten thousand files and a million commits hundreds of megabytes lie there until the end.
// Where so many are read it is told to look sooner: each look takes some milliseconds.

import { setFlagsFromString } from "node:v8";

/** Of fewer commits or files there is little garbage. */
export const MUCH = 2000;

/** Hundredths by which the heap may grow upon what was used when V8 looked last; V8's own choice is 0. */
const GROWTH = 25;

let works = 0;
let isExpected = false;

/** Does work in which `expectMuchGarbage` may be said. */
export async function withLittleGarbage<Result>(work: () => Promise<Result>): Promise<Result> {
  works += 1;
  try {
    return await work();
  } finally {
    works -= 1;
    // Code compiled under other flags is refused by later starts.
    if (works === 0 && isExpected) expect(false);
  }
}

/** Holds until the outermost work in which it is said is done. To be said once what that needs of compiled code is loaded. */
export function expectMuchGarbage(): void {
  if (works > 0 && !isExpected) expect(true);
}

function expect(isMuch: boolean): void {
  isExpected = isMuch;
  setFlagsFromString(isMuch ? "--no-allocation-site-pretenuring" : "--allocation-site-pretenuring");
  // What of the program has rested for some looks would go as well, and not be kept for later starts.
  setFlagsFromString(isMuch ? "--no-flush-bytecode" : "--flush-bytecode");
  setFlagsFromString(`--heap-growing-percent=${isMuch ? GROWTH : 0}`);
}
