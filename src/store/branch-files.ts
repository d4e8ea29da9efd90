// Where a branch stands, read from git's own files: a process of git's takes longer than all the rest of a quick answer.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\n?$/;
/** Names that mean the same to git and to a file system. */
const PLAIN_REF = /^refs(?:\/[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)+$/;

/**
 * The commit that a branch stands at, null where there is no such branch; undefined where the files do not tell for certain
 * (branches kept in another way than as files and a packed list, one that points at another), so that git has to be asked.
 */
export function tipInFiles(commonDirectory: string, ref: string): string | null | undefined {
  if (!PLAIN_REF.test(ref) || ref.endsWith(".lock") || isReftable(commonDirectory)) return undefined;
  // In this order: git writes the packed list before it deletes the file.
  const own = textOf(join(commonDirectory, ref));
  if (own === undefined) return undefined;
  if (own !== null) return OBJECT_ID.test(own) ? own.trimEnd() : undefined;
  const packed = textOf(join(commonDirectory, "packed-refs"));
  if (packed === undefined) return undefined;
  const at = packed === null ? -1 : `${packed}\n`.indexOf(` ${ref}\n`);
  if (packed === null || at < 0) return null;
  const id = packed.slice(packed.lastIndexOf("\n", at) + 1, at);
  return OBJECT_ID.test(id) ? id : undefined;
}

/** Whether a repository keeps its branches, and some of what else it names, as a reftable; by its git directory. */
export function isReftable(gitDirectory: string): boolean {
  return existsSync(join(gitDirectory, "reftable"));
}

/** Whether a work tree may have a branch checked out: by git's files, and where those do not tell. */
export function isCheckedOutInFiles(commonDirectory: string, ref: string): boolean {
  const others = join(commonDirectory, "worktrees");
  let names: string[];
  try {
    names = existsSync(others) ? readdirSync(others) : [];
  } catch {
    return true;
  }
  const heads = ["HEAD", ...names.map((name) => join("worktrees", name, "HEAD"))];
  return heads.some((head) => {
    const text = textOf(join(commonDirectory, head));
    return text === undefined || text?.trimEnd() === `ref: ${ref}`;
  });
}

/** Null where there is no such file; undefined where it cannot be read. */
function textOf(file: string): string | null | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR" ? null : undefined;
  }
}
