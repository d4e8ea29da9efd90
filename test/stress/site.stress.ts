// Every page of two sites, looked through by html-validate: what the normal tier does for one of each kind.

import { HtmlValidate } from "html-validate";
import { expect, it } from "vitest";
import { sitePages } from "../../src/site/site.ts";
import { bookFiles, procedureText } from "../helpers/run-cli.ts";
import { HTML_RULES, referenceFiles, siteInputOf, someRecords } from "../helpers/site.ts";

const NOW = "2026-11-28T09:00:00Z";

it.each([
  { title: "the reference run book", files: referenceFiles() },
  {
    title: "a run book of 200 procedures",
    files: [
      ...bookFiles({ settings: { go_live: "2026-11-02" } }),
      ...Array.from({ length: 200 }, (_, index) => ({
        path: `procedures/p-${index}.md`,
        text: procedureText(`p-${index}`, { trigger: `monthly on day ${(index % 28) + 1}` }),
      })),
    ],
  },
])(
  "makes sound HTML of $title",
  async ({ files }) => {
    const validator = new HtmlValidate(HTML_RULES);
    const found: string[] = [];
    for (const { path, render } of sitePages(siteInputOf(files, someRecords(), NOW))) {
      const report = await validator.validateString(render(), path);
      const messages = report.results.flatMap((result) => result.messages);
      found.push(...messages.map(({ ruleId, message, line }) => `${path}:${line} ${ruleId} ${message}`));
    }
    expect(found).toEqual([]);
  },
  600_000,
);
