// What a file that does not parse makes every command say, without the credentials that it may hold. Loaded where one has a fault.

import { withoutSecrets } from "../lint/masked-secrets.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { ParsedRunBook } from "../parse/run-book.ts";
import { detectSecrets } from "../store/secret-detector.ts";

type Faults = Pick<ParsedRunBook, "configDiagnostics" | "diagnostics">;

/** The same with nothing in its messages of what stands in the files as a credential. */
export async function withSayableFaults<Parsed extends Faults>(
  parsed: Parsed,
  files: readonly SourceFile[],
): Promise<Parsed> {
  const say = await sayer(parsed.diagnostics, files);
  return { ...parsed, configDiagnostics: say(parsed.configDiagnostics), diagnostics: say(parsed.diagnostics) };
}

/** Diagnostics of these files in the same way. */
export async function sayableDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
): Promise<readonly Diagnostic[]> {
  return (await sayer(diagnostics, files))(diagnostics);
}

/** Says diagnostics without the credentials of the files that some of them are about. */
async function sayer(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
): Promise<(said: readonly Diagnostic[]) => readonly Diagnostic[]> {
  const named = new Set(diagnostics.map(({ path }) => path));
  const faulty = files.filter(({ path }) => named.has(path));
  const secrets = await detectSecrets(faulty);
  return (said) => withoutSecrets(said, faulty, secrets);
}
