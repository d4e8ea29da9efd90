import { join } from "node:path";
import type { Io } from "./io.ts";
import { printKeptAnswer } from "./session/kept-answer.ts";
import { enableCompileCache, finish, leave, nodeIo, processArguments } from "./node-io.ts";
import { BUILD, VERSION } from "./version.ts";

type Program = typeof import("./cli/main.ts");

/** The commands of which the program's compiled code is kept apart: each uses other parts of it. */
const DAILY = ["due", "done", "skip", "undo", "lint", "sync"];

/**
 * Runs the command line of this process. What is asked again and again is answered from this file alone, which is built by
 * itself; for all else the rest of the program is loaded.
 */
export async function run(): Promise<void> {
  const io = nodeIo();
  if (io === undefined) return finish(2);
  finish(await statusOf(processArguments(), io));
  leave();
}

async function statusOf(args: readonly string[], io: Io): Promise<number> {
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    // Scripts ask for it often.
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const kept = await printKeptAnswer(args, io);
  if (kept !== undefined) return kept;
  const { codeFolder, requireKept } = await import("./store/compiled-code.ts");
  const folder = args.includes("--no-cache") ? undefined : codeFolder(io.env, io.user);
  const keepings: ((usesMore: boolean) => void)[] = [];
  const isKeptByNode = folder !== undefined && enableCompileCache();
  load = (file, use) => {
    const path = join(__dirname, file);
    if (folder === undefined || isKeptByNode) return require(path);
    const { exports, keep } = requireKept(path, folder, `${BUILD} ${io.runtime} ${use}`);
    keepings.push(keep);
    return exports;
  };
  const { main } = load("daily.cjs", DAILY.find((name) => name === args[0]) ?? "other") as Program;
  const status = await main(args, io);
  for (const [at, keep] of keepings.entries()) keep(at + 1 < keepings.length);
  return status;
}

/** Loads a CommonJS file of the program, compiled by an earlier start where one has; `use` tells what of it is used. */
let load: (file: string, use: string) => unknown;

const rare: Record<string, unknown> = {};

/** A file of the program that most runs do without, by its name, such as `zones`; for `dist/daily.cjs`, see build.mjs. */
export function requireRare(name: string): unknown {
  return (rare[name] ??= load(`${name}.cjs`, `${name}.cjs`));
}

/** Imports what belongs to `dist/daily.cjs` but is a file of its own; see build.mjs. */
export function importPart(path: string): Promise<unknown> {
  return import(path);
}
