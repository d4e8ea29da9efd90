// What lint takes from single files, read once however many rules ask, and kept for later runs by the files' contents. The
// trees that it was read from are let go: those of thousands of files would not fit in memory.

import type { Io } from "../io.ts";
import type { SourceFile } from "../model/source-file.ts";
import { type FileFacts, type Frontmatter, type Place, formatLintCache, parseLintCache } from "../parse/lint-cache.ts";
import type { Range } from "../parse/place.ts";
import { type ParsedProcedure, parseProcedure, placesLater } from "../parse/procedure.ts";
import { type ParseMarkdown, plainTree } from "../parse/markdown-tree.ts";
import { anchorsOf, readProcedureText } from "../parse/procedure-text.ts";
import type { YamlPath } from "../parse/yaml-document.ts";
import type { LintInput, Secret } from "../lint/rule.ts";
import { type GlobalOptions, mayCache } from "../session/options.ts";
import { cacheFolderOf, cacheNameOf, commonDirectoryAbove, readKept } from "../store/cache-files.ts";
import { hashOfText } from "../store/content-hash.ts";
import { BUILD, VERSION } from "../version.ts";

export interface LintFacts {
  /** As `parseProcedure`. */
  readonly readProcedure: typeof parseProcedure;
  /** Only within `whileReading`. */
  readonly textOf: LintInput["textOf"];
  /** The anchors of a Markdown file that is no procedure. Only within `whileReading`. */
  readonly anchorsIn: (text: string) => ReadonlySet<string>;
  /** Does what may read texts; a second time where one of them takes remark, which is slow to load and mostly not needed. */
  readonly whileReading: <T>(work: () => T) => Promise<T>;
  readonly secretsIn: (files: readonly SourceFile[]) => Promise<readonly Secret[]>;
  /** Keeps what was read of these files, and nothing else. */
  readonly keep: (files: readonly SourceFile[]) => void;
}

/** The facts of a run book's files: those that earlier runs have kept, the others when they are first asked for. */
export function lintFacts(root: string, options: GlobalOptions, io: Io): LintFacts {
  const { factsOf, noteNew, countOfFiles, keep } = keptFacts(root, options, io);
  let textsRead = 0;
  let parseOther: ParseMarkdown = () => {
    throw NEEDS_REMARK;
  };
  const parse: ParseMarkdown = (text) => plainTree(text) ?? parseOther(text);

  return {
    readProcedure: (path, text, settings) => {
      const facts = factsOf(path, text);
      const tracks = JSON.stringify(settings?.tracks ?? null);
      if (facts.frontmatter?.tracks !== tracks) {
        facts.frontmatter = frontmatterOf(parseProcedure(path, text, settings), tracks);
        noteNew();
      }
      const { bodyLength, procedure, diagnostics, bodyLine, places } = facts.frontmatter;
      const placeOf = (way: YamlPath): Range => {
        const place = places[JSON.stringify(way)];
        return place === undefined ? placesLater(path, text, settings)(way) : rangeOf(place);
      };
      return { procedure, path, text, body: text.slice(text.length - bodyLength), bodyLine, placeOf, diagnostics };
    },
    textOf: ({ path, text }) => {
      const facts = factsOf(path, text);
      if (facts.text !== undefined) return facts.text;
      facts.text = readProcedureText(text, parse);
      noteNew();
      textsRead += 1;
      io.progress?.("Reading texts", textsRead, countOfFiles());
      return facts.text;
    },
    anchorsIn: (text) => anchorsOf(text, parse),
    whileReading: async (work) => {
      try {
        return work();
      } catch (error) {
        if (error !== NEEDS_REMARK) throw error;
        parseOther = (await import("../parse/markdown.ts")).parseMarkdown;
        return work();
      }
    },
    secretsIn: async (files) => {
      const texts = files.filter((file) => "text" in file);
      const unseen = texts.filter(({ path, text }) => factsOf(path, text).secrets === undefined);
      const found = unseen.length === 0 ? [] : await secretsAmong(unseen, io);
      for (const { path, text } of unseen) {
        const own = found.filter((secret) => secret.path === path);
        factsOf(path, text).secrets = own.map(({ start, end, kind }) => ({ start, end, kind }));
        noteNew();
      }
      return texts.flatMap(({ path, text }) =>
        (factsOf(path, text).secrets ?? []).map((secret) => ({ path, ...secret })),
      );
    },
    keep,
  };
}

/** What is known of files, from earlier runs and from this one. */
interface KeptFacts extends Pick<LintFacts, "keep"> {
  /** Of a file with this text; what is found out is added to it. */
  readonly factsOf: (path: string, text: string) => FileFacts;
  /** Something was added. */
  readonly noteNew: () => void;
  /** How many files were asked about. */
  readonly countOfFiles: () => number;
}

function keptFacts(root: string, options: GlobalOptions, io: Io): KeptFacts {
  const directory = mayCache(options, io) ? commonDirectoryAbove(root) : undefined;
  const folder = directory === undefined ? undefined : cacheFolderOf(directory);
  const name = cacheNameOf("lint", root);
  const of = JSON.stringify([VERSION, BUILD, io.runtime]);
  const cache = folder && readKept(folder, name, (text) => parseLintCache(text, of));
  const kept: ReadonlyMap<string, FileFacts> = cache ?? new Map();
  const known = new Map<string, FileFacts>();
  let isNew = false;
  const keys = new Map<string, { readonly text: string; readonly key: string }>();
  const keyOf = (path: string, text: string): string => {
    const before = keys.get(path);
    if (before?.text === text) return before.key;
    const key = hashOfText(`${path}\0${text}`);
    keys.set(path, { text, key });
    return key;
  };
  return {
    factsOf: (path, text) => {
      const key = keyOf(path, text);
      const facts = known.get(key) ?? kept.get(key) ?? {};
      known.set(key, facts);
      return facts;
    },
    noteNew: () => {
      isNew = true;
    },
    countOfFiles: () => keys.size,
    keep: (files) => {
      const now = new Set(files.flatMap((file) => ("text" in file ? [keyOf(file.path, file.text)] : [])));
      const isSame = !isNew && [...kept.keys()].every((key) => now.has(key));
      if (folder === undefined || isSame) return;
      folder.write(name, formatLintCache(new Map([...known].filter(([key]) => now.has(key))), of));
    },
  };
}

const NEEDS_REMARK = new Error("a text was read without `whileReading`");

/** The places that rules ask for most are kept, since to find another the frontmatter has to be read again. */
function frontmatterOf(
  { procedure, diagnostics, bodyLine, body, placeOf }: ParsedProcedure,
  tracks: string,
): Frontmatter {
  const ways: YamlPath[] = procedure === undefined ? [] : [["name"], ["trigger"], ["owner"], ["last_updated"]];
  const places = ways.map((way): [string, Place] => {
    const { line, column, endLine, endColumn } = placeOf(way);
    return [JSON.stringify(way), [line, column, endLine, endColumn]];
  });
  return { procedure, diagnostics, bodyLine, bodyLength: body.length, tracks, places: Object.fromEntries(places) };
}

function rangeOf([line, column, endLine, endColumn]: Place): Range {
  return { line, column, endLine, endColumn };
}

/** secretlint is slow to load. */
async function secretsAmong(
  files: readonly SourceFile[],
  { progress }: Pick<Io, "progress">,
): Promise<readonly Secret[]> {
  const { detectSecrets } = await import("../store/secret-detector.ts");
  return detectSecrets(files, progress);
}
