// All commits that some tips reach, read from git's objects: to have them told by `git log` takes git twice as long.

import { isAscii } from "node:buffer";
import { PassThrough } from "node:stream";
import type { LedgerCommit } from "../model/record.ts";
import { MUCH, type MuchRead, expectMuch, withLittleGarbage } from "./garbage.ts";
import { LOG_ARGUMENTS, UNFLUSHED, logReader } from "./commit-log.ts";
import { gitError } from "./git.ts";
import { type Repository, tryGit, tryGitAtOnce } from "./ledger-repository.ts";
import { type PlainCommitReader, plainCommitReader } from "./plain-commit.ts";

const FAILURE = "git cannot read the ledger";

/** Git maps a pack whole, and reads every page of it: in windows of it, as fast, it needs a quarter of the memory. */
const FEW_PAGES = ["-c", "core.packedGitWindowSize=4m", "-c", "core.packedGitLimit=32m"];

/**
 * Hands over the commits reachable from `tips` as `git log` tells them, newest first, and none before one that stands upon it:
 * else those of one second would come by the tips that are asked for. Throws RunbookError `git`.
 */
export async function readCommitsOf(
  repository: Repository,
  tips: readonly string[],
  commitsRead: MuchRead,
  take: (commits: readonly LedgerCommit[]) => void,
): Promise<void> {
  const ids = new PassThrough();
  const plain = plainCommitReader();
  let count = 0;
  let failure: unknown;
  const onStdout = commitObjects((texts) => {
    if (failure !== undefined) return;
    try {
      count += texts.length;
      if (count >= MUCH) expectMuch(commitsRead);
      take(commitsIn(repository, texts, plain));
    } catch (error) {
      failure = error;
    }
  });
  // Neither waits for the other once that has stopped.
  const [listed, read] = await withLittleGarbage(() =>
    Promise.all([
      tryGit(repository, ["rev-list", "--date-order", ...tips, "--"], { env: UNFLUSHED, to: ids }).finally(() =>
        ids.end(),
      ),
      tryGit(repository, [...FEW_PAGES, "cat-file", "--batch", "--buffer"], { input: ids, onStdout }).finally(() =>
        ids.destroy(),
      ),
    ]),
  );
  if (failure !== undefined) throw failure;
  for (const result of [listed, read]) if (result.exitCode !== 0) throw gitError(FAILURE, result);
}

interface CommitText {
  readonly id: string;
  /** Decoded as UTF-8; undefined where it is not in the repository. */
  readonly text: string | undefined;
}

function commitsIn(repository: Repository, texts: readonly CommitText[], plain: PlainCommitReader): LedgerCommit[] {
  const read = texts.map(({ id, text }) => (text === undefined ? undefined : plain(id, text)));
  const others = texts.flatMap(({ id }, index) => (read[index] === undefined ? [id] : []));
  if (others.length === 0) return read.filter((commit) => commit !== undefined);
  const told = new Map(commitsByLog(repository, others).map((commit) => [commit.id, commit]));
  return texts.flatMap(({ id }, index) => read[index] ?? told.get(id) ?? []);
}

/** These commits (whole ids) in their order, as `git log` tells them. Throws RunbookError `git`. */
export function commitsByLog(repository: Repository, ids: readonly string[]): LedgerCommit[] {
  const args = [...LOG_ARGUMENTS, "--no-walk=unsorted", "--stdin"];
  const result = tryGitAtOnce(repository, args, { input: ids.map((id) => `${id}\n`).join("") });
  if (result.exitCode !== 0) throw gitError(FAILURE, result);
  const commits: LedgerCommit[] = [];
  logReader((some) => commits.push(...some))(Buffer.from(result.stdout));
  return commits;
}

const HEADER = /([0-9a-f]+) (?:commit (\d+)|missing)\n/y;

/** Takes apart what `git cat-file --batch` writes of commits, and hands them over chunk by chunk. */
function commitObjects(take: (texts: readonly CommitText[]) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let held = 0;
  /** With fewer bytes the first object is not whole: of a large one each piece would be joined to all before it. */
  let wanted = 0;
  return (chunk) => {
    pieces.push(chunk);
    held += chunk.length;
    if (held < wanted) return;
    const bytes = pieces.length === 1 ? chunk : Buffer.concat(pieces, held);
    // Each byte a sign. Mostly all are ASCII: the text of a commit is then a part of this one, and not decoded again.
    const signs = bytes.toString("latin1");
    const isDecoded = isAscii(bytes);
    const texts: CommitText[] = [];
    let at = 0;
    wanted = 0;
    for (;;) {
      HEADER.lastIndex = at;
      const header = HEADER.exec(signs);
      if (header === null) break;
      const [line, digits = "", size] = header;
      // On its own: a part of the text would keep all of that in memory.
      const id = bytes.toString("latin1", at, at + digits.length);
      const start = at + line.length;
      const end = start + Number(size ?? -1);
      // A line feed stands after the object.
      if (end >= bytes.length) {
        wanted = end + 1 - at;
        break;
      }
      const text = isDecoded ? signs.slice(start, end) : bytes.toString("utf8", start, end);
      texts.push({ id, text: size === undefined ? undefined : text });
      at = end + 1;
    }
    held = bytes.length - at;
    pieces = held === 0 ? [] : [bytes.subarray(at)];
    take(texts);
  };
}
