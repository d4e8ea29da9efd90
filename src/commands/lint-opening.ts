import { REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { CONFIG_FILES, PROCEDURE_FILE, type SourceFile } from "../model/source-file.ts";
import { parseRunBook } from "../parse/run-book.ts";
import { type KnownFiles, knownFiles } from "../session/known-files.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type OpenedRunBook, rootOf } from "../session/session.ts";
import { LARGEST_FILE, findRunBookFiles, sourceOfBytes } from "../store/run-book-files.ts";
import { type LintFacts, lintFacts } from "./lint-facts.ts";
import { fixFiles } from "./lint-fix.ts";
import { wayTo } from "../store/inside-folder.ts";
import { namedPath } from "../store/named-path.ts";

interface OpeningOptions extends GlobalOptions {
  readonly stdinFilename?: string;
  readonly fix?: boolean;
}

/** True for the path of a file that a run book has, or may have. */
export function isRunBookFile(path: string): boolean {
  return CONFIG_FILES.includes(path) || PROCEDURE_FILE.test(path);
}

/** The run book as lint is to see it. */
export interface OpenedForLint {
  readonly opened: OpenedRunBook;
  /** How all of its files were read; undefined where one of them was not. */
  readonly known: () => Promise<KnownFiles | undefined>;
  readonly facts: LintFacts;
  /** The file that standard input stands for. */
  readonly only: string | undefined;
}

/**
 * Opens the run book on disk, mended before with `fix`, or with one file from standard input, which is then `only`. Throws
 * RunbookError `usage` for a file that no run book has.
 */
export async function openForLint(options: OpeningOptions, io: Io): Promise<OpenedForLint> {
  const root = rootOf(options, io);
  const facts = lintFacts(root, options, io);
  const found = findRunBookFiles(root, () => undefined);
  const onDisk = found.flatMap(({ source }) => source ?? []);
  const parsed = (files: readonly SourceFile[], only?: string): OpenedForLint => {
    const context = { knownRegions: REGIONS, readProcedure: facts.readProcedure };
    return {
      opened: { root, files, parsed: parseRunBook(files, context) },
      known: () => knownFiles(found),
      facts,
      only,
    };
  };
  if (options.fix === true) return parsed(fixFiles(root, onDisk, io));
  if (options.stdinFilename === undefined) return parsed(onDisk);
  const only = wayTo(root, namedPath(io.cwd, options.stdinFilename));
  if (!isRunBookFile(only)) {
    throw new RunbookError(
      "usage",
      `${options.stdinFilename} is no file of the run book in ${root}`,
      "Expected procedures/*.md, runbook.yml, roles.yml, holidays.yml or waves.yml there.",
    );
  }
  const others = onDisk.filter(({ path }) => path !== only);
  return parsed([...others, await sourceOf(only, io)], only);
}

async function sourceOf(path: string, { stdin }: Io): Promise<SourceFile> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin.read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LARGEST_FILE) break;
  }
  return sourceOfBytes(path, Buffer.concat(chunks));
}
