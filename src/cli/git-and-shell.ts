import type { Command } from "commander";
import type { DoctorOptions } from "../commands/doctor.ts";
import type { SyncCommandOptions } from "../commands/sync.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `sync`, `doctor`. */
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
  withGlobalOptions(program.command("doctor").description("check what runbook depends on, and say how to mend it"))
    .option("--offline", "ask nothing of the network")
    .addHelpText(
      "after",
      `
Looks at Node.js, the clock, the locale, git, who you are, the run book, its time zone and calendars, the repository, the
ledger, the remote, signing and the caches. Records nothing and changes nothing. Exits 1 where something does not work.

Examples:
  $ runbook doctor
  $ runbook doctor --offline --json`,
    )
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import("../commands/doctor.ts");
      await run(runDoctor, options);
    });
}
