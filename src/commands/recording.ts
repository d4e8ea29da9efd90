// The shared second half of every command that records.

import { basename, join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import {
  EMPTY_CONTENT,
  type Identity,
  type LedgerCommit,
  type LedgerRecord,
  type RecordContent,
} from "../model/record.ts";
import type { Procedure } from "../model/procedure.ts";
import { formatRecordMessage } from "../parse/record-message.ts";
import { recordsFrom } from "../parse/records.ts";
import type { Item } from "../schedule/due-list.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, requireLedger } from "../session/session.ts";
import { pushRecords } from "../session/sync-automatically.ts";
import type { EvidenceFile } from "../store/evidence-files.ts";
import type { Ledger } from "../store/git-ledger.ts";
import type { LedgerFile } from "../store/ledger-trees.ts";
import type { NewRecord } from "../store/ledger-writing.ts";
import { isPlainIdentity } from "../store/repository-config.ts";
import { recordDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";

/** A record to be written. */
export interface Draft {
  readonly content: Omit<RecordContent, "book">;
  readonly subject: string;
  readonly performedBy: Identity;
  readonly performedAt: Instant;
  /** The procedure whose text was followed; its text is kept with the record. */
  readonly procedure: Procedure | null;
  /** Files and texts to keep with the record. */
  readonly attach?: readonly EvidenceFile[];
  /** The note, where it names the evidence: gets the names under which `attach` is kept, in its order. */
  readonly noteWith?: (names: readonly string[]) => string;
}

/** The record that an occurrence was performed. */
export function completionOf(
  { occurrence }: Item,
  outcome: "done" | "failed",
  performed: Pick<Draft, "performedBy" | "performedAt">,
  { attach, ...details }: Partial<Pick<RecordContent, "effortMinutes" | "values" | "note">> & Pick<Draft, "attach">,
): Draft {
  const { procedure, key } = occurrence;
  const content = { record: "completion", procedure: procedure.id, occurrence: key, outcome, ...details } as const;
  return {
    content: { ...EMPTY_CONTENT, ...content },
    subject: `${procedure.name}: ${outcome} for ${key}`,
    ...performed,
    procedure,
    ...(attach !== undefined && { attach }),
  };
}

/** What git takes from both ends of a name before it writes it. */
const NAME_CRUD = /^[\s.,:;<>"\\']+|[\s.,:;<>"\\']+$/gu;

/** Writes the drafts to the ledger, all or none, and gives the records as they will be read back. */
export async function record(session: StatusSession, drafts: readonly Draft[], io: Io): Promise<LedgerRecord[]> {
  const ledger = requireLedger(session);
  if (drafts.some(mayHoldCredential)) await (await import("./credentials.ts")).refuseCredentials(drafts);
  const placed = drafts.map((draft) => ({ ...draft, performedAt: afterOthers(draft, session.schedule) }));
  // What takes place now and had to take a later second is not recorded before it was performed.
  const moved = placed.flatMap(({ performedAt }, index) =>
    drafts[index]?.performedAt === io.now() ? performedAt : [],
  );
  const recordedAt = session.schedule.zone.timestamp(Math.max(io.now(), ...moved));
  const recorder = await ledger.committer();
  // The names of evidence, and so the messages, are certain only once the ledger is written.
  const messages: string[] = [];
  const texts = await storedTexts(placed, session, ledger);
  const entries: NewRecord[] = [];
  for (const [index, draft] of placed.entries()) {
    const text = draft.procedure === null ? null : (texts.get(draft.procedure) ?? null);
    entries.push(await entryOf(draft, text, session, ledger, (message) => (messages[index] = message)));
  }
  const appended = await ledger.append(entries, { committedAt: recordedAt });
  const commits = entries.map(({ author, authorDate }, index) => ({
    id: appended.ids[index] ?? "",
    // One each; which it is, nobody asks.
    parents: [""],
    author,
    authorDate,
    committer: recorder,
    committerDate: recordedAt,
    message: messages[index] ?? "",
  }));
  const { records } = recordsFrom(commits, session.book.settings);
  if (records.length === commits.length && commits.every(isWrittenAsGiven)) {
    session.keepWritten?.(records.toReversed(), appended);
  }
  return records;
}

/** A credential is a long word, or stands behind an equals sign: most notes and tickets need no look at them. */
function mayHoldCredential({ content, attach = [] }: Draft): boolean {
  return attach.some((kept) => "file" in kept) || /\S{16}|=/.test(`${content.note}\n${content.ticket ?? ""}`);
}

/** Whether git has written exactly this; of a message, `formatRecordMessage` gives nothing else. */
function isWrittenAsGiven({ author, committer }: LedgerCommit): boolean {
  return isPlainIdentity(author) && isPlainIdentity(committer);
}

/**
 * git's clock ticks in seconds, and records of one second are ordered by their ids. What is recorded later on the same
 * occurrence has to count as later: it takes the first second that is free.
 */
function afterOthers({ content, procedure, performedAt }: Draft, { history }: Schedule): Instant {
  if (procedure === null) return performedAt;
  const taken = new Set(
    history
      .of(procedure)
      .filter(({ record: other }) => other.occurrence === content.occurrence)
      .map(({ at }) => secondOf(at)),
  );
  let instant = performedAt;
  while (taken.has(secondOf(instant))) instant += 1000;
  return instant;
}

function secondOf(instant: Instant): number {
  return Math.floor(instant / 1000);
}

async function entryOf(
  draft: Draft,
  text: LedgerFile | null,
  session: StatusSession,
  ledger: Ledger,
  keep: (message: string) => string,
): Promise<NewRecord> {
  const { id } = session.book.settings;
  const content = { ...draft.content, book: id, content: text?.blob ?? null };
  return {
    message: (evidence) => {
      const paths = evidence.map(({ path }) => path);
      const note = draft.noteWith?.(paths.map((path) => basename(path))) ?? content.note;
      return keep(formatRecordMessage({ ...content, note, evidence: paths }, draft.subject));
    },
    author: draft.performedBy,
    authorDate: session.schedule.zone.timestamp(draft.performedAt),
    text,
    evidence: await storedEvidence(draft, session, ledger),
  };
}

async function storedEvidence(
  { content, attach = [] }: Draft,
  session: StatusSession,
  ledger: Ledger,
): Promise<LedgerFile[]> {
  const folder = `evidence/${session.book.settings.id}/${content.procedure}/${content.occurrence}`;
  const stored: LedgerFile[] = [];
  for (const kept of attach) {
    const blob = "file" in kept ? await ledger.storeEvidence(kept.file) : await ledger.storeEvidenceText(kept.text);
    stored.push({ path: `${folder}/${kept.name}`, blob });
  }
  return stored;
}

/** The text of each procedure that a draft followed. */
async function storedTexts(
  drafts: readonly Draft[],
  { root, book }: StatusSession,
  ledger: Ledger,
): Promise<ReadonlyMap<Procedure, LedgerFile>> {
  const procedures = [...new Set(drafts.flatMap(({ procedure }) => procedure ?? []))];
  const pathOf = ({ id }: Procedure): string => `text/${book.settings.id}/${id}.md`;
  const blobs = await ledger.storeTexts(
    procedures.map((procedure) => ({ file: join(root, procedure.path), path: pathOf(procedure) })),
  );
  return new Map(
    procedures.map((procedure, index) => [procedure, { path: pathOf(procedure), blob: blobs[index] ?? "" }]),
  );
}

/** Answers with the records just written (`text` is the answer for people), pushes them, and says what the remote lacks. */
export async function answerRecorded(
  session: StatusSession,
  records: readonly LedgerRecord[],
  text: string,
  options: GlobalOptions,
  io: Io,
): Promise<void> {
  io.stdout.write(
    options.format === "json"
      ? renderJson<"records">({
          schemaVersion: 1,
          records: records.map((it) => recordDocument(it, session.schedule)),
        })
      : text,
  );
  await pushNew(session, records, io);
}

/** Pushes what was just recorded where the settings ask for it, and says what the remote lacks, and what others recorded too. */
export async function pushNew(session: StatusSession, records: readonly LedgerRecord[], io: Io): Promise<void> {
  const { hasRemote, unpushed } = session.ledgerState;
  if (!hasRemote) return;
  const crossed = await pushRecords(session, unpushed + records.length, io);
  if (crossed === undefined) return;
  io.stderr.write((await import("./recorded-twice.ts")).recordedTwiceNote(crossed, requireLedger(session)));
}

/**
 * Who performed the work: `--by` as a person's id in roles.yml or as `Name <email>`, else git's identity.
 * Throws RunbookError `usage` for a person who is not known or has no e-mail address.
 */
export function performerOf(by: string | undefined, session: StatusSession, recorder: Identity): Identity {
  if (by === undefined) return recorder;
  const [, name, email] = /^\s*([^<>\n]*[^<>\s])\s*<([^<>\s]+@[^<>\s]+)>\s*$/u.exec(by) ?? [];
  const plainName = name?.replaceAll(NAME_CRUD, "") ?? "";
  if (plainName !== "" && email !== undefined) return { name: plainName, email };
  const person = session.book.directory.people[by];
  if (person?.email !== undefined) return { name: person.name, email: person.email };
  const known = Object.values(session.book.directory.people).flatMap(({ id, email: has }) =>
    has === undefined ? [] : [id],
  );
  const nearest = person === undefined ? didYouMean(by, known) : null;
  const others = `Name one of ${known.join(", ") || "the people in roles.yml"}, or write "Name <name@example.com>"`;
  throw new RunbookError(
    "usage",
    person === undefined ? `roles.yml knows no person \`${by}\`` : `roles.yml has no e-mail address for \`${by}\``,
    nearest === null ? others : `${nearest} ${others}`,
  );
}
