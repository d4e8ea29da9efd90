// What npm packs: no more and no less than a user needs, sound by publint's and attw's judgement, and working once installed.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { beforeAll, describe, expect, it } from "vitest";
import { tryConsoleBlocks } from "../helpers/console-blocks.ts";
import { canTryConsole, consoleShell } from "../helpers/console-shell.ts";
import { type InstalledPackage, installPackage, npm } from "../helpers/installed-package.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

const root = join(import.meta.dirname, "../..");
const EXPECTED =
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.txt|docs\/reference\.md|docs\/pictures\/[a-z-]+\.(?:svg|png)|bin\/(?:runbook\.js|package\.json)|man\/runbook\.1|dist\/.+\.c?js|completions\/(?:_runbook|runbook\.(?:bash|fish|ps1))|(?:runbook|templates)\/.+\.(?:md|yml|css|js)|schemas\/.+\.json)$/u;

let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage(emptyFolder());
});

describe("the package", () => {
  it("holds what a user needs, and nothing else", () => {
    const files = execFileSync("tar", ["-tzf", installed.tarball], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((path) => path.replace(/^package\//u, ""));
    expect(files.filter((path) => !EXPECTED.test(path))).toEqual([]);
    const shipped = ["runbook", "templates", "schemas", "completions", "docs"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll("\\", "/"),
        ),
    );
    const single = [
      "package.json",
      "README.md",
      "CHANGELOG.md",
      "LICENSE",
      "THIRD-PARTY-NOTICES.txt",
      "man/runbook.1",
      "docs/reference.md",
    ];
    expect(files).toEqual(
      expect.arrayContaining([
        ...shipped,
        ...single,
        "bin/runbook.js",
        "bin/package.json",
        "dist/start.cjs",
        "dist/stat-index.cjs",
        "dist/daily.cjs",
        "dist/parsers.cjs",
        "dist/zones.cjs",
      ]),
    );
  });

  it("is sound by publint's judgement", async () => {
    const tarball = new Uint8Array(readFileSync(installed.tarball)).buffer;
    const { messages } = await publint({ pack: { tarball }, strict: true });
    expect(messages).toEqual([]);
  });

  it("is sound by attw's judgement", () => {
    // Not a dependency: it brings a compiler of its own, for a program that has no types to offer.
    const printed = npm(
      ["exec", "--yes", "--", "@arethetypeswrong/cli@0.18.5", installed.tarball, "--format", "json"],
      root,
    );
    expect(JSON.parse(printed)).toMatchObject({ analysis: { types: false } });
  });

  it("runs nothing when it is installed, and neither do its dependencies", () => {
    const packages = readdirSync(installed.folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /(?:^|node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/])package\.json$/u.test(path),
    );
    expect(packages.length).toBeGreaterThan(1);
    const scripts = packages.flatMap((path) => {
      const text = readFileSync(join(installed.folder, path), "utf8");
      const { scripts: all = {} } = JSON.parse(text) as { readonly scripts?: Readonly<Record<string, string>> };
      return ["preinstall", "install", "postinstall"].filter((name) => name in all).map((name) => `${path}: ${name}`);
    });
    expect(scripts).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("once installed", () => {
  it.runIf(canTryConsole)("does what the README says, from top to bottom (needs bash and tmux)", async () => {
    const shell = consoleShell(emptyFolder(), `'${join(installed.prefix, "bin", "runbook")}'`);
    const { commands, differences } = await tryConsoleBlocks(readFileSync(join(root, "README.md"), "utf8"), shell);
    expect(commands.length).toBeGreaterThan(10);
    expect(differences).toEqual([]);
  });

  it("has its manual page where man looks", () => {
    expect(existsSync(join(installed.prefix, "share/man/man1/runbook.1"))).toBe(true);
  });
});
