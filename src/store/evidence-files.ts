import { statSync } from "node:fs";
import { basename } from "node:path";
import { RunbookError } from "../errors.ts";
import { isDeviceName } from "../model/portable-name.ts";
import { namedPath } from "./named-path.ts";

/** A file or a text to be kept with a record, and the name that it takes in the ledger's tree. */
export type EvidenceFile = { readonly name: string } & ({ readonly file: string } | { readonly text: string });

const MIB = 1024 * 1024;
/** What a ledger keeps without being told that a file is meant to be this large. */
const LARGEST_FILE = 25 * MIB;
/** Bytes of UTF-8: file systems take 255, and a number and other names of the path come to it. */
const LONGEST_NAME = 120;

/**
 * The files that `--attach` names, each with a name that is harmless in any file system and differs from the others.
 * Throws RunbookError `io` for what is no regular file, cannot be read, or is larger than `largest` bytes.
 */
export function evidenceFiles(paths: readonly string[], cwd: string, largest: number = LARGEST_FILE): EvidenceFile[] {
  const names = new Set<string>();
  return paths.map((path) => {
    const file = namedPath(cwd, path);
    checkFile(file, path, largest);
    const name = freeName(safeName(basename(file)), names);
    names.add(name.toLowerCase());
    return { file, name };
  });
}

function checkFile(file: string, path: string, largest: number): void {
  if (path === "") throw new RunbookError("io", "--attach names no file", "Is the variable set that was to name it?");
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new RunbookError("io", `There is no file ${path} to attach`);
  if (!stats.isFile()) {
    throw new RunbookError(
      "io",
      `${path} is no regular file, so it cannot be attached`,
      "Attach a file, for example an archive of the folder.",
    );
  }
  if (stats.size > largest) {
    const size = Math.ceil(stats.size / MIB);
    throw new RunbookError(
      "io",
      `${path} has ${size} MiB; files of ${Math.floor(largest / MIB)} MiB at most are kept`,
      `Attach an extract, and name in the note where the whole file is kept. To keep all of it for good in every clone: --max-attachment ${size}M (hosts such as GitHub refuse files over 100 MiB).`,
    );
  }
}

/** Letters, digits, `.`, `_` and `-`; no dot or dash at an end, no device name, not too long. */
export function safeName(name: string): string {
  const plain = withoutEnds(name.normalize("NFC").replaceAll(/[^\p{L}\p{N}._-]+/gu, "-"));
  const short = withoutEnds(lastBytes(plain, LONGEST_NAME)) || "evidence";
  return isDeviceName(short) ? `_${short}` : short;
}

function withoutEnds(name: string): string {
  return name.replace(/^[.-]+/u, "").replace(/(?<![.-])[.-]+$/u, "");
}

/** The end of a text, where a file's ending is, of at most so many bytes and in whole characters. */
function lastBytes(text: string, bytes: number): string {
  const characters = [...text];
  let [start, length] = [characters.length, 0];
  while (start > 0) {
    length += Buffer.byteLength(characters[start - 1] ?? "");
    if (length > bytes) break;
    start -= 1;
  }
  return characters.slice(start).join("");
}

/** The name, numbered where it is taken, letter case apart; `taken` is in lower case. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = numbered(name, number);
  return free;
}

/** A file's name or path with a number before its ending. */
export function numbered(path: string, number: number): string {
  const dot = path.lastIndexOf(".");
  const [stem, ending] = dot > path.lastIndexOf("/") + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  return `${stem}-${number}${ending}`;
}
