import { relative, resolve, sep } from "node:path";
import { REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { SourceFile } from "../model/source-file.ts";
import { parseRunBook } from "../parse/run-book.ts";
import { fixFiles } from "./lint-fix.ts";
import type { GlobalOptions } from "./options.ts";
import { type OpenedRunBook, openRunBook } from "./session.ts";

interface OpeningOptions extends GlobalOptions {
  readonly stdinFilename?: string;
  readonly fix?: boolean;
}

const RUN_BOOK_FILE = /^(?:(?:runbook|roles|holidays|waves)\.yml|procedures\/.+\.md)$/u;

/**
 * The run book as lint is to see it: on disk, mended before with `fix`, or with one file from standard input, which is then
 * `only`. Throws RunbookError `usage` for a file that no run book has.
 */
export async function openForLint(
  options: OpeningOptions,
  io: Io,
): Promise<{ readonly opened: OpenedRunBook; readonly only: string | undefined }> {
  const opened = await openRunBook(options, io);
  const { root } = opened;
  if (options.fix === true) return { opened: withFiles(root, fixFiles(root, opened.files, io)), only: undefined };
  if (options.stdinFilename === undefined) return { opened, only: undefined };
  const only = relative(root, resolve(io.cwd, options.stdinFilename)).split(sep).join("/");
  if (!RUN_BOOK_FILE.test(only)) {
    throw new RunbookError(
      "usage",
      `${options.stdinFilename} is no file of the run book in ${root}`,
      "Expected procedures/….md, runbook.yml, roles.yml, holidays.yml or waves.yml there.",
    );
  }
  const others = opened.files.filter(({ path }) => path !== only);
  return { opened: withFiles(root, [...others, sourceOf(only, await io.stdin.read())]), only };
}

function withFiles(root: string, files: readonly SourceFile[]): OpenedRunBook {
  return { root, files, parsed: parseRunBook(files, { knownRegions: REGIONS }) };
}

function sourceOf(path: string, bytes: Uint8Array): SourceFile {
  try {
    return { path, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { path, problem: { message: "Unexpected bytes that are no UTF-8.", hint: "Send the text as UTF-8." } };
  }
}
