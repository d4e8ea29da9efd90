// The tests that `npm run mutate` judges: tables and laws of the core, not what runs the built program.
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: ["test/calendar/**/*.test.ts", "test/schedule/**/*.test.ts", "test/parse/trigger.test.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 30_000,
  },
});
