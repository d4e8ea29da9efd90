import type { Command } from "commander";
import type { ImportOptions } from "../commands/import.ts";
import type { UpgradeOptions } from "../commands/upgrade.ts";
import { type Run, collectList, withGlobalOptions } from "./options.ts";

/** `import`, `upgrade`. */
export function addAdoption(program: Command, run: Run): void {
  withGlobalOptions(program.command("import").description("adopt existing pages or a spreadsheet as procedures"))
    .argument("<path...>", "files, or folders of them")
    .option("--trigger <trigger>", 'for pages that do not say when, for example "on event alert"')
    .option("--owner <role>", "for pages that do not say who")
    .option("--split", "a page that holds several procedures becomes as many")
    .option("--dry-run", "say what would be written, and write nothing")
    .addHelpText(
      "after",
      `
Takes Markdown (an Azure DevOps wiki with its .order files, Jekyll, Hugo) and HTML (Confluence's export, SharePoint
pages). Headings, tables and labels become name, trigger, owner, steps, validation, escalation, effort and day of
review; text stays, images are copied, links lead to where the pages now are. What a page lacks, lint then finds.
Nothing is overwritten: a page that the run book has already, by id and name, or under another name by its words or its
number in Confluence, is left out; another one gets a free id.

--split makes a procedure of each heading with steps below it ("Weekly" above them says when), and of each row of a
table that says what is done when; of a spreadsheet, exported as CSV and named itself, each row is one.

Examples:
  $ runbook import ../wiki --dry-run
  $ runbook import export/ --owner operations-lead --trigger "on event alert"
  $ runbook import operations.md --split --dry-run
  $ runbook import calendar.csv
  $ runbook import "Month end close.html" --json`,
    )
    .action(async (paths: string[], options: Omit<ImportOptions, "paths">) => {
      const { runImport } = await import("../commands/import.ts");
      await run(runImport, { ...options, paths });
    });
  withGlobalOptions(program.command("upgrade").description("merge what a newer tool's reference run book changed"))
    .option("--diff", "print what would change, line by line, and write nothing")
    .option("--apply", "write what is new and what merges cleanly")
    .option("--conflict-markers", "where both sides changed the same lines, write both between markers")
    .option("--products <list>", "what the tenant has come to have, separated by commas", collectList, [])
    .addHelpText(
      "after",
      `
Shows file by file what changed in the reference run book since init, or since the last upgrade. What you changed is
merged, never overwritten; what you deleted stays deleted. Exits 1 where something is left for you to settle.
The procedures of a product that came later are shown too, once runbook.yml names its track or --products names it.
--diff shows from what is here to what --apply would write, and both texts of a conflict between markers.

Examples:
  $ runbook upgrade
  $ runbook upgrade --diff
  $ runbook upgrade --apply
  $ runbook upgrade --apply --conflict-markers
  $ runbook upgrade --products finance-operations --apply`,
    )
    .action(async (options: UpgradeOptions) => {
      const { runUpgrade } = await import("../commands/upgrade.ts");
      await run(runUpgrade, options);
    });
}
