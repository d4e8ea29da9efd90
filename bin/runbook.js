#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

// Node 20 has no compile cache, and a named import of it would not link there.
module.enableCompileCache?.();

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) {
  const { run } = await import(main.href);
  await run();
} else {
  process.stderr.write(
    "runbook: dist/ is missing: this is a checkout that has not been built yet.\nRun `npm run build`.\n",
  );
  process.exitCode = 2;
}
