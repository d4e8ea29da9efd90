// Foreign pages on disk: which there are, in what order, what they say, and the files that they show.

import { existsSync, lstatSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { RunbookError } from "../errors.ts";
import { compare } from "../model/compare.ts";
import { wayWithin } from "./inside-folder.ts";
import { decodedText } from "./text-file.ts";

const PAGE = /\.(?:md|markdown|html?)$/i;
/** Beside pages it is what they lead to: a page only where it is named itself. Excel writes its "Unicode Text" as .txt. */
const SPREADSHEET = /\.(?:csv|tsv|txt)$/i;
/** Files of this kind in a folder tell of the folder, and are no procedure. */
const NO_PROCEDURE =
  /^(?:readme|index|_index|contributing|license|security|code_of_conduct|changelog|_sidebar|_footer|toc)\./i;
const ATTACHMENT = /\.(?:png|jpe?g|gif|svg|webp|bmp|pdf|csv|txt|xlsx?|docx?|pptx?|vsdx?)$/i;
const LARGEST_PAGE = 4 * 1024 * 1024;
const LARGEST_ATTACHMENT = 10 * 1024 * 1024;
/** Of a folder, or in one page. */
export const MOST_PAGES = 5000;

export interface PageFile {
  /** Absolute. */
  readonly file: string;
  /** The folder that was named, or that holds the file that was named: nothing outside it is read. */
  readonly root: string;
  /** Why it is no page to import; undefined for one that is. */
  readonly skipped: string | undefined;
}

/** The pages at a path, a file or a folder, in the order of `.order` files, else by name. Throws RunbookError `io`. */
export function findPages(path: string): readonly PageFile[] {
  if (!existsSync(path))
    throw new RunbookError("io", `${path} does not exist`, "Name a Markdown, HTML or CSV file, or a folder of pages.");
  if (!statSync(path).isDirectory()) {
    if (PAGE.test(path) || SPREADSHEET.test(path))
      return [{ file: resolve(path), root: rootOfFile(resolve(path)), skipped: undefined }];
    throw new RunbookError(
      "io",
      `${path} is neither Markdown nor HTML nor CSV`,
      "Export the page as HTML or Markdown, a spreadsheet as CSV.",
    );
  }
  const pages: PageFile[] = [];
  collect(resolve(path), resolve(path), pages);
  return pages;
}

/** A page of an Azure DevOps wiki may show what lies in the wiki's `.attachments`. */
function rootOfFile(file: string): string {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, ".attachments"))) return folder;
  }
  return dirname(file);
}

function collect(root: string, folder: string, pages: PageFile[]): void {
  const order = orderOf(folder);
  const rank = (name: string): number => {
    const index = order.indexOf(name.replace(PAGE, ""));
    return index < 0 ? order.length : index;
  };
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .toSorted((a, b) => rank(a.name) - rank(b.name) || compare(a.name, b.name));
  for (const entry of entries) {
    if (pages.length >= MOST_PAGES)
      throw new RunbookError("io", `${root} holds more than ${MOST_PAGES} pages`, "Import one folder at a time.");
    const file = join(folder, entry.name);
    if (entry.isDirectory()) collect(root, file, pages);
    else if (PAGE.test(entry.name)) {
      const skipped = !entry.isFile()
        ? "it is a link, not a file"
        : NO_PROCEDURE.test(entry.name)
          ? "its name is that of a page about the folder; name the file itself to import it"
          : undefined;
      pages.push({ file, root, skipped });
    }
  }
}

function orderOf(folder: string): string[] {
  const file = join(folder, ".order");
  if (!existsSync(file) || !lstatSync(file).isFile()) return [];
  return readFileSync(file, "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim());
}

/** What a page is called by its file: `-` stands for a space in wikis, `%2D` for `-`; Notion ends it with a number of its own. */
export function nameOfFile(file: string): string {
  const name = basename(file)
    .replace(PAGE, "")
    .replace(SPREADSHEET, "")
    .replace(/[ -][\da-f]{32}$/, "")
    .replaceAll("-", " ");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A page's text with LF line ends, from UTF-8, UTF-16 with a mark, or Windows' Western encoding; else the reason why not. */
export function readPageText(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    if (statSync(file).size > LARGEST_PAGE) return { problem: "it is larger than 4 MiB" };
    const bytes = readFileSync(file);
    const text = decodedText(bytes).replaceAll("\r\n", "\n");
    return text.includes("\0") ? { problem: "it is no text" } : { text };
  } catch (error) {
    return { problem: `it cannot be read: ${(error as Error).message}` };
  }
}

/** The local file that a link of a page leads to; undefined for one to the web, or to what is not there or not below the root. */
export function localTarget(url: string, page: PageFile): string | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#|\\)/i.test(url)) return undefined;
  const [path = ""] = url.split(/[?#]/, 1);
  if (path === "" || path.includes("\0") || /%00/.test(path)) return undefined;
  // Azure DevOps writes `%2D` into the file's name itself.
  const candidates = [unescaped(path), path].flatMap((name) => {
    const from = name.startsWith("/") ? join(page.root, name) : join(dirname(page.file), name);
    return [from, `${from}.md`];
  });
  const file = candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  if (file === undefined) return undefined;
  return wayWithin(realpathSync(page.root), realpathSync(file)) === undefined ? undefined : resolve(file);
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whether a file is an image or a document of a size that a run book can hold. */
export function isAttachment(file: string): boolean {
  return ATTACHMENT.test(extname(file)) && statSync(file).size <= LARGEST_ATTACHMENT;
}
