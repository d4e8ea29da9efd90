import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

it("clears away what a writer that was killed has left, and nothing that one may still be writing", () => {
  const common = emptyFolder();
  const cache = cacheFolderOf(common);
  cache.write("due", "one");
  const folder = join(common, "runbook", "cache");
  const leave = (name: string, minutesAgo: number): void => {
    writeFileSync(join(folder, name), "half");
    const at = Date.now() / 1000 - minutesAgo * 60;
    utimesSync(join(folder, name), at, at);
  };
  leave("due.4fz.tmp", 61);
  leave("due.9kq.tmp", 59);
  leave("lint", 24 * 60);
  cache.write("due", "two");
  expect(readdirSync(folder).toSorted()).toEqual(["due", "due.9kq.tmp", "lint"]);
  expect(cache.read("due")).toBe("two");
});
