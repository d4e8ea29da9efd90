import { describe, expect, it } from "vitest";
import { type Machine, findGit, findProgram, thisMachine, windowsProgram } from "../../src/store/program-path.ts";

const PATH = String.raw`.;tools;C:\Windows\System32;"C:\Program Files\Git\cmd";C:\scoop\shims`;
const GIT = String.raw`C:\Program Files\Git\cmd\git.exe`;

function windows(programs: readonly string[], env: Machine["env"] = { Path: PATH }): Machine {
  return { platform: "win32", env, isProgram: (path) => programs.includes(path) };
}

describe("git on Windows", () => {
  it("is that of PATH, never one in the working folder, where Windows would look first", () => {
    const ofRunBook = ["git.exe", "git.com", String.raw`.\git.exe`, String.raw`tools\git.exe`, String.raw`\git.exe`];
    expect(findGit(windows([...ofRunBook, GIT]))).toBe(GIT);
    expect(findGit(windows(ofRunBook))).toBeUndefined();
  });

  it.each<[string, Machine, string | undefined]>([
    ["no PATH", windows([GIT, "git.exe"], {}), undefined],
    ["PATH in capitals", windows([GIT], { PATH }), GIT],
    ["a batch file before it, which needs a shell", windows([String.raw`C:\Windows\System32\git.cmd`, GIT]), GIT],
    ["no .EXE among the endings", windows([GIT], { Path: PATH, PATHEXT: ".COM;.BAT" }), undefined],
  ])("%s", (_, machine, program) => {
    expect(findGit(machine)).toBe(program);
  });
});

describe("a program", () => {
  it("of Windows itself is named by its place", () => {
    expect(windowsProgram("taskkill", { SYSTEMROOT: "D:\\Windows" })).toBe("D:\\Windows\\System32\\taskkill.exe");
    expect(windowsProgram("clip", {})).toBe("C:\\Windows\\System32\\clip.exe");
  });

  it("is found on this machine, and may be passed over", () => {
    const machine = thisMachine(process.env);
    expect(findProgram("git", machine)).toMatch(/git/);
    expect(findProgram("git", machine, () => false)).toBeUndefined();
  });

  it("elsewhere is left to the system, which looks on PATH alone", () => {
    expect(findGit({ platform: "linux", env: {}, isProgram: () => false })).toBe("git");
  });
});
