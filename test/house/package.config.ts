// `npm run test:package` and `npm run test:node`: the package as users get it. They need the registry, and minutes.
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: ["test/package/**/*.check.ts"],
    globalSetup: ["test/house/scratch.ts"],
    setupFiles: ["test/setup.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
