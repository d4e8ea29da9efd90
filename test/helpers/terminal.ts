// A real terminal: tmux types the answers and reads the screen.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { cleanEnvironment } from "./run-cli.ts";

const BIN = join(import.meta.dirname, "../../bin/runbook.js");

/** tmux is no part of Windows and of most minimal images. */
export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

export interface Terminal {
  /** Types keys as tmux names them (`Enter`, `C-c`), and other text as it is. */
  readonly type: (...keys: readonly string[]) => void;
  /** Pastes a text; `isMarked`: the terminal marks it, where the program asked for that. */
  readonly paste: (text: string, isMarked: boolean) => void;
  /** Waits until the screen shows a text, and gives the screen; throws after some 20 seconds. */
  readonly screenWith: (text: string) => Promise<string>;
  readonly screen: () => string;
  /** What the program put on the terminal's clipboard. */
  readonly clipboard: () => string;
  /** Closes the terminal, as a window is closed. */
  readonly kill: () => void;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `runbook ARGS` in a folder; behind its end the screen shows `exit N`. It is gone when the test is over. */
export function terminal(args: readonly string[], cwd: string, options: TerminalOptions = {}): Terminal {
  const words = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(" ");
  return terminalOf(`${words}; echo "exit $?"; sleep 60`, cwd, options);
}

/** Starts a shell command in a folder. It is gone when the test is over. */
export function terminalOf(
  command: string,
  cwd: string,
  { columns = 80, rows = 30, env = {} }: TerminalOptions = {},
): Terminal {
  const folder = mkdtempSync(join(tmpdir(), "runbook-tmux-"));
  // The server takes its environment from whoever starts it, and hands it on.
  const options = { encoding: "utf8", env: cleanEnvironment(env) } as const;
  const tmux = (...words: string[]): string =>
    execFileSync("tmux", ["-u", "-S", join(folder, "socket"), ...words], options);
  const size = ["-x", String(columns), "-y", String(rows)];
  // Else the command is read by whatever shell the user has: of Ctrl-C some make an end of the rest, too.
  const settings = join(folder, "settings");
  writeFileSync(settings, "set -g default-shell /bin/bash\n");
  tmux("-f", settings, "new-session", "-d", "-c", cwd, ...size, command);
  let isOpen = true;
  const kill = (): void => {
    if (isOpen) tmux("kill-server");
    isOpen = false;
  };
  // A terminal that takes what programs copy.
  tmux("set-option", "-s", "set-clipboard", "on");
  onTestFinished(() => {
    kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const screen = (): string => tmux("capture-pane", "-p");
  return {
    type: (...keys) => void tmux("send-keys", ...keys),
    paste: (text, isMarked) => {
      tmux("set-buffer", text);
      tmux("paste-buffer", ...(isMarked ? ["-p"] : []));
    },
    screen,
    kill,
    clipboard: () => tmux("show-buffer"),
    screenWith: async (text) => {
      for (let tries = 0; tries < 200; tries += 1) {
        if (screen().includes(text)) return screen();
        await pause(100);
      }
      throw new Error(`The screen never showed ${text}:\n${screen()}`);
    },
  };
}
