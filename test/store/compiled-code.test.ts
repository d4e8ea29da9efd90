import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import module from "node:module";
import { join, normalize } from "node:path";
import { beforeEach, describe, expect, inject, it } from "vitest";
import { codeFolder, requireKept } from "../../src/store/compiled-code.ts";
import { PROGRAM, cleanEnvironment, runProgram } from "../helpers/run-cli.ts";

const SOURCE = `(function (exports, require, module, __filename, __dirname) { "use strict";
exports.twice = (n) => 2 * n;
exports.place = __filename;
exports.other = () => require("./other.cjs").answer;
})`;

describe("compiled code", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(inject("scratch"), "code-"));
    file = join(folder, "program.cjs");
    writeFileSync(file, SOURCE);
    writeFileSync(join(folder, "other.cjs"), "exports.answer = 42;\n");
  });

  interface Program {
    readonly twice: (n: number) => number;
    readonly place: string;
    readonly other: () => number;
  }
  const place = (user?: number): Parameters<typeof requireKept>[1] => ({ path: join(folder, "kept"), user });
  const load = (user?: number, usesMore = false): Program => {
    const { exports, keep } = requireKept<Program>(file, place(user), "name");
    keep(usesMore);
    return exports;
  };
  /** Until what is kept stays as it is. */
  const loadTwice = (): void => {
    load();
    load();
  };
  const kept = (): string => join(folder, "kept", "name");
  const age = (): void => utimesSync(kept(), new Date("2026-01-01"), new Date("2026-01-01"));
  const isAged = (): boolean => statSync(kept()).mtimeMs === Date.parse("2026-01-01");

  it("exports what the file itself exports, whether it was compiled before or not", () => {
    for (let run = 0; run < 3; run += 1) {
      const { twice, place: where, other } = load();
      expect([twice(21), where, other()]).toEqual([42, file, 42]);
      expect(readdirSync(join(folder, "kept"))).toEqual(["name"]);
    }
  });

  it("has what the first two runs have compiled", () => {
    const { exports, keep } = requireKept<Program>(file, place(), "name");
    keep(false);
    const first = statSync(kept()).size;
    const second = requireKept<Program>(file, place(), "name");
    expect(exports.twice(1) + second.exports.twice(1)).toBe(4);
    second.keep(false);
    expect(statSync(kept()).size).toBeGreaterThan(first);
  });

  it.each([
    ["plain", [false, true]],
    ["more", [true, false]],
  ])("is kept by the first run of each kind, %s first, and then stays", (_kind, [first, second]) => {
    const isKeptBy = (usesMore: boolean | undefined): boolean => {
      age();
      load(undefined, usesMore);
      return !isAged();
    };
    load();
    expect([first, first].map(isKeptBy)).toEqual([true, false]);
    const before = statSync(kept()).size;
    const { exports, keep } = requireKept<Program>(file, place(), "name");
    expect(exports.other()).toBe(42);
    keep(second === true);
    expect(statSync(kept()).size).toBeGreaterThan(before);
    expect([first, second].map(isKeptBy)).toEqual([false, false]);
  });

  it("is used as it is, and not kept anew", () => {
    loadTwice();
    age();
    expect(load().twice(2)).toBe(4);
    expect(isAged()).toBe(true);
  });

  it("that others may write to is made anew", () => {
    loadTwice();
    chmodSync(kept(), 0o666);
    age();
    expect(load(statSync(folder).uid).twice(3)).toBe(6);
    expect(isAged()).toBe(false);
  });

  // Windows knows no modes: there the folder is the user's own.
  it.skipIf(process.platform === "win32")("is the user's alone, whatever the umask", () => {
    const before = process.umask(0);
    loadTwice();
    process.umask(before);
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
  });

  it("of another user is made anew", () => {
    loadTwice();
    age();
    expect(load(statSync(folder).uid + 1).twice(4)).toBe(8);
    expect(isAged()).toBe(false);
  });

  it("of another text is not used", () => {
    loadTwice();
    writeFileSync(file, SOURCE.replace("2 * n", "n + n + 1 - 1"));
    expect(load().twice(5)).toBe(10);
  });

  it("that nobody has kept for a month goes when something new is kept", () => {
    loadTwice();
    age();
    requireKept(file, place(), "another").keep(false);
    expect(readdirSync(join(folder, "kept"))).toEqual(["another"]);
  });

  it("cannot be kept everywhere, and then is not", () => {
    const { exports, keep } = requireKept<Program>(file, { path: join(file, "kept"), user: undefined }, "name");
    keep(false);
    expect(exports.twice(1)).toBe(2);
  });

  it.skipIf("enableCompileCache" in module)(
    "of the program is kept by one start for the next, and made anew where it is damaged",
    async () => {
      const start = (): ReturnType<typeof runProgram> =>
        runProgram(process.execPath, [PROGRAM, "completion", "bash"], {
          cwd: folder,
          env: { XDG_CACHE_HOME: folder },
        });
      const first = await start();
      expect(await start()).toEqual(first);
      const [name = ""] = readdirSync(join(folder, "runbook"));
      const code = join(folder, "runbook", name);
      const whole = readFileSync(code);
      expect(whole.length).toBeGreaterThan(50_000);
      const wasKept = async (bytes: Uint8Array): Promise<boolean> => {
        writeFileSync(code, bytes);
        utimesSync(code, new Date("2026-11-01"), new Date("2026-11-01"));
        expect(await start()).toEqual(first);
        return existsSync(code) && statSync(code).mtimeMs === Date.parse("2026-11-01");
      };
      expect(await wasKept(whole)).toBe(true);
      expect(await wasKept(whole.subarray(0, 2000))).toBe(false);
      expect(await wasKept(Buffer.alloc(0))).toBe(false);
      expect(await wasKept(Buffer.alloc(whole.length))).toBe(false);
      // Of another V8: its version stands after the first four bytes.
      expect(await wasKept(whole.map((byte, at) => (at === 4 ? byte ^ 1 : byte)))).toBe(false);
    },
  );
});

describe("the folder of compiled code", () => {
  it.each<[Readonly<Record<string, string>>, string | undefined]>([
    [{ HOME: "/home/ana" }, "/home/ana/.cache/runbook"],
    [{ HOME: "/home/ana", XDG_CACHE_HOME: "/fast" }, "/fast/runbook"],
    // The XDG specification: "All paths must be absolute"; others are to be ignored.
    [{ HOME: "/home/ana", XDG_CACHE_HOME: "fast" }, undefined],
    [{ USERPROFILE: "/users/ana", LOCALAPPDATA: "/users/ana/local" }, "/users/ana/local/runbook"],
    [{ HOME: "" }, undefined],
    [{}, undefined],
    [{ HOME: "/home/ana", RUNBOOK_NO_CACHE: "1" }, undefined],
    [{ HOME: "/home/ana", NODE_DISABLE_COMPILE_CACHE: "1" }, undefined],
  ])("for %j is %s", (env, path) => {
    expect(codeFolder(env, 1)?.path).toBe(path && normalize(path));
  });

  it("is that of the tests, whose starts share it", () => {
    expect(codeFolder(cleanEnvironment(), undefined)?.path).toBe(join(inject("scratch"), "cache", "runbook"));
  });
});
