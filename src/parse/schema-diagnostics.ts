// What a zod schema has to say about a YAML document, as `schema` diagnostics with places.

import * as z from "zod";
import type { Diagnostic } from "../model/diagnostic.ts";
import { isRequired } from "./file-shape.ts";
import { type Range, errorAt, quoted } from "./place.ts";
import { suggest } from "./suggest.ts";
import type { YamlDocument, YamlPath } from "./yaml-document.ts";

/** The schemas' messages say what was expected and, after a line break, how to mend it where they know. */
export function expectation(expected: string, hint?: string): string {
  return hint === undefined ? expected : `${expected}\n${hint}`;
}

/** More than this is written by nobody who means one value. */
const LONGEST_MEND = 400;

/** Says what to write: whole, since `lint --fix` writes it, or not at all. */
export function writeHint(mended: string): string | undefined {
  return mended.length > LONGEST_MEND ? undefined : `Write \`${mended}\`.`;
}

/** The message of a strict mapping: its keys, so that an unknown one can be compared with them. */
export function keysExpectation(keys: readonly string[]): string {
  return `a mapping with ${keys.map((key) => `\`${key}\``).join(", ")}`;
}

/** A record without a prototype, so that no id finds what it does not hold (`constructor`). */
export function safeRecord<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}

type ShapeValue<Shape extends z.ZodRawShape> = { [Key in keyof Shape]?: z.output<Shape[Key]> };

/** A finding at the place of a value, or of what stands nearest above it. */
export type Report = (way: YamlPath, message: string, hint: string | null) => void;

/** What a document's top mapping holds, key by key: keys with a fault of their own are left out. */
export interface Checked<Shape extends z.ZodRawShape> {
  readonly value: ShapeValue<Shape>;
  /** Keys that `value` lacks because of a fault. */
  readonly faulty: ReadonlySet<string>;
  /** Of the document and of the schemas; `report` adds to them. */
  readonly diagnostics: Diagnostic[];
  readonly report: Report;
  /** Place of a value, or of what stands nearest above it. */
  readonly placeOf: (way: YamlPath) => Range;
}

/**
 * Checks a document's top mapping against a strict shape, each key by itself, so that one fault hides no other.
 * `top` is the place of what is missing.
 */
export function checkShape<const Shape extends z.ZodRawShape>(
  shape: Shape,
  document: YamlDocument,
  top: Range,
): Checked<Shape> {
  const diagnostics = [...document.diagnostics];
  const placeOf = (way: YamlPath): Range => document.placeOf(way) ?? top;
  const report: Report = (way, message, hint) => {
    diagnostics.push(errorAt("schema", document.path, placeOf(way), message, hint));
  };
  const faulty = new Set<string>();
  const checked = { value: {} as ShapeValue<Shape>, faulty, diagnostics, report, placeOf };
  const { value } = document;
  if (value === undefined) return checked;
  if (!isMapping(value)) {
    const message = `Unexpected ${describe(value, undefined)}, expected ${keysExpectation(Object.keys(shape))}.`;
    report([], message, "Write `key: value` lines.");
    return checked;
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  diagnostics.push(...unknown.flatMap((key) => unknownKey(document, [], key, Object.keys(shape), top)));
  for (const key of Object.keys(shape)) {
    const isThere = Object.hasOwn(value, key);
    if (!isThere && !isRequired(shape, key)) continue;
    const schema = shape[key] as z.ZodType;
    const result = schema.safeParse(isThere ? value[key] : undefined);
    if (result.success) Object.assign(checked.value, { [key]: result.data });
    else {
      faulty.add(key);
      diagnostics.push(...issueDiagnostics(result.error.issues, key, document, top));
    }
  }
  return checked;
}

function issueDiagnostics(
  issues: readonly z.core.$ZodIssue[],
  topKey: string,
  document: YamlDocument,
  top: Range,
): readonly Diagnostic[] {
  const seen = new Set<string>();
  return issues.flatMap((issue) => {
    const way = [topKey, ...(issue.path as (string | number)[])];
    if (issue.code === "unrecognized_keys") {
      const known = [...issue.message.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
      return issue.keys.flatMap((key) => unknownKey(document, way, key, known, top));
    }
    // A value that fails two checks has one problem.
    const id = JSON.stringify(way);
    if (seen.has(id)) return [];
    seen.add(id);
    return [
      issue.code === "invalid_key" ? invalidKey(issue, way, document, top) : invalidValue(issue, way, document, top),
    ];
  });
}

function unknownKey(
  document: YamlDocument,
  way: YamlPath,
  key: string,
  known: readonly string[],
  top: Range,
): readonly Diagnostic[] {
  // Reported by the document already, as zod does not see it everywhere.
  if (key === "__proto__") return [];
  const under = way.length === 0 ? "" : ` under \`${formatPath(way)}\``;
  const meant = suggest(key, known);
  const expected = meant === undefined ? `one of ${known.map((name) => `\`${name}\``).join(", ")}` : `\`${meant}\``;
  const message = `Unexpected key ${quoted(key)}${under}, expected ${expected}.`;
  const hint = meant === undefined ? "Delete the key, or write one of those." : `Did you mean \`${meant}\`?`;
  return [errorAt("schema", document.path, document.keyPlaceOf([...way, key]) ?? top, message, hint)];
}

function invalidKey(issue: z.core.$ZodIssueInvalidKey, way: YamlPath, document: YamlDocument, top: Range): Diagnostic {
  const [expected = "", hint = null] = (issue.issues[0]?.message ?? issue.message).split("\n");
  const message = `Unexpected key ${quoted(String(way.at(-1)))} under \`${formatPath(way.slice(0, -1))}\`, expected ${expected}.`;
  return errorAt("schema", document.path, document.keyPlaceOf(way) ?? top, message, hint);
}

function invalidValue(issue: z.core.$ZodIssue, way: YamlPath, document: YamlDocument, top: Range): Diagnostic {
  const [expected = "", hint] = issue.message.split("\n");
  const found = valueAt(document.value, way);
  const place = document.placeOf(way) ?? top;
  if (found === undefined) {
    const name = String(way.at(-1));
    const message = `Missing key \`${formatPath(way)}\`, expected ${expected}.`;
    return errorAt("schema", document.path, place, message, hint ?? `Add \`${name}: …\`.`);
  }
  const written = document.writtenAt(way);
  const message = `Unexpected ${describe(found, written)} for \`${formatPath(way)}\`, expected ${expected}.`;
  return errorAt("schema", document.path, place, message, hint ?? typeHint(issue, found, written));
}

/** The mend where YAML read another type than the one that was meant. */
function typeHint(issue: z.core.$ZodIssue, found: unknown, written: string | undefined): string | null {
  if (issue.code !== "invalid_type") return null;
  const isScalar = typeof found === "number" || typeof found === "boolean";
  if (issue.expected === "string" && isScalar && written !== undefined) return `Write \`"${written}"\`, in quotes.`;
  if (issue.expected === "array" && typeof found === "string") return writeHint(`[${found}]`) ?? null;
  if (issue.expected === "number" && typeof found === "string") return "Write a number without quotes and units.";
  return found === null ? "Write a value after the key, or delete the key." : null;
}

function describe(value: unknown, written: string | undefined): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "mapping";
  if (typeof value === "string") return value === "" ? "empty text" : quoted(value);
  return `${typeof value === "number" ? "number" : "truth value"} ${quoted(written ?? JSON.stringify(value))}`;
}

function valueAt(value: unknown, way: YamlPath): unknown {
  let found: unknown = value;
  for (const step of way) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `freezes[0].from`; keys of users' own are cut and made printable. */
function formatPath(way: YamlPath): string {
  return way
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${quoted(step).slice(1, -1)}`,
    )
    .join("");
}
