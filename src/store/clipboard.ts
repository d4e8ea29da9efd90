import { spawnSync } from "node:child_process";
import { platform } from "node:os";
import type { Io } from "../io.ts";
import { windowsProgram } from "./program-path.ts";

/** A program that takes a text for the clipboard on its standard input. */
interface Copier {
  readonly program: string;
  readonly args: readonly string[];
  readonly encode: (text: string) => Buffer;
}

const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
const copier = (program: string, ...args: readonly string[]): Copier => ({ program, args, encode: utf8 });
/** Without a mark it takes a code page. */
const clip = (env: Io["env"]): Copier => ({
  program: windowsProgram("clip", env),
  args: [],
  encode: (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
});

/** The programs to try here; over a remote shell there is none that reaches the screen of whoever types. */
export function copiersFor(system: NodeJS.Platform, env: Io["env"]): readonly Copier[] {
  const has = (name: string): boolean => (env[name] ?? "") !== "";
  if (has("SSH_CONNECTION")) return [];
  if (system === "win32") return [clip(env)];
  if (system === "darwin") return [copier("pbcopy")];
  return [
    ...(has("WAYLAND_DISPLAY") ? [copier("wl-copy")] : []),
    ...(has("DISPLAY") ? [copier("xclip", "-selection", "clipboard"), copier("xsel", "--input", "--clipboard")] : []),
  ];
}

const TIMEOUT_MS = 2000;

/**
 * Puts a text on the clipboard by a program of the system; else asks the terminal to (OSC 52), which not every terminal
 * does. Says which of them it was.
 */
export function copyText(text: string, { env, stdout }: Pick<Io, "env" | "stdout">): "system" | "terminal" {
  for (const { program, args, encode } of copiersFor(platform(), env)) {
    const { status } = spawnSync(program, args, {
      input: encode(text),
      stdio: ["pipe", "ignore", "ignore"],
      timeout: TIMEOUT_MS,
      windowsHide: true,
    });
    if (status === 0) return "system";
  }
  stdout.write(`\u001b]52;c;${utf8(text).toString("base64")}\u0007`);
  return "terminal";
}
