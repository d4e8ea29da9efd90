// The tests that `npm run mutate` judges: tables and laws of the core, not what runs the built program.
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes seconds: a mutant that a table row kills need not wait for it. */
const SLOW = /(?:laws|kept-records|plain-model|recur-oracle)\.test\.ts$/;

class QuickFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => Number(SLOW.test(a.moduleId)) - Number(SLOW.test(b.moduleId))));
  }
}

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: [
      "test/calendar/**/*.test.ts",
      "test/schedule/**/*.test.ts",
      "test/verify/**/*.test.ts",
      "test/parse/trigger.test.ts",
    ],
    setupFiles: ["test/setup.ts", "test/house/mutation-setup.ts"],
    sequence: { sequencer: QuickFirst },
    // As in vitest.config.ts, one load of the modules for all files.
    isolate: false,
    testTimeout: 30_000,
  },
});
