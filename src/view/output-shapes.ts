// The JSON documents that commands print, as schemas: `schemaVersion` 1, camelCase keys, ISO dates, whole minutes,
// null for absent. Within a version keys are only ever added.

import * as z from "zod";
import { SEVERITIES } from "../model/diagnostic.ts";
import { STATUSES } from "../model/occurrence.ts";
import { HEALTH_CHECKS, HEALTH_STATUSES } from "../model/health.ts";
import { PUBLISH_TARGETS } from "../model/publish-target.ts";
import { RECORD_KINDS } from "../model/record.ts";
import { CHECKS } from "../model/verification.ts";
import { CADENCES, INCIDENT_SEVERITIES } from "../model/trigger.ts";
import { TRACKS } from "../model/wave.ts";
import { RESPONSE_RESULTS } from "../report/incident-figures.ts";
import { PERIOD_KINDS } from "../report/period.ts";

const UPGRADE_CHANGES = ["new", "update", "merge", "conflict", "taken", "same", "deleted", "gone"] as const;

const schemaVersion = z.literal(1);
const date = z.iso.date();
const timestamp = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();
const minutes = count;
const track = z.enum(TRACKS);
const cadence = z.enum(CADENCES);
const anchorSource = z.enum(["tenant", "region", "published", "estimated"]);
const owner = z.strictObject({ role: z.string().nullable(), people: z.array(z.string()) });
const runbook = z.strictObject({ id: z.string(), title: z.string() });

const diagnostic = z.strictObject({
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  path: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
  endLine: z.int().positive(),
  endColumn: z.int().positive(),
  message: z.string(),
  hint: z.string().nullable(),
});

const item = z.strictObject({
  procedure: z.string(),
  name: z.string(),
  path: z.string(),
  trigger: z.string(),
  cadence,
  track: track.nullable(),
  owner,
  occurrence: z.string(),
  nominal: date,
  scheduled: date,
  due: date.nullable(),
  dueAt: timestamp.nullable(),
  closes: date.nullable(),
  status: z.enum(STATUSES),
  effortMinutes: minutes.nullable(),
  lastDone: date.nullable(),
});

const ledger = z.strictObject({
  branch: z.string(),
  tip: z.string().nullable(),
  remoteTip: z.string().nullable(),
  fetchedAt: timestamp.nullable(),
  unpushed: count,
});

const person = z.strictObject({ name: z.string(), email: z.string() });

const record = z.strictObject({
  commit: z.string(),
  record: z.enum(RECORD_KINDS),
  procedure: z.string().nullable(),
  occurrence: z.string().nullable(),
  event: z.string().nullable(),
  outcome: z.enum(["done", "failed", "skipped"]).nullable(),
  performedBy: person,
  performedAt: timestamp,
  recordedBy: person,
  recordedAt: timestamp,
  effortMinutes: minutes.nullable(),
  values: z.record(z.string(), z.number()),
  note: z.string(),
  evidence: z.array(z.string()),
  content: z.string().nullable(),
  severity: z.literal(INCIDENT_SEVERITIES).nullable(),
  ticket: z.string().nullable(),
  assignee: person.nullable(),
  voids: z.string().nullable(),
  approves: z.string().nullable(),
  voided: z.boolean(),
  approvedBy: z.array(person),
});

const procedure = z.strictObject({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  trigger: z.string(),
  cadence,
  track: track.nullable(),
  owner,
  effortMinutes: minutes.nullable(),
  lastUpdated: date,
  lastDone: date.nullable(),
  next: date.nullable(),
  roll: z.enum(["next", "previous", "skip", "none"]),
  catchUp: z.enum(["latest", "each"]),
  effective: date.nullable(),
  retired: date.nullable(),
  needs: z.enum(["plan", "early-access"]).nullable(),
  requires: z.array(z.enum(["evidence", "approval"])),
  escalateTo: z.array(z.string()),
  tags: z.array(z.string()),
  products: z.array(z.string()),
  covers: z.array(z.string()),
  formerly: z.array(z.string()),
});

const event = z.strictObject({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  ticket: z.string().nullable(),
  severity: z.literal(INCIDENT_SEVERITIES).nullable(),
  state: z.enum(["open", "closed"]),
  openedAt: timestamp,
  openedBy: person,
  closedAt: timestamp.nullable(),
  closedBy: person.nullable(),
  assignee: person.nullable(),
  openMinutes: minutes,
});

const reach = { email: z.string().nullable(), phone: z.string().nullable() };
const contact = z.strictObject({ ...reach, url: z.string().nullable() });

const call = z.strictObject({
  id: z.string(),
  name: z.string(),
  people: z.array(z.strictObject({ id: z.string(), name: z.string(), ...reach })),
  contact,
});

const response = item.extend({
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  targetMinutes: minutes.nullable(),
  respondedAt: timestamp.nullable(),
  responseMinutes: minutes.nullable(),
});

const reportTally = z.strictObject({
  owed: count,
  onTime: count,
  late: count,
  missed: count,
  doneAfterClosing: count,
  waived: count,
  failed: count,
  overdue: count,
  awaitingApproval: count,
  skipped: count,
  notYetDue: count,
  adherence: z.number().min(0).max(1).nullable(),
});

const reportFigures = reportTally.extend({
  before: reportTally.nullable(),
  plannedMinutes: minutes,
  recordedMinutes: minutes,
  completions: count,
  timed: count,
  comparedPlannedMinutes: minutes,
  comparedRecordedMinutes: minutes,
});

const reportPeriod = z.strictObject({ kind: z.enum(PERIOD_KINDS), name: z.string(), from: date, to: date });

const report = z.strictObject({
  schemaVersion,
  runbook,
  period: reportPeriod,
  before: reportPeriod.nullable(),
  asOf: date,
  timezone: z.string(),
  ledger,
  total: reportFigures,
  byCadence: z.array(
    reportFigures.extend({ cadence, budgetCount: count.nullable(), budgetMinutes: minutes.nullable() }),
  ),
  byProcedure: z.array(reportFigures.extend({ procedure: z.string(), name: z.string(), cadence })),
  byOwner: z.array(reportFigures.extend({ owner: z.string().nullable(), name: z.string().nullable() })),
  byPerson: z
    .array(
      reportTally.extend({ role: z.string().nullable(), people: z.array(z.string()), before: reportTally.nullable() }),
    )
    .nullable(),
  performedBy: z
    .array(
      z.strictObject({
        person: z.string().nullable(),
        name: z.string(),
        email: z.string(),
        completions: count,
        recordedMinutes: minutes,
      }),
    )
    .nullable(),
  months: z.array(reportTally.extend({ name: z.string(), from: date, to: date })),
  measures: z.array(
    z.strictObject({
      procedure: z.string(),
      name: z.string(),
      measure: z.string(),
      unit: z.string().nullable(),
      warn: z.number().nullable(),
      limit: z.number().nullable(),
      level: z.enum(["ok", "warn", "limit"]),
      latest: z.number(),
      latestOn: date,
      per30Days: z.number().nullable(),
      warnOn: date.nullable(),
      limitOn: date.nullable(),
      values: z.array(z.strictObject({ on: date, value: z.number(), commit: z.string() })),
    }),
  ),
  unmeasured: count,
  overdue: z.array(item.extend({ due: date, overdueDays: count })),
  mostMissed: z.array(z.strictObject({ procedure: z.string(), name: z.string(), missed: count, owed: count })),
  reviews: z.strictObject({
    procedures: count,
    reviewed: z.array(z.strictObject({ procedure: z.string(), name: z.string(), on: date })),
    stale: z.array(
      z.strictObject({
        procedure: z.string(),
        name: z.string(),
        lastUpdated: date,
        ageDays: count,
        intervalDays: count,
      }),
    ),
  }),
  incidents: z.array(
    event.extend({
      responses: z.array(
        z.strictObject({
          procedure: z.string(),
          name: z.string(),
          result: z.enum(RESPONSE_RESULTS),
          targetMinutes: minutes.nullable(),
          responseMinutes: minutes.nullable(),
        }),
      ),
    }),
  ),
  severities: z.array(
    z.strictObject({
      severity: z.literal(INCIDENT_SEVERITIES).nullable(),
      opened: count,
      closed: count,
      medianOpenMinutes: minutes.nullable(),
      within: count,
      late: count,
      unanswered: count,
      medianResponseMinutes: minutes.nullable(),
    }),
  ),
  waves: z.array(
    z.strictObject({
      wave: z.string(),
      name: z.string(),
      track,
      from: date,
      to: date,
      waveWeek: date,
      plannedMinutes: minutes,
      recordedMinutes: minutes,
      budgetMinutes: minutes.nullable(),
      items: z.array(item),
    }),
  ),
  unknownRecords: count,
  definitions: z.array(z.strictObject({ term: z.string(), meaning: z.string() })),
  diagnostics: z.array(diagnostic),
});

/** The documents by name; `error` is what any command prints on exit 2. */
export const OUTPUT_SHAPES = {
  due: z.strictObject({
    schemaVersion,
    runbook,
    asOf: date,
    timezone: z.string(),
    ledger,
    items: z.array(item),
    upcoming: z.array(item),
    totals: z.strictObject({
      failed: count,
      overdue: count,
      missed: count,
      due: count,
      open: count,
      awaitingApproval: count,
      effortMinutes: minutes,
      openMinutes: minutes,
      budgetMinutes: minutes.nullable(),
    }),
    diagnostics: z.array(diagnostic),
  }),
  agenda: z.strictObject({
    schemaVersion,
    runbook,
    from: date,
    to: date,
    asOf: date,
    items: z.array(item),
    diagnostics: z.array(diagnostic),
  }),
  waves: z.strictObject({
    schemaVersion,
    waves: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        tracks: z.array(
          z.strictObject({
            track,
            anchor: date,
            anchorSource,
          }),
        ),
      }),
    ),
  }),
  roles: z.strictObject({
    schemaVersion,
    asOf: date,
    roles: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        team: z.string().nullable(),
        people: z.array(z.string()),
        members: z.array(z.string()),
        deputies: z.array(z.string()),
        contact,
        duties: z.array(z.string()),
        owns: z.array(z.string()),
        escalatedFrom: z.array(z.string()),
      }),
    ),
    people: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
        roles: z.array(z.string()),
        absentUntil: date.nullable(),
      }),
    ),
    handovers: z.array(
      z.strictObject({
        date,
        role: z.string(),
        from: z.array(z.string()),
        to: z.array(z.string()),
        procedures: z.array(z.string()),
      }),
    ),
  }),
  list: z.strictObject({
    schemaVersion,
    runbook,
    asOf: date,
    procedures: z.array(procedure),
    diagnostics: z.array(diagnostic),
  }),
  show: z.strictObject({
    schemaVersion,
    procedure: procedure.extend({ upcoming: z.array(item), text: z.string() }),
  }),
  checklist: z.strictObject({
    schemaVersion,
    procedure,
    item: item.nullable(),
    purpose: z.string(),
    steps: z.array(z.strictObject({ number: z.int().positive(), text: z.string() })),
    validation: z.array(z.strictObject({ number: z.int().positive(), text: z.string() })),
    measures: z.array(
      z.strictObject({
        name: z.string(),
        unit: z.string().nullable(),
        warn: z.number().nullable(),
        limit: z.number().nullable(),
        last: z.array(z.strictObject({ date, value: z.number() })),
      }),
    ),
    escalation: z.strictObject({ text: z.string(), calls: z.array(call) }),
  }),
  explain: z.strictObject({
    schemaVersion,
    procedure: z.string(),
    occurrences: z.array(item.extend({ reasons: z.array(z.string()), records: z.array(record) })),
  }),
  wave: z.strictObject({
    schemaVersion,
    wave: z.strictObject({ id: z.string(), name: z.string() }),
    tracks: z.array(
      z.strictObject({
        track,
        anchor: date,
        anchorSource,
        planPublished: date.nullable(),
        earlyAccess: date.nullable(),
        generalAvailability: date.nullable(),
        milestones: z.array(z.strictObject({ offsetWeeks: z.int(), from: date, due: date, procedures: z.array(item) })),
      }),
    ),
    totals: z.strictObject({ effortMinutes: minutes, budgetMinutes: minutes.nullable() }),
    diagnostics: z.array(diagnostic),
  }),
  log: z.strictObject({ schemaVersion, records: z.array(record), diagnostics: z.array(diagnostic) }),
  records: z.strictObject({ schemaVersion, records: z.array(record) }),
  incidents: z.strictObject({ schemaVersion, asOf: date, incidents: z.array(event) }),
  incident: z.strictObject({
    schemaVersion,
    asOf: date,
    timezone: z.string(),
    incident: event.extend({
      responses: z.array(response),
      calls: z.array(call),
      duties: z.array(call.extend({ duty: z.string() })),
      timeline: z.array(record),
    }),
  }),
  event: z.strictObject({
    schemaVersion,
    asOf: date,
    timezone: z.string(),
    event: event.extend({
      responses: z.array(response),
      calls: z.array(call),
      timeline: z.array(record),
    }),
  }),
  events: z.strictObject({ schemaVersion, asOf: date, events: z.array(event), names: z.array(z.string()) }),
  record: z.strictObject({
    schemaVersion,
    record,
    text: z.string().nullable(),
    evidence: z.array(z.strictObject({ path: z.string(), size: count.nullable() })),
    related: z.array(record),
    extracted: z.array(z.string()),
  }),
  report,
  lint: z.strictObject({
    schemaVersion,
    files: count,
    diagnostics: z.array(diagnostic),
    totals: z.strictObject({ error: count, warning: count, info: count }),
  }),
  check: z.strictObject({
    schemaVersion,
    procedures: z.array(
      z.strictObject({
        procedure: z.string(),
        name: z.string(),
        path: z.string(),
        occurrence: z.string().nullable(),
        passed: z.boolean(),
        uncheckedPoints: count,
        commit: z.string().nullable(),
        blocks: z.array(
          z.strictObject({
            section: z.enum(["steps", "validation"]),
            item: z.int().positive().nullable(),
            line: z.int().positive(),
            language: z.string(),
            status: z.enum(["passed", "failed", "timed-out", "interrupted", "not-run"]),
            exitCode: z.int().nullable(),
            signal: z.string().nullable(),
            seconds: z.number().nonnegative(),
            output: z.string(),
            leftOut: count,
          }),
        ),
      }),
    ),
    totals: z.strictObject({ passed: count, failed: count, notRun: count }),
  }),
  holidays: z.strictObject({
    schemaVersion,
    holidays: z.array(z.strictObject({ date, name: z.string() })),
    diagnostics: z.array(diagnostic),
  }),
  sync: z.strictObject({
    schemaVersion,
    branch: z.string(),
    remote: z.string(),
    received: count,
    sent: count,
    restored: count,
    tip: z.string().nullable(),
  }),
  verify: z.strictObject({
    schemaVersion,
    runbook,
    ledger: z.strictObject({ branch: z.string(), sign: z.enum(["auto", "required"]), tips: z.array(z.string()) }),
    commits: count,
    records: count,
    signatures: z.strictObject({ good: count, unchecked: count, bad: count, none: count }),
    breaks: z.array(
      z.strictObject({
        check: z.enum(CHECKS),
        commit: z.string().nullable(),
        message: z.string(),
        hint: z.string(),
      }),
    ),
    late: z.array(
      z.strictObject({
        commit: z.string(),
        record: z.enum(RECORD_KINDS),
        procedure: z.string().nullable(),
        occurrence: z.string().nullable(),
        event: z.string().nullable(),
        performedAt: timestamp,
        recordedAt: timestamp,
        daysAfter: count,
      }),
    ),
  }),
  doctor: z.strictObject({
    schemaVersion,
    version: z.string(),
    checks: z.array(
      z.strictObject({
        check: z.enum(HEALTH_CHECKS),
        status: z.enum(HEALTH_STATUSES),
        message: z.string(),
        hint: z.string().nullable(),
      }),
    ),
    totals: z.strictObject({ ok: count, warning: count, problem: count, unknown: count }),
  }),
  upgrade: z.strictObject({
    schemaVersion,
    directory: z.string(),
    from: z.string(),
    to: z.string(),
    applied: z.boolean(),
    /** Those that the run book is for. */
    products: z.array(z.string()),
    /** Those of them that it was not for when it was made or last upgraded. */
    addedProducts: z.array(z.string()),
    files: z.array(
      z.strictObject({
        path: z.string(),
        /** Where the file is until it moves with the reference's; null where it stays. */
        from: z.string().nullable(),
        change: z.enum(UPGRADE_CHANGES),
        writes: z.boolean(),
        diff: z.string().nullable(),
      }),
    ),
  }),
  import: z.strictObject({
    schemaVersion,
    directory: z.string(),
    dryRun: z.boolean(),
    files: z.array(
      z.strictObject({
        source: z.string(),
        result: z.enum(["imported", "skipped"]),
        path: z.string().nullable(),
        reason: z.string().nullable(),
        missing: z.array(z.string()),
        attachments: z.array(z.string()),
        notes: z.array(z.string()),
      }),
    ),
  }),
  review: z.strictObject({
    schemaVersion,
    reviewed: z.array(
      z.strictObject({ procedure: z.string(), path: z.string(), from: date, to: date, commit: z.string().nullable() }),
    ),
  }),
  reviews: z.strictObject({
    schemaVersion,
    runbook,
    asOf: date,
    reviews: z.array(
      z.strictObject({
        procedure: z.string(),
        name: z.string(),
        path: z.string(),
        owner,
        lastUpdated: date,
        intervalDays: count,
        reviewBy: date,
        stale: z.boolean(),
      }),
    ),
    diagnostics: z.array(diagnostic),
  }),
  publish: z.strictObject({
    schemaVersion,
    target: z.enum(PUBLISH_TARGETS),
    directory: z.string(),
    dryRun: z.boolean(),
    pages: count,
    written: z.array(z.string()),
    removed: z.array(z.string()),
    unchanged: count,
    kept: z.array(z.string()),
    diagnostics: z.array(diagnostic),
  }),
  schemas: z.strictObject({ schemaVersion, names: z.array(z.string()) }),
  site: z.strictObject({
    schemaVersion,
    directory: z.string(),
    pages: count,
    written: z.array(z.string()),
    removed: z.array(z.string()),
    kept: z.array(z.string()),
    diagnostics: z.array(diagnostic),
  }),
  created: z.strictObject({ schemaVersion, directory: z.string(), files: z.array(z.string()) }),
  error: z.strictObject({
    schemaVersion,
    error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
  }),
} as const;

export type OutputName = keyof typeof OUTPUT_SHAPES;
export type Output<Name extends OutputName> = z.infer<(typeof OUTPUT_SHAPES)[Name]>;
export type ItemOutput = Output<"due">["items"][number];
export type RecordOutput = Output<"log">["records"][number];
export type ProcedureOutput = Output<"list">["procedures"][number];
