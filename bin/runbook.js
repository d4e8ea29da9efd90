#!/usr/bin/env node
// CommonJS (see package.json beside this): Node starts it in less time than a module.
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const start = join(__dirname, "..", "dist", "start.cjs");
if (existsSync(start)) {
  require(start).run();
} else {
  process.stderr.write(
    "runbook: dist/ is missing: this is a checkout that has not been built yet.\nRun `npm run build`.\n",
  );
  process.exitCode = 2;
}
