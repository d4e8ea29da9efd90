import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ImportedPage, importPage } from "../adopt/import-page.ts";
import { type Known, type Present, formerlyOf, idOfPage, wordsIn } from "../adopt/page-ids.ts";
import type { PagePart } from "../adopt/page-part.ts";
import { splitPage } from "../adopt/page-parts.ts";
import type { PageTree } from "../adopt/page-node.ts";
import { type PageKind, readPage } from "../adopt/page-tree.ts";
import { splitTable } from "../adopt/task-table.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import { githubAnchor } from "../parse/anchors.ts";
import { toFileId } from "../parse/kebab-case.ts";
import { parseProcedure, stemOf } from "../parse/procedure.ts";
import { zoneOf } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type OpenedRunBook, openRunBook } from "../session/session.ts";
import {
  MOST_PAGES,
  type PageFile,
  findPages,
  isAttachment,
  localTarget,
  nameOfFile,
  readPageText,
} from "../store/import-files.ts";
import { staysInside, wayTo, wayWithin } from "../store/inside-folder.ts";
import { namedPath } from "../store/named-path.ts";
import { LARGEST_FILE } from "../store/run-book-files.ts";
import { writeNewFile } from "../store/write-files.ts";
import { type ImportedFile, renderImportText } from "../view/import-text.ts";
import { renderJson } from "../view/render-json.ts";
import { requireOwner } from "./people.ts";
import { letBeHeard, sayingWhatIsLeft } from "./stopped.ts";
import { requireTrigger } from "./trigger-asked.ts";

export interface ImportOptions extends GlobalOptions {
  readonly paths: readonly string[];
  readonly trigger?: string;
  readonly owner?: string;
  readonly split?: boolean;
  readonly dryRun?: boolean;
}

/** What all pages of a run are imported with. */
interface Importing {
  readonly options: ImportOptions;
  readonly opened: OpenedRunBook;
  readonly today: CalendarDate;
  readonly io: Io;
}

/** A page, or with `--split` a part of one. */
interface Source extends PageFile {
  /** The whole page, or the part of it. */
  readonly tree: () => PageTree;
  /** Undefined for a whole page. */
  readonly part: PagePart | undefined;
}

/** A source with the place that it gets. */
interface Placed extends Source {
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
  const importing = { options, opened, today, io };
  const pages = options.paths.flatMap((path) => findPages(namedPath(io.cwd, path)));
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
  const treeOf = pageReader();
  const sources = unique.flatMap((page) => sourcesOf(page, treeOf, importing));
  const found = sources.map((source) => (isOutcome(source) ? source : place(source, present, given, importing)));
  // What is a page's by its name is no other page's.
  const claimed = new Set(found.flatMap((it) => (!isOutcome(it) && it.isThere ? [it.path] : [])));
  const others: Known[] = procedures.filter(({ path }) => !claimed.has(path));
  const targets = new Map<string, string>();
  const placed = found.map((page): Placed | ImportedFile => {
    if (isOutcome(page)) return page;
    const name = page.part === undefined ? page.file : "";
    const was = page.isThere ? undefined : formerlyOf(name, page.words, others);
    if (was !== undefined) others.splice(others.indexOf(was), 1);
    const path = was?.path ?? page.path;
    addTargets(targets, page, path);
    if (!page.isThere && was === undefined) return page;
    const how = was === undefined ? "" : " by another name";
    return skipped(page, `the run book has it already${how}: ${path}`, io);
  });
  const results = await sayingWhatIsLeft(io, LEFT, () => writeAll(placed, targets, importing));
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

const LEFT = "What was written stays. Run this again for the rest.";

async function writeAll(
  placed: readonly (Placed | ImportedFile)[],
  targets: ReadonlyMap<string, string>,
  importing: Importing,
): Promise<ImportedFile[]> {
  const results: ImportedFile[] = [];
  for (const page of placed) {
    results.push(isOutcome(page) ? page : write(page, targets, importing));
    await letBeHeard();
  }
  return results;
}

function checkOptions({ trigger, owner }: ImportOptions, { parsed }: OpenedRunBook): void {
  if (trigger !== undefined) requireTrigger(trigger);
  if (owner !== undefined) requireOwner(owner, parsed.directory ?? { roles: {}, people: {} });
}

function isOutcome(it: Source | ImportedFile): it is ImportedFile {
  return "result" in it;
}

/** What is to be imported of a page, and what is left out of it. */
function sourcesOf(
  page: PageFile,
  treeOf: PageReader,
  { options, opened, io }: Importing,
): readonly (Source | ImportedFile)[] {
  if (page.skipped !== undefined) return [skipped(page, page.skipped, io)];
  if (isOwn(page, opened)) return [skipped(page, "it is a file of this run book already", io)];
  const read = readPageText(page.file);
  if ("problem" in read) return [skipped(page, read.problem, io)];
  if (read.text.trim() === "") return [skipped(page, "it is empty", io)];
  const kind = kindOf(page.file, read.text);
  const whole: Source = { ...page, tree: () => treeOf(read.text, kind), part: undefined };
  const isTable = kind === "csv";
  const split = isTable ? splitTable : options.split === true ? splitPage : undefined;
  const pieces = split === undefined ? undefined : unlessUnreadable(() => split(whole.tree(), nameOfFile(page.file)));
  if (pieces === undefined) return [isTable ? skipped(page, "it has no row below its titles", io) : whole];
  if (typeof pieces === "string") return [skipped(page, pieces, io)];
  if (pieces.length > MOST_PAGES)
    return [skipped(page, `it holds more than ${MOST_PAGES} procedures: import it in parts`, io)];
  return pieces.map((piece) =>
    "reason" in piece
      ? skipped(page, piece.reason, io, piece.anchor)
      : { ...whole, tree: () => piece.tree, part: piece },
  );
}

/** How many procedures a page would be with `--split`. */
function partsIn(source: Source): number {
  const pieces = unlessUnreadable(() => splitPage(source.tree(), nameOfFile(source.file)));
  return typeof pieces === "object" ? pieces.filter((piece) => "tree" in piece).length : 0;
}

type PageReader = (content: string, kind: PageKind) => PageTree;

/** Keeps the last tree: one is asked for up to three times, in a row where the page is the only one, and the largest take seconds. */
function pageReader(): PageReader {
  let last: { readonly content: string; readonly kind: PageKind; readonly tree: PageTree } | undefined;
  return (content, kind) => {
    if (last?.content !== content || last.kind !== kind) last = { content, kind, tree: readPage(content, kind) };
    return last.tree;
  };
}

function kindOf(file: string, content: string): PageKind {
  if (/\.html?$/i.test(file)) return "html";
  if (/\.txt$/i.test(file)) return /^.*\t/.test(content) ? "csv" : "markdown";
  return /\.[ct]sv$/i.test(file) ? "csv" : "markdown";
}

/** What reads a page; or why it cannot be read. */
function unlessUnreadable<Result>(read: () => Result): Result | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError)
      return "it is nested too deep, has too much markup or too many elements, or too wide or long a table, to be read: export it anew, or in parts";
    if (error instanceof SyntaxError) return `it is no table of comma-separated values: ${error.message}`;
    throw error;
  }
}

/** Where a source goes; or why it goes nowhere. */
function place(
  source: Source,
  present: ReadonlyMap<string, Present>,
  given: Set<string>,
  importing: Importing,
): Placed | ImportedFile {
  const { opened, io } = importing;
  const imported = converted(source, importing, () => undefined);
  if (typeof imported === "string") return skipped(source, imported, io);
  const { id, already } = idOfPage({ ...namesOf(source), name: imported.name }, present, given);
  given.add(id);
  const { procedure, body } = parseProcedure(`procedures/${id}.md`, imported.text, opened.parsed.settings);
  const content = { ...source, words: wordsIn(body), id };
  if (already !== undefined) return { ...content, path: already.path, isThere: true };
  return { ...content, path: `procedures/${procedure?.cadence ?? "imported"}/${id}.md`, isThere: false };
}

function namesOf({ file, part }: Source): { readonly file: string; readonly folder: string } {
  return part === undefined
    ? { file: nameOfFile(file), folder: basename(dirname(file)) }
    : { file: part.name, folder: nameOfFile(file) };
}

/** Where links to a source lead from now on: to a page by its file, to a part of one by the headings in it. */
function addTargets(targets: Map<string, string>, { file, part }: Source, path: string): void {
  if (!targets.has(file)) targets.set(file, path);
  if (part === undefined) return;
  for (const anchor of part.anchors) targets.set(`${file}#${anchor}`, `${path}#${anchor}`);
  targets.set(`${file}#${part.anchor}`, path);
}

/** Whether a page lies among the run book's own procedures. */
function isOwn({ file }: PageFile, { root }: OpenedRunBook): boolean {
  const own = join(root, "procedures");
  return existsSync(own) && wayWithin(realpathSync(own), realpathSync(file)) !== undefined;
}

function converted(
  source: Source,
  { options: { trigger, owner }, opened, today }: Importing,
  rewrite: (url: string) => string | undefined,
): ImportedPage | string {
  const { file, part } = source;
  const { directory } = opened.parsed;
  const given = part?.given ?? new Map();
  const fallbackName = nameOfFile(file);
  return unlessUnreadable(() =>
    importPage(source.tree(), { fallbackName, given, today, directory, trigger, owner, rewrite }),
  );
}

function write(placed: Placed, targets: ReadonlyMap<string, string>, importing: Importing): ImportedFile {
  const { options, opened, io } = importing;
  const attachments = new Map<string, string>();
  const lost = new Set<string>();
  const page = converted(placed, importing, (url) => {
    const isWithin = placed.part !== undefined && url.startsWith("#");
    const target = isWithin ? placed.file : localTarget(url, placed);
    const written = /#[^]*/.exec(url)?.[0] ?? "";
    const exact = target === undefined ? undefined : targets.get(`${target}#${githubAnchor(written.slice(1))}`);
    if (isWithin && exact === undefined) return undefined;
    const to =
      target === undefined
        ? undefined
        : (exact ?? targets.get(target) ?? attached(target, placed.id, attachments, opened.root));
    if (to === undefined) {
      if (url !== "" && /^(?![a-z][a-z\d+.-]*:|\/\/|#)/i.test(url)) lost.add(url);
      return undefined;
    }
    const [path = "", anchor] = to.split("#");
    const way = encodeURI(wayTo(dirname(placed.path), path));
    return `${way}${anchor === undefined ? (exact === undefined ? written : "") : `#${anchor}`}`;
  });
  if (typeof page === "string") return skipped(placed, page, io);
  const parts = placed.part === undefined && page.missing.includes("steps") ? partsIn(placed) : 0;
  const hint = parts < 2 ? [] : [`it may hold ${parts} procedures: --split makes one of each`];
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
    source: sourceOf(placed, io),
    result: "imported",
    path: placed.path,
    reason: null,
    missing: [...page.missing],
    attachments: [...attachments.values()],
    notes: [
      ...new Set([
        ...page.notes,
        ...hint,
        ...[...lost].map((url) => `this link leads to no file of the import: ${url}`),
      ]),
    ],
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

function skipped(page: PageFile | Source, reason: string, io: Io, anchor?: string | null): ImportedFile {
  return {
    source: sourceOf(page, io, anchor),
    result: "skipped",
    path: null,
    reason,
    missing: [],
    attachments: [],
    notes: [],
  };
}

/** Its file, and of what is a part of it the anchor: its own, else `anchor`. */
function sourceOf(page: PageFile | Source, io: Io, anchor: string | null = null): string {
  const within = ("part" in page ? page.part?.anchor : undefined) ?? anchor;
  return `${wayTo(io.cwd, page.file)}${within === null ? "" : `#${within}`}`;
}
