import { count } from "../model/count.ts";
import { type Status, STATUSES } from "../model/occurrence.ts";
import { type LedgerRecord, abbreviated } from "../model/record.ts";
import type { Verification } from "../model/verification.ts";
import { type Assessed, adherenceOf, tallyOf } from "../report/adherence.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { FilesOfRecords } from "./audit-csv.ts";
import { byText } from "./log-text.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { outcomeText } from "./record-line.ts";
import { restText, shareText } from "./report-words.ts";
import { signatureText } from "./verification-text.ts";
import { STATUS_WORDS, civilTime } from "./words.ts";

export interface Audit extends FilesOfRecords {
  readonly from: string;
  readonly to: string;
  readonly records: readonly LedgerRecord[];
  readonly items: readonly Item[];
  /** What of them was due in the period, and what it counts as. */
  readonly assessed: readonly Assessed[];
  readonly verification: Verification;
}

/** The page that an audit is read from; it needs nothing but the files beside it. */
export function renderAuditIndex(audit: Audit, schedule: Schedule): string {
  const { from, to, records, items, assessed, verification } = audit;
  const { settings } = schedule.book;
  const { breaks, commits, signatures, late, tips } = verification;
  const commitsOf = new Set(records.map(({ commit }) => commit));
  const own = [...late].filter(({ commit }) => commitsOf.has(commit));
  return `# Audit of ${markdownText(settings.title)}

${from} to ${to}, both included, days in ${markdownText(settings.timezone)}. Ledger \`${settings.ledger.branch}\` at
${tips.map((tip) => `\`${tip}\``).join(" and ") || "no commit"}.

| file | what it holds |
| --- | --- |
| records.csv, records.json | ${count(records.length, "record")}: performed or written down in the period, and all voids and approvals of them |
| occurrences.csv | ${count(items.length, "occurrence")} that began or were due in the period, each with its status at the period's end |
| incidents.csv | events and incidents that were open in the period |
| texts/ | the texts that were followed, byte for byte as they stood then |
| evidence/ | the files kept with the records, byte for byte, a folder per record (the first 16 digits of its commit) |
| settings/ | the run book's settings, roles, holidays and wave dates as they stand, which dates and people follow from |
| roles.json | who held which role on ${to}, by roles.yml as it stands |
| verification.txt, verification.json | whether the whole ledger, not only this period, is sound |
| definitions.md | what the words mean |
| SHA256SUMS | a SHA-256 sum for every other file |

Check that nothing was altered since: \`sha256sum --check SHA256SUMS\`, or in PowerShell

\`\`\`powershell
Get-Content -Encoding UTF8 SHA256SUMS | ForEach-Object { $sum, $path = $_ -split '  ', 2; if ((Get-FileHash $path).Hash -ne $sum) { "$path differs" } }
\`\`\`

The same ledger, run book and period give the same bytes, so that anyone with the repository can make this folder again and
compare: \`runbook audit --from ${from} --to ${to} --out FOLDER\`.

## The ledger

${breaks.length === 0 ? "No break was found" : `**${count(breaks.length, "break")} found: see verification.txt.**`} ${breaks.length === 0 ? `in ${count(commits, "commit")}.` : ""} ${signatureText(signatures)}
${count(own.length, "record")} of the period ${own.length === 1 ? "was" : "were"} written down on a later day than the work was performed (column
recorded_days_after).

## What became of the period's work

${statusTable(items)}

${adherenceText(assessed)}

## Records

${recordTable(audit, schedule)}
`.replaceAll(/(?<! ) +\n/g, "\n");
}

function statusTable(items: readonly Item[]): string {
  const number = (status: Status): number => items.filter((item) => item.status === status).length;
  const rows = STATUSES.filter((status) => number(status) > 0).map((status) => [
    STATUS_WORDS[status],
    String(number(status)),
  ]);
  return rows.length === 0 ? "Nothing was scheduled." : markdownTable(["status", "occurrences"], rows);
}

function adherenceText(assessed: readonly Assessed[]): string {
  const tally = tallyOf(assessed);
  const rest = restText(tally);
  const share =
    tally.owed === 0
      ? "Of what was due in the period nothing was owed"
      : `Adherence of what was due in the period ${shareText(adherenceOf(tally))}: ${tally.onTime} of ${tally.owed} on time`;
  return `${share}${rest === "" ? "" : `; ${rest}`} (column counts_as).`;
}

function recordTable({ records, evidence, texts }: Audit, { zone, history }: Schedule): string {
  if (records.length === 0) return "None.";
  const titles = ["performed", "procedure or event", "for", "outcome", "by", "commit", "text", "evidence"];
  const rows = records.map((record) => [
    civilTime(Date.parse(record.performedAt), zone),
    record.procedure ?? record.event ?? "",
    record.occurrence ?? "",
    `${outcomeText(record)}${history.voided.has(record.commit) ? " (voided)" : ""}`,
    byText(record, { zone }),
    abbreviated(record.commit),
    record.content === null ? "" : (texts.get(record.content) ?? "not in the repository"),
    (evidence.get(record.commit) ?? []).map(({ path, file }) => file ?? `${path} (not in its tree)`).join(", "),
  ]);
  return markdownTable(titles, rows);
}
