// A folder that pages are published into again and again, maybe beside those of others: only what has changed is written,
// only what is ours is removed, and nothing is lost that somebody wrote there.

import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { RunbookError } from "../errors.ts";
import { staysInside, wayTo } from "./inside-folder.ts";
import { ORDER, orderLines, orderText, withOthers } from "./order-file.ts";
import { type Known, LIST, type NotedPage, type Owner, hashAt, hashOf, listText, readKnown } from "./published-list.ts";
import { attemptToRead } from "./text-file.ts";
import { removeFrom, removeTemporaries, replaceFile, temporaryOf } from "./write-files.ts";

/**
 * A text, a copy of a file (absolute), our lines of an order file (names of pages beside it, among which others have theirs), or a
 * page that stays as it was, at the path that it had.
 * Paths are relative to the folder, with `/`.
 */
export type FileToPublish =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly copyOf: string }
  | { readonly path: string; readonly lines: readonly string[] }
  | { readonly path: string; readonly keptFrom: string };

export interface PublishRequest extends Owner {
  readonly files: readonly FileToPublish[];
  /** The pages of procedures among them, by the path of their file in the run book. */
  readonly pages: ReadonlyMap<string, NotedPage>;
  /** The folder of what pages show. While one of them stays as it was, nothing is removed there. */
  readonly attachmentFolder: string;
  /** A line that `.order` at the top is to have, beside those of others; null where the target has none. */
  readonly orderLine: string | null;
  /** Others' files may be there too. */
  readonly isBeside: boolean;
  /** Pages that somebody has changed there are written over. */
  readonly overwrites: boolean;
  readonly isDryRun: boolean;
}

export interface Published {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** Folders with pages of others whose page above was ours and is gone. */
  readonly orphaned: readonly string[];
}

/** What is nobody's page; of a run that was killed before it had written the list, that is there under another name. */
const NO_PAGES: ReadonlySet<string> = new Set([".git", ".gitattributes", ".gitignore", LIST, temporaryOf(LIST)]);

/**
 * Writes the files. Throws RunbookError `not-allowed`, before anything is written, where the folder holds what is not ours
 * (without `isBeside`), where a file of somebody else's has a page's name, and where somebody has changed a page of ours;
 * `io` where something cannot be written. Waits for `between` behind each file that it writes.
 */
export async function publishInto(request: PublishRequest, between: () => Promise<void>): Promise<Published> {
  const { folder, files, isDryRun } = request;
  const known = readKnown(request);
  const paths = new Set(files.map(({ path }) => path));
  const isOurs = (path: string): boolean => known.files.has(path) || paths.has(path);
  const wanted = new Map(files.map((file) => [file.path, contentOf(file, folder, isOurs)]));
  const keeps = files.some((file) => "keptFrom" in file);
  const isRetained = ([path]: readonly [string, unknown]): boolean =>
    keeps && !wanted.has(path) && path.startsWith(`${request.attachmentFolder}/`);
  const retained = [...known.files].filter(isRetained);
  const removable = new Map([...known.files].filter((it) => !isRetained(it)));
  refuseOthers(request, { ...known, files: removable }, wanted);
  const gone = [...removable.keys()].filter((path) => !wanted.has(path) && existsSync(join(folder, path)));
  const left = new Map(gone.filter(isOrder).map((path) => [path, orderAt({ path, lines: [] }, folder, isOurs)]));
  const stale = gone.filter((path) => (left.get(path) ?? "") === "");
  // Where letter case does not count, a page that changed it goes with the one that it was.
  const goes = new Set(stale.map((path) => path.toLowerCase()));
  // What has lines of others only from now on is theirs.
  const theirs = [...left].filter(([, text]) => text !== "").map(([path, text]) => [path, Buffer.from(text)] as const);
  const changed = [...wanted, ...theirs].filter(
    ([path, content]) => goes.has(path.toLowerCase()) || hashAt(join(folder, path)) !== hashOf(content),
  );
  const order = orderOf(request, known);
  const result = {
    written: [...changed.map(([path]) => path), ...(order.isChanged ? [ORDER] : [])].toSorted(),
    removed: stale.toSorted(),
    unchanged: wanted.size + theirs.length - changed.length,
    orphaned: stale
      .flatMap((path) => (path.endsWith(".md") ? [path.slice(0, -".md".length)] : []))
      .filter((path) => pagesUnder(folder, path).some((page) => !isOurs(page))),
  };
  if (isDryRun) return result;
  const hashes = new Map(
    files.map((file): [string, readonly string[]] => [
      file.path,
      // What somebody wrote there is still found when it is to be written again.
      ("keptFrom" in file ? known.files.get(file.keptFrom) : undefined) ?? [
        hashOf(wanted.get(file.path) ?? Buffer.of()),
      ],
    ]),
  );
  // Noted before they are written: a run that is stopped leaves no page that the next one would not know.
  const both = new Map<string, readonly string[]>(known.files);
  for (const [path, own] of hashes) both.set(path, [...(known.files.get(path) ?? []), ...own]);
  if (result.written.length + result.removed.length > 0) note(request, both);
  for (const path of stale) removeFrom(folder, path);
  removeTemporaries(
    folder,
    [...removable.keys()].filter((path) => !wanted.has(path)),
  );
  for (const [path, content] of changed) {
    replaceFile(join(folder, path), content);
    await between();
  }
  if (order.isChanged) replaceFile(join(folder, ORDER), Buffer.from(order.text));
  note(request, new Map([...hashes, ...retained]));
  return result;
}

function contentOf(file: FileToPublish, folder: string, isOurs: (path: string) => boolean): Buffer {
  if ("keptFrom" in file) {
    const there = join(folder, file.keptFrom);
    return attemptToRead(there, () => readFileSync(there));
  }
  if ("lines" in file) return Buffer.from(orderAt(file, folder, isOurs));
  return "text" in file ? Buffer.from(file.text) : attemptToRead(file.copyOf, () => readFileSync(file.copyOf));
}

/** The pages below a page, at any depth, as paths from the folder. */
function pagesUnder(folder: string, path: string): string[] {
  const below = join(folder, path);
  if (!existsSync(below)) return [];
  const names = attemptToRead(below, () => readdirSync(below, { recursive: true, encoding: "utf8" }));
  return names.filter((name) => name.endsWith(".md")).map((name) => wayTo(folder, join(below, name)));
}

function isOrder(path: string): boolean {
  return posix.basename(path) === ORDER;
}

/** An order file with our lines, and those of others for whose pages it has some. */
function orderAt(
  { path, lines }: { readonly path: string; readonly lines: readonly string[] },
  folder: string,
  isOurs: (path: string) => boolean,
): string {
  return withOthers(lines, textAt(join(folder, path)), (line) => isOurs(posix.join(posix.dirname(path), `${line}.md`)));
}

function textAt(file: string): string {
  return existsSync(file) ? attemptToRead(file, () => readFileSync(file, "utf8")) : "";
}

function refuseOthers(
  { folder, isBeside, overwrites, files }: PublishRequest,
  known: Known,
  wanted: ReadonlyMap<string, Buffer>,
): void {
  const refuse = (message: string, hint: string): never => {
    throw new RunbookError("not-allowed", `${message}; nothing was written`, hint);
  };
  for (const { path } of files) {
    if (!staysInside(folder, path)) refuse(`${join(folder, path)} leads out of the folder`, "Name another folder.");
  }
  if (!isBeside && known.files.size === 0 && existsSync(folder)) {
    const others = attemptToRead(folder, () => readdirSync(folder)).filter((name) => !NO_PAGES.has(name));
    if (others.length > 0) {
      refuse(
        `${folder} holds pages that are not ours (${others.slice(0, 3).join(", ")}${others.length > 3 ? ", ..." : ""})`,
        "Name an empty folder, or write beside them: --beside",
      );
    }
  }
  const taken = [...wanted]
    .filter(([path, content]) => !isOrder(path) && !known.files.has(path) && isTaken(join(folder, path), content))
    .map(([path]) => path);
  if (taken.length > 0) {
    refuse(`Somebody else's files have names of our pages: ${taken.join(", ")}`, "Rename or move them away.");
  }
  const edited = [...known.files]
    .filter(([path, hashes]) => {
      if (isOrder(path)) return false;
      const there = hashAt(join(folder, path));
      const content = wanted.get(path);
      return there !== undefined && !hashes.includes(there) && (content === undefined || there !== hashOf(content));
    })
    .map(([path]) => path);
  if (edited.length > 0 && !overwrites) {
    refuse(
      `Pages were changed there by hand since they were published: ${edited.join(", ")}`,
      "Bring the changes into the run book first; then write over them: --overwrite",
    );
  }
}

/** Letter case counts: a page of ours that changed it is no other's. */
function isTaken(file: string, content: Buffer): boolean {
  if (attemptToRead(file, () => lstatSync(file, { throwIfNoEntry: false })) === undefined) return false;
  const folder = dirname(file);
  const names = attemptToRead(folder, () => readdirSync(folder));
  return names.includes(basename(file)) && hashAt(file) !== hashOf(content);
}

/** `.order` at the top with our line, in the place of the one that we had, all others as they are. */
function orderOf(
  { folder, orderLine }: PublishRequest,
  known: Known,
): { readonly text: string; readonly isChanged: boolean } {
  if (orderLine === null) return { text: "", isChanged: false };
  const before = textAt(join(folder, ORDER));
  const lines = orderLines(before);
  const isThere = lines.includes(orderLine);
  const kept = lines.flatMap((line) => {
    if (line !== known.orderLine || line === orderLine) return [line];
    return isThere ? [] : [orderLine];
  });
  const after = kept.includes(orderLine) ? kept : [...kept, orderLine];
  const isChanged = after.length !== lines.length || after.some((line, index) => line !== lines[index]);
  return { text: orderText(after, before), isChanged };
}

function note(request: PublishRequest, files: ReadonlyMap<string, readonly string[]>): void {
  const file = join(request.folder, LIST);
  const content = Buffer.from(listText(request, request.orderLine, files, request.pages));
  if (hashAt(file) !== hashOf(content)) replaceFile(file, content);
}
