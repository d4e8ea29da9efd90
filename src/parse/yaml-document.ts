// YAML 1.2 (core schema) with places. One parser for all files of the run book, so that dates, `no` and `on` stay the
// strings that people wrote.

import {
  type CST,
  Composer,
  type Document,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  Schema,
  type YAMLError,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
} from "yaml";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Locate, type Range, errorAt, printable, quoted } from "./place.ts";
import { type YamlEntry, entriesIn, knownEntry, rememberEntry } from "./yaml-entries.ts";

/** A way through mappings (keys) and lists (indexes, from 0). */
export type YamlPath = readonly (string | number)[];

export interface YamlDocument {
  /** Path of the file. */
  readonly path: string;
  /** Plain data; null for a document without content, undefined where the text is no YAML that can be trusted. */
  readonly value: unknown;
  /** Syntax errors, and `schema` errors that hold for any file: keys written twice, control characters. */
  readonly diagnostics: readonly Diagnostic[];
  /** Place of the value, else of its key, else of the nearest value above that has a key; undefined at the top. */
  readonly placeOf: (path: YamlPath) => Range | undefined;
  /** Place of the key itself, else as `placeOf`. */
  readonly keyPlaceOf: (path: YamlPath) => Range | undefined;
  /** A scalar as it stands in the file, without quotes. */
  readonly writtenAt: (path: YamlPath) => string | undefined;
  /** Place of a part of a scalar's value; of its first line where it is not written as it reads (escapes, folding). */
  readonly placeWithin: (path: YamlPath, offset: number, length: number) => Range | undefined;
}

/** No file of a run book comes near; what does would be slow to read and to report on. */
const LONGEST_YAML = 256 * 1024;
/** The files nest five deep; the library recurses and can take the process down before it notices. */
const DEEPEST = 64;
const MOST_ALIASES = 100;
const MOST_PROBLEMS = 100;

const OPTIONS = {
  version: "1.2",
  // One for all documents: else the library makes one for each.
  schema: new Schema({
    schema: "core",
    // `!!timestamp`, `!!binary` and the like would make values that are no plain data.
    resolveKnownTags: false,
    merge: false,
  }),
  strict: true,
  // Checked in `inspect`: the library compares each key with each, which takes minutes on a large file.
  uniqueKeys: false,
  stringKeys: true,
  prettyErrors: false,
  logLevel: "error",
} as const;

/**
 * Parses one YAML document that stands in a file at an offset. Never throws on user text: whatever is wrong is a
 * diagnostic at its place in the file.
 */
export function parseYaml(path: string, yaml: string, offset: number, locate: Locate): YamlDocument {
  return readYaml(path, yaml, offset, locate).document;
}

/**
 * The same for one of many files that say much alike, of which the values are wanted: what others have said is not parsed
 * again, and the text as a whole only for a fault, or when somebody asks for a place. Values may be frozen.
 */
export function parseYamlOfMany(path: string, yaml: string, offset: number, locate: Locate): YamlDocument {
  const whole = (): Read => readYaml(path, yaml, offset, locate);
  const texts = entriesIn(yaml);
  if (texts === undefined || yaml.length > LONGEST_YAML) return whole().document;
  const unknown = texts.filter((text) => knownEntry(text) === undefined);
  if (unknown.length === texts.length) {
    const read = whole();
    for (const { text, entry } of read.entriesAt(texts) ?? []) rememberEntry(text, entry);
    return read.document;
  }
  const fresh = new Map<string, YamlEntry>();
  if (unknown.length > 0) {
    const entries = readYaml(path, unknown.join(""), offset, locate).entriesAt(unknown);
    if (entries === undefined) return whole().document;
    for (const { text, entry } of entries) {
      fresh.set(text, entry);
      rememberEntry(text, entry);
    }
  }
  const value: Record<string, unknown> = {};
  for (const text of texts) {
    const entry = fresh.get(text) ?? knownEntry(text);
    // What stands twice is told by its place.
    if (entry === undefined || Object.hasOwn(value, entry.key)) return whole().document;
    value[entry.key] = entry.value;
  }
  let placed: YamlDocument | undefined;
  const places = (): YamlDocument => (placed ??= whole().document);
  return {
    path,
    value,
    diagnostics: [],
    placeOf: (way) => places().placeOf(way),
    keyPlaceOf: (way) => places().keyPlaceOf(way),
    writtenAt: (way) => places().writtenAt(way),
    placeWithin: (...place) => places().placeWithin(...place),
  };
}

type PlaceOf = (way: YamlPath) => Range;
let latest: { readonly text: string; readonly placeOf: PlaceOf } | undefined;

/** The places in a text that is parsed for them. The latest one is held, as many of its places may be asked for. */
export function latestPlaces(text: string, parse: () => PlaceOf): PlaceOf {
  if (latest?.text !== text) latest = { text, placeOf: parse() };
  return latest.placeOf;
}

interface Read {
  readonly document: YamlDocument;
  /**
   * What the texts say of which the document is made; undefined where they are not the entries of its mapping, one for one, or
   * what one says may depend on others.
   */
  readonly entriesAt: (texts: readonly string[]) => { readonly text: string; readonly entry: YamlEntry }[] | undefined;
}

function readYaml(path: string, yaml: string, offset: number, locate: Locate): Read {
  const at = (start: number, end: number): Range => locate(offset + start, offset + end);
  const refuse = (start: number, end: number, message: string, hint: string): Read => ({
    document: documentOf(path, undefined, [errorAt("syntax", path, at(start, end), message, hint)], at, yaml),
    entriesAt: () => undefined,
  });

  if (yaml.length > LONGEST_YAML) {
    return refuse(
      0,
      0,
      `Unexpected ${yaml.length} characters of YAML, expected at most ${LONGEST_YAML}.`,
      "Shorten it.",
    );
  }
  const carriageReturn = yaml.search(/\r(?!\n)/);
  if (carriageReturn >= 0) {
    const hint = "Save the file with LF or CRLF line ends.";
    return refuse(carriageReturn, carriageReturn, "Unexpected carriage return without a line feed.", hint);
  }
  const tokens = [...new Parser().parse(yaml)];
  const tooDeep = firstDeeperThan(tokens, DEEPEST);
  if (tooDeep !== undefined) {
    return refuse(tooDeep, tooDeep, `Unexpected nesting more than ${DEEPEST} deep.`, "Flatten it.");
  }
  const [document, second] = compose(tokens, yaml.length);
  if (document === undefined) {
    return { document: documentOf(path, undefined, [], at, yaml), entriesAt: () => undefined };
  }
  const errors = [...document.errors, ...document.warnings];
  const problems = errors.slice(0, MOST_PROBLEMS + 1).map((error) => syntaxProblem(path, error, at));
  if (document.directives.yaml.version !== "1.2") {
    const place = at(yaml.search(/^%YAML/m), yaml.length);
    problems.push(errorAt("syntax", path, place, "Unexpected YAML version, expected 1.2.", "Delete this line."));
  }
  if (second !== undefined) {
    const message = "Unexpected second YAML document.";
    problems.push(errorAt("syntax", path, at(...span(second)), message, "Keep one document in the file."));
  }
  const inspected = inspect(path, document.contents, at);
  const isSound = document.errors.length === 0 && !inspected.hasAliasProblem;
  const diagnostics = capped([...problems, ...inspected.diagnostics]);
  const read = documentOf(path, isSound ? document : undefined, diagnostics, at, yaml);
  const isAlone = isSound && diagnostics.length === 0 && inspected.aliases + inspected.anchors.size === 0;
  return {
    document: read,
    entriesAt: (texts) => (isAlone ? entriesAt(document.contents, read.value, texts) : undefined),
  };
}

function entriesAt(contents: Node | null, value: unknown, texts: readonly string[]): ReturnType<Read["entriesAt"]> {
  if (!isMap<Node, Node | null>(contents) || contents.flow === true || contents.items.length !== texts.length) {
    return undefined;
  }
  const values = value as Readonly<Record<string, unknown>>;
  const found: { readonly text: string; readonly entry: YamlEntry }[] = [];
  let start = 0;
  for (const [index, text] of texts.entries()) {
    const node = contents.items[index]?.key;
    if (!isScalar(node) || span(node)[0] !== start) return undefined;
    const key = keyName(node);
    found.push({ text, entry: { key, value: values[key] } });
    start += text.length;
  }
  return found;
}

type At = (start: number, end: number) => Range;

function documentOf(
  path: string,
  document: Document.Parsed | undefined,
  diagnostics: readonly Diagnostic[],
  at: At,
  yaml: string,
): YamlDocument {
  const contents = document?.contents ?? null;
  const { value, problem } = document === undefined ? { value: undefined } : plainValue(path, document, at);
  return {
    path,
    value,
    diagnostics: problem === undefined ? diagnostics : [...diagnostics, problem],
    placeOf: (way) => valuePlace(contents, way, at),
    keyPlaceOf: (way) => keyPlace(contents, way, at) ?? valuePlace(contents, way, at),
    writtenAt: (way) => {
      const node = nodeAt(contents, way);
      return isScalar(node) ? yaml.slice(...span(node)) : undefined;
    },
    placeWithin: (way, offset, length) => {
      const node = nodeAt(contents, way);
      const start = isScalar(node) ? verbatimStart(node, yaml) : undefined;
      return start === undefined ? valuePlace(contents, way, at) : at(start + offset, start + offset + length);
    },
  };
}

function plainValue(
  path: string,
  document: Document.Parsed,
  at: At,
): { readonly value: unknown; readonly problem?: Diagnostic } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    // The library's guard against aliases that multiply ("billion laughs").
    if (!(error instanceof ReferenceError)) throw error;
    const message = "Unexpected aliases that multiply the document's size.";
    const problem = errorAt("syntax", path, at(0, 0), message, "Write the values out instead of using `*` aliases.");
    return { value: undefined, problem };
  }
}

// Problems

const HINTS: Readonly<Record<string, string>> = {
  BAD_ALIAS: "Quote a value that begins with `*` or `&`.",
  BAD_DQ_ESCAPE: "Use single quotes where a backslash is meant, or write `\\\\`.",
  BAD_INDENT: "Close the bracket or quote, and indent what belongs to the key above.",
  BAD_SCALAR_START: "Put the value in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "Put a value that holds `: ` in quotes, or indent it on lines of its own.",
  MISSING_CHAR: "Close the bracket or quote, or put white space before `#` and after `:`.",
  MULTILINE_IMPLICIT_KEY: "Write the key on one line, followed by `:`.",
  NON_STRING_KEY: "Write a plain word as the key.",
  TAB_AS_INDENT: "Indent with spaces.",
  TAG_RESOLVE_FAILED: "Delete the `!` tag, or quote a value that begins with `!`.",
  UNEXPECTED_TOKEN: "Check quotes, brackets and indentation on this line and the one before.",
};

/** Where the library's own words say little to somebody who writes a procedure. */
const MESSAGES: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: "Unexpected second `: ` on one line",
  MULTILINE_IMPLICIT_KEY: "Unexpected text over several lines, expected `key: value`",
  NON_STRING_KEY: "Unexpected key that is no plain text",
  RESOURCE_EXHAUSTION: "Unexpected depth of nesting",
};

function syntaxProblem(path: string, error: YAMLError, at: At): Diagnostic {
  const message = `${printable((MESSAGES[error.code] ?? error.message).slice(0, 200))}.`;
  return errorAt("syntax", path, at(...error.pos), message, HINTS[error.code] ?? null);
}

/** Beyond this many faults the file is something else than people wrote; the last one kept says so. */
function capped(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const last = diagnostics[MOST_PROBLEMS - 1];
  if (last === undefined || diagnostics.length === MOST_PROBLEMS) return diagnostics;
  const note = {
    ...last,
    message: "Too many faults; those after this one are not shown.",
    hint: "Mend those above first.",
  };
  return [...diagnostics.slice(0, MOST_PROBLEMS - 1), note];
}

/** The documents of a token stream. */
function compose(tokens: readonly CST.Token[], length: number): readonly Document.Parsed[] {
  // A file of brackets gives an error for each; their stack traces, which nobody sees, would take nine tenths of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return [...new Composer(OPTIONS).compose(tokens, true, length)];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Offset of the first collection that stands deeper than a limit; without recursion, as the input may be hostile. */
function firstDeeperThan(tokens: readonly CST.Token[], limit: number): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { token, depth } = entry;
    if (depth > limit) return token.offset;
    for (const child of childTokens(token)) open.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childTokens(token: CST.Token): readonly CST.Token[] {
  switch (token.type) {
    case "document":
      return token.value === undefined ? [] : [token.value];
    case "block-map":
    case "block-seq":
    case "flow-collection":
      return token.items.flatMap((item) => [item.key, item.value].filter((child) => child != null));
    default:
      return [];
  }
}

interface Inspection {
  readonly diagnostics: Diagnostic[];
  readonly anchors: Set<string>;
  aliases: number;
  hasAliasProblem: boolean;
}

const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\p{Cs}]/u;

/** Finds what the library lets pass: keys written twice, `__proto__`, control characters, aliases that lead nowhere. */
function inspect(path: string, contents: Node | null, at: At): Inspection {
  const inspection: Inspection = { diagnostics: [], anchors: new Set(), aliases: 0, hasAliasProblem: false };
  const report = (rule: "syntax" | "schema", node: Node, message: string, hint: string): void => {
    inspection.diagnostics.push(errorAt(rule, path, at(...span(node)), message, hint));
  };
  const visitKey = (key: Node, known: Set<string>): void => {
    const name = keyName(key);
    if (known.has(name))
      report("syntax", key, `Unexpected second key ${quoted(name)} in one mapping.`, "Keep one of the two.");
    // zod passes over this key in records without a word.
    if (name === "__proto__") report("schema", key, "Unexpected key `__proto__`.", "Choose another name.");
    known.add(name);
    visit(key);
  };
  const visit = (node: Node): void => {
    if (isAlias(node)) return visitAlias(node);
    if (isScalar(node)) {
      if (typeof node.value === "string" && CONTROL.test(node.value)) {
        report("schema", node, "Unexpected control character in the text.", "Delete it.");
      }
    } else if (isSeq<Node>(node)) {
      for (const item of node.items) visit(item);
    } else if (isMap<Node, Node | null>(node)) {
      const known = new Set<string>();
      for (const { key, value } of node.items) {
        visitKey(key, known);
        if (value !== null) visit(value);
      }
    }
    // An alias may only name what stands before it, so the anchor counts once its node is complete.
    if ("anchor" in node && node.anchor !== undefined) inspection.anchors.add(node.anchor);
  };
  const visitAlias = (node: Node & { readonly source: string }): void => {
    inspection.aliases += 1;
    const isKnown = inspection.anchors.has(node.source);
    if (isKnown && inspection.aliases <= MOST_ALIASES) return;
    if (!inspection.hasAliasProblem || !isKnown) {
      const message = isKnown
        ? `Unexpected alias, expected at most ${MOST_ALIASES} in a file.`
        : `Unexpected alias ${quoted(`*${node.source}`)}: no anchor of that name stands before it.`;
      report("syntax", node, message, "Write the value out, or quote text that begins with `*`.");
    }
    inspection.hasAliasProblem = true;
  };
  if (contents !== null) visit(contents);
  return inspection;
}

// Places

function span(node: { readonly range?: readonly [number, number, number] | null | undefined }): [number, number] {
  return [node.range?.[0] ?? 0, node.range?.[1] ?? 0];
}

function keyName(key: Node): string {
  return isScalar(key) ? String(key.value) : "";
}

function pairAt(contents: Node | null, way: YamlPath): Pair<Node, Node | null> | undefined {
  const parent = nodeAt(contents, way.slice(0, -1));
  const name = way.at(-1);
  // With a key written twice the data holds the last value.
  return isMap<Node, Node | null>(parent) ? parent.items.findLast(({ key }) => keyName(key) === name) : undefined;
}

function nodeAt(contents: Node | null, way: YamlPath): Node | null | undefined {
  let node: Node | null | undefined = contents;
  for (const step of way) {
    if (isMap<Node, Node | null>(node)) {
      node = node.items.findLast(({ key }) => keyName(key) === step)?.value;
    } else if (isSeq<Node>(node) && typeof step === "number") {
      node = node.items[step];
    } else {
      return undefined;
    }
  }
  return node;
}

function keyPlace(contents: Node | null, way: YamlPath, at: At): Range | undefined {
  const key = pairAt(contents, way)?.key;
  return key === undefined ? undefined : at(...span(key));
}

function valuePlace(contents: Node | null, way: YamlPath, at: At): Range | undefined {
  if (way.length === 0) return undefined;
  const node = nodeAt(contents, way);
  // A mapping or list on lines of its own is best shown by the key above it; an absent value has no text at all.
  const isBelowKey = isCollection(node) && node.flow !== true && typeof way.at(-1) === "string";
  const isShown = node != null && !isBelowKey && hasText(node);
  if (isShown) return at(...span(node));
  return keyPlace(contents, way, at) ?? valuePlace(contents, way.slice(0, -1), at);
}

function hasText(node: Node): boolean {
  const [start, end] = span(node);
  return end > start;
}

/** Where a scalar's value begins in the text, if it stands there character by character. */
function verbatimStart(node: Scalar, yaml: string): number | undefined {
  const [start, end] = span(node);
  const value = String(node.value);
  if (yaml.slice(start, end) === value) return start;
  return yaml.slice(start + 1, end - 1) === value ? start + 1 : undefined;
}
