import { idsOf } from "../model/procedure.ts";
import { type Identity, abbreviated, isSamePerson } from "../model/record.ts";
import type { Break } from "../model/verification.ts";
import { isOccurrenceKey } from "../parse/occurrence-key.ts";
import { quoted } from "../parse/place.ts";
import { hinter } from "../parse/hints.ts";
import { type Subject, recordsOf } from "./subject.ts";
import { lookAt } from "./words.ts";

/** What a record voids or approves is a record of this ledger. */
export function danglingReferences({ reading: { columns } }: Subject): Break[] {
  const { commits, kindAt } = columns;
  return columns.references.toReversed().flatMap(({ place, target }): Break[] => {
    const commit = commits.idAt(place);
    const record = kindAt(place);
    const targetPlace = commits.placeOf(target);
    const kind = targetPlace === undefined ? null : kindAt(targetPlace);
    const verb = record === "void" ? "voids" : "approves";
    const about = (message: string, hint: string): Break[] => [{ check: "reference", commit, message, hint }];
    if (record === "void" && targetPlace !== undefined && columns.isProblem(targetPlace)) return [];
    if (kind === null) {
      const hint = `A record was dropped, or never got here: git cat-file -p ${abbreviated(target)}`;
      return about(
        `Record ${abbreviated(commit)} ${verb} ${abbreviated(target)}, which is no record of this ledger.`,
        hint,
      );
    }
    if (record !== "approval" || kind === "completion") return [];
    const hint = `Look at both: git show ${abbreviated(commit)} ${abbreviated(target)}`;
    return about(
      `Record ${abbreviated(commit)} approves ${abbreviated(target)}, which is no completion but a record of kind ${quoted(kind)}.`,
      hint,
    );
  });
}

/** Every procedure that a record names is known to the run book, by a former id too, or to the ledger's texts. */
export function unknownProcedures(subject: Subject): Break[] {
  const { columns } = subject.reading;
  const known = knownProcedures(subject);
  /** By procedure, the first record that names it, and how many others do. */
  const unknown = new Map<string, { readonly place: number; others: number }>();
  for (const place of performances(subject)) {
    const procedure = columns.procedureAt(place);
    if (procedure === null || known.has(procedure) || isVoided(subject, place)) continue;
    const first = unknown.get(procedure);
    if (first === undefined) unknown.set(procedure, { place, others: 0 });
    else first.others += 1;
  }
  const didYouMean = hinter();
  return [...unknown].map(([procedure, { place, others }]): Break => {
    const commit = columns.commits.idAt(place);
    const nearest = didYouMean(procedure, known);
    const also = others === 0 ? "" : ` (and ${others} more: runbook log ${procedure})`;
    return {
      check: "procedure",
      commit,
      message: `Record ${abbreviated(commit)}${also} names the procedure ${quoted(procedure)}, which there never was.`,
      hint: `${nearest === null ? "" : `${nearest} `}If it has a new id, add the old one to its \`formerly\`; else void the record: runbook undo ${abbreviated(commit)}`,
    };
  });
}

function knownProcedures({ book, unparsed, reading }: Subject): Set<string> {
  return new Set([...unparsed, ...book.procedures.flatMap(idsOf), ...reading.files.procedures]);
}

/** Every key is one that some trigger could yield. */
export function impossibleKeys(subject: Subject): Break[] {
  const { columns } = subject.reading;
  /** Most keys are those of many records. */
  const possible = new Map<string, boolean>();
  const isPossible = (key: string): boolean => {
    const isKey = possible.get(key) ?? isOccurrenceKey(key);
    possible.set(key, isKey);
    return isKey;
  };
  const breaks: Break[] = [];
  for (const place of performances(subject)) {
    const occurrence = columns.occurrenceAt(place);
    if (occurrence === null || isPossible(occurrence) || isVoided(subject, place)) continue;
    const commit = columns.commits.idAt(place);
    const message = `Record ${abbreviated(commit)} is for ${quoted(occurrence)}, which is no occurrence that any trigger could have.`;
    const hint = `Record the work with \`--for KEY\`, then void this one: runbook undo ${abbreviated(commit)}`;
    breaks.push({ check: "occurrence", commit, message, hint });
  }
  return breaks;
}

/** Completions and skips of this run book. */
function* performances(subject: Subject): Generator<number> {
  const { kindAt } = subject.reading.columns;
  for (const place of recordsOf(subject)) {
    const kind = kindAt(place);
    if (kind === "completion" || kind === "skip") yield place;
  }
}

function isVoided({ reading, schedule }: Subject, place: number): boolean {
  return schedule.history.voided.has(reading.columns.commits.idAt(place));
}

/** Nobody approves what they performed or recorded themselves; where signatures say who recorded, not in another's name either. */
export function ownApprovals(subject: Subject): Break[] {
  const { columns } = subject.reading;
  const { commits, kindAt, authorAt, committerAt, committedAt } = columns;
  const { signedSince, book } = subject;
  const isRequired = book.settings.ledger.sign === "required";
  return columns.references.toReversed().flatMap(({ place, target }): Break[] => {
    const targetPlace = commits.placeOf(target);
    const isOfRecord = kindAt(place) === "approval" && targetPlace !== undefined && columns.isOwn(targetPlace);
    if (!isOfRecord || isVoided(subject, place)) return [];
    const involved = [authorAt(targetPlace), committerAt(targetPlace)];
    const isInvolved = (who: Identity): boolean => involved.some((person) => isSamePerson(person, who));
    const [approver, recorder] = [authorAt(place), committerAt(place)];
    const isOwn = isInvolved(approver);
    const isSigned = isRequired && (signedSince === null || committedAt(place) >= signedSince);
    if (!isOwn && !(isSigned && isInvolved(recorder))) return [];
    const commit = commits.idAt(place);
    const [name, work] = [`Approval ${abbreviated(commit)}`, `performed or recorded ${abbreviated(target)}`];
    const message = isOwn
      ? `${name} is by ${quoted(approver.name)}, who ${work}: it does not count.`
      : `${name} by ${quoted(approver.name)} is the word of ${quoted(recorder.name)}, who recorded it, and ${work}.`;
    const hint = `Look at it: ${lookAt(commit)}. Void it: runbook undo ${abbreviated(commit)}`;
    return [{ check: "approval", commit, message, hint }];
  });
}
