// Credentials in what is kept for good: what the blocks of a procedure write, and what people are about to record.

import { readFileSync, statSync } from "node:fs";
import { RunbookError } from "../errors.ts";
import { microsoftSecretsIn } from "../lint/microsoft-secrets.ts";
import { locateIn } from "../parse/place.ts";
import type { EvidenceFile } from "../store/evidence-files.ts";
import { type DetectedSecret, detectSecrets } from "../store/secret-detector.ts";
import { decodedText } from "../store/text-file.ts";
import { MASK } from "../view/block-output.ts";

/** Of a record that is to be, what people have written. */
interface Written {
  readonly content: { readonly note: string; readonly ticket: string | null };
  readonly attach?: readonly EvidenceFile[];
}

type Found = Pick<DetectedSecret, "start" | "end" | "kind">;

/** Larger files are kept as they are: nobody reads through them, and the look would take longer than the record. */
const LARGEST_LOOKED_AT = 25 * 1024 * 1024;
/** Looked at in one go: on tens of megabytes without an end the detectors' expressions run out of stack. */
const PIECE = 1024 * 1024;
/** A credential is shorter, so that it stands whole in one of two pieces. */
const OVERLAP = 32 * 1024;
/** As git does, which calls a file with a NUL in its first bytes binary. */
const FIRST_CHARACTERS = 8000;

/** A line of a block's output without the credentials of Microsoft's services, which are known by their shape. */
export function withoutMicrosoftSecrets(line: string): string {
  return maskedIn(line, microsoftSecretsIn(line));
}

/** A text without its credentials. */
export async function withoutCredentials(text: string): Promise<string> {
  return maskedIn(text, await credentialsIn(text));
}

/** What is said of the first credential in the notes, tickets and attached files of records to be; undefined where there is none. */
export async function credentialProblem(drafts: readonly Written[]): Promise<string | undefined> {
  for (const { name, text } of textsOf(drafts)) {
    const found = await firstCredentialIn(text);
    if (found === undefined) continue;
    const { line, column } = locateIn(text)(found.start, found.end);
    return `${name}, line ${line}, column ${column}, holds a credential (${found.kind})`;
  }
  return undefined;
}

async function firstCredentialIn(text: string): Promise<Found | undefined> {
  for (let at = 0; at < text.length; at += PIECE - OVERLAP) {
    const [found] = byPlace(await credentialsIn(text.slice(at, at + PIECE)));
    if (found !== undefined) return { ...found, start: at + found.start, end: at + found.end };
  }
  return undefined;
}

/** Throws RunbookError `secret` where a note, a ticket or an attached file holds a credential. */
export async function refuseCredentials(drafts: readonly Written[]): Promise<void> {
  const problem = await credentialProblem(drafts);
  if (problem === undefined) return;
  throw new RunbookError(
    "secret",
    `${problem}, so nothing was recorded`,
    "A record stays in every clone for good: leave it out, or attach a copy of the file without it. If it is none, put it into other words, or attach the file in an archive.",
  );
}

async function credentialsIn(text: string): Promise<readonly Found[]> {
  return [...(await detectSecrets([{ path: "", text }])), ...microsoftSecretsIn(text)];
}

function byPlace(found: readonly Found[]): Found[] {
  return found.toSorted((a, b) => a.start - b.start);
}

function maskedIn(text: string, found: readonly Found[]): string {
  let [plain, end] = ["", 0];
  for (const it of byPlace(found)) {
    if (it.start >= end) plain += `${text.slice(end, it.start)}${MASK}`;
    end = Math.max(end, it.end);
  }
  return plain + text.slice(end);
}

/** What people wrote, and the files that they attach; one after the other, since files may be large. */
function* textsOf(drafts: readonly Written[]): Iterable<{ readonly name: string; readonly text: string }> {
  for (const { content, attach = [] } of drafts) {
    yield { name: "The note", text: content.note };
    if (content.ticket !== null) yield { name: "The ticket", text: content.ticket };
    for (const kept of attach) {
      const text = textOf(kept);
      if (text !== undefined) yield { name: kept.name, text };
    }
  }
}

/** Undefined for what is no text, and for what blocks have written, which holds none. */
function textOf(kept: EvidenceFile): string | undefined {
  if (!("file" in kept) || statSync(kept.file).size > LARGEST_LOOKED_AT) return undefined;
  const text = decodedText(readFileSync(kept.file));
  return text.slice(0, FIRST_CHARACTERS).includes("\0") ? undefined : text;
}
