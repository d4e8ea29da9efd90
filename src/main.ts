import { printKeptAnswer } from "./commands/kept-answer.ts";
import { cacheModules, finish, nodeIo, processArguments } from "./node-io.ts";
import { VERSION } from "./version.ts";

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
  const kept = printKeptAnswer(args, io);
  if (kept !== undefined) return finish(kept);
  cacheModules();
  const { main } = await import("./cli/main.ts");
  finish(await main(args, io));
}
