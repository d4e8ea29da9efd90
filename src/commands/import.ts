import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type ImportedPage, importPage } from "../adopt/import-page.ts";
import { type Known, type Present, formerlyOf, idOfPage, wordsIn } from "../adopt/page-ids.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import { toFileId } from "../parse/kebab-case.ts";
import { parseProcedure, stemOf } from "../parse/procedure.ts";
import { zoneOf } from "../schedule/zone.ts";
import {
  type PageFile,
  findPages,
  isAttachment,
  localTarget,
  nameOfFile,
  readPageText,
} from "../store/import-files.ts";
import { staysInside, wayWithin } from "../store/inside-folder.ts";
import { wayTo } from "../store/link-targets.ts";
import { LARGEST_FILE } from "../store/run-book-files.ts";
import { writeNewFile } from "../store/write-files.ts";
import { type ImportedFile, renderImportText } from "../view/import-text.ts";
import { renderJson } from "../view/render-json.ts";
import type { GlobalOptions } from "./options.ts";
import { requireKnown } from "./people.ts";
import { type OpenedRunBook, openRunBook } from "./session.ts";
import { requireTrigger } from "./trigger-asked.ts";

export interface ImportOptions extends GlobalOptions {
  readonly paths: readonly string[];
  readonly trigger?: string;
  readonly owner?: string;
  readonly dryRun?: boolean;
}

/** A page with the place that it gets. */
interface Placed extends PageFile {
  readonly content: string;
  /** Of the text that it becomes. */
  readonly words: string;
  readonly path: string;
  readonly id: string;
  /** Whether the run book has a procedure of that id and name. */
  readonly isThere: boolean;
}

/** Writes a procedure for each page that has none yet, and says page by page what it did. */
export async function runImport(options: ImportOptions, io: Io): Promise<ExitCode> {
  const opened = await openRunBook(options, io);
  checkOptions(options, opened);
  const today = options.asOf ?? zoneOf(opened.parsed.settings?.timezone ?? "UTC").dateAt(io.now());
  const pages = options.paths.flatMap((path) => findPages(resolve(io.cwd, path)));
  const unique = [...new Map(pages.map((page) => [page.file, page])).values()];
  const procedures = opened.parsed.procedures.map(({ procedure, path, body }) => ({
    ids: [stemOf(path), ...(procedure === undefined ? [] : idsOf(procedure))],
    name: procedure?.name,
    path,
    words: wordsIn(body),
  }));
  const present = new Map(procedures.flatMap((it) => it.ids.map((id): [string, Present] => [id, it])));
  const given = new Set<string>();
  // Two passes, since pages link to one another: first where each goes, or is since an earlier import, then what each says.
  const found: Placed[] = [];
  const outcomes = new Map<string, ImportedFile>();
  for (const page of unique) {
    const there = place(page, present, given, today, options, opened);
    if (typeof there === "string") {
      outcomes.set(page.file, skipped(page, there, io));
      continue;
    }
    given.add(there.id);
    found.push(there);
  }
  // What is a page's by its name is no other page's.
  const claimed = new Set(found.flatMap(({ isThere, path }) => (isThere ? [path] : [])));
  const others: Known[] = procedures.filter(({ path }) => !claimed.has(path));
  const placed: Placed[] = [];
  const paths = new Map<string, string>();
  for (const page of found) {
    const was = page.isThere ? undefined : formerlyOf(page.file, page.words, others);
    if (was !== undefined) others.splice(others.indexOf(was), 1);
    const path = was?.path ?? page.path;
    paths.set(page.file, path);
    if (!page.isThere && was === undefined) {
      placed.push(page);
      continue;
    }
    const how = was === undefined ? "" : " by another name";
    outcomes.set(page.file, skipped(page, `the run book has it already${how}: ${path}`, io));
  }
  for (const page of placed) outcomes.set(page.file, write(page, paths, today, options, opened, io));
  const results = unique.flatMap(({ file }) => outcomes.get(file) ?? []);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"import">({
          schemaVersion: 1,
          directory: opened.root,
          dryRun: options.dryRun === true,
          files: results,
        })
      : renderImportText(results, options.dryRun === true),
  );
  return 0;
}

function checkOptions({ trigger, owner }: ImportOptions, { parsed }: OpenedRunBook): void {
  if (trigger !== undefined) requireTrigger(trigger);
  const { roles = {}, people = {} } = parsed.directory ?? {};
  if (owner !== undefined) requireKnown(owner, [...Object.keys(roles), ...Object.keys(people)], "role or person");
}

/** Where a page goes; or why it goes nowhere. */
function place(
  page: PageFile,
  present: ReadonlyMap<string, Present>,
  given: ReadonlySet<string>,
  today: CalendarDate,
  options: ImportOptions,
  opened: OpenedRunBook,
): Placed | string {
  if (page.skipped !== undefined) return page.skipped;
  if (isOwn(page, opened)) return "it is a file of this run book already";
  const read = readPageText(page.file);
  if ("problem" in read) return read.problem;
  if (read.text.trim() === "") return "it is empty";
  const imported = converted(page, read.text, today, options, opened, () => undefined);
  if (typeof imported === "string") return imported;
  const named = { file: nameOfFile(page.file), folder: basename(dirname(page.file)), name: imported.name };
  const { id, already } = idOfPage(named, present, given);
  const { procedure, body } = parseProcedure(`procedures/${id}.md`, imported.text, opened.parsed.settings);
  const content = { ...page, content: read.text, words: wordsIn(body), id };
  if (already !== undefined) return { ...content, path: already.path, isThere: true };
  return { ...content, path: `procedures/${procedure?.cadence ?? "imported"}/${id}.md`, isThere: false };
}

/** Whether a page lies among the run book's own procedures. */
function isOwn({ file }: PageFile, { root }: OpenedRunBook): boolean {
  const own = join(root, "procedures");
  return existsSync(own) && wayWithin(realpathSync(own), realpathSync(file)) !== undefined;
}

function converted(
  { file }: PageFile,
  text: string,
  today: CalendarDate,
  { trigger, owner }: ImportOptions,
  { parsed }: OpenedRunBook,
  rewrite: (url: string) => string | undefined,
): ImportedPage | string {
  const kind = /\.html?$/i.test(file) ? "html" : "markdown";
  const { directory } = parsed;
  try {
    return importPage(text, { kind, fallbackName: nameOfFile(file), today, directory, trigger, owner, rewrite });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "it is nested too deep to be read";
  }
}

function write(
  placed: Placed,
  paths: ReadonlyMap<string, string>,
  today: CalendarDate,
  options: ImportOptions,
  opened: OpenedRunBook,
  io: Io,
): ImportedFile {
  const attachments = new Map<string, string>();
  const lost = new Set<string>();
  const page = converted(placed, placed.content, today, options, opened, (url) => {
    const target = localTarget(url, placed);
    const anchor = /#.*$/.exec(url)?.[0] ?? "";
    const to =
      target === undefined ? undefined : (paths.get(target) ?? attached(target, placed.id, attachments, opened.root));
    if (to === undefined) {
      if (url !== "" && /^(?![a-z][a-z\d+.-]*:|\/\/|#)/i.test(url)) lost.add(url);
      return undefined;
    }
    return encodeURI(relative(dirname(placed.path), to).replaceAll("\\", "/")) + anchor;
  });
  if (typeof page === "string") return skipped(placed, page, io);
  if (Buffer.byteLength(page.text) > LARGEST_FILE) return skipped(placed, "its text is larger than 1 MiB", io);
  for (const path of [placed.path, ...attachments.values()]) {
    if (!staysInside(opened.root, path))
      throw new RunbookError("io", `${path} leads out of the run book`, "Remove the link.");
  }
  if (options.dryRun !== true) {
    writeNewFile(join(opened.root, placed.path), page.text);
    for (const [from, to] of attachments) writeNewFile(join(opened.root, to), readFileSync(from));
  }
  return {
    source: wayTo(io.cwd, placed.file),
    result: "imported",
    path: placed.path,
    reason: null,
    missing: [...page.missing],
    attachments: [...attachments.values()],
    notes: [...new Set([...page.notes, ...[...lost].map((url) => `this link leads to no file of the import: ${url}`)])],
  };
}

/** The place of a copy; undefined for what is no image or document. */
function attached(file: string, id: string, attachments: Map<string, string>, root: string): string | undefined {
  if (!isAttachment(file)) return undefined;
  const names = new Set(attachments.values());
  const [, stem = "", ending = ""] = /^(.*)(\.[^.]+)$/.exec(basename(file)) ?? [];
  const name = toFileId(stem) ?? "file";
  const candidates = [name, ...Array.from({ length: 100 }, (_unused, index) => `${name}-${index + 2}`)];
  const free = candidates
    .map((it) => `attachments/${id}/${it}${ending.toLowerCase()}`)
    .find((path) => !names.has(path) && !existsSync(join(root, path)));
  const path = attachments.get(file) ?? free;
  if (path !== undefined) attachments.set(file, path);
  return path;
}

function skipped({ file }: PageFile, reason: string, io: Io): ImportedFile {
  return {
    source: wayTo(io.cwd, file),
    result: "skipped",
    path: null,
    reason,
    missing: [],
    attachments: [],
    notes: [],
  };
}
