import type { FileChange, InspectedCommit } from "../model/inspection.ts";
import type { RecordContent } from "../model/record.ts";
import type { Break } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import { joinedBadly } from "./merged-files.ts";
import { type ReadCommit, type Subject, lookAt, short } from "./subject.ts";
import { textsByCommit } from "./texts.ts";

/**
 * A record brings the text and the evidence that it names and changes nothing else; the text is the one that it says was
 * followed; no later commit changes or deletes what a record brought.
 */
export function fileBreaks({ commits, inspection }: Subject): Break[] {
  const byId = new Map(commits.map((read) => [read.commit.id, read.commit]));
  const textsOf = textsByCommit(commits.map(({ commit }) => commit));
  return commits.flatMap((read) => {
    const { commit, content } = read;
    const parents = commit.parents.flatMap((id) => byId.get(id) ?? []);
    // A parent that cannot be read is reported as such: what its child changed is not known.
    if (parents.length < commit.parents.length) return [];
    const trees = parents.length === 0 ? [""] : parents.map(({ tree }) => tree);
    const differences = trees.map((tree) => inspection.changes(tree, commit.tree).filter(isKept));
    const [changes = []] = differences;
    const texts = textsOf(commit, changes);
    const faults = parents.length > 1 ? joinedBadly(differences) : strayChanges(read, changes);
    if (content !== null) {
      const isThere = (path: string): boolean => isInTree(commit, path, inspection.changes, byId);
      faults.push(...textFaults(content, texts), ...evidenceFaults(content, isThere));
    }
    return faults.map((fault): Break => {
      const message = `${content === null ? "Commit" : "Record"} ${short(commit.id)} ${fault}.`;
      return { check: "file", commit: commit.id, message, hint: `Look at it: ${lookAt(commit.id, "-m --stat")}` };
    });
  });
}

function isKept({ path }: FileChange): boolean {
  return isEvidence(path) || path.startsWith("text/");
}

function isEvidence(path: string): boolean {
  return path.startsWith("evidence/");
}

function textPath({ book, procedure }: RecordContent): string {
  return `text/${book}/${procedure}.md`;
}

/** What a commit of one parent, or of none, changes and its record does not account for. */
function strayChanges({ content, problem }: ReadCommit, changes: readonly FileChange[]): string[] {
  const faults: string[] = [];
  for (const { path, before, after } of changes) {
    if (after === null) faults.push(`deletes ${quoted(path)}`);
    else if (isEvidence(path) && before !== null) {
      faults.push(`replaces the evidence ${quoted(path)}, which an earlier record brought`);
    } else if (problem !== null) continue;
    else if (content === null) faults.push(`brings ${quoted(path)}, and is no record`);
    else if (isEvidence(path) && !content.evidence.includes(path)) {
      faults.push(`brings the evidence ${quoted(path)}, which it does not name`);
    } else if (!isEvidence(path) && (path !== textPath(content) || after !== content.content)) {
      faults.push(`changes the text ${quoted(path)}, which is not the one that it says was followed`);
    }
  }
  return faults;
}

/** The text that was followed is in the tree as it was. */
function textFaults(content: RecordContent, texts: ReadonlyMap<string, string>): string[] {
  if (content.content === null || content.procedure === null) return [];
  const path = textPath(content);
  const kept = texts.get(path);
  if (kept === content.content) return [];
  const there = kept === undefined ? `has no ${quoted(path)}` : `has ${short(kept)} as ${quoted(path)}`;
  return [`says that the text ${short(content.content)} was followed, and its tree ${there}`];
}

function evidenceFaults({ book, evidence }: RecordContent, isThere: (path: string) => boolean): string[] {
  return evidence.flatMap((path) => {
    if (!path.startsWith(`evidence/${book}/`)) return [`names ${quoted(path)}, which is no evidence of its run book`];
    return isThere(path) ? [] : [`names the evidence ${quoted(path)}, which its tree does not have`];
  });
}

/** Whether a commit's tree has a path: what last touched it on the line of first parents left it there. */
function isInTree(
  start: InspectedCommit,
  path: string,
  changesBetween: Subject["inspection"]["changes"],
  byId: ReadonlyMap<string, InspectedCommit>,
): boolean {
  for (let commit: InspectedCommit | undefined = start; commit !== undefined;) {
    const parent = byId.get(commit.parents[0] ?? "");
    const change = changesBetween(parent?.tree ?? "", commit.tree).find((it) => it.path === path);
    if (change !== undefined) return change.after !== null;
    commit = parent;
  }
  return false;
}
