import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { objectIds } from "../../src/store/object-ids.ts";

describe("ids as bytes", () => {
  it.each(["sha1", "sha256"])("of %s are found again, each at its place, also while they grow", (algorithm) => {
    const names = Array.from({ length: 5000 }, (_, index) => createHash(algorithm).update(`${index}`).digest("hex"));
    const ids = objectIds(names[0]?.length ?? 0);
    for (const [index, name] of names.entries()) {
      expect(ids.find(name)).toBeUndefined();
      expect(ids.add(name)).toBe(index);
    }
    expect(names.map(ids.find)).toEqual(names.map((_, index) => index));
    expect(names.map((_, index) => ids.at(index))).toEqual(names);
    expect(ids.isAt(7, names[7] ?? "")).toBe(true);
    expect(ids.isAt(7, names[8] ?? "")).toBe(false);
    expect(ids.find("ab")).toBeUndefined();
  });
});
