// Credentials by secretlint, whose rules are asynchronous: run here, for the rule of `lint` and for `publish`.

import { lintSource } from "@secretlint/core";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import type { Progress } from "../io.ts";
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
const PLACEHOLDER = /<[^<>]*>|\{[^{}]*\}|\$\w|\*{3}|x{6,}|…|\.{3}|:(?:pass(?:wd|word)?|pwd|secret|token)@/i;

/** The password in an address: it may be a real one where the rest, the name of a database say, is to be filled in. */
const PASSWORD = /:\/\/[^:@/\s]*(:[^@\s]+@)/;

function isPlaceholder(found: string): boolean {
  return PLACEHOLDER.test(PASSWORD.exec(found)?.[1] ?? found);
}

/**
 * Characters looked at in one go. secretlint keeps some forty performance marks for each text it is given, and looks through
 * all of them for each: thousands of files would take minutes.
 */
const BATCH = 256 * 1024;
/** Before each text, the first one too: secretlint takes a byte order mark from where it begins, and counts from behind it. */
const SEPARATOR = "\n\n";

interface Part {
  readonly path: string;
  readonly text: string;
  /** Offset in the batch. */
  readonly from: number;
}

/** The credentials in the files' texts, by file. */
export async function detectSecrets(
  files: readonly SourceFile[],
  progress: Progress = () => {},
): Promise<DetectedSecret[]> {
  const found: DetectedSecret[] = [];
  let batch: Part[] = [];
  let length = 0;
  for (const [index, file] of files.entries()) {
    progress("Looking for credentials: files", index, files.length);
    if (!("text" in file)) continue;
    batch.push({ ...file, from: length + SEPARATOR.length });
    length += SEPARATOR.length + file.text.length;
    if (length < BATCH) continue;
    found.push(...(await detectIn(batch)));
    [batch, length] = [[], 0];
  }
  return [...found, ...(await detectIn(batch))];
}

async function detectIn(batch: readonly Part[]): Promise<DetectedSecret[]> {
  const content = batch.map(({ text }) => `${SEPARATOR}${text}`).join("");
  const { messages } = await lintSource({
    source: { filePath: "run-book.md", content, ext: ".md", contentType: "text" },
    options: OPTIONS,
  });
  const found = messages.map(({ range: [start, end], messageId }) => ({
    start,
    end,
    kind: kindOf(messageId),
    part: batch.findLast(({ from }) => from <= start),
  }));
  // A key without an end in one file takes in what another one holds: each is looked at by itself.
  if (found.some(({ part, end }) => part !== undefined && end - part.from > part.text.length)) {
    const alone = batch.length === 1 ? [] : batch.map((part) => detectIn([{ ...part, from: SEPARATOR.length }]));
    return (await Promise.all(alone)).flat();
  }
  return found.flatMap(({ part, start, end, kind }): DetectedSecret[] => {
    if (part === undefined || isPlaceholder(content.slice(start, end))) return [];
    const { path, from } = part;
    return [{ path, start: start - from, end: end - from, kind }];
  });
}

/** `GITHUB_TOKEN` as `github token`, `PrivateKey` as `private key`. */
function kindOf(messageId: string): string {
  return messageId.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/g, " ").toLowerCase();
}
