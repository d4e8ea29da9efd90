import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Output } from "../../src/view/output-shapes.ts";
import {
  HOOK_TIMEOUT,
  type Repository,
  bookFolder,
  bookRepository,
  emptyFolder,
  procedureText,
  recorded,
  runCli,
  runJson,
  stateOf,
  writeFiles,
} from "../helpers/run-cli.ts";

const STEPS = "## Steps\n\n1. Do it.\n\n## Validation\n\n- Done.\n\n## Escalation\n\n- Call.\n";
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

function repositoryWithRecords(): Repository {
  return bookRepository({
    settings: { go_live: "2026-10-05", timezone: "Europe/London", tracks: "[customer-engagement]" },
    procedures: {
      job: {
        trigger: "weekly on Tuesday",
        escalate_to: "[partner-support]",
        body: `See ![it](job.png) and [other](other.md).\n\n${STEPS}`,
      },
      other: { trigger: "every business day" },
      old: { retired: "2026-11-01" },
    },
  });
}

async function site(
  repository: Repository,
  out: string,
  ...args: readonly string[]
): Promise<{ code: number; document: Output<"site"> }> {
  return runJson("site", ["site", "--out", out, ...args], { cwd: repository.folder, inProcess: true });
}

describe("site", () => {
  let repository: Repository;
  let out: string;
  const page = (path: string): string => readFileSync(join(out, path), "utf8");

  beforeAll(async () => {
    repository = repositoryWithRecords();
    const { folder, git } = repository;
    writeFileSync(join(folder, "procedures", "job.png"), PNG);
    git("remote", "add", "origin", "https://ana:ghp_secret@github.com/contoso/operations.git");
    await recorded(repository, ["done", "job", "--for", "2026-W47", "--at", "2026-11-17T10:00", "-m", "All well."]);
    out = join(emptyFolder(), "site");
  }, HOOK_TIMEOUT);

  it("writes the pages, touches nothing of the user's, and says where to begin", async () => {
    const before = stateOf(repository);
    const { code, stdout, stderr } = await runCli(["site", "--out", out], { cwd: repository.folder });
    expect({ code, stdout: stdout.replace(out, "OUT") }).toEqual({
      code: 0,
      stdout: `Wrote 15 pages. Open ${join("OUT", "index.html")}\n`,
    });
    expect(stderr).not.toContain("bug");
    expect(stateOf(repository)).toEqual(before);
    expect(page("procedures/job.html")).toContain("All well.");
    expect(page("procedures/job.html")).toContain('<a href="other.html">other</a>');
    expect(page("procedures/job.html")).toContain(
      `<img src="data:image/png;base64,${PNG.toString("base64")}" alt="it">`,
    );
    expect(page("procedures/old.html")).toContain("Retired");
  });

  it("links to where the files can be edited, without what the remote's address keeps secret", () => {
    expect(page("procedures/job.html")).toContain("https://github.com/contoso/operations/edit/main/procedures/job.md");
    expect(page("procedures/job.html")).not.toContain("ghp_secret");
  });

  it("writes only what has changed, and removes what is no longer wanted", async () => {
    expect((await site(repository, out)).document).toMatchObject({ pages: 15, written: [], removed: [], kept: [] });
    await recorded(repository, ["done", "other"]);
    const { document } = await site(repository, out);
    expect(document.written).toEqual([
      "calendar.html",
      "calendar/2026-11.html",
      "index.html",
      "procedures.html",
      "procedures/other.html",
    ]);
    const later = await site(repository, out, "--as-of", "2026-10-20");
    expect(later.document.removed).toEqual(["calendar/2027-02.html"]);
    expect(page("index.html")).toContain('data-as-of="2026-10-20"');
  });

  it("refuses a folder that holds other things, and writes nothing into it", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "letter.txt"), "");
    const { code, document } = await runJson("error", ["site", "--out", folder], {
      cwd: repository.folder,
      inProcess: true,
    });
    expect({ code, error: document.error.code }).toEqual({ code: 2, error: "io" });
    expect(existsSync(join(folder, "index.html"))).toBe(false);
  });

  it("refuses a folder among the procedures", async () => {
    const folder = join(repository.folder, "procedures", "site");
    const { document } = await runJson("error", ["site", "--out", folder], { cwd: repository.folder, inProcess: true });
    expect(document.error.code).toBe("usage");
    expect(existsSync(folder)).toBe(false);
  });

  it("takes an address for editing, and refuses one that is none", async () => {
    const folder = join(emptyFolder(), "site");
    await site(repository, folder, "--edit-url", "https://git.contoso.example/{path}?mode=edit");
    expect(readFileSync(join(folder, "procedures", "job.html"), "utf8")).toContain(
      "https://git.contoso.example/procedures/job.md?mode=edit",
    );
    for (const url of ["https://git.contoso.example/", "javascript:alert('{path}')", "{path}"]) {
      const { code, document } = await runJson("error", ["site", "--out", folder, "--edit-url", url], {
        cwd: repository.folder,
        inProcess: true,
      });
      expect({ code, error: document.error.code }).toEqual({ code: 2, error: "usage" });
    }
  });
});

describe("site of a run book with faults", () => {
  it("names a file that does not parse, shows it in Health, and ends with 1", async () => {
    const repository = bookRepository({ procedures: { job: {}, broken: { trigger: "every fortnight" } } });
    const out = join(emptyFolder(), "site");
    const { code, document } = await site(repository, out);
    expect({ code, rules: document.diagnostics.map(({ rule }) => rule) }).toEqual({ code: 1, rules: ["trigger"] });
    expect(readFileSync(join(out, "health.html"), "utf8")).toMatch(/procedures\/broken\.md<.*<code>trigger<\/code>/s);
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain(
      "Missing here, because it does not parse: procedures/broken.md. See Health.",
    );
    expect(existsSync(join(out, "procedures", "broken.html"))).toBe(false);
  });

  it("does not show a text that holds a credential", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const secrets = [
      ["ghp", "_", "16C7e42F292c6912E7710c838347Ae178B4a"].join(""),
      ["aB3xYz7Q".repeat(9), "c4D5AZ", "DO1aB2"].join(""),
    ];
    const leaks = secrets.map((secret, at) => ({
      path: `procedures/leak-${at}.md`,
      text: procedureText(`leak-${at}`, { body: `Token: ${secret}\n\n${STEPS}` }),
    }));
    writeFiles(repository.folder, leaks);
    const out = join(emptyFolder(), "site");
    await site(repository, out);
    for (const [at, secret] of secrets.entries()) {
      const leak = readFileSync(join(out, "procedures", `leak-${at}.html`), "utf8");
      expect(leak).toContain("The text is not shown: it holds what looks like a credential.");
      expect(leak).not.toContain(secret);
      expect(readFileSync(join(out, "health.html"), "utf8")).not.toContain(secret);
    }
  });

  it("is made outside a repository, of nothing but settings, and says what is not known", async () => {
    const out = join(emptyFolder(), "site");
    const { code } = await runJson("site", ["site", "--out", out], { cwd: bookFolder({}), inProcess: true });
    expect(code).toBe(0);
    const today = readFileSync(join(out, "index.html"), "utf8");
    expect(today).toContain("There is no procedure yet.");
    expect(today).toContain("The run book is in no git repository: nothing is known of what was done.");
  });
});
