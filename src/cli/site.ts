import type { Command } from "commander";
import type { SiteOptions } from "../commands/site.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `site`. */
export function addSite(program: Command, run: Run): void {
  withGlobalOptions(program.command("site").description("write the run book as a static site that anyone can open"))
    .requiredOption("--out <folder>", "a folder that is empty, not there yet, or a site made before")
    .option("--edit-url <address>", "where a file can be edited, {path} standing for it (default: from the remote)")
    .addHelpText(
      "after",
      `
Today, calendar, procedures, release waves, roles, incidents and the run book's health, as HTML pages that need neither a
server nor the network: open index.html from a disk or a file share, or publish the folder. Pages that have not changed are
not written again; pages that are no longer wanted are removed; other files in the folder are left alone. The same run book,
ledger and day give the same bytes.

The pages show the names, addresses and phone numbers of roles.yml: publish them where these may be read. The text of a
procedure that holds what looks like a credential is left out.

Examples:
  $ runbook site --out site
  $ runbook site --out //files/operations/runbook
  $ runbook site --out site --as-of 2026-10-31     as it stood on that day
  $ runbook site --out site --edit-url 'https://git.contoso.example/operations/edit/main/{path}'`,
    )
    .action(async (options: SiteOptions) => {
      const { runSite } = await import("../commands/site.ts");
      await run(runSite, options);
    });
}
