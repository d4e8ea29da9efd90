// When the texts of procedures were last changed, as git's history tells it.

import type { Environment } from "../model/environment.ts";
import { withOffset } from "./commit-log.ts";
import { gitEnvironment, runGit, runGitOrThrow } from "./git.ts";
import { LINE_FEED, separated } from "./separated.ts";

export interface ChangedText {
  /** RFC 3339, the commit's author date. */
  readonly at: string;
  /** Abbreviated commit id. */
  readonly commit: string;
}

/**
 * By path (relative to `folder`, with `/`), the latest change of a procedure's text since the commit that wrote its
 * `last_updated`; files without one are left out. White space, moves and merges are no changes. Commits before `since` (a
 * date) are not looked at. Throws RunbookError `git`.
 */
export async function readTextChanges(
  folder: string,
  env: Environment,
  since: string,
): Promise<ReadonlyMap<string, ChangedText>> {
  const options = { cwd: folder, env: { ...gitEnvironment(env), GIT_FLUSH: "0" } };
  const head = await runGit(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], options);
  if (head.exitCode !== 0) return new Map();
  const reader = new ChangeReader();
  const { take: onStdout } = separated(LINE_FEED, (line) => reader.read(line));
  await runGitOrThrow(
    [...LOG, `--since=${since}T00:00:00Z`, "HEAD", "--", "procedures"],
    { ...options, onStdout },
    "git cannot read the history of the procedures",
  );
  return reader.finish();
}

/** Whatever the user's settings make of a patch, this is its form. */
const LOG: readonly string[] = [
  "-c",
  "core.quotePath=false",
  "log",
  "--date-order",
  "--no-merges",
  "--format=commit %h %aI",
  "--no-show-signature",
  "--no-color",
  "--encoding=UTF-8",
  "--patch",
  // Whatever attributes say of a file: none of a procedure is binary.
  "--text",
  "--unified=0",
  "--inter-hunk-context=0",
  "--relative",
  "--find-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--src-prefix=a/",
  "--dst-prefix=b/",
  "--ignore-all-space",
  "--ignore-blank-lines",
];

interface FileDiff {
  path: string;
  oldPath: string | undefined;
  changesText: boolean;
  /** The date is written here, with whatever else changes. */
  writesDate: boolean;
}

/** Reads `git log --patch` line by line, newest commit first. */
class ChangeReader {
  readonly #changes = new Map<string, ChangedText>();
  /** Files whose date's commit has been seen: what is older was reviewed with it. */
  readonly #settled = new Set<string>();
  /** What an older commit calls a file, and its path today. */
  readonly #pathToday = new Map<string, string>();
  #commit: ChangedText = { at: "", commit: "" };
  #file: FileDiff | undefined;
  /** Lines of the hunk that are still to come, removed and added. */
  #hunk = { removed: 0, added: 0 };

  read(line: string): void {
    if (this.#hunk.removed > 0 || this.#hunk.added > 0) return this.#readChange(line);
    const [word = "", commit = "", at = ""] = line.split(" ");
    if (word === "commit") {
      this.#closeFile();
      this.#commit = { commit, at: withOffset(at) };
    } else if (word === "diff") {
      this.#closeFile();
      this.#file = { path: "", oldPath: undefined, changesText: false, writesDate: false };
    } else if (this.#file !== undefined) {
      this.#readHeader(this.#file, line);
    }
  }

  finish(): ReadonlyMap<string, ChangedText> {
    this.#closeFile();
    return this.#changes;
  }

  #readHeader(file: FileDiff, line: string): void {
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (hunk !== null) this.#hunk = { removed: Number(hunk[1] ?? 1), added: Number(hunk[2] ?? 1) };
    else if (line.startsWith("+++ b/")) file.path = line.slice(6).replace(/\t$/, "");
    else if (line.startsWith("rename to ")) file.path = line.slice(10);
    else if (line.startsWith("rename from ")) file.oldPath = line.slice(12);
    else if (line.startsWith("new file mode")) file.writesDate = true;
  }

  #readChange(line: string): void {
    if (line.startsWith("\\")) return;
    if (!line.startsWith("+")) this.#hunk.removed -= 1;
    if (!line.startsWith("-")) this.#hunk.added -= 1;
    if (this.#file === undefined || line.startsWith(" ") || line === "") return;
    if (!/^[+-]last_updated\s*:/.test(line)) this.#file.changesText = true;
    else if (line.startsWith("+")) this.#file.writesDate = true;
  }

  #closeFile(): void {
    const file = this.#file;
    this.#file = undefined;
    this.#hunk = { removed: 0, added: 0 };
    if (file === undefined || file.path === "") return;
    const path = this.#pathToday.get(file.path) ?? file.path;
    if (file.oldPath !== undefined) this.#pathToday.set(file.oldPath, path);
    if (this.#settled.has(path)) return;
    if (file.writesDate) {
      this.#settled.add(path);
      return;
    }
    const known = this.#changes.get(path);
    if (file.changesText && (known === undefined || Date.parse(known.at) < Date.parse(this.#commit.at))) {
      this.#changes.set(path, this.#commit);
    }
  }
}
