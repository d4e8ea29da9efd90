import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "pictures");

describe("the README's pictures", () => {
  it("are what the program prints now", () => {
    const script = join(root, "test", "house", "pictures.mjs");
    const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("are sound, and all shown", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    for (const name of readdirSync(folder)) {
      expect(readme).toContain(`(docs/pictures/${name})`);
      const content = readFileSync(join(folder, name));
      const isPng = content.subarray(1, 4).toString("latin1") === "PNG";
      expect(isPng || XMLValidator.validate(content.toString("utf8")) === true).toBe(true);
    }
  });
});
