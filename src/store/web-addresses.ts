// Where a repository's files can be seen and edited in a browser, from the address of its remote.

import type { Environment } from "../model/environment.ts";
import { askGit } from "./git.ts";

/** Addresses by path relative to the repository's top, with `/`. */
export interface WebAddresses {
  readonly view: (path: string) => string;
  readonly edit: (path: string) => string;
}

/** The web view of the repository around a folder; undefined where its remote's host is not known to have one. */
export async function findWebAddresses(
  folder: string,
  remote: string,
  env: Environment,
): Promise<WebAddresses | undefined> {
  const ask = async (args: readonly string[]): Promise<string> => (await askGit(args, folder, env))?.trim() ?? "";
  const [url, remoteHead, head] = await Promise.all([
    ask(["config", "--get", `remote.${remote}.url`]),
    ask(["symbolic-ref", "--quiet", `refs/remotes/${remote}/HEAD`]),
    ask(["symbolic-ref", "--quiet", "HEAD"]),
  ]);
  const branch = remoteHead.replace(`refs/remotes/${remote}/`, "") || head.replace("refs/heads/", "");
  return webAddresses(url, branch);
}

/**
 * The web view behind a remote's address, on a branch (`""`: the default one). GitHub and Azure DevOps are known. User
 * names and passwords in the address are left behind.
 */
export function webAddresses(url: string, branch: string): WebAddresses | undefined {
  const { host = "", way = "" } = (SCHEMED.exec(url) ?? SCP.exec(url))?.groups ?? {};
  const names = way
    .replace(/\.git$/, "")
    .split("/")
    .filter((name) => name !== "")
    .map(decoded);
  return github(host.toLowerCase(), names, branch) ?? azure(host.toLowerCase(), names, branch);
}

const SCHEMED = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?(?<host>[^:/]+)(?::\d+)?\/(?<way>[^?#]+)$/i;
const SCP = /^(?:[^@/:]+@)?(?<host>[^:/@]+):(?<way>[^?#]+)$/;

function github(host: string, names: readonly string[], branch: string): WebAddresses | undefined {
  const [owner, repository, ...rest] = names;
  if (host !== "github.com" || owner === undefined || repository === undefined || rest.length > 0) return undefined;
  const to = (verb: string, path: string): string =>
    `https://github.com/${encoded([owner, repository, verb, ...(branch || "HEAD").split("/"), ...path.split("/")])}`;
  return {
    view: (path) => to("blob", path),
    // Only a branch can be edited.
    edit: (path) => to(branch === "" ? "blob" : "edit", path),
  };
}

function azure(host: string, names: readonly string[], branch: string): WebAddresses | undefined {
  const repository = azureRepository(host, names);
  if (repository === undefined) return undefined;
  const version = branch === "" ? "" : `&version=GB${encodeURIComponent(branch)}`;
  const view = (path: string): string => `https://${repository}?path=/${encoded(path.split("/"))}${version}`;
  // Its page of a file has the button; an address of its own it has not.
  return { view, edit: view };
}

/** `dev.azure.com/organisation/project/_git/repository`, or the older host's form. */
function azureRepository(host: string, names: readonly string[]): string | undefined {
  if (host === "dev.azure.com" && names.length === 4 && names[2] === "_git") return `${host}/${encoded(names)}`;
  if (host === "ssh.dev.azure.com" && names.length === 4 && names[0] === "v3") {
    const [, organisation = "", project = "", repository = ""] = names;
    return `dev.azure.com/${encoded([organisation, project, "_git", repository])}`;
  }
  const isOlder = /^[a-z\d-]+\.visualstudio\.com$/.test(host) && names.at(-2) === "_git";
  return isOlder ? `${host}/${encoded(names)}` : undefined;
}

function encoded(names: readonly string[]): string {
  return names.map(encodeURIComponent).join("/");
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
