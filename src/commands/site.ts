import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { addDays } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { concerningAreas } from "../lint/coverage.ts";
import { lint } from "../lint/lint.ts";
import { pathOf } from "../lint/link-paths.ts";
import { pathsWithSecrets } from "../lint/secret.ts";
import { count } from "../model/count.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type Session, exitCodeOf, openSession, reportLedger, reportOnStderr } from "../session/session.ts";
import { AGENDA_DAYS } from "../site/calendar-page.ts";
import type { Assets, HashedText } from "../site/page.ts";
import { type PlannedPage, sitePages } from "../site/site.ts";
import type { SiteInput } from "../site/site-input.ts";
import { base64HashOfText } from "../store/content-hash.ts";
import { folderInRepository, topOfRepository } from "../store/repository-folders.ts";
import { imageReader } from "../store/image-data.ts";
import { namedPath } from "../store/named-path.ts";
import { readTemplate } from "../store/package-files.ts";
import { type SiteFolder, openSiteFolder } from "../store/site-folder.ts";
import { findWebAddresses } from "../store/web-addresses.ts";
import { renderJson } from "../view/render-json.ts";
import { lintFacts } from "./lint-facts.ts";
import { gatherLintInput, lookAtLedger } from "./lint-input.ts";
import { refuseAmongProcedures } from "./among-procedures.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { editTemplate } from "./edit-template.ts";
import { letBeHeard, sayingWhatIsLeft, unfinished } from "./stopped.ts";
import { plainLine } from "../view/plain-text.ts";

export interface SiteOptions extends GlobalOptions {
  /** A folder that is empty, not there yet, or a site of this run book. */
  readonly out: string;
  /** Where a file can be edited, `{path}` standing for its path from the repository's top. */
  readonly editUrl?: string;
}

/** Writes the run book as a static site; 1 where a file does not parse. */
export async function runSite(options: SiteOptions, io: Io): Promise<ExitCode> {
  const edit = editTemplate(options.editUrl);
  const session = await openSession(options, io, "stale");
  const directory = namedPath(io.cwd, options.out);
  refuseAmongProcedures(directory, session.root);
  const { date } = session.schedule.asOf;
  const warnings = await calendarNotes(session.book, date, addDays(date, AGENDA_DAYS));
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  const pages = sitePages(await siteInput(session, edit, options, io));
  const { written, removed, kept } = await sayingWhatIsLeft(io, unfinished(directory), () =>
    writePages(pages, directory, session, io),
  );
  for (const path of kept)
    io.stderr.write(`${plainLine(path)} is no longer wanted, but was changed by somebody, and stays.\n`);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"site">({
          schemaVersion: 1,
          directory,
          pages: pages.length,
          written,
          removed: [...removed],
          kept: [...kept],
          diagnostics: [...session.diagnostics, ...warnings],
        })
      : `${summary(pages.length, written.length, removed.length)} Open ${plainLine(resolve(directory, "index.html"))}\n`,
  );
  return exitCodeOf(session);
}

async function writePages(
  pages: readonly PlannedPage[],
  directory: string,
  { book }: Session,
  io: Io,
): Promise<{ readonly written: string[] } & ReturnType<SiteFolder["close"]>> {
  const folder = openSiteFolder(
    directory,
    book.settings.id,
    pages.map(({ path }) => path),
  );
  const written: string[] = [];
  for (const [index, { path, render }] of pages.entries()) {
    io.progress?.("Making pages", index, pages.length);
    if (folder.write(path, render())) written.push(path);
    await letBeHeard();
  }
  return { written, ...folder.close() };
}

function summary(total: number, written: number, removed: number): string {
  const same = total - written;
  const parts = [
    `Wrote ${count(written, "page")}`,
    ...(same === 0 ? [] : [`left ${same} as they were`]),
    ...(removed === 0 ? [] : [`removed ${removed}`]),
  ];
  return `${parts.join(", ")}.`;
}

async function siteInput(
  session: Session,
  edit: ((path: string) => string) | undefined,
  options: SiteOptions,
  io: Io,
): Promise<SiteInput> {
  const { root, files, parsed, book, schedule } = session;
  const facts = lintFacts(root, options, io);
  const [inputWith, ledger, top, prefix, web] = await Promise.all([
    gatherLintInput(session, facts, () => true, options, io),
    lookAtLedger(session, new Map(), io),
    topOfRepository(root, io.env),
    folderInRepository(root, io.env),
    findWebAddresses(root, book.settings.ledger.remote, io.env),
  ]);
  const addressOf = (path: string, address: ((path: string) => string) | undefined): string | undefined => {
    const fromTop = pathOf(path, prefix, "");
    return /^\.\.(?:\/|$)/.test(fromTop) ? undefined : address?.(fromTop);
  };
  const texts = new Map(parsed.procedures.map(({ path, text }) => [path, text]));
  const input = inputWith(ledger);
  const findings = await facts.whileReading(() => lint(input, parsed.diagnostics));
  facts.keep(files);
  const withSecrets = pathsWithSecrets(files, input.secrets);
  return {
    schedule,
    textOf: ({ path }) => (withSecrets.has(path) ? null : (texts.get(path) ?? "")),
    findings,
    notices: noticesOf(session),
    coverageAreas: concerningAreas(input.coverageAreas, book.settings),
    sourceOf: (path) => addressOf(path, web?.view),
    editOf: (path) => addressOf(path, edit ?? web?.edit),
    imageOf: imageReader(realpathSync(root), realpathSync(top ?? root)),
    folder: input.linkTargets.folder,
    assets: readAssets(),
  };
}

/** Nobody who reads the pages sees what this run says on stderr. */
function noticesOf({ parsed, unreadable, ledger, ledgerState }: Session): string[] {
  const broken = [
    ...new Set(parsed.diagnostics.filter(({ severity }) => severity === "error").map(({ path }) => path)),
  ];
  const isUnknown = ledgerState.tip === null && ledgerState.remoteTip === null && ledgerState.hasRemote;
  return [
    ...(broken.length === 0 ? [] : [`Missing here, because it does not parse: ${broken.join(", ")}. See Health.`]),
    ...(unreadable.length === 0
      ? []
      : [`${count(unreadable.length, "record")} of the ledger cannot be read. See Health.`]),
    ...(ledger === undefined ? ["The run book is in no git repository: nothing is known of what was done."] : []),
    ...(isUnknown ? ["There was no ledger where these pages were made: nothing is known of what was done."] : []),
  ];
}

function readAssets(): Assets {
  // Browsers read line ends as \n, whatever the checkout has, and the hash is of what they read.
  const asset = (name: string): HashedText => {
    const text = readTemplate(`site/${name}`).replaceAll("\r\n", "\n");
    return { text, hash: base64HashOfText(text) };
  };
  return { style: asset("site.css"), script: asset("site.js") };
}
