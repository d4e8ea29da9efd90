import { plainLine } from "./plain-text.ts";

/** A word as it may stand on the command line, and what it means. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What may be typed at a place of the command line. */
export interface Candidates {
  /** `parts` are words that go on; of `files` and `folders` the shell knows more than we do. */
  readonly kind: "words" | "parts" | "files" | "folders";
  readonly candidates: readonly Candidate[];
}

/** What every shell takes for a word as it stands: nothing in it expands, ends a word or begins a comment. */
function isSafe({ value }: Candidate): boolean {
  // Not made with the module: V8 looks up all letters that there are.
  return /^-{0,2}[\p{L}\p{N}][\p{L}\p{N}._@:=+,/-]*$/u.test(value);
}

/** The answer to a shell's question: the kind, then a line for each candidate, its description after a tab. */
export function renderCandidates({ kind, candidates }: Candidates): string {
  const lines = candidates.filter(isSafe).map(({ value, description }) => `${value}\t${plainLine(description)}\n`);
  return `${kind}\n${lines.join("")}`;
}
