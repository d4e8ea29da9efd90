import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import type { GroupedRecords, KeptRecords } from "../../src/model/kept-records.ts";
import type { Procedure } from "../../src/model/procedure.ts";
import { EMPTY_CONTENT, type LedgerRecord } from "../../src/model/record.ts";
import type { RunBook } from "../../src/model/runbook.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { dueList, itemOf, type Item } from "../../src/schedule/due-list.ts";
import { occurrenceWithKey } from "../../src/schedule/occurrences.ts";
import { type Schedule, scheduleOf } from "../../src/schedule/schedule.ts";
import { zoneOf } from "../../src/schedule/zone.ts";

const ROLES = `roles:
  operations-analyst: { name: Operations analyst, team: customer-it, people: [ana, ben], rotation: { every: 1w, from: 2026-11-02 } }
  operations-lead: { name: Operations lead, team: customer-it, people: [chris], deputies: [ana] }
  partner-support: { name: Partner service desk, team: partner, contact: { email: servicedesk@partner.example } }
people:
  ana: { name: Ana, email: ana@contoso.example }
  ben: { name: Ben, email: ben@contoso.example }
  chris: { name: Chris, email: chris@contoso.example }
`;

const BODY =
  "Purpose.\n\n## Steps\n\n1. Open the page.\n\n## Validation\n\n- The count is 0.\n\n## Escalation\n\n- operations-lead.\n";

/** The text of a procedure; keys that are undefined are left out. */
function procedureText(keys: Readonly<Record<string, string | undefined>>): string {
  const written = {
    name: "Service health",
    trigger: "daily",
    owner: "operations-analyst",
    last_updated: "2026-11-02",
    ...keys,
  };
  const lines = Object.entries(written).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));
  return `---\n${lines.join("\n")}\n---\n${BODY}`;
}

export interface BookParts {
  /** Lines of runbook.yml beside the required ones; a required one may be replaced. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly roles?: string;
  readonly holidays?: readonly string[];
  readonly waves?: string;
  /** Frontmatter by id. */
  readonly procedures?: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
}

/** The files of a small run book; go-live is 2026-01-01 in UTC unless the settings say otherwise. */
export function bookFiles(parts: BookParts): { path: string; text: string }[] {
  const settings = {
    id: "contoso",
    title: "Contoso run book",
    go_live: "2026-01-01",
    timezone: "UTC",
    ...parts.settings,
  };
  const holidays = (parts.holidays ?? []).map((date) => `  - { date: ${date}, name: Holiday }\n`).join("");
  return [
    {
      path: "runbook.yml",
      text: Object.entries(settings)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(""),
    },
    { path: "roles.yml", text: parts.roles ?? ROLES },
    { path: "holidays.yml", text: holidays === "" ? "holidays: []\n" : `holidays:\n${holidays}` },
    { path: "waves.yml", text: parts.waves ?? "waves: []\n" },
    ...Object.entries(parts.procedures ?? {}).map(([id, keys]) => ({
      path: `procedures/${id}.md`,
      text: procedureText({ name: id, ...keys }),
    })),
  ];
}

/** A small run book, parsed; throws where a file has a fault, so that a table row cannot pass by accident. */
export function bookOf(parts: BookParts): RunBook {
  const parsed = parseRunBook(bookFiles(parts), { knownRegions: REGIONS });
  if (parsed.book === undefined || parsed.diagnostics.length > 0) {
    throw new Error(parsed.diagnostics.map(({ path, line, message }) => `${path}:${line} ${message}`).join("\n"));
  }
  return parsed.book;
}

/** The schedule of a small run book as of a day (its end) or an instant of it. */
export function scheduleAsOf(asOf: string, parts: BookParts, records: readonly LedgerRecord[] = []): Schedule {
  const book = bookOf(parts);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(asOf);
  const now = isDay ? zoneOf(book.settings.timezone).endOf(asOf as CalendarDate) : Date.parse(asOf);
  return scheduleOf(book, records, ANNOUNCED_WAVES, now);
}

/** The only procedure of a schedule. */
export function onlyProcedure(schedule: Schedule): Procedure {
  const [procedure] = schedule.book.procedures;
  if (procedure === undefined) throw new Error("There is no procedure.");
  return procedure;
}

/** The item of an occurrence of the only procedure; throws where the trigger cannot yield the key. */
export function itemFor(schedule: Schedule, key: string): Item {
  const occurrence = occurrenceWithKey(onlyProcedure(schedule), schedule, key);
  if (occurrence === undefined) throw new Error(`No occurrence ${key}.`);
  return itemOf(occurrence, schedule);
}

/** What `due` lists, as `status key`, in its order. */
export function listed(schedule: Schedule): string[] {
  return dueList(schedule, 7).items.map(({ status, occurrence }) => `${status} ${occurrence.key}`);
}

let commits = 0;

/** A record; who and when are filled in, commits count up. */
export function recordOf(fields: Partial<LedgerRecord> & Pick<LedgerRecord, "record" | "performedAt">): LedgerRecord {
  commits += 1;
  const ana = { name: "Ana", email: "ana@contoso.example" };
  return {
    ...EMPTY_CONTENT,
    book: "contoso",
    commit: commits.toString(16).padStart(40, "0"),
    subject: "",
    performedBy: ana,
    recordedBy: ana,
    recordedAt: fields.performedAt,
    ...fields,
  };
}

/** Kept records in one list: those of each procedure together, after all others. */
export function ungrouped(kept: GroupedRecords | undefined): KeptRecords | undefined {
  if (kept === undefined) return undefined;
  const groups = [...kept.groups];
  return {
    records: [...kept.others, ...groups.flatMap(([, group]) => group.records())],
    horizons: new Map(
      groups.flatMap(([id, group]) => {
        const horizon = group.horizon();
        return horizon === undefined ? [] : [[id, horizon]];
      }),
    ),
  };
}

/** A completion of `job` at noon UTC of a day, or at an instant. */
export function done(occurrence: string, at: string, fields: Partial<LedgerRecord> = {}): LedgerRecord {
  return recordOf({
    record: "completion",
    outcome: "done",
    procedure: "job",
    occurrence,
    performedAt: instant(at),
    ...fields,
  });
}

export function failed(occurrence: string, at: string, fields: Partial<LedgerRecord> = {}): LedgerRecord {
  return done(occurrence, at, { outcome: "failed", ...fields });
}

export function skipped(occurrence: string, at: string): LedgerRecord {
  return recordOf({ record: "skip", procedure: "job", occurrence, performedAt: instant(at) });
}

export function voidOf(record: LedgerRecord, at: string): LedgerRecord {
  return recordOf({ record: "void", procedure: "job", voids: record.commit, performedAt: instant(at) });
}

function instant(at: string): string {
  return at.length === 10 ? `${at}T12:00:00+00:00` : at;
}
