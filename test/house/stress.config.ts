// `npm run stress`: many processes, large counts, full disks; minutes, not seconds. One file at a time.
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: ["test/stress/**/*.stress.ts"],
    globalSetup: ["test/house/scratch.ts"],
    setupFiles: ["test/setup.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
