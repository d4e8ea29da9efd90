import { basename, join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type RecordsSession, openRecords, outputStyle, requireLedger } from "../session/session.ts";
import { freeName, safeName } from "../store/evidence-files.ts";
import { namedPath } from "../store/named-path.ts";
import { existingPaths, makeFolder } from "../store/write-files.ts";
import { recordDocument } from "../view/json.ts";
import { type EvidenceListing, renderRecordText } from "../view/record-text.ts";
import { renderJson } from "../view/render-json.ts";
import { refuseAmongProcedures } from "./among-procedures.ts";
import { noSuchRecord, readableRecord } from "./find-record.ts";

export interface LogShowOptions extends GlobalOptions {
  /** A commit's id, abbreviated as git allows. */
  readonly commit: string;
  /** A folder for the evidence. */
  readonly extract?: string;
}

/** Prints one record with the text followed, its evidence, its voids and approvals; writes the evidence where asked to. */
export async function runLogShow(options: LogShowOptions, io: Io): Promise<ExitCode> {
  const session = await openRecords(options, io);
  const record = readableRecord(session, options.commit);
  if (record === undefined) throw noSuchRecord(options.commit, session.book.procedures.flatMap(idsOf));
  const evidence = await evidenceOf(record, session);
  const written =
    options.extract === undefined ? [] : await extract(evidence, namedPath(io.cwd, options.extract), session);
  const text = await followedText(record, session);
  const related = session.records.filter(
    ({ voids, approves }) => voids === record.commit || approves === record.commit,
  );
  io.stdout.write(
    options.format === "json"
      ? renderJson<"record">({
          schemaVersion: 1,
          record: recordDocument(record, session.schedule),
          text,
          evidence: evidence.map(({ path, size }) => ({ path, size })),
          related: related.map((it) => recordDocument(it, session.schedule)),
          extracted: written,
        })
      : renderRecordText(
          { record, related, text, evidence, extracted: written },
          session.schedule,
          outputStyle(options, io),
        ),
  );
  const missing = evidence.filter(({ blob }) => blob === null);
  if (missing.length === 0) return 0;
  io.stderr.write(`${missing.length} of its files are not in its tree. See what is wrong: runbook verify\n`);
  return 1;
}

async function evidenceOf({ commit, evidence }: LedgerRecord, session: RecordsSession): Promise<EvidenceListing[]> {
  const found = await requireLedger(session).find(evidence.map((path) => ({ commit, path })));
  return evidence.map((path, index) => ({
    path,
    blob: found[index]?.blob ?? null,
    size: found[index]?.size ?? null,
  }));
}

async function followedText({ content }: LedgerRecord, session: RecordsSession): Promise<string | null> {
  if (content === null) return null;
  return (await requireLedger(session).texts([content])).get(content) ?? null;
}

/** Writes all files or, where one of the names is taken, none, and gives their paths. */
async function extract(
  evidence: readonly EvidenceListing[],
  folder: string,
  session: RecordsSession,
): Promise<string[]> {
  refuseAmongProcedures(folder, session.root);
  const taken = new Set<string>();
  const files = evidence.flatMap(({ path, blob }) => {
    if (blob === null) return [];
    // The name is anyone's who could push: nothing but a name within the folder may come of it.
    const name = freeName(safeName(basename(path)), taken);
    taken.add(name.toLowerCase());
    return [{ blob, file: join(folder, name) }];
  });
  const there = existingPaths(files.map(({ file }) => file));
  if (there.length > 0) {
    throw new RunbookError(
      "io",
      `${there.length === 1 ? "A file is" : "Files are"} there already, so nothing was written: ${there.join(", ")}`,
      "Name another folder.",
    );
  }
  makeFolder(folder);
  for (const { blob, file } of files) await requireLedger(session).write(blob, file);
  return files.map(({ file }) => file);
}
