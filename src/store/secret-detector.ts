// Credentials by secretlint, whose rules are asynchronous: run here and handed to the rule. Loaded by `lint` alone.

import { lintSource } from "@secretlint/core";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
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
    // Without the rule that reads comments: one would switch the detector off without a reason given.
    rules: rules
      .filter(({ meta }) => !meta.id.endsWith("rule-filter-comments"))
      .map((rule) => ({ id: rule.meta.id, rule })),
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
    for (const { range, messageId } of messages) {
      const [start, end] = range;
      if (PLACEHOLDER.test(text.slice(start, end))) continue;
      found.push({ path, start, end, kind: kindOf(messageId) });
    }
  }
  return found;
}

/** `GITHUB_TOKEN` as `github token`, `PrivateKey` as `private key`. */
function kindOf(messageId: string): string {
  return messageId.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/g, " ").toLowerCase();
}
