import { finish, nodeIo, processArguments } from "./node-io.ts";
import { VERSION } from "./version.ts";

/** Runs the command line of this process. */
export async function run(): Promise<void> {
  const args = processArguments();
  const io = nodeIo();
  if (io === undefined) return finish(2);
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    // Scripts ask for it often, and it needs nothing of the rest.
    io.stdout.write(`${VERSION}\n`);
    return;
  }
  const { main } = await import("./cli/main.ts");
  finish(await main(args, io));
}
