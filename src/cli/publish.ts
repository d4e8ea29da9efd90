import { type Command, Option } from "commander";
import type { PublishOptions } from "../commands/publish.ts";
import { PUBLISH_TARGETS } from "../model/publish-target.ts";
import { type Run, withGlobalOptions } from "./options.ts";

/** `publish`. */
export function addPublish(program: Command, run: Run): void {
  program.commandsGroup("Evidence:");
  withGlobalOptions(program.command("publish").description("write the run book as pages of the wiki that a team reads"))
    .argument("<directory>", "the folder to write into: a clone of the wiki, or a new folder")
    .addOption(new Option("--to <target>", "what reads it").choices(PUBLISH_TARGETS).makeOptionMandatory())
    .option("--wiki-path <path>", "where the folder lies in an Azure DevOps wiki (default: as in its git repository)")
    .option(
      "--edit-url <template>",
      "where a file can be edited; {path} stands for its path in the repository (default: as GitHub and Azure DevOps have it)",
    )
    .option("--beside", "write beside pages of others")
    .option("--overwrite", "write over pages of ours that somebody has changed there")
    .option("--dry-run", "say what would be written and removed, and write nothing")
    .addHelpText(
      "after",
      `
The run book stays the source: each page says from which commit it comes and where to change it. What has not changed is
not written; only files that an earlier run wrote (.runbook-publish.json names them) are removed. The page of a procedure that does
not parse stays as it was.

  azure-devops-wiki  Markdown, .order files and attachments; commit and push the folder
  confluence         HTML files; zip the folder, then in Confluence: Import from other tools > HTML
  sharepoint         a request to Microsoft Graph for each page (POST /sites/{site-id}/pages)

Examples:
  $ git clone https://dev.azure.com/contoso/Operations/_git/Operations.wiki wiki
  $ runbook publish --to azure-devops-wiki wiki --beside
  $ runbook publish --to confluence ../confluence-pages
  $ runbook publish --to azure-devops-wiki wiki --dry-run --json`,
    )
    .action(async (directory: string, options: Omit<PublishOptions, "directory">) => {
      const { runPublish } = await import("../commands/publish.ts");
      await run(runPublish, { ...options, directory });
    });
}
