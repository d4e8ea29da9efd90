// A taste of what `npm run stress` does at length.
import fc from "fast-check";
import { expect, it } from "vitest";
import { commandLineProperty, makeGround } from "../helpers/command-line-properties.ts";

it("no command line, and no file, makes the program hang or fail as a bug", async () => {
  const ground = await makeGround();
  const { failed, counterexample, errorInstance } = await fc.check(commandLineProperty(ground), { numRuns: 15 });
  ground.remove();
  expect({ failed, counterexample, errorInstance }).toEqual({
    failed: false,
    counterexample: null,
    errorInstance: null,
  });
});
