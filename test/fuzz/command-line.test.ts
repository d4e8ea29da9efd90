// A taste of what `npm run stress` does at length.
import fc from "fast-check";
import { expect, it } from "vitest";
import { commandLineProperty, makeGround } from "../helpers/command-line-properties.ts";

it("no command line, and no file, makes the program hang or fail as a bug", async () => {
  const ground = await makeGround();
  const codes = new Map<number, number>();
  const property = commandLineProperty(ground, { onRun: (code) => codes.set(code, (codes.get(code) ?? 0) + 1) });
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: 60 });
  ground.remove();
  expect({ failed, counterexample, errorInstance }).toEqual({
    failed: false,
    counterexample: null,
    errorInstance: null,
  });
  // It is no fuzzing where all is refused at the door.
  expect([...codes.keys()]).toEqual(expect.arrayContaining([0, 2]));
});
