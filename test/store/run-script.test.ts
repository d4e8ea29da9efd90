// Scripts in real interpreters. What Windows needs is in test/store-files/interpreters.test.ts, as a table.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Io } from "../../src/io.ts";
import type { Language } from "../../src/model/automation.ts";
import { findInterpreter } from "../../src/store/interpreters.ts";
import { thisMachine } from "../../src/store/program-path.ts";
import { type ScriptEnd, endTree, runScript } from "../../src/store/run-script.ts";
import { expectGone } from "../helpers/processes.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Signals as `node-io` sends them, and the function that stands for Ctrl-C. */
function signals(): { readonly signals: Io["signals"]; readonly interrupt: () => void } {
  let heard = (): void => {};
  return {
    interrupt: () => heard(),
    signals: {
      listen: (listener) => {
        heard = listener;
        return () => {};
      },
      toGroup: (leader, signal) => {
        try {
          process.kill(-leader, signal);
        } catch {
          // Nothing of it is left.
        }
      },
    },
  };
}

interface Run extends ScriptEnd {
  readonly lines: readonly string[];
}

/** Runs a script in a new folder; `onLine` may press Ctrl-C. */
async function run(
  language: Language,
  text: string,
  { timeoutMs = 30_000, env = {}, onLine = () => {} }: RunOptions = {},
): Promise<Run> {
  const cwd = mkdtempSync(join(tmpdir(), "runbook script's folder "));
  folders.push(cwd);
  const lines: string[] = [];
  const io = signals();
  const end = await runScript(
    {
      language,
      text,
      interpreter: findInterpreter(language, thisMachine(process.env)),
      cwd,
      env: { ...process.env, ...env },
      timeoutMs,
      onLine: (line) => {
        lines.push(line);
        onLine(line, io.interrupt);
      },
    },
    io,
  );
  return { ...end, lines };
}

interface RunOptions {
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string, interrupt: () => void) => void;
}

// Groups of processes are POSIX's.
describe.skipIf(process.platform === "win32")("a script", () => {
  it.each<[Language, string]>([
    ["sh", 'printf "%s\\n" "$VALUE"; exit 3'],
    ["bash", 'a=("$VALUE"); echo "${a[0]}"; exit 3'],
    ["node", "await 0; console.log(process.env.VALUE); process.exitCode = 3;"],
    ["node", 'console.log(require("node:process").env.VALUE); process.exit(3);'],
    ["python", "import os, sys\nprint(os.environ['VALUE'])\nsys.exit(3)"],
  ])("in %s gets values as they are, and its exit status is told", async (language, text) => {
    const value = "$(touch pwned) `touch pwned` \"; touch pwned; ' ä %PATH% $HOME";
    const { how, exitCode, lines } = await run(language, text, { env: { VALUE: value } });
    expect({ how, exitCode, lines }).toEqual({ how: "exited", exitCode: 3, lines: [value] });
    expect(existsSync(join(folders[0] ?? "", "pwned"))).toBe(false);
  });

  it("runs in its folder, without standard input, and leaves no file of ours", async () => {
    const ours = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("runbook-block-"));
    const before = new Set(ours());
    const { lines, exitCode } = await run("sh", 'cat; ls -l "$0"; ls -ld "$(dirname "$0")"; pwd');
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^-rw-------.* /),
      expect.stringMatching(/^drwx------.* /),
      realpathSync(folders[0] ?? ""),
    ]);
    expect(ours().filter((name) => !before.has(name))).toEqual([]);
  });

  it("has its lines told one by one, whatever ends them, the last without an end too", async () => {
    const { lines } = await run("sh", "printf 'one\\r\\ntwo 1%%\\rtwo 2%%\\n\\nöne\\377'");
    expect(lines).toEqual(["one", "two 1%", "two 2%", "", "öne\uFFFD"]);
  });

  it("ends with its time, and all that it started with it, what ignores being asked too", async () => {
    const { how, exitCode, lines, seconds } = await run(
      "sh",
      "trap '' TERM\n(trap '' TERM; sleep 60) &\necho $!\nsetsid sleep 0 & wait",
      { timeoutMs: 200 },
    );
    expect({ how, exitCode }).toEqual({ how: "timed-out", exitCode: null });
    expect(seconds).toBeLessThan(20);
    await expectGone(lines[0] ?? "");
  });

  it("ends on Ctrl-C, and the caller goes on", async () => {
    const { how, lines } = await run("sh", "sleep 60 &\necho $!\nwait; echo after", {
      onLine: (_, interrupt) => interrupt(),
    });
    expect(how).toBe("interrupted");
    expect(lines).toHaveLength(1);
    await expectGone(lines[0] ?? "");
  });

  it.each([
    ["holds its output open", "sleep 60 & echo $!"],
    ["sends its output elsewhere", "sleep 60 >/dev/null 2>&1 & echo $!"],
  ])("takes with it what it left running that %s", async (_, text) => {
    const { how, exitCode, lines, seconds } = await run("sh", text);
    expect({ how, exitCode }).toEqual({ how: "exited", exitCode: 0 });
    expect(seconds).toBeLessThan(20);
    await expectGone(lines[0] ?? "");
  });

  it("that a signal ended says which", async () => {
    expect(await run("sh", "kill -SEGV $$")).toMatchObject({ how: "exited", exitCode: null, signal: "SIGSEGV" });
  });

  it("that cannot be started is an error", async () => {
    const script = { language: "sh", text: "", cwd: "/", env: {}, timeoutMs: 1000, onLine: () => {} } as const;
    const interpreter = { program: "/nowhere/sh", args: [] };
    await expect(runScript({ ...script, interpreter }, signals())).rejects.toMatchObject({ code: "io" });
  });
});

describe.runIf(process.platform === "win32")("a script on Windows", () => {
  it.each<[Language, string]>([
    ["cmd", "setlocal EnableDelayedExpansion\necho !VALUE!\nexit /b 3"],
    ["node", "console.log(process.env.VALUE); process.exitCode = 3;"],
  ])("in %s gets values as they are, and its exit status is told", async (language, text) => {
    const value = 'a & echo pwned | more > pwned "b" %PATH% ä';
    const { how, exitCode, lines } = await run(language, text, { env: { VALUE: value } });
    expect({ how, exitCode, lines }).toEqual({ how: "exited", exitCode: 3, lines: [value] });
    expect(existsSync(join(folders[0] ?? "", "pwned"))).toBe(false);
  });

  it("ends with its time, and what it started with it", async () => {
    const child = "setTimeout(() => require('node:fs').writeFileSync('late', ''), 6000)";
    const text = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "ignore" }); setInterval(() => {}, 1000)`;
    expect(await run("node", text, { timeoutMs: 3000 })).toMatchObject({ how: "timed-out" });
    await new Promise((resolve) => setTimeout(resolve, 7000));
    expect(existsSync(join(folders[0] ?? "", "late"))).toBe(false);
  });
});

describe.skipIf(process.platform === "win32")("a script in PowerShell", () => {
  const VALUE = "$(x) `x` \"; x; ' ä %PATH% $HOME";

  it.for<readonly [does: string, text: string, exitCode: number, told: string | RegExp]>([
    ["gets values as they are", '"$env:VALUE"; exit 3', 3, VALUE],
    ["is told that it ended well", "'Grüße ✓'; if ($false) { exit 3 }", 0, "Grüße ✓"],
    ["ends with what its last program ended with", "sh -c 'exit 4'\n'after'", 4, "after"],
    ["ends well where only an earlier program failed", "sh -c 'exit 4'; sh -c 'exit 0'", 0, ""],
    ["reads what programs write as UTF-8", "$out = printf 'ü\\n'; \"$($out.Length) $out\"", 0, "1 ü"],
    ["ends at its first error", "Get-Item nowhere\n'after'", 1, /^(?![^]*\bafter$)[^]*nowhere/u],
    ["ends at what does not parse", "if ($x -lt 1 { exit 0 }", 1, /Unexpected token/u],
    ["may catch an error", "try { throw 'x' } catch { 'caught' }", 0, "caught"],
    ["has standard error told too", "[Console]::Error.WriteLine('ü')", 0, "ü"],
    ["can ask nobody", "Read-Host 'Name'", 1, /NonInteractive/u],
    [
      "draws no bar of progress",
      "1..3 | ForEach-Object { Write-Progress -Activity a -PercentComplete $_; Start-Sleep -Milliseconds 200 }; 'done'",
      0,
      "done",
    ],
    ["may begin as a script of its own does", "#Requires -Version 5.1\nparam($Name = 'x')\n$Name", 0, "x"],
  ])("%s", async ([, text, exitCode, told], { skip }) => {
    skip(spawnSync("pwsh", ["--version"]).status !== 0, "pwsh is not installed");
    const end = await run("pwsh", text, { env: { VALUE } });
    expect(end.exitCode).toBe(exitCode);
    expect(end.lines.join("\n")).toEqual(typeof told === "string" ? told : expect.stringMatching(told));
  });
});

// With programs of POSIX in taskkill's place.
describe.skipIf(process.platform === "win32")("a process of Windows", () => {
  it.each([
    ["cannot", "/bin/false"],
    ["is not there", "/nowhere/taskkill.exe"],
  ])("is ended in another way where the program for it %s", async (_, program) => {
    const isEndedOtherwise = await new Promise((resolve) => endTree(program, 1, () => resolve(true)));
    expect(isEndedOtherwise).toBe(true);
  });

  it("is not ended twice where the program for it can", async () => {
    const isAlsoEnded = await new Promise((resolve) => {
      endTree("/bin/true", 1, () => resolve(true));
      setTimeout(resolve, 300, false);
    });
    expect(isAlsoEnded).toBe(false);
  });
});
