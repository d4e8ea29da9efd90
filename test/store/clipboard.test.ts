import { describe, expect, it } from "vitest";
import type { OutputStream } from "../../src/io.ts";
import { copiersFor, copyText } from "../../src/store/clipboard.ts";

const SSH = { SSH_CONNECTION: "198.51.100.7 50022 198.51.100.8 22" };

describe("the clipboard", () => {
  it.each<{ system: NodeJS.Platform; env: Record<string, string>; programs: readonly string[] }>([
    { system: "win32", env: { SystemRoot: "D:\\Windows" }, programs: ["D:\\Windows\\System32\\clip.exe"] },
    { system: "win32", env: {}, programs: ["C:\\Windows\\System32\\clip.exe"] },
    { system: "darwin", env: {}, programs: ["pbcopy"] },
    { system: "linux", env: {}, programs: [] },
    { system: "linux", env: { DISPLAY: "" }, programs: [] },
    { system: "linux", env: { DISPLAY: ":0" }, programs: ["xclip", "xsel"] },
    { system: "linux", env: { DISPLAY: ":0", WAYLAND_DISPLAY: "wayland-0" }, programs: ["wl-copy", "xclip", "xsel"] },
    { system: "linux", env: { DISPLAY: ":0", ...SSH }, programs: [] },
    { system: "darwin", env: SSH, programs: [] },
  ])("on $system with $env is reached by $programs", ({ system, env, programs }) => {
    expect(copiersFor(system, env).map(({ program }) => program)).toEqual(programs);
  });

  it("gets the text in the encoding that its program reads", () => {
    const [clip] = copiersFor("win32", {});
    expect(clip?.encode("ü").toString("hex")).toBe("fffefc00");
    expect(copiersFor("darwin", {})[0]?.encode("ü").toString("hex")).toBe("c3bc");
  });

  it("is asked of the terminal where no program reaches it, in letters that no terminal obeys", () => {
    const written: string[] = [];
    const stdout: OutputStream = { write: (text) => void written.push(text), isTTY: true, columns: 80 };
    expect(copyText("\u001b[31m; rm\n", { env: SSH, stdout })).toBe("terminal");
    expect(written).toEqual([`\u001b]52;c;${Buffer.from("\u001b[31m; rm\n").toString("base64")}\u0007`]);
  });
});
