// What `doctor` finds in the repository that holds the run book, and in its ledger.

import { join } from "node:path";
import type { Io } from "../io.ts";
import { count } from "../model/count.ts";
import type { Health } from "../model/health.ts";
import { type LedgerRecord, type UnreadableRecord, abbreviated } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import { voidedBy } from "../schedule/history.ts";
import { zoneOf } from "../schedule/zone.ts";
import { allRecords } from "../session/ledger-records.ts";
import { type GlobalOptions, mayCache } from "../session/options.ts";
import { RECORDS_KEEP_IDS, quotedWords, strangersIn } from "../session/other-run-books.ts";
import { repositoryHint } from "../session/session.ts";
import { unpushedLine } from "../session/sync-automatically.ts";
import { canKeepCaches } from "../store/cache-files.ts";
import { WRITABLE } from "../store/git.ts";
import { type Ledger, openLedger } from "../store/git-ledger.ts";
import { unwritableFolder } from "../store/repository-folders.ts";
import { ok, problem, problemOf, unknown, warning } from "./doctor-findings.ts";

interface Options extends GlobalOptions {
  readonly offline?: boolean;
}

const REMOTE_TIMEOUT_MS = 15_000;
/** Clocks of two machines may be this far apart. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Repository, ledger, remote, signing and caches. */
export async function repositoryHealth(root: string, book: RunBook, options: Options, io: Io): Promise<Health[]> {
  let ledger: Ledger | undefined;
  try {
    ledger = await openLedger({ directory: root, env: io.env, settings: book.settings.ledger });
  } catch (error) {
    return [problemOf("repository", error), ...without("git cannot read the repository")];
  }
  if (ledger === undefined) {
    const hint = repositoryHint(root, io.env);
    return [
      problem("repository", `${root} is in no git repository: nothing can be recorded`, hint),
      ...without("there is no repository"),
    ];
  }
  return [
    folderHealth(ledger),
    await ledgerHealth(ledger, root, book, io),
    await remoteHealth(ledger, book, options, io),
    await signingHealth(ledger, book, io),
    cacheHealth(ledger, options, io),
  ];
}

function without(reason: string): Health[] {
  return (["ledger", "remote", "signing", "cache"] as const).map((check) => unknown(check, reason));
}

function folderHealth({ commonDirectory }: Ledger): Health {
  const unwritable = unwritableFolder(commonDirectory);
  if (unwritable === undefined) return ok("repository", commonDirectory);
  return problem("repository", `${unwritable} cannot be written: nothing can be recorded`, WRITABLE);
}

async function ledgerHealth(ledger: Ledger, root: string, book: RunBook, io: Io): Promise<Health> {
  const { branch, remote } = book.settings.ledger;
  try {
    await ledger.refuseIfCheckedOut();
    const { state, records, unreadable } = await allRecords(ledger, book);
    if (state.tip === null && state.remoteTip === null) {
      return state.hasRemote && state.fetchedAt === null
        ? warning(
            "ledger",
            `no branch ${branch} here, and ${remote} was not asked yet`,
            "Fetch the team's: runbook sync",
          )
        : ok("ledger", `no branch ${branch} yet: the first record begins it`);
    }
    const words = `${branch}: ${count(records.length, "record")} of this run book`;
    const voided = voidedBy(records);
    const unread = unreadable.filter(({ commit }) => !voided.has(commit));
    if (unread.length > 0) {
      const further = `${count(unread.length, "further one")} cannot be read`;
      return problem("ledger", `${words}, ${further}`, "See which: runbook lint --rule ledger");
    }
    const [first, ...others] = danglingAmong(records, unreadable);
    if (first !== undefined) {
      const also = others.length === 0 ? "" : ` and ${others.length} more`;
      const what = `${abbreviated(first.commit)}${also} voids or approves what is no record here, as after a rebase, so that it changes nothing`;
      return problem("ledger", `${words}; ${what}`, "See which: runbook verify");
    }
    const ahead = records.find(({ recordedAt }) => Date.parse(recordedAt) > io.now() + CLOCK_SKEW_MS);
    if (ahead !== undefined) {
      const hint = "Set this machine's clock right, or the other's: which day a record counts for depends on it.";
      return warning(
        "ledger",
        `${words}; ${abbreviated(ahead.commit)} was recorded in the future, at ${ahead.recordedAt}`,
        hint,
      );
    }
    const strangers = await strangersIn(ledger, root, book, io);
    if (strangers.length > 0) {
      const whose = `records of ${quotedWords(strangers)}, which no run book here has as its id`;
      return warning("ledger", `${words}; it holds ${whose}`, RECORDS_KEEP_IDS);
    }
    return state.unpushed > 0
      ? warning("ledger", `${words}; ${unpushedLine(state.unpushed).trim()}`, null)
      : ok("ledger", words);
  } catch (error) {
    return problemOf("ledger", error);
  }
}

/** Voids and approvals whose records are not there, or are under other ids, as after a rebase. */
function danglingAmong(records: readonly LedgerRecord[], unreadable: readonly UnreadableRecord[]): LedgerRecord[] {
  const ids = new Set(records.map(({ commit }) => commit));
  const voidable = new Set([...ids, ...unreadable.map(({ commit }) => commit)]);
  const isDangling = ({ voids, approves }: LedgerRecord): boolean =>
    (voids !== null && !voidable.has(voids)) || (approves !== null && !ids.has(approves));
  return records.filter(isDangling);
}

async function remoteHealth(
  ledger: Ledger,
  { settings }: RunBook,
  { offline }: Options,
  { stdin }: Io,
): Promise<Health> {
  const { branch, remote, sync } = settings.ledger;
  try {
    if (!(await ledger.remote()).isThere) {
      const hint = `Add it where the team shares records: git remote add ${remote} URL`;
      return warning("remote", `no remote \`${remote}\`: records stay in this clone`, hint);
    }
    if (offline === true) return unknown("remote", "--offline");
    if (sync === "manual") return unknown("remote", "`sync: manual` leaves the network to runbook sync");
    const tip = await ledger.remoteTip({ isUnattended: !stdin.isTTY, timeoutMs: REMOTE_TIMEOUT_MS });
    const holds = tip === null ? `holds no ${branch} yet` : `holds ${branch} at ${abbreviated(tip)}`;
    return ok("remote", `${remote} answers and ${holds}`);
  } catch (error) {
    return problemOf("remote", error);
  }
}

async function signingHealth(ledger: Ledger, { settings }: RunBook, { now }: Io): Promise<Health> {
  const { sign } = settings.ledger;
  try {
    const trial = await ledger.trySigning(zoneOf(settings.timezone).timestamp(now()));
    if (!trial.isSigned) return ok("signing", `records are not signed (sign: ${sign}, and git signs no commits)`);
    const words = `records are signed (${trial.format}), tried and found to work`;
    if (trial.canVerify) return ok("signing", words);
    const hint = "Keep the team's public keys in a file, a line each, and: git config gpg.ssh.allowedSignersFile FILE";
    return warning("signing", `${words}; \`verify\` has no public keys to check signatures with`, hint);
  } catch (error) {
    return problemOf("signing", error);
  }
}

function cacheHealth({ commonDirectory }: Ledger, options: Options, io: Io): Health {
  if (!mayCache(options, io)) return ok("cache", "switched off, by --no-cache or RUNBOOK_NO_CACHE");
  const folder = join(commonDirectory, "runbook", "cache");
  return canKeepCaches(commonDirectory)
    ? ok("cache", folder)
    : warning(
        "cache",
        `${folder} cannot be written: each run reads everything anew`,
        "Check the permissions of that folder.",
      );
}
