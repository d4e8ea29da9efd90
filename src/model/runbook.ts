import type { CalendarDate, Weekday } from "../calendar/calendar-date.ts";
import type { Severity as DiagnosticSeverity } from "./diagnostic.ts";
import type { Procedure } from "./procedure.ts";
import type { CadenceGroup } from "./trigger.ts";
import type { Track, Wave } from "./wave.ts";

/** `runbook.yml`, normalised. */
export interface Settings {
  /** Stands in every record. */
  readonly id: string;
  readonly title: string;
  /** Nothing is owed before this date. */
  readonly goLive: CalendarDate;
  /** IANA zone; decides what "today" is. */
  readonly timezone: string;
  /** In the order written; the first is the first day of the local week. */
  readonly workingWeek: readonly Weekday[];
  readonly closures: readonly Closure[];
  readonly freezes: readonly Freeze[];
  /** Month in which fiscal quarter 1 begins, 1 to 12. */
  readonly fiscalYearStart: number;
  /** Kebab-case name of the Microsoft region in which production lives. */
  readonly region: string | undefined;
  readonly tracks: readonly Track[];
  /** Days between reviews by cadence group, `default` for the others. */
  readonly reviewEveryDays: Readonly<Partial<Record<CadenceGroup | "default", number>>>;
  readonly budgetMinutes: Readonly<Partial<Record<CadenceGroup, number>>>;
  readonly ledger: LedgerSettings;
  /** Severity by rule; `off` leaves the rule out. */
  readonly lintRules: LintSeverities;
  /** For the files at the paths, in place of `lintRules`; the last one that names a rule wins. */
  readonly lintOverrides: readonly LintOverride[];
}

export type LintSeverities = Readonly<Record<string, DiagnosticSeverity | "off">>;

export interface LintOverride {
  /** Patterns of paths relative to the run book: `*` within a name, `**` over folders. */
  readonly paths: readonly string[];
  readonly rules: LintSeverities;
}

export interface LedgerSettings {
  readonly branch: string;
  readonly remote: string;
  readonly sync: "manual" | "auto";
  readonly sign: "auto" | "required";
}

/** Non-working days besides weekends and holidays; both ends included. */
export interface Closure {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly reason: string;
}

/** A change freeze for the named procedures or tags; both ends included. */
export interface Freeze extends Closure {
  readonly procedures: readonly string[];
  readonly tags: readonly string[];
}

export interface Holiday {
  readonly date: CalendarDate;
  readonly name: string;
}

export interface Contact {
  readonly email?: string;
  readonly phone?: string;
  readonly url?: string;
}

export interface Rotation {
  readonly everyDays: number;
  readonly from: CalendarDate;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly team: string | undefined;
  readonly people: readonly string[];
  readonly deputies: readonly string[];
  readonly rotation: Rotation | undefined;
  readonly contact: Contact | undefined;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
}

/** The id of the person that `init` writes where git names nobody; lint asks for a real one. */
export const PLACEHOLDER_PERSON = "unnamed";

/** Days on which a person is away, both ends included. */
export interface Absence {
  readonly person: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly cover: string | undefined;
}

/** `roles.yml`, normalised; keys are ids, in the order written. */
export interface Directory {
  readonly roles: Readonly<Record<string, Role>>;
  readonly people: Readonly<Record<string, Person>>;
  /** Ids of those among the people whom roles alone name: no more is known of them. */
  readonly unlisted: readonly string[];
  /** Duty to role (or person). */
  readonly duties: Readonly<Record<string, string>>;
  readonly absences: readonly Absence[];
}

/** The name of a role or person; the id itself where `roles.yml` does not know it. */
export function nameIn(directory: Directory, id: string): string {
  return directory.roles[id]?.name ?? personName(directory, id);
}

/** Whether a role is an outside team: it has a contact, and no people. */
export function isOutsideTeam({ contact, people }: Role): boolean {
  return contact !== undefined && people.length === 0;
}

/** The name of a person, whatever role has the same id; the id itself where `roles.yml` does not know it. */
export function personName({ people }: Pick<Directory, "people">, id: string): string {
  return people[id]?.name ?? id;
}

/** Everything that people edit and review, parsed. */
export interface RunBook {
  readonly settings: Settings;
  readonly directory: Directory;
  readonly holidays: readonly Holiday[];
  /** This run book's own `waves.yml`. */
  readonly waves: readonly Wave[];
  /** By id. */
  readonly procedures: readonly Procedure[];
  /** The procedure that has or had an id, where that is known without a look at all the others. */
  readonly procedureWith?: (id: string) => Procedure | undefined;
}
