import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { RunbookError } from "../errors.ts";

/** A file to be kept with a record, and the name that it takes in the ledger's tree. */
export interface EvidenceFile {
  readonly file: string;
  readonly name: string;
}

const LARGEST_FILE = 25 * 1024 * 1024;
const LONGEST_NAME = 100;
/** Names that Windows gives to devices, whatever their ending. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The files that `--attach` names, each with a name that is harmless in any file system and differs from the others.
 * Throws RunbookError `io` for what is no regular file, cannot be read, or is larger than 25 MiB.
 */
export function evidenceFiles(paths: readonly string[], cwd: string): EvidenceFile[] {
  const names = new Set<string>();
  return paths.map((path) => {
    const file = resolve(cwd, path);
    checkFile(file, path);
    const name = freeName(safeName(basename(file)), names);
    names.add(name.toLowerCase());
    return { file, name };
  });
}

function checkFile(file: string, path: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new RunbookError("io", `There is no file ${path} to attach`);
  if (!stats.isFile()) {
    throw new RunbookError(
      "io",
      `${path} is no regular file, so it cannot be attached`,
      "Attach a file, for example an archive of the folder.",
    );
  }
  if (stats.size > LARGEST_FILE) {
    throw new RunbookError(
      "io",
      `${path} has ${Math.ceil(stats.size / 1024 / 1024)} MiB; a ledger keeps files of 25 MiB at most`,
      "Attach an extract, and name in the note where the whole file is kept.",
    );
  }
}

/** Letters, digits, `.`, `_` and `-`; no leading dot, no device name, not too long. */
function safeName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[.-]+/u, "")
    .replace(/[.-]+$/u, "");
  const short = [...plain].slice(-LONGEST_NAME).join("") || "evidence";
  return DEVICE_NAME.test(short) ? `_${short}` : short;
}

/** The name, numbered where it is taken. */
function freeName(name: string, taken: ReadonlySet<string>): string {
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
