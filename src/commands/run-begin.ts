// Before the first question of `run`.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { Checklist } from "../model/checklist.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Identity, LedgerRecord } from "../model/record.ts";
import type { Walk } from "../model/walk.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { recordsOf } from "../schedule/status.ts";
import { type StatusSession, outputStyle, reportOnStderr, requireLedger } from "../session/session.ts";
import { evidenceFiles } from "../store/evidence-files.ts";
import { namedPath } from "../store/named-path.ts";
import { type WalkFiles, walkFilesOf } from "../store/walk-files.ts";
import { plainBlock } from "../view/plain-text.ts";
import type { Style } from "../view/style.ts";
import { renderChanged, renderNews, renderParagraph, renderWalkHeading } from "../view/walk-text.ts";
import { questionsOf, resumed, walkThrough } from "../walk/walk.ts";
import { givenInputs } from "./block-inputs.ts";
import { calendarNotesAbout } from "./calendar-notes.ts";
import { chooseItem, refuseDone } from "./choose.ts";
import { followable } from "./procedure-body.ts";
import { performerOf } from "./recording.ts";
import { performedAtAsked } from "./time-asked.ts";
import { type KeptRun, type Keeper, keeperOf, keptRunsOf, offersOf, resumeCommand } from "./run-kept.ts";
import type { RunOptions } from "./run-options.ts";
import { askOffer } from "./run-questions.ts";
import { Stopped } from "./run-walk.ts";
import { answerTelling } from "./telling.ts";

/** A run that is going on. */
export interface Going {
  readonly session: StatusSession;
  readonly item: Item;
  readonly walk: Walk;
  readonly keeper: Keeper;
  /** Commits of the occurrence's records that whoever runs it knows of. */
  readonly known: ReadonlySet<string>;
}

/** Somebody chose to keep nothing. */
export class Discarded extends Error {}

/**
 * Opens the run book, refuses all that can be refused before anything is asked, shows the heading, and goes on with a run
 * that is kept where somebody wants to. `onKept` gets what to type to go on, once there is anything to go on with.
 */
export async function begin(options: RunOptions, io: Io, onKept: (command: string) => void): Promise<Going> {
  const ask = (opened: StatusSession, named: Procedure): Promise<Prepared> => prepared(opened, named, options, io);
  const { session, procedure, answer } = await answerTelling(ask, options, io, "stale");
  const { schedule, book } = session;
  const { author, checklist, files, runs, item, there } = answer;
  const attached = options.attach.map((path) => namedPath(io.cwd, path));
  const { key } = item.occurrence;
  const ofItem = runs.filter(({ kept }) => kept.occurrence === key);
  if (ofItem.length === 0) refuseDone(item, options.again, "run");
  reportOnStderr(await calendarNotesAbout(book, [item]), options, io);
  const style = outputStyle(options, io);
  io.stdout.write(renderWalkHeading(item, checklist, schedule, style));
  sayOthers(
    runs.filter((run) => !ofItem.includes(run)),
    io,
  );
  const questions = questionsOf(checklist, procedure);
  const resumedRun = await chosenRun(ofItem, there, files, style, io, onKept);
  const name = files.newName();
  if (resumedRun !== undefined && files.claim(resumedRun.name, name)) {
    const { kept } = resumedRun;
    const { walk, isChanged, lost } = resumed(questions, kept);
    if (isChanged) io.stdout.write(renderChanged(lost, style));
    const keeper = keeperOf(files, kept, name, onKept, io);
    return { session, item, walk: withGiven(walk, options, attached), keeper, known: new Set(kept.known) };
  }
  refuseDone(item, options.again, "run");
  const about = {
    book: book.settings.id,
    procedure: procedure.id,
    occurrence: key,
    folder: `${name}.files`,
    startedBy: author.name,
    startedAt: io.later(),
    known: there.map(({ commit }) => commit),
  };
  const walk = walkThrough(questions, { note: options.message ?? "", files: attached });
  return { session, item, walk, keeper: keeperOf(files, about, name, onKept, io), known: new Set(about.known) };
}

/** What is known before anything is shown. */
interface Prepared {
  readonly author: Identity;
  readonly checklist: Checklist;
  readonly files: WalkFiles;
  /** All that are kept of the procedure. */
  readonly runs: readonly KeptRun[];
  readonly item: Item;
  /** What is recorded of the item's occurrence. */
  readonly there: readonly LedgerRecord[];
}

/** Refuses what can be refused before anything is asked. */
async function prepared(session: StatusSession, procedure: Procedure, options: RunOptions, io: Io): Promise<Prepared> {
  const { schedule, book } = session;
  const ledger = requireLedger(session);
  const author = await ledger.author();
  performerOf(options.by, session, author);
  if (options.at !== undefined) performedAtAsked(options.at, schedule, io);
  givenInputs(options.input, [procedure]);
  evidenceFiles(options.attach, io.cwd, options.maxAttachment);
  const { checklist } = followable(procedure, session);
  const files = walkFilesOf(ledger.commonDirectory);
  const runs = keptRunsOf(files, book.settings.id, procedure, io);
  const item = await itemFor(procedure, schedule, runs, options, io);
  const there = recordsOf(item.occurrence, schedule).map(({ record }) => record);
  return { author, checklist, files, runs, item, there };
}

/** The occurrence to go through, as `done` would choose it; where it cannot choose, kept runs are named before it says so. */
async function itemFor(
  procedure: Procedure,
  schedule: Schedule,
  runs: readonly KeptRun[],
  options: RunOptions,
  io: Io,
): Promise<Item> {
  try {
    return await chooseItem(procedure, schedule, "run", { key: options.for, isRepeated: options.again });
  } catch (error) {
    if (error instanceof RunbookError) sayOthers(runs, io);
    throw error;
  }
}

function sayOthers(runs: readonly KeptRun[], io: Io): void {
  for (const [index, { text }] of offersOf(runs, io).entries()) {
    const kept = runs[index]?.kept;
    if (kept !== undefined) io.stderr.write(`A run is kept (${text}): ${plainBlock(resumeCommand(kept))}\n`);
  }
}

/** Offers the runs of the occurrence that are kept; undefined where there is none, or all were discarded. */
async function chosenRun(
  runs: readonly KeptRun[],
  there: readonly LedgerRecord[],
  files: WalkFiles,
  style: Style,
  io: Io,
  onKept: (command: string) => void,
): Promise<KeptRun | undefined> {
  const [first] = runs;
  if (first === undefined) return undefined;
  onKept(resumeCommand(first.kept));
  const offers = offersOf(runs, io);
  for (const { text } of offers) io.stdout.write(renderParagraph(`A run of it is kept: ${text}.`, style));
  const news = there.filter(({ commit }) => runs.every(({ kept }) => !kept.known.includes(commit)));
  if (news.length > 0) io.stdout.write(renderNews(news, first.kept.occurrence, style));
  const choice = await askOffer(offers);
  if (choice === "stop") throw new Stopped();
  if (choice === "discard") {
    for (const { name, kept } of runs) files.remove(name, kept.folder);
    return undefined;
  }
  return runs.find(({ name }) => name === choice.name);
}

/** What the command line adds to a run that goes on. */
function withGiven(walk: Walk, { message }: RunOptions, attached: readonly string[]): Walk {
  const whole = {
    ...walk.whole,
    note: message ?? walk.whole.note,
    files: [...new Set([...walk.whole.files, ...attached])],
  };
  return { ...walk, whole };
}
