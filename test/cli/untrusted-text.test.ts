import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { beforeAll, describe, expect, it } from "vitest";
import {
  HOOK_TIMEOUT,
  type Repository,
  appendToLedger,
  bookFolder,
  bookRepository,
  emptyFolder,
  recorded,
  runCli,
  runJson,
} from "../helpers/run-cli.ts";

/** Anything that a terminal would obey, or that turns a line around; line ends and tabs apart. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const [ESC, RLO, CSI, OSC] = ["\u001b[31m", "\u202e", "\u009b31m", "\u001b]0;title\u0007"];

describe.concurrent("text of others", () => {
  let repository: Repository;
  let gone: string;

  beforeAll(async () => {
    repository = bookRepository({
      settings: { title: `"Evil \\u202etitle\\u2066\\u200b"` },
      roles: [
        "roles:",
        `  lead: { name: "Lead \\u202e", people: [eve] }`,
        `  desk: { name: "Desk\\u2069", contact: { email: desk@partner.example } }`,
        "people:",
        `  eve: { name: "Eve \\u202e\\u200f", email: eve@contoso.example }`,
        "",
      ].join("\n"),
      procedures: {
        evil: {
          name: `"Evil \\u202ename\\u2066 \\ufeff日本"`,
          owner: "lead",
          escalate_to: "[lead, desk]",
          measures: `{ gb: { unit: "G\\u202eB", warn: 1 } }`,
          body: `Purpose ${ESC}${RLO}${CSI}${OSC}\n\n## Steps\n\n1. Do ${ESC}${RLO}\n\n## Validation\n\n- ok\n\n## Escalation\n\n- Call ${ESC}${RLO}${OSC}\n`,
        },
        changed: { trigger: "weekly on Wednesday" },
      },
    });
    gone = await appendToLedger(
      repository,
      `Evil${ESC}\n\nNote ${ESC}${RLO}${CSI}${OSC}\n\nRunbook-Book: contoso\nRunbook-Record: completion\nRunbook-Procedure: gone${RLO}\nRunbook-Occurrence: 2026${ESC}${RLO}\nRunbook-Outcome: done\n`,
    );
    await appendToLedger(
      repository,
      `Changed\n\nRunbook-Book: contoso\nRunbook-Record: completion\nRunbook-Procedure: changed\nRunbook-Occurrence: 2026${ESC}${RLO}\nRunbook-Outcome: done\n`,
    );
    await appendToLedger(repository, `Bad\n\nRunbook-Book: contoso\nRunbook-Record: x${ESC}${RLO}${CSI}\n`);
    await recorded(repository, ["done", "evil", "-m", `Note ${ESC}${RLO}`, "--value", "gb=2"]);
  }, HOOK_TIMEOUT);

  it.each([
    "due",
    "list",
    "log",
    "show evil",
    "explain evil --for 2026-11-23",
    "explain changed",
    "done evil --failed --again",
    "lint",
  ])("reaches no terminal raw through `%s`", async (command) => {
    const options = { cwd: repository.folder, inProcess: command !== "due" && command !== "log" };
    const { code, stdout, stderr } = await runCli(command.split(" "), options);
    expect([0, 1]).toContain(code);
    expect(stdout).not.toMatch(RAW);
    expect(stderr).not.toMatch(RAW);
    expect(stdout.length).toBeGreaterThan(20);
  });

  it("is whole in JSON, which escapes it", async () => {
    const { document, stdout } = await runJson("log", ["log"], { inProcess: true, cwd: repository.folder });
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(document.records.find(({ commit }) => commit === gone)).toMatchObject({
      procedure: `gone${RLO}`,
      note: `Note ${ESC}${RLO}${CSI}${OSC}`,
    });
    expect(document.records.map(({ note }) => note)).toContain(`Note ${ESC}${RLO}`);
  });

  it.each([
    { what: "a newline", name: `"two\\nlines"` },
    { what: "an escape sequence", name: `"\\e[31mred"` },
  ])("with $what in a name is a finding, printed harmlessly", async ({ name }) => {
    const cwd = bookFolder({ procedures: { job: { name } } });
    const { code, stdout, stderr } = await runCli(["due"], { inProcess: true, cwd });
    expect(code).toBe(1);
    expect(stdout + stderr).not.toMatch(RAW);
    expect(stderr).toMatch(/^procedures\/job\.md:2:7: error schema: /m);
  });

  it.each([
    ["done", ESC],
    ["done", "evil", "--for", `2026${ESC}${RLO}`],
    ["done", "evil", "--took", ESC],
    ["due", "--dir", `${ESC}${RLO}`],
    ["new", "X", "--trigger", `daily ${ESC}`, "--owner", "lead"],
    [`${ESC}${RLO}`],
  ])("of the command line is not echoed raw either: %j %j %j", async (...args) => {
    const words = args.filter((word) => word !== undefined);
    const { code, stdout, stderr } = await runCli(words, { inProcess: true, cwd: repository.folder });
    expect(code).toBe(2);
    expect(stdout + stderr).not.toMatch(RAW);
    expect(stderr).toMatch(/^error: /m);
  });
});

describe("marks of GitHub's logging commands", () => {
  it("begin no line in any letters, wherever the text is wrapped", async () => {
    const marks = Array.from(
      { length: 12 },
      (_, index) => `${"w".repeat(index)} ::${index % 2 ? "warning" : "WARNING"}::x`,
    );
    const text = marks.join(" ");
    const evil = bookRepository({
      procedures: {
        evil: {
          name: `"Evil ${text}"`,
          body: `${text}\n\n::Stop-Commands::x\n\n${"a".repeat(96)}::warning::${"b".repeat(90)}/::error::x\n\n## Steps\n\n1. ${text}\n\n   \`\`\`text\n   ::Error::x\n   \`\`\`\n\n## Validation\n\n- ok\n\n## Escalation\n\n- Call\n`,
        },
      },
    });
    await recorded(evil, ["done", "evil", "-m", text]);
    for (const command of ["due", "agenda", "show evil", "explain evil", "run evil --print", "log", "done evil"]) {
      const { stdout, stderr } = await runCli(command.split(" "), { inProcess: true, cwd: evil.folder });
      expect(stdout + stderr).toContain("x");
      expect(stdout + stderr).not.toMatch(/^\s*::[a-z-]+(?:[ ,]|::)/imu);
    }
  });
});

describe("an odd path", () => {
  const odd = `${ESC}${RLO}`;
  it.each([
    { words: ["site", "--out", odd] },
    { words: ["publish", odd, "--to", "sharepoint"] },
    { words: ["audit", "--from", "2026-11-01", "--to", "2026-11-23", "--out", odd] },
    { words: ["schema", "--out", odd] },
    { words: ["lint", "--baseline", `${odd}.json`, "--update-baseline"] },
    { words: ["init", odd, "--yes"] },
    { words: ["due"] },
  ])("is written to and printed harmlessly: $words", async ({ words }) => {
    const folder = join(emptyFolder(), odd);
    renameSync(bookRepository({ procedures: { job: {} } }).folder, folder);
    if (words[0] === "due") rmSync(join(folder, ".git"), { recursive: true });
    const { code, stdout, stderr } = await runCli(words, { inProcess: true, cwd: folder });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout + stderr).not.toMatch(RAW);
  });
});

describe.concurrent("tables", () => {
  let repository: Repository;
  const LONG = "Überprüfung der Telemetrie und aller Integrationen mit den Systemen der Niederlassungen";
  const WIDE = "日本語の手順書による毎朝の監視と確認作業、障害時の連絡先一覧";

  beforeAll(async () => {
    repository = bookRepository({
      settings: { tracks: "[customer-engagement, finance-operations, business-central]", go_live: "2026-09-01" },
      roles: [
        "roles:",
        `  the-operations-analyst-of-the-week: { name: "${LONG}", people: [a, b] }`,
        `  team: { name: "${WIDE}", contact: { email: team@partner.example } }`,
        "people:",
        `  a: { name: "Maximiliane von der Außenstelle-Süderbrarup", email: a@contoso.example }`,
        `  b: { name: "${WIDE}", email: b@contoso.example }`,
        "",
      ].join("\n"),
      procedures: {
        "a-procedure-with-a-name-that-nobody-would-want-to-type-in-full": {
          name: LONG,
          owner: "the-operations-analyst-of-the-week",
          effort: "1d5h55m",
        },
        wide: { name: WIDE, owner: "team", trigger: "monthly on last business day" },
        word: {
          name: "W".repeat(120),
          owner: "team",
          trigger: "every 3 months on last Friday from 2026-09-25",
          effort: "5m",
        },
        wave: {
          name: LONG,
          owner: "the-operations-analyst-of-the-week",
          trigger: "wave -8 weeks",
          needs: "plan",
          effort: "3d",
        },
        emoji: { name: "👩‍👩‍👧‍👦 Familie 🇬🇧 e\u0301te\u0301", owner: "a", trigger: "daily", effort: "5m" },
      },
    });
    const by = "Maximiliane von der Außenstelle <max@partner.example>";
    await recorded(repository, ["done", "wide", "--for", "2026-09", "-m", `${WIDE} ${LONG}`, "--by", by]);
    await recorded(repository, ["done", "word", "--for", "2026-09", "--failed", "-m", "x".repeat(300)]);
    await recorded(repository, ["undo", "word"]);
    await recorded(repository, ["skip", "wave", "--for", "wave-2027-04.customer-engagement", "-m", LONG]);
  }, HOOK_TIMEOUT);

  it.each([
    { columns: 80, commands: ["due", "list", "wave --date 2026-04", "log"] },
    { columns: 100, commands: ["log"] },
    { columns: 60, commands: ["list", "wave --date 2026-04", "log"] },
  ])("are never wider than $columns columns", async ({ columns, commands }) => {
    const widest = await Promise.all(
      commands.map(async (command) => {
        const env = { COLUMNS: String(columns) };
        const options = { cwd: repository.folder, env, inProcess: columns !== 80 };
        const { code, stdout } = await runCli(command.split(" "), options);
        expect(code).toBe(0);
        const lines = stdout.split("\n");
        expect(lines.length).toBeGreaterThan(5);
        return { command, tooWide: lines.filter((line) => stringWidth(line) > columns) };
      }),
    );
    expect(widest.filter(({ tooWide }) => tooWide.length > 0)).toEqual([]);
  });

  it("keep their columns in line under wide characters", async () => {
    const procedures = {
      ascii: { name: "Plain", owner: "ana" },
      wide: { name: "日本語の手順", owner: "ben" },
      emoji: { name: "👍🏽 ok", owner: "chris" },
    };
    const cwd = bookFolder({ settings: { go_live: "2026-11-23" }, procedures });
    const { stdout } = await runCli(["due"], { cwd });
    const starts = ["Owner", "Ana", "Ben", "Chris"].map((word) => {
      const line = stdout.split("\n").find((text) => new RegExp(`\\s${word}\\b`).test(text)) ?? "";
      return stringWidth(line.slice(0, line.search(new RegExp(`\\b${word}\\b`))));
    });
    expect(new Set(starts).size).toBe(1);
  });
});
