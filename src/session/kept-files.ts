// Whether the files of a run book are as they were when an answer was kept: by a look at each; where there are many, by git's,
// which sees more in less time.

import type { Io } from "../io.ts";
import type { FoundFile, GitsEye, KeptFiles, KnownFile, Stamp } from "../model/source-file.ts";
import { formatGitsEye, formatKeptFiles, parseGitsEye, parseKeptFiles } from "../parse/kept-files.ts";
import { type CacheFolder, cacheNameOf, readKept, removeQuietly } from "../store/cache-files.ts";
import { isSameStamp } from "../store/file-stamp.ts";
import { findConfigFiles, findRunBookFiles, findTheseFiles } from "../store/run-book-files.ts";
import { areAsStamped, lookThrough } from "../store/stamped-files.ts";
import { BUILD, VERSION } from "../version.ts";

/** Of fewer files git's start takes longer than a look at each. */
export const MANY = 2000;
/** Where more have changed since git's index was made, another one takes less time in the end than a look at each of them. */
const FEW = 200;

/** Where the files of a run book are kept. */
export interface FilesPlace {
  readonly folder: CacheFolder;
  readonly root: string;
}

/** Where they are looked at. */
export interface LookPlace extends FilesPlace {
  readonly env: Io["env"];
  /** From so many files on git looks. */
  readonly many: number;
}

/** The files of a run book, as they are kept. */
export interface FilesNow {
  readonly id: string;
  /** Lets the next look take less time. */
  readonly prepareNext?: () => Promise<void>;
}

type Files = KeptFiles["files"];

/**
 * Begins to look at the files of a run book: what git does of that, it does from now on beside all else. Undefined where they
 * are not as they are kept.
 */
export async function beginLook(place: LookPlace): Promise<() => Promise<FilesNow | undefined>> {
  const eye = readEye(place);
  if (eye?.index === undefined) return async () => lookAtEach(place, eye);
  const { changedSinceIndex } = await import("../store/stat-index.ts");
  const { name, stamp } = eye.index;
  const changed = changedSinceIndex({ file: place.folder.fileOf(name), stamp }, place.root, place.env);
  return async () => lookBesideGit(place, eye, await changed);
}

/** A look at those alone of which git does not know that they are as they were. */
async function lookBesideGit(
  place: LookPlace,
  eye: GitsEye,
  changed: readonly string[] | undefined,
): Promise<FilesNow | undefined> {
  const others = changed && knownOf(changed, eye, place);
  if (others === undefined) return lookAtEach(place, undefined);
  if (!areAsStamped(place.root, eye.folders)) return lookAtEach(place, { ...eye, others });
  const stampOf = (path: string): Stamp | null | undefined => others.get(path)?.stamp;
  const procedures = [...others.keys()].filter((path) => path.startsWith("procedures/"));
  const found = [...findConfigFiles(place.root, stampOf), ...findTheseFiles(place.root, procedures, stampOf)];
  const now = await sameFiles(others, found);
  if (now !== undefined && now !== eye.others) keepEye({ ...eye, others: now }, place);
  return now && { id: eye.id };
}

/** What is kept of these files and of those that git's index does not know; undefined where they are too many, or not kept. */
function knownOf(paths: readonly string[], eye: GitsEye, place: FilesPlace): Files | undefined {
  const more = paths.filter((path) => !eye.others.has(path));
  if (more.length === 0) return eye.others;
  const kept = more.length + eye.others.size > FEW ? undefined : readKeptFiles(place);
  if (kept?.id !== eye.id) return undefined;
  const known = new Map(eye.others);
  for (const path of more) {
    const file = kept.files.get(path);
    if (file === undefined) return undefined;
    known.set(path, file);
  }
  return known;
}

/** `eye` is what may still be of use of git's, but for the stamps of the folders. */
async function lookAtEach(place: LookPlace, eye: GitsEye | undefined): Promise<FilesNow | undefined> {
  const known = readKeptFiles(place);
  if (known === undefined) return undefined;
  const { id } = known;
  const { stamps, startedAt, onFolder } = lookThrough(place.root);
  const found = findRunBookFiles(place.root, (path) => known.files.get(path)?.stamp, startedAt, onFolder);
  const files = await sameFiles(known.files, found);
  if (files === undefined) return undefined;
  if (files !== known.files) keep({ id, files }, place);
  // Of young files an index knows no more than a look at each.
  const young = found.filter(({ stamp }) => stamp === null).length;
  if (files.size < place.many || young > FEW) return { id };
  const folders = [...stamps].filter(([path]) => path !== "");
  return { id, prepareNext: async () => openEye({ id, files }, folders, eye, place) };
}

/** The files, with other stamps where only those have changed, as after a checkout; undefined where a text has. */
async function sameFiles(known: Files, found: readonly FoundFile[]): Promise<Files | undefined> {
  if (found.length !== known.size || found.some(({ path }) => !known.has(path))) return undefined;
  const changed = found.filter(({ source }) => source !== undefined);
  if (changed.length === 0) return known;
  const { hashOfText } = await import("../store/content-hash.ts");
  const now = new Map(known);
  for (const { path, stamp, source } of changed) {
    const hash = known.get(path)?.hash;
    if (source === undefined || "problem" in source || hash !== hashOfText(source.text)) return undefined;
    now.set(path, { hash, stamp });
  }
  return changed.some(({ stamp }) => stamp !== null) ? now : known;
}

async function openEye(
  { id, files }: KeptFiles,
  folders: GitsEye["folders"],
  eye: GitsEye | undefined,
  place: LookPlace,
): Promise<void> {
  if (eye?.id === id) {
    // Git makes no index of these files.
    if (eye.index === undefined) return;
    const others = new Map([...files].filter(([path]) => eye.others.has(path)));
    return keepEye({ ...eye, folders, others }, place);
  }
  const { INDEX_ENDING, makeIndex, removeIndexes } = await import("../store/stat-index.ts");
  const settled = [...files].flatMap(([path, { stamp }]) =>
    stamp !== null && path.startsWith("procedures/") ? [[path, stamp] as const] : [],
  );
  const name = `${nameOf(place)} ${newId()}${INDEX_ENDING}`;
  const file = place.folder.fileOf(name);
  const paths = settled.map(([path]) => path);
  const stamp = await makeIndex(file, paths, place.root, place.env);
  // What was the same before git looked and after is what git saw.
  const seen = new Set(settled.flatMap((known) => (areAsStamped(place.root, [known]) ? [known[0]] : [])));
  const others = new Map([...files].filter(([path]) => !seen.has(path)));
  // Without an index git is asked for one again when a text has changed.
  keepEye({ id, index: stamp && { name, stamp }, folders, others }, place);
  removeIndexes(place.folder.fileOf(nameOf(place)), file);
}

/** Keeps the files of a run book as they were read just now; the id under which they are. */
export function keepFiles(files: Files, place: FilesPlace): string {
  const before = readKeptFiles(place);
  const changed = [...files].filter(([path, file]) => !isSameFile(before?.files.get(path), file));
  const isSameText =
    before?.files.size === files.size && changed.every(([path, { hash }]) => before.files.get(path)?.hash === hash);
  const id = before !== undefined && isSameText ? before.id : newId();
  if (!isSameText || changed.length > 0) keep({ id, files }, place);
  const eye = readEye(place);
  if (eye === undefined) return id;
  const others = new Map([...eye.others, ...changed]);
  const isStillOfUse =
    eye.index !== undefined &&
    eye.id === before?.id &&
    others.size <= FEW &&
    [...before.files.keys()].every((path) => files.has(path));
  if (!isStillOfUse) closeEye(place);
  else if (id !== eye.id || changed.length > 0) keepEye({ ...eye, id, others }, place);
  return id;
}

function isSameFile(a: KnownFile | undefined, b: KnownFile): boolean {
  return a !== undefined && a.hash === b.hash && isSameStamp(a.stamp, b.stamp);
}

/** The files as they were kept; undefined where they are not, or another version kept them. */
export function readKeptFiles(place: FilesPlace): KeptFiles | undefined {
  return readKept(place.folder, nameOf(place), (text) => parseKeptFiles(text, ownerOf(place)));
}

function keep(files: KeptFiles, place: FilesPlace): void {
  place.folder.write(nameOf(place), formatKeptFiles(files, ownerOf(place)));
}

function readEye(place: FilesPlace): GitsEye | undefined {
  return readKept(place.folder, eyeNameOf(place), (text) => parseGitsEye(text, ownerOf(place)));
}

function keepEye(eye: GitsEye, place: FilesPlace): void {
  place.folder.write(eyeNameOf(place), formatGitsEye(eye, ownerOf(place)));
}

function closeEye(place: FilesPlace): void {
  removeQuietly(place.folder.fileOf(eyeNameOf(place)));
}

function nameOf({ root }: FilesPlace): string {
  return cacheNameOf("files", root);
}

function eyeNameOf(place: FilesPlace): string {
  return `${nameOf(place)} git`;
}

function ownerOf({ root }: FilesPlace): string {
  return JSON.stringify([VERSION, BUILD, root]);
}

function newId(): string {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
}
