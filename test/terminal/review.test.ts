import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bookRepository } from "../helpers/run-cli.ts";
import { hasTmux, terminal } from "../helpers/terminal.ts";

const books = { procedures: { job: { last_updated: "2026-05-01" }, other: { last_updated: "2026-05-01" } } };

describe.skipIf(!hasTmux)("review on a terminal (needs tmux)", () => {
  it("changes what is found right only, and keeps it where it is stopped at the next one", async () => {
    const { folder, git } = bookRepository(books);
    const { type, screenWith } = terminal(["review", "job", "other"], folder, { rows: 80 });
    await screenWith("Is job right as it stands? (y/N)");
    type("y", "Enter");
    await screenWith("Is other right as it stands? (y/N)");
    type("C-c");
    expect(await screenWith("exit 2")).toContain("Stopped; what was reviewed before this one stays");
    expect(git("log", "-1", "--name-only", "--format=%s")).toBe("Review job\n\nprocedures/job.md");
    expect(readFileSync(join(folder, "procedures/other.md"), "utf8")).toContain("last_updated: 2026-05-01");
  });

  it("takes Enter for no", async () => {
    const { folder, git } = bookRepository(books);
    const { type, screenWith } = terminal(["review", "job"], folder, { rows: 60 });
    await screenWith("Is job right as it stands? (y/N)");
    type("Enter");
    expect(await screenWith("exit 0")).toContain("Nothing was changed.");
    expect(git("status", "--porcelain")).toBe("");
  });
});
