// What git's configuration says, asked for once and in one process.

import { resolve } from "node:path";
import type { Identity } from "../model/record.ts";
import type { Environment } from "../model/environment.ts";
import { gitEnvironment, gitError, runGit } from "./git.ts";

export interface RepositoryConfig {
  readonly signsCommits: boolean;
  readonly hasRemote: (name: string) => boolean;
  /** A partial clone: objects may be missing until they are asked for. */
  readonly isPartial: boolean;
  /** The work tree may lack files that are tracked. */
  readonly isSparse: boolean;
  /** The user's own way to start ssh. */
  readonly hasSshCommand: boolean;
  /** The files that git read for it, as git names them; undefined where it may change without one of them. */
  readonly files: readonly string[] | undefined;
  /** Whether git's own files lie where they mostly do: in a folder of this path, with the work tree around it. */
  readonly isPlainAt: (commonDirectory: string) => boolean;
  /** Who git would say is at work; undefined where it has to be asked. */
  readonly identity: (role: "author" | "committer") => Identity | undefined;
}

interface Entry {
  readonly origin: string;
  /** In small letters, but for what stands between the dots. */
  readonly key: string;
  /** Null for a key without a value. */
  readonly value: string | null;
}

/** What is asked of git's configuration, without what else it holds: addresses and headers may carry passwords. */
export interface ConfigFacts {
  readonly signsCommits: boolean;
  readonly isPartial: boolean;
  readonly isSparse: boolean;
  readonly hasSshCommand: boolean;
  /** The names of remotes that have an address. */
  readonly remotes: readonly string[];
  /** No setting puts the work tree elsewhere, or says that there is none. */
  readonly isPlain: boolean;
  /** The files that git read for it, as git names them. */
  readonly files: readonly string[];
  /** Nothing stands elsewhere than in files, and which are read does not follow from the branch that is checked out. */
  readonly isFixed: boolean;
  /** A file names further ones, which need not be there yet. */
  readonly hasIncludes: boolean;
  /** Names and e-mail addresses of `user`, `author` and `committer`, those that are set. */
  readonly people: Readonly<Record<string, string>>;
}

/** Reads git's configuration for a folder; its failure is for whoever needs it. Throws RunbookError `git`. */
export function readRepositoryConfig(directory: string, env: Environment): Promise<RepositoryConfig> {
  const config = readConfigFacts(directory, env).then((facts) => configOf(facts, env));
  config.catch(() => {});
  return config;
}

/** Asks git for the settings of a folder. Throws RunbookError `git`. */
export async function readConfigFacts(directory: string, env: Environment): Promise<ConfigFacts> {
  const args = ["config", "--null", "--show-origin", "--list"];
  const result = await runGit(args, { cwd: directory, env: gitEnvironment(env) });
  if (result.exitCode > 0) throw gitError("git cannot read its configuration", result);
  const entries = entriesIn(result.stdout);
  const last = (name: string): Entry | undefined => entries.findLast(({ key }) => key === name);
  const isOn = (name: string): boolean => isTrue(last(name) ?? { value: "false" });
  const origins = [...new Set(entries.map(({ origin }) => origin))];
  const fileOrigins = origins.filter((origin) => origin.startsWith(FROM_FILE));
  const people = PERSON_SETTINGS.flatMap((name): [string, string][] => {
    const value = last(name)?.value ?? null;
    return value === null ? [] : [[name, value]];
  });
  return {
    signsCommits: isOn("commit.gpgsign"),
    isPartial: entries.some(
      (entry) =>
        entry.key === "extensions.partialclone" ||
        (entry.key.startsWith("remote.") && entry.key.endsWith(".promisor") && isTrue(entry)),
    ),
    isSparse: isOn("core.sparsecheckout"),
    hasSshCommand: last("core.sshcommand") !== undefined,
    remotes: [...new Set(entries.flatMap(({ key }) => /^remote\.(.+)\.url$/su.exec(key)?.[1] ?? []))],
    isPlain: last("core.worktree") === undefined && !isOn("core.bare"),
    files: fileOrigins.map((origin) => origin.slice(FROM_FILE.length)),
    isFixed: fileOrigins.length === origins.length && !entries.some(({ key }) => key.includes("onbranch:")),
    hasIncludes: entries.some(({ key }) => /^include(?:if)?\./iu.test(key)),
    people: Object.fromEntries(people),
  };
}

const FROM_FILE = "file:";
const PERSON_SETTINGS = ["user", "author", "committer"].flatMap((who) => [`${who}.name`, `${who}.email`]);

/** The configuration that follows from what git said; who is at work may stand in the environment. */
export function configOf(facts: ConfigFacts, env: Environment): RepositoryConfig {
  const { signsCommits, isPartial, isSparse, hasSshCommand, remotes, isPlain, files, isFixed, people } = facts;
  return {
    signsCommits,
    hasRemote: (name) => remotes.includes(name),
    isPartial,
    isSparse,
    hasSshCommand,
    files: isFixed ? files : undefined,
    // Git names the file from the top of the work tree, and one of elsewhere in full.
    isPlainAt: (commonDirectory) =>
      isPlain && files.some((file) => file === ".git/config" || resolve(file) === resolve(commonDirectory, "config")),
    identity: (role) => identityFrom(role, env, (name) => people[name]),
  };
}

function entriesIn(output: string): Entry[] {
  const fields = output.split("\0");
  const entries: Entry[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [origin = "", entry = ""] = fields.slice(index, index + 2);
    const keyEnd = entry.indexOf("\n");
    entries.push(
      keyEnd === -1
        ? { origin, key: entry, value: null }
        : { origin, key: entry.slice(0, keyEnd), value: entry.slice(keyEnd + 1) },
    );
  }
  return entries;
}

/** As git reads a boolean; null is a key without a value. */
function isTrue({ value }: Pick<Entry, "value">): boolean {
  return value === null || /^(?:true|yes|on|-?[1-9]\d*)$/i.test(value);
}

/** Whether git writes a person as they are given: it strips some signs from the ends of names, and from within. */
export function isPlainIdentity({ name, email }: Identity): boolean {
  return PLAIN_NAME.test(name) && PLAIN_NAME.test(email);
}

/** `\p{Cc}` and `\p{Cs}` stand as ranges: to look those up takes longer than all else that a name is asked. */
const PLAIN_NAME =
  /^(?![\s.,:;"\\'])[^\0-\u001f\u007f-\u009f\ud800-\udfff<>]*[^\0-\u001f\u007f-\u009f\ud800-\udfff\s.,:;<>"\\']$/u;

/** By git's order: the environment, the setting for the role, the setting for both. */
function identityFrom(
  role: "author" | "committer",
  env: Environment,
  setting: (name: string) => string | undefined,
): Identity | undefined {
  const find = (part: "name" | "email"): string | undefined =>
    env[`GIT_${role}_${part}`.toUpperCase()] ?? setting(`${role}.${part}`) ?? setting(`user.${part}`);
  const who = { name: find("name") ?? "", email: find("email") ?? "" };
  return isPlainIdentity(who) ? who : undefined;
}
