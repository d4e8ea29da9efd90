import { count } from "../model/count.ts";
import { abbreviated } from "../model/record.ts";
import type { Directory } from "../model/runbook.ts";
import { type Tally, adherenceOf } from "../report/adherence.ts";
import type { Report } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { LedgerSummary } from "./json.ts";
import type { ReportCell } from "./report-section.ts";
import { plainLine } from "./plain-text.ts";
import { civilTime, formatEffort, longDate } from "./words.ts";

/** Below these an adherence is painted as a warning, or as bad. */
const GOOD_FROM = 0.95;
const WARN_FROM = 0.8;

/** `91%`, rounded down, so that 100% means all; a dash of nothing. */
export function shareText(share: number | null): string {
  return share === null ? "–" : `${percentOf(share)}%`;
}

/** Whole percent, rounded down but for what floating point takes from a whole number. */
function percentOf(share: number): number {
  return Math.floor(share * 100 + 1e-9);
}

/** An adherence with its bar. */
export function shareCell(share: number | null): ReportCell {
  if (share === null) return { text: shareText(share) };
  return { text: shareText(share), share, tone: share >= GOOD_FROM ? "good" : share >= WARN_FROM ? "warn" : "bad" };
}

/** `+4`, `-3`, `=`, in points of the percentages as they are printed; empty where there is nothing to compare. */
export function changeCell(now: number | null, before: number | null): ReportCell {
  if (now === null || before === null) return { text: "" };
  const points = percentOf(now) - percentOf(before);
  if (points === 0) return { text: "=" };
  return points > 0 ? { text: `+${points}`, tone: "good" } : { text: String(points), tone: "bad" };
}

/** `6 late, 8 missed (6 done later), 1 waived; 2 skipped`: what was not on time, and what stands beside it. */
export function restText(tally: Tally): string {
  const missed = tally.doneAfterClosing === 0 ? "missed" : `missed (${tally.doneAfterClosing} done later)`;
  const owed = named([
    [tally.late, "late"],
    [tally.missed, missed],
    [tally.failed, "failed"],
    [tally.waived, "waived"],
    [tally.overdue, "overdue"],
    [tally.awaitingApproval, "awaiting approval"],
  ]);
  const beside = named([
    [tally.skipped, "skipped"],
    [tally.notYetDue, "not yet due"],
  ]);
  return [owed, beside].filter((part) => part !== "").join("; ");
}

function named(counts: readonly (readonly [number, string])[]): string {
  return counts.flatMap(([number, word]) => (number === 0 ? [] : `${number} ${word}`)).join(", ");
}

/** The name of a role or person; null for nobody, and for an id that roles.yml does not know. */
export function ownerNameOf(owner: string | null, { roles, people }: Directory): string | null {
  return owner === null ? null : (roles[owner]?.name ?? people[owner]?.name ?? null);
}

/** `1h 30m`, and `0m` for nothing. */
export function minutesText(minutes: number): string {
  return formatEffort(Math.round(minutes));
}

/** What a report is of, as of when, and from which ledger. */
export function headingText(
  { period, before }: Report,
  { book, asOf, zone }: Schedule,
  { branch, tip, remoteTip }: Pick<LedgerSummary, "branch" | "tip" | "remoteTip">,
): Record<"title" | "subtitle", string> {
  const days = period.kind === "days" ? "" : `${longDate(period.from)} to ${longDate(period.to)}, `;
  const moment = civilTime(asOf.instant, zone);
  const { title, goLive } = book.settings;
  const compared =
    before !== null
      ? `compared with ${before.name}`
      : `${period.to < goLive ? "" : "nothing to compare with "}before go-live on ${goLive}`;
  const soFar = period.to > asOf.date ? ", so far" : "";
  const tips = [...new Set([tip, remoteTip])].flatMap((id) => (id === null ? [] : abbreviated(id)));
  const ledger = tips.length === 0 ? "There is no ledger." : `Ledger ${branch} at ${tips.join(" and ")}.`;
  return {
    title: `${title}: report for ${period.name}${soFar}`,
    subtitle: `${days}as of ${moment} (${zone.name}), ${compared}. ${ledger}`,
  };
}

/** As many as a sentence bears. */
const MOST_NAMED = 3;

function unknownText(records: number, procedures: readonly string[]): string {
  const [first = ""] = procedures;
  const more = procedures.length - MOST_NAMED;
  const ids = procedures.slice(0, MOST_NAMED).map(plainLine).join(", ");
  const all = more > 0 ? `${ids} and ${more} more` : ids;
  const lost = `${count(records, "record")} of the period left out, of what the run book no longer has: ${all}.`;
  return `${lost} What goes on under another id names the old one: formerly: [${plainLine(first)}].`;
}

/** The figures in a few sentences. */
export function summaryLines({ total, unknownRecords, unknownProcedures }: Report): string[] {
  const { tally, before, plannedMinutes, work } = total;
  const share = adherenceOf(tally);
  const change = changeCell(share, before === null ? null : adherenceOf(before)).text;
  const then = before === null ? null : adherenceOf(before);
  const trend = change === "" ? "" : change === "=" ? ", as before" : `, ${change} from ${shareText(then)}`;
  const rest = restText(tally);
  return [
    share === null
      ? "Nothing was owed."
      : `Adherence ${shareText(share)}: ${tally.onTime} of ${tally.owed} on time${trend}`,
    ...(rest === "" ? [] : [`${rest}.`]),
    `${minutesText(plannedMinutes)} of work was planned, ${minutesText(work.recordedMinutes)} recorded.`,
    ...(unknownRecords === 0 ? [] : [unknownText(unknownRecords, unknownProcedures)]),
  ];
}
