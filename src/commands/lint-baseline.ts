import { existsSync, readFileSync } from "node:fs";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { commandWord } from "../model/command-word.ts";
import { count } from "../model/count.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { namedPath } from "../store/named-path.ts";
import { replaceFile, writeNewFile } from "../store/write-files.ts";
import { baselineText, compareWithBaseline, readBaseline } from "../view/lint-baseline.ts";
import { plainLine } from "../view/plain-text.ts";

interface BaselineOptions {
  /** The file's path. */
  readonly baseline?: string;
}

/** The findings that the baseline does not know; how many it does is told on stderr. */
export function withoutKnown(
  diagnostics: readonly Diagnostic[],
  { baseline }: BaselineOptions,
  io: Io,
): readonly Diagnostic[] {
  if (baseline === undefined) return diagnostics;
  const { fresh, known, gone } = compareWithBaseline(diagnostics, baselineIn(namedPath(io.cwd, baseline)));
  const mended = gone === 0 ? "" : `; ${gone} of it are no longer found: --update-baseline takes them out`;
  if (known + gone > 0) io.stderr.write(`${count(known, "finding")} of the baseline left out${mended}\n`);
  return fresh;
}

/** Writes all findings into the baseline. */
export function writeBaseline(
  diagnostics: readonly Diagnostic[],
  { baseline = "" }: BaselineOptions,
  io: Io,
): ExitCode {
  const file = namedPath(io.cwd, baseline);
  // What is no baseline is some other file, named by mistake.
  if (existsSync(file)) {
    baselineIn(file);
    replaceFile(file, baselineText(diagnostics));
  } else {
    writeNewFile(file, baselineText(diagnostics));
  }
  io.stderr.write(`${count(diagnostics.length, "finding")} written to ${plainLine(file)}\n`);
  return 0;
}

function baselineIn(file: string): ReturnType<typeof readBaseline> & object {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const hint = `Write it first: runbook lint --baseline ${commandWord(file, "FILE")} --update-baseline`;
    throw new RunbookError("io", `The baseline ${file} cannot be read`, hint, { cause: error });
  }
  const baseline = readBaseline(text);
  if (baseline !== undefined) return baseline;
  throw new RunbookError(
    "usage",
    `${file} is no baseline of lint`,
    "Name another file, or delete it and write it anew.",
  );
}
