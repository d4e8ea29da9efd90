import type { FileChange, Inspector } from "../model/inspection.ts";
import { UNREADABLE } from "../model/inspection.ts";
import { abbreviated } from "../model/record.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import type { LedgerColumns } from "./columns.ts";
import { type JoinFault, folderOf, joinedBadly } from "./merged-files.ts";
import { lookAt } from "./words.ts";
import { textsByCommit } from "./texts.ts";

/**
 * A record brings the text and the evidence that it names and changes nothing else; the text is the one that it says was
 * followed; no later commit changes or deletes what a record brought.
 */
export interface FileChecks {
  readonly compare: Inspector["files"];
  /** Looks for evidence that records name and other ones brought, or that a join may have lost; undefined where there is none such. */
  readonly compareAgain: Inspector["filesAgain"];
  readonly breaks: () => Break[];
  /** The procedures whose text the run book's ledger ever had. */
  readonly procedures: ReadonlySet<string>;
}

interface Fault {
  readonly place: number;
  readonly fault: string;
  /** It is none where an earlier commit brought this file, or one of this content into this folder. */
  readonly unless?: string | JoinFault["unless"];
}

/** Checks to be fed with what differs; `book` is the run book's id. */
export function fileChecks(columns: LedgerColumns, book: string): FileChecks {
  const { commits } = columns;
  const textsOf = textsByCommit(commits);
  const faults: Fault[] = [];
  /** Paths of evidence that others brought: the places of commits that change it, and what it is then. */
  const elsewhere = new Map<string, Map<number, string | null>>();
  /** The same for all paths in folders of which a join may have lost something. */
  const within = new Map<string, Map<string, Map<number, string | null>>>();
  const procedures = new Set<string>();
  const ownTexts = `text/${book}/`;
  /** Until git cannot tell what differs: what trees have from there on is not known. */
  let isWhole = true;
  /** What a commit changes. */
  const changeFaults = (place: number, differences: readonly (readonly FileChange[])[]): void => {
    const parents = commits.parentsOf(place);
    // A parent that cannot be read is reported as such: what its child changed is not known.
    if (parents.includes(UNREADABLE)) return;
    for (const { path } of linksIn(differences)) {
      faults.push({ place, fault: `brings ${quoted(path)}, which is a link and no file` });
    }
    if (parents.length < 2) {
      for (const fault of strayChanges(columns, place, differences[0] ?? [])) faults.push({ place, fault });
      return;
    }
    for (const one of joinedBadly(differences)) {
      if (one.unless !== undefined && !isWhole) continue;
      faults.push({ place, ...one });
      if (one.unless !== undefined) within.set(one.unless.folder, new Map());
    }
  };
  /** What a record says of its files. */
  const recordFaults = (place: number, changes: readonly FileChange[], texts: ReadonlyMap<string, string>): void => {
    for (const fault of textFaults(columns, place, texts)) faults.push({ place, fault });
    const evidence = columns.evidenceAt(place);
    const byPath = new Map(evidence.length === 0 ? [] : changes.map((change) => [change.path, change]));
    for (const path of evidence) {
      const change = byPath.get(path);
      if (!path.startsWith(`evidence/${columns.bookAt(place)}/`)) {
        faults.push({ place, fault: `names ${quoted(path)}, which is no evidence of its run book` });
      } else if ((change?.after ?? null) === null) {
        faults.push({ place, fault: `names the evidence ${quoted(path)}, which its tree does not have`, unless: path });
        elsewhere.set(path, new Map());
      }
    }
  };
  /** The content that a commit's tree has at a path: what last touched it on the line of first parents left it there. */
  const contentAt = (place: number, touched: ReadonlyMap<number, string | null> | undefined): string | null => {
    for (let at: number | undefined = place; at !== undefined && at !== UNREADABLE; [at] = commits.parentsOf(at)) {
      const content = touched?.get(at);
      if (content !== undefined) return content;
    }
    return null;
  };
  const isInTree = (place: number, wanted: NonNullable<Fault["unless"]>): boolean => {
    if (typeof wanted === "string") return contentAt(place, elsewhere.get(wanted)) !== null;
    const paths = [...(within.get(wanted.folder)?.values() ?? [])];
    return paths.some((touched) => contentAt(place, touched) === wanted.blob);
  };
  return {
    procedures,
    compareAgain: () =>
      elsewhere.size + within.size === 0
        ? undefined
        : (place, [changes]) => {
            for (const { path, after } of changes ?? []) {
              elsewhere.get(path)?.set(place, after);
              const inFolder = within.get(folderOf(path));
              if (inFolder !== undefined) inFolder.set(path, (inFolder.get(path) ?? new Map()).set(place, after));
            }
          },
    compare: (place, differences) => {
      for (const { path } of differences[0] ?? []) {
        if (path.startsWith(ownTexts) && path.endsWith(".md"))
          procedures.add(path.slice(ownTexts.length, -".md".length));
      }
      if (differences.includes(null)) isWhole = false;
      const kept = differences.map((changes) => changes?.filter(isKept) ?? []);
      const [changes = []] = kept;
      const texts = textsOf(place, changes);
      changeFaults(place, kept);
      if (isWhole && columns.kindAt(place) !== null) recordFaults(place, changes, texts);
    },
    breaks: () => {
      const found = faults.filter(({ place, unless }) => unless === undefined || !isInTree(place, unless));
      // Each parent of a join may have lost the same.
      const once = new Map(found.map((it) => [`${it.place} ${it.fault}`, it]));
      return [...once.values()].map(({ place, fault }) => {
        const id = commits.idAt(place);
        const message = `${columns.kindAt(place) === null ? "Commit" : "Record"} ${abbreviated(id)} ${fault}.`;
        return { check: "file" as const, commit: id, message, hint: `Look at it: ${lookAt(id, "-m --stat")}` };
      });
    },
  };
}

/** What is no file, against every parent. */
function linksIn([changes = [], ...others]: readonly (readonly FileChange[])[]): FileChange[] {
  return changes.filter(
    ({ path, after, isFile }) =>
      after !== null && !isFile && others.every((them) => them.some((it) => it.path === path)),
  );
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
  const evidence = new Set(columns.evidenceAt(place));
  for (const { path, before, after } of changes) {
    if (after === null) faults.push(`deletes ${quoted(path)}`);
    else if (isEvidence(path) && before !== null) {
      faults.push(`replaces the evidence ${quoted(path)}, which an earlier record brought`);
    } else if (columns.isProblem(place)) continue;
    else if (columns.kindAt(place) === null) faults.push(`brings ${quoted(path)}, and is no record`);
    else if (isEvidence(path) && !evidence.has(path)) {
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
  const there = kept === undefined ? `has no ${quoted(path)}` : `has ${abbreviated(kept)} as ${quoted(path)}`;
  return [`says that the text ${abbreviated(content)} was followed, and its tree ${there}`];
}
