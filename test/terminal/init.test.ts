import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder } from "../helpers/run-cli.ts";
import { hasTmux, terminal } from "../helpers/terminal.ts";

describe.skipIf(!hasTmux)("init on a terminal (needs tmux)", () => {
  it("asks for what is not given, checks it, and writes the run book", async () => {
    const folder = emptyFolder();
    const { type, screenWith } = terminal(["init"], folder);
    await screenWith("Title of the run book");
    type("Fabrikam run book", "Enter");
    await screenWith("Time zone (IANA)");
    type("Nowhere/Zone", "Enter");
    await screenWith("Expected an IANA time zone");
    type(...Array.from({ length: 12 }, () => "BSpace"), "Europe/Berlin", "Enter");
    await screenWith("Microsoft region");
    type("germ");
    await screenWith("❯ germany");
    type("Enter");
    await screenWith("Products");
    type("Enter");
    await screenWith("Country of the public holidays");
    type("DE", "Enter");
    await screenWith("Go-live (YYYY-MM-DD)");
    type("Enter");
    await screenWith("exit 0");
    const settings = readFileSync(join(folder, "runbook/runbook.yml"), "utf8");
    expect(settings).toMatch(/^title: Fabrikam run book$/m);
    expect(settings).toMatch(/^timezone: Europe\/Berlin\b/m);
    expect(settings).toMatch(/^region: germany\b/m);
    expect(readFileSync(join(folder, "runbook/holidays.yml"), "utf8")).toContain("date-holidays");
  });

  it("takes what --yes takes where every answer is Enter", async () => {
    const folder = emptyFolder();
    const { type, screenWith } = terminal(["init"], folder);
    for (const question of ["Title", "Time zone", "Microsoft region", "Products", "Country", "Go-live"]) {
      await screenWith(question);
      type("Enter");
    }
    const screen = await screenWith("exit 0");
    expect(screen).toContain("No region was given");
    expect(readFileSync(join(folder, "runbook/runbook.yml"), "utf8")).not.toMatch(/^region:/m);
  });

  it("writes nothing where it is stopped", async () => {
    const folder = emptyFolder();
    const { type, screenWith } = terminal(["init"], folder);
    await screenWith("Title of the run book");
    type("C-c");
    const screen = await screenWith("exit 2");
    expect(screen).toContain("Stopped; nothing was written");
    expect(existsSync(join(folder, "runbook"))).toBe(false);
  });
});
