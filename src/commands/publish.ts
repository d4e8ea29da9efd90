import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { addDays } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { pathsWithSecrets } from "../lint/secret.ts";
import { count } from "../model/count.ts";
import type { PublishTarget } from "../model/publish-target.ts";
import { CADENCES } from "../model/trigger.ts";
import { isFileId } from "../parse/kebab-case.ts";
import { ATTACHMENTS as WIKI_ATTACHMENTS, azureWikiFiles } from "../publish/azure-wiki.ts";
import { CALENDAR_DAYS } from "../publish/calendar-page.ts";
import { ATTACHMENTS as CONFLUENCE_ATTACHMENTS, confluenceFiles } from "../publish/confluence.ts";
import { pagesOf } from "../publish/pages.ts";
import {
  type KeptPage,
  type Origin,
  type Page,
  type PublishInput,
  type PublishedFile,
  pageOf,
} from "../publish/publication.ts";
import { ATTACHMENTS as SHAREPOINT_ATTACHMENTS, sharepointFiles } from "../publish/sharepoint.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type Session, exitCodeOf, openSession, reportLedger, reportOnStderr } from "../session/session.ts";
import { attachments } from "../store/attachments.ts";
import { readFileOrigins } from "../store/file-origins.ts";
import { folderInRepository, topOfRepository } from "../store/repository-folders.ts";
import { wayTo } from "../store/inside-folder.ts";
import { namedPath } from "../store/named-path.ts";
import { publishInto } from "../store/published-folder.ts";
import { type Known, type NotedPage, readKnown } from "../store/published-list.ts";
import { refuseNoFolder } from "../store/write-files.ts";
import { detectSecrets } from "../store/secret-detector.ts";
import { findWebAddresses } from "../store/web-addresses.ts";
import { renderJson } from "../view/render-json.ts";
import { refuseAmongProcedures } from "./among-procedures.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { editTemplate } from "./edit-template.ts";
import { letBeHeard, sayingWhatIsLeft, unfinished } from "./stopped.ts";
import { plainLine } from "../view/plain-text.ts";

export interface PublishOptions extends GlobalOptions {
  readonly to: PublishTarget;
  readonly directory: string;
  /** Where the folder lies in its wiki; undefined: found out from the repository around it. */
  readonly wikiPath?: string;
  /** Where a file can be edited, `{path}` standing for its path from the repository's top. */
  readonly editUrl?: string;
  readonly beside?: boolean;
  readonly overwrite?: boolean;
  readonly dryRun?: boolean;
}

/** Writes the run book into a folder as pages of the place that a team reads; 1 where a file does not parse. */
export async function runPublish(options: PublishOptions, io: Io): Promise<ExitCode> {
  const folder = namedPath(io.cwd, options.directory);
  refuseNoFolder(folder);
  const session = await openSession(options, io, "stale");
  const { date } = session.schedule.asOf;
  const warnings = await calendarNotes(session.book, date, addDays(date, CALENDAR_DAYS));
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  refuseAmongProcedures(folder, session.root);
  const known = readKnown({ folder, book: session.book.settings.id, target: options.to });
  const kept = keptPages(session, known, folder);
  const input = await publishInput(session, kept, options, io);
  const pages = pagesOf(input);
  const { files, entry, attachmentFolder } = await filesFor(pages, folder, input, session, options, io);
  const isDryRun = options.dryRun === true;
  const request = {
    folder,
    book: session.book.settings.id,
    target: options.to,
    files: files.map((file) => {
      if ("copyOf" in file) return { path: file.path, copyOf: join(session.root, file.copyOf) };
      if (!("isKept" in file)) return file;
      const source = kept.find((page) => pageOf(page) === file.page)?.source ?? "";
      return { path: file.path, keptFrom: known.pages.get(source)?.path ?? "" };
    }),
    pages: notedPages(files, session, kept),
    attachmentFolder,
    orderLine: entry,
    isBeside: options.beside === true,
    overwrites: options.overwrite === true,
    isDryRun,
  };
  const result = await sayingWhatIsLeft(io, unfinished(folder), () => publishInto(request, letBeHeard));
  const stays = files.filter((file) => "isKept" in file).map(({ path }) => path);
  for (const path of stays) {
    io.stderr.write(
      `${plainLine(path)} ${isDryRun ? "would stay" : "stays"} as it was: its procedure does not parse\n`,
    );
  }
  for (const path of result.orphaned) {
    io.stderr.write(
      `Pages of others stay in ${plainLine(path)}, but the page above them ${isDryRun ? "would be" : "is"} gone\n`,
    );
  }
  io.stdout.write(
    options.format === "json"
      ? renderJson<"publish">({
          schemaVersion: 1,
          target: options.to,
          directory: folder,
          dryRun: isDryRun,
          pages: pages.length,
          written: [...result.written],
          removed: [...result.removed],
          unchanged: result.unchanged,
          kept: stays,
          diagnostics: [...session.diagnostics, ...warnings],
        })
      : `${isDryRun ? "Would write" : "Wrote"} ${count(result.written.length, "file")} of ${count(pages.length, "page")} into ${plainLine(folder)}; ${result.unchanged} unchanged, ${result.removed.length} ${isDryRun ? "to be " : ""}removed.\n`,
  );
  return exitCodeOf(session);
}

/** The pages of procedures that do not parse now, as an earlier run has noted them: whoever may write there writes that list. */
function keptPages({ parsed, book }: Session, known: Known, folder: string): readonly KeptPage[] {
  const ids = new Set(book.procedures.map(({ id }) => id));
  return parsed.procedures.flatMap(({ procedure, path: source }): KeptPage[] => {
    const noted = known.pages.get(source);
    if (procedure !== undefined || noted === undefined || !existsSync(join(folder, noted.path))) return [];
    const { id, title } = noted;
    const cadence = CADENCES.find((it) => it === noted.cadence);
    if (cadence === undefined || ids.has(id) || !isFileId(id)) return [];
    ids.add(id);
    return [{ id, title, cadence, source }];
  });
}

/** What is noted of the pages of procedures, by their files in the run book. */
function notedPages(
  files: readonly PublishedFile[],
  { book }: Session,
  kept: readonly KeptPage[],
): ReadonlyMap<string, NotedPage> {
  const paths = new Map(files.flatMap((file) => ("page" in file ? [[file.page, file.path] as const] : [])));
  const pages = [...book.procedures.map((it) => ({ ...it, title: it.name, source: it.path })), ...kept];
  return new Map(
    pages.map((page) => {
      const { id, title, cadence, source } = page;
      return [source, { path: paths.get(pageOf(page)) ?? "", id, title, cadence }];
    }),
  );
}

interface FilesOfTarget {
  readonly files: readonly PublishedFile[];
  readonly entry: string | null;
  readonly attachmentFolder: string;
}

async function filesFor(
  pages: readonly Page[],
  folder: string,
  input: PublishInput,
  { root }: Session,
  options: PublishOptions,
  io: Io,
): Promise<FilesOfTarget> {
  const { attachmentOf } = input;
  switch (options.to) {
    case "azure-devops-wiki": {
      const wikiPath =
        options.wikiPath === undefined ? await wayInWiki(folder, root, io) : plainWikiPath(options.wikiPath);
      return { ...azureWikiFiles(pages, { wikiPath, attachmentOf }), attachmentFolder: WIKI_ATTACHMENTS };
    }
    case "confluence":
      return { files: confluenceFiles(pages, attachmentOf), entry: null, attachmentFolder: CONFLUENCE_ATTACHMENTS };
    case "sharepoint":
      return { files: sharepointFiles(pages, attachmentOf), entry: null, attachmentFolder: SHAREPOINT_ATTACHMENTS };
  }
}

/** A wiki's repository is another one than the run book's; where it is not, the folder is taken for the whole wiki. */
async function wayInWiki(folder: string, root: string, io: Io): Promise<string> {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  const [top, own] = await Promise.all([topOfRepository(there, io.env), topOfRepository(root, io.env)]);
  if (top === undefined || top === own) return "";
  const way = wayTo(top, folder);
  return way === "" ? "" : `/${way}`;
}

function plainWikiPath(path: string): string {
  const way = path.split("/").filter((name) => name !== "");
  if (way.some((name) => name === "." || name === "..")) {
    throw new RunbookError("usage", `Unexpected --wiki-path \`${path}\``, "For example: --wiki-path /Operations");
  }
  return way.map((name) => `/${name}`).join("");
}

async function publishInput(
  session: Session,
  kept: readonly KeptPage[],
  options: PublishOptions,
  io: Io,
): Promise<PublishInput> {
  const { root, files, parsed, book, schedule, ledgerState } = session;
  const template = editTemplate(options.editUrl);
  const { remote } = book.settings.ledger;
  const [secrets, prefix, origins, web] = await Promise.all([
    detectSecrets(files, io.progress),
    folderInRepository(root, io.env),
    readFileOrigins(root, remote, io.env),
    findWebAddresses(root, remote, io.env),
  ]);
  const texts = new Map(parsed.procedures.map(({ path, body }) => [path, body]));
  const withSecrets = pathsWithSecrets(files, secrets);
  const pathOf = (path: string): string => `${prefix}${path}`.replace(/\/$/, "");
  const origin: Origin = {
    commitOf: origins.commitOf,
    commit: origins.commitOf(""),
    ledger: ledgerState.tip ?? ledgerState.remoteTip,
    repository: origins.repository,
    pathOf,
    editOf: (path) => (template ?? web?.edit)?.(pathOf(path)),
  };
  return {
    schedule,
    textOf: ({ path }) => (withSecrets.has(path) ? null : (texts.get(path) ?? "")),
    origin,
    attachmentOf: attachments(root),
    folder: prefix.replace(/\/$/, ""),
    kept,
  };
}
