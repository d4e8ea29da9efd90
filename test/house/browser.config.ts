// `npm run test:browser`: pages in a real Chromium.
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: ["test/browser/**/*.browser.ts"],
    globalSetup: ["test/house/scratch.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
