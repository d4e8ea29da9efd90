// Credentials by secretlint, whose rules are asynchronous: run here and handed to the rule. Loaded by `lint` alone.

import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import type { SourceFile } from "../model/source-file.ts";

/** A credential in one of the files; offsets in its text. */
export interface DetectedSecret {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What it looks like, never the credential itself. */
  readonly kind: string;
}

const OPTIONS = {
  noPhysicFilePath: true,
  config: {
    rules: [
      {
        id: "@secretlint/secretlint-rule-preset-recommend",
        rule: creator,
        // A comment in a text would switch the detector off without a reason given.
        rules: [{ id: "@secretlint/secretlint-rule-filter-comments", disabled: true }],
      },
    ],
  },
};

/** What people write where a value is to be filled in: `<password>`, `${PASS}`, `***`, `xxxx`. */
const PLACEHOLDER = /<[^<>]*>|\{[^{}]*\}|\$\w|\*{3}|x{6,}|…|\.{3}|:(?:password|passwd|secret|token)@/i;

/** The credentials in the files' texts, in reading order. */
export async function detectSecrets(files: readonly SourceFile[]): Promise<DetectedSecret[]> {
  const found: DetectedSecret[] = [];
  for (const file of files) {
    if (!("text" in file)) continue;
    const { path, text } = file;
    const { messages } = await lintSource({
      source: { filePath: path, content: text, ext: path.slice(path.lastIndexOf(".")), contentType: "text" },
      options: OPTIONS,
    });
    for (const { range, messageId, ruleId } of messages) {
      const [start, end] = range;
      if (PLACEHOLDER.test(text.slice(start, end))) continue;
      found.push({ path, start, end, kind: kindOf(ruleId, messageId) });
    }
  }
  return found;
}

/** `GITHUB_TOKEN` as `github token`, `PrivateKey` as `private key`. */
function kindOf(ruleId: string, messageId: string): string {
  const words = messageId
    .replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, " ")
    .toLowerCase()
    .trim();
  const from = ruleId.replace(/^.*secretlint-rule-/, "").replaceAll("-", " ");
  return words.includes(from.split(" ")[0] ?? "") ? words : `${from}: ${words}`;
}
