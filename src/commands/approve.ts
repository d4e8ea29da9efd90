import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { EMPTY_CONTENT, type Identity, type LedgerRecord, abbreviated, isSamePerson } from "../model/record.ts";
import { listedItems } from "../schedule/due-list.ts";
import { personWithEmail } from "../schedule/people.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { standingApprovals } from "../schedule/status.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type RecordsSession, openRecords, requireLedger } from "../session/session.ts";
import { plainLine } from "../view/plain-text.ts";
import { outcomeText } from "../view/record-line.ts";
import { STATUS_WORDS } from "../view/words.ts";
import { itemWithKey } from "./choose.ts";
import { findProcedure } from "./find-procedure.ts";
import { procedureMeant, readableRecord } from "./find-record.ts";
import { type Draft, answerRecorded, record } from "./recording.ts";

export interface ApproveOptions extends GlobalOptions {
  /** Commits (abbreviated as git allows) and procedures. */
  readonly targets: readonly string[];
  readonly for?: string;
  readonly message?: string;
}

/** Records that completions are approved, all of them or none. */
export async function runApprove(options: ApproveOptions, io: Io): Promise<ExitCode> {
  const session = await openRecords(options, io, "stale");
  const approver = await requireLedger(session).author();
  const targets = await completionsToApprove(session, options);
  for (const target of targets) await checkTarget(target, session);
  for (const target of targets) checkApprover(target, approver, session);
  const drafts = targets.map((target): Draft => ({
    content: {
      ...EMPTY_CONTENT,
      record: "approval",
      procedure: target.procedure,
      occurrence: target.occurrence,
      approves: target.commit,
      note: options.message ?? "",
    },
    subject: `Approval: ${target.subject}`,
    performedBy: approver,
    performedAt: io.now(),
    procedure: null,
  }));
  const records = await record(session, drafts, io);
  const text = targets.map((target) => `Approved ${describe(target)}, by ${plainLine(approver.name)}\n`).join("");
  await answerRecorded(session, records, text, options, io);
  return 0;
}

async function completionsToApprove(
  session: RecordsSession,
  { targets, for: key }: ApproveOptions,
): Promise<LedgerRecord[]> {
  if (targets.length === 0) throw nothingNamed(session);
  const found = new Set<LedgerRecord>();
  for (const target of targets) found.add(await completionToApprove(session, target, key));
  return [...found];
}

async function completionToApprove(
  session: RecordsSession,
  target: string,
  key: string | undefined,
): Promise<LedgerRecord> {
  const found = key === undefined ? readableRecord(session, target) : undefined;
  if (found !== undefined) return found;
  return awaitingOf(procedureMeant(session, target), session, key);
}

/** The error for a command without a word: what awaits approval. */
function nothingNamed({ book, schedule }: RecordsSession): RunbookError {
  const awaiting = book.procedures
    .filter(({ requires }) => requires.includes("approval"))
    .flatMap((procedure) => awaitingApproval(procedure, schedule));
  const [first] = awaiting;
  if (first === undefined) return new RunbookError("no-candidate", "Nothing awaits approval");
  const lines = awaiting.map((it) => `${describe(it)}, by ${plainLine(it.performedBy.name)}`);
  const howMany = awaiting.length === 1 ? "1 completion awaits" : `${awaiting.length} completions await`;
  return new RunbookError(
    "usage",
    `Expected what to approve, and ${howMany} approval:\n${lines.join("\n")}`,
    `Name one or more: runbook approve ${abbreviated(first.commit)}`,
  );
}

function awaitingApproval(procedure: Procedure, schedule: Schedule): LedgerRecord[] {
  return listedItems(procedure, schedule).flatMap(({ status, decidedBy }) =>
    status === "awaiting-approval" && decidedBy !== null ? [decidedBy.record] : [],
  );
}

/** The completion of a procedure that awaits approval: that of the occurrence with the key, else the only one. */
async function awaitingOf(
  procedure: Procedure,
  { schedule }: RecordsSession,
  key: string | undefined,
): Promise<LedgerRecord> {
  refuseUnlessRequired(procedure);
  if (key !== undefined) {
    const { status, decidedBy } = await itemWithKey(procedure, schedule, key);
    if (decidedBy !== null) return decidedBy.record;
    throw new RunbookError(
      "no-candidate",
      `${procedure.id} is ${STATUS_WORDS[status]} for ${key}: there is nothing to approve yet`,
      `Once it is performed: runbook done ${procedure.id} --for ${key}`,
    );
  }
  const awaiting = awaitingApproval(procedure, schedule);
  const [first, ...others] = awaiting;
  if (first === undefined) {
    throw new RunbookError(
      "no-candidate",
      `Nothing of ${procedure.id} awaits approval`,
      `See its records: runbook log ${procedure.id}`,
    );
  }
  if (others.length === 0) return first;
  throw new RunbookError(
    "ambiguous",
    `${awaiting.length} occurrences of ${procedure.id} await approval:\n${awaiting.map(describe).join("\n")}`,
    `Name one: runbook approve ${procedure.id} --for ${first.occurrence}`,
  );
}

function refuseUnlessRequired({ id, path, requires }: Procedure): void {
  if (requires.includes("approval")) return;
  throw new RunbookError(
    "usage",
    `${id} requires no approval, so there is nothing to approve`,
    `If it should, add \`requires: [approval]\` to ${path}.`,
  );
}

/** Throws where an approval of the record would have no effect. */
async function checkTarget(target: LedgerRecord, session: RecordsSession): Promise<void> {
  const { schedule } = session;
  const commit = abbreviated(target.commit);
  if (target.record !== "completion" || target.outcome !== "done") {
    throw new RunbookError(
      "usage",
      `Record ${commit} says \`${outcomeText(target)}\`, and only work that was done is approved`,
      "Find the completion: runbook log",
    );
  }
  if (schedule.history.voided.has(target.commit)) {
    throw new RunbookError(
      "usage",
      `Record ${commit} is voided, so it cannot be approved`,
      "See what followed: runbook log",
    );
  }
  const procedure = findProcedure(session, target.procedure ?? "");
  refuseUnlessRequired(procedure);
  const [approval] = standingApprovals(target, schedule);
  if (approval !== undefined) {
    throw new RunbookError(
      "already-done",
      `${describe(target)} is approved already, by ${approval.performedBy.name}`,
      `See it: runbook log show ${abbreviated(approval.commit)}`,
    );
  }
  const { decidedBy } = await itemWithKey(procedure, schedule, target.occurrence ?? "");
  if (decidedBy === null || decidedBy.record.commit === target.commit) return;
  const deciding = abbreviated(decidedBy.record.commit);
  throw new RunbookError(
    "usage",
    `Record ${commit} does not decide over ${target.occurrence}: ${deciding} does (${outcomeText(decidedBy.record)})`,
    `Approve that one (runbook approve ${deciding}), or void it first (runbook undo ${deciding}).`,
  );
}

/** Throws where the approval would not count: see `standingApprovals`. */
function checkApprover(target: LedgerRecord, { name, email }: Identity, { book }: RecordsSession): void {
  if (personWithEmail(book.directory, email) === undefined) {
    throw new RunbookError(
      "not-allowed",
      `git says that you are ${name} <${email}>, and nobody in roles.yml has that address, so your approval would not count`,
      "Add the address to your entry under `people` in roles.yml, or tell git the one that stands there.",
    );
  }
  const isOwn = (who: Identity): boolean => isSamePerson(who, { email });
  if (!isOwn(target.performedBy) && !isOwn(target.recordedBy)) return;
  throw new RunbookError(
    "not-allowed",
    `You ${isOwn(target.performedBy) ? "performed" : "recorded"} ${describe(target)}, so someone else must approve it`,
    `Ask a person of roles.yml to run: runbook approve ${abbreviated(target.commit)}`,
  );
}

function describe({ procedure, occurrence, commit }: LedgerRecord): string {
  return plainLine(`${procedure} for ${occurrence} (${abbreviated(commit)})`);
}
