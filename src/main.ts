import { createRequire } from "node:module";
import { join } from "node:path";
import type { Io } from "./io.ts";
import { printKeptAnswer } from "./commands/kept-answer.ts";
import { type Compiled, codeFolder, requireCompiled } from "./store/compiled-code.ts";
import { finish, keepsCompiled, nodeIo, processArguments } from "./node-io.ts";
import { BUILD, VERSION } from "./version.ts";

type Program = typeof import("./cli/main.ts");

/**
 * Runs the command line of this process. What is asked again and again is answered from this file alone, which is built by
 * itself; for all else the rest of the program is loaded.
 */
export async function run(): Promise<void> {
  const args = processArguments();
  const io = nodeIo();
  if (io === undefined) return finish(2);
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    // Scripts ask for it often.
    io.stdout.write(`${VERSION}\n`);
    return;
  }
  const kept = await printKeptAnswer(args, io);
  if (kept !== undefined) return finish(kept);
  const { exports: program, keep } = rest(args, io);
  finish(await program.main(args, io));
  keep();
}

/** Imports what belongs to `dist/daily.cjs` but is a file of its own; see build.mjs. */
export function importPart(path: string): Promise<unknown> {
  return import(path);
}

/** The commands of which the program's compiled code is kept apart: each uses other parts of it. */
const DAILY = ["due", "done", "skip", "undo", "lint", "sync"];

function rest([command = ""]: readonly string[], { env, runtime, user }: Io): Compiled<Program> {
  const file = join(__dirname, "daily.cjs");
  const folder = keepsCompiled() ? undefined : codeFolder(env, user);
  if (folder === undefined) return { exports: createRequire(file)(file) as Program, keep: () => {} };
  return requireCompiled(file, folder, `${BUILD} ${runtime} ${DAILY.includes(command) ? command : "other"}`);
}
