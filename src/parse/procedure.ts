// A procedure's file: frontmatter to model. The body is cut off, not parsed; see sections.ts.

import { type Input, isObeyed, variableOf } from "../model/automation.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { CatchUp, Measure, Procedure, Roll } from "../model/procedure.ts";
import type { Settings } from "../model/runbook.ts";
import { type Trigger, cadenceOf } from "../model/trigger.ts";
import { parseDays, parseEffort } from "./duration.ts";
import { splitFrontmatter } from "./frontmatter.ts";
import { FILE_START, type Range, bomLength, errorAt, locateIn, quoted } from "./place.ts";
import { type Checked, checkShape, safeRecord } from "./schema-diagnostics.ts";
import { LONGEST_FILE_ID, isKebabCase } from "./kebab-case.ts";
import { mergeConflict } from "./merge-conflict.ts";
import { PROCEDURE_SHAPE } from "./procedure-schema.ts";
import { parseTrigger } from "./trigger.ts";
import { type YamlDocument, type YamlPath, latestPlaces, parseYaml, parseYamlOfMany } from "./yaml-document.ts";

export interface ParsedProcedure {
  /** Undefined where the file has a fault. */
  readonly procedure: Procedure | undefined;
  /** Relative to the run book, with `/`. */
  readonly path: string;
  /** The whole file; empty where it could not be read. */
  readonly text: string;
  /** What follows the frontmatter; the whole text where there is none that can be told apart. */
  readonly body: string;
  /** Line of the body's first line, from 1. */
  readonly bodyLine: number;
  /** Place of a value of the frontmatter; falls back to its key, then to the frontmatter's first line. */
  readonly placeOf: (way: YamlPath) => Range;
  readonly diagnostics: readonly Diagnostic[];
}

/** A longer text is no trigger, and looking for the nearest phrase would take its time. */
const LONGEST_TRIGGER = 300;

/**
 * Reads one procedure. Never throws on user text: every fault is a diagnostic, and with one the procedure is undefined.
 * Without `settings` (where `runbook.yml` has a fault) the run book's tracks are not compared.
 */
export function parseProcedure(
  path: string,
  text: string,
  settings: Pick<Settings, "tracks"> | undefined,
  readYaml = parseYaml,
): ParsedProcedure {
  const conflict = mergeConflict(path, text);
  if (conflict !== undefined) return unreadable(path, [conflict]);
  const locate = locateIn(text);
  const bom = bomLength(text);
  const top = text.length > bom ? locate(bom, text.length) : FILE_START;
  const split = splitFrontmatter(path, text, locate);
  if ("diagnostics" in split) {
    const { diagnostics } = split;
    return { procedure: undefined, path, text, body: text.slice(bom), bodyLine: 1, placeOf: () => top, diagnostics };
  }
  const { yaml, start, body, bodyLine } = split.frontmatter;
  const document = readYaml(path, yaml, start, locate);
  const placeOf = (way: YamlPath): Range => document.placeOf(way) ?? top;
  const file = { path, text, body, bodyLine, placeOf };
  if (document.value === null && document.diagnostics.length === 0) {
    const message = "Empty frontmatter, expected the procedure's keys.";
    const hint = "Write `name`, `trigger`, `owner` and `last_updated` between the two lines `---`.";
    return { ...file, procedure: undefined, diagnostics: [errorAt("syntax", path, top, message, hint)] };
  }
  const { procedure, diagnostics } = procedureIn(document, top, settings);
  return { ...file, procedure, diagnostics };
}

/** A file of which nothing can be told. */
export function unreadable(path: string, diagnostics: readonly Diagnostic[]): ParsedProcedure {
  return { procedure: undefined, path, text: "", body: "", bodyLine: 1, placeOf: () => FILE_START, diagnostics };
}

/**
 * The same for one of thousands, of which nothing is wanted but the model and the faults: no text is given, nor held by
 * the model, and places are looked up again.
 */
export function parseProcedureAlone(
  ...file: [path: string, text: string, settings: Pick<Settings, "tracks"> | undefined]
): ParsedProcedure {
  const { procedure, path, diagnostics } = parseProcedure(...file, parseYamlOfMany);
  // Its texts are parts of the file's, and would keep that in memory.
  const own = procedure && (JSON.parse(JSON.stringify(procedure)) as Procedure);
  const placeOf = placesLater(...file);
  return { procedure: own, path, text: "", body: "", bodyLine: 1, placeOf, diagnostics };
}

/** Places in a file that is parsed for them when they are asked for. */
export function placesLater(...file: Parameters<typeof parseProcedure>): ParsedProcedure["placeOf"] {
  return (way) => latestPlaces(file[1], () => parseProcedure(...file).placeOf)(way);
}

function procedureIn(
  document: YamlDocument,
  top: Range,
  settings: Pick<Settings, "tracks"> | undefined,
): { readonly procedure: Procedure | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const checked = checkShape(PROCEDURE_SHAPE, document, top);
  if (document.value === undefined) return { procedure: undefined, diagnostics: checked.diagnostics };
  const trigger = triggerIn(document, checked);
  const id = idIn(document.path, checked);
  checkDates(checked);
  checkFormerly(id, checked);
  checkTrack(settings, checked);
  checkInputs(checked);
  if (trigger !== undefined) checkCatchUp(trigger, checked);
  const { diagnostics } = checked;
  const isSound = diagnostics.length === 0 && trigger !== undefined && id !== undefined;
  return { procedure: isSound ? procedureOf(document.path, id, trigger, checked.value) : undefined, diagnostics };
}

type Written = Checked<typeof PROCEDURE_SHAPE>;

function procedureOf(path: string, id: string, trigger: Trigger, written: Written["value"]): Procedure | undefined {
  const { name, trigger: triggerText, last_updated: lastUpdated } = written;
  if (name === undefined || triggerText === undefined || lastUpdated === undefined) return undefined;
  return {
    id,
    formerly: written.formerly ?? [],
    name: name.trim(),
    path,
    trigger,
    triggerText: triggerText.trim().replaceAll(/\s+/g, " "),
    cadence: cadenceOf(trigger),
    owner: written.owner ?? undefined,
    lastUpdated,
    effortMinutes: parseEffort(written.effort ?? ""),
    tags: (written.tags ?? []).map((tag) => tag.trim()),
    track: written.track,
    products: written.products ?? [],
    covers: written.covers ?? [],
    escalateTo: written.escalate_to ?? [],
    effective: written.effective,
    retired: written.retired,
    reviewEveryDays: parseDays(written.review_every ?? ""),
    roll: written.roll ?? defaultRoll(trigger),
    catchUp: written.catch_up ?? defaultCatchUp(trigger),
    needs: written.needs,
    requires: written.requires ?? [],
    measures: safeRecord(Object.entries(written.measures ?? {}).map(([key, measure]) => [key, measureOf(measure)])),
    inputs: safeRecord(Object.entries(written.inputs ?? {}).map(([key, input]) => [key, inputOf(input)])),
  };
}

function measureOf({ unit, warn, limit }: NonNullable<Written["value"]["measures"]>[string]): Measure {
  return {
    ...(unit !== undefined && { unit: unit.trim() }),
    ...(warn !== undefined && { warn }),
    ...(limit !== undefined && { limit }),
  };
}

function inputOf(written: NonNullable<Written["value"]["inputs"]>[string]): Input {
  const { description, pattern, default: value, secret } = written;
  return {
    ...(description !== undefined && { description: description.trim() }),
    ...(pattern !== undefined && { pattern }),
    ...(value !== undefined && { default: String(value) }),
    isSecret: secret ?? false,
  };
}

function defaultRoll({ kind }: Trigger): Roll {
  return kind === "daily" || kind === "rrule" ? "none" : "next";
}

function defaultCatchUp({ kind }: Trigger): CatchUp {
  return kind === "daily" || kind === "business-daily" || kind === "weekly" || kind === "every-weeks"
    ? "latest"
    : "each";
}

function triggerIn(document: YamlDocument, { value, diagnostics, placeOf }: Written): Trigger | undefined {
  if (value.trigger === undefined) return undefined;
  const report = (place: Range, message: string, hint: string | null): void => {
    diagnostics.push(errorAt("trigger", document.path, place, message, hint));
  };
  if (value.trigger.length > LONGEST_TRIGGER) {
    report(
      placeOf(["trigger"]),
      `Unexpected trigger of ${value.trigger.length} characters.`,
      "Write `every business day`, say.",
    );
    return undefined;
  }
  const parsed = parseTrigger(value.trigger);
  if ("trigger" in parsed) return parsed.trigger;
  const { offset, length, message, hint } = parsed.error;
  report(document.placeWithin(["trigger"], offset, length) ?? placeOf(["trigger"]), message, hint);
  return undefined;
}

/** The name of a procedure's file without its ending: its id where it gives none. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/, "");
}

/** The id written, else the file's name. */
function idIn(path: string, { value, faulty, report }: Written): string | undefined {
  if (value.id !== undefined || faulty.has("id")) return value.id;
  const name = stemOf(path);
  const isLong = name.length > LONGEST_FILE_ID;
  if (isKebabCase(name) && !isLong) return name;
  const form = isLong ? `${LONGEST_FILE_ID} letters at most` : "lower-case words joined by `-`";
  const message = `Unexpected file name ${quoted(name)} as the procedure's id, expected ${form}.`;
  report(["id"], message, "Rename the file, or add `id: …`.");
  return undefined;
}

function checkDates({ value, report }: Written): void {
  const { effective, retired } = value;
  if (effective === undefined || retired === undefined || effective < retired) return;
  const message = `Unexpected \`retired: ${retired}\`, which does not lie after \`effective: ${effective}\`.`;
  report(["retired"], message, "Mend one of the dates; nothing would ever be owed.");
}

function checkFormerly(id: string | undefined, { value, report }: Written): void {
  value.formerly?.forEach((earlier, index) => {
    if (earlier !== id) return;
    report(
      ["formerly", index],
      `Unexpected \`${earlier}\`, which is the procedure's id today.`,
      "Delete it from the list.",
    );
  });
}

function checkTrack(settings: Pick<Settings, "tracks"> | undefined, { value, report }: Written): void {
  if (value.track === undefined || settings === undefined || settings.tracks.includes(value.track)) return;
  const tracks = settings.tracks.map((track) => `\`${track}\``).join(", ") || "none";
  const message = `Unexpected track \`${value.track}\`, which the run book does not have; it has ${tracks}.`;
  report(["track"], message, "Add it to `tracks` in runbook.yml, or mend it here.");
}

/** Each needs a variable of its own, which no program obeys. Patterns are not tried: an evil one takes for ever. */
function checkInputs({ value, report }: Written): void {
  const taken = new Map<string, string>();
  for (const name of Object.keys(value.inputs ?? {})) {
    const variable = variableOf(name);
    const other = taken.get(variable);
    taken.set(variable, name);
    if (isObeyed(name)) {
      const message = `Unexpected input \`${name}\`: programs obey the environment variable \`${variable}\`.`;
      report(["inputs", name], message, "Give it another name.");
    } else if (other !== undefined) {
      const message = `Unexpected input \`${name}\`: \`${other}\` has the environment variable \`${variable}\` already.`;
      report(["inputs", name], message, "Give one of them another name.");
    }
  }
}

/** Wave milestones close by themselves, one occurrence after completion is pending, and each event is owed once. */
function checkCatchUp({ kind }: Trigger, { value, report }: Written): void {
  if (value.catch_up === undefined || (kind !== "wave" && kind !== "after-completion" && kind !== "event")) return;
  const why = {
    wave: "wave milestones close by themselves",
    "after-completion": "one occurrence at most is pending",
    event: "each event is owed once",
  }[kind];
  report(["catch_up"], `Unexpected \`catch_up\`: ${why}.`, "Delete it.");
}
