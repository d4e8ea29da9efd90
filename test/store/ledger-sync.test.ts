import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type Server, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { LedgerSettings } from "../../src/model/runbook.ts";
import type { Environment } from "../../src/model/environment.ts";
import { type Ledger, openLedger } from "../../src/store/git-ledger.ts";
import type { SyncOptions } from "../../src/store/ledger-sync.ts";
import type { NewRecord } from "../../src/store/ledger-writing.ts";
import { wholeLedger } from "../helpers/whole-ledger.ts";
import {
  IDENTITY,
  type TemporaryRepository,
  bareRepository,
  cloneOf,
  hooksFolder,
  temporaryDirectory,
  temporaryRepository,
} from "../helpers/temp-repository.ts";

const SETTINGS: LedgerSettings = { branch: "runbook-ledger", remote: "origin", sync: "manual", sign: "auto" };
const LOCAL_REF = "refs/heads/runbook-ledger";
const SYNC: SyncOptions = {
  at: "2026-11-23T09:00:00+00:00",
  isUnattended: true,
  timeoutMs: 20_000,
  tries: 6,
  restores: false,
};

async function open(directory: string, env: Environment = {}): Promise<Ledger> {
  const ledger = await openLedger({ directory, env: { ...process.env, ...env }, settings: SETTINGS });
  if (ledger === undefined) throw new Error(`${directory} is not inside a repository`);
  return ledger;
}

interface RecordParts {
  readonly minute?: number;
  readonly text?: string;
  readonly evidence?: Readonly<Record<string, string>>;
}

/** Appends one record, whose minute past nine is also the time at which it is recorded. */
async function append(
  clone: TemporaryRepository,
  subject: string,
  { minute = 0, text, evidence = {} }: RecordParts = {},
): Promise<string> {
  const ledger = await open(clone.directory);
  const stored = async (name: string, content: string): Promise<string> =>
    ledger.storeEvidence(clone.write(`.git/scratch-${name}`, content));
  const at = `2026-11-23T09:${String(minute).padStart(2, "0")}:00+00:00`;
  const files = await Promise.all(
    Object.entries(evidence).map(async ([name, content]) => ({
      path: `evidence/contoso/job/2026-11-23/${name}`,
      blob: await stored(name, content),
    })),
  );
  const entry: NewRecord = {
    message: (kept) => `${subject}\n\n${kept.map(({ path }) => `Runbook-Evidence: ${path}\n`).join("")}`,
    author: IDENTITY,
    authorDate: at,
    text: text === undefined ? null : { path: "text/contoso/job.md", blob: await stored("text", text) },
    evidence: files,
  };
  const { ids } = await ledger.append([entry], { committedAt: at });
  return ids[0] ?? "";
}

/** A bare remote and some clones of it. */
function team(size: number): { origin: TemporaryRepository; clones: readonly TemporaryRepository[] } {
  const origin = bareRepository();
  const clones = Array.from({ length: size }, () => cloneOf(origin));
  return { origin, clones };
}

function twoClones(): { origin: TemporaryRepository; ana: TemporaryRepository; ben: TemporaryRepository } {
  const { origin, clones } = team(2);
  const [ana, ben] = clones as [TemporaryRepository, TemporaryRepository];
  return { origin, ana, ben };
}

async function sync(clone: TemporaryRepository, options: Partial<SyncOptions> = {}, env: Environment = {}) {
  return (await open(clone.directory, env)).sync({ ...SYNC, ...options });
}

function tipOf(repository: TemporaryRepository): string {
  return repository.git("rev-parse", LOCAL_REF);
}

function subjects(repository: TemporaryRepository): string[] {
  return repository.git("log", "--min-parents=1", "--max-parents=1", "--format=%s", LOCAL_REF).split("\n").toSorted();
}

function filesOf(repository: TemporaryRepository): Record<string, string> {
  const paths = repository.git("ls-tree", "-r", "--name-only", LOCAL_REF).split("\n");
  return Object.fromEntries(
    paths
      .filter((path) => path !== "README.md")
      .map((path) => [path.split("/").at(-1), repository.git("show", `${LOCAL_REF}:${path}`)]),
  );
}

describe("two clones", () => {
  it("that recorded apart meet with every record, once, under its own id", async () => {
    const { origin, ana, ben } = twoClones();
    await append(ana, "common");
    expect(await sync(ana)).toMatchObject({ received: 0, sent: 1, restored: 0 });
    expect(await sync(ben)).toMatchObject({ received: 1, sent: 0 });
    const ours = await append(ana, "ana 1");
    const theirs = [await append(ben, "ben 1"), await append(ben, "ben 2")];

    expect(await sync(ana)).toMatchObject({ received: 0, sent: 1 });
    expect(await sync(ben)).toMatchObject({ received: 1, sent: 2 });
    expect(await sync(ana)).toMatchObject({ received: 2, sent: 0 });
    expect(await sync(ana)).toMatchObject({ received: 0, sent: 0 });
    for (const repository of [ana, ben, origin]) {
      expect(tipOf(repository)).toBe(tipOf(ana));
      expect(subjects(repository)).toEqual(["ana 1", "ben 1", "ben 2", "common"]);
      expect(repository.git("fsck", "--strict", "--no-dangling")).toBe("");
    }
    for (const id of [ours, ...theirs]) expect(ana.git("merge-base", "--is-ancestor", id, LOCAL_REF)).toBe("");
    // Two parents, and nothing that reads as a record.
    expect(ben.git("log", "-1", "--format=%P|%(trailers)", LOCAL_REF)).toMatch(/^\w{40} \w{40}\|$/);
    expect(await wholeLedger(await open(ana.directory))).toMatchObject({ unpushed: 0, fetchedAt: SYNC.at });
  });

  it("that each began a ledger join them", async () => {
    const { ana, ben } = twoClones();
    await append(ana, "ana 1", { text: "a\n" });
    await append(ben, "ben 1", { minute: 1, evidence: { "e.csv": "b" } });
    await sync(ana);
    await sync(ben);
    await sync(ana);
    expect(subjects(ana)).toEqual(["ana 1", "ben 1"]);
    expect(ana.git("rev-list", "--max-parents=0", LOCAL_REF).split("\n")).toHaveLength(2);
    expect(filesOf(ana)).toEqual({ "job.md": "a", "e.csv": "b" });
  });

  it("leave index, work tree, HEAD and branch as they are", async () => {
    const { ana, ben } = twoClones();
    ana.commit("Begin", { "a.txt": "a\n" });
    ana.write("a.txt", "changed\n");
    ana.git("add", "a.txt");
    ana.write("a.txt", "changed since\n");
    const state = (): string[] => [
      ana.git("status", "--porcelain=v2", "--branch"),
      ana.git("stash", "list"),
      String(existsSync(join(ana.directory, ".git", "FETCH_HEAD"))),
    ];
    const before = state();
    await append(ben, "ben 1");
    await sync(ben);
    await append(ana, "ana 1");
    await sync(ana);
    expect(state()).toEqual(before);
  });

  it("are not joined by a merge that cannot be signed, and lose nothing", async () => {
    const { origin, ana, ben } = twoClones();
    await append(ben, "ben 1");
    await sync(ben);
    await append(ana, "ana 1");
    ana.git("config", "commit.gpgSign", "true");
    ana.git("config", "gpg.program", "/nowhere/gpg");
    const [here, there] = [tipOf(ana), tipOf(origin)];
    const message = expect.stringMatching(/merge of this ledger with the remote's could not be signed.* not joined/);
    await expect(sync(ana)).rejects.toMatchObject({ code: "signing", message });
    expect([tipOf(ana), tipOf(origin)]).toEqual([here, there]);
    ana.git("config", "commit.gpgSign", "false");
    expect(await sync(ana)).toMatchObject({ sent: 1 });
    expect(subjects(origin)).toEqual(["ana 1", "ben 1"]);
  });

  it("write upon what was fetched, which needs no merge", async () => {
    const { ana, ben } = twoClones();
    await append(ana, "common");
    await sync(ana);
    await sync(ben);
    await append(ana, "ana 1");
    await sync(ana);
    await (await open(ben.directory)).fetch(SYNC);
    await append(ben, "ben 1");
    await sync(ben);
    expect(ben.git("rev-list", "--merges", "--count", LOCAL_REF)).toBe("0");
    expect(subjects(ben)).toEqual(["ana 1", "ben 1", "common"]);
  });
});

describe("joined trees", () => {
  /** The files after ana and ben have met, the one or the other joining first. */
  async function joined(
    first: "ana" | "ben",
    parts: { readonly common?: RecordParts; readonly ana: RecordParts; readonly ben: RecordParts },
  ): Promise<Record<string, string>> {
    const people = twoClones();
    if (parts.common !== undefined) {
      await append(people.ana, "common", parts.common);
      await sync(people.ana);
      await sync(people.ben);
    }
    await append(people.ana, "ana", parts.ana);
    await append(people.ben, "ben", parts.ben);
    const second = first === "ana" ? "ben" : "ana";
    await sync(people[first]);
    await sync(people[second]);
    return filesOf(people[second]);
  }

  const rows: [string, Parameters<typeof joined>[1], Record<string, string>][] = [
    [
      "the newer record's text stands where both changed it",
      { common: { text: "old" }, ana: { text: "ana", minute: 2 }, ben: { text: "ben", minute: 1 } },
      { "job.md": "ana" },
    ],
    [
      "one side's change stands, however old its record is",
      { common: { text: "old", minute: 5 }, ana: {}, ben: { text: "ben", minute: 1 } },
      { "job.md": "ben" },
    ],
    [
      "evidence of one name is kept twice, the older record's under it",
      { ana: { evidence: { "e.csv": "ana" }, minute: 2 }, ben: { evidence: { "e.csv": "ben" }, minute: 1 } },
      { "e.csv": "ben", "e-2.csv": "ana" },
    ],
    [
      "the same evidence is kept once",
      { ana: { evidence: { "e.csv": "same" } }, ben: { evidence: { "e.csv": "same" } } },
      { "e.csv": "same" },
    ],
    [
      "a number that is taken is passed over",
      {
        common: { evidence: { "e-2.csv": "common" } },
        ana: { evidence: { "e.csv": "ana" }, minute: 1 },
        ben: { evidence: { "e.csv": "ben" }, minute: 2 },
      },
      { "e.csv": "ana", "e-2.csv": "common", "e-3.csv": "ben" },
    ],
  ];
  it.each(rows)("%s", async (_title, parts, expected) => {
    expect(await joined("ana", parts)).toEqual(expected);
    expect(await joined("ben", parts)).toEqual(expected);
  });

  it("keep the older evidence under its name where another one differs from it by letter case", async () => {
    const [ana, ben, eli] = team(3).clones as [TemporaryRepository, TemporaryRepository, TemporaryRepository];
    await append(ana, "ana", { evidence: { "e.csv": "ana" }, minute: 1 });
    await append(ben, "ben", { evidence: { "e.csv": "ben" }, minute: 2 });
    await append(eli, "eli", { evidence: { "E.csv": "eli" }, minute: 3 });
    await sync(eli);
    await sync(ben);
    await sync(ana);
    expect(filesOf(ana)).toEqual({ "E.csv": "eli", "e.csv": "ana", "e-2.csv": "ben" });
  });

  it("keep each record's evidence in its own commit under the name that it says", async () => {
    const { ana, ben } = twoClones();
    const ids = [
      await append(ana, "ana", { evidence: { "e.csv": "ana" }, minute: 2 }),
      await append(ben, "ben", { evidence: { "e.csv": "ben" }, minute: 1 }),
    ];
    await sync(ana);
    await sync(ben);
    const path = "evidence/contoso/job/2026-11-23/e.csv";
    expect(ids.map((id) => ben.git("show", `${id}:${path}`))).toEqual(["ana", "ben"]);
  });
});

describe("a remote", () => {
  it("that is missing is named, with what to type", async () => {
    const repository = temporaryRepository();
    await append(repository, "1");
    await expect(sync(repository)).rejects.toMatchObject({
      code: "no-remote",
      hint: expect.stringContaining("git remote add origin"),
    });
  });

  it("without a ledger gets this one; where there is none on either side nothing happens", async () => {
    const { origin, ana } = twoClones();
    expect(await sync(ana)).toEqual({ received: 0, sent: 0, restored: 0, tip: null });
    await append(ana, "1");
    expect(await sync(ana)).toMatchObject({ sent: 1 });
    expect(subjects(origin)).toEqual(["1"]);
  });

  it("that is out of reach leaves the records here, and takes them later", async () => {
    const { origin, ana } = twoClones();
    await append(ana, "1");
    ana.git("remote", "set-url", "origin", "file:///nowhere/at/all");
    await expect(sync(ana)).rejects.toMatchObject({ code: "remote", hint: expect.stringContaining("safe here") });
    expect(subjects(ana)).toEqual(["1"]);
    ana.git("remote", "set-url", "origin", origin.directory);
    expect(await sync(ana)).toMatchObject({ sent: 1 });
  });

  it("that does not answer is given up", async () => {
    const { ana } = twoClones();
    const { port } = await listening(createServer(() => {}));
    ana.git("remote", "set-url", "origin", `git://127.0.0.1:${port}/x`);
    await expect(sync(ana, { timeoutMs: 300 })).rejects.toMatchObject({
      code: "remote",
      message: expect.stringContaining("without an answer"),
    });
  });

  it("that asks for a password where nobody can type one is an error that says so", async () => {
    const { ana } = twoClones();
    const { port } = await listening(
      createServer((socket) => {
        socket.end('HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n');
      }),
    );
    ana.git("remote", "set-url", "origin", `http://127.0.0.1:${port}/x`);
    const env = { no_proxy: "127.0.0.1", GIT_ASKPASS: "", SSH_ASKPASS: "" };
    await expect(sync(ana, {}, env)).rejects.toMatchObject({
      code: "remote",
      hint: expect.stringContaining("Sign in"),
    });
  });

  it.each([
    ["Host key verification failed.", "ssh key is not trusted here"],
    ["git@ssh.example: Permission denied (publickey).", "Sign in"],
    ["ssh: connect to host ssh.example port 22: Connection refused", "Once you are online again"],
  ])("that ssh does not reach, %s, is told with what to do", async (words, hint) => {
    const { ana } = twoClones();
    ana.git("remote", "set-url", "origin", "ssh://git@ssh.example/contoso.git");
    ana.git("config", "core.sshCommand", `echo '${words}' >&2; exit 255; :`);
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote",
      message: `\`origin\` cannot be reached: ${words}`,
      hint: expect.stringContaining(hint),
    });
  });

  it("that is a page of a proxy's is said to be none", async () => {
    const { ana } = twoClones();
    const server = createHttpServer((_, response) => void response.end("<html>Sign in to go on</html>"));
    ana.git("remote", "set-url", "origin", `http://127.0.0.1:${(await listening(server)).port}/`);
    await append(ana, "1");
    await expect(sync(ana, {}, { no_proxy: "127.0.0.1" })).rejects.toMatchObject({
      code: "remote",
      hint: expect.stringContaining("no git server: the page of a proxy"),
    });
  });

  it("that may be fetched from and not written to is not said to ask who one is", async () => {
    const { origin, ana } = twoClones();
    const server = createHttpServer(({ url = "" }, response) => {
      const file = join(origin.directory, new URL(url, "http://localhost").pathname);
      if (url.endsWith("git-receive-pack")) {
        response.writeHead(403, { "Content-Type": "text/plain" });
        response.end("TF401027: You need the Git 'GenericContribute' permission to perform this action.\n");
      } else if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    origin.git("update-server-info");
    ana.git("remote", "set-url", "origin", `http://127.0.0.1:${(await listening(server)).port}/`);
    await append(ana, "1");
    await expect(sync(ana, {}, { no_proxy: "127.0.0.1" })).rejects.toMatchObject({
      code: "remote-refused",
      message: expect.stringContaining("TF401027"),
      hint: expect.stringContaining("must let you push to runbook-ledger"),
    });
  });

  it("whose rules refuse the push is named with its own words; the record stays here", async () => {
    const { origin, ana } = twoClones();
    origin.git("config", "core.hooksPath", hooksFolder({ "pre-receive": "echo 'GH006: protected branch'; exit 1" }));
    await append(ana, "1");
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote-refused",
      message: expect.stringContaining("GH006"),
      hint: expect.stringContaining("runbook-ledger"),
    });
    expect(subjects(ana)).toEqual(["1"]);
  });

  it("with a branch below the ledger's name is no race: the branch is named", async () => {
    const { origin, ana } = twoClones();
    const other = origin.git("commit-tree", "-m", "Other", origin.git("mktree"));
    origin.git("update-ref", `${LOCAL_REF}/old`, other);
    await append(ana, "1");
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote-refused",
      message: expect.stringContaining("has a branch runbook-ledger/old"),
      hint: expect.stringContaining("Delete or rename that branch"),
    });
    ana.git("push", "--quiet", "origin", "--delete", "runbook-ledger/old");
    expect(await sync(ana)).toMatchObject({ sent: 1 });
  });

  it("that is a mirror gets the ledger, and no more", async () => {
    const { origin, ana } = twoClones();
    ana.git("config", "remote.origin.mirror", "true");
    ana.git("branch", "own", ana.git("commit-tree", "-m", "Own", ana.git("mktree")));
    await append(ana, "1");
    expect(await sync(ana)).toMatchObject({ sent: 1 });
    expect(origin.git("for-each-ref", "--format=%(refname)")).toBe(LOCAL_REF);
  });

  it("is not said to be out of reach where a hook of this clone holds the push back", async () => {
    const { ana } = twoClones();
    ana.git("config", "core.hooksPath", hooksFolder({ "pre-push": "echo 'no pushes on Fridays' >&2; exit 1" }));
    await append(ana, "1");
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote-refused",
      message: "Nothing was pushed to `origin`: a hook here (pre-push) refused it: no pushes on Fridays",
    });
    expect(subjects(ana)).toEqual(["1"]);
  });

  it.each([
    { hook: "echo 'no pushes on Fridays'; exit 1", says: "no pushes on Fridays" },
    { hook: "echo 3 tests; echo 1 failed >&2; exit 1", says: "3 tests\n1 failed" },
  ])("tells what a hook says, on whichever stream, and how it lets the ledger pass: $hook", async ({ hook, says }) => {
    const passing = '[ -n "$RUNBOOK_WITHIN_PUSH" ] && exit 0';
    const { ana } = twoClones();
    ana.git("config", "core.hooksPath", hooksFolder({ "pre-push": hook }));
    await append(ana, "1");
    await expect(sync(ana)).rejects.toMatchObject({
      message: `Nothing was pushed to \`origin\`: a hook here (pre-push) refused it: ${says}`,
      hint: expect.stringContaining(`: ${passing}\n`),
    });
    ana.git("config", "core.hooksPath", hooksFolder({ "pre-push": `set -e\n${passing}\n${hook}` }));
    expect(await sync(ana)).toMatchObject({ sent: 1 });
  });

  it("is not said to be out of reach where a hook of this clone takes too long", async () => {
    const { ana } = twoClones();
    await append(ana, "1");
    ana.git("config", "core.hooksPath", hooksFolder({ "pre-push": "exec sleep 5" }));
    await expect(sync(ana, { timeoutMs: 1000 })).rejects.toMatchObject({
      code: "remote-refused",
      message: "Nothing was pushed to `origin` in 1 s: a hook here (pre-push) may take longer",
    });
    expect(subjects(ana)).toEqual(["1"]);
  });

  it("may be a bundle, of which git says nothing: that is told, and no hook blamed", async () => {
    const { ana } = twoClones();
    await append(ana, "1");
    const bundle = join(temporaryDirectory(), "all.bundle");
    ana.git("bundle", "create", "--quiet", bundle, LOCAL_REF);
    ana.git("remote", "set-url", "origin", bundle);
    await append(ana, "2");
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote-refused",
      message: "Nothing was pushed to `origin`, and git does not say why",
      hint: expect.stringContaining("bundle"),
    });
    expect(subjects(ana)).toEqual(["1", "2"]);
  });

  it("is reached through the user's own ssh command", async () => {
    const { origin, ana } = twoClones();
    await append(ana, "1");
    const log = join(temporaryDirectory(), "calls");
    const ssh = join(temporaryDirectory(), "ssh");
    writeFileSync(ssh, `#!/bin/sh\necho "$@" >> ${log}\nfor last; do :; done\nexec sh -c "$last"\n`, { mode: 0o755 });
    ana.git("remote", "set-url", "origin", `ssh://host${origin.directory}`);
    expect(await sync(ana, {}, { GIT_SSH_COMMAND: ssh })).toMatchObject({ sent: 1 });
    ana.git("config", "core.sshCommand", ssh);
    await append(ana, "2");
    expect(await sync(ana)).toMatchObject({ sent: 1 });
    expect(existsSync(log)).toBe(true);
  });

  it.each(["push", "fetch"])("may be written to by others before every %s: the race is run again", async (verb) => {
    const { origin, ana, ben } = twoClones();
    await append(ana, "ana");
    await append(ben, "ben");
    const folder = temporaryDirectory();
    const once = join(folder, "once");
    const push = `if mkdir ${once} 2>/dev/null; then "$git" -C ${ben.directory} push --quiet origin ${LOCAL_REF}; fi`;
    const git = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    const script = `#!/bin/sh\ngit=${git}\ncase "$1" in ${verb}) ${push};; esac\nexec "$git" "$@"\n`;
    writeFileSync(join(folder, "git"), script, { mode: 0o755 });
    await sync(ana, {}, { PATH: `${folder}:${process.env["PATH"] ?? ""}` });
    expect(existsSync(once)).toBe(true);
    expect(subjects(origin)).toEqual(["ana", "ben"]);
  });

  it("that others keep locked is given up after some tries, and nothing is lost", async () => {
    const { origin, ana } = twoClones();
    await append(ana, "1");
    await sync(ana);
    await append(ana, "2");
    mkdirSync(join(origin.directory, "refs/heads"), { recursive: true });
    writeFileSync(join(origin.directory, "refs/heads/runbook-ledger.lock"), "");
    await expect(sync(ana, { tries: 2 })).rejects.toMatchObject({ code: "ledger-moved" });
    expect(subjects(ana)).toEqual(["1", "2"]);
  });

  it("may be a partial clone's, which need not fetch what it lacks", async () => {
    const { origin, ana, ben } = twoClones();
    origin.git("config", "uploadpack.allowFilter", "true");
    await append(ben, "ben", { evidence: { "big.bin": "big" }, minute: 1 });
    await sync(ben);
    const partial = cloneOf(origin, "--filter=blob:none");
    await append(partial, "partial", { evidence: { "own.txt": "own" }, minute: 2 });
    await append(ana, "ana", { evidence: { "third.txt": "third" } });
    await sync(ana);
    expect(await sync(partial)).toMatchObject({ sent: 1 });
    expect(partial.git("rev-list", "--objects", "--missing=print", LOCAL_REF)).toMatch(/^\?/m);
    await sync(ana);
    expect(filesOf(ana)).toEqual({ "big.bin": "big", "own.txt": "own", "third.txt": "third" });
  });

  it("is not synced from a ledger that a shallow clone has cut", async () => {
    const { origin, ana } = twoClones();
    await append(ana, "1");
    await append(ana, "2");
    await sync(ana);
    const shallow = cloneOf(origin, "--depth", "1", "--branch", "runbook-ledger");
    shallow.git("switch", "--quiet", "--orphan", "main");
    await expect(sync(shallow)).rejects.toMatchObject({ code: "shallow-ledger" });
  });
});

describe("a remote that was rewritten", () => {
  async function rewrittenTeam(rewrite: (origin: TemporaryRepository) => void) {
    const people = twoClones();
    await append(people.ana, "kept");
    await append(people.ana, "dropped 1");
    await append(people.ana, "dropped 2");
    await sync(people.ana);
    await sync(people.ben);
    rewrite(people.origin);
    return people;
  }
  const toKept = (origin: TemporaryRepository): void =>
    void origin.git("update-ref", LOCAL_REF, origin.git("rev-parse", `${LOCAL_REF}~2`));
  const toOther = (origin: TemporaryRepository): void => {
    const kept = `${LOCAL_REF}~2`;
    const other = origin.git("commit-tree", "-p", kept, "-m", "other", `${kept}^{tree}`);
    origin.git("update-ref", LOCAL_REF, other);
  };
  const deleted = (origin: TemporaryRepository): void => void origin.git("update-ref", "-d", LOCAL_REF);

  it.each([
    ["to an earlier commit", toKept],
    ["to another commit", toOther],
  ])("%s is named with what it lacks, and put right only when asked", async (_title, rewrite) => {
    const { origin, ana, ben } = await rewrittenTeam(rewrite);
    const before = origin.git("rev-parse", LOCAL_REF);
    await append(ana, "new");
    const { fetch } = await open(ana.directory);
    for (const stop of [() => sync(ana), () => fetch(SYNC)]) {
      await expect(stop()).rejects.toMatchObject({
        code: "remote-rewritten",
        message: expect.stringMatching(/2 records[^]*dropped 2[^]*dropped 1/),
        hint: expect.stringContaining("runbook sync --restore"),
      });
    }
    expect(tipOf(origin)).toBe(before);
    expect(await sync(ana, { restores: true })).toMatchObject({ sent: 1, restored: 2 });
    expect(subjects(origin)).toEqual(expect.arrayContaining(["dropped 1", "dropped 2", "kept", "new"]));
    expect(await sync(ana)).toMatchObject({ received: 0, sent: 0, restored: 0 });
    expect(await sync(ben)).toMatchObject({ restored: 0 });
    expect(subjects(ben)).toEqual(subjects(origin));
  });

  it("is told with letters as they are, whatever git's log writes them in", async () => {
    const { origin, ana } = twoClones();
    await append(ana, "Überprüfung");
    await sync(ana);
    deleted(origin);
    ana.git("config", "i18n.logOutputEncoding", "ISO-8859-1");
    await expect(sync(ana)).rejects.toMatchObject({ message: expect.stringContaining("Überprüfung") });
  });

  it("may be one that is pushed to elsewhere, and is behind", async () => {
    const { ana } = twoClones();
    await append(ana, "1");
    await sync(ana);
    ana.git("config", "remote.origin.pushUrl", bareRepository().directory);
    await append(ana, "2");
    expect(await sync(ana)).toMatchObject({ sent: 1 });
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote-rewritten",
      hint: expect.stringContaining("pushed to another address than it is fetched from"),
    });
  });

  it("by deleting the branch is named as well", async () => {
    const { origin, ana } = await rewrittenTeam(deleted);
    await expect(sync(ana)).rejects.toMatchObject({
      code: "remote-rewritten",
      message: expect.stringContaining("no longer has the branch"),
    });
    expect(await sync(ana, { restores: true })).toMatchObject({ sent: 0, restored: 3 });
    expect(subjects(origin)).toEqual(["dropped 1", "dropped 2", "kept"]);
  });

  it("may be a page that is none of git's", async () => {
    const { ana } = twoClones();
    await append(ana, "1");
    await sync(ana);
    const server = createHttpServer((_, response) => void response.end("<html>Sign in to go on</html>"));
    ana.git("remote", "set-url", "origin", `http://127.0.0.1:${(await listening(server)).port}/`);
    await expect(sync(ana, {}, { no_proxy: "127.0.0.1" })).rejects.toMatchObject({
      code: "remote-rewritten",
      hint: expect.stringMatching(/the page of a proxy or a sign-in[^]*git ls-remote origin/),
    });
    expect(subjects(ana)).toEqual(["1"]);
  });

  it("is noticed although a fetch of the user's has moved the remote-tracking branch", async () => {
    const { ana } = await rewrittenTeam(toOther);
    ana.git("fetch", "--quiet", "origin");
    expect(ana.git("log", "-1", "--format=%s", "refs/remotes/origin/runbook-ledger")).toBe("other");
    await expect(sync(ana)).rejects.toMatchObject({ code: "remote-rewritten" });
  });

  it("is noticed by a clone that has never recorded or synced", async () => {
    const { origin, ana } = twoClones();
    await append(ana, "1");
    await append(ana, "2");
    await sync(ana);
    const reader = cloneOf(origin);
    origin.git("update-ref", LOCAL_REF, origin.git("rev-parse", `${LOCAL_REF}~1`));
    await expect((await open(reader.directory)).fetch(SYNC)).rejects.toMatchObject({ code: "remote-rewritten" });
    expect((await wholeLedger(await open(reader.directory))).commits).toHaveLength(3);
  });

  it("without losing a record is followed", async () => {
    const { origin, ana, ben } = twoClones();
    await append(ana, "ana");
    await append(ben, "ben");
    await sync(ana);
    await sync(ben);
    await sync(ana);
    // The same records, joined by another merge.
    const [first = "", second = ""] = origin.git("log", "-1", "--format=%P", LOCAL_REF).split(" ");
    const tree = origin.git("rev-parse", `${LOCAL_REF}^{tree}`);
    origin.git("update-ref", LOCAL_REF, origin.git("commit-tree", "-p", second, "-p", first, "-m", "Other", tree));
    expect(await sync(ana)).toMatchObject({ received: 0, sent: 0, restored: 0 });
    expect(subjects(origin)).toEqual(["ana", "ben"]);
  });
});

describe("clocks that differ", () => {
  const EARLY = "2026-11-23T09:00:00+00:00";

  /** Ana has what Ben, whose clock is late, wrote upon hers and joined with Eve's; what Ana had last is in it. */
  async function lateTeam() {
    const { origin, clones } = team(3);
    const [ana, ben, eve] = clones as [TemporaryRepository, TemporaryRepository, TemporaryRepository];
    await append(ana, "common", { minute: 10 });
    for (const clone of clones) await sync(clone);
    await append(ana, "ana", { minute: 20 });
    await sync(ana);
    await append(eve, "eve", { minute: 30 });
    await sync(ben);
    for (let count = 1; count <= 8; count += 1) await append(ben, `ben ${count}`, { minute: 1 });
    await sync(ben, { at: EARLY });
    await sync(eve, { at: EARLY });
    return { origin, ana, eve };
  }

  it("are not taken for a remote that was rewritten", async () => {
    const { origin, ana } = await lateTeam();
    const known = tipOf(ana);
    // What makes this a test: git goes by the dates.
    expect(origin.git("rev-list", known, "--not", LOCAL_REF)).toBe(known);
    expect(await sync(ana)).toMatchObject({ received: 9, sent: 0, restored: 0 });
    expect(tipOf(ana)).toBe(tipOf(origin));
  });

  it("let a record that the remote has count as sent", async () => {
    const { ana } = await lateTeam();
    await (await open(ana.directory)).fetch(SYNC);
    expect(await wholeLedger(await open(ana.directory))).toMatchObject({ unpushed: 0 });
  });
});

describe("many clones", () => {
  it("that sync at once all end with every record", async () => {
    const { origin, clones } = team(4);
    await Promise.all(
      clones.map(async (clone, index) => {
        await append(clone, `clone ${index} first`, { minute: index });
        await sync(clone, { tries: 30 });
        await append(clone, `clone ${index} second`, { minute: index });
        await sync(clone, { tries: 30 });
      }),
    );
    const expected = clones.flatMap((_, index) => [`clone ${index} first`, `clone ${index} second`]);
    expect(subjects(origin)).toEqual(expected);
    for (const clone of clones) {
      await sync(clone);
      expect(tipOf(clone)).toBe(tipOf(origin));
    }
  });
});

async function listening(server: Server): Promise<{ port: number }> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  server.on("connection", (socket) => {
    onTestFinished(() => void socket.destroy());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port };
}
