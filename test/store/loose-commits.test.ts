import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { ledgerCommitOf } from "../../src/model/inspection.ts";
import { parseCommitObject } from "../../src/store/commit-object.ts";
import { withOffset } from "../../src/store/commit-log.ts";
import { openLedger } from "../../src/store/git-ledger.ts";
import { looseCommits } from "../../src/store/loose-commits.ts";
import { cleanEnvironment } from "../helpers/run-cli.ts";
import { wholeLedger } from "../helpers/whole-ledger.ts";

const NONE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const PERSON = "Ana Núñez <ana@contoso.example> 1795000000 +0100";

describe("commits in files of their own", () => {
  let folder: string;
  let root: string;
  const run = (args: readonly string[], input: string | Buffer = ""): string =>
    execFileSync("git", args, { cwd: folder, env: cleanEnvironment(), input, encoding: "utf8", stdio: "pipe" });
  const git = (args: readonly string[], input: string | Buffer = ""): string => run(args, input).trim();
  const write = (text: string | Buffer): string =>
    git(["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], text);
  const headers = (parent: string, author = PERSON, committer = PERSON): string =>
    `tree ${NONE}\nparent ${parent}\nauthor ${author}\ncommitter ${committer}\n`;
  beforeAll(() => {
    folder = mkdtempSync(join(inject("scratch"), "loose-"));
    git(["init", "--quiet"]);
    git(["mktree"]);
    root = write(`tree ${NONE}\nauthor ${PERSON}\ncommitter ${PERSON}\n\nBegin\n`);
  });

  const read = (tip: string, ...known: string[]): ReturnType<typeof looseCommits> =>
    looseCommits(join(folder, ".git"), tip, new Set(known));

  /** As git tells a commit. */
  function byGit(tip: string): unknown {
    const fields = ["%H", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");
    const told = run(["log", "-1", "-z", "--encoding=UTF-8", `--format=tformat:${fields}`, tip]);
    const [id, parent, name, email, authorDate = "", ...rest] = told.slice(0, -1).split("\0");
    const [committerName, committerEmail, committerDate = "", message] = rest;
    const committer = { name: committerName, email: committerEmail };
    const dates = { authorDate: withOffset(authorDate), committerDate: withOffset(committerDate) };
    return [{ id, parents: [parent], author: { name, email }, committer, ...dates, message }];
  }

  /** As a whole ledger is read, but for its root. */
  async function byLedger(tip: string): Promise<unknown> {
    git(["update-ref", "refs/heads/runbook-ledger", tip]);
    const settings = { branch: "runbook-ledger", remote: "origin", sign: "auto", sync: "manual" } as const;
    const ledger = await openLedger({ directory: folder, env: cleanEnvironment(), settings });
    return (ledger && (await wholeLedger(ledger)))?.commits.slice(0, -1);
  }

  it.each<[string, string | Buffer]>([
    ["a record", "Job: done\n\nA note.\n\nRunbook-Record: completion\n"],
    ["no message", ""],
    ["blank lines around", "\n\nWords\n\n\n"],
    ["no line end", "Words"],
    ["bytes that are no UTF-8", Buffer.from([0x57, 0xff, 0xfe, 0x0a])],
    ["signs of all kinds", "漢字 <>\r\n\t🙂\u0001\n"],
  ])("are read as git reads them: %s", async (_, message) => {
    const tip = write(Buffer.concat([Buffer.from(`${headers(root)}\n`), Buffer.from(message)]));
    const told = byGit(tip);
    expect(read(tip, root)).toEqual(told);
    expect(await byLedger(tip)).toEqual(told);
  });

  it("are read as git reads them, whoever wrote them and when, or not at all", async () => {
    const word = fc.constantFrom(
      "Ana",
      " Ana",
      "Ana ",
      "Ana  B",
      "A. N.",
      "",
      "<",
      "x>y",
      "Núñez",
      "\t",
      "a\u0000b",
      "Ana\r",
    );
    const zone = fc.constantFrom("+0000", "-0000", "-0330", "+1400", "+2500", "-0060", "+05", "0000");
    const line = fc
      .tuple(word, word, fc.constantFrom("0", "1795000000", "-5", "99999999999999", "x"), zone)
      .map(([name, email, at, offset]) => `${name} <${email}> ${at} ${offset}`);
    const further = fc.constantFrom(
      "",
      "encoding ISO-8859-1\n",
      "encoding ASCII\n",
      "encoding utf8\n",
      "gpgsig a\n b\n",
      "mergetag a\n b\n",
      "x y\n",
    );
    let count = 0;
    await fc.assert(
      fc.asyncProperty(line, line, further, async (author, committer, more) => {
        const tip = write(`${headers(root, author, committer)}${more}\nWörds\n`);
        const commits = read(tip, root);
        let told: unknown;
        try {
          told = byGit(tip);
        } catch {
          // It cannot write such a date.
          await expect(byLedger(tip)).rejects.toThrow("git cannot read the ledger");
          expect(commits).toBeUndefined();
          return;
        }
        expect(await byLedger(tip)).toEqual(told);
        const object = parseCommitObject(tip, execFileSync("git", ["cat-file", "commit", tip], { cwd: folder }));
        if (object?.doubtfulEncoding === null) expect([ledgerCommitOf(object)]).toEqual(told);
        if (commits === undefined) return;
        count += 1;
        expect(commits).toEqual(told);
      }),
      {
        numRuns: 60,
        examples: [
          ["Ana <ana> 0 -0330", PERSON, ""],
          ["Ana\r  <ana> 0 -0000", "Ana <ana> 1795000000 -0000", ""],
          [PERSON, PERSON, "encoding ASCII\n"],
          [PERSON, PERSON, ""],
          [PERSON, PERSON, "gpgsig a\n b\n"],
          // Git takes an address to end at the first `>`.
          [PERSON, "Ana <x>y> 0 +0000", ""],
          ["> <ana> 0 +0000", PERSON, ""],
        ],
      },
    );
    expect(count).toBeGreaterThan(1);
  });

  it("are read back to what is known, newest first", () => {
    const one = write(`${headers(root)}\nOne\n`);
    const two = write(`${headers(one)}\nTwo\n`);
    expect(read(two, root)?.map(({ id }) => id)).toEqual([two, one]);
    expect(read(two, one, root)?.map(({ id }) => id)).toEqual([two]);
    expect(read(two, two)).toEqual([]);
  });

  it.each<[string, () => string]>([
    ["a root", () => write(`tree ${NONE}\nauthor ${PERSON}\ncommitter ${PERSON}\n\nAnother\n`)],
    [
      "a merge",
      () => write(`tree ${NONE}\nparent ${root}\nparent ${root}\nauthor ${PERSON}\ncommitter ${PERSON}\n\nM\n`),
    ],
    ["no commit", () => git(["hash-object", "-w", "--stdin"], "text")],
    ["nothing", () => "1".repeat(40)],
    ["a zero byte in the message", () => write(`${headers(root)}\nA\0B\n`)],
    ["a commit upon one that is not there", () => write(`${headers("2".repeat(40))}\nLost\n`)],
  ])("leave %s to git", (_, tip) => {
    expect(read(tip(), root)).toBeUndefined();
  });

  it("are no news where they were read from the other branch", async () => {
    const one = write(`${headers(root)}\nOne\n`);
    const two = write(`${headers(one)}\nTwo\n`);
    const three = write(`${headers(two)}\nThree\n`);
    const other = write(`${headers(two)}\nOther\n`);
    git(["update-ref", "refs/heads/runbook-ledger", other]);
    git(["update-ref", "refs/remotes/origin/runbook-ledger", three]);
    const settings = { branch: "runbook-ledger", remote: "origin", sign: "auto", sync: "manual" } as const;
    const ledger = await openLedger({ directory: folder, env: cleanEnvironment(), settings });
    const known = { tip: one, remoteTip: three, head: three, unpushed: null };
    expect((await ledger?.readNews(known))?.commits.map(({ id }) => id)).toEqual([other]);
    git(["update-ref", "-d", "refs/remotes/origin/runbook-ledger"]);
  });

  it("that are packed, or very many, are left to git", () => {
    let tip = root;
    const ids = Array.from({ length: 101 }, (_, index) => (tip = write(`${headers(tip)}\n${index}\n`)));
    expect(read(tip, ids[0] ?? "")).toHaveLength(100);
    expect(read(tip, root)).toBeUndefined();
    git(["update-ref", "refs/heads/runbook-ledger", tip]);
    git(["repack", "-a", "-d", "--quiet"]);
    git(["prune-packed"]);
    expect(read(tip, ids[99] ?? "")).toBeUndefined();
  });
});
