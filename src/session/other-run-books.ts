// What the other run books of a repository mean for one: an id that two have, records that are nobody's any more.

import { realpathSync } from "node:fs";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { commandWord } from "../model/command-word.ts";
import type { RunBook } from "../model/runbook.ts";
import type { Ledger } from "../store/git-ledger.ts";
import { wayTo } from "../store/inside-folder.ts";
import { type FoundSettings, booksOfLedger, runBooksElsewhere, settingsAround } from "../store/run-books-around.ts";
import { plainLine } from "../view/plain-text.ts";

/** How many are named at most. */
const NAMED = 5;

/** What a changed `id` does, for whoever changed it. */
export const RECORDS_KEEP_IDS =
  "Records stay with the id that they were made under. Where `id` in runbook.yml was changed, set the old one again.";

/** By the id that stands in its runbook.yml, whatever else there may be at fault. */
export function idIn(text: string | undefined): string | undefined {
  return /^id:[ \t]+["']?([a-z0-9-]+)/mu.exec(text ?? "")?.[1];
}

/** The folders, absolute, of other run books of the repository that have this one's id. */
export async function namesakesOf(root: string, { settings: { id } }: RunBook, { env }: Io): Promise<string[]> {
  const own = realpathSync(root);
  const found = await settingsAround(root, env);
  return found.filter((other) => other.root !== own && idIn(other.text) === id).map((other) => other.root);
}

/** Ids whose records the ledger holds, while no run book of the repository has them. */
export async function strangersIn(
  { refs }: Ledger,
  root: string,
  { settings: { id } }: RunBook,
  { env }: Io,
): Promise<string[]> {
  const books = await booksOfLedger(root, refs, env);
  books.delete(id);
  if (books.size === 0) return [];
  for (const { text } of await settingsAround(root, env)) books.delete(idIn(text) ?? "");
  return [...books].toSorted();
}

/** Says on stderr where a ledger without a record of this run book holds those of an id that nothing here has. */
export async function reportStrangers(ledger: Ledger, root: string, book: RunBook, io: Io): Promise<void> {
  const strangers = await strangersIn(ledger, root, book, io);
  if (strangers.length === 0) return;
  const { id, ledger: settings } = book.settings;
  io.stderr.write(
    `${plainLine(settings.branch)} holds no record of \`${id}\`, but records of ${quotedWords(strangers)}, which no run book here has as its id.\n${RECORDS_KEEP_IDS}\n`,
  );
}

/** The error that no run book was found, with those that the repository has elsewhere. */
export async function withRunBooksAround(error: RunbookError, { cwd, env }: Io): Promise<RunbookError> {
  const found = await settingsAround(cwd, env);
  const folders = (isThere: boolean): string[] => found.filter((it) => it.isThere === isThere).map(wayFrom(cwd));
  const [there, missing] = [folders(true), folders(false)];
  const [first] = missing;
  if (there.length > 0) {
    const hint = `This repository has ${quotedWords(there)}: name one with \`--dir PATH\`.`;
    return new RunbookError(error.code, error.message, hint, { cause: error });
  }
  if (first === undefined) return withBranch(error, cwd, env);
  const hint = `git has ${quotedWords(missing)}, which this work tree leaves out: git sparse-checkout add its folder, or git checkout -- ${commandWord(first, "FOLDER")}`;
  return new RunbookError(error.code, error.message, hint, { cause: error });
}

/** A branch without the run book may be checked out, or nothing at all. */
async function withBranch(error: RunbookError, cwd: string, env: Io["env"]): Promise<RunbookError> {
  const elsewhere = await runBooksElsewhere(cwd, env);
  if (elsewhere === undefined) return error;
  const { branch, roots } = elsewhere;
  const folders = roots.map((root) => wayFrom(cwd)({ root }));
  const hint =
    branch === "HEAD"
      ? `The commit that is checked out has ${quotedWords(folders)}, which this work tree lacks: git checkout HEAD -- ${commandWord(folders[0] ?? "", "FOLDER")}`
      : `The branch ${plainLine(branch)} has ${quotedWords(folders)}: git switch ${commandWord(branch, "BRANCH")}`;
  return new RunbookError(error.code, error.message, hint, { cause: error });
}

function wayFrom(cwd: string): (found: Pick<FoundSettings, "root">) => string {
  const real = realpathSync(cwd);
  return ({ root }) => wayTo(real, root) || ".";
}

/** Words in back quotes, the first of many. */
export function quotedWords(words: readonly string[]): string {
  const named = words.slice(0, NAMED).map((word) => `\`${plainLine(word)}\``);
  const more = words.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
