import { describe, expect, it } from "vitest";
import { LEDGER, bookRepository, expectRefused } from "../helpers/run-cli.ts";
import { hasTmux, terminal } from "../helpers/terminal.ts";

const BOOK = { procedures: { first: { trigger: "on incident severity 2 within 1 hour" } } };

describe.skipIf(!hasTmux)("incident open on a terminal (needs tmux)", () => {
  it("asks for severity and title where they are not given, and records them", async () => {
    const repository = bookRepository(BOOK);
    const { type, screenWith } = terminal(["incident", "open"], repository.folder);
    await screenWith("1: work stops");
    type("Down", "Enter");
    await screenWith("Who cannot do what");
    type(" ", "Enter");
    await screenWith("Say it in a few words");
    type("Sales cannot save", "Enter");
    expect(await screenWith("exit 0")).toMatch(/Opened incident-2026-11-23-[0-9a-f]{4}, severity 2: Sales cannot save/);
    expect(repository.git("log", "-1", "--format=%B", LEDGER)).toMatch(/opened, severity 2\n\nSales cannot save\n/);
  });

  it("says that it waits for the remote, while it does", async () => {
    const repository = bookRepository({ ...BOOK, settings: { ledger: "{ sync: auto }" } });
    repository.git("remote", "add", "origin", "ssh://git@contoso.example/book.git");
    const opening = ["incident", "open", "--severity", "2", "--title", "Sales cannot save"];
    const env = { GIT_SSH_COMMAND: "sleep 2; exit 1; :" };
    const { screenWith } = terminal(opening, repository.folder, { env });
    expect(await screenWith("Pushing to origin")).toContain("Opened incident-2026-11-23-");
    const ended = await screenWith("exit 0");
    expect(ended).toContain("1 record not pushed: runbook sync");
    expect(ended).not.toContain("Pushing to origin");
  });

  it("asks for the one that is missing alone, and records nothing where it is broken off", async () => {
    const repository = bookRepository(BOOK);
    const { type, screenWith } = terminal(["incident", "open", "--severity", "1"], repository.folder);
    await screenWith("Who cannot do what");
    type("C-c");
    expect(await screenWith("exit 2")).toContain("Stopped; nothing was recorded");
    expect(repository.git("branch", "--list", LEDGER)).toBe("");
  });
});

it("names what is missing where there is no terminal", async () => {
  const repository = bookRepository(BOOK);
  const missing = async (...args: string[]): Promise<string> =>
    (await expectRefused(repository, ["incident", "open", ...args])).message;
  expect(await missing()).toBe("Expected --severity and --title");
  expect(await missing("--severity", "1")).toBe("Expected --title");
  expect(await missing("--title", "x")).toBe("Expected --severity");
});
