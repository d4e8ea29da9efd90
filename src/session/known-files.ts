// How the files of a run book are now: by the file system's word where that is as it was, else by their content.

import type { FoundFile, KnownFile } from "../model/source-file.ts";

/** By path. */
export type KnownFiles = ReadonlyMap<string, KnownFile>;

/** Tells texts apart. */
export type Hash = (text: string) => string;

/** How a file is now: as known where its stamp or its content is; undefined where it could not be read. */
export function knownFile(
  { stamp, source }: FoundFile,
  known: KnownFile | undefined,
  hashOf: Hash,
): KnownFile | undefined {
  if (source === undefined) return known;
  if ("problem" in source) return undefined;
  const hash = hashOf(source.text);
  if (known !== undefined && known.hash === hash && known.stamp === null && stamp === null) return known;
  return { stamp, hash };
}

/** Loaded where there is something to hash. */
export async function hashing(): Promise<Hash> {
  const { hashOfText } = await import("../store/content-hash.ts");
  return hashOfText;
}

/** How files were read just now; undefined where one of them could not be. */
export async function knownFiles(found: readonly FoundFile[]): Promise<KnownFiles | undefined> {
  const hashOf = await hashing();
  const known = new Map<string, KnownFile>();
  for (const file of found) {
    const now = knownFile(file, undefined, hashOf);
    if (now === undefined) return undefined;
    known.set(file.path, now);
  }
  return known;
}
