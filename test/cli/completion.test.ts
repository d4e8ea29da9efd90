// What is offered at each place of a command line. That shells make of it what they should, test/terminal shows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { renderCandidates } from "../../src/view/candidates-text.ts";
import { shellParsers } from "../helpers/block-parsers.ts";
import {
  HOOK_TIMEOUT,
  type Repository,
  appendToLedger,
  bookFolder,
  bookRepository,
  emptyFolder,
  runCli,
} from "../helpers/run-cli.ts";

let book: Repository;

beforeAll(async () => {
  book = bookRepository({
    procedures: {
      "service-health": { name: "Service\u00a0health" },
      backup: {
        trigger: "monthly on business day 2",
        tags: "[storage, drill]",
        measures: "{ size_gb: { unit: GB }, files: {} }",
      },
      outage: { trigger: "on incident severity 1 within 15 minutes" },
      "year-end": { trigger: "on event year-end-close" },
    },
  });
  const event = (id: string, more = ""): string =>
    `${id}\n\nTitle ${id}\n\nRunbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: ${id}\n${more}`;
  await appendToLedger(book, event("incident-2026-11-20-aaaa", "Runbook-Severity: 1\n"));
  await appendToLedger(book, event("incident-2026-11-21-bbbb", "Runbook-Severity: 2\n"));
  await appendToLedger(book, event("incident-2026-11-21-bbbb").replace("Record: event", "Record: event-close"));
  await appendToLedger(book, event("year-end-close-2026-11-22-cccc"));
}, HOOK_TIMEOUT);

interface Offer {
  readonly kind: string | undefined;
  readonly values: readonly string[];
  readonly lines: readonly string[];
}

/** What a shell is told; the last of the words is the one that is being typed. */
async function offered(words: readonly string[], options: { cwd?: string; shell?: string } = {}): Promise<Offer> {
  const { cwd = book.folder, shell = "zsh" } = options;
  const { code, stdout, stderr } = await runCli(["__complete", shell, "--", ...words], { cwd, inProcess: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const [kind, ...lines] = stdout.trimEnd().split("\n");
  return { kind, lines, values: lines.map((line) => line.split("\t")[0] ?? "") };
}

describe("what is offered", () => {
  it.each<{ words: readonly string[]; all?: readonly string[]; some?: readonly string[]; none?: readonly string[] }>([
    { words: [""], some: ["due", "done", "incident", "completion", "help"], none: ["__complete", "--help"] },
    { words: ["-"], all: ["--version", "--help"] },
    { words: ["incident", ""], some: ["open", "close"], none: ["due"] },
    { words: ["help", "incident", ""], some: ["open", "close"], none: ["due"] },
    { words: ["wave", ""], all: ["list"] },
    { words: ["due", ""], some: ["--mine", "--format", "--help"] },
    { words: ["due", "--mine", "--"], some: ["--format"], none: ["--mine"] },
    { words: ["lint", "--rule", "stale", "--"], some: ["--rule"] },
    { words: ["due", "--format", ""], all: ["pretty", "json", "markdown", "adaptive-card"] },
    {
      words: ["due", "--format=x"],
      all: ["--format=pretty", "--format=json", "--format=markdown", "--format=adaptive-card"],
    },
    { words: ["incident", "open", "--severity", ""], all: ["1", "2", "3"] },
    { words: ["completion", ""], all: ["bash", "zsh", "fish", "powershell"] },
    { words: ["show", ""], all: ["backup", "outage", "service-health", "year-end"] },
    { words: ["done", "backup", ""], all: ["outage", "service-health", "year-end"] },
    { words: ["done", "-m", "backup", ""], all: ["backup", "outage", "service-health", "year-end"] },
    { words: ["done", "--", "--"], all: ["backup", "outage", "service-health", "year-end"] },
    { words: ["list", "--tag", ""], all: ["drill", "storage"] },
    { words: ["due", "--role", ""], all: ["operations-analyst", "operations-lead", "partner-support"] },
    { words: ["due", "--owner", ""], some: ["operations-lead", "ana", "guest"] },
    { words: ["done", "backup", "--by", ""], all: ["ana", "ben", "chris", "guest"] },
    { words: ["done", "--by=a"], all: ["--by=ana", "--by=ben", "--by=chris", "--by=guest"] },
    { words: ["done", "backup", "--for", ""], some: ["2026-10", "2026-12"], none: ["2026-11-23"] },
    { words: ["done", "--for", ""], all: [] },
    { words: ["wave", "--date", ""], some: ["2026-04", "2026-10", "2027-04"] },
    { words: ["incident", "close", ""], all: ["incident-2026-11-20-aaaa"] },
    { words: ["incident", "show", ""], all: ["incident-2026-11-20-aaaa", "incident-2026-11-21-bbbb"] },
    { words: ["incident", "assign", ""], some: ["incident-2026-11-20-aaaa", "ana"] },
    { words: ["incident", "assign", "aaaa", ""], all: ["ana", "ben", "chris", "guest"] },
    { words: ["event", "raise", ""], all: ["year-end-close"] },
    { words: ["event", "close", ""], all: ["year-end-close-2026-11-22-cccc"] },
    { words: ["log", "--event", ""], some: ["year-end-close", "incident-2026-11-21-bbbb"] },
    { words: ["lint", "--rule", ""], some: ["stale", "unowned"] },
    { words: ["lint", "--rule", "stale,un"], some: ["stale,unowned"], none: ["stale,stale", "stale"] },
    { words: ["init", "--region", ""], some: ["united-kingdom"] },
    { words: ["init", "--timezone", ""], some: ["Europe/London", "America/Argentina/Salta"] },
    { words: ["init", "--products", "customer-engagement,"], some: ["customer-engagement,business-central"] },
    { words: ["log", "--outcome", ""], all: ["done", "failed", "skipped"] },
    { words: ["schema", ""], some: ["roles", "output/due"] },
    { words: ["event", "show", ""], all: ["year-end-close-2026-11-22-cccc"] },
    // Free text, dates, and what there is not.
    { words: ["done", "backup", "-m", ""], all: [] },
    { words: ["due", "--as-of", ""], all: [] },
    { words: ["nonsense", ""], all: [] },
    { words: ["due", "--nonsense", "x", ""], some: ["--format"] },
  ])("after $words", async ({ words, all, some = [], none = [] }) => {
    const { kind, values } = await offered(words);
    expect(kind).toBe("words");
    if (all !== undefined) expect(values).toEqual(all);
    expect(values).toEqual(expect.arrayContaining([...some]));
    for (const value of none) expect(values).not.toContain(value);
  });

  it.each([
    { words: ["done", "backup", "--attach", ""], kind: "files" },
    { words: ["import", ""], kind: "files" },
    { words: ["due", "--dir", ""], kind: "folders" },
    { words: ["audit", "--out", ""], kind: "folders" },
    { words: ["done", "backup", "--value", ""], kind: "parts", values: ["size_gb=", "files="] },
  ])("after $words is of the kind $kind", async ({ words, kind, values = [] }) => {
    expect(await offered(words)).toMatchObject({ kind, values });
  });

  it("says what it means, harmlessly", async () => {
    expect((await offered(["show", ""])).lines).toContain("service-health\tService health");
    expect((await offered(["incident", "show", ""])).lines).toContain(
      "incident-2026-11-21-bbbb\tclosed: Title incident-2026-11-21-bbbb",
    );
  });

  it("comes from the run book that --dir names, quoted or not", async () => {
    // In bash a backslash takes the meaning of what follows.
    const dir = bookFolder({ procedures: { elsewhere: {} } }).replaceAll("\\", "/");
    const cwd = emptyFolder();
    for (const word of [dir, `"${dir}"`, `'${dir}'`, dir.replace("-", "\\-")]) {
      expect((await offered(["show", "--dir", word, ""], { cwd, shell: "bash" })).values).toEqual(["elsewhere"]);
    }
    // Another shell hands words over without their quotes.
    expect((await offered(["show", "--dir", `'${dir}'`, ""], { cwd })).values).toEqual([]);
  });

  it("is nothing where there is no run book, or a faulty one", async () => {
    expect((await offered(["show", ""], { cwd: emptyFolder() })).values).toEqual([]);
    expect((await offered(["show", ""], { cwd: bookFolder({ settings: { timezone: "Nowhere" } }) })).values).toEqual(
      [],
    );
  });

  it("is the sound rest where a procedure does not parse", async () => {
    const cwd = bookFolder({ procedures: { sound: {}, broken: { trigger: "dayly" } } });
    expect((await offered(["show", ""], { cwd })).values).toEqual(["sound"]);
  });

  it("is the same from the cache", async () => {
    const first = await offered(["done", "backup", "--for", ""]);
    expect(await offered(["done", "backup", "--for", ""])).toEqual(first);
  });

  it("follows words of PowerShell, which come in a variable", async () => {
    const env = { RUNBOOK_WORDS: "show\nb" };
    const { stdout } = await runCli(["__complete", "powershell"], { cwd: book.folder, env, inProcess: true });
    expect(stdout).toContain("backup\tbackup\n");
  });
});

describe("a value that a shell would not take as it stands", () => {
  it.each([
    "$(x)",
    "`x`",
    "a b",
    "a;b",
    "a\nb",
    "a'b",
    'a"b',
    "~a",
    "#a",
    "a|b",
    "a&b",
    "a>b",
    "*",
    "a\\b",
    "",
    "---",
    "a!b",
    "{a,b}",
  ])("is not offered: %j", (value) => {
    expect(renderCandidates({ kind: "words", candidates: [{ value, description: "" }] })).toBe("words\n");
  });

  it.each([
    "a-b",
    "--for=2026-W48",
    "wave-2027-04.customer-engagement",
    "2026-11-23",
    "size_gb=",
    "Überprüfung",
    "a,b",
  ])("but %j is", (value) => {
    expect(renderCandidates({ kind: "words", candidates: [{ value, description: "a\tb\u001b[31m" }] })).toBe(
      `words\n${value}\ta b\n`,
    );
  });

  it.each(["$(touch pwned)", "--dir=elsewhere"])("%s is not offered as the id of a planted event", async (id) => {
    const { folder } = book;
    await appendToLedger(
      book,
      `Planted\n\nRunbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: ${id}\nRunbook-Severity: 1\n`,
    );
    const { values } = await offered(["incident", "show", ""], { cwd: folder });
    expect(values).toEqual(["incident-2026-11-20-aaaa", "incident-2026-11-21-bbbb"]);
  });
});

describe("the scripts", () => {
  it.each([
    { shell: "bash", file: "runbook.bash" },
    { shell: "zsh", file: "_runbook" },
    { shell: "fish", file: "runbook.fish" },
    { shell: "powershell", file: "runbook.ps1" },
  ])("for $shell is printed as it ships", async ({ shell, file }) => {
    const { code, stdout } = await runCli(["completion", shell], { cwd: emptyFolder(), inProcess: true });
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(import.meta.dirname, "../../completions", file), "utf8"));
    expect(stdout).not.toMatch(/\beval\b|compgen -W|Invoke-Expression\s*\(/u);
  });

  it("for PowerShell and bash parse", async () => {
    const { powershell, sh } = await shellParsers();
    const script = async (shell: string): Promise<string> =>
      (await runCli(["completion", shell], { cwd: emptyFolder(), inProcess: true })).stdout;
    expect(powershell(await script("powershell"))).toEqual([]);
    expect(sh((await script("bash")).replaceAll("</dev/null", ""))).toEqual([]);
  });

  it("for another shell is an error that names these", async () => {
    const { code, stderr } = await runCli(["completion", "tcsh"], { cwd: emptyFolder(), inProcess: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(/bash, zsh, fish, powershell/u);
  });
});
