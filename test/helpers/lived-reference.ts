// The reference run book as a team would have lived by it for two years.

import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import { importRecords } from "./ledgers.ts";
import { livedRecords } from "./lived-ledger.ts";
import { LEDGER, referenceFiles, repositoryOf } from "./run-cli.ts";

const GO_LIVE = "2024-11-04";
const LAST = "2026-11-24" as CalendarDate;

/** A repository whose top folder is the run book, and its records; gives the folder. */
export async function livedReference(): Promise<string> {
  const files = referenceFiles().map(({ path, text }) => ({
    path,
    text: path === "runbook.yml" ? text.replace(/^go_live: \S+/mu, `go_live: ${GO_LIVE}`) : text,
  }));
  const { book } = parseRunBook(files, { knownRegions: REGIONS });
  if (book === undefined) throw new Error("The reference run book has a fault.");
  const repository = repositoryOf(files);
  const schedule = scheduleOf(book, [], ANNOUNCED_WAVES, Date.parse(`${LAST}T23:00:00Z`));
  await importRecords(repository, LEDGER, null, livedRecords(schedule, LAST));
  return repository.folder;
}
