import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChangedLines, KeptLines } from "../../src/model/kept-lines.ts";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { type LineStore, LinesLost, lineStoreOf } from "../../src/store/kept-lines.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

interface Kept {
  readonly head: string;
  readonly lines: Readonly<Record<string, string>>;
}

const storeIn = (common: string): LineStore => lineStoreOf(cacheFolderOf(common), "due");
const write = (store: LineStore, { head, lines }: Kept): void =>
  store.write({ head: () => head, lines: Object.entries(lines) });
const lazily = (common: string): KeptLines | undefined => storeIn(common).read((kept) => kept);
const read = (store: LineStore): Kept | undefined =>
  store.read(({ head, lines }) => ({ head, lines: Object.fromEntries(lines) }));
const fileIn = (common: string, name: string): string => join(common, "runbook", "cache", name);
const filesIn = (common: string): string[] => readdirSync(join(common, "runbook", "cache")).toSorted();
const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`id-${index}`, `line ${index}`]));
/** More than what is read at first. */
const large = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [`id-${index}`, `${index} ${"Prüfung ✓ ".repeat(240)}`]),
);

/** As the next run does it. */
function change(common: string, head: string, lines: Record<string, string | undefined>): void {
  const store = storeIn(common);
  read(store);
  store.change(head, new Map(Object.entries(lines)));
}

describe("lines that are kept", () => {
  const text = fc.stringMatching(/^[^\n]*$/u);
  const key = fc.oneof(fc.string(), fc.constantFrom("a", "b", "__proto__", "tab\t", '"', "\n"));
  const lines = fc.array(fc.tuple(key, text)).map((entries) => new Map(entries));
  const changes: fc.Arbitrary<ChangedLines> = fc
    .array(fc.tuple(key, fc.option(text, { nil: undefined })))
    .map((entries) => new Map(entries));
  const step = fc.oneof(
    fc.record({ head: text, lines }),
    fc.record({ head: text, changes }),
    fc.record({ head: text, changes }),
  );

  it("are read as they were written last, whatever changed between, one by one and all at once", () => {
    fc.assert(
      fc.property(text, lines, fc.array(step, { maxLength: 6 }), fc.boolean(), (head, begun, steps, isOneRun) => {
        const common = emptyFolder();
        let store = storeIn(common);
        store.write({ head: () => head, lines: begun });
        let expected = { head, lines: new Map(begun) };
        for (const next of steps) {
          if (!isOneRun) {
            store = storeIn(common);
            store.read(() => true);
          }
          if ("lines" in next) {
            store.write({ head: () => next.head, lines: next.lines });
            expected = { head: next.head, lines: new Map(next.lines) };
          } else {
            store.change(next.head, next.changes);
            expected = { head: next.head, lines: new Map(expected.lines) };
            for (const [id, line] of next.changes) {
              if (line === undefined) expected.lines.delete(id);
              else expected.lines.set(id, line);
            }
          }
          const kept = lazily(common);
          expect(kept?.head).toBe(expected.head);
          for (const [id, line] of expected.lines) expect(kept?.lines.get(id)).toBe(line);
          expect(kept?.lines.get("no such key")).toBe(expected.lines.get("no such key"));
          expect(new Map(kept?.lines)).toEqual(expected.lines);
        }
      }),
    );
  });

  it("are read one by one from a file of any size, and all at once where many are asked for", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "head", lines: large });
    const kept = lazily(common);
    for (const [id, line] of Object.entries(large)) expect(kept?.lines.get(id)).toBe(line);
    expect(kept?.lines.get("id-300")).toBeUndefined();
    for (const [id, line] of Object.entries(large)) expect(lazily(common)?.lines.get(id)).toBe(line);
    expect(lazily(common)?.lines.get("id-300")).toBeUndefined();
    expect(read(storeIn(common))).toEqual({ head: "head", lines: large });
  });

  it("are in blocks, of which a line may need one of its own", () => {
    const common = emptyFolder();
    const huge = Object.fromEntries(
      [2_000_000, 9, 700_000, 700_000, 9].map((size, index) => [`id-${index}`, "ü".repeat(size)]),
    );
    write(storeIn(common), { head: "head", lines: huge });
    for (const [id, line] of Object.entries(huge)) expect(lazily(common)?.lines.get(id) === line).toBe(true);
    expect(read(storeIn(common))).toEqual({ head: "head", lines: huge });
    const file = fileIn(common, "due");
    const damaged = readFileSync(file);
    damaged[3] = 0;
    writeFileSync(file, damaged);
    expect(lazily(common)?.lines.get("id-3") === huge["id-3"]).toBe(true);
    expect(read(storeIn(common))).toBeUndefined();
  });

  it("are not written again where few have changed", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    const whole = readFileSync(fileIn(common, "due"), "utf8");
    change(common, "two", { "id-3": "another", "id-7": undefined, "new\tone": "added" });
    const { "id-7": removed, ...others } = many;
    const changed = { ...others, "id-3": "another", "new\tone": "added" };
    expect(read(storeIn(common))).toEqual({ head: "two", lines: changed });
    expect(readFileSync(fileIn(common, "due"), "utf8")).toBe(whole);
    expect(statSync(fileIn(common, "due changes")).size).toBeLessThan(whole.length / 10);
    change(common, "three", { "id-3": "line 3", "id-7": removed, "new\tone": undefined });
    expect(read(storeIn(common))).toEqual({ head: "three", lines: many });
  });

  it("are written anew where many have changed, and then nothing is left of earlier changes", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    const whole = readFileSync(fileIn(common, "due"), "utf8");
    change(common, "two", { "id-3": "another" });
    expect(readFileSync(fileIn(common, "due"), "utf8")).toBe(whole);
    const others = Object.fromEntries(Object.keys(many).map((id) => [id, `other ${id}`]));
    change(common, "three", others);
    expect(readFileSync(fileIn(common, "due"), "utf8")).not.toBe(whole);
    expect(read(storeIn(common))).toEqual({ head: "three", lines: others });
  });

  it("are what one of two runs at once has written", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    const [a, b] = [storeIn(common), storeIn(common)];
    read(a);
    read(b);
    a.change("a", new Map([["id-1", "a"]]));
    b.change("b", new Map([["id-2", "b"]]));
    expect(read(storeIn(common))).toEqual({ head: "b", lines: { ...many, "id-2": "b" } });

    // One writes changes of a whole that the other one has replaced meanwhile.
    const whole = { head: "whole", lines: { only: "line" } };
    const [c, d] = [storeIn(common), storeIn(common)];
    read(c);
    read(d);
    write(d, whole);
    c.change("c", new Map([["id-1", "c"]]));
    expect(read(storeIn(common))).toEqual(whole);
  });

  it("are always what one run has written as a whole, whoever else writes at the same time", () => {
    const turn = fc.record({
      who: fc.nat(2),
      isReading: fc.boolean(),
      id: fc.nat(9),
      line: fc.string({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 40 }), (turns) => {
        const common = emptyFolder();
        const few = Object.fromEntries(Array.from({ length: 10 }, (_, id) => [`id-${id}`, "x".repeat(60)]));
        write(storeIn(common), { head: "0", lines: few });
        const versions: Kept[] = [{ head: "0", lines: few }];
        const runs = [0, 1, 2].map(() => {
          const store = storeIn(common);
          return { store, knows: read(store) };
        });
        for (const [at, { who, isReading, id, line }] of turns.entries()) {
          const run = runs[who];
          if (run === undefined) continue;
          if (isReading || run.knows === undefined) run.knows = read(run.store);
          else {
            const changed = line.replaceAll("\n", "");
            run.knows = { head: `${at + 1}`, lines: { ...run.knows.lines, [`id-${id}`]: changed } };
            versions.push(run.knows);
            run.store.change(run.knows.head, new Map([[`id-${id}`, changed]]));
          }
          const now = read(storeIn(common));
          expect(now).toEqual(versions.find(({ head }) => head === now?.head));
        }
      }),
    );
  });

  it("are lost to whoever asks for one after another run has replaced them, who leaves the new ones alone", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: large });
    const kept = lazily(common);
    write(storeIn(common), { head: "two", lines: many });
    expect(() => kept?.lines.get("id-3")).toThrow(LinesLost);
    expect(() => new Map(kept?.lines)).toThrow(LinesLost);
    expect(read(storeIn(common))).toEqual({ head: "two", lines: many });
  });

  it("are the whole where the changes are damaged", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    change(common, "two", { "id-3": "another" });
    expect(filesIn(common)).toEqual(["due", "due changes"]);
    const file = fileIn(common, "due changes");
    writeFileSync(file, readFileSync(file, "utf8").replace("another", "anothem"));
    expect(read(storeIn(common))).toEqual({ head: "one", lines: many });
  });

  it("are added to by each run, which writes no more than it changes", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: large });
    const file = fileIn(common, "due changes");
    change(common, "two", { "id-1": "first" });
    const { ino, size } = statSync(file);
    const before = readFileSync(file, "utf8");
    change(common, "three", { "id-2": "second" });
    change(common, "four", { "id-1": undefined, "id-3": "third" });
    expect(readFileSync(file, "utf8").startsWith(before)).toBe(true);
    expect(statSync(file).ino).toBe(ino);
    expect(statSync(file).size).toBeLessThan(4 * size);
    const { "id-1": _removed, ...others } = large;
    expect(read(storeIn(common))).toEqual({ head: "four", lines: { ...others, "id-2": "second", "id-3": "third" } });
  });

  it("are what they were before a change that is damaged or half written, and go on from there", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    const file = fileIn(common, "due changes");
    change(common, "two", { "id-1": "first" });
    const { size } = statSync(file);
    change(common, "three", { "id-2": "second" });
    const sound = readFileSync(file);
    const two = { head: "two", lines: { ...many, "id-1": "first" } };
    for (let at = size; at < sound.length - 1; at += 1) {
      writeFileSync(file, sound.subarray(0, at));
      expect(read(storeIn(common))).toEqual(two);
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(file, damaged);
      expect(read(storeIn(common))).toEqual(two);
    }
    change(common, "four", { "id-3": "third" });
    expect(read(storeIn(common))).toEqual({ head: "four", lines: { ...two.lines, "id-3": "third" } });
    change(common, "five", { "id-3": undefined });
    const { "id-3": _removed, ...others } = many;
    expect(read(storeIn(common))).toEqual({ head: "five", lines: { ...others, "id-1": "first" } });
  });

  it("are written anew after some changes, however small", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    const whole = readFileSync(fileIn(common, "due"), "utf8");
    for (let run = 0; run < 12; run += 1) change(common, `${run}`, { "id-1": `run ${run}` });
    expect(readFileSync(fileIn(common, "due"), "utf8")).not.toBe(whole);
    expect(read(storeIn(common))).toEqual({ head: "11", lines: { ...many, "id-1": "run 11" } });
  });

  it.each(["small", "large"])("are none, or lost, where any byte of a %s whole has changed", (size) => {
    const common = emptyFolder();
    const written = size === "small" ? { a: "line a", b: "line b" } : large;
    write(storeIn(common), { head: "the head", lines: written });
    const file = fileIn(common, "due");
    const sound = readFileSync(file);
    const stride = size === "small" ? 1 : 29_973;
    const bytes = sound.toString("latin1");
    const [, body, indexed] = /\nthe head\n[0-9a-f]+ (\d+)\n[0-9a-f]+ (\d+)\n/.exec(bytes) ?? [];
    const front = Number(body) + Number(indexed);
    expect(front).toBeGreaterThan(0);
    expect(front).toBeLessThan(sound.length);
    for (let at = 0; at < sound.length; at += stride) {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(file, damaged);
      // Where lines are read one by one, only one that is asked for can be found to be damaged.
      const kept = lazily(common);
      const answers = Object.keys(written).map((id) => lineOrLost(kept, id));
      expect(answers.every((answer, index) => answer === Object.values(written)[index] || answer === "lost")).toBe(
        true,
      );
      writeFileSync(file, damaged);
      // Where all are read, the index is not looked at.
      const isLost = at < Number(body) || at >= front;
      expect(read(storeIn(common))).toEqual(isLost ? undefined : { head: "the head", lines: written });
    }
    writeFileSync(file, sound);
    expect(read(storeIn(common))?.lines).toEqual(written);
    for (const length of [0, 1, 20, Math.floor(sound.length / 2), sound.length - 1]) {
      writeFileSync(file, sound.subarray(0, length));
      expect(read(storeIn(common))).toBeUndefined();
    }
  });

  it("are forgotten where one of them was lost, so that the next run keeps them anew", () => {
    const common = emptyFolder();
    write(storeIn(common), { head: "one", lines: many });
    const file = fileIn(common, "due");
    writeFileSync(file, readFileSync(file, "utf8").replace("line 99", "line 98"));
    expect(lazily(common)?.lines.get("id-3")).toBe("line 3");
    expect(() => lazily(common)?.lines.get("id-99")).toThrow(LinesLost);
    expect(filesIn(common)).toEqual([]);
  });
});

function lineOrLost(kept: KeptLines | undefined, id: string): string | undefined {
  try {
    return kept === undefined ? "lost" : kept.lines.get(id);
  } catch (error) {
    if (error instanceof LinesLost) return "lost";
    throw error;
  }
}
