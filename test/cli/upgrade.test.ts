// `init` from one version of a small reference run book, `upgrade` to the next, in this process.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bookFiles, bookFolder, emptyFolder, procedureText, runCli, runJson, writeFiles } from "../helpers/run-cli.ts";

const body = (steps: string): string =>
  `Purpose.\n\n## Steps\n\n${steps}\n\n## Validation\n\n- It is 0.\n\n## Escalation\n\n- Call the lead.\n`;
const STEPS = "1. One.\n2. Two.\n3. Three.\n4. Four.\n5. Five.";
const NAMES = ["as-it-was", "changed-here", "changed-there", "both", "clash", "alike", "deleted", "gone", "moved"];

interface Upgraded {
  readonly root: string;
  readonly reference: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A run book made from the first version; the reference then is at the second, `changes` to its files besides. */
async function upgradable(): Promise<Upgraded> {
  const [cwd, reference] = [emptyFolder(), emptyFolder()];
  const procedures = (text: (name: string) => string): { path: string; text: string }[] =>
    NAMES.map((name) => ({
      path: `procedures/daily/${name}.md`,
      text: procedureText(name, { body: body(text(name)) }),
    }));
  writeFiles(reference, [...bookFiles({}), ...procedures(() => STEPS)]);
  const env = { RUNBOOK_REFERENCE: reference };
  const { code, stderr } = await runCli(["init", "ops", "--yes"], { cwd, env, inProcess: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const root = join(cwd, "ops");
  const unchanged = ["as-it-was", "changed-here"];
  writeFiles(
    reference,
    procedures((name) => (unchanged.includes(name) ? STEPS : STEPS.replace("Two", "Zwei"))),
  );
  rmSync(join(reference, "procedures/daily/gone.md"));
  writeFiles(reference, [
    { path: "procedures/weekly/added.md", text: procedureText("added") },
    { path: "procedures/weekly/taken.md", text: procedureText("taken") },
    { path: "procedures/weekly/other.md", text: procedureText("other", { products: "[business-central]" }) },
  ]);
  edit(root, "changed-here", "Four", "Vier");
  edit(root, "both", "Five", "Fünf");
  edit(root, "both", "last_updated: 2026-11-23", "last_updated: 2026-12-24");
  edit(root, "clash", "Two", "Deux");
  edit(root, "alike", "Two", "Zwei");
  rmSync(join(root, "procedures/daily/deleted.md"));
  mkdirSync(join(root, "procedures/weekly"));
  renameSync(join(root, "procedures/daily/moved.md"), join(root, "procedures/weekly/moved.md"));
  writeFileSync(join(root, "procedures/daily/taken.md"), procedureText("taken", { name: "Mine" }));
  return { root, reference, env };
}

function edit(root: string, name: string, from: string, to: string): void {
  const file = join(root, `procedures/daily/${name}.md`);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
}

const textOf = (root: string, path: string): string => readFileSync(join(root, "procedures", path), "utf8");

describe("upgrade", () => {
  it("shows what changed, and writes nothing", async () => {
    const { root, env } = await upgradable();
    const record = readFileSync(join(root, ".runbook/reference.json"), "utf8");
    const { document, code } = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(code).toBe(1);
    expect(
      Object.fromEntries(document.files.map(({ path, change }) => [path.slice("procedures/".length), change])),
    ).toEqual({
      "daily/alike.md": "same",
      "daily/both.md": "merge",
      "daily/changed-there.md": "update",
      "daily/clash.md": "conflict",
      "daily/deleted.md": "deleted",
      "daily/gone.md": "gone",
      "daily/taken.md": "taken",
      "weekly/added.md": "new",
      "weekly/moved.md": "update",
    });
    expect(textOf(root, "daily/changed-there.md")).toContain("Two");
    expect(existsSync(join(root, "procedures/weekly/added.md"))).toBe(false);
    expect(readFileSync(join(root, ".runbook/reference.json"), "utf8")).toBe(record);
    const { stdout } = await runCli(["upgrade"], { cwd: root, env, inProcess: true });
    expect(stdout).toContain("`runbook upgrade --apply` writes 4 files");
  });

  it("merges what changed, leaves conflicts and what was deleted, and is done after that", async () => {
    const { root, env } = await upgradable();
    const clash = textOf(root, "daily/clash.md");
    const windows = textOf(root, "daily/changed-there.md").replaceAll("\n", "\r\n");
    writeFileSync(join(root, "procedures/daily/changed-there.md"), windows);
    const { code } = await runCli(["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect(code).toBe(1);
    expect(textOf(root, "daily/changed-there.md")).toBe(windows.replace("Two", "Zwei"));
    expect(textOf(root, "weekly/moved.md")).toContain("2. Zwei.");
    expect(textOf(root, "daily/both.md")).toMatch(/last_updated: 2026-12-24[^]*2\. Zwei\.[^]*5\. Fünf\./);
    expect(textOf(root, "daily/clash.md")).toBe(clash);
    expect(textOf(root, "daily/taken.md")).toContain("name: Mine");
    expect(textOf(root, "weekly/added.md")).toContain("last_updated: 2026-11-23");
    const absent = ["daily/deleted.md", "weekly/other.md", "daily/moved.md"];
    expect(absent.filter((path) => existsSync(join(root, "procedures", path)))).toEqual([]);
    expect(existsSync(join(root, "procedures/daily/gone.md"))).toBe(true);
    // Only what is not settled comes again; then markers are asked for.
    const again = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(again.document.files.map(({ change }) => change)).toEqual(["conflict", "taken"]);
    await runCli(["upgrade", "--apply", "--conflict-markers"], { cwd: root, env, inProcess: true });
    expect(textOf(root, "daily/clash.md")).toMatch(
      /<{7} this run book\n2\. Deux\.\n={7}\n2\. Zwei\.\n>{7} reference run book\n/,
    );
    const last = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(last.document.files.map(({ change }) => change)).toEqual(["taken"]);
  });

  it("shows the changes line by line, as a patch of what --apply writes", async () => {
    const { root, env } = await upgradable();
    const { stdout, code } = await runCli(["upgrade", "--diff"], { cwd: root, env, inProcess: true });
    expect(code).toBe(1);
    expect(stdout).toContain("diff --git a/procedures/weekly/moved.md b/procedures/weekly/moved.md\n");
    expect(stdout).toMatch(/^--- \/dev\/null\n\+\+\+ b\/procedures\/weekly\/added\.md$/mu);
    expect(stdout).toMatch(/^-2\. Two\.\n\+2\. Zwei\.$/mu);
    expect(stdout).toContain("+<<<<<<< this run book\n 2. Deux.\n+=======\n+2. Zwei.\n+>>>>>>> reference run book\n");
    expect(stdout).toContain("`runbook upgrade --apply` writes 4 files.");
    expect(textOf(root, "daily/changed-there.md")).toContain("Two");

    const { document } = await runJson("upgrade", ["upgrade", "--diff"], { cwd: root, env, inProcess: true });
    const shown = document.files.filter(({ diff }) => diff !== null);
    expect(shown.map(({ change }) => change)).toEqual(["merge", "update", "conflict", "update", "new"]);
    const patched = emptyFolder();
    cpSync(root, patched, { recursive: true });
    const patch = document.files.map(({ writes, diff }) => (writes ? diff : "")).join("");
    execFileSync("git", ["apply"], { cwd: patched, input: patch });
    await runCli(["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    for (const { path } of document.files.filter(({ writes }) => writes)) {
      expect(readFileSync(join(patched, path), "utf8")).toBe(readFileSync(join(root, path), "utf8"));
    }

    const both = await runJson("error", ["upgrade", "--diff", "--apply"], { cwd: root, env, inProcess: true });
    expect([both.code, both.document.error.code]).toEqual([2, "usage"]);
  });

  it("brings the procedures of a product whose track runbook.yml has come to name, however it is written", async () => {
    const { root, env } = await upgradable();
    const before = await runCli(["upgrade"], { cwd: root, env, inProcess: true });
    expect(before.stdout).toMatch(
      /procedures for business-central, too\. .*\n {2}runbook upgrade --products business-central\n$/u,
    );
    const settings = join(root, "runbook.yml");
    const text = readFileSync(settings, "utf8");
    const grown = text.replace(
      /^tracks:.*$/mu,
      "tracks:   # Finance since May\n  - business-central\n  - customer-engagement",
    );
    expect(grown).not.toBe(text);
    writeFileSync(settings, grown);
    const { document } = await runJson("upgrade", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect(document).toMatchObject({
      products: ["customer-engagement", "business-central"],
      addedProducts: ["business-central"],
    });
    expect(document.files).toContainEqual(
      expect.objectContaining({ path: "procedures/weekly/other.md", change: "new" }),
    );
    expect(document.files.map(({ path }) => path)).not.toContain("runbook.yml");
    expect(textOf(root, "weekly/other.md")).toContain("effective: 2026-11-23");
    expect(readFileSync(settings, "utf8")).toBe(grown);
    const again = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(again.document).toMatchObject({ addedProducts: [] });
    expect(again.document.files.map(({ change }) => change)).toEqual(["conflict", "taken"]);
  });

  it("brings those of a product that --products names, and names its track in runbook.yml", async () => {
    const { root, env } = await upgradable();
    const args = ["upgrade", "--products", "business-central,customer-engagement"];
    const shown = await runCli(args, { cwd: root, env, inProcess: true });
    expect(shown.stdout).toMatch(/^Besides customer-engagement, this run book is for business-central now\.\n/u);
    expect(shown.stdout).toContain("`runbook upgrade --products business-central,customer-engagement --apply` writes");
    expect(shown.stdout).not.toContain("Once you have");
    const settings = join(root, "runbook.yml");
    writeFileSync(settings, readFileSync(settings, "utf8").replace("title:", "# Ours.\ntitle:"));
    await runCli([...args, "--apply"], { cwd: root, env, inProcess: true });
    expect(existsSync(join(root, "procedures/weekly/other.md"))).toBe(true);
    expect(readFileSync(settings, "utf8")).toMatch(/# Ours\.[^]*^tracks: \[customer-engagement, business-central\]/mu);
    const again = await runJson("upgrade", args, { cwd: root, env, inProcess: true });
    expect(again.document.files.map(({ change }) => change)).toEqual(["conflict", "taken"]);
    const unknown = await runJson("error", ["upgrade", "--products", "finance"], { cwd: root, env, inProcess: true });
    expect([unknown.code, unknown.document.error.code]).toEqual([2, "usage"]);
  });

  it("takes the days of review and of effect for the team's: no conflict with what stands beside them", async () => {
    const { root, reference, env } = await upgradable();
    edit(root, "as-it-was", "last_updated: 2026-11-23", "last_updated: 2026-12-24");
    edit(reference, "as-it-was", "owner: operations-analyst", "owner: ana");
    // A run that was broken off has written a new one already.
    await runCli(["upgrade", "--apply", "--as-of", "2026-12-28"], { cwd: root, env, inProcess: true });
    const record = join(root, ".runbook/reference.json");
    const { files, ...rest } = JSON.parse(readFileSync(record, "utf8")) as { files: Record<string, string> };
    delete files["procedures/weekly/added.md"];
    writeFileSync(record, JSON.stringify({ ...rest, files }));
    expect(textOf(root, "daily/as-it-was.md")).toContain("owner: ana\nlast_updated: 2026-12-24\n---");
    expect(textOf(root, "weekly/added.md")).toContain("last_updated: 2026-12-28\neffective: 2026-12-28\n");
    const again = await runJson("upgrade", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect(again.document.files.map(({ change }) => change)).toEqual(["conflict", "same", "taken"]);

    writeFiles(reference, [{ path: "procedures/weekly/added.md", text: procedureText("added", { effort: "20m" }) }]);
    const later = await runJson("upgrade", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect(later.document.files.map(({ change }) => change)).toEqual(["conflict", "update", "taken"]);
    expect(textOf(root, "weekly/added.md")).toContain("last_updated: 2026-12-28\neffective: 2026-12-28\neffort: 20m\n");
  });

  it("merges keys that stand side by side, one changed here and one there", async () => {
    const { root, reference, env } = await upgradable();
    edit(root, "as-it-was", "owner: operations-analyst", "owner: ana");
    edit(reference, "as-it-was", "trigger: daily", "trigger: every business day");
    const { document } = await runJson("upgrade", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect(document.files.find(({ path }) => path.endsWith("as-it-was.md"))).toMatchObject({ change: "merge" });
    expect(textOf(root, "daily/as-it-was.md")).toMatch(/^---\nname: .*\ntrigger: every business day\nowner: ana\n/);
    const again = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(again.document.files.map(({ path }) => path)).not.toContain("procedures/daily/as-it-was.md");
  });

  it("keeps every byte that nobody changed: line ends, a byte order mark; and refuses what is no UTF-8", async () => {
    const { root, env } = await upgradable();
    const file = join(root, "procedures/daily/changed-there.md");
    const written = readFileSync(file, "utf8");
    const [unix, windows] = [`${written}Own.\r\n`, `\uFEFF${written.replaceAll("\n", "\r\n")}Own.\n`];
    for (const text of [unix, windows]) {
      writeFileSync(file, text);
      const { document } = await runJson("upgrade", ["upgrade", "--diff"], { cwd: root, env, inProcess: true });
      const patched = emptyFolder();
      cpSync(root, patched, { recursive: true });
      const { path, diff } = document.files.find((changed) => changed.path.includes("changed-there"))!;
      execFileSync("git", ["apply", "--whitespace=nowarn"], { cwd: patched, input: diff! });
      expect(readFileSync(join(patched, path), "utf8")).toBe(text.replace("Two", "Zwei"));
    }
    // A latin-1 é.
    writeFileSync(file, Buffer.from(`${written}Caf\xE9.\n`, "latin1"));
    const refused = await runJson("error", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect([refused.code, refused.document.error.hint]).toEqual([2, "Save the file as UTF-8."]);
    expect(existsSync(join(root, "procedures/weekly/added.md"))).toBe(false);

    writeFileSync(file, windows);
    await runCli(["upgrade", "--apply", "--conflict-markers"], { cwd: root, env, inProcess: true });
    expect(readFileSync(file, "utf8")).toBe(windows.replace("Two", "Zwei"));
    const again = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(again.document.files.map(({ change }) => change)).toEqual(["taken"]);
  });

  it("goes along where the reference moves a procedure or gives it another id, and takes no id twice", async () => {
    const { root, reference, env } = await upgradable();
    const daily = join(reference, "procedures/daily");
    const weekly = (name: string): string => join(reference, `procedures/weekly/${name}.md`);
    renameSync(join(daily, "as-it-was.md"), weekly("as-it-was"));
    renameSync(join(daily, "both.md"), weekly("both"));
    renameSync(join(daily, "clash.md"), weekly("clash"));
    renameSync(join(daily, "deleted.md"), weekly("deleted"));
    rmSync(join(daily, "changed-here.md"));
    const renamed = procedureText("renamed", { formerly: "[changed-here]", body: body(STEPS) });
    writeFiles(reference, [{ path: "procedures/daily/renamed.md", text: renamed }]);
    // Here, one has another name, and one the id of what is new.
    rmSync(join(root, "procedures/daily/taken.md"));
    writeFileSync(join(root, "procedures/daily/own.md"), procedureText("own", { id: "taken" }));
    const was = join(root, "procedures/daily/changed-there.md");
    const text = readFileSync(was, "utf8").replace("---\n", "---\nformerly: [changed-there]\n");
    writeFileSync(join(root, "procedures/daily/other-name.md"), text);
    rmSync(was);

    const { document } = await runJson("upgrade", ["upgrade", "--diff"], { cwd: root, env, inProcess: true });
    const found = document.files.map(({ path, from, change }) =>
      [change, path.replace("procedures/", ""), ...(from === null ? [] : [from.replace("procedures/", "")])].join(" "),
    );
    expect(found.toSorted()).toEqual([
      "conflict daily/clash.md",
      "deleted weekly/deleted.md",
      "gone daily/gone.md",
      "merge daily/other-name.md",
      "merge daily/renamed.md daily/changed-here.md",
      "merge weekly/both.md daily/both.md",
      "new weekly/added.md",
      "same daily/alike.md",
      "taken daily/own.md",
      "update weekly/as-it-was.md daily/as-it-was.md",
      "update weekly/moved.md",
    ]);
    const patched = emptyFolder();
    cpSync(root, patched, { recursive: true });
    const patch = document.files.map(({ writes, diff }) => (writes ? diff : "")).join("");
    execFileSync("git", ["apply"], { cwd: patched, input: patch });
    await runCli(["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    for (const { path, from } of document.files.filter(({ writes }) => writes)) {
      expect(readFileSync(join(patched, path), "utf8")).toBe(readFileSync(join(root, path), "utf8"));
      expect(from !== null && existsSync(join(root, from))).toBe(false);
    }
    expect(textOf(root, "daily/renamed.md")).toMatch(/formerly: \[changed-here\][^]*4\. Vier\./);
    expect(textOf(root, "weekly/both.md")).toMatch(/2\. Zwei\.[^]*5\. Fünf\./);
    expect(textOf(root, "daily/other-name.md")).toContain("2. Zwei.");
    const again = await runJson("upgrade", ["upgrade"], { cwd: root, env, inProcess: true });
    expect(again.document.files.map(({ change }) => change).toSorted()).toEqual(["conflict", "taken"]);
    await runCli(["upgrade", "--apply", "--conflict-markers"], { cwd: root, env, inProcess: true });
    expect(existsSync(join(root, "procedures/daily/clash.md"))).toBe(false);
    expect(textOf(root, "weekly/clash.md")).toContain("=======");
  });

  it("has nothing to do right after init", async () => {
    const cwd = emptyFolder();
    await runCli(["init", "ops", "--yes"], { cwd, inProcess: true });
    const { document, code } = await runJson("upgrade", ["upgrade", "--dir", "ops"], { cwd, inProcess: true });
    expect([code, document.files]).toEqual([0, []]);
  });

  it("says how to go on without a record, with a damaged one, and through a link out of the run book", async () => {
    const without = await runJson("error", ["upgrade"], { cwd: bookFolder(), inProcess: true });
    expect([without.code, without.document.error.hint]).toEqual([2, expect.stringContaining("runbook init")]);
    const { root, env } = await upgradable();
    const record = join(root, ".runbook/reference.json");
    const text = readFileSync(record, "utf8");
    const key = "procedures/daily/both.md";
    for (const damaged of [
      text.slice(0, -40),
      text.replace(/("procedures\/daily\/both.md": ")..../, "$1AAAA"),
      ...["../both.md", "a/../../both.md", "/both.md", "procedures/", ""].map((path) => text.replace(key, path)),
    ]) {
      writeFileSync(record, damaged);
      const { document, code } = await runJson("error", ["upgrade"], { cwd: root, env, inProcess: true });
      expect([code, document.error.hint]).toEqual([2, expect.stringContaining("git checkout")]);
    }
    writeFileSync(record, text);
    const outside = emptyFolder();
    rmSync(join(root, "procedures/weekly"), { recursive: true });
    symlinkSync(outside, join(root, "procedures/weekly"));
    const { code } = await runJson("error", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect([code, existsSync(join(outside, "added.md"))]).toEqual([2, false]);
  });

  it("moves no procedure through a link out of the run book", async () => {
    const { root, reference, env } = await upgradable();
    const outside = emptyFolder();
    symlinkSync(outside, join(root, "procedures/monthly"));
    mkdirSync(join(reference, "procedures/monthly"));
    renameSync(join(reference, "procedures/daily/as-it-was.md"), join(reference, "procedures/monthly/as-it-was.md"));
    const { document, code } = await runJson("error", ["upgrade", "--apply"], { cwd: root, env, inProcess: true });
    expect([code, document.error.message]).toEqual([2, expect.stringContaining("leads out of the run book")]);
    expect(existsSync(join(outside, "as-it-was.md"))).toBe(false);
  });
});
