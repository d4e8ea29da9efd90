import { count } from "../model/count.ts";
import type { LateRecord, SignatureCounts, Verification } from "../model/verification.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { runbookOf } from "./json.ts";
import type { Output } from "./output-shapes.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import type { Column } from "./table-parts.ts";
import { renderTable } from "./table.ts";

/** How many late records are printed for people. */
const MOST_LATE = 20;

const LATE_COLUMNS: readonly Column[] = [
  { title: "Performed" },
  { title: "Recorded" },
  { title: "Later by", align: "right" },
  { title: "Procedure", isFlexible: true },
  { title: "For", isFlexible: true },
  { title: "Commit" },
];

/** `verify --json`. */
export function verificationDocument(verification: Verification, schedule: Schedule): Output<"verify"> {
  const { tips, commits, records, breaks, late, signatures } = verification;
  const { branch, sign } = schedule.book.settings.ledger;
  return {
    schemaVersion: 1,
    runbook: runbookOf(schedule),
    ledger: { branch, sign, tips: [...tips] },
    commits,
    records,
    signatures: { ...signatures },
    breaks: breaks.map((it) => ({ ...it })),
    late: late.map((it) => ({ ...it })),
  };
}

/** `verify` for people. */
export function renderVerificationText(verification: Verification, schedule: Schedule, style: Style): string {
  const { commits, records, breaks, late, signatures } = verification;
  const { chalk } = style;
  const { branch } = schedule.book.settings.ledger;
  const found = breaks.map(
    ({ check, message, hint }) => `${chalk.red(check)}: ${plainLine(message)}\n  ${plainLine(hint)}\n`,
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

function lateText(late: readonly LateRecord[], records: number, { zone }: Schedule, style: Style): string {
  if (late.length === 0) return records === 0 ? "" : "Every record was written down on the day of the work.\n";
  const rows = late
    .slice(0, MOST_LATE)
    .map(({ performedAt, recordedAt, daysAfter, procedure, occurrence, commit }) =>
      [
        ...[performedAt, recordedAt].map((at) => zone.dateAt(Date.parse(at))),
        count(daysAfter, "day"),
        procedure ?? "",
        occurrence ?? "",
        commit.slice(0, 10),
      ].map((text) => ({ text })),
    );
  const more = late.length > MOST_LATE ? `  and ${late.length - MOST_LATE} more: --json gives all\n` : "";
  const heading = `Written down on a later day: ${late.length} of ${count(records, "record")}.`;
  return `${heading}\n${renderTable(LATE_COLUMNS, rows, style)}\n${more}`;
}
