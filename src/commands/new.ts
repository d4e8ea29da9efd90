import { join } from "node:path";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import type { Directory } from "../model/runbook.ts";
import type { Trigger } from "../model/trigger.ts";
import { parseEffort } from "../parse/duration.ts";
import { yamlValue } from "../parse/edit.ts";
import { type ParsedProcedure, parseProcedure } from "../parse/procedure.ts";
import { LONGEST_FILE_ID, isFileId, isKebabCase, toFileId } from "../parse/kebab-case.ts";
import { didYouMean } from "../parse/suggest.ts";
import { nextItems } from "../schedule/candidates.ts";
import { listedItems } from "../schedule/due-list.ts";
import { NO_LEDGER } from "../session/ledger-records.ts";
import type { GlobalOptions } from "../session/options.ts";
import { openSoundRunBook, reportOnStderr, statusSession } from "../session/session.ts";
import { readTemplate } from "../store/package-files.ts";
import { writeNewFile } from "../store/write-files.ts";
import { plainLine } from "../view/plain-text.ts";
import { renderJson } from "../view/render-json.ts";
import { renderPreview } from "../view/preview-text.ts";
import { calendarNotesAbout } from "./calendar-notes.ts";
import { requireTrigger } from "./trigger-asked.ts";

export interface NewOptions extends GlobalOptions {
  readonly name: string;
  readonly trigger: string;
  readonly owner?: string;
  readonly id?: string;
  readonly effort?: string;
  readonly dryRun?: boolean;
}

/** Dates shown, so that an author sees what a trigger means. */
const PREVIEW = 3;

/** Writes a new procedure from the template, filed under its cadence; or shows what it would write and mean. */
export async function runNew(options: NewOptions, io: Io): Promise<ExitCode> {
  const opened = await openSoundRunBook(options, io);
  const { book, parsed, root } = opened;
  reportOnStderr(parsed.diagnostics, options, io);
  // A new procedure has no records, so that it can be written where the ledger is incomplete.
  const { schedule } = statusSession(opened, undefined, NO_LEDGER, options, io);
  const id = freeId(options, parsed.procedures);
  const text = draftText(options, book.directory, schedule.zone.dateAt(io.now()));
  const { procedure, diagnostics } = parseProcedure(`procedures/${id}.md`, text, book.settings);
  if (procedure === undefined) {
    const [problem] = diagnostics;
    throw new RunbookError("usage", problem?.message ?? "The procedure would not parse", problem?.hint ?? null);
  }
  const path = `procedures/${procedure.cadence}/${id}.md`;
  const file = join(root, path);
  if (options.dryRun !== true) writeNewFile(file, text);
  const next = [...listedItems(procedure, schedule), ...nextItems(procedure, schedule, PREVIEW)].slice(0, PREVIEW);
  reportOnStderr(await calendarNotesAbout(book, next), options, io);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"created">({ schemaVersion: 1, directory: root, files: options.dryRun === true ? [] : [path] })
      : [
          options.dryRun === true ? `Would write ${plainLine(file)}:\n\n${text}\n` : `Wrote ${plainLine(file)}\n`,
          renderPreview(procedure, next, schedule),
          options.dryRun === true ? "" : "Next: write its steps, then run: runbook lint\n",
        ].join(""),
  );
  return 0;
}

/** The id that is asked for, or that follows from the name. Throws RunbookError `usage` for one that is none, or taken. */
function freeId({ id, name }: NewOptions, procedures: readonly ParsedProcedure[]): string {
  const wanted = id ?? toFileId(name) ?? "";
  if (!isKebabCase(wanted)) {
    throw new RunbookError(
      "usage",
      `Unexpected id \`${wanted}\`, expected lower-case words joined by \`-\``,
      "Name one: --id licence-review",
    );
  }
  if (wanted.length > LONGEST_FILE_ID) {
    const message = `An id of ${wanted.length} letters is too long for the names of files, expected ${LONGEST_FILE_ID} at most`;
    throw new RunbookError("usage", message, "Name a shorter one: --id licence-review");
  }
  if (!isFileId(wanted)) {
    throw new RunbookError(
      "usage",
      `Windows gives the name \`${wanted}\` to a device, so no file can have it`,
      "Name another: --id licence-review",
    );
  }
  const taken = procedures.find((it) => claims(it, wanted));
  if (taken === undefined) return wanted;
  throw new RunbookError(
    "usage",
    `There is a procedure \`${wanted}\` already: ${taken.path}`,
    "Choose another name, or --id.",
  );
}

/** A file that does not parse claims the id that its name gives it. */
function claims({ procedure, path }: ParsedProcedure, id: string): boolean {
  if (procedure === undefined) return path.endsWith(`/${id}.md`);
  return idsOf(procedure).includes(id);
}

/** The template with its frontmatter. Throws RunbookError `usage` for what may not stand there. */
function draftText({ name, trigger, owner, effort }: NewOptions, directory: Directory, today: CalendarDate): string {
  const template = templateFor(requireTrigger(trigger));
  if (effort !== undefined && parseEffort(effort) === undefined) {
    throw new RunbookError("usage", `Unexpected effort \`${effort}\`, expected for example 30m, 1h30m or 1d`);
  }
  const frontmatter = [
    `name: ${yamlValue(name.trim())}`,
    `trigger: ${yamlValue(trigger.trim())}`,
    `owner: ${requireOwner(owner, directory)}`,
    `last_updated: ${today}`,
    `effective: ${today}`,
    ...(effort === undefined ? [] : [`effort: ${effort.trim()}`]),
  ];
  return `---\n${frontmatter.join("\n")}\n---\n${readTemplate(template)}`;
}

/** What a body should say differs where the work does. */
function templateFor(trigger: Trigger): string {
  if (trigger.kind === "wave") return "procedure-wave.md";
  if (trigger.kind !== "event") return "procedure.md";
  return trigger.event === "incident" ? "procedure-incident.md" : "procedure-event.md";
}

function requireOwner(owner: string | undefined, { roles, people }: Directory): string {
  const known = [...Object.keys(roles), ...Object.keys(people)];
  if (owner !== undefined && known.includes(owner)) return owner;
  throw new RunbookError(
    "usage",
    owner === undefined ? "A procedure needs an owner" : `roles.yml knows no \`${owner}\``,
    (owner === undefined ? null : didYouMean(owner, known)) ??
      `Name one with --owner: ${Object.keys(roles).join(", ")}`,
  );
}
