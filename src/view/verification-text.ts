import { count } from "../model/count.ts";
import { abbreviated } from "../model/record.ts";
import type { LateRecord, LateRecords, SignatureCounts, Verification } from "../model/verification.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { runbookOf } from "./json.ts";
import { plainLine } from "./plain-text.ts";
import { renderLongJson } from "./long-json.ts";
import type { Style } from "./style.ts";
import type { Column } from "./table-parts.ts";
import { renderTable } from "./table.ts";
import { withFolder } from "./typed-command.ts";

/** How many late records are printed for people. */
const MOST_LATE = 20;

const LATE_COLUMNS: readonly Column[] = [
  { title: "Performed" },
  { title: "Recorded" },
  { title: "Later by", align: "right" },
  { title: "Procedure or event", isFlexible: true },
  { title: "For", isFlexible: true },
  { title: "Commit" },
];

/** `verify --json`, piece by piece: records that were written down later may be very many. */
export function* renderVerificationJson(verification: Verification, schedule: Schedule): Generator<string> {
  const { tips, commits, records, breaks, late, signatures } = verification;
  const { branch, sign } = schedule.book.settings.ledger;
  const document = {
    schemaVersion: 1 as const,
    runbook: runbookOf(schedule),
    ledger: { branch, sign, tips: [...tips] },
    commits,
    records,
    signatures: { ...signatures },
    breaks: breaks.map((it) => ({ ...it })),
    late: [],
  };
  yield* renderLongJson<"verify", "late">(document, "late", late);
}

/** `verify` for people. */
export function renderVerificationText(verification: Verification, schedule: Schedule, style: Style): string {
  const { commits, records, breaks, late, signatures } = verification;
  const { chalk, dir } = style;
  const { branch } = schedule.book.settings.ledger;
  const found = breaks.map(
    ({ check, message, hint }) => `${chalk.red(check)}: ${plainLine(message)}\n  ${withFolder(plainLine(hint), dir)}\n`,
  );
  const verdict =
    breaks.length === 0 ? chalk.green("No break found.") : chalk.red(`${count(breaks.length, "break")} found.`);
  const blocks = [
    found.join(""),
    `${plainLine(branch)}: ${count(commits, "commit")}, ${count(records, "record")} of this run book. ${signatureText(signatures)}\n`,
    lateText(late, records, schedule, style),
    `${verdict}\n`,
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

/** What the signatures are worth, in a sentence. */
export function signatureText({ good, unchecked, bad, none }: SignatureCounts): string {
  if (good + unchecked + bad === 0) return "Nothing is signed.";
  const parts = [
    `${good} signed by trusted keys`,
    ...(unchecked > 0 ? [`${unchecked} by keys that cannot be checked here`] : []),
    ...(bad > 0 ? [`${bad} with a bad signature`] : []),
    ...(none > 0 ? [`${none} unsigned`] : []),
  ];
  return `${parts.join(", ")}.`;
}

function lateText(late: LateRecords, records: number, { zone }: Schedule, style: Style): string {
  if (late.count === 0) return records === 0 ? "" : "Every record was written down on the day of the work.\n";
  const shown: LateRecord[] = [];
  for (const record of late) if (shown.push(record) === MOST_LATE) break;
  const rows = shown.map(({ performedAt, recordedAt, daysAfter, procedure, event, occurrence, commit }) =>
    [
      ...[performedAt, recordedAt].map((at) => zone.dateAt(Date.parse(at))),
      count(daysAfter, "day"),
      procedure ?? event ?? "",
      occurrence ?? "",
      abbreviated(commit),
    ].map((text) => ({ text })),
  );
  const more = late.count > MOST_LATE ? `  and ${late.count - MOST_LATE} more: --json gives all\n` : "";
  const heading = `Written down on a later day: ${late.count} of ${count(records, "record")}.`;
  return `${heading}\n${renderTable(LATE_COLUMNS, rows, style)}\n${more}`;
}
