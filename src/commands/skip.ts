import { EMPTY_CONTENT, abbreviated } from "../model/record.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import { isPerformed } from "../model/occurrence.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { unansweredThrough } from "../schedule/candidates.ts";
import type { Item } from "../schedule/due-list.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom, outputStyle, reportOnStderr, requireLedger } from "../session/session.ts";
import { renderRecordedText } from "../view/recorded-text.ts";
import { calendarNotesAbout } from "./calendar-notes.ts";
import { asOfNow, chooseItem } from "./choose.ts";
import { findProcedures } from "./find-procedure.ts";
import { type Draft, answerRecorded, record } from "./recording.ts";

export interface SkipOptions extends GlobalOptions {
  readonly procedures: readonly string[];
  readonly for?: string;
  readonly from?: CalendarDate;
  readonly through?: CalendarDate;
  /** The reason. */
  readonly message?: string;
}

/** More at once is a slip in a year: a year of business days has 262. */
const MOST_SKIPPED = 400;

/** Records that occurrences are left out, with a reason; all of them or none. */
export async function runSkip(options: SkipOptions, io: Io): Promise<ExitCode> {
  const reason = requireReason(options);
  const ask = (opened: StatusSession): Promise<Item[]> => itemsToSkip(opened, options, io);
  const { session, answer: items } = await answerFrom(ask, options, io, "first", options.procedures);
  const performedBy = await requireLedger(session).author();
  reportOnStderr(await calendarNotesAbout(session.book, items), options, io);
  const drafts = items.map(({ occurrence }): Draft => ({
    content: {
      ...EMPTY_CONTENT,
      record: "skip",
      procedure: occurrence.procedure.id,
      occurrence: occurrence.key,
      note: reason,
    },
    subject: `${occurrence.procedure.name}: skipped for ${occurrence.key}`,
    performedBy,
    performedAt: io.now(),
    procedure: occurrence.procedure,
  }));
  const records = await record(session, drafts, io);
  const commits = records.map(({ commit }) => abbreviated(commit)).join(" ");
  const takingBack = records.length === 1 ? "" : `To take all of it back: runbook undo ${commits}\n`;
  const text = `${renderRecordedText(items, records, session.schedule, outputStyle(options, io))}${takingBack}`;
  await answerRecorded(session, records, text, options, io);
  return 0;
}

function requireReason({ message, procedures }: SkipOptions): string {
  if (message !== undefined && message.trim() !== "") return message;
  throw new RunbookError(
    "usage",
    "A skip needs a reason",
    `For example: runbook skip ${procedures[0] ?? "PROCEDURE"} -m "Office closed"`,
  );
}

async function itemsToSkip(session: StatusSession, options: SkipOptions, io: Io): Promise<Item[]> {
  const procedures = findProcedures(session, options.procedures);
  const items: Item[] = [];
  // One after the other: of several that cannot be taken the first is named.
  for (const procedure of procedures) items.push(...(await itemsOf(procedure, session, options, io)));
  return items;
}

async function itemsOf(procedure: Procedure, session: StatusSession, options: SkipOptions, io: Io): Promise<Item[]> {
  const { schedule } = session;
  const { from, through } = options;
  if ((through === undefined ? from : options.for) !== undefined) {
    throw new RunbookError("usage", "Expected --for alone, or --through, perhaps with --from");
  }
  if (through !== undefined) {
    const items = unansweredThrough(procedure, schedule, through, from).filter(
      (item) => !isPerformed(asOfNow(item, session, options, io).status),
    );
    if (items.length > MOST_SKIPPED) {
      throw new RunbookError(
        "usage",
        `${procedure.id} has ${items.length} occurrences through ${through}`,
        `Skip at most ${MOST_SKIPPED} at once (--from, --through), or say in its file since when it is owed, or until when: \`effective: DATE\`, \`retired: DATE\`.`,
      );
    }
    if (items.length > 0) return items;
    throw new RunbookError("no-candidate", `${procedure.id} has nothing to skip through ${through}`);
  }
  const chosen = await chooseItem(procedure, schedule, "skip", { key: options.for });
  const item = asOfNow(chosen, session, options, io);
  if (isPerformed(item.status)) throw (await import("./choose-refused.ts")).cannotSkip(item);
  return [item];
}
