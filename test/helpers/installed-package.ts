// The package as npm makes it, installed as a user would, in a prefix of its own.

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const isWindows = process.platform === "win32";

export interface InstalledPackage {
  readonly tarball: string;
  readonly prefix: string;
  /** The folder that the package was put into. */
  readonly folder: string;
}

/** Runs npm, for its output. */
export function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", [...args], { cwd, encoding: "utf8", shell: isWindows, stdio: ["ignore", "pipe", "pipe"] });
}

/** Packs the checkout, which builds it, and installs the tarball globally under a folder. */
export function installPackage(folder: string): InstalledPackage {
  const [{ filename }] = JSON.parse(npm(["pack", "--json", "--silent", "--pack-destination", folder], root)) as [
    { readonly filename: string },
  ];
  const tarball = join(folder, filename);
  const prefix = join(folder, "prefix");
  mkdirSync(prefix);
  npm(["install", "--global", "--no-audit", "--no-fund", "--prefix", prefix, tarball], folder);
  const modules = isWindows ? join(prefix, "node_modules") : join(prefix, "lib", "node_modules");
  return { tarball, prefix, folder: join(modules, "runbook-cli") };
}
