// What findings say of files that hold credentials, without the credentials.

import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceFile } from "../model/source-file.ts";
import { microsoftSecretsIn } from "./microsoft-secrets.ts";
import type { LintInput } from "./rule.ts";

/** Fewer letters and digits in a row may be the same by chance. */
const RUN = 8;

/** The findings, without the words of a message or a hint that hold a part of a credential, however it is written there. */
export function withoutSecrets(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
  secrets: LintInput["secrets"],
): readonly Diagnostic[] {
  const runs = new Set(
    files.flatMap((file) => {
      if (!("text" in file)) return [];
      const found = [...secrets.filter(({ path }) => path === file.path), ...microsoftSecretsIn(file.text)];
      return found.flatMap(({ start, end }) => runsOf(file.text.slice(start, end)));
    }),
  );
  const tells = (word: string): boolean => runsOf(word).some((run) => runs.has(run));
  const masked = (text: string): string =>
    tells(text) ? text.replaceAll(/`[^`]*`|\S+/g, (word) => (tells(word) ? "`…`" : word)) : text;
  return diagnostics.map((finding) =>
    finding.rule === "secret"
      ? finding
      : { ...finding, message: masked(finding.message), hint: finding.hint && masked(finding.hint) },
  );
}

/** All runs of its letters and digits, in small letters; a short text is one. */
function runsOf(text: string): string[] {
  const plain = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  if (plain === "") return [];
  return Array.from({ length: Math.max(1, plain.length - RUN + 1) }, (_, at) => plain.slice(at, at + RUN));
}
