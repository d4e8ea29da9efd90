import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { expectMuch, withLittleGarbage } from "../../src/store/garbage.ts";

const SOURCE = "1 + 1";
const cachedData = new Script(SOURCE).createCachedData();

let asked = 0;

/** Whether V8 has other flags than before: it then refuses code that was compiled under those. A file it knows it takes as it is. */
function isChanged(): boolean {
  asked += 1;
  return new Script(SOURCE, { cachedData, filename: `${asked}.js` }).cachedDataRejected === true;
}

describe("work in which much is read", () => {
  it("changes how V8 looks for it, from then on until the outermost work is done", async () => {
    const seen: boolean[] = [];
    await withLittleGarbage(async () => {
      seen.push(isChanged());
      await withLittleGarbage(async () => {
        expectMuch("passes");
        expectMuch("stays");
        seen.push(isChanged());
      });
      seen.push(isChanged());
    });
    expect([...seen, isChanged()]).toEqual([false, true, true, false]);
  });

  it("leaves V8 as it was where it fails, and where nothing is expected; beside such work nothing can be", async () => {
    const failing = withLittleGarbage(async () => {
      expectMuch("passes");
      throw new Error("failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect(isChanged()).toBe(false);
    expect(await withLittleGarbage(async () => 7)).toBe(7);
    expectMuch("passes");
    expect(isChanged()).toBe(false);
  });
});
