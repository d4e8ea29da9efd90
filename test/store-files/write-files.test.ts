import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunbookError } from "../../src/errors.ts";
import { attempt, makeFolders, writeNewFile, writeNewFiles } from "../../src/store/write-files.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

describe("a folder that is to be written to", () => {
  it("is made with those above it, or is there", () => {
    const folder = join(emptyFolder(), "a", "b");
    makeFolders(folder);
    makeFolders(folder);
    writeNewFile(join(folder, "c", "d"), "text");
    expect(readFileSync(join(folder, "c", "d"), "utf8")).toBe("text");
  });

  it("is refused where something else is in the way", () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "file"), "");
    symlinkSync("nowhere", join(folder, "link"));
    const words = `${join(folder, "file")} is no folder`;
    expect(() => makeFolders(join(folder, "file"))).toThrow(words);
    expect(() => makeFolders(join(folder, "file", "below"))).toThrow(words);
    expect(() => makeFolders(join(folder, "link", "below"))).toThrow(`${join(folder, "link")} is no folder`);
    expect(() => writeNewFile(join(folder, "file", "below", "page"), "")).toThrow(words);
  });

  it.runIf(process.platform === "linux")("is refused at once where the system makes none (Linux)", () => {
    expect(() => makeFolders("/proc/none/below")).toThrow("ENOENT");
  });
});

describe("files that are written together", () => {
  it("are written, with their folders", () => {
    const folder = emptyFolder();
    writeNewFiles([
      { path: join(folder, "a", "b"), text: "b" },
      { path: join(folder, "a", "c", "d"), text: "d" },
    ]);
    expect(readFileSync(join(folder, "a", "c", "d"), "utf8")).toBe("d");
  });

  it("leave nothing behind where one of them cannot be, and what others have stays", () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "taken"), "theirs");
    const files = [join("a", "b", "c"), join("a", "d"), join("empty", "e"), "taken"];
    expect(() => writeNewFiles(files.map((path) => ({ path: join(folder, path), text: "ours" })))).toThrow(
      "exists already",
    );
    expect(readdirSync(folder).toSorted()).toEqual(["empty", "taken"]);
    expect(existsSync(join(folder, "empty", "e"))).toBe(false);
    expect(readFileSync(join(folder, "taken"), "utf8")).toBe("theirs");
  });
});

describe("what the system refuses", () => {
  const hintOf = (code: string, system: NodeJS.Platform): unknown => {
    const refused = (): void => {
      throw Object.assign(new Error(code), { code });
    };
    try {
      return attempt("file", refused, undefined, system);
    } catch (error) {
      return (error as RunbookError).hint;
    }
  };

  it.each<[string, NodeJS.Platform, unknown]>([
    ["EPERM", "win32", expect.stringMatching(/^Close .*attrib -r/u)],
    ["EBUSY", "win32", expect.stringMatching(/^Close /u)],
    ["EACCES", "linux", null],
    ["ENOSPC", "win32", expect.stringMatching(/^Make room/u)],
    ["ENOENT", "win32", null],
  ])("says of %s on %s how to mend it", (code, system, hint) => {
    expect(hintOf(code, system)).toEqual(hint);
  });
});
