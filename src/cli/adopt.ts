import type { Command } from "commander";
import type { UpgradeOptions } from "../commands/upgrade.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `upgrade`. */
export function addAdoption(program: Command, run: Run): void {
  withGlobalOptions(program.command("upgrade").description("merge what a newer tool's reference run book changed"))
    .option("--apply", "write what is new and what merges cleanly")
    .option("--conflict-markers", "where both sides changed the same lines, write both between markers")
    .addHelpText(
      "after",
      `
Shows file by file what changed in the reference run book since init, or since the last upgrade. What you changed is
merged, never overwritten; what you deleted stays deleted. Exits 1 where something is left for you to settle.

Examples:
  $ runbook upgrade
  $ runbook upgrade --apply
  $ runbook upgrade --apply --conflict-markers`,
    )
    .action(async (options: UpgradeOptions) => {
      const { runUpgrade } = await import("../commands/upgrade.ts");
      await run(runUpgrade, options);
    });
}
