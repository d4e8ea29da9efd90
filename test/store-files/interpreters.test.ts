import { describe, expect, it } from "vitest";
import type { Language } from "../../src/model/automation.ts";
import { findInterpreter } from "../../src/store/interpreters.ts";
import { type Machine, thisMachine } from "../../src/store/program-path.ts";

const GIT = "C:\\Program Files\\Git";
const PATH = `C:\\Windows\\System32;"${GIT}\\cmd";C:\\node;.;C:\\py`;
const SHELL = "C:\\Windows\\System32\\WindowsPowerShell.exe";

function windows(programs: readonly string[], env: Machine["env"] = {}): Machine {
  const known = new Set(programs.map((path) => path.toLowerCase()));
  return { platform: "win32", env: { Path: PATH, ...env }, isProgram: (path) => known.has(path.toLowerCase()) };
}

function linux(programs: readonly string[], path = "/usr/local/bin:/usr/bin::.:bin"): Machine {
  return { platform: "linux", env: { PATH: path }, isProgram: (file) => programs.includes(file) };
}

describe("the interpreter of a language", () => {
  it.each<[Language, Machine, string, readonly string[]]>([
    ["sh", linux(["/usr/bin/sh"]), "/usr/bin/sh", []],
    ["python", linux(["/usr/bin/python", "/usr/local/bin/python3"]), "/usr/local/bin/python3", []],
    ["python", linux(["/usr/bin/python"]), "/usr/bin/python", []],
    ["powershell", linux(["/usr/bin/pwsh"]), "/usr/bin/pwsh", ["-NoLogo", "-NoProfile", "-NonInteractive", "-File"]],
    ["sh", windows([`${GIT}\\cmd\\git.exe`, `${GIT}\\bin\\sh.exe`]), `${GIT}\\bin\\sh.exe`, []],
    [
      "bash",
      windows(["C:\\Windows\\System32\\bash.exe", `${GIT}\\cmd\\git.exe`, `${GIT}\\usr\\bin\\bash.exe`]),
      `${GIT}\\usr\\bin\\bash.exe`,
      [],
    ],
    ["node", windows(["C:\\node\\node.cmd"]), "C:\\node\\node.cmd", []],
    ["python", windows(["C:\\py\\python.bat", "C:\\py\\py.exe"]), "C:\\py\\py.exe", ["-3"]],
    ["python", windows(["C:\\py\\python.bat"]), "C:\\py\\python.bat", []],
  ])("%s", (language, machine, program, args) => {
    expect(findInterpreter(language, machine)).toEqual({ program, args });
  });

  it("is Windows PowerShell where the newer one is missing", () => {
    const old = windows(["C:\\py\\powershell.exe", SHELL]);
    expect(findInterpreter("pwsh", old)).toMatchObject({ program: "C:\\py\\powershell.exe" });
    const both = windows(["C:\\py\\powershell.exe", "C:\\node\\pwsh.exe"]);
    expect(findInterpreter("pwsh", both)).toMatchObject({ program: "C:\\node\\pwsh.exe" });
    expect(findInterpreter("powershell", both)).toMatchObject({ program: "C:\\py\\powershell.exe" });
    expect(findInterpreter("pwsh", both)?.args).toContain("Bypass");
  });

  it("is the script itself for cmd on Windows", () => {
    expect(findInterpreter("cmd", windows([]))).toBeNull();
  });

  it.each<[string, Language, Machine]>([
    ["cmd elsewhere", "cmd", linux(["/usr/bin/cmd"])],
    ["nothing on PATH", "pwsh", linux([])],
    ["a program in the working directory", "node", linux(["node", "./node", "bin/node", "/node"])],
    ["no PATH", "sh", { platform: "linux", env: {}, isProgram: () => true }],
    ["a script of Windows' own host", "node", windows(["C:\\node\\node.js"], { PATHEXT: ".JS;.VBS" })],
    ["the starter of a Linux beside Windows", "bash", windows(["C:\\Windows\\System32\\bash.exe"])],
    ["git without a shell", "sh", windows([`${GIT}\\cmd\\git.exe`])],
  ])("is none: %s", (_, language, machine) => {
    expect(() => findInterpreter(language, machine)).toThrow(expect.objectContaining({ code: "no-interpreter" }));
  });

  it("is on this machine for sh", () => {
    expect(findInterpreter("sh", thisMachine(process.env))?.program).toMatch(/sh/);
  });
});
