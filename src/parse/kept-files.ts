// The texts in which the files of a run book are kept as they were looked at, and how git can tell which have changed since.

import type { GitsEye, KeptFiles, KnownFile, Stamp } from "../model/source-file.ts";

const NO_STAMP = [null, null, null, null];

/** Six values for each file: at ten thousand files anything else takes longer to read. */
type Flat = readonly (string | number | null)[];

/** The text to keep; `of` tells whose it is. */
export function formatKeptFiles({ id, files }: KeptFiles, of: string): string {
  return JSON.stringify([of, id, flatOf(files)]);
}

/** What `formatKeptFiles` wrote for the same; may throw where another version wrote it. */
export function parseKeptFiles(text: string, of: string): KeptFiles | undefined {
  if (!text.startsWith(`[${JSON.stringify(of)},`)) return undefined;
  const [, id, flat] = JSON.parse(text) as [string, string, Flat];
  return { id, files: filesOf(flat) };
}

type Eye = readonly [of: string, id: string, index: GitsEye["index"] | null, folders: GitsEye["folders"], others: Flat];

/** The text to keep; `of` tells whose it is. */
export function formatGitsEye({ id, index, folders, others }: GitsEye, of: string): string {
  const eye: Eye = [of, id, index ?? null, folders, flatOf(others)];
  return JSON.stringify(eye);
}

/** What `formatGitsEye` wrote for the same; may throw where another version wrote it. */
export function parseGitsEye(text: string, of: string): GitsEye | undefined {
  if (!text.startsWith(`[${JSON.stringify(of)},`)) return undefined;
  const [, id, index, folders, others] = JSON.parse(text) as Eye;
  return { id, index: index ?? undefined, folders, others: filesOf(others) };
}

function flatOf(files: ReadonlyMap<string, KnownFile>): Flat {
  const flat: (string | number | null)[] = [];
  for (const [path, { hash, stamp }] of files) flat.push(path, hash, ...(stamp ?? NO_STAMP));
  return flat;
}

function filesOf(flat: Flat): Map<string, KnownFile> {
  const files = new Map<string, KnownFile>();
  for (let at = 0; at < flat.length; at += 6) {
    const [path, hash, ...stamp] = flat.slice(at, at + 6) as [string, string, ...Stamp];
    files.set(path, { hash, stamp: stamp[0] === null ? null : stamp });
  }
  return files;
}
