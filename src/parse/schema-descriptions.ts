// What an editor shows beside a key of the run book's files. `[]` stands for an item of a list, `*` for a key that the author names.

type Descriptions = Readonly<Record<string, string>>;

const SPAN = { from: "The first day, YYYY-MM-DD.", to: "The last day, YYYY-MM-DD." };

const RUNBOOK: Descriptions = {
  id: "Stands in every record of this run book. Kebab-case; do not change it once work has been recorded.",
  title: "Heads what the tool prints.",
  go_live: "Nothing is owed before this date.",
  timezone: "IANA time zone, such as Europe/London. Decides what today is.",
  working_week: "The working days; the first one begins the week. Default: [mon, tue, wed, thu, fri].",
  closures: "Further days that are not worked, beside the public holidays of holidays.yml.",
  "closures[].from": SPAN.from,
  "closures[].to": SPAN.to,
  "closures[].reason": "Why it is closed, shown where it moves a date.",
  freezes: "Times in which some procedures are not owed. Events and incidents are never frozen.",
  "freezes[].from": SPAN.from,
  "freezes[].to": SPAN.to,
  "freezes[].reason": "Why, shown by explain.",
  "freezes[].procedures": "Ids of the procedures that rest.",
  "freezes[].tags": "Procedures with one of these tags rest.",
  fiscal_year_start: "The month, 1 to 12, in which quarter 1 begins. Default: 1.",
  region:
    "Where production lives, in kebab-case of Microsoft's name: united-kingdom, europe. Decides the dates of a wave.",
  tracks: "The product lines that are in use, each with its own wave dates. Default: [customer-engagement].",
  review_every: "How often a procedure is reviewed, by cadence, such as 180d; `default` is for the rest.",
  budgets: "Planned effort at most, by cadence: 1h for daily means an hour a day. A day of effort is 8h.",
  ledger: "Where and how records are kept.",
  "ledger.branch": "The branch that holds the records. Default: runbook-ledger.",
  "ledger.remote": "The remote that the team shares. Default: origin.",
  "ledger.sync": "auto: fetch before `due`, push after a record. manual: only `runbook sync` touches the network.",
  "ledger.sign": "required: nothing is recorded unsigned. auto: as git is configured.",
  lint: "What `runbook lint` looks for.",
  "lint.rules": "Severity by rule: off, info, warning or error.",
  "lint.overrides": "Other severities for some files; a later one wins.",
  "lint.overrides[].paths": "Paths in the run book; * and ** are allowed.",
  "lint.overrides[].rules": "Severity by rule: off, info, warning or error.",
};

const ROLES: Descriptions = {
  roles: "Who is accountable, by the role's id. Procedures name these ids.",
  "roles.*.name": "As people call it.",
  "roles.*.team": "The team that it belongs to, such as customer-it, partner, microsoft.",
  "roles.*.people": "Ids of those who hold it. Without any, `contact` makes it an outside team.",
  "roles.*.deputies": "Who steps in, in this order, when nobody of `people` is there.",
  "roles.*.rotation": "The people take turns.",
  "roles.*.rotation.every": "The length of a turn in days or weeks: 1w.",
  "roles.*.rotation.from": "The day on which the first person's first turn begins.",
  "roles.*.contact": "How to reach the team. At least one way.",
  "roles.*.contact.email": "An e-mail address.",
  "roles.*.contact.phone": "A telephone number, in quotes.",
  "roles.*.contact.url": "An address that begins with https://.",
  people: "The people, by id.",
  "people.*.name": "As it is printed.",
  "people.*.email": "As git knows it: `due --mine` finds the person by it.",
  "people.*.phone": "A telephone number, in quotes.",
  duties: "Standing duties and the role that has each.",
  absences: "Who is away. Those of one person may not overlap.",
  "absences[].person": "A person's id.",
  "absences[].from": SPAN.from,
  "absences[].to": SPAN.to,
  "absences[].cover": "Who stands in; may not be away too.",
};

const HOLIDAYS: Descriptions = {
  source: "Where the dates come from and when they were checked.",
  holidays: "Public holidays. Only what stands here counts.",
  "holidays[].date": "YYYY-MM-DD.",
  "holidays[].name": "As it is printed.",
};

const WAVES: Descriptions = {
  waves: "This tenant's own dates; they override and extend those that ship with the tool.",
  "waves[].id": "YYYY-04 is wave 1, YYYY-10 wave 2.",
  "waves[].name": "As Microsoft calls it.",
  "waves[].tracks": "Dates by product line.",
  "waves[].tracks.*.production_update":
    "The day on which this tenant's production is updated. Milestones count from its week.",
  "waves[].tracks.*.plan_published": "The day on which the release plan is published.",
  "waves[].tracks.*.early_access": "The first day of early access.",
  "waves[].tracks.*.general_availability": "The day of general availability.",
  "waves[].tracks.*.first_group": "The first public deployment group; other regions follow at their offsets.",
  "waves[].tracks.*.regions": "Deployment days by region.",
};

const PROCEDURE: Descriptions = {
  name: "As it is printed.",
  trigger:
    "When it happens: every business day; weekly on Tuesday; monthly on last Friday; wave -8 weeks; on incident severity 1.",
  owner: "The accountable role, or a person.",
  last_updated: "The day on which the text was last reviewed. `runbook review` sets it.",
  id: "Stands in records. Default: the file's name.",
  formerly: "Earlier ids, so that old records still count.",
  effort: "The work it takes: 10m, 1h 30m, 1d (8h).",
  tags: "For freezes and filters.",
  track: "The product line of a wave procedure. Default: one occurrence for each track of the run book.",
  products: "The products that it concerns; `init` leaves out what is not in use.",
  covers: "Ids of the coverage catalogue.",
  escalate_to: "Roles, in the order in which they are called.",
  effective: "Nothing is owed before this date.",
  retired: "Nothing is owed from this date on.",
  review_every: "How often the text is reviewed: 90d.",
  roll: "Where a date that is not worked moves to: next, previous, skip (no occurrence) or none.",
  catch_up: "latest: a missed one lapses when the next comes. each: every one stays owed.",
  needs: "A milestone not before the release plan (plan) or early access (early-access).",
  requires: "What a completion needs: evidence (a file), approval (by another person).",
  measures: "Numbers that are recorded with a completion, by name.",
  "measures.*.unit": "Shown behind the number.",
  "measures.*.warn": "At this value or over, it deserves a look.",
  "measures.*.limit": "At this value or over, it is a problem.",
  inputs: "Values that blocks marked `run` need, by name; they reach them as environment variables in capitals.",
  "inputs.*.description": "What to give; shown where it is asked for.",
  "inputs.*.pattern": "A regular expression that the value matches: all of it between `^` and `$`, else a part.",
  "inputs.*.default": "Taken where nothing is given.",
  "inputs.*.secret": "true: never shown and never kept.",
};

/** By the name of a file's schema, then by the key's path. */
export const DESCRIPTIONS: Readonly<Record<string, Descriptions>> = {
  runbook: RUNBOOK,
  roles: ROLES,
  holidays: HOLIDAYS,
  waves: WAVES,
  procedure: PROCEDURE,
};
