// Completion in real shells: Tab is pressed on a terminal, and the screen tells what the shell made of it.

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  PROGRAM,
  type Repository,
  bookFolder,
  bookRepository,
  emptyFolder,
  recorded,
} from "../helpers/run-cli.ts";
import { type Terminal, hasTmux, terminalOf } from "../helpers/terminal.ts";

const COMMANDS = "touch pwned; $(touch pwned) `touch pwned` 'touch pwned' %x{touch pwned}";
let book: Repository;

beforeAll(async () => {
  book = bookRepository({
    procedures: {
      "service-health": { name: "Service health" },
      "backup-verification": { trigger: "monthly on business day 2", measures: "{ size_gb: { unit: GB } }" },
      evil: { name: JSON.stringify(COMMANDS) },
      outage: { trigger: "on incident severity 1 within 15 minutes" },
    },
  });
  writeFileSync(join(book.folder, "errors in $(touch pwned).csv"), "");
  const opening = ["incident", "open", "--severity", "1", "--title", COMMANDS];
  await recorded(book, opening);
}, HOOK_TIMEOUT);

/** A folder in which `runbook` is the program as built. */
function binIn(home: string): string {
  const bin = join(home, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "runbook"), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(bin, "runbook"), 0o755);
  return bin;
}

/** A shell with the script in its start file, in the run book; `runbook` is on its path. */
function start(shell: "bash" | "zsh" | "fish"): Terminal {
  const home = emptyFolder();
  const bin = binIn(home);
  const file = (name: string): string => readFileSync(join(import.meta.dirname, "../../completions", name), "utf8");
  // tmux gives every session the PATH that it was started with.
  const path = `PATH='${bin}':$PATH\n`;
  const starts = {
    bash: {
      path: "bashrc",
      text: `${path}PS1='ready> '\n${file("runbook.bash")}`,
      command: `bash --noprofile --rcfile ${home}/bashrc`,
    },
    zsh: {
      path: ".zshrc",
      text: `${path}PS1='ready> '\nautoload -Uz compinit\ncompinit -u -d ${home}/dump\nsource <(runbook completion zsh)\n`,
      command: "zsh -i",
    },
    fish: {
      path: ".config/fish/config.fish",
      text: `set -x PATH '${bin}' $PATH\nfunction fish_prompt; echo -n 'ready> '; end\nset -g fish_autosuggestion_enabled 0\n${file("runbook.fish")}`,
      command: "fish -i",
    },
  }[shell];
  mkdirSync(join(home, ".config/fish"), { recursive: true });
  writeFileSync(join(home, starts.path), starts.text);
  const env = { HOME: home, ZDOTDIR: home, XDG_CONFIG_HOME: `${home}/.config`, XDG_DATA_HOME: home };
  return terminalOf(starts.command, book.folder, { columns: 110, env });
}

const isThere = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

const LINES = [
  { typed: "runbook incid", completed: "runbook incident" },
  { typed: "runbook due --role operations-l", completed: "--role operations-lead" },
  { typed: "runbook due --format=js", completed: "--format=json" },
  { typed: "runbook done backup-verification --value ", completed: "--value size_gb=" },
  { typed: "runbook incident close ", completed: "close incident-2026-11-23-" },
];

describe.skipIf(!hasTmux)("completion on a terminal (needs tmux)", () => {
  // Where a shell is missing, there is nobody to complete for.
  it.for((["bash", "zsh", "fish"] as const).map((shell) => ({ shell, isMissing: !isThere(shell) })))(
    "in $shell offers what may come next, and runs nothing of it",
    async ({ shell, isMissing }, { skip }) => {
      skip(isMissing, `${shell} is not installed`);
      const { type, screenWith } = start(shell);
      await screenWith("ready>");
      for (const { typed, completed } of LINES) {
        type(typed, "Tab");
        await screenWith(completed);
        type("C-u");
      }
      // Several: they are listed, what they mean beside them where a shell shows that.
      type("runbook show ");
      type("Tab", "Tab");
      const offered = await screenWith("backup-verification");
      expect(offered).toContain("evil");
      if (shell !== "bash") expect(offered).toContain("Service health");
      type("C-u");
      for (const typed of ["runbook done $(touch pwned) `touch pwned` serv", "runbook done evil --attach err"]) {
        type(typed, "Tab");
        await screenWith(typed);
        type("C-u");
      }
      type("runbook done evil --attach 'err", "Tab");
      await screenWith("--attach 'errors in $(touch pwned).csv");
      expect(existsSync(join(book.folder, "pwned"))).toBe(false);
    },
  );
});

// PowerShell is asked, without a terminal, what it would make of each line: `^` is where the cursor stands.
const ASK_POWERSHELL = `
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
runbook completion powershell | Out-String | Invoke-Expression
foreach ($line in $env:LINES.Split([char]10)) {
  $global:LASTEXITCODE = 7
  $at = $line.IndexOf('^')
  $typed = $line.Remove($at, 1)
  $offered = TabExpansion2 $typed $at
  $becomes = foreach ($match in $offered.CompletionMatches) {
    $typed.Remove($offered.ReplacementIndex, $offered.ReplacementLength).Insert($offered.ReplacementIndex, $match.CompletionText)
  }
  ConvertTo-Json -Compress ([ordered]@{ becomes = @($becomes); status = $LASTEXITCODE })
}
`;

// `runbook` is a script for sh here, which Windows would not find.
describe.skipIf(process.platform === "win32")("completion in PowerShell", () => {
  it("offers what may come next, in any kind of word, and runs nothing of it", ({ skip }) => {
    skip(!isThere("pwsh"), "pwsh is not installed");
    const home = emptyFolder();
    const spaced = join(home, "it's a book");
    cpSync(bookFolder({ procedures: { elsewhere: {} } }), spaced, { recursive: true });
    const warning = join(home, "warning.cjs");
    writeFileSync(warning, 'process.emitWarning("some option is old")');
    const lines: readonly (readonly [typed: string, becomes: string])[] = [
      ["runbook incid^", "runbook incident"],
      ["runbook sh^o evil", "runbook show evil"],
      ["runbook due --format=js^", "runbook due --format=json"],
      ["runbook due --format js^ --mine", "runbook due --format json --mine"],
      ["runbook show back^", "runbook show backup-verification"],
      ["runbook show 'back^", "runbook show backup-verification"],
      ['runbook show "back^"', "runbook show backup-verification"],
      ["runbook done -m '' back^", "runbook done -m '' backup-verification"],
      ["runbook done -- back^", "runbook done -- backup-verification"],
      ["if ($true) { runbook done evil back^ }", "if ($true) { runbook done evil backup-verification }"],
      ["runbook done backup-verification --value ^", "runbook done backup-verification --value size_gb="],
      ["runbook lint --rule stale,unow^", "runbook lint --rule stale,unowned"],
      ["runbook lint --rule='stale', unow^", "runbook lint --rule='stale', unowned"],
      ["runbook lint --rule 'stale,unow^", "runbook lint --rule 'stale,unowned'"],
      ["runbook init --products power-platform,po^", ""],
      [
        `runbook show --dir '${spaced.replace("'", "''")}' el^`,
        `runbook show --dir '${spaced.replace("'", "''")}' elsewhere`,
      ],
      [
        'runbook done "$(touch pwned)" $(touch pwned) serv^',
        'runbook done "$(touch pwned)" $(touch pwned) service-health',
      ],
      ["runbook done evil --attach 'err^", "runbook done evil --attach './errors in $(touch pwned).csv'"],
    ];
    const { stdout, stderr } = spawnSync("pwsh", ["-NoProfile", "-NonInteractive", "-Command", ASK_POWERSHELL], {
      cwd: book.folder,
      env: {
        ...process.env,
        PATH: `${binIn(home)}:${process.env["PATH"]}`,
        LINES: lines.map(([typed]) => typed).join("\n"),
      },
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(answers).toEqual(lines.map(([, becomes]) => ({ becomes: becomes === "" ? [] : [becomes], status: 7 })));
    expect(existsSync(join(book.folder, "pwned"))).toBe(false);
  });
});
