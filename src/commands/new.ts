import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import type { Directory } from "../model/runbook.ts";
import { parseEffort } from "../parse/duration.ts";
import { yamlValue } from "../parse/edit.ts";
import { type ParsedProcedure, parseProcedure } from "../parse/procedure.ts";
import { isKebabCase, toKebabCase } from "../parse/schemas.ts";
import { didYouMean } from "../parse/suggest.ts";
import { parseTrigger } from "../parse/trigger.ts";
import { nextItems } from "../schedule/candidates.ts";
import { listedItems } from "../schedule/due-list.ts";
import { readTemplate } from "../store/package-files.ts";
import { writeNewFile } from "../store/write-files.ts";
import { renderJson } from "../view/render-json.ts";
import { renderPreview } from "../view/preview-text.ts";
import type { GlobalOptions } from "./options.ts";
import { openSession } from "./session.ts";
import { plainLine } from "../view/plain-text.ts";

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
  const session = await openSession(options, io);
  const { book, parsed, schedule, root } = session;
  const today = schedule.zone.dateAt(io.now());
  const id = options.id ?? toKebabCase(options.name) ?? "";
  if (!isKebabCase(id)) {
    throw new RunbookError(
      "usage",
      `Unexpected id \`${id}\`, expected lower-case words joined by \`-\``,
      "Name one: --id licence-review",
    );
  }
  const taken = parsed.procedures.find((it) => claims(it, id));
  if (taken !== undefined) {
    throw new RunbookError(
      "usage",
      `There is a procedure \`${id}\` already: ${taken.path}`,
      "Choose another name, or --id.",
    );
  }
  checkTrigger(options.trigger);
  if (options.effort !== undefined && parseEffort(options.effort) === undefined) {
    throw new RunbookError("usage", `Unexpected effort \`${options.effort}\`, expected for example 30m, 1h30m or 1d`);
  }
  const frontmatter = [
    `name: ${yamlValue(options.name.trim())}`,
    `trigger: ${yamlValue(options.trigger.trim())}`,
    `owner: ${requireOwner(options.owner, book.directory)}`,
    `last_updated: ${today}`,
    `effective: ${today}`,
    ...(options.effort === undefined ? [] : [`effort: ${options.effort.trim()}`]),
  ];
  const text = `---\n${frontmatter.join("\n")}\n---\n${readTemplate(templateFor(options.trigger))}`;
  const draft = parseProcedure(`procedures/${id}.md`, text, book.settings);
  if (draft.procedure === undefined) {
    const [problem] = draft.diagnostics;
    throw new RunbookError("usage", problem?.message ?? "The procedure would not parse", problem?.hint ?? null);
  }
  const path = `procedures/${draft.procedure.cadence}/${id}.md`;
  const file = join(root, path);
  if (options.dryRun !== true) writeNewFile(file, text);
  const next = [...listedItems(draft.procedure, schedule), ...nextItems(draft.procedure, schedule, PREVIEW)];
  io.stdout.write(
    options.format === "json"
      ? renderJson<"created">({ schemaVersion: 1, directory: root, files: options.dryRun === true ? [] : [path] })
      : [
          options.dryRun === true ? `Would write ${plainLine(file)}:\n\n${text}\n` : `Wrote ${plainLine(file)}\n`,
          renderPreview(draft.procedure, next.slice(0, PREVIEW), schedule),
          options.dryRun === true ? "" : "Next: write its steps, then run: runbook lint\n",
        ].join(""),
  );
  return 0;
}

/** A file that does not parse claims the id that its name gives it. */
function claims({ procedure, path }: ParsedProcedure, id: string): boolean {
  if (procedure === undefined) return path.endsWith(`/${id}.md`);
  return idsOf(procedure).includes(id);
}

/** What a body should say differs where the work does. */
function templateFor(triggerText: string): string {
  const parsed = parseTrigger(triggerText);
  if (!("trigger" in parsed)) return "procedure.md";
  const { trigger } = parsed;
  if (trigger.kind === "wave") return "procedure-wave.md";
  if (trigger.kind !== "event") return "procedure.md";
  return trigger.event === "incident" ? "procedure-incident.md" : "procedure-event.md";
}

function checkTrigger(text: string): void {
  const parsed = parseTrigger(text);
  if (!("error" in parsed)) return;
  const { offset, length, message, hint } = parsed.error;
  throw new RunbookError(
    "usage",
    `${message}\n  ${text}\n  ${" ".repeat(offset)}${"^".repeat(Math.max(1, length))}`,
    hint,
  );
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
