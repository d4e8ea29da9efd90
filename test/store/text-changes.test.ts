import { expect, it } from "vitest";
import { findFileHistory } from "../../src/store/repository-folders.ts";
import { readTextChanges } from "../../src/store/text-changes.ts";
import {
  type TemporaryRepository,
  cloneOf,
  temporaryDirectory,
  temporaryRepository,
} from "../helpers/temp-repository.ts";

const PATH = "runbook/procedures/daily/job.md";
const LINES = [
  "## Steps",
  "",
  "1. Open the page that the list names.",
  "2. Compare both columns.",
  "3. Write it down.",
];
const text = (reviewed: string, ...lines: readonly string[]): string =>
  `---\nname: Job\nlast_updated: ${reviewed}\n---\n\n${[...LINES, ...lines].join("\n")}\n`;

function commitOn(repository: TemporaryRepository, day: string, files: Readonly<Record<string, string>>): string {
  const { git, write } = repository;
  for (const [path, content] of Object.entries(files)) write(path, content);
  git("add", "--all");
  // The committer's date is later, as after a rebase.
  git("-c", "user.name=Ana", "commit", "--quiet", "--date", `${day}T12:00:00+00:00`, "-m", day);
  return git("rev-parse", "--short", "HEAD");
}

const changes = async ({ directory }: TemporaryRepository, since = "2026-01-01"): Promise<Record<string, string>> => {
  const found = await readTextChanges(`${directory}/runbook`, process.env, since);
  return Object.fromEntries([...found].map(([path, { at, commit }]) => [path, `${at.slice(0, 10)} ${commit}`]));
};

it("finds the latest change after the commit that wrote the date", async () => {
  const repository = temporaryRepository();
  commitOn(repository, "2026-11-02", { [PATH]: text("2026-11-02"), "runbook/procedures/other.md": text("2026-11-02") });
  commitOn(repository, "2026-11-05", { [PATH]: text("2026-11-02", "- more") });
  const last = commitOn(repository, "2026-11-10", { [PATH]: text("2026-11-02", "- more", "- and more") });
  commitOn(repository, "2026-11-12", { "runbook/roles.yml": "roles: {}\n" });
  expect(await changes(repository)).toEqual({ "procedures/daily/job.md": `2026-11-10 ${last}` });
});

it("takes a commit that writes the date for a review of all before it", async () => {
  const repository = temporaryRepository();
  commitOn(repository, "2026-11-02", { [PATH]: text("2026-11-02") });
  commitOn(repository, "2026-11-05", { [PATH]: text("2026-11-02", "- more") });
  commitOn(repository, "2026-11-10", { [PATH]: text("2026-11-09", "- more", "- reviewed") });
  expect(await changes(repository)).toEqual({});
});

it("passes over white space, line ends and moves, and follows a move", async () => {
  const repository = temporaryRepository();
  commitOn(repository, "2026-11-02", { [PATH]: text("2026-11-02") });
  commitOn(repository, "2026-11-05", { [PATH]: text("2026-11-02").replaceAll("\n", "\r\n").replace("1. O", "1.   O") });
  expect(await changes(repository)).toEqual({});
  const last = commitOn(repository, "2026-11-06", { [PATH]: text("2026-11-02", "- more") });
  repository.git("mv", PATH, "runbook/procedures/moved job.md");
  commitOn(repository, "2026-11-07", {});
  expect(await changes(repository)).toEqual({ "procedures/moved job.md": `2026-11-06 ${last}` });
});

it("is not misled by lines that look like a patch, or by the user's settings", async () => {
  const repository = temporaryRepository();
  const { git } = repository;
  git("config", "diff.noprefix", "true");
  git("config", "diff.context", "9");
  git("config", "log.showSignature", "true");
  commitOn(repository, "2026-11-02", { [PATH]: text("2026-11-02", "-- a/x", "+++ b/procedures/y.md") });
  const last = commitOn(repository, "2026-11-04", {
    [PATH]: text("2026-11-02", "commit 0000000 2026-12-01T00:00:00Z", "diff --git a/z b/z", "++ b/procedures/y.md"),
  });
  expect(await changes(repository)).toEqual({ "procedures/daily/job.md": `2026-11-04 ${last}` });
});

it("reads the text of a file that attributes call binary, or leave out of diffs", async () => {
  const repository = temporaryRepository();
  const other = "runbook/procedures/other.md";
  commitOn(repository, "2026-11-02", {
    [PATH]: text("2026-11-02"),
    [other]: text("2026-11-02"),
    ".gitattributes": "job.md binary\nother.md -diff\n",
  });
  commitOn(repository, "2026-11-05", { [PATH]: text("2026-11-05", "- more"), [other]: text("2026-11-02", "- more") });
  const last = commitOn(repository, "2026-11-10", { [PATH]: text("2026-11-05", "- and more") });
  expect(await changes(repository)).toEqual({
    "procedures/daily/job.md": `2026-11-10 ${last}`,
    "procedures/other.md": expect.stringMatching(/^2026-11-05 /u),
  });
});

it("knows a shallow clone, a folder in no repository, and a repository without a commit", async () => {
  const repository = temporaryRepository();
  repository.write("runbook/procedures/a.md", text("2026-11-02"));
  expect(await changes(repository)).toEqual({});
  commitOn(repository, "2026-11-02", {});
  commitOn(repository, "2026-11-03", { [PATH]: text("2026-11-03") });
  const shallow = cloneOf(repository, "--depth", "1");
  const isShallow = async (folder: string): Promise<boolean | undefined> =>
    (await findFileHistory(folder, process.env))?.isShallow;
  expect(await isShallow(repository.directory)).toBe(false);
  expect(await isShallow(shallow.directory)).toBe(true);
  expect(await isShallow(temporaryDirectory())).toBeUndefined();
});
