import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ReferenceRecord,
  RECORD_PATH,
  formatReferenceRecord,
  parseReferenceRecord,
} from "../adopt/reference-record.ts";
import { takesSeams, withSeams, withoutSeams } from "../adopt/merge-seams.ts";
import { type Tenant, asNew, grownTenant, productsLeftOut, tenantFiles } from "../adopt/tenant-files.ts";
import type { TextFile } from "../adopt/text-file.ts";
import { type Change, type PlannedFile, planUpgrade } from "../adopt/upgrade-plan.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import { PRODUCTS } from "../model/product.ts";
import { parseSettings } from "../parse/config.ts";
import { setKey } from "../parse/edit.ts";
import { parseProcedure, stemOf } from "../parse/procedure.ts";
import { zoneOf } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { outputStyle, rootOf } from "../session/session.ts";
import { type MergedText, diffOfTexts, mergeTexts } from "../store/compared-texts.ts";
import { staysInside } from "../store/inside-folder.ts";
import { readRunBookFiles } from "../store/run-book-files.ts";
import { readReferenceRunBook } from "../store/package-files.ts";
import { packText, unpackText } from "../store/packed-text.ts";
import { attemptToRead } from "../store/text-file.ts";
import { moveFile, replaceFile, writeNewFile } from "../store/write-files.ts";
import { VERSION } from "../version.ts";
import { plainLine } from "../view/plain-text.ts";
import type { Output } from "../view/output-shapes.ts";
import { renderJson } from "../view/render-json.ts";
import { renderUpgradeText } from "../view/upgrade-text.ts";
import { requireOneOf } from "./one-of.ts";
import { writePaged } from "./paging.ts";

const SETTINGS = "runbook.yml";

export interface UpgradeOptions extends GlobalOptions {
  readonly apply?: boolean;
  readonly conflictMarkers?: boolean;
  readonly diff?: boolean;
  /** Products that the tenant has come to have. */
  readonly products: readonly string[];
}

/** A file of the plan with what becomes of it; `conflict` where both sides changed the same lines. */
interface Step extends Omit<PlannedFile, "change"> {
  readonly change: Change | "conflict";
  /** What to write; undefined: the file is left as it is. */
  readonly text: string | undefined;
  /** Where to write it: a file that is where the reference had it moves with it. */
  readonly to: string;
  /** Both texts of a conflict between markers, whether they are written or not. */
  readonly marked?: string;
  /** The reference's text counts as seen, so that only what changes later is shown again. */
  readonly isSettled: boolean;
}

/** Shows what changed in the reference run book since this one was made, and merges it where asked; 1 where conflicts are left. */
export async function runUpgrade(options: UpgradeOptions, io: Io): Promise<ExitCode> {
  if (options.diff === true && options.apply === true) {
    throw new RunbookError(
      "usage",
      "--diff writes nothing, --apply does: one of the two",
      "Look first: runbook upgrade --diff",
    );
  }
  const root = rootOf(options, io);
  const record = readRecord(root);
  const today = options.asOf ?? zoneOf(record.tenant.timezone).dateAt(io.now());
  requireOneOf("product", options.products, PRODUCTS);
  const tracks = tracksNow(root) ?? record.tenant.tracks;
  const tenant = grownTenant(record.tenant, tracks, options.products);
  const reference = readReferenceRunBook(io.env);
  const next = tenantFiles(reference, tenant, record.date);
  const base = Object.fromEntries(Object.entries(record.files).map(([path, packed]) => [path, unpacked(path, packed)]));
  const plan = planUpgrade(withTracks(base, tracks), next, finderOf(root));
  const steps: Step[] = [];
  for (const file of plan) {
    const step = await stepOf(file, today, options.conflictMarkers === true, io);
    steps.push({ ...step, to: targetOf(file, root) });
  }
  if (options.apply === true) apply(root, { ...record, tenant }, steps);
  const left = steps.filter(({ change, isSettled }) => !isSettled && change !== "gone").length;
  const document: Output<"upgrade"> = {
    schemaVersion: 1,
    directory: root,
    from: record.version,
    to: VERSION,
    applied: options.apply === true,
    products: [...tenant.products],
    addedProducts: tenant.products.filter((product) => !record.tenant.products.includes(product)),
    files: [],
  };
  for (const step of steps) {
    const { change, here, text, to } = step;
    const diff = options.diff === true ? await diffOf(step, io) : null;
    const writes = text !== undefined;
    const from = here === undefined || here.path === to ? null : here.path;
    document.files.push({ path: writes ? to : (from ?? to), from: writes ? from : null, change, writes, diff });
  }
  if (options.format === "json") {
    io.stdout.write(renderJson<"upgrade">(document));
  } else {
    const view = { ...options, left, recordPath: RECORD_PATH, otherProducts: productsLeftOut(reference, tenant) };
    await writePaged(renderUpgradeText(document, view, outputStyle(options, io)), io);
  }
  return left > 0 ? 1 : 0;
}

function readRecord(root: string): ReferenceRecord {
  const file = join(root, RECORD_PATH);
  if (!existsSync(file)) {
    throw new RunbookError(
      "io",
      `${file} is missing, so nobody can tell what this run book was made from`,
      "`runbook init` writes it; restore it from git if it was deleted. Without it, compare by hand with a new one: runbook init FOLDER",
    );
  }
  const record = parseReferenceRecord(readFileSync(file, "utf8"));
  if (record !== undefined) return record;
  throw damaged(file);
}

/** The tracks that runbook.yml names; undefined where it has a fault. */
function tracksNow(root: string): Tenant["tracks"] | undefined {
  const file = join(root, SETTINGS);
  if (!existsSync(file)) return undefined;
  return parseSettings(SETTINGS, readFileSync(file, "utf8"), { knownRegions: REGIONS }).value?.tracks;
}

/** The tracks are the team's: as they are here they stand in the reference's texts, too. */
function withTracks(
  base: Readonly<Record<string, string>>,
  tracks: Tenant["tracks"],
): Readonly<Record<string, string>> {
  const settings = base[SETTINGS];
  return settings === undefined ? base : { ...base, [SETTINGS]: setKey(settings, "tracks", tracks) };
}

function unpacked(path: string, packed: string): string {
  const text = unpackText(packed);
  if (text === undefined) throw damaged(`${RECORD_PATH} (${plainLine(path)})`);
  return text;
}

function damaged(what: string): RunbookError {
  return new RunbookError("io", `${what} is damaged`, `Restore it: git checkout -- ${RECORD_PATH}`);
}

/**
 * Finds a file of the reference in the run book: in its place, else where a procedure has its name, else where one has its
 * id, or had it; undefined where it was deleted.
 */
function finderOf(root: string): (path: string) => TextFile | undefined {
  const places = new Map<string, string>();
  const procedures = readRunBookFiles(root).filter(({ path }) => path.startsWith("procedures/"));
  for (const { path } of procedures) if (!places.has(stemOf(path))) places.set(stemOf(path), path);
  for (const source of procedures) {
    const { procedure } = "text" in source ? parseProcedure(source.path, source.text, undefined) : {};
    for (const id of procedure === undefined ? [] : idsOf(procedure)) if (!places.has(id)) places.set(id, source.path);
  }
  return (path) => {
    requireInside(root, path);
    const elsewhere = path.startsWith("procedures/") ? places.get(stemOf(path)) : undefined;
    const found = existsSync(join(root, path)) ? path : elsewhere;
    if (found === undefined) return undefined;
    const bytes = attemptToRead(found, () => readFileSync(join(root, found)));
    const text = bytes.toString("utf8");
    if (bytes.equals(Buffer.from(text))) return { path: found, text };
    // What is no UTF-8 would be lost by reading it as such.
    throw new RunbookError("io", `${plainLine(found)} has bytes that are no UTF-8`, "Save the file as UTF-8.");
  };
}

function requireInside(root: string, path: string): void {
  if (!staysInside(root, path))
    throw new RunbookError("io", `${plainLine(path)} leads out of the run book`, "Remove the link.");
}

function targetOf({ path, was, here }: PlannedFile, root: string): string {
  requireInside(root, path);
  if (here === undefined) return path;
  return here.path === was && !existsSync(join(root, path)) ? path : here.path;
}

async function stepOf(file: PlannedFile, today: CalendarDate, markers: boolean, io: Io): Promise<Omit<Step, "to">> {
  const { change, base = "", here, next = "" } = file;
  switch (change) {
    case "new":
      return { ...file, text: asNew(next, today), isSettled: true };
    case "update":
      return { ...file, text: next, isSettled: true };
    case "merge": {
      const merged = await mergedByKeys(file.path, { ours: here?.text ?? "", base, theirs: next }, io);
      if (merged.conflicts === 0) return { ...file, text: merged.text, isSettled: true };
      const { text } = merged;
      return { ...file, change: "conflict", marked: text, text: markers ? text : undefined, isSettled: markers };
    }
    case "taken":
      return { ...file, text: undefined, isSettled: false };
    default:
      return { ...file, text: undefined, isSettled: true };
  }
}

async function mergedByKeys(
  path: string,
  { ours, base, theirs }: Parameters<typeof mergeTexts>[0],
  io: Io,
): Promise<MergedText> {
  if (![ours, base, theirs].every(takesSeams)) return mergeTexts({ ours, base, theirs }, io.env);
  const seamed = { ours: withSeams(path, ours), base: withSeams(path, base), theirs: withSeams(path, theirs) };
  const { text, conflicts } = await mergeTexts(seamed, io.env);
  return { text: withoutSeams(text), conflicts };
}

function apply(root: string, record: ReferenceRecord, steps: readonly Step[]): void {
  for (const { here, text, to } of steps) {
    if (text === undefined) continue;
    const file = join(root, to);
    if (here === undefined) writeNewFile(file, text);
    else {
      if (here.path !== to) moveFile(join(root, here.path), file);
      replaceFile(file, text);
    }
  }
  const files = new Map(Object.entries(record.files));
  for (const { path, was, change, next, text, isSettled } of steps) {
    if (!isSettled) continue;
    if (was !== undefined) files.delete(was);
    if (next === undefined) files.delete(path);
    else files.set(path, packText((change === "new" ? (text ?? next) : next).replaceAll("\r\n", "\n")));
  }
  if (steps.length === 0) return;
  replaceFile(
    join(root, RECORD_PATH),
    formatReferenceRecord({ ...record, version: VERSION, files: Object.fromEntries(files) }),
  );
}

/** What would change in a file here; null where nothing would, and there is no conflict to settle. */
async function diffOf({ here, text, marked, to }: Step, io: Io): Promise<string | null> {
  const after = text ?? marked;
  if (after === undefined) return null;
  const before = here === undefined ? undefined : { ...here, path: text === undefined ? to : here.path };
  return diffOfTexts(before, { path: to, text: after }, io.env);
}
