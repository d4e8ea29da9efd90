import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeptLines } from "../../src/model/kept-lines.ts";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { type LineStore, lineStoreOf } from "../../src/store/kept-lines.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

const keptOf = (head: string, lines: Record<string, string>): KeptLines => ({
  head,
  lines: new Map(Object.entries(lines)),
});
const storeIn = (common: string): LineStore => lineStoreOf(cacheFolderOf(common), "due");
const read = (store: LineStore): KeptLines | undefined => store.read((kept) => kept);
const fileIn = (common: string, name: string): string => join(common, "runbook", "cache", name);
const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`id-${index}`, `line ${index}`]));

/** As the next run does it. */
function rewrite(common: string, change: (kept: KeptLines) => KeptLines): void {
  const store = storeIn(common);
  const kept = read(store);
  if (kept === undefined) throw new Error("Nothing is kept.");
  store.write(change(kept));
}

describe("lines that are kept", () => {
  it("are read as they were written last, whatever changed between", () => {
    const line = fc.stringMatching(/^[^\n]*$/u);
    const kept = fc.tuple(line, fc.dictionary(fc.string(), line)).map(([head, lines]) => keptOf(head, lines));
    fc.assert(
      fc.property(fc.array(kept, { minLength: 1, maxLength: 6 }), fc.boolean(), (versions, isOneRun) => {
        const common = emptyFolder();
        const first = storeIn(common);
        for (const version of versions) {
          const store = isOneRun ? first : storeIn(common);
          if (!isOneRun) read(store);
          store.write(version);
          expect(read(storeIn(common))).toEqual(version);
        }
      }),
    );
  });

  it("are not written again where few have changed", () => {
    const common = emptyFolder();
    storeIn(common).write(keptOf("one", many));
    const whole = readFileSync(fileIn(common, "due"), "utf8");
    const { "id-7": _removed, ...others } = many;
    const changed = { ...others, "id-3": "another", "new\tone": "added" };
    rewrite(common, () => keptOf("two", changed));
    expect(read(storeIn(common))).toEqual(keptOf("two", changed));
    expect(readFileSync(fileIn(common, "due"), "utf8")).toBe(whole);
    expect(statSync(fileIn(common, "due changes")).size).toBeLessThan(whole.length / 10);
    rewrite(common, () => keptOf("three", many));
    expect(read(storeIn(common))).toEqual(keptOf("three", many));
  });

  it("are written anew where many have changed, and then nothing is left of earlier changes", () => {
    const common = emptyFolder();
    storeIn(common).write(keptOf("one", many));
    rewrite(common, ({ lines }) => ({ head: "two", lines: new Map([...lines, ["id-3", "another"]]) }));
    const others = Object.fromEntries(Object.keys(many).map((key) => [key, `other ${key}`]));
    rewrite(common, () => keptOf("three", others));
    expect(read(storeIn(common))).toEqual(keptOf("three", others));
  });

  it("are what one of two runs at once has written", () => {
    const common = emptyFolder();
    storeIn(common).write(keptOf("one", many));
    const [a, b] = [storeIn(common), storeIn(common)];
    read(a);
    read(b);
    const [ofA, ofB] = [keptOf("a", { ...many, "id-1": "a" }), keptOf("b", { ...many, "id-2": "b" })];
    a.write(ofA);
    b.write(ofB);
    expect(read(storeIn(common))).toEqual(ofB);

    // One writes changes of a whole that the other one has replaced meanwhile.
    const whole = keptOf("whole", { only: "line" });
    const [c, d] = [storeIn(common), storeIn(common)];
    read(c);
    read(d);
    d.write(whole);
    c.write(ofA);
    expect(read(storeIn(common))).toEqual(whole);
  });

  it("are none where the whole is damaged, and the whole where the changes are", () => {
    const common = emptyFolder();
    const whole = keptOf("one", many);
    storeIn(common).write(whole);
    rewrite(common, ({ lines }) => ({ head: "two", lines: new Map([...lines, ["id-3", "another"]]) }));
    expect(readdirSync(join(common, "runbook", "cache")).toSorted()).toEqual(["due", "due changes"]);
    const damage = (name: string): void => {
      const file = fileIn(common, name);
      writeFileSync(file, readFileSync(file, "utf8").replace("another", "anothem").replace("line 7", "line 8"));
    };
    damage("due changes");
    expect(read(storeIn(common))).toEqual(whole);
    damage("due");
    expect(read(storeIn(common))).toBeUndefined();
  });
});
