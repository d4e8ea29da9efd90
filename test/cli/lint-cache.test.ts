// What lint takes from single files is kept: with it and without it the findings are the same, whatever has happened to the
// files since.

import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bookRepository, plant, procedureText, runCli } from "../helpers/run-cli.ts";

const BOOK = {
  settings: { tracks: "[customer-engagement, business-central]" },
  procedures: {
    job: { escalate_to: "[operations-leed]" },
    other: { last_updated: "2020-01-01" },
    tracked: { trigger: "wave -9 weeks", track: "business-central" },
    measured: { measures: "{ __proto__: { unit: GB, limit: 3 }, gb: {} }" },
  },
} as const;
const NAMES = Object.keys(BOOK.procedures);
/** Made up from parts, so that no scanner takes this file for a leak. */
const TOKEN = ["ghp", "abcdefghijklmnopqrstuvwxyz0123456789"].join("_");
const KEY_BEGINS = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");

const lint = (cwd: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(["lint", "--json", ...args], { cwd, inProcess: true });

function cacheFileIn(folder: string): string {
  const directory = join(folder, ".git", "runbook", "cache");
  const [name = ""] = readdirSync(directory).filter((entry) => entry.startsWith("lint"));
  return join(directory, name);
}

async function expectSame(folder: string): Promise<void> {
  const plain = await lint(folder, "--no-cache");
  expect(await lint(folder)).toEqual(plain);
  expect(await lint(folder)).toEqual(plain);
}

/** Texts in place of a procedure's own, sound and faulty. */
const TEXTS: readonly ((name: string) => string)[] = [
  (name) => procedureText(name),
  (name) => procedureText(name, { ...BOOK.procedures.job, covers: "[nothing]" }),
  (name) => procedureText(name, { trigger: "weekly on Mnoday", colour: "blue" }),
  (name) => procedureText(name, { track: "customer-engagement", trigger: "wave week" }),
  (name) => `\uFEFF${procedureText(name).replaceAll("\n", "\r\n")}\r\nSee [it](other.md#steps) and [that](no.md).\r\n`,
  (name) => `${procedureText(name)}\n<!-- runbook-disable stale: kept -->\n<!-- runbook-disable -->\n`,
  (name) => `${procedureText(name)}\nUse ${TOKEN}.\n`,
  (name) => `${procedureText(name)}\n${KEY_BEGINS}\n`,
  (name) => procedureText(name).replace("## Validation", "## Something else"),
  () => "---\nname: [\n---\n",
  () => "",
];

describe("cached findings", () => {
  it("are those of an uncached run, whatever is changed in which order", async () => {
    const { folder } = bookRepository(BOOK);
    const settings = join(folder, "runbook.yml");
    const written = readFileSync(settings, "utf8");
    const file = (name: string): string => join(folder, "procedures", `${name}.md`);
    const change = fc.oneof(
      fc.record({ name: fc.constantFrom(...NAMES), text: fc.constantFrom(...TEXTS) }),
      fc.record({ settings: fc.constantFrom(written, written.replace(", business-central", ""), "id: [") }),
      fc.record({ removed: fc.constantFrom(...NAMES) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        for (const one of changes) {
          if ("settings" in one) writeFileSync(settings, one.settings);
          else if ("removed" in one) rmSync(file(one.removed), { force: true });
          else writeFileSync(file(one.name), one.text(one.name));
        }
        await expectSame(folder);
      }),
      { numRuns: Number(process.env["FC_RUNS"] ?? 12) },
    );
  });

  it("come from the cache: what is planted in it shows, and not with --no-cache", async () => {
    const { folder } = bookRepository(BOOK);
    await lint(folder);
    plant(cacheFileIn(folder), (text) => text.replaceAll("operations-leed", "planted"));
    expect((await lint(folder)).stdout).toContain("planted");
    expect((await lint(folder, "--no-cache")).stdout).not.toContain("planted");
    renameSync(join(folder, "procedures/job.md"), join(folder, "procedures/moved.md"));
    expect((await lint(folder)).stdout).not.toContain("planted");
  });

  it.each([
    ["an empty file", () => ""],
    ["half of it", (text: string) => text.slice(0, text.length / 2)],
    ["another version's", (text: string) => text.replace(/"[^\n]*"/, '"of another version"')],
  ])("are made anew where the cache is %s", async (_name, content) => {
    const { folder } = bookRepository(BOOK);
    await lint(folder);
    plant(cacheFileIn(folder), content);
    await expectSame(folder);
  });

  it("are kept of what is on disk only, not of what an editor sends", async () => {
    const { folder } = bookRepository(BOOK);
    await lint(folder);
    const before = readFileSync(cacheFileIn(folder), "utf8");
    const input = procedureText("job", { trigger: "never" });
    const args = ["lint", "--json", "--stdin-filename", join(folder, "procedures/job.md")];
    const { stdout } = await runCli(args, { cwd: folder, input, inProcess: true });
    expect(stdout).toContain('"rule": "trigger"');
    expect(readFileSync(cacheFileIn(folder), "utf8")).toBe(before);
  });
});
