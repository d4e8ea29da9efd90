import type { Io } from "../io.ts";
import { count } from "../model/count.ts";
import { PROCEDURE_FILE } from "../model/source-file.ts";
import { filesLeftOut } from "../store/sparse-files.ts";
import { plainLine } from "../view/plain-text.ts";

/** How to have in the work tree what a sparse checkout leaves out. */
export const CHECK_OUT_ALL =
  "Check out the whole run book: git sparse-checkout add its folder, or git sparse-checkout disable";

/** The files of procedures that a sparse checkout leaves out of the work tree: no command sees them. */
export async function proceduresLeftOut(root: string, { env }: Pick<Io, "env">): Promise<string[]> {
  return (await filesLeftOut(root, env)).filter((path) => PROCEDURE_FILE.test(path));
}

/** Says on stderr which procedures git has and leaves out, where there are any. */
export async function reportLeftOut(root: string, io: Io): Promise<void> {
  const [first, ...others] = await proceduresLeftOut(root, io);
  if (first === undefined) return;
  const procedures = count(others.length + 1, "procedure");
  io.stderr.write(
    `A sparse checkout leaves out ${procedures}, such as ${plainLine(first)}: no command sees what is not checked out.\n${CHECK_OUT_ALL}\n`,
  );
}
