import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { LedgerState } from "../../src/store/ledger-reading.ts";
import { logReader, withOffset } from "../../src/store/commit-log.ts";
import { openLedger } from "../../src/store/git-ledger.ts";
import { cleanEnvironment } from "../helpers/run-cli.ts";
import { processorSeconds } from "../helpers/processor-time.ts";
import { wholeLedger } from "../helpers/whole-ledger.ts";

const COUNT = 3000;
const ENCODED = "encoding ISO-8859-1\n";

describe("a whole ledger", () => {
  let folder: string;
  const git = (args: readonly string[], input = ""): string =>
    execFileSync("git", args, {
      cwd: folder,
      env: cleanEnvironment(),
      input,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 1 << 26,
    });
  async function read(): Promise<LedgerState["commits"]> {
    const settings = { branch: "runbook-ledger", remote: "origin", sign: "auto", sync: "manual" } as const;
    const ledger = await openLedger({ directory: folder, env: cleanEnvironment(), settings });
    return (ledger && (await wholeLedger(ledger)))?.commits ?? [];
  }
  const logged = (format: string): string[] =>
    git(["log", "-z", "--encoding=UTF-8", `--format=tformat:${format}`, "runbook-ledger"])
      .split("\0")
      .slice(0, -1);

  beforeAll(() => {
    folder = mkdtempSync(join(inject("scratch"), "whole-"));
    git(["init", "--quiet"]);
    const commits = Array.from({ length: COUNT }, (_, index) => {
      const message = `${index % 7 === 0 ? "Tāmaki 漢字 🙂" : "Plain"} ${index}\n\n${"x".repeat(index % 400)}\n`;
      const encoding = index % 500 === 499 ? ENCODED : "";
      const at = `${1_700_000_000 + index * 60} ${index % 3 === 0 ? "+0100" : "-0730"}`;
      const who = index % 11 === 0 ? "Bo Ångström <bo@contoso.example>" : "Ana Diaz <ana@contoso.example>";
      const data = `data ${Buffer.byteLength(message)}\n${message}`;
      return `commit refs/heads/runbook-ledger\nauthor ${who} ${at}\ncommitter ${who} ${at}\n${encoding}${data}\n`;
    });
    git(["fast-import", "--quiet"], commits.join(""));
  });

  it("is read as git tells it, whatever piece a commit's bytes come in", async () => {
    const commits = await read();
    expect(commits).toHaveLength(COUNT);
    expect(commits.map(({ id }) => id)).toEqual(logged("%H"));
    expect(commits.map(({ message }) => message)).toEqual(logged("%B"));
    expect(commits.map(({ author, authorDate }) => `${author.name} ${authorDate}`)).toEqual(logged("%an %aI"));
  });

  it("is read in the time that its bytes take, where one message is larger than many pieces", async () => {
    const words = `Large\n\n${"x".repeat(40_000_000)}\n`;
    const tree = git(["mktree"]).trim();
    const before = git(["rev-parse", "runbook-ledger"]).trim();
    const large = git(["commit-tree", tree, "-p", before], words).trim();
    git(["update-ref", "refs/heads/runbook-ledger", large]);
    const seconds = await processorSeconds(async () => {
      const [first, ...others] = await read();
      expect(first?.message).toBe(words);
      expect(others).toHaveLength(COUNT);
    });
    git(["update-ref", "refs/heads/runbook-ledger", before]);
    expect(seconds).toBeLessThan(10);
  });

  it("tells a time of UTC in one form, whichever git writes", () => {
    const fields = (at: string): string => ["id", "", "Ana", "a@b", at, "Ben", "b@b", at, "Words"].join("\0");
    const dates: string[] = [];
    const take = logReader((commits) =>
      dates.push(...commits.flatMap(({ authorDate, committerDate }) => [authorDate, committerDate])),
    );
    take(Buffer.from(`${fields("2026-11-23T08:30:00Z")}\0${fields("2026-11-23T08:30:00+01:00")}\0`));
    const utc = "2026-11-23T08:30:00+00:00";
    expect(dates).toEqual([utc, utc, "2026-11-23T08:30:00+01:00", "2026-11-23T08:30:00+01:00"]);
    expect(withOffset("Ana Z")).toBe("Ana Z");
  });

  it("leaves V8 as it was, which refuses code that was compiled under other flags", async () => {
    const source = "(function () { return 1; })";
    const cachedData = new Script(source).createCachedData();
    let asked = 0;
    // Under another name each time: V8 would take what it has compiled before.
    const isRefused = (): boolean | undefined =>
      new Script(source, { cachedData, filename: String((asked += 1)) }).cachedDataRejected;
    const settings = { branch: "runbook-ledger", remote: "origin", sign: "auto", sync: "manual" } as const;
    const ledger = await openLedger({ directory: folder, env: cleanEnvironment(), settings });
    let wasRefused: boolean | undefined;
    await ledger?.read("passes", () => (wasRefused = isRefused()));
    expect(wasRefused).toBe(true);
    expect(isRefused()).toBe(false);
    const failure = new Error("no more");
    let taken = 0;
    const take = (commits: readonly unknown[]): void => {
      taken += commits.length;
      if (taken >= COUNT) throw failure;
    };
    await expect(ledger?.read("passes", take)).rejects.toBe(failure);
    expect(isRefused()).toBe(false);
  });

  it("that lacks commits that the commit-graph promises cannot be read", async () => {
    git(["commit-graph", "write", "--reachable"]);
    rmSync(join(folder, ".git", "objects", "pack"), { recursive: true });
    await expect(read()).rejects.toThrow("git cannot read the ledger");
  });
});
