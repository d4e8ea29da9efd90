import { execFileSync } from "node:child_process";
import type { Repository } from "./run-cli.ts";

/**
 * The ledger's files and a folder of twelve levels, each of 16 times the same one: a few objects and 16^12 files, or, with `""`
 * for `last`, so many folders without one. `last`: what `git mktree` reads. Gives the tree's id.
 */
export function vastFolders({ folder: cwd, git }: Repository, ledger: string, last: string): string {
  const made = (input: string): string => execFileSync("git", ["mktree"], { cwd, input, encoding: "utf8" }).trim();
  let folder = made(last);
  for (let level = 0; level < 12; level += 1) {
    folder = made(Array.from({ length: 16 }, (_, index) => `040000 tree ${folder}\t${index}\n`).join(""));
  }
  return made(`${git("ls-tree", ledger)}\n040000 tree ${folder}\tvast\n`);
}
