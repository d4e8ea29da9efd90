import type { ExitCode, Io } from "../io.ts";
import { count } from "../model/count.ts";
import { abbreviated } from "../model/record.ts";
import { zoneOf } from "../schedule/zone.ts";
import { ledgerSettings } from "../session/ledger-settings.ts";
import type { GlobalOptions } from "../session/options.ts";
import { ledgerAt, requireLedger, rootOf } from "../session/session.ts";
import type { SyncResult } from "../store/ledger-sync.ts";
import { renderJson } from "../view/render-json.ts";
import { plainLine } from "../view/plain-text.ts";

export interface SyncCommandOptions extends GlobalOptions {
  readonly restore?: boolean;
}

/** Long enough for a slow line, and for a person who types a password. */
const TIMEOUT_MS = 120_000;
const TRIES = 12;

/** Fetches, merges and pushes the ledger; afterwards the remote holds every record, or an error says that it does not. */
export async function runSync(options: SyncCommandOptions, io: Io): Promise<ExitCode> {
  const root = rootOf(options, io);
  const { timezone, offsets, ledger: settings } = await ledgerSettings(root, options, io);
  const ledger = requireLedger({ ledger: await ledgerAt(root, settings, options, io), root, env: io.env });
  io.progress?.(`Comparing the ledger with ${plainLine(settings.remote)}`);
  const { copies, crossed, ...result } = await ledger.sync({
    at: zoneOf(timezone, offsets).timestamp(io.now()),
    isUnattended: !io.stdin.isTTY,
    timeoutMs: TIMEOUT_MS,
    tries: TRIES,
    restores: options.restore === true,
  });
  const { branch, remote } = settings;
  io.stdout.write(
    options.format === "json"
      ? renderJson<"sync">({ schemaVersion: 1, branch, remote, ...result })
      : summary(result, remote),
  );
  if (copies !== undefined) io.stderr.write((await import("./restored-copies.ts")).copiesHint(copies));
  if (crossed !== undefined) io.stderr.write((await import("./recorded-twice.ts")).recordedTwiceNote(crossed, ledger));
  return 0;
}

function summary({ tip, received, sent, restored }: SyncResult, remote: string): string {
  if (tip === null) return `No ledger yet, here or on ${remote}. Record the first: runbook done PROCEDURE\n`;
  const parts = [
    ...(received > 0 ? [`${count(received, "record")} received`] : []),
    ...(sent > 0 ? [`${count(sent, "record")} sent`] : []),
    ...(restored > 0 ? [`${count(restored, "record")} put back`] : []),
  ];
  const what = parts.length === 0 ? "Nothing new" : parts.join(", ");
  return `${what}: this clone and ${remote} hold the same ledger (${abbreviated(tip)}).\n`;
}
