import type { FileChange, Inspector } from "../model/inspection.ts";
import { UNREADABLE } from "../model/inspection.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import type { LedgerColumns } from "./columns.ts";
import { joinedBadly } from "./merged-files.ts";
import { lookAt, short } from "./words.ts";
import { textsByCommit } from "./texts.ts";

/**
 * A record brings the text and the evidence that it names and changes nothing else; the text is the one that it says was
 * followed; no later commit changes or deletes what a record brought.
 */
export interface FileChecks {
  readonly compare: Inspector["files"];
  /** Looks for evidence that records name and other ones brought; undefined where there is none such. */
  readonly compareAgain: Inspector["filesAgain"];
  readonly breaks: () => Break[];
  /** The procedures whose text the run book's ledger ever had. */
  readonly procedures: ReadonlySet<string>;
}

interface Fault {
  readonly place: number;
  readonly fault: string;
  /** It is none where an earlier commit brought this file. */
  readonly unless?: string;
}

/** Checks to be fed with what differs; `book` is the run book's id. */
export function fileChecks(columns: LedgerColumns, book: string): FileChecks {
  const { commits } = columns;
  const textsOf = textsByCommit(commits);
  const faults: Fault[] = [];
  /** Paths of evidence that others brought: the places of commits that change it, and whether it is there then. */
  const elsewhere = new Map<string, Map<number, boolean>>();
  const procedures = new Set<string>();
  const ownTexts = `text/${book}/`;
  /** What a record says of its files. */
  const recordFaults = (place: number, changes: readonly FileChange[], texts: ReadonlyMap<string, string>): void => {
    for (const fault of textFaults(columns, place, texts)) faults.push({ place, fault });
    for (const path of columns.evidenceAt(place)) {
      const change = changes.find((it) => it.path === path);
      if (!path.startsWith(`evidence/${columns.bookAt(place)}/`)) {
        faults.push({ place, fault: `names ${quoted(path)}, which is no evidence of its run book` });
      } else if (change === undefined || change.after === null) {
        const fault = `names the evidence ${quoted(path)}, which its tree does not have`;
        faults.push({ place, fault, ...(change === undefined && { unless: path }) });
        if (change === undefined) elsewhere.set(path, new Map());
      }
    }
  };
  /** Whether a commit's tree has a path: what last touched it on the line of first parents left it there. */
  const isInTree = (place: number, path: string): boolean => {
    const touched = elsewhere.get(path);
    for (let at: number | undefined = place; at !== undefined && at !== UNREADABLE; [at] = commits.parentsOf(at)) {
      const isThere = touched?.get(at);
      if (isThere !== undefined) return isThere;
    }
    return false;
  };
  return {
    procedures,
    compareAgain: () =>
      elsewhere.size === 0
        ? undefined
        : (place, [changes = []]) => {
            for (const { path, after } of changes) elsewhere.get(path)?.set(place, after !== null);
          },
    compare: (place, differences) => {
      for (const { path } of differences[0] ?? []) {
        if (path.startsWith(ownTexts) && path.endsWith(".md"))
          procedures.add(path.slice(ownTexts.length, -".md".length));
      }
      const parents = commits.parentsOf(place);
      // A parent that cannot be read is reported as such: what its child changed is not known.
      if (parents.includes(UNREADABLE)) return;
      const kept = differences.map((changes) => (changes.length === 0 ? changes : changes.filter(isKept)));
      const [changes = []] = kept;
      const texts = textsOf(place, changes);
      const strays = parents.length > 1 ? joinedBadly(kept) : strayChanges(columns, place, changes);
      for (const fault of strays) faults.push({ place, fault });
      if (columns.kindAt(place) !== null) recordFaults(place, changes, texts);
    },
    breaks: () =>
      faults.flatMap(({ place, fault, unless }) => {
        if (unless !== undefined && isInTree(place, unless)) return [];
        const id = commits.idAt(place);
        const message = `${columns.kindAt(place) === null ? "Commit" : "Record"} ${short(id)} ${fault}.`;
        return { check: "file" as const, commit: id, message, hint: `Look at it: ${lookAt(id, "-m --stat")}` };
      }),
  };
}

function isKept({ path }: FileChange): boolean {
  return isEvidence(path) || path.startsWith("text/");
}

function isEvidence(path: string): boolean {
  return path.startsWith("evidence/");
}

function textPath({ bookAt, procedureAt }: LedgerColumns, place: number): string {
  return `text/${bookAt(place)}/${procedureAt(place)}.md`;
}

/** What a commit of one parent, or of none, changes and its record does not account for. */
function strayChanges(columns: LedgerColumns, place: number, changes: readonly FileChange[]): string[] {
  const faults: string[] = [];
  for (const { path, before, after } of changes) {
    if (after === null) faults.push(`deletes ${quoted(path)}`);
    else if (isEvidence(path) && before !== null) {
      faults.push(`replaces the evidence ${quoted(path)}, which an earlier record brought`);
    } else if (columns.isProblem(place)) continue;
    else if (columns.kindAt(place) === null) faults.push(`brings ${quoted(path)}, and is no record`);
    else if (isEvidence(path) && !columns.evidenceAt(place).includes(path)) {
      faults.push(`brings the evidence ${quoted(path)}, which it does not name`);
    } else if (!isEvidence(path) && (path !== textPath(columns, place) || after !== columns.contentAt(place))) {
      faults.push(`changes the text ${quoted(path)}, which is not the one that it says was followed`);
    }
  }
  return faults;
}

/** The text that was followed is in the tree as it was. */
function textFaults(columns: LedgerColumns, place: number, texts: ReadonlyMap<string, string>): string[] {
  const content = columns.contentAt(place);
  if (content === null || columns.procedureAt(place) === null) return [];
  const path = textPath(columns, place);
  const kept = texts.get(path);
  if (kept === content) return [];
  const there = kept === undefined ? `has no ${quoted(path)}` : `has ${short(kept)} as ${quoted(path)}`;
  return [`says that the text ${short(content)} was followed, and its tree ${there}`];
}
