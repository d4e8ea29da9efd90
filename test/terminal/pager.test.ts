import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { writePaged } from "../../src/commands/paging.ts";
import { bookFolder, writeFiles } from "../helpers/run-cli.ts";
import { hasTmux, terminal } from "../helpers/terminal.ts";

const HOSTILE = "'; touch stolen; echo `touch stolen` $(touch stolen) !touch stolen";
const steps = Array.from({ length: 60 }, (_, index) => `${index + 1}. Step ${index + 1} ${HOSTILE}`).join("\n");
const body = `## Steps\n\n${steps}\n\n## Validation\n\n- It is 0.\n\n## Escalation\n\n- The lead.\n`;

describe.skipIf(!hasTmux)("a long text on a terminal (needs tmux)", () => {
  it("goes to the pager that the user names, by a pipe, and comes back from it", async () => {
    const cwd = bookFolder({ procedures: { job: { body } } });
    writeFiles(cwd, [{ path: "pager.sh", text: 'printf "%s|" "$@" "$LESS" >args\ncat >paged\necho shown\n' }]);
    const env = { RUNBOOK_PAGER: "sh pager.sh --one 'two words'", PAGER: "false" };
    const screen = await terminal(["show", "job"], cwd, { env }).screenWith("exit 0");
    expect(screen).toContain("shown");
    expect(screen).not.toContain("Step");
    expect(readFileSync(join(cwd, "args"), "utf8")).toBe("--one|two words|FRX|");
    expect(readFileSync(join(cwd, "paged"), "utf8").match(/ \d+\. Step \d+ '; touch stolen; echo/g)).toHaveLength(60);
    expect(existsSync(join(cwd, "stolen"))).toBe(false);
  });

  it("leaves the terminal to the pager until that has ended, Ctrl-C too", async () => {
    const cwd = bookFolder({ procedures: { job: { body } } });
    writeFiles(cwd, [{ path: "pager.sh", text: 'trap "" INT\necho paging\nread line </dev/tty\necho "read $line"\n' }]);
    const { screenWith, type } = terminal(["show", "job"], cwd, { env: { PAGER: "sh pager.sh" } });
    await screenWith("paging");
    type("C-c");
    await pause(200);
    type("on", "Enter");
    expect(await screenWith("exit 0")).toContain("read on");
  });

  it("is printed where the pager is not there", async () => {
    const cwd = bookFolder({ procedures: { job: { body } } });
    const screen = await terminal(["show", "job"], cwd, { env: { PAGER: "no-such-pager" } }).screenWith("exit 0");
    expect(screen).toContain("The lead.");
  });
});

describe("a text", () => {
  it.each<[string, string, { lines?: number; env?: Record<string, string>; isTTY?: boolean; rows?: number }]>([
    ["less", "longer than the screen", {}],
    ["", "that fits", { lines: 8 }],
    ["less", "whose one line fills the screen", { lines: 1, rows: 2 }],
    ["", "for a pipe", { isTTY: false }],
    ["most", "with RUNBOOK_PAGER", { env: { RUNBOOK_PAGER: "most", PAGER: "less" } }],
    ["more", "with PAGER", { env: { PAGER: "more" } }],
    ["", "with RUNBOOK_PAGER=cat", { env: { RUNBOOK_PAGER: "cat", PAGER: "less" } }],
    ["", "with no pager", { env: { PAGER: "" } }],
    ["", "on a dumb terminal", { env: { TERM: "dumb" } }],
    ["", "in CI", { env: { CI: "true" } }],
    ["", "on Windows", { env: { OS: "Windows_NT" } }],
    ["more", "on Windows that names one", { env: { OS: "Windows_NT", PAGER: "more" } }],
  ])("goes to %j: %s", async (expected, _, { lines = 30, env = {}, isTTY = true, rows = 10 }) => {
    const text = lines === 1 ? "x".repeat(200) : "line\n".repeat(lines);
    const went = { stdout: "", pager: "" };
    const stdout = { isTTY, columns: 80, rows, write: (part: string) => void (went.stdout += part) };
    const page = async (paged: string, pager: string): Promise<boolean> => {
      expect(paged).toBe(text);
      went.pager = pager;
      return true;
    };
    await writePaged(text, { stdout, env, page });
    expect(went).toEqual(expected === "" ? { stdout: text, pager: "" } : { stdout: "", pager: expected });
  });
});
