import { join } from "node:path";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { compare } from "../model/compare.ts";
import { count } from "../model/count.ts";
import type { LedgerRecord } from "../model/record.ts";
import { CONFIG_FILES } from "../model/source-file.ts";
import { assessedItems } from "../report/adherence.ts";
import { occurrencesDue } from "../report/occurrences-due.ts";
import { agendaItems } from "../schedule/agenda.ts";
import { auditedRecords } from "../schedule/audited-records.ts";
import { type Item, byScheduled, itemOf } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { reportStrangers } from "../session/other-run-books.ts";
import { reportOnStderr } from "../session/session.ts";
import { freeName, safeName } from "../store/evidence-files.ts";
import { namedPath } from "../store/named-path.ts";
import { type Manifest, leftOf, openOutputFolder } from "../store/output-folder.ts";
import { textIn } from "../store/text-file.ts";
import { renderAuditIndex } from "../view/audit-index.ts";
import { AUDIT_DEFINITIONS } from "../view/audit-definitions.ts";
import { type FilesOfRecords, fileColumns, renderEventsCsv, renderOccurrencesCsv } from "../view/audit-csv.ts";
import { renderRecordsCsv } from "../view/records-csv.ts";
import { renderRecordsJson } from "../view/records-json.ts";
import { renderJson } from "../view/render-json.ts";
import { rolesDocument } from "../view/roles-json.ts";
import { styleOf } from "../view/style.ts";
import { renderVerificationJson, renderVerificationText } from "../view/verification-text.ts";
import { verify } from "../verify/verify.ts";
import { refuseAmongProcedures } from "./among-procedures.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { withoutCredentials } from "./credentials.ts";
import { requireOrder } from "./period-asked.ts";
import { letBeHeard, sayingWhatIsLeft } from "./stopped.ts";
import { type Inspected, openInspected } from "./verification.ts";
import { plainLine } from "../view/plain-text.ts";

export interface AuditOptions extends GlobalOptions {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** A folder that is empty or not there yet. */
  readonly out: string;
  /** See `verify`. */
  readonly signedSince?: CalendarDate;
}

/** Writes what an auditor takes away of a period into a folder of its own; 1 where `verify` found a break. */
export async function runAudit(options: AuditOptions, io: Io): Promise<ExitCode> {
  const { from, to, signedSince } = options;
  requireOrder(from, to);
  // As of the period's end, and without a look at the clock: the answer must not depend on when it is asked for.
  const inspected = await openInspected(options, { asOf: to, now: null, history: "whole", signedSince }, io);
  const { schedule, reading } = inspected.subject;
  if (reading.records.length === 0) await reportStrangers(inspected.ledger, inspected.root, inspected.book, io);
  if (to > schedule.zone.dateAt(io.now())) {
    throw new RunbookError("usage", `--to ${to} lies after today`, "A period can be audited once it is over.");
  }
  reportOnStderr(await calendarNotes(inspected.book, from, to), options, io);
  const folder = namedPath(io.cwd, options.out);
  refuseAmongProcedures(folder, inspected.root);
  const { files, records, breaks } = await sayingWhatIsLeft(io, leftOf(folder), () =>
    writeAudit(folder, inspected, { from, to }),
  );
  io.stdout.write(
    options.format === "json"
      ? renderJson<"created">({ schemaVersion: 1, directory: folder, files })
      : `Wrote ${count(files.length, "file")} about ${count(records.length, "record")} from ${from} to ${to} into ${plainLine(folder)}. Begin with index.md.\n`,
  );
  if (breaks > 0) io.stderr.write(`${count(breaks, "break")} of the ledger: see verification.txt\n`);
  return breaks > 0 ? 1 : 0;
}

async function writeAudit(
  folder: string,
  inspected: Inspected,
  { from, to }: Pick<AuditOptions, "from" | "to">,
): Promise<{ readonly files: string[]; readonly records: readonly LedgerRecord[]; readonly breaks: number }> {
  const { schedule, reading } = inspected.subject;
  const output = openOutputFolder(folder);
  const records = auditedRecords(reading.records, schedule, from, to);
  const kept = await writeFilesOf(records, inspected, output);
  const verification = verify(inspected.subject);
  await letBeHeard();
  const items = auditedItems(schedule, from, to);
  await letBeHeard();
  const assessed = assessedItems(schedule, from, to);
  const plain = styleOf({ isTTY: false, columns: undefined }, {}, true);
  const texts: readonly (readonly [path: string, render: () => string | Iterable<string>])[] = [
    ["records.csv", () => renderRecordsCsv(records, schedule, fileColumns(kept))],
    ["records.json", () => renderRecordsJson(records, schedule, [])],
    ["occurrences.csv", () => renderOccurrencesCsv(items, assessed, schedule)],
    ["incidents.csv", () => renderEventsCsv(schedule, from)],
    ["roles.json", () => renderJson<"roles">(rolesDocument(schedule, []))],
    ["verification.json", () => renderVerificationJson(verification, schedule)],
    ["verification.txt", () => renderVerificationText(verification, schedule, plain)],
    ["definitions.md", () => AUDIT_DEFINITIONS],
    ["index.md", () => renderAuditIndex({ from, to, records, items, assessed, verification, ...kept }, schedule)],
  ];
  for (const [path, render] of texts) {
    output.write(path, render());
    await letBeHeard();
  }
  await writeSettings(inspected.root, output);
  await letBeHeard();
  output.seal();
  return { files: output.files(), records, breaks: verification.breaks.length };
}

/** Writes the files that dates and people follow from, with the line ends that git keeps: a checkout may have others. */
async function writeSettings(root: string, output: Manifest): Promise<void> {
  for (const name of CONFIG_FILES) {
    const text = textIn(join(root, name));
    if (text === undefined) continue;
    output.write(`settings/${name}`, await withoutCredentials(text.replaceAll("\r\n", "\n")));
  }
}

/** What began in a period or was due in it: a quarter's work stands where it begins, and where it should be done. */
function auditedItems(schedule: Schedule, from: CalendarDate, to: CalendarDate): Item[] {
  const dueOnly = schedule.book.procedures
    .flatMap((procedure) => occurrencesDue(procedure, schedule, from, to))
    .filter(({ scheduled }) => scheduled < from)
    .map((occurrence) => itemOf(occurrence, schedule));
  return [...dueOnly, ...agendaItems(schedule, from, to)].toSorted(byScheduled);
}

/** Writes evidence and texts, under names of our own making: those in the ledger are anyone's who could push. */
async function writeFilesOf(
  records: readonly LedgerRecord[],
  { ledger }: Inspected,
  output: Manifest,
): Promise<FilesOfRecords> {
  const places = records.flatMap(({ commit, evidence }) => evidence.map((path) => ({ commit, path })));
  const found = await ledger.find(places);
  const evidence = new Map<string, { path: string; file: string | null }[]>();
  const taken = new Map<string, Set<string>>();
  for (const [index, { commit, path }] of places.entries()) {
    const blob = found[index]?.blob ?? null;
    const names = taken.get(commit) ?? new Set<string>();
    const name = freeName(safeName(path.slice(path.lastIndexOf("/") + 1)), names);
    names.add(name.toLowerCase());
    taken.set(commit, names);
    const file = blob === null ? null : `evidence/${commit.slice(0, 16)}/${name}`;
    if (blob !== null && file !== null) await output.writeWith(file, (target) => ledger.write(blob, target));
    const ofRecord = evidence.get(commit) ?? [];
    ofRecord.push({ path, file });
    evidence.set(commit, ofRecord);
  }
  const followed = new Map(
    records.flatMap(({ content, procedure }) => (content === null ? [] : [[content, procedure ?? "text"] as const])),
  );
  const contents = await ledger.texts([...followed.keys()]);
  const texts = new Map<string, string | null>();
  for (const [blob, procedure] of [...followed].toSorted(([a], [b]) => compare(a, b))) {
    const file = `texts/${safeName(procedure)}-${blob.slice(0, 16)}.md`;
    texts.set(blob, contents.has(blob) ? file : null);
    if (contents.has(blob)) await output.writeWith(file, (target) => ledger.write(blob, target));
  }
  return { evidence, texts };
}
