import { finish, nodeIo, processArguments } from "./node-io.ts";

/** Runs the command line of this process. */
export async function run(): Promise<void> {
  const args = processArguments();
  const io = nodeIo();
  const { main } = await import("./cli/main.ts");
  finish(await main(args, io));
}
