// What `doctor` finds on the machine, whatever the run book.

import type { Io } from "../io.ts";
import type { Health } from "../model/health.ts";
import type { Identity } from "../model/record.ts";
import type { Directory } from "../model/runbook.ts";
import { personWithEmail } from "../schedule/people.ts";
import { readIdentity } from "../store/git-identity.ts";
import { OLDEST_GIT, gitEnvironment, readGitVersion } from "../store/git.ts";
import { ok, problem, problemOf, warning } from "./doctor-findings.ts";

const OLDEST_NODE = "20.19";
/** Countries change their clocks at a few months' notice; Node brings what is known when it is built. */
const OLD_ZONES_YEARS = 2;

/** The version of Node, and how old its time zones are. */
export function nodeHealth({ runtime, now }: Pick<Io, "runtime" | "now">): Health {
  const [, version = "", zones = ""] = /^v?(\S+) (\S*)/u.exec(runtime) ?? [];
  const words = `Node.js ${version}, time zones of ${zones === "" ? "an unknown year" : zones}`;
  if (!isAtLeast(version, OLDEST_NODE)) {
    return problem("node", words, `Install Node.js ${OLDEST_NODE} or newer: https://nodejs.org`);
  }
  const isOld = new Date(now()).getUTCFullYear() - Number.parseInt(zones, 10) > OLD_ZONES_YEARS;
  return isOld ? warning("node", words, "Update Node.js: its time zones come with it.") : ok("node", words);
}

/** A clock that a test has set is somebody's forgotten variable. */
export function clockHealth({ env, now }: Pick<Io, "env" | "now">): Health {
  const time = `${new Date(now()).toISOString().slice(0, 19)}Z`;
  return env["RUNBOOK_NOW"] === undefined
    ? ok("clock", `${time} (UTC)`)
    : warning("clock", `${time} (UTC), which RUNBOOK_NOW says instead of the clock`, "Unset RUNBOOK_NOW.");
}

/** Names of people and places are more than ASCII. */
export function localeHealth({ env }: Pick<Io, "env">): Health {
  if (env["OS"] === "Windows_NT") return ok("locale", "Windows: the terminal decides");
  const names = ["LC_ALL", "LC_CTYPE", "LANG"];
  const name = names.find((it) => (env[it] ?? "") !== "");
  const value = name === undefined ? "" : (env[name] ?? "");
  const words = name === undefined ? "no locale is set" : `${name}=${value}`;
  return /utf-?8/iu.test(value)
    ? ok("locale", words)
    : warning("locale", `${words}: a terminal may show names wrongly`, "Set a UTF-8 locale: export LANG=C.UTF-8");
}

/** The version of git, and whether it will do. */
export async function gitHealth({ env, cwd }: Pick<Io, "env" | "cwd">): Promise<{ health: Health; isUsable: boolean }> {
  try {
    const version = await readGitVersion(cwd, env);
    const isUsable = isAtLeast(version, OLDEST_GIT);
    const hint = `Install git ${OLDEST_GIT} or newer: https://git-scm.com/downloads`;
    const health = isUsable ? ok("git", `git ${version}`) : problem("git", `git ${version} is too old`, hint);
    return { health, isUsable };
  } catch (error) {
    return { health: problemOf("git", error), isUsable: false };
  }
}

/** Who records work of a folder, and whether roles.yml knows them. */
export async function identityHealth(folder: string, directory: Directory | undefined, io: Io): Promise<Health> {
  try {
    return identityFound(await readIdentity({ directory: folder, env: gitEnvironment(io.env) }, "author"), directory);
  } catch (error) {
    return problemOf("identity", error);
  }
}

function identityFound(identity: Identity, directory: Directory | undefined): Health {
  const words = `${identity.name} <${identity.email}>`;
  if (directory === undefined) return ok("identity", words);
  const person = personWithEmail(directory, identity.email);
  if (person !== undefined) return ok("identity", `${words}: ${person.id} in roles.yml`);
  return warning(
    "identity",
    `${words}: nobody in roles.yml has that address, so \`due --mine\` and \`approve\` do not know you`,
    "Add the address to your entry under `people` in roles.yml.",
  );
}

/** Compares the first two numbers of versions. */
function isAtLeast(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
