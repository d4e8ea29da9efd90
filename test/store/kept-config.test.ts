// What git's configuration says is asked once and then known, while it is what git would say. Each row changes something.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { readKeptConfig } from "../../src/store/kept-config.ts";
import { type RepositoryConfig, readRepositoryConfig } from "../../src/store/repository-config.ts";
import { bookRepository, cleanEnvironment, runCli } from "../helpers/run-cli.ts";
import { type TemporaryRepository, temporaryDirectory, temporaryRepository } from "../helpers/temp-repository.ts";

type Env = Readonly<Record<string, string>>;

interface Place extends TemporaryRepository {
  readonly home: string;
  readonly env: Env;
}

const OF = ["1.0.0"];

function place(): Place {
  const home = temporaryDirectory();
  const { GIT_CONFIG_GLOBAL: _none, ...env } = cleanEnvironment({
    HOME: home,
    GIT_CONFIG_SYSTEM: join(home, "system"),
  });
  delete env["GIT_CONFIG_NOSYSTEM"];
  writeFileSync(join(home, ".gitconfig"), "[user]\n\tname = Ben\n\temail = ben@fabrikam.example\n");
  return { ...temporaryRepository(), home, env };
}

/** All that anybody asks of it. */
function answersOf(config: RepositoryConfig, { directory }: Place): object {
  const { signsCommits, isPartial, isSparse, hasSshCommand, files, hasRemote, isPlainAt, identity } = config;
  const remotes = ["origin", "upstream"].map(hasRemote);
  const isPlain = isPlainAt(join(directory, ".git"));
  const people = [identity("author"), identity("committer")];
  return { signsCommits, isPartial, isSparse, hasSshCommand, files, remotes, isPlain, people };
}

const cacheOf = ({ directory }: Place): string => join(directory, ".git", "runbook", "cache");

function keptTexts(where: Place): string[] {
  const folder = cacheOf(where);
  return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")) : [];
}

/** Makes what is kept say something that git does not: whoever gives it has not asked. */
function markKept({ directory }: Place): void {
  const folder = cacheFolderOf(join(directory, ".git"));
  for (const name of readdirSync(join(directory, ".git", "runbook", "cache"))) {
    folder.write(name, (folder.read(name) ?? "").replace('"hasSshCommand":false', '"hasSshCommand":true'));
  }
}

const config =
  (...words: readonly string[]) =>
  ({ git }: Place): void =>
    void git("config", ...words);

type Change = (where: Place) => Env | void;

const CHANGES: Readonly<Record<string, Change>> = {
  "a name": config("user.name", "Chris"),
  "a name for one role": config("author.email", "dana@contoso.example"),
  "no name": config("--unset", "user.name"),
  signing: config("commit.gpgsign", "true"),
  "a remote": config("remote.origin.url", "https://contoso.example/book.git"),
  "a partial clone": config("remote.origin.promisor", "true"),
  "a sparse checkout": config("core.sparseCheckout", "true"),
  "a way to start ssh": config("core.sshCommand", "ssh -v"),
  "no work tree": config("core.bare", "true"),
  "a setting of the work tree alone": ({ git }) => {
    git("config", "extensions.worktreeConfig", "true");
    git("config", "--worktree", "remote.upstream.url", "x");
  },
  "the user's file": ({ home }) => writeFileSync(join(home, ".gitconfig"), "[commit]\n\tgpgsign\n"),
  "no file of the user's": ({ home }) => rmSync(join(home, ".gitconfig")),
  "another file of the user's": ({ home }) => {
    mkdirSync(join(home, ".config", "git"), { recursive: true });
    writeFileSync(join(home, ".config", "git", "config"), "[commit]\n\tgpgsign\n");
  },
  "a file of the system's": ({ home }) => writeFileSync(join(home, "system"), "[commit]\n\tgpgsign\n"),
  "another home": ({ env }) => ({ ...env, HOME: temporaryDirectory() }),
  "another file for the user": ({ env, write }) => ({
    ...env,
    GIT_CONFIG_GLOBAL: write("global", "[commit]\n\tgpgsign\n"),
  }),
  "a setting of one run": ({ env }) => ({
    ...env,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "commit.gpgsign",
    GIT_CONFIG_VALUE_0: "1",
  }),
  "a file that another one names": ({ git, write }) => {
    git("config", "include.path", "../further");
    write("further", "[commit]\n\tgpgsign\n");
  },
};

describe("what git's configuration says, kept from an earlier run", () => {
  it("is not asked for again", async () => {
    const where = place();
    await readKeptConfig(where.directory, where.env, OF);
    markKept(where);
    expect((await readKeptConfig(where.directory, where.env, OF)).hasSshCommand).toBe(true);
    const others: [string, Env, string[]][] = [
      [where.directory, where.env, ["1.0.1"]],
      [where.directory, { ...where.env, PATH: `${where.env["PATH"] ?? ""}:/nowhere` }, OF],
    ];
    for (const other of others) expect((await readKeptConfig(...other)).hasSshCommand).toBe(false);
  });

  it.each(Object.entries(CHANGES))("is what git says after a change: %s", async (_, change) => {
    const where = place();
    await readKeptConfig(where.directory, where.env, OF);
    markKept(where);
    const env = change(where) ?? where.env;
    const asked = answersOf(await readRepositoryConfig(where.directory, env), where);
    const [first, second] = [
      await readKeptConfig(where.directory, env, OF),
      await readKeptConfig(where.directory, env, OF),
    ];
    expect(answersOf(first, where)).toEqual(asked);
    expect(answersOf(second, where)).toEqual(asked);
  });

  it("leaves who is at work to the environment", async () => {
    const where = place();
    await readKeptConfig(where.directory, where.env, OF);
    markKept(where);
    const env = { ...where.env, GIT_AUTHOR_NAME: "Eve" };
    const { identity, hasSshCommand } = await readKeptConfig(where.directory, env, OF);
    expect([identity("author")?.name, identity("committer")?.name, hasSshCommand]).toEqual(["Eve", "Ana Núñez", true]);
  });

  it.each<[string, Change]>([
    ["a file names further ones, there or not", config("include.path", "../further")],
    ["a file names further ones for some places", config("includeIf.gitdir:/nowhere/.path", "x")],
    ["a remote's name is an address", config("remote.https://u:hunter2@contoso.example/x.url", "x")],
    ["there is no usual work tree", config("core.bare", "true")],
  ])("is not kept where %s", async (_, change) => {
    const where = place();
    change(where);
    await readKeptConfig(where.directory, where.env, OF);
    expect(keptTexts(where)).toEqual([]);
  });

  it("holds no addresses, headers and other values", async () => {
    const where = place();
    where.git("config", "remote.origin.url", "https://u:hunter2@contoso.example/x");
    where.git("config", "http.https://contoso.example/.extraHeader", "Authorization: hunter3");
    await readKeptConfig(where.directory, where.env, OF);
    expect(keptTexts(where)).toHaveLength(1);
    expect(keptTexts(where).join("\n")).not.toMatch(/hunter|contoso\.example\/|Authorization/);
  });

  it("is neither kept nor read with --no-cache", async () => {
    const repository = bookRepository({ procedures: { job: { trigger: "daily" } } });
    const settings = (): string[] => {
      const folder = join(repository.folder, ".git", "runbook", "cache");
      return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("settings")) : [];
    };
    await runCli(["due", "--no-cache"], { cwd: repository.folder, inProcess: true });
    expect(settings()).toEqual([]);
    await runCli(["due"], { cwd: repository.folder, inProcess: true });
    expect(settings()).toHaveLength(1);
  });
});
