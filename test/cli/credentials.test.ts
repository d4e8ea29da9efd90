// What holds a credential is not recorded: a record stays in every clone for good.
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  LEDGER,
  type Repository,
  bookRepository,
  expectRecorded,
  expectRefused,
  recorded,
  runJson,
} from "../helpers/run-cli.ts";

// Made up from parts, so that no scanner takes this file for a leak.
const TOKEN = ["ghp_", "abcdefghijklmnopqrstuvwxyz0123456789"].join("");
const SECRET = ["abc8", "Q~", "Abcdefghijklmnopqrstuvwxyz-12345"].join("");
const PASSWORD = ["Server=x; User ID=sa; Pwd=", "Autumn-2026!"].join("");
const HOLDS = /holds a credential \(/;

function repositoryOf(): Repository {
  return bookRepository({
    procedures: { job: {}, other: { requires: "[approval]" }, triage: { trigger: "on event restart" } },
  });
}

describe.concurrent("a credential", () => {
  it.each([
    ["done", ["done", "job", "-m", `Signed in with ${TOKEN}`]],
    ["done of several", ["done", "job", "other", "-m", SECRET]],
    ["skip", ["skip", "job", "-m", PASSWORD]],
    ["incident open", ["incident", "open", "--severity", "1", "--title", `Leak of ${TOKEN}`]],
    ["event raise", ["event", "raise", "restart", "-m", SECRET]],
  ])("in a note of `%s` is refused, and nothing is recorded", async (_, args) => {
    const error = await expectRefused(repositoryOf(), args);
    expect(error).toMatchObject({ code: "secret", message: expect.stringMatching(HOLDS) });
    expect(JSON.stringify(error)).not.toMatch(/ghp_a|abc8Q|Autumn/);
  });

  it("for a ticket is refused: that is printed in more places than a note", async () => {
    const opening = ["incident", "open", "--severity", "1", "--title", "Sales", "--ticket"];
    const error = await expectRefused(repositoryOf(), [...opening, `https://tickets.example/?t=${TOKEN}`]);
    expect(error).toMatchObject({
      code: "secret",
      message: expect.stringMatching(/^The ticket, line 1, .* credential/),
    });
    expect(JSON.stringify(error)).not.toContain("ghp_a");
    await expectRecorded(repositoryOf(), [...opening, "https://tickets.example/browse/OPERATIONS-42"]);
  });

  it("in a note of `undo` and `approve` is refused", async () => {
    const repository = repositoryOf();
    await recorded(repository, ["done", "other"]);
    const env = { GIT_AUTHOR_NAME: "Ben", GIT_AUTHOR_EMAIL: "ben@contoso.example" };
    for (const command of ["undo", "approve"]) {
      const error = await expectRefused(repository, [command, "other", "-m", `It was\n${SECRET}`], { env });
      expect(error).toMatchObject({ code: "secret", message: expect.stringContaining("The note, line 2, column 1") });
    }
  });

  it.each([
    ["UTF-8", Buffer.from(`a,b\n1,${TOKEN}\n`)],
    ["UTF-16, as Windows PowerShell writes it", Buffer.from(`\uFEFFa,b\r\n1,${TOKEN}\r\n`, "utf16le")],
  ])("in a file that is attached, in %s, is refused with its place", async (_, bytes) => {
    const repository = repositoryOf();
    writeFileSync(join(repository.folder, "export.csv"), bytes);
    const error = await expectRefused(repository, ["done", "job", "--attach", "export.csv"]);
    expect(error).toMatchObject({
      code: "secret",
      message: "export.csv, line 2, column 3, holds a credential (github token), so nothing was recorded",
    });
  });

  it("is found far within a long line, and nothing is too long to be looked through", async () => {
    const repository = repositoryOf();
    const filler = "Password=".repeat(2_000_000);
    writeFileSync(join(repository.folder, "export.csv"), `${filler} ${TOKEN} ${"a ".repeat(1000)}`);
    const far = await expectRefused(repository, ["done", "job", "--attach", "export.csv"]);
    expect(far.message).toContain(`export.csv, line 1, column ${filler.length + 2}, holds`);
    writeFileSync(join(repository.folder, "export.csv"), "xoxb-a-".repeat(3_000_000));
    const long = await expectRefused(repository, ["done", "job", "--attach", "export.csv"]);
    expect(long.message).toContain("export.csv, line 1, column 1, holds");
  });

  it("is not looked for in what is no text, and where it is too large to be read through", async () => {
    const repository = repositoryOf();
    const at = (name: string): string => join(repository.folder, name);
    writeFileSync(at("picture.bin"), Buffer.from(`\0${TOKEN}`));
    writeFileSync(at("large.log"), `${TOKEN}\n`);
    truncateSync(at("large.log"), 26 * 1024 * 1024);
    const files = ["--attach", "picture.bin", "--attach", "large.log", "--max-attachment", "30M"];
    const [record] = await expectRecorded(repository, ["done", "job", ...files]);
    expect(record?.evidence).toHaveLength(2);
  });

  it("is not what only looks like one", async () => {
    const note =
      "Pwd=<password> of https://contoso-prod.crm11.dynamics.com/main.aspx?appid=0f8fad5b-d9cb-469f-a165-70867728950e";
    const [record] = await expectRecorded(repositoryOf(), ["done", "job", "-m", note]);
    expect(record?.note).toBe(note);
  });

  it("that a block prints is hidden in all that is shown and kept", async () => {
    // In two pieces, as a program makes one: the block's own text holds none.
    const script = [TOKEN, SECRET].map((key) => `  echo "got ${key.slice(0, 9)}""${key.slice(9)}, once"\n`).join("");
    const block = `- It holds.\n\n  \`\`\`sh run\n${script}  \`\`\`\n`;
    const body = `## Steps\n\n1. Do it.\n\n## Validation\n\n${block}\n## Escalation\n\n- ana\n`;
    const repository = bookRepository({ procedures: { job: { body } } });
    const { document, stderr } = await runJson("check", ["check", "job", "--record"], { cwd: repository.folder });
    expect(document.procedures[0]?.blocks[0]?.output).toBe("got ***, once\ngot ***, once\n");
    expect(stderr).not.toContain(SECRET);
    const evidence = repository.git("show", `${LEDGER}:evidence/contoso/job/2026-11-23/validation-1.txt`);
    expect(evidence).toMatch(/\ngot \*\*\*, once\ngot \*\*\*, once$/);
  });
});
