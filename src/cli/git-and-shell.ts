import type { Command } from "commander";
import type { SyncCommandOptions } from "../commands/sync.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `sync`. */
export function addGitAndShell(program: Command, run: Run): void {
  program.commandsGroup("Git and shell:");
  withGlobalOptions(program.command("sync").description("share the ledger: fetch, merge, push"))
    .option("--restore", "put back the records that a rewritten remote lacks")
    .addHelpText(
      "after",
      `
Under \`sync: auto\` (the default) \`due\` fetches and every record is pushed; this is for \`sync: manual\`, and for what
could not be pushed. It never pushes by force. Exits 2 where the remote does not hold every local record afterwards.

Examples:
  $ runbook sync
  $ runbook sync --restore`,
    )
    .action(async (options: SyncCommandOptions) => {
      const { runSync } = await import("../commands/sync.ts");
      await run(runSync, options);
    });
}
