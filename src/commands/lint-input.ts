// What the lint rules look at, gathered from files, git and the ledger.

import { realpathSync } from "node:fs";
import { addDays } from "../calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../data/announced-waves.ts";
import { COVERAGE_AREAS } from "../data/coverage-areas.ts";
import { RENAMED_PRODUCTS } from "../data/renamed-products.ts";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { drift } from "../lint/drift.ts";
import { ledger as ledgerRule } from "../lint/ledger.ts";
import { isExternal } from "../lint/link-paths.ts";
import { repeatFailure } from "../lint/repeat-failure.ts";
import type { LeftOut, LinkTarget, LintInput, TextChange, WantedRules } from "../lint/rule.ts";
import { unexercised } from "../lint/unexercised.ts";
import { linesToFill, section } from "../lint/section.ts";
import { yamlPlacesIn } from "../lint/yaml-places.ts";
import type { RecordGroups } from "../model/kept-records.ts";
import { zoneOf } from "../schedule/zone.ts";
import { askRecords } from "../session/ledger-records.ts";
import { type GlobalOptions, mayCache } from "../session/options.ts";
import { type OpenedRunBook, type StatusSession, ledgerAt, statusSession } from "../session/session.ts";
import { findDeadAddresses } from "../store/external-links.ts";
import type { Ledger } from "../store/git-ledger.ts";
import { wayTo } from "../store/inside-folder.ts";
import { linkFinder } from "../store/link-targets.ts";
import { readProcedureTemplates } from "../store/package-files.ts";
import { type FileHistory, findFileHistory } from "../store/repository-folders.ts";
import { readTextChanges } from "../store/text-changes.ts";
import type { LintFacts } from "./lint-facts.ts";

export interface LintInputOptions extends GlobalOptions {
  /** Ask the network whether the addresses in links are there. */
  readonly external?: boolean;
  /** Gets every folder and file, absolute, that a link led to. */
  readonly onLook?: ((path: string) => void) | undefined;
}

const LEDGER_RULES = [unexercised, repeatFailure, ledgerRule];

/** What the rules about the ledger look at, or why they cannot. */
export type LedgerLook = { readonly facts: LintInput["ledger"] } | { readonly leftOut: Reason };

/**
 * Everything that the rules wanted look at in a run book, once there is a look at its ledger; what cannot be known here is in
 * `leftOut`.
 */
export async function gatherLintInput(
  { root, files, parsed }: OpenedRunBook,
  facts: LintFacts,
  isWanted: WantedRules,
  options: LintInputOptions,
  io: Io,
): Promise<(ledger: LedgerLook) => LintInput> {
  const zone = zoneOf(parsed.settings?.timezone ?? "UTC");
  const realRoot = realpathSync(root);
  const history = await findFileHistory(root, io.env);
  const [textChanges, secrets, deadUrls] = await Promise.all([
    isWanted(drift) ? changesOf({ root, parsed }, history, io) : { changes: new Map<string, TextChange>() },
    facts.secretsIn(files),
    options.external === true ? deadAddresses(parsed, facts) : new Map(),
  ]);
  const templateLines = new Set(isWanted(section) ? readProcedureTemplates().flatMap(linesToFill) : []);
  const top = history === undefined ? realRoot : realpathSync(history.top);
  return (ledger) => ({
    files,
    procedures: parsed.procedures,
    textOf: facts.textOf,
    placesIn: yamlPlacesIn(files),
    settings: parsed.settings,
    directory: parsed.directory,
    book: parsed.book,
    asOf: options.asOf ?? zone.dateAt(io.now()),
    renamedProducts: RENAMED_PRODUCTS,
    announcedWaves: ANNOUNCED_WAVES,
    coverageAreas: COVERAGE_AREAS,
    templateLines,
    linkTargets: { ...linkTargets(realRoot, top, history, facts.anchorsIn, options.onLook), deadUrls },
    secrets,
    ledger: "facts" in ledger ? ledger.facts : undefined,
    textChanges: "changes" in textChanges ? textChanges.changes : undefined,
    leftOut: [
      ...("leftOut" in ledger ? LEDGER_RULES.map(({ name }) => ({ ...ledger.leftOut, rule: name })) : []),
      ...("leftOut" in textChanges ? [{ ...textChanges.leftOut, rule: drift.name }] : []),
    ],
  });
}

type Reason = Pick<LeftOut, "message" | "hint">;
type Book = Pick<OpenedRunBook, "root" | "parsed">;

const NO_REPOSITORY: Reason = {
  message: "Not looked at: the run book is in no git repository, expected one that tells what was changed and done.",
  hint: "Make it one: git init",
};

const USER_AGENT = "runbook lint --external";

async function deadAddresses(
  { procedures }: OpenedRunBook["parsed"],
  { textOf, whileReading }: LintFacts,
): ReturnType<typeof findDeadAddresses> {
  const texts = procedures.filter(({ text }) => text !== "");
  const urls = await whileReading(() => texts.flatMap((procedure) => textOf(procedure).links.map(({ url }) => url)));
  return findDeadAddresses(urls.filter(isExternal), USER_AGENT);
}

/** Outside a repository links may lead anywhere that there is a file. */
function linkTargets(
  root: string,
  top: string,
  history: FileHistory | undefined,
  anchorsIn: LintFacts["anchorsIn"],
  onLook: LintInputOptions["onLook"],
): Omit<LintInput["linkTargets"], "deadUrls"> {
  const known = new Map<string, ReadonlySet<string>>();
  const anchors = (path: string, text: () => string): ReadonlySet<string> => {
    const read = known.get(path) ?? anchorsIn(text());
    known.set(path, read);
    return read;
  };
  const find = linkFinder(root, history === undefined ? undefined : top, onLook);
  return {
    folder: wayTo(top, root),
    find: (path): LinkTarget => {
      const found = find(path);
      if (found.kind !== "file") return found;
      const { text } = found;
      return { kind: "file", anchors: text === undefined ? undefined : () => anchors(path, text) };
    },
  };
}

/** Asks what follows from the ledger, with as many of its records as the rules wanted need. */
export async function askWithLedger<Answer>(
  { root, parsed }: Book,
  isWanted: WantedRules,
  options: GlobalOptions & {
    /** The run book's, where it is open already. */
    readonly ledger?: Ledger | undefined;
  },
  io: Io,
  ask: (ledger: LedgerLook) => Promise<Answer>,
): Promise<Answer> {
  const { book } = parsed;
  // A fault in a .yml file is a finding of its own.
  if (book === undefined || !LEDGER_RULES.some(isWanted)) return ask({ facts: undefined });
  const ledger = options.ledger ?? (await ledgerAt(root, book.settings.ledger, options, io));
  try {
    return await askRecords(ledger, book, mayCache(options, io), async (known) => {
      const session = statusSession({ root, parsed, book }, ledger, known, options, io);
      return ask(await lookAtLedger(session, known.groups, io));
    });
  } catch (error) {
    if (!(error instanceof RunbookError) || error.code !== "shallow-ledger") throw error;
    const message = "Not looked at: this is a shallow clone, expected the whole ledger.";
    return ask({ leftOut: { message, hint: error.hint } });
  }
}

/** What the rules look at of the ledger that a session has read; `groups` are of further records. */
export async function lookAtLedger(
  { ledger, ledgerState, book, root, schedule, read, unreadable }: StatusSession,
  groups: RecordGroups,
  io: Io,
): Promise<LedgerLook> {
  if (ledger === undefined) return { leftOut: NO_REPOSITORY };
  const { settings } = book;
  const { tip, remoteTip, hasRemote } = ledgerState;
  if (tip === null && remoteTip === null && hasRemote) {
    const isShallow = (await findFileHistory(root, io.env))?.isShallow === true;
    const place = isShallow
      ? "this is a shallow clone without a ledger"
      : "no ledger is here although there is a remote";
    const message = `Not looked at: ${place}, expected the branch ${settings.ledger.branch}.`;
    return { leftOut: { message, hint: "If the team has one, fetch it: runbook sync" } };
  }
  const grouped = [...groups].flatMap(([, group]) => group.records());
  const knownTexts = await ledger.knownTexts(settings.id);
  return { facts: { schedule, records: [...read.records, ...grouped], unreadable, knownTexts } };
}

async function changesOf(
  { root, parsed }: Book,
  history: FileHistory | undefined,
  io: Io,
): Promise<{ changes: NonNullable<LintInput["textChanges"]> } | { leftOut: Reason }> {
  if (history === undefined) return { leftOut: NO_REPOSITORY };
  if (history.isShallow) {
    const message = "Not looked at: this is a shallow clone, expected the whole history of the texts.";
    return { leftOut: { message, hint: "Fetch it: git fetch --unshallow (in a pipeline: fetch-depth 0)" } };
  }
  const dates = parsed.procedures.flatMap(({ procedure }) => procedure?.lastUpdated ?? []).toSorted();
  const [oldest] = dates;
  if (oldest === undefined) return { changes: new Map() };
  const zone = zoneOf(parsed.settings?.timezone ?? "UTC");
  // A day more than needed, for the zone.
  const changed = await readTextChanges(root, io.env, addDays(oldest, -1));
  return {
    changes: new Map([...changed].map(([path, { at, commit }]) => [path, { on: zone.dateAt(Date.parse(at)), commit }])),
  };
}
