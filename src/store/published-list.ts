// The list in a published folder: which files are ours, and what we wrote into them.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import { compare } from "../model/compare.ts";
import { staysInside } from "./inside-folder.ts";
import { attemptToRead } from "./text-file.ts";

/** The file of a published folder that names what `publish` wrote. */
export const LIST = ".runbook-publish.json";

/** Whose pages a folder holds. */
export interface Owner {
  readonly folder: string;
  /** The run book's id. */
  readonly book: string;
  readonly target: string;
}

export interface Known {
  /** Hashes by path, of what we wrote; two where a run was stopped. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly orderLine: string | null;
  /** Of procedures, by the path of their file in the run book. */
  readonly pages: ReadonlyMap<string, NotedPage>;
}

/** What the page of a procedure was published as. */
export interface NotedPage {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly cadence: string;
}

/** What an earlier run has noted; paths that lead out of the folder are not trusted. */
export function readKnown({ folder, book, target }: Owner): Known {
  const file = join(folder, LIST);
  if (!existsSync(file)) return { files: new Map(), orderLine: null, pages: new Map() };
  const list = parsedList(attemptToRead(file, () => readFileSync(file, "utf8")));
  if (list === undefined) {
    throw new RunbookError(
      "not-allowed",
      `${file} cannot be read; nothing was written`,
      "Restore it, or empty the folder.",
    );
  }
  if (list.book !== book || list.target !== target) {
    throw new RunbookError(
      "not-allowed",
      `${folder} holds pages of the run book ${list.book} for ${list.target}; nothing was written`,
      "Name another folder.",
    );
  }
  const files = Object.entries(list.files).filter(([path]) => isPlainPath(path) && staysInside(folder, path));
  const known = new Map(files);
  const pages = Object.entries(list.pages).filter(([, { path }]) => known.has(path));
  return { files: known, orderLine: list.orderLine, pages: new Map(pages) };
}

interface List {
  readonly book: string;
  readonly target: string;
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly orderLine: string | null;
  readonly pages: Readonly<Record<string, NotedPage>>;
}

function parsedList(text: string): List | undefined {
  try {
    const { book, target, files, orderLine, pages } = JSON.parse(text) as Record<string, unknown>;
    if (typeof book !== "string" || typeof target !== "string" || typeof files !== "object" || files === null) {
      return undefined;
    }
    const entries = Object.entries(files).map(([path, hashes]) => [path, [hashes].flat().map(String)] as const);
    return {
      book,
      target,
      files: Object.fromEntries(entries),
      orderLine: typeof orderLine === "string" ? orderLine : null,
      pages: Object.fromEntries(
        Object.entries(pages ?? {}).filter((entry): entry is [string, NotedPage] => isNotedPage(entry[1])),
      ),
    };
  } catch {
    return undefined;
  }
}

function isNotedPage(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return ["path", "id", "title", "cadence"].every((key) => typeof (value as Record<string, unknown>)[key] === "string");
}

function isPlainPath(path: string): boolean {
  const names = path.split("/");
  return !path.includes("\\") && !names.some((name) => name === "" || name === "." || name === ".." || name === ".git");
}

/** The list's text. */
export function listText(
  { book, target }: Owner,
  orderLine: string | null,
  files: ReadonlyMap<string, readonly string[]>,
  pages: ReadonlyMap<string, NotedPage>,
): string {
  const sorted = Object.fromEntries(
    [...files]
      .toSorted(([a], [b]) => compare(a, b))
      .map(([path, hashes]) => [path, hashes.length === 1 ? hashes[0] : hashes]),
  );
  const noted = Object.fromEntries([...pages].toSorted(([a], [b]) => compare(a, b)));
  const list = { madeBy: "runbook publish", book, target, orderLine, files: sorted, pages: noted };
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** Of a file; undefined where there is none that can be read. */
export function hashAt(file: string): string | undefined {
  try {
    return hashOf(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** Line ends apart in texts: a checkout may change them. */
export function hashOf(content: Buffer): string {
  const isText = !content.includes(0);
  const same = isText ? Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1") : content;
  return createHash("sha256").update(same).digest("base64url");
}
