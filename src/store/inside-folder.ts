import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

/** The way from a folder to a path, wherever that is, with `/` on every system; `""` to itself. */
export function wayTo(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}

/** The way from a folder to a path in it (`""` to itself); undefined where the path is not in it. Follows no links. */
export function wayWithin(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  // On Windows the way to another drive is absolute.
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way;
}

/** Whether a path below a folder stays in it, links followed as far as the path exists. */
export function staysInside(folder: string, path: string): boolean {
  const realOf = (file: string): string =>
    existsSync(file) || dirname(file) === file
      ? realpathSync(file)
      : join(realOf(dirname(file)), relative(dirname(file), file));
  return wayWithin(realOf(folder), realOf(join(folder, path))) !== undefined;
}
