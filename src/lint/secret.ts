import type { SourceFile } from "../model/source-file.ts";
import { locateIn } from "../parse/place.ts";
import { microsoftSecretsIn } from "./microsoft-secrets.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

/** The paths of the files in which the rule finds a credential: nothing of their texts is quoted, shown or published. */
export function pathsWithSecrets(files: readonly SourceFile[], secrets: LintInput["secrets"]): ReadonlySet<string> {
  const ours = files.filter((file) => "text" in file && microsoftSecretsIn(file.text).length > 0);
  return new Set([...secrets, ...ours].map(({ path }) => path));
}

/** No credential stands in a text that everybody with the repository can read, today and in its history. */
export const secret: Rule = {
  name: "secret",
  severity: "error",
  dependsOnDay: false,
  check: ({ files, secrets }) =>
    files.flatMap((file): Finding[] => {
      if (!("text" in file)) return [];
      const { path, text } = file;
      const detected = secrets.filter((found) => found.path === path);
      const ours = microsoftSecretsIn(text).filter(
        ({ start, end }) => !detected.some((other) => other.start < end && start < other.end),
      );
      const locate = locateIn(text);
      return [...detected, ...ours].map(({ start, end, kind }) => ({
        path,
        place: locate(start, end),
        message: `Credential (${kind}), expected a reference to where it is kept.`,
        hint: "Revoke it first: it stays in git's history. Then name the vault and the entry that hold the new one.",
      }));
    }),
};
