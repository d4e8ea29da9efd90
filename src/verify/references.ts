import type { Break } from "../model/verification.ts";
import type { LedgerRecord } from "../model/record.ts";
import { isOccurrenceKey } from "../parse/occurrence-key.ts";
import { quoted } from "../parse/place.ts";
import { didYouMean } from "../parse/suggest.ts";
import { type Subject, lookAt, short } from "./subject.ts";

/** What a record voids or approves is a record of this ledger. */
export function danglingReferences({ records, commits }: Subject): Break[] {
  const kinds = new Map(
    commits.flatMap(({ commit, content }) => (content === null ? [] : [[commit.id, content.record]])),
  );
  return records.flatMap(({ commit, record, voids, approves }): Break[] => {
    const target = record === "void" ? voids : record === "approval" ? approves : null;
    if (target === null) return [];
    const kind = kinds.get(target);
    const verb = record === "void" ? "voids" : "approves";
    const about = (message: string, hint: string): Break[] => [{ check: "reference", commit, message, hint }];
    if (kind === undefined) {
      const hint = `A record was dropped, or never got here: git cat-file -p ${short(target)}`;
      return about(`Record ${short(commit)} ${verb} ${short(target)}, which is no record of this ledger.`, hint);
    }
    if (record !== "approval" || kind === "completion") return [];
    const hint = `Look at both: git show ${short(commit)} ${short(target)}`;
    return about(
      `Record ${short(commit)} approves ${short(target)}, which is no completion but a record of kind ${quoted(kind)}.`,
      hint,
    );
  });
}

/** Every procedure that a record names is known to the run book, by a former id too, or to the ledger's texts. */
export function unknownProcedures(subject: Subject): Break[] {
  const known = knownProcedures(subject);
  const unknown = new Map<string, string[]>();
  for (const { commit, procedure } of standing(subject)) {
    if (procedure === null || known.has(procedure)) continue;
    const commits = unknown.get(procedure);
    if (commits === undefined) unknown.set(procedure, [commit]);
    else commits.push(commit);
  }
  return [...unknown].map(([procedure, [commit = "", ...others]]): Break => {
    const nearest = didYouMean(procedure, [...known]);
    const also = others.length === 0 ? "" : ` (and ${others.length} more: runbook log ${procedure})`;
    return {
      check: "procedure",
      commit,
      message: `Record ${short(commit)}${also} names the procedure ${quoted(procedure)}, which there never was.`,
      hint: `${nearest === null ? "" : `${nearest} `}If it has a new id, add the old one to its \`formerly\`; else void the record: runbook undo ${short(commit)}`,
    };
  });
}

function knownProcedures({ book, unparsed, commits, inspection }: Subject): Set<string> {
  const known = new Set([...unparsed, ...book.procedures.flatMap(({ id, formerly }) => [id, ...formerly])]);
  const prefix = `text/${book.settings.id}/`;
  const trees = new Map(commits.map(({ commit }) => [commit.id, commit.tree]));
  for (const { commit } of commits) {
    const before = trees.get(commit.parents[0] ?? "") ?? "";
    for (const { path } of inspection.changes(before, commit.tree)) {
      if (path.startsWith(prefix) && path.endsWith(".md")) known.add(path.slice(prefix.length, -".md".length));
    }
  }
  return known;
}

/** Every key is one that some trigger could yield. */
export function impossibleKeys(subject: Subject): Break[] {
  return standing(subject).flatMap(({ commit, occurrence }): Break[] => {
    if (occurrence === null || isOccurrenceKey(occurrence)) return [];
    const message = `Record ${short(commit)} is for ${quoted(occurrence)}, which is no occurrence that any trigger could have.`;
    const hint = `Record the work with \`--for KEY\`, then void this one: runbook undo ${short(commit)}`;
    return [{ check: "occurrence", commit, message, hint }];
  });
}

/** Completions and skips that are not voided. */
function standing({ records, schedule }: Subject): LedgerRecord[] {
  return records.filter(
    ({ commit, record }) => (record === "completion" || record === "skip") && !schedule.history.voided.has(commit),
  );
}

/** Nobody approves what they performed or recorded themselves. */
export function ownApprovals({ records, schedule }: Subject): Break[] {
  const byCommit = new Map(records.map((record) => [record.commit, record]));
  return records.flatMap(({ commit, record, approves, performedBy }): Break[] => {
    const target = record === "approval" && approves !== null ? byCommit.get(approves) : undefined;
    if (target === undefined || schedule.history.voided.has(commit)) return [];
    const own = [target.performedBy, target.recordedBy].some(
      ({ email }) => email.toLowerCase() === performedBy.email.toLowerCase(),
    );
    if (!own) return [];
    const message = `Approval ${short(commit)} is by ${quoted(performedBy.name)}, who performed or recorded ${short(target.commit)}: it does not count.`;
    return [
      {
        check: "approval",
        commit,
        message,
        hint: `Look at it: ${lookAt(commit)}. Void it: runbook undo ${short(commit)}`,
      },
    ];
  });
}
