// Real git repositories in temporary folders, removed after the test that made them.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { gitEnvironment } from "../../src/store/git.ts";

export interface TemporaryRepository {
  /** The work tree; for a bare repository, the repository itself. Absolute, without symbolic links. */
  readonly directory: string;
  /** Runs git here and gives its output without the last line end; throws where git fails. */
  readonly git: (...args: readonly string[]) => string;
  /** Writes a file with its folders and gives its absolute path. */
  readonly write: (path: string, text: string | Uint8Array) => string;
  /** Writes the files, commits everything and gives the commit. */
  readonly commit: (message: string, files?: Readonly<Record<string, string | Uint8Array>>) => string;
}

export const IDENTITY = { name: "Ana Núñez", email: "ana@contoso.example" } as const;

/** What new repositories are made from: its `config` names `IDENTITY`. To set it takes two more processes for each of them. */
const WITH_IDENTITY = join(import.meta.dirname, "git-template");

/** An empty folder outside every repository. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "runbook-test-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** A repository on branch `main` without commits, with `IDENTITY` configured unless told otherwise. */
export function temporaryRepository(options: { readonly identity?: boolean } = {}): TemporaryRepository {
  const repository = repositoryAt(temporaryDirectory());
  repository.git("init", "--quiet", `--template=${options.identity === false ? "" : WITH_IDENTITY}`, "-b", "main");
  return repository;
}

/** A bare repository on branch `main` without commits, with `IDENTITY` configured. */
export function bareRepository(): TemporaryRepository {
  const repository = repositoryAt(temporaryDirectory());
  repository.git("init", "--quiet", "--bare", `--template=${WITH_IDENTITY}`, "-b", "main");
  return repository;
}

/** A clone over the file transport (so that `--depth` counts), with `IDENTITY` configured. */
export function cloneOf(source: TemporaryRepository, ...args: readonly string[]): TemporaryRepository {
  const directory = join(temporaryDirectory(), "clone");
  source.git("clone", "--quiet", `--template=${WITH_IDENTITY}`, ...args, `file://${source.directory}`, directory);
  return repositoryAt(directory);
}

/** A further work tree of a repository that has a commit, on a new branch. */
export function linkedWorktreeOf(source: TemporaryRepository, branch: string): TemporaryRepository {
  const directory = join(temporaryDirectory(), "worktree");
  source.git("worktree", "add", "--quiet", "-b", branch, directory);
  return repositoryAt(directory);
}

/** A new repository that holds `source` as its submodule `module`; gives the submodule. */
export function submoduleOf(source: TemporaryRepository): TemporaryRepository {
  const outer = temporaryRepository();
  outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source.directory, "module");
  const repository = repositoryAt(join(outer.directory, "module"));
  repository.git("config", "user.name", IDENTITY.name);
  repository.git("config", "user.email", IDENTITY.email);
  return repository;
}

/** A folder with executable git hooks, as `core.hooksPath` may name it. */
export function hooksFolder(hooks: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, script] of Object.entries(hooks)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return directory;
}

export function repositoryAt(directory: string): TemporaryRepository {
  const env = gitEnvironment(process.env);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: directory, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).replace(
      /\n$/,
      "",
    );
  const write = (path: string, text: string | Uint8Array): string => {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const commit = (message: string, files: Readonly<Record<string, string | Uint8Array>> = {}): string => {
    for (const [path, text] of Object.entries(files)) write(path, text);
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  };
  return { directory, git, write, commit };
}
