import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Ground, commandLineProperty, makeGround } from "../helpers/command-line-properties.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await makeGround();
});
afterAll(() => ground.remove());

/** How often each exit status came, and how often each command was named. */
const codes = new Map<string, number>();
const commands = new Map<string, number>();
const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

/** Each may be given, so that a long search can be made in pieces, and one that found something again. */
const given = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const seed = given("FUZZ_SEED", Date.now() % 2 ** 31);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

it.each([
  { what: "in this process", isReal: false, numRuns: given("FUZZ_RUNS", 5000) },
  { what: "in processes of their own", isReal: true, numRuns: given("FUZZ_STARTS", 300) },
])(
  "no command line, and no file, makes the program hang or fail as a bug: $what",
  async ({ what, isReal, numRuns }) => {
    say(`${what}: ${numRuns} runs of seed ${seed}`);
    const property = commandLineProperty(ground, {
      isReal,
      onRun: (code, { args }) => {
        count(codes, `${what}: exit ${code}`);
        count(commands, args[0] ?? "");
      },
      // At once: making it smaller takes many further runs, and may never end.
      onFailure: (trial, why) => say(`seed ${seed}: ${JSON.stringify(trial)}\n${String(why)}`),
    });
    const { failed, counterexample, errorInstance, counterexamplePath } = await fc.check(property, { numRuns, seed });
    const found = `seed ${seed}, path ${counterexamplePath}: ${JSON.stringify(counterexample)}\n${String(errorInstance)}`;
    expect(failed ? found : "nothing").toBe("nothing");
    // It is no fuzzing where all is refused at the door; of a few runs that says nothing.
    for (const code of numRuns < 200 ? [] : [0, 1, 2])
      expect(codes.get(`${what}: exit ${code}`) ?? 0).toBeGreaterThan(numRuns / 50);
  },
  3_600_000,
);

afterAll(() => {
  process.stdout.write(
    `${JSON.stringify({ ...Object.fromEntries(codes), ...Object.fromEntries(commands) }, null, 1)}\n`,
  );
});
