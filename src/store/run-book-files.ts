// The files of a run book. Reading is synchronous: on a warm page cache that beats every other way.

import { isUtf8 } from "node:buffer";
import {
  type Dirent,
  type Stats,
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, sep } from "node:path";
import { RunbookError } from "../errors.ts";
import { CONFIG_FILES, type FoundFile, type SourceFile, type Stamp } from "../model/source-file.ts";
import { unportableName } from "../model/portable-name.ts";
import { isSameStamp, isSettled, stampOf } from "./file-stamp.ts";
import { wayWithin } from "./inside-folder.ts";

const PROCEDURES = "procedures";

/** Bytes of a file that are read at most; nothing that people write and review comes near. */
export const LARGEST_FILE = 1024 * 1024;

/**
 * The run book's four .yml files (those that exist) and all of `procedures/`, by path in code-unit order. What cannot be
 * read is in the list with the reason; only names that begin with `.` and files that are no Markdown are passed over.
 * Throws RunbookError "io" where the folder itself cannot be read.
 */
export function readRunBookFiles(root: string): readonly SourceFile[] {
  return findRunBookFiles(root, () => undefined).flatMap(({ source }) => source ?? []);
}

/**
 * As `readRunBookFiles`, but a file that still has the stamp by which it is known is not read. `startedAt` is the time by
 * the clock that files are stamped with (not the one that RUNBOOK_NOW sets), in milliseconds. `onFolder` gets the
 * path of each folder before it is looked through.
 */
export function findRunBookFiles(
  root: string,
  knownStamp: (path: string) => Stamp | null | undefined,
  startedAt: number = Date.now(),
  onFolder?: Reader["onFolder"],
): readonly FoundFile[] {
  return filesOf(root, knownStamp, startedAt, readProcedures, onFolder);
}

/** As `findRunBookFiles`, without what is in `procedures/`. */
export function findConfigFiles(
  root: string,
  knownStamp: (path: string) => Stamp | null | undefined,
): readonly FoundFile[] {
  return filesOf(root, knownStamp, Date.now(), () => {});
}

/** Those of these paths in `procedures/` that something is at, in their order, as `findRunBookFiles` finds them. */
export function findTheseFiles(
  root: string,
  paths: readonly string[],
  knownStamp: (path: string) => Stamp | null | undefined,
): readonly FoundFile[] {
  const reader = readerOf(root, knownStamp, Date.now());
  for (const path of paths) {
    const entry = lstatSync(`${reader.prefix}${path}`, { throwIfNoEntry: false });
    if (entry !== undefined) readEntry(reader, path, entry);
  }
  return reader.files;
}

function filesOf(
  root: string,
  knownStamp: (path: string) => Stamp | null | undefined,
  startedAt: number,
  ofProcedures: (reader: Reader, entry: Dirent) => void,
  onFolder?: Reader["onFolder"],
): readonly FoundFile[] {
  let reader: Reader;
  let entries: readonly Dirent[];
  try {
    reader = readerOf(root, knownStamp, startedAt, onFolder);
    onFolder?.("");
    entries = readdirSync(root, { withFileTypes: true });
  } catch (error) {
    throw new RunbookError("io", `Cannot read ${root}: ${reasonOf(error)}.`, "Check the folder and its permissions.", {
      cause: error,
    });
  }
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    if (CONFIG_FILES.includes(entry.name)) readEntry(reader, entry.name, entry);
    else if (entry.name === PROCEDURES) ofProcedures(reader, entry);
    else checkMisspelling(reader, entry.name, names);
  }
  return withoutTwins(reader.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}

/** Throws as `realpath` does. */
function readerOf(
  root: string,
  knownStamp: Reader["knownStamp"],
  startedAt: number,
  onFolder?: Reader["onFolder"],
): Reader {
  const prefix = root.endsWith(sep) ? root : `${root}${sep}`;
  const buffer = Buffer.allocUnsafe(LARGEST_FILE + 1);
  return { prefix, realRoot: realpathSync(root), files: [], buffer, knownStamp, startedAt, onFolder };
}

interface Reader {
  /** The root with a separator after it: joining paths by Node's rules takes longer than looking at a file. */
  readonly prefix: string;
  readonly realRoot: string;
  readonly files: FoundFile[];
  /** One for all files; a byte longer than the largest, so that a longer file shows. */
  readonly buffer: Buffer;
  readonly knownStamp: (path: string) => Stamp | null | undefined;
  readonly startedAt: number;
  readonly onFolder: ((path: string) => void) | undefined;
}

/** Of two names that differ by letter case alone, or in how a letter is put together, Windows or macOS check out one, and nobody misses the other. */
function withoutTwins(files: readonly FoundFile[]): readonly FoundFile[] {
  const first = new Map<string, string>();
  return files.map((file) => {
    const { path } = file;
    const folded = path.normalize("NFC").toLowerCase();
    const twin = first.get(folded);
    if (twin === undefined) {
      first.set(folded, path);
      return file;
    }
    const message = `Unexpected name: to Windows or macOS it is that of \`${twin}\`.`;
    const hint = "Rename one of them: only one is checked out there.";
    return { path, stamp: null, source: { path, problem: { message, hint } } };
  });
}

/** Without this `roles.yaml` or `Procedures/` would be passed over without a word. */
function checkMisspelling(reader: Reader, name: string, names: ReadonlySet<string>): void {
  if (name.toLowerCase() === PROCEDURES && !names.has(PROCEDURES)) {
    return refuse(
      reader,
      name,
      `Unexpected name \`${name}\`, expected \`${PROCEDURES}\`.`,
      `Rename it to \`${PROCEDURES}\`.`,
    );
  }
  const meant = name.toLowerCase().replace(/\.yaml$/, ".yml");
  if (!CONFIG_FILES.includes(meant) || names.has(meant)) return;
  refuse(reader, name, `Unexpected file name \`${name}\`, expected \`${meant}\`.`, `Rename it to \`${meant}\`.`);
}

function readProcedures(reader: Reader, entry: Dirent): void {
  if (entry.isDirectory()) return readFolder(reader, PROCEDURES);
  if (kindOf(reader, PROCEDURES, entry) !== undefined) {
    refuse(
      reader,
      PROCEDURES,
      "Unexpected file or link `procedures`, expected a folder.",
      "Put the folder itself here.",
    );
  }
}

function readFolder(reader: Reader, path: string): void {
  let entries: readonly Dirent[];
  try {
    reader.onFolder?.(path);
    entries = readdirSync(`${reader.prefix}${path}`, { withFileTypes: true });
  } catch (error) {
    return refuse(reader, path, `Cannot read this folder: ${reasonOf(error)}.`, "Check its permissions.");
  }
  for (const entry of entries.filter(({ name }) => !name.startsWith("."))) {
    const entryPath = `${path}/${entry.name}`;
    if (entry.isDirectory() && !entry.name.endsWith(".md")) {
      checkPortable(reader, entryPath, entry.name);
      readFolder(reader, entryPath);
    } else if (entry.name.endsWith(".md")) readEntry(reader, entryPath, entry);
    else if (MARKDOWN_ENDING.test(entry.name)) checkEnding(reader, entryPath, entry.name);
    else if (entry.isSymbolicLink()) checkFolderLink(reader, entryPath, entry);
  }
}

/** False, and reported, where git for Windows would refuse to check out anything for the sake of this name. */
function checkPortable(reader: Reader, path: string, name: string): boolean {
  const reason = unportableName(name);
  if (reason === undefined) return true;
  const hint = "Rename it: nobody on Windows can check out this repository.";
  refuse(reader, path, `Unexpected name \`${name}\`: ${reason}.`, hint);
  return false;
}

const MARKDOWN_ENDING = /\.(?:md|mdown|mkdn?|mdx|markdown)$/i;

function checkEnding(reader: Reader, path: string, name: string): void {
  const meant = name.replace(MARKDOWN_ENDING, ".md");
  refuse(reader, path, "Unexpected file ending, expected `.md`.", `Rename it to \`${meant}\`.`);
}

/** Only a link to a folder, or one that may have been meant as such, could hide procedures. */
function checkFolderLink(reader: Reader, path: string, entry: Dirent): void {
  const target = targetOf(`${reader.prefix}${path}`);
  const isOtherFile = target === undefined ? entry.name.includes(".") : !target.isDirectory();
  if (!isOtherFile && kindOf(reader, path, entry) === "folder") {
    refuse(reader, path, "Unexpected link to a folder.", "Put the folder itself here.");
  }
}

function targetOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** What an entry is or leads to; undefined, and reported, where it is nothing that may be read. */
function kindOf(reader: Reader, path: string, entry: Kind): "file" | "folder" | undefined {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) {
    refuse(reader, path, NO_FILE.message, NO_FILE.hint);
    return undefined;
  }
  const absolute = `${reader.prefix}${path}`;
  let target: Stats;
  let real: string;
  try {
    real = realpathSync(absolute);
    target = statSync(absolute);
  } catch (error) {
    refuse(reader, path, `Unexpected link that leads nowhere: ${reasonOf(error)}.`, "Mend or delete the link.");
    return undefined;
  }
  if (wayWithin(reader.realRoot, real) === undefined) {
    const hint = "Copy the file into the run book: what is followed must be under review with it.";
    refuse(reader, path, "Unexpected link that leaves the run book.", hint);
    return undefined;
  }
  if (target.isDirectory()) return "folder";
  if (target.isFile()) return "file";
  refuse(reader, path, NO_FILE.message, NO_FILE.hint);
  return undefined;
}

const NO_FILE = { message: "Unexpected socket, pipe or device.", hint: "Put an ordinary file here, or delete it." };

/** What the file system says that something is. */
type Kind = Pick<Dirent, "isDirectory" | "isFile" | "isSymbolicLink">;

function readEntry(reader: Reader, path: string, entry: Kind): void {
  const kind = kindOf(reader, path, entry);
  if (kind === undefined) return;
  if (kind === "folder") {
    return refuse(reader, path, `Unexpected folder \`${basename(path)}\`, expected a file.`, "Rename the folder.");
  }
  if (!checkPortable(reader, path, path.slice(path.lastIndexOf("/") + 1))) return;
  const known = entry.isFile() ? reader.knownStamp(path) : undefined;
  const stats = known == null ? undefined : targetOf(`${reader.prefix}${path}`);
  if (known != null && stats !== undefined && isSameStamp(known, stampOf(stats))) {
    reader.files.push({ path, stamp: known, source: undefined });
    return;
  }
  let length: number;
  let stamp: Stamp;
  try {
    ({ length, stamp } = readInto(reader.buffer, `${reader.prefix}${path}`));
  } catch (error) {
    return refuse(reader, path, `Cannot read this file: ${reasonOf(error)}.`, "Check its permissions.");
  }
  const bytes = reader.buffer.subarray(0, length);
  const source = sourceOfBytes(path, bytes);
  const isKnowable = "text" in source && entry.isFile() && isSettled(stamp, reader.startedAt);
  reader.files.push({ path, stamp: isKnowable ? stamp : null, source });
}

/** What its bytes make of a file: a text, or why they are none. */
export function sourceOfBytes(path: string, bytes: Buffer): SourceFile {
  const refused = (message: string, hint: string): SourceFile => ({ path, problem: { message, hint } });
  if (bytes.length > LARGEST_FILE) {
    return refused("Unexpected size of more than 1 MiB.", "Shorten the file, or move attachments elsewhere.");
  }
  if (bytes.includes(0)) {
    const hint = "Save the file as UTF-8 (not UTF-16), or move it out of the run book if it is no text.";
    return refused("Unexpected zero byte: this is no UTF-8 text.", hint);
  }
  if (!isUtf8(bytes)) return refused("Unexpected bytes that are no UTF-8.", "Save the file as UTF-8.");
  return { path, text: bytes.toString("utf8") };
}

/** Reads up to the buffer's length; the number of bytes read, and the stamp from before. */
function readInto(buffer: Buffer, path: string): { readonly length: number; readonly stamp: Stamp } {
  const file = openSync(path, "r");
  try {
    const stamp = stampOf(fstatSync(file));
    let length = 0;
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      length += count;
      if (count === 0 || length === buffer.length) return { length, stamp };
    }
  } finally {
    closeSync(file);
  }
}

function refuse(reader: Reader, path: string, message: string, hint: string): void {
  reader.files.push({ path, stamp: null, source: { path, problem: { message, hint } } });
}

/** The system's own word for what went wrong, such as `EACCES`. */
function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
