import type { LedgerCommit } from "../../src/model/record.ts";
import type { Ledger } from "../../src/store/git-ledger.ts";
import type { LedgerState } from "../../src/store/ledger-reading.ts";

/** All that a ledger holds, at once. */
export async function wholeLedger(ledger: Ledger): Promise<LedgerState & { readonly head: string | null }> {
  const commits: LedgerCommit[] = [];
  const state = await ledger.read("stays", (some) => void commits.push(...some));
  return { ...state, commits };
}
