// Sites of run books in memory, as the command makes them.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { concerningAreas } from "../../src/lint/coverage.ts";
import type { ConfigData } from "html-validate";
import type { LedgerRecord } from "../../src/model/record.ts";
import type { SourceFile } from "../../src/model/source-file.ts";
import { COVERAGE_AREAS } from "../../src/data/coverage-areas.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import type { HashedText } from "../../src/site/page.ts";
import type { SiteInput } from "../../src/site/site-input.ts";
import { readRunBookFiles } from "../../src/store/run-book-files.ts";
import { recordOf } from "./run-book.ts";

const project = join(import.meta.dirname, "..", "..");

/** What html-validate asks of a page. */
export const HTML_RULES: ConfigData = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    // `>` may stand as it is; a procedure's name is as long as its author made it.
    "no-raw-characters": "off",
    "long-title": "off",
  },
};

/** The reference run book's files. */
export function referenceFiles(): readonly SourceFile[] {
  return readRunBookFiles(join(project, "runbook"));
}

/** Everything that a site of these files and records is made of, without a repository and findings; `more` replaces parts. */
export function siteInputOf(
  files: readonly SourceFile[],
  records: readonly LedgerRecord[],
  now: string,
  more: Partial<SiteInput> = {},
): SiteInput {
  const parsed = parseRunBook(files, { knownRegions: REGIONS });
  if (parsed.book === undefined) throw new Error("One of the four .yml files has a fault.");
  const texts = new Map(parsed.procedures.map(({ path, text }) => [path, text]));
  return {
    schedule: scheduleOf(parsed.book, records, ANNOUNCED_WAVES, Date.parse(now)),
    textOf: ({ path }) => texts.get(path) ?? null,
    findings: [],
    notices: [],
    coverageAreas: concerningAreas(COVERAGE_AREAS, parsed.book.settings),
    sourceOf: (path) => `https://git.contoso.example/view/${path}`,
    editOf: (path) => `https://git.contoso.example/edit/${path}`,
    imageOf: () => undefined,
    folder: "runbook",
    assets: { style: asset("site.css"), script: asset("site.js") },
    ...more,
  };
}

function template(name: string): string {
  return readFileSync(join(project, "templates", name), "utf8").replaceAll("\r\n", "\n");
}

function asset(name: string): HashedText {
  const text = template(`site/${name}`);
  return { text, hash: createHash("sha256").update(text).digest("base64") };
}

const ELI = { name: "Eli", email: "eli@contoso.example" };

/** Work of three weeks, an incident that is closed and one that is open; newest first, as a ledger has them. */
export function someRecords(): LedgerRecord[] {
  const of = (procedure: string, occurrence: string, at: string, more: Partial<LedgerRecord> = {}): LedgerRecord =>
    recordOf({ record: "completion", outcome: "done", procedure, occurrence, performedAt: at, ...more });
  const event = (
    id: string,
    record: LedgerRecord["record"],
    at: string,
    more: Partial<LedgerRecord> = {},
  ): LedgerRecord => recordOf({ record, event: id, performedAt: at, ...more });
  const closed = "incident-2026-11-18-7f3a";
  const open = "incident-2026-11-27-a21c";
  return [
    of("service-health", "2026-11-16", "2026-11-16T09:00:00+00:00", { effortMinutes: 6 }),
    of("service-health", "2026-11-17", "2026-11-18T08:30:00+00:00", { note: "Late: the portal was down." }),
    of("service-health", "2026-11-18", "2026-11-18T09:00:00+00:00", { outcome: "failed", note: "Ticket OPS-412." }),
    recordOf({
      record: "skip",
      procedure: "integration-health",
      occurrence: "2026-11-19",
      performedAt: "2026-11-19T09:00:00+00:00",
      note: "Maintenance.",
    }),
    of("capacity-review", "2026-W47", "2026-11-17T10:00:00+00:00", { values: { database_gb: 78.2 } }),
    of("capacity-review", "2026-W48", "2026-11-24T10:00:00+00:00", { values: { database_gb: 81.4 } }),
    event(closed, "event", "2026-11-18T09:02:00+00:00", {
      severity: 2,
      note: "Orders are not reaching the warehouse\n\nSince 08:40.",
    }),
    event(closed, "event-update", "2026-11-18T09:20:00+00:00", { assignee: ELI, performedBy: ELI }),
    event(closed, "event-update", "2026-11-18T10:05:00+00:00", { severity: 1, ticket: "OPS-413" }),
    of("incident-severity-1", closed, "2026-11-18T10:12:00+00:00"),
    event(closed, "event-close", "2026-11-18T13:40:00+00:00", { note: "The client secret had expired." }),
    event(open, "event", "2026-11-27T16:10:00+00:00", { severity: 3, note: "Case forms open slowly" }),
  ].toReversed();
}
