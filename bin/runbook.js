#!/usr/bin/env node
// CommonJS (see package.json beside this): Node starts it in less time than a module. In words that old ones know too, so that
// one is told that it is too old, and not what the program lacks there.
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

/** As `engines` in package.json says. */
const OLDEST = "20.19";

function isOld([major, minor], [leastMajor, leastMinor]) {
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

function fail(message) {
  process.stderr.write(message);
  process.exitCode = 2;
}

const numbersOf = (version) => version.split(".").map(Number);
const start = join(__dirname, "..", "dist", "start.cjs");
if (isOld(numbersOf(process.versions.node), numbersOf(OLDEST))) {
  fail(
    `runbook: this is Node.js ${process.versions.node}, and ${OLDEST} or a later one is needed.\nInstall it: https://nodejs.org\n`,
  );
} else if (existsSync(start)) {
  require(start).run();
} else {
  fail("runbook: dist/ is missing: this is a checkout that has not been built yet.\nRun `npm run build`.\n");
}
