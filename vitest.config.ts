import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

export default defineConfig({
  // What build.mjs writes into the bundle.
  define: { __VERSION__: JSON.stringify(version) },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/house/scratch.ts"],
    setupFiles: ["test/setup.ts"],
    // Most of the time goes to processes that a test waits for: a machine of two cores takes two files at once.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Nothing is mocked and no file changes what another sees, so all share one load of the modules.
    isolate: false,
    // What hangs is found all the same, and a machine that is busy with other things is waited for.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
