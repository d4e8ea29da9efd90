// Ledgers of any length, written by one `git fast-import`.

import { EMPTY_CONTENT, type LedgerRecord } from "../../src/model/record.ts";
import { formatRecordMessage } from "../../src/parse/record-message.ts";
import { type Repository, runProgram } from "./run-cli.ts";

/** A record to be written; what it lacks is null or empty. */
export type Written = Partial<LedgerRecord> & Pick<LedgerRecord, "record" | "performedAt">;

const ANA = { name: "Ana", email: "ana@contoso.example" };

/** Puts records upon a branch, oldest first, as commits with an empty tree, and gives their ids. `from`: null begins the branch. */
export async function importRecords(
  { folder }: Repository,
  branch: string,
  from: string | null,
  records: readonly Written[],
): Promise<string[]> {
  const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const commits = records.map((record, index) => {
    const { performedAt, performedBy = ANA, recordedAt = performedAt, recordedBy = performedBy, ...rest } = record;
    const message = formatRecordMessage({ ...EMPTY_CONTENT, book: "contoso", ...rest }, "Record");
    const [author, committer] = [
      `${performedBy.name} <${performedBy.email}> ${secondsOf(performedAt)} +0000`,
      `${recordedBy.name} <${recordedBy.email}> ${secondsOf(recordedAt)} +0000`,
    ];
    const parent = index === 0 && from !== null ? `from ${from}\n` : "";
    return `commit ${branch}\nmark :${index + 1}\nauthor ${author}\ncommitter ${committer}\n${data(message)}${parent}`;
  });
  const root = `commit ${branch}\ncommitter ${ANA.name} <${ANA.email}> 0 +0000\n${data("Begin the ledger")}`;
  const ids = records.map((_, index) => `get-mark :${index + 1}\n`);
  const input = [
    "feature done\nfeature get-mark\n",
    ...(from === null ? [root] : []),
    ...commits,
    ...ids,
    "done\n",
  ].join("");
  const { code, stdout, stderr } = await runProgram("git", ["fast-import", "--quiet", "--force"], {
    cwd: folder,
    input,
  });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim().split("\n");
}

function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}
