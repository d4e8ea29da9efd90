import fc from "fast-check";
import { expect, it } from "vitest";
import { LEDGER, bookRepository, runCli, runJson } from "../helpers/run-cli.ts";

const KEY = "2026-11-23";
const COMMANDS = {
  done: ["done", "job", "--again", "--for", KEY],
  failed: ["done", "job", "--failed", "--again", "--for", KEY],
  skip: ["skip", "job", "--for", KEY, "-m", "Closed"],
  undo: ["undo", "job", "--for", KEY],
} as const;
type Word = keyof typeof COMMANDS;

/** Section 5 of the design: a failure reopens; after the last one the first done decides, without one the first skip. */
function statusAfter(standing: readonly Word[]): "due" | "done" | "failed" | "skipped" {
  const after = standing.slice(standing.lastIndexOf("failed") + 1);
  if (after.includes("done")) return "done";
  if (after.includes("skip")) return "skipped";
  return standing.includes("failed") ? "failed" : "due";
}

it("any commands on one occurrence within one second leave the status that their order says", async () => {
  const repository = bookRepository({ procedures: { job: {} } });
  const options = { cwd: repository.folder, inProcess: true };
  const words = fc.array(fc.constantFrom<Word>("done", "failed", "skip", "undo"), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(words, async (commands) => {
      repository.git("update-ref", "-d", LEDGER);
      const standing: Word[] = [];
      for (const word of commands) {
        const isRefused =
          (word === "undo" && standing.length === 0) || (word === "skip" && statusAfter(standing) === "done");
        const { code } = await runCli(COMMANDS[word], options);
        expect({ word, standing, code }).toEqual({ word, standing, code: isRefused ? 2 : 0 });
        if (isRefused) continue;
        if (word === "undo") standing.pop();
        else standing.push(word);
      }
      const { document } = await runJson("explain", ["explain", "job", "--for", KEY], options);
      expect(document.occurrences.map(({ status }) => status)).toEqual([statusAfter(standing)]);
    }),
    { numRuns: 10 },
  );
});
