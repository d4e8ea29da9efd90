import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandWord } from "../../src/model/command-word.ts";
import {
  bookFolder,
  bookRepository,
  emptyFolder,
  procedureText,
  recorded,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";

const TODAY = "2026-11-23";
const JOB = "procedures/job.md";
const books = { procedures: { job: { last_updated: "2026-05-01" }, other: {} } };

describe("review", () => {
  it("shows the text, its age, records and failures, sets the date and commits that file only", async () => {
    const repository = bookRepository(books);
    const { folder: cwd, git } = repository;
    await recorded(repository, ["done", "job", "--failed", "-m", "The page was empty"]);
    writeFiles(cwd, [{ path: "roles.yml", text: `${readFileSync(join(cwd, "roles.yml"), "utf8")}# more\n` }]);
    git("add", "roles.yml");
    const { code, stdout } = await runCli(["review", "job", "--yes"], { cwd, inProcess: true });
    expect(code).toBe(0);
    expect(stdout).toContain("1. Open it.");
    expect(stdout).toContain("206 days ago (2026-05-01)");
    expect(stdout).toMatch(/failed by Ana .*The page was empty/u);
    expect(git("show", "--name-only", "--format=%s", "HEAD")).toBe(`Review job\n\n${JOB}`);
    expect(git("show", "--format=", "--unified=0", "HEAD").match(/^[+-]\w.*$/gmu)).toEqual([
      "-last_updated: 2026-05-01",
      `+last_updated: ${TODAY}`,
    ]);
    expect(git("status", "--porcelain")).toBe("M  roles.yml");
  });

  it("commits whatever the environment says of the meaning of paths", async () => {
    const { folder: cwd, git } = bookRepository(books);
    const env = { GIT_ICASE_PATHSPECS: "1", GIT_GLOB_PATHSPECS: "1" };
    const { code, stderr } = await runCli(["review", "job", "--yes"], { cwd, env, inProcess: true });
    expect([code, stderr]).toEqual([0, ""]);
    expect(git("show", "--name-only", "--format=%s", "HEAD")).toBe(`Review job\n\n${JOB}`);
  });

  it.each(["assume-unchanged", "skip-worktree"])("refuses what git passes over by %s", async (mark) => {
    const { folder: cwd, git } = bookRepository(books);
    git("update-index", `--${mark}`, JOB);
    const before = readFileSync(join(cwd, JOB), "utf8");
    const { code, document } = await runJson("error", ["review", "other", "job", "--yes"], { cwd, inProcess: true });
    expect([code, document.error]).toEqual([
      2,
      expect.objectContaining({ code: "git", hint: expect.stringContaining(`git update-index --no-${mark} `) }),
    ]);
    expect(readFileSync(join(cwd, JOB), "utf8")).toBe(before);
    git("update-index", `--no-${mark}`, JOB);
    expect(git("status", "--porcelain")).toBe("");
  });

  it.each([
    [
      "CRLF, a byte order mark and a comment",
      "\uFEFF---\r\nname: Job\r\ntrigger: daily\r\nlast_updated: 2026-05-01   # Ana\r\nowner: operations-analyst\r\n---\r\ntext",
    ],
    ["single quotes", "---\nlast_updated: '2026-05-01'\nname: Job\ntrigger: daily\nowner: operations-analyst\n---\n"],
    ["double quotes", '---\n"last_updated" :   "2026-05-01"\nname: Job 2026-05-01\ntrigger: daily\nowner: ana\n---\n'],
  ])("changes no other byte: %s", async (_name, text) => {
    const cwd = bookFolder(books);
    const file = join(cwd, JOB);
    writeFileSync(file, text);
    chmodSync(file, 0o640);
    // Windows knows no more of it than whether the file may be written.
    const { mode } = statSync(file);
    const { code, document } = await runJson("review", ["review", "job", "--yes", "--no-commit"], {
      cwd,
      inProcess: true,
    });
    expect(code).toBe(0);
    expect(document.reviewed).toEqual([{ procedure: "job", path: JOB, from: "2026-05-01", to: TODAY, commit: null }]);
    const at = text.indexOf("2026-05-01", text.indexOf("last_updated"));
    expect(readFileSync(file, "utf8")).toBe(`${text.slice(0, at)}${TODAY}${text.slice(at + 10)}`);
    expect(statSync(file).mode).toBe(mode);
  });

  it("without a procedure lists what is to be read next, and at which pace", async () => {
    const { folder: cwd } = bookRepository({
      settings: { review_every: "{ default: 70d }" },
      roles:
        "roles:\n  lead: { name: Lead, people: [ana] }\npeople:\n  ana: { name: Ana, email: ana@contoso.example }\n",
      procedures: {
        "just-in-time": { owner: "lead", last_updated: "2026-09-14" },
        later: { owner: "ana", last_updated: "2026-11-22" },
        late: { owner: "lead", last_updated: "2026-09-13" },
        "next-week": { owner: "lead", last_updated: "2026-06-03", review_every: "180d" },
        "read-long-ago": { owner: "lead", last_updated: "2026-05-17", review_every: "190d" },
        retired: { owner: "lead", last_updated: "2025-01-01", retired: "2026-11-01" },
      },
    });
    const { code, stdout } = await runCli(["review", "--limit", "3"], { cwd, inProcess: true });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "  Procedure      Owner       Reviewed    Again by",
        "",
        "Stale",
        "  late           Ana (lead)  2026-09-13  2026-11-22",
        "",
        "To be read",
        "  read-long-ago  Ana (lead)  2026-05-17  2026-11-23",
        "  just-in-time   Ana (lead)  2026-09-14  2026-11-23",
        "",
        "2 more; all of them with --limit 5.",
        "In the long run, reading 2 texts a month, the first ones first, keeps all 5 fresh.",
        "Next:",
        "  runbook review late",
        "",
      ].join("\n"),
    );
    const { document } = await runJson("reviews", ["review", "--role", "lead"], { cwd, inProcess: true });
    expect(document.reviews.map(({ procedure, reviewBy, stale }) => [procedure, reviewBy, stale])).toEqual([
      ["late", "2026-11-22", true],
      ["read-long-ago", "2026-11-23", false],
      ["just-in-time", "2026-11-23", false],
      ["next-week", "2026-11-30", false],
    ]);
    const narrow = await runCli(["review", "--role", "lead"], { cwd, inProcess: true, env: { COLUMNS: "60" } });
    expect(narrow.stdout).toContain(
      "In the long run, reading 2 texts a month, the first ones\nfirst, keeps all 4 fresh.\n",
    );
    const single = await runCli(["review"], { cwd: bookFolder({ procedures: { job: {} } }), inProcess: true });
    expect(single.stdout).toMatch(/\n {2}job .*\n\nNext:\n {2}runbook review job\n$/u);
  });

  it.each([
    [["--yes"], "Expected a procedure"],
    [["--no-commit"], "Expected a procedure"],
    [["job", "--yes", "--mine"], "narrow the list"],
    [["job", "--yes", "--limit", "2"], "narrow the list"],
  ])("refuses %j", async (words, message) => {
    const cwd = bookFolder(books);
    const { code, document } = await runJson("error", ["review", ...words], { cwd, inProcess: true });
    expect([code, document.error]).toEqual([
      2,
      expect.objectContaining({ code: "usage", message: expect.stringContaining(message) }),
    ]);
    expect(readFileSync(join(cwd, JOB), "utf8")).toContain("last_updated: 2026-05-01");
  });

  it("commits each of several by itself, and nothing where nothing is new", async () => {
    const { folder: cwd, git } = bookRepository(books);
    const first = await runJson("review", ["review", "job", "other", "--yes"], { cwd, inProcess: true });
    expect(first.document.reviewed.map(({ commit }) => commit)).toEqual([
      git("rev-parse", "HEAD~"),
      git("rev-parse", "HEAD"),
    ]);
    const again = await runJson("review", ["review", "job", "--yes"], { cwd, inProcess: true });
    expect(again.document.reviewed.map(({ commit }) => commit)).toEqual([null]);
    expect(git("rev-list", "--count", "HEAD")).toBe("3");
  });

  it("signs as git is configured", async () => {
    const { folder: cwd, git } = bookRepository(books);
    const key = join(emptyFolder(), "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    for (const [name, value] of [
      ["gpg.format", "ssh"],
      ["user.signingKey", key],
      ["commit.gpgsign", "true"],
    ] as const) {
      git("config", name, value);
    }
    expect((await runCli(["review", "job", "--yes"], { cwd, inProcess: true })).code).toBe(0);
    expect(git("cat-file", "commit", "HEAD")).toContain("-----BEGIN SSH SIGNATURE-----");
    git("config", "user.signingKey", `${key}-that-is-gone`);
    const refused = await runJson("error", ["review", "other", "--yes"], { cwd, inProcess: true });
    expect([refused.code, refused.document.error.code]).toEqual([2, "git"]);
    expect(git("status", "--porcelain")).toBe("");
  });

  it("leaves the file as it was where a hook refuses", async () => {
    const { folder: cwd, git } = bookRepository(books);
    const hook = join(cwd, ".git", "hooks", "pre-commit");
    writeFiles(cwd, [{ path: ".git/hooks/pre-commit", text: "#!/bin/sh\necho no >&2\nexit 1\n" }]);
    chmodSync(hook, 0o755);
    const { code, stderr } = await runCli(["review", "job", "--yes"], { cwd, inProcess: true });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^error: git did not commit: no\n.*: runbook review job --no-commit\n$/),
    ]);
    expect(git("status", "--porcelain")).toBe("");
  });

  it("refuses in the middle of a merge, and of a rebase", async () => {
    const { folder: cwd, git } = bookRepository(books);
    git("switch", "--quiet", "-c", "topic");
    writeFiles(cwd, [{ path: "a.txt", text: "ours\n" }]);
    git("add", "a.txt");
    git("commit", "--quiet", "-m", "Ours");
    git("switch", "--quiet", "main");
    writeFiles(cwd, [{ path: "a.txt", text: "theirs\n" }]);
    git("add", "a.txt");
    git("commit", "--quiet", "-m", "Theirs");
    for (const verb of ["merge", "rebase"]) {
      expect(() => git(verb, "topic")).toThrow(`git ${verb} topic`);
      const { code, stderr } = await runCli(["review", "job", "--yes"], { cwd, inProcess: true });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`a ${verb} is not finished`)]);
      expect(readFileSync(join(cwd, JOB), "utf8")).toContain("2026-05-01");
      git(verb, "--abort");
    }
  });

  it.each([
    [["job"], "usage"],
    [["job", "--yes", "--as-of", "2026-11-24"], "usage"],
    [["nothing", "--yes"], "unknown-procedure"],
    [["new", "--yes"], "git"],
    [["folded", "--yes"], "usage"],
  ])("%j is an error, and changes nothing", async (args, code) => {
    const { folder: cwd, git } = bookRepository({
      procedures: { ...books.procedures, folded: { last_updated: ">-\n  2026-05-01" } },
    });
    writeFiles(cwd, [{ path: "procedures/new.md", text: procedureText("new") }]);
    const { document, code: status } = await runJson("error", ["review", ...args], { cwd, inProcess: true });
    expect([status, document.error.code]).toEqual([2, code]);
    expect(git("status", "--porcelain")).toBe("?? procedures/new.md");
  });

  it("names a file that is not in git yet, and how it comes there", async () => {
    const { folder: cwd } = bookRepository(books);
    writeFiles(cwd, [{ path: "procedures/new.md", text: procedureText("new") }]);
    const { document } = await runJson("error", ["review", "job", "new", "--yes"], { cwd, inProcess: true });
    expect(document.error).toEqual({
      code: "git",
      message: "procedures/new.md is not in git yet; nothing was changed",
      hint: `Add it first: git add ${commandWord(realpathSync(join(cwd, "procedures", "new.md")), "FILE")}`,
    });
  });
});
