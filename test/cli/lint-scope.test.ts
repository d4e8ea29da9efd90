// What `lint` is asked to look at: a change, what a baseline does not know, a text from an editor; and what it mends.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  PROGRAM,
  type Repository,
  type RunOptions,
  bookFiles,
  bookFolder,
  bookRepository,
  emptyFolder,
  procedureText,
  repositoryIn,
  runCli,
  runJson,
  runProgram,
  writeFiles,
} from "../helpers/run-cli.ts";

const SETTINGS = { lint: "{ rules: { coverage: off } }" };

async function found(args: readonly string[], options: RunOptions): Promise<string[]> {
  const { document } = await runJson("lint", ["lint", ...args], { ...options, inProcess: true });
  return document.diagnostics.map(({ rule, path, line }) => `${rule} ${path}:${line}`);
}

function commit({ git }: Repository, message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "-m", message);
}

describe("lint --changed", () => {
  function branch(): Repository {
    const repository = bookRepository({
      settings: SETTINGS,
      procedures: { old: { owner: "nobody" }, other: {}, same: { name: "Twin" } },
    });
    repository.git("switch", "--quiet", "-c", "topic");
    return repository;
  }

  it("gives findings of changed files only, committed or not, rules across files seeing all", async () => {
    const repository = branch();
    const cwd = repository.folder;
    expect(await found(["--changed", "main"], { cwd })).toEqual([]);
    writeFiles(cwd, [{ path: "procedures/twin é.md", text: procedureText("twin", { id: "twin", name: "Twin" }) }]);
    expect(await found(["--changed"], { cwd })).toContain("duplicate-procedure procedures/twin é.md:2");
    commit(repository, "Add a twin");
    writeFiles(cwd, [{ path: "procedures/other.md", text: procedureText("other", { trigger: "dayly" }) }]);
    const findings = await found(["--changed", "main"], { cwd });
    expect(findings).toContain("duplicate-procedure procedures/twin é.md:2");
    expect(findings).toContain("trigger procedures/other.md:3");
    expect(findings.some((finding) => finding.includes("old.md"))).toBe(false);
  });

  it("starts at the merge base, and leaves out rules that depend on the day", async () => {
    const repository = branch();
    const { git, folder: cwd } = repository;
    writeFiles(cwd, [{ path: "procedures/new.md", text: procedureText("new", { last_updated: "2020-01-01" }) }]);
    commit(repository, "Add one");
    git("switch", "--quiet", "main");
    writeFiles(cwd, [{ path: "procedures/theirs.md", text: procedureText("theirs", { owner: "nobody" }) }]);
    commit(repository, "Another's");
    git("switch", "--quiet", "topic");
    expect(await found(["--rule", "stale"], { cwd })).toEqual(["stale procedures/new.md:5"]);
    expect(await found(["--changed", "main"], { cwd })).toEqual([]);
  });

  describe("in files that a change leaves as they are", () => {
    const linking = (links: readonly string[]): string => {
      const body = procedureText("links").split("---\n").at(-1);
      return procedureText("links", { body: `${links.map((link) => `- [it](${link})\n`).join("")}\n${body}` });
    };
    const links = [
      "old.md",
      "../../Notes.md#one",
      "sub/",
      "../../docs/a%20b.md#one",
      "there.md#steps",
      "lost.md",
      "old.md#lost",
    ];

    /** A run book below the top with links, one of them broken, and roles, all committed. */
    function linked(): Repository {
      const repository = repositoryIn(emptyFolder());
      const { folder, git } = repository;
      git("init", "--quiet", "--initial-branch=main");
      writeFiles(join(folder, "ops"), [
        ...bookFiles({ settings: SETTINGS, procedures: { old: {}, there: {} } }),
        { path: "procedures/links.md", text: linking(links) },
        { path: "procedures/sub/deep.md", text: procedureText("deep", { owner: "nobody" }) },
      ]);
      writeFiles(
        folder,
        ["docs/a b.md", "Notes.md"].map((path) => ({ path, text: "# One\n" })),
      );
      commit(repository, "Start");
      git("switch", "--quiet", "-c", "topic");
      return repository;
    }
    const ofLinks = ["broken-link procedures/links.md:12", "broken-link procedures/links.md:13"];

    it("tells links that were broken before to nobody", async () => {
      const { folder } = linked();
      const cwd = join(folder, "ops");
      expect(await found(["--rule", "broken-link"], { cwd })).toEqual(ofLinks);
      expect(await found(["--changed", "main"], { cwd })).toEqual([]);
    });

    it("tells links to what is deleted, renamed, emptied or without its heading now", async () => {
      const repository = linked();
      const { folder, git } = repository;
      const cwd = join(folder, "ops");
      git("mv", "ops/procedures/old.md", "ops/procedures/new.md");
      git("mv", "Notes.md", "notes.md");
      git("rm", "--quiet", "-r", "ops/procedures/sub", "docs");
      commit(repository, "Rename and delete");
      // Not committed yet.
      writeFiles(cwd, [{ path: "procedures/there.md", text: procedureText("there", { body: "Nothing.\n" }) }]);
      const broken = await found(["--changed", "main", "--rule", "broken-link"], { cwd });
      expect(broken).toEqual([7, 8, 9, 10, 11, 13].map((line) => `broken-link procedures/links.md:${line}`));
    });

    it("tells a second owner of an id, and whoever loses an owner", async () => {
      const repository = linked();
      const cwd = join(repository.folder, "ops");
      writeFiles(cwd, [{ path: "procedures/aaa.md", text: procedureText("aaa", { id: "there" }) }]);
      expect(await found(["--changed", "main"], { cwd })).toContain("duplicate-id procedures/there.md:1");
      const roles = readFileSync(join(cwd, "roles.yml"), "utf8").replaceAll("operations-analyst", "analyst");
      writeFiles(cwd, [{ path: "roles.yml", text: roles }]);
      const findings = await found(["--changed", "main", "--rule", "unowned"], { cwd });
      expect(findings).toContain("unowned procedures/old.md:4");
      // That one had none before.
      expect(findings).not.toContain("unowned procedures/sub/deep.md:4");
    });

    it("tells nothing where the run book could not be read before", async () => {
      const repository = linked();
      const cwd = join(repository.folder, "ops");
      const roles = readFileSync(join(cwd, "roles.yml"), "utf8");
      writeFiles(cwd, [{ path: "roles.yml", text: `${roles}: [` }]);
      commit(repository, "Break");
      repository.git("branch", "--force", "main");
      writeFiles(cwd, [{ path: "roles.yml", text: roles }]);
      expect(await found(["--changed", "main"], { cwd })).toEqual([]);
    });
  });

  it.each([
    { service: "azure", target: "refs/heads/release/2026", way: /"\$\(target\)"/gu },
    // A repository on GitHub that Azure Pipelines builds.
    { service: "azure", target: "release/2026", way: /"\$\(target\)"/gu },
    { service: "github", target: "release/2026", way: /\$BASE/gu },
  ])(
    "finds the target of a pull request ($target) as the pipeline for $service has it",
    async ({ service, target, way }) => {
      const repository = bookRepository({ settings: SETTINGS, procedures: { old: { owner: "nobody" }, job: {} } });
      const { folder, git } = repository;
      const origin = emptyFolder();
      git("init", "--quiet", "--bare", origin);
      git("remote", "add", "origin", `file://${origin}`);
      git("switch", "--quiet", "-c", "topic");
      writeFiles(folder, [{ path: "procedures/job.md", text: procedureText("job", { owner: "nobody" }) }]);
      commit(repository, "Change");
      git("push", "--quiet", "origin", "main:main", "main:2026-other", "main:release/2026", "topic:refs/pull/7/merge");
      // As an agent does: no branch of its own, HEAD at the merge.
      const agent = repositoryIn(emptyFolder());
      agent.git("init", "--quiet");
      agent.git("remote", "add", "origin", `file://${origin}`);
      const refs = ["+refs/heads/*:refs/remotes/origin/*", "+refs/pull/7/merge:refs/remotes/pull/7/merge"];
      agent.git("fetch", "--quiet", "--force", "--tags", "--prune", "origin", ...refs);
      agent.git("checkout", "--quiet", "--force", "refs/remotes/pull/7/merge");
      const template = readFileSync(join(import.meta.dirname, `../../templates/pipelines/${service}-lint.yml`), "utf8");
      const [, words = ""] = /runbook lint --dir "FOLDER" (.*) --format/u.exec(template) ?? [];
      const args = words.replaceAll(way, target).replaceAll('"', "").split(" ");
      expect(args[0]).toBe("--changed");
      const findings = await found(["--rule", "unowned", ...args], { cwd: agent.folder });
      expect(findings).toEqual(["unowned procedures/job.md:4"]);
    },
  );

  it.each([
    [["--changed", "gone"], "not-found", "fetch-depth: 0"],
    [["--changed=--output=x"], "not-found", "--output=x"],
    [["--changed", "main", "--baseline", "b.json", "--update-baseline"], "usage", "--changed"],
    [["--update-baseline"], "usage", "--baseline"],
    [["--baseline", "missing.json"], "io", "--update-baseline"],
    [["--baseline", "runbook.yml"], "usage", "no baseline"],
    [["--baseline", "runbook.yml", "--update-baseline"], "usage", "no baseline"],
    [["--stdin-filename", "README.md"], "usage", "README.md"],
    [["--stdin-filename", "../procedures/a.md"], "usage", "procedures"],
    [["--fix", "--stdin-filename", "procedures/a.md"], "usage", "--fix"],
    [["--fix", "--rule", "stale"], "usage", "--rule"],
  ])("%j is an error that says what to do", async (args, code, words) => {
    const cwd = bookRepository().folder;
    const { document, code: status, stderr } = await runJson("error", ["lint", ...args], { cwd, inProcess: true });
    expect({ status, code: document.error.code }).toEqual({ status: 2, code });
    expect(stderr).toContain(words);
  });

  it("says on a branch without commits that there is nothing to compare", async () => {
    const repository = branch();
    repository.git("switch", "--quiet", "--orphan", "empty");
    repository.git("checkout", "main", "--", ".");
    const { document, code } = await runJson("error", ["lint", "--changed", "main"], {
      cwd: repository.folder,
      inProcess: true,
    });
    expect([code, document.error.code]).toEqual([2, "git"]);
    expect(document.error.message).toMatch(/^This branch has no commit yet, .* with main$/u);
  });

  it("says in a shallow clone that it does not reach far enough, and outside a repository that there is none", async () => {
    const repository = branch();
    writeFiles(repository.folder, [{ path: "procedures/new.md", text: procedureText("new") }]);
    commit(repository, "Add one");
    const clone = emptyFolder();
    const { git } = repositoryIn(clone);
    git("clone", "--quiet", "--depth=1", "--no-single-branch", `file://${repository.folder}`, ".");
    const shallow = await runCli(["lint", "--changed", "origin/main"], { cwd: clone, inProcess: true });
    expect([shallow.code, shallow.stderr]).toEqual([2, expect.stringContaining("git fetch --unshallow")]);
    const outside = await runCli(["lint", "--changed"], { cwd: bookFolder(), inProcess: true });
    expect([outside.code, outside.stderr]).toEqual([2, expect.stringContaining("not in a git repository")]);
  });
});

describe("lint --baseline", () => {
  it("leaves out what it knows, wherever the lines are now, and counts what is new", async () => {
    const cwd = bookRepository({ settings: SETTINGS, procedures: { job: { owner: "nobody" } } }).folder;
    const lint = async (...args: string[]): ReturnType<typeof runCli> =>
      runCli(["lint", "--baseline", "known.json", ...args], { cwd, inProcess: true });
    expect((await lint("--update-baseline")).code).toBe(0);
    expect((await lint()).code).toBe(0);
    writeFiles(cwd, [{ path: "procedures/job.md", text: procedureText("job", { effort: "5m", owner: "nobody" }) }]);
    const moved = await lint("--json");
    expect(JSON.parse(moved.stdout).diagnostics).toEqual([]);
    writeFiles(cwd, [{ path: "procedures/more.md", text: procedureText("more", { owner: "nobody" }) }]);
    expect((await lint()).code).toBe(1);
    writeFiles(
      cwd,
      ["job", "more"].map((id) => ({ path: `procedures/${id}.md`, text: procedureText(id) })),
    );
    const mended = await lint();
    expect(mended.code).toBe(0);
    expect(mended.stderr).toMatch(/1 of it are no longer found/u);
  });

  it("knows a finding as often as it was there, and days that count up", async () => {
    const cwd = bookRepository({ settings: SETTINGS, procedures: { job: { last_updated: "2026-01-01" } } }).folder;
    const lint = async (...args: string[]): ReturnType<typeof runCli> =>
      runCli(["lint", "--rule", "stale", "--json", "--baseline", "known.json", ...args], { cwd, inProcess: true });
    await runCli(["lint", "--baseline", "known.json", "--update-baseline"], { cwd, inProcess: true });
    const later = await lint("--as-of", "2026-11-29");
    expect(JSON.parse(later.stdout).diagnostics).toEqual([]);
  });

  it("knows a text that was changed again, and does not take one link with a number for another", async () => {
    const repository = bookRepository({ settings: SETTINGS, procedures: { job: { last_updated: "2026-11-02" } } });
    const cwd = repository.folder;
    const write = (link: string): void => {
      const body = procedureText("job").split("---\n").at(-1);
      writeFiles(cwd, [
        { path: "procedures/job.md", text: procedureText("job", { body: `See [it](${link}).\n\n${body}` }) },
      ]);
      commit(repository, `See ${link}`);
    };
    write("step-1.md");
    await runCli(["lint", "--baseline", "known.json", "--update-baseline"], { cwd, inProcess: true });
    expect(readFileSync(join(cwd, "known.json"), "utf8")).toContain('"rule": "drift"');
    expect(await found(["--baseline", "known.json"], { cwd })).toEqual([]);
    // As an editor on Windows may keep it.
    writeFiles(cwd, [{ path: "known.json", text: `\uFEFF${readFileSync(join(cwd, "known.json"), "utf8")}` }]);
    expect(await found(["--baseline", "known.json"], { cwd })).toEqual([]);
    write("step-2.md");
    expect(await found(["--baseline", "known.json"], { cwd })).toEqual(["broken-link procedures/job.md:7"]);
  });
});

describe("lint --stdin-filename", () => {
  it("looks at the text from the editor in the place of the file, among all others", async () => {
    const cwd = bookFolder({ settings: SETTINGS, procedures: { job: {}, other: { owner: "nobody" } } });
    const input = procedureText("job", { trigger: "dayly" });
    const args = ["lint", "--json", "--stdin-filename", "procedures/job.md"];
    // A process of its own: the only test that standard input is read.
    const { code, stdout } = await runCli(args, { cwd, input });
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(stdout);
    expect(diagnostics.map(({ path, rule }: { path: string; rule: string }) => `${rule} ${path}`)).toEqual([
      "trigger procedures/job.md",
    ]);
    const twice = procedureText("draft", { id: "job" });
    const options = { cwd, input: twice };
    expect(await found(["--stdin-filename", "procedures/new.md"], options)).toContain(
      "duplicate-id procedures/new.md:6",
    );
  });
});

describe("what comes from the editor", () => {
  it.each<[string, string, string]>([
    ["more than a file may hold", "a b\n".repeat(1 << 19), "Unexpected size of more than 1 MiB."],
    ["no text", "a\0b", "Unexpected zero byte: this is no UTF-8 text."],
  ])("is refused as a file is where it is %s", async (_what, input, message) => {
    const cwd = bookFolder({ settings: SETTINGS, procedures: { job: {} } });
    const args = ["lint", "--stdin-filename", "procedures/job.md"];
    const { document } = await runJson("lint", args, { cwd, input, inProcess: true });
    expect(document.diagnostics.map((finding) => finding.message)).toEqual([message]);
  });

  it.runIf(process.platform !== "win32")("is read no further than a file, though it has no end", async () => {
    const cwd = bookFolder({ settings: SETTINGS, procedures: { job: {} } });
    const script = `yes | '${process.execPath}' '${PROGRAM}' lint --stdin-filename procedures/job.md`;
    const { code, stdout } = await runProgram("sh", ["-c", script], { cwd });
    expect([code, stdout]).toEqual([1, expect.stringContaining("more than 1 MiB")]);
  });
});

describe("lint --fix", () => {
  it("mends what can only be meant one way, keeps every other byte, and says what it did", async () => {
    const cwd = bookFolder({ settings: SETTINGS });
    const before =
      "\uFEFF---\r\nname:   Job   # as it is called\r\ntrigger: daily\r\nlast_updated: '2026/11/02'\t# by Ana\r\nowner: operations-analyst\r\nreview_every: 90\r\ncolour: blue\r\n---\r\n## Steps\n";
    writeFiles(cwd, [{ path: "procedures/job.md", text: before }]);
    const { code, stderr } = await runCli(["lint", "--fix"], { cwd, inProcess: true });
    expect(code).toBe(1);
    expect(readFileSync(join(cwd, "procedures/job.md"), "utf8")).toBe(
      before.replace("'2026/11/02'", "2026-11-02").replace("review_every: 90", "review_every: 90d"),
    );
    expect(stderr).toContain("mended procedures/job.md:4:15: '2026/11/02' is now 2026-11-02\n");
    expect(stderr).toContain("2 values mended.\n");
  });

  it("mends a long value whole, or not at all", async () => {
    const tags = Array.from({ length: 12 }, (_, index) => `tag-of-work-${index}`).join(", ");
    const procedures = {
      long: { tags },
      longer: { tags: `${tags}, `.repeat(20) },
      told: { last_updated: "2026/11/02 in part, the rest 2026/11/09" },
    };
    const cwd = bookFolder({ settings: SETTINGS, procedures });
    const left = (): string[] => ["longer", "told"].map((id) => readFileSync(join(cwd, `procedures/${id}.md`), "utf8"));
    const before = left();
    await runCli(["lint", "--fix"], { cwd, inProcess: true });
    expect(readFileSync(join(cwd, "procedures/long.md"), "utf8")).toContain(`\ntags: [${tags}]\n`);
    expect(left()).toEqual(before);
  });

  it("writes nothing where nothing is certain", async () => {
    const cwd = bookFolder({ settings: SETTINGS, procedures: { job: { trigger: "dayly", effort: "30" } } });
    const path = join(cwd, "procedures/job.md");
    const before = readFileSync(path);
    const { stderr } = await runCli(["lint", "--fix"], { cwd, inProcess: true });
    expect(stderr).toContain("Nothing to mend without judgement.");
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

it.each([
  // In parts, so that nobody's scanner takes one for one.
  ["ghp", "_wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"].join(""),
  ["aB3xYz7Q".repeat(9), "c4D5AZ", "DO1aB2"].join(""),
])("shows no line of a file that holds a credential: %#", async (token) => {
  const body = `Call it with ${token}.\n`;
  const cwd = bookFolder({ settings: SETTINGS, procedures: { job: { body, owner: "nobody" } } });
  const { stdout } = await runCli(["lint"], { cwd, inProcess: true });
  expect(stdout).toMatch(/ secret: /u);
  expect(stdout).not.toContain(token);
  expect(stdout).not.toContain("owner: nobody");
});
