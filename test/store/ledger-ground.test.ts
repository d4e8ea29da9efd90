// What records are written upon, kept from the last record: it is what git says, whatever has happened since.

import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { stampOf } from "../../src/store/file-stamp.ts";
import { openLedger } from "../../src/store/git-ledger.ts";
import { readGround } from "../../src/store/ledger-ground.ts";
import { type Repository, findRepository } from "../../src/store/ledger-repository.ts";
import { cleanEnvironment } from "../helpers/run-cli.ts";
import { IDENTITY, type TemporaryRepository, temporaryRepository } from "../helpers/temp-repository.ts";

const SETTINGS = { branch: "runbook-ledger", remote: "origin", sync: "manual", sign: "auto" } as const;
const LOCAL = "refs/heads/runbook-ledger";
const REMOTE = "refs/remotes/origin/runbook-ledger";
const AT = "2026-11-23T08:31:07+00:00";
const pathOf = (name: string): string => `text/contoso/${name}.md`;

interface Options {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: typeof SETTINGS;
  readonly keeper: string | undefined;
}

const optionsFor = ({ directory }: TemporaryRepository, keeper?: string): Options => ({
  directory,
  env: cleanEnvironment(),
  settings: SETTINGS,
  keeper,
});

/** Records a procedure as the tool does. */
async function record(where: TemporaryRepository, name: string, text: string, keeper?: string): Promise<void> {
  const file = where.write(`${name}.md`, text);
  const ledger = await openLedger(optionsFor(where, keeper));
  const [blob = ""] = (await ledger?.storeTexts([{ file, path: pathOf(name) }])) ?? [];
  const entry = { message: `${name}: done\n`, author: IDENTITY, authorDate: AT, evidence: [] };
  await ledger?.append([{ ...entry, text: { path: pathOf(name), blob } }], { committedAt: AT });
}

async function repositoryOf(where: TemporaryRepository, keeper?: string): Promise<Repository> {
  const repository = await findRepository(optionsFor(where, keeper));
  if (repository === undefined) throw new Error("no repository");
  return repository;
}

/** A commit of another program's upon the ledger. */
function commitUpon({ git }: TemporaryRepository, parent: string, tree = `${parent}^{tree}`): string {
  return git("commit-tree", "-p", parent, "-m", "Other", git("rev-parse", tree));
}

type Change = (where: TemporaryRepository) => unknown;

const CHANGES: Readonly<Record<string, Change>> = {
  nothing: () => {},
  "another program's record": (where) => where.git("update-ref", LOCAL, commitUpon(where, LOCAL)),
  "a record with another text": (where) => record(where, "job", "# Job, again\n"),
  "a record that was taken back": ({ git }) => git("update-ref", LOCAL, `${LOCAL}~1`),
  "a ledger that is gone": ({ git }) => git("update-ref", "-d", LOCAL),
  "a remote that holds the same": ({ git }) => git("update-ref", REMOTE, LOCAL),
  "a remote that is behind": ({ git }) => git("update-ref", REMOTE, `${LOCAL}~1`),
  "a remote that is ahead": (where) => where.git("update-ref", REMOTE, commitUpon(where, LOCAL)),
  "a remote that went its own way": (where) => where.git("update-ref", REMOTE, commitUpon(where, `${LOCAL}~1`)),
  "packed files": ({ git }) => git("gc", "--quiet"),
  damage: ({ directory }) => {
    const cache = join(directory, ".git", "runbook", "cache");
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), "damaged");
  },
  "a text that makes no sense": ({ directory }) => {
    const folder = cacheFolderOf(join(directory, ".git"));
    for (const name of readdirSync(join(directory, ".git", "runbook", "cache"))) folder.write(name, "{}");
  },
};

it.each(Object.entries(CHANGES))("what is kept is what git says after %s", async (_, change) => {
  const where = temporaryRepository();
  await record(where, "job", "# Job\n", "keeper");
  await record(where, "week", "# Week\n", "keeper");
  await change(where);
  const keeping = await repositoryOf(where, "keeper");
  const asking = await repositoryOf(where);
  for (const paths of [[pathOf("job")], [pathOf("week"), pathOf("none")], []]) {
    const [kept, asked] = [await readGround(keeping, paths), await readGround(asking, paths)];
    const ofPaths = ({ blobs }: typeof kept): unknown[] => paths.map((path) => blobs.get(path));
    expect([kept.local, kept.remoteTip, kept.base, ofPaths(kept)]).toEqual([
      asked.local,
      asked.remoteTip,
      asked.base,
      ofPaths(asked),
    ]);
  }
});

it("needs no git where this clone wrote last", async () => {
  const where = temporaryRepository();
  await record(where, "job", "# Job\n", "keeper");
  const keeping = await repositoryOf(where, "keeper");
  const { base, blobs } = await readGround({ ...keeping, env: { PATH: "/nowhere" } }, [pathOf("job")]);
  expect(base?.tip).toBe(where.git("rev-parse", LOCAL));
  expect([...blobs.keys()]).toEqual([pathOf("job")]);
});

/** As if the file had been read two seconds after it was written. */
function settle({ directory }: TemporaryRepository, blob: string): void {
  const folder = cacheFolderOf(join(directory, ".git"));
  const [name = ""] = readdirSync(join(directory, ".git", "runbook", "cache"));
  const kept = JSON.parse(folder.read(name) ?? "") as object;
  const stamp = stampOf(statSync(join(directory, "job.md")));
  folder.write(name, JSON.stringify({ ...kept, texts: [[pathOf("job"), blob, stamp]] }));
}

it("a text is looked at again once its file has another stamp", async () => {
  const where = temporaryRepository();
  const store = async (): Promise<string | undefined> => {
    const ledger = await openLedger(optionsFor(where, "keeper"));
    return (await ledger?.storeTexts([{ file: join(where.directory, "job.md"), path: pathOf("job") }]))?.[0];
  };
  await record(where, "job", "# One\n", "keeper");
  // What no file has: whoever gives it has not looked.
  const mark = "0123456789".repeat(4);
  settle(where, mark);
  expect(await store()).toBe(mark);
  where.write("job.md", "# Two\n");
  expect(await store()).toBe(where.git("hash-object", "job.md"));
});

it("keeps nothing where nothing is to be kept", async () => {
  const where = temporaryRepository();
  await record(where, "job", "# Job\n");
  expect(() => readdirSync(join(where.directory, ".git", "runbook", "cache"))).toThrow("ENOENT");
});
