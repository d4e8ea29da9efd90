// From the first question of `run` to the record.

import type { Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { Walk } from "../model/walk.ts";
import { automationBlocks } from "../parse/automation.ts";
import type { Item } from "../schedule/due-list.ts";
import { recordsOf } from "../schedule/status.ts";
import { type StatusSession, outputStyle } from "../session/session.ts";
import { renderEscalation } from "../view/escalation-text.ts";
import { renderRecordedText } from "../view/recorded-text.ts";
import { renderChanged, renderNews } from "../view/walk-text.ts";
import { keptAnswers, outcomeOf, questionsOf, resumed } from "../walk/walk.ts";
import { givenInputs } from "./block-inputs.ts";
import { itemWithKey } from "./choose.ts";
import { followable } from "./procedure-body.ts";
import { type Draft, answerRecorded, record } from "./recording.ts";
import { Discarded, type Going } from "./run-begin.ts";
import type { RunOptions } from "./run-options.ts";
import { askYes } from "./run-questions.ts";
import { settle } from "./run-recording.ts";
import { Stopped, walkOn } from "./run-walk.ts";
import { answerTelling } from "./telling.ts";

/** What there is now: others may have recorded, and the text may have been edited, since it was looked at last. */
interface Present {
  readonly session: StatusSession;
  readonly item: Item;
  readonly walk: Walk;
}

/**
 * Asks all questions, shows what would be recorded, and records it. Throws `Stopped` and `Discarded` where somebody chose
 * that; else as `done` does.
 */
export async function follow(going: Going, options: RunOptions, io: Io): Promise<void> {
  const { keeper, known } = going;
  const told = new Set(known);
  const tell = (records: readonly LedgerRecord[], key: string): void => {
    const untold = records.filter(({ commit }) => !told.has(commit));
    for (const { commit } of untold) told.add(commit);
    if (untold.length > 0) io.stdout.write(`\n${renderNews(untold, key, outputStyle(options, io))}`);
  };
  let { session, item, walk } = going;
  const inputs = new Map(givenInputs(options.input, [item.occurrence.procedure]));
  let isEscalated = false;
  for (;;) {
    const { procedure, key } = item.occurrence;
    const { schedule, root } = session;
    const blocks = automationBlocks(followable(procedure, session).text);
    const walking = { procedure, occurrence: key, schedule, root, blocks, inputs, keeper, options, io };
    walk = await walkOn(walk, walking);
    ({ session, item, walk } = await refreshed({ session, item, walk }, options, io));
    if (walk.at < walk.questions.length) continue;
    tell(newRecords(item, session, known), key);
    const hasFailed = outcomeOf(walk) === "failed";
    if (hasFailed && !isEscalated) {
      const { checklist } = followable(procedure, session);
      io.stdout.write(renderEscalation(procedure, checklist.escalation, session.schedule, outputStyle(options, io)));
    }
    isEscalated = hasFailed;
    const settled = await settle(walk, item, session, keeper, options, io);
    walk = settled.walk;
    keeper.save(walk);
    if (settled.kind === "stop") throw new Stopped();
    if (settled.kind === "discard") {
      if (!(await askYes("Discard everything that was answered"))) continue;
      keeper.remove();
      throw new Discarded();
    }
    if (settled.kind === "change") continue;
    ({ session, item, walk } = await refreshed({ session, item, walk }, options, io));
    if (walk !== settled.walk) continue;
    const news = newRecords(item, session, known);
    if (news.length > 0) {
      tell(news, key);
      if (!(await askYes("Record yours as well"))) continue;
    }
    await write(settled.draft, item, session, options, io);
    keeper.remove();
    return;
  }
}

/** The run book and its ledger as they are now; the walk has its answers to what is still asked. */
async function refreshed({ item, walk }: Present, options: RunOptions, io: Io): Promise<Present> {
  const now = io.later();
  // What stands there of files that do not parse and of the network was said at the beginning.
  const quiet = { ...io, now: () => now, stderr: { ...io.stderr, write: () => {} } };
  const { id } = item.occurrence.procedure;
  const ask = async ({ schedule }: StatusSession, named: Procedure): Promise<Item> => {
    const there = await itemWithKey(named, schedule, item.occurrence.key);
    // What others have recorded is asked for later.
    recordsOf(there.occurrence, schedule);
    return there;
  };
  const { session, procedure, answer } = await answerTelling(ask, { ...options, procedure: id }, quiet, "stale");
  const questions = questionsOf(followable(procedure, session).checklist, procedure);
  const fresh = { session, item: answer };
  const { walk: changed, isChanged, lost } = resumed(questions, keptAnswers(walk));
  if (!isChanged) return { ...fresh, walk };
  io.stdout.write(renderChanged(lost, outputStyle(options, io)));
  return { ...fresh, walk: changed };
}

function newRecords({ occurrence }: Item, { schedule }: StatusSession, known: ReadonlySet<string>): LedgerRecord[] {
  return recordsOf(occurrence, schedule)
    .map(({ record: it }) => it)
    .filter(({ commit }) => !known.has(commit));
}

/** Records it as of this moment, unless another one was given. */
async function write(draft: Draft, item: Item, session: StatusSession, options: RunOptions, io: Io): Promise<void> {
  const now = io.later();
  const present = { ...io, now: () => now };
  const drafts = [options.at === undefined ? { ...draft, performedAt: now } : draft];
  const records = await record(session, drafts, present);
  const text = renderRecordedText([item], records, session.schedule, outputStyle(options, io));
  await answerRecorded(session, records, text, options, present);
}
