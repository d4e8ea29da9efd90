import { describe, expect, it } from "vitest";
import { renameOver } from "../../src/store/rename-over.ts";

/** A rename that fails so often, and then does not. */
function failing(times: number, code: string): { readonly rename: () => void; readonly tries: () => number } {
  let tries = 0;
  return {
    tries: () => tries,
    rename: () => {
      tries += 1;
      if (tries <= times) throw Object.assign(new Error(code), { code });
    },
  };
}

describe("a file that takes another one's place", () => {
  it.each(["EPERM", "EACCES", "EBUSY"])("waits on Windows while somebody has that open: %s", (code) => {
    const { rename, tries } = failing(3, code);
    renameOver("a", "b", { system: "win32", rename });
    expect(tries()).toBe(4);
  });

  it.each<[string, NodeJS.Platform, number, string, number]>([
    ["it stays open", "win32", 99, "EPERM", 7],
    ["it is not there", "win32", 99, "ENOENT", 1],
    ["another system refuses it", "linux", 1, "EPERM", 1],
  ])("is an error where %s", (_, system, times, code, expected) => {
    const { rename, tries } = failing(times, code);
    expect(() => renameOver("a", "b", { system, rename })).toThrow(code);
    expect(tries()).toBe(expected);
  });
});
