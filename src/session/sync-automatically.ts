// `sync: auto`: what is fetched before an answer and pushed after a record, without ever standing in the way of either.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { count } from "../model/count.ts";
import type { RunBook, Settings } from "../model/runbook.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { zoneOf } from "../schedule/zone.ts";
import type { Ledger } from "../store/git-ledger.ts";
import type { Crossed } from "../store/ledger-sync.ts";
import { plainBlock } from "../view/plain-text.ts";
import { civilTime } from "../view/words.ts";

/** When a command fetches: `stale` if the last fetch is some minutes old, `first` if there is no ledger here at all. */
export type FetchWhen = "never" | "stale" | "first";

/** What a record was written from. */
interface Recorded {
  readonly ledger: Ledger | undefined;
  readonly book: RunBook;
  readonly schedule: Schedule;
}

/** A fetch is stale after this long. */
const STALE_MS = 5 * 60_000;
const FETCH_TIMEOUT_MS = 5000;
const PUSH_TIMEOUT_MS = 15_000;
const PUSH_TRIES = 5;

/** Fetches where the settings and the time since the last fetch ask for it; a remote out of reach is said on stderr. */
export async function fetchWhenDue(ledger: Ledger, settings: Settings, when: FetchWhen, io: Io): Promise<void> {
  if (when === "never" || settings.ledger.sync !== "auto") return;
  const { isThere, fetchedAt } = await ledger.remote();
  if (!isThere || (when === "first" && (await ledger.isThere())) || (when === "stale" && !isStale(fetchedAt, io)))
    return;
  const zone = zoneOf(settings.timezone);
  try {
    const network = { isUnattended: true, timeoutMs: FETCH_TIMEOUT_MS };
    await told(`Fetching the ledger from ${settings.ledger.remote}`, io, () =>
      ledger.fetch({ ...network, at: zone.timestamp(io.now()) }),
    );
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    const asOf = fetchedAt === null ? "the last clone or `git fetch`" : civilTime(Date.parse(fetchedAt), zone);
    io.stderr.write(`${reasonOf(error)}\nThe answer is from the ledger as of ${asOf}.\n`);
  }
}

/** Until when an answer stands without a further fetch; undefined where the last one is too old already. */
export function freshUntil(
  { hasRemote, fetchedAt }: { readonly hasRemote: boolean; readonly fetchedAt: string | null },
  settings: Settings,
  io: Io,
): number | undefined {
  if (!hasRemote || settings.ledger.sync !== "auto") return Number.POSITIVE_INFINITY;
  return fetchedAt === null || isStale(fetchedAt, io) ? undefined : Date.parse(fetchedAt) + STALE_MS;
}

function isStale(fetchedAt: string | null, io: Io): boolean {
  const age = fetchedAt === null ? Number.POSITIVE_INFINITY : io.now() - Date.parse(fetchedAt);
  // A time to come is a clock that was wrong.
  return age > STALE_MS || age < -STALE_MS;
}

/**
 * Pushes what was just recorded where the settings ask for it, and says on stderr what the remote does not hold after that.
 * Gives what went both ways, where something came.
 */
export async function pushRecords(
  { ledger, book, schedule }: Recorded,
  unpushed: number,
  io: Io,
): Promise<Crossed | undefined> {
  let reason = "";
  if (ledger !== undefined && book.settings.ledger.sync === "auto") {
    try {
      const network = { isUnattended: true, timeoutMs: PUSH_TIMEOUT_MS };
      const syncing = { ...network, at: schedule.zone.timestamp(io.now()), tries: PUSH_TRIES, restores: false };
      const synced = await told(`Pushing to ${book.settings.ledger.remote}`, io, () => ledger.sync(syncing));
      return synced.crossed;
    } catch (error) {
      if (!(error instanceof RunbookError)) throw error;
      reason = `${reasonOf(error)}\n`;
    }
  }
  io.stderr.write(`${reason}${unpushedLine(unpushed)}`);
  return undefined;
}

/** Says what is waited for while it is: a remote may not answer. */
async function told<Result>(what: string, { progress }: Io, work: () => Promise<Result>): Promise<Result> {
  progress?.(what);
  try {
    return await work();
  } finally {
    progress?.("");
  }
}

/** How many records the remote lacks, and what to type. */
export function unpushedLine(unpushed: number): string {
  return `${count(unpushed, "record")} not pushed: runbook sync\n`;
}

function reasonOf({ message, hint, code }: RunbookError): string {
  return plainBlock(code === "remote-rewritten" && hint !== null ? `${message}\n${hint}` : message);
}
