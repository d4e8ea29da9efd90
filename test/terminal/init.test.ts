// `init` on a real terminal: tmux types the answers and reads the screen.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";

const BIN = join(import.meta.dirname, "../../bin/runbook.js");
const hasTmux = spawnSync("tmux", ["-V"]).status === 0;
let socket = "";

function tmux(...args: string[]): string {
  return execFileSync("tmux", ["-S", socket, ...args], { encoding: "utf8" });
}

async function screenWith(text: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const screen = tmux("capture-pane", "-p", "-t", "init");
    if (screen.includes(text)) return screen;
    await pause(100);
  }
  throw new Error(`The screen never showed ${text}:\n${tmux("capture-pane", "-p", "-t", "init")}`);
}

function start(folder: string): void {
  socket = join(folder, "tmux.sock");
  const command = `cd '${folder}' && '${process.execPath}' '${BIN}' init; echo "exit $?"; sleep 60`;
  tmux("-f", "/dev/null", "new-session", "-d", "-s", "init", "-x", "80", "-y", "30", command);
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "runbook-terminal-"));
}

let folder = "";
afterEach(() => {
  tmux("kill-server");
  rmSync(folder, { recursive: true, force: true });
});

// tmux is no part of Windows and of most minimal images.
describe.skipIf(!hasTmux)("init on a terminal (needs tmux)", () => {
  it("asks for what is not given, checks it, and writes the run book", async () => {
    folder = temporaryFolder();
    start(folder);
    await screenWith("Title of the run book");
    tmux("send-keys", "-t", "init", "Fabrikam run book", "Enter");
    await screenWith("Time zone (IANA)");
    tmux("send-keys", "-t", "init", "Nowhere/Zone", "Enter");
    await screenWith("Expected an IANA time zone");
    tmux("send-keys", "-t", "init", ...Array.from({ length: 12 }, () => "BSpace"), "Europe/Berlin", "Enter");
    await screenWith("Microsoft region");
    tmux("send-keys", "-t", "init", "germ");
    await screenWith("❯ germany");
    tmux("send-keys", "-t", "init", "Enter");
    await screenWith("Products");
    tmux("send-keys", "-t", "init", "Enter");
    await screenWith("Country of the public holidays");
    tmux("send-keys", "-t", "init", "DE", "Enter");
    await screenWith("Go-live (YYYY-MM-DD)");
    tmux("send-keys", "-t", "init", "Enter");
    await screenWith("exit 0");
    const settings = readFileSync(join(folder, "runbook/runbook.yml"), "utf8");
    expect(settings).toMatch(/^title: Fabrikam run book$/m);
    expect(settings).toMatch(/^timezone: Europe\/Berlin\b/m);
    expect(settings).toMatch(/^region: germany\b/m);
    expect(readFileSync(join(folder, "runbook/holidays.yml"), "utf8")).toContain("date-holidays");
  });

  it("writes nothing where it is stopped", async () => {
    folder = temporaryFolder();
    start(folder);
    await screenWith("Title of the run book");
    tmux("send-keys", "-t", "init", "C-c");
    const screen = await screenWith("exit 2");
    expect(screen).toContain("Stopped; nothing was written");
    expect(existsSync(join(folder, "runbook"))).toBe(false);
  });
});
