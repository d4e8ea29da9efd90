import { toFileId } from "../parse/kebab-case.ts";

const LONGEST_ID = 80;

/** A procedure that the run book has. */
export interface Present {
  /** Undefined where it does not parse. */
  readonly name: string | undefined;
  readonly path: string;
}

/** A page by all that it may be named after. */
export interface NamedPage {
  readonly file: string;
  readonly folder: string;
  /** The procedure's name. */
  readonly name: string;
}

/**
 * The id of a page's procedure, after its file, else with its folder's name or a number; or the procedure that the page has
 * become in an earlier import, which has the same id and name. Ids of `given` belong to other pages of this import: what a page
 * is given does not depend on which of them were imported before.
 */
export function idOfPage(
  page: NamedPage,
  present: ReadonlyMap<string, Present>,
  given: ReadonlySet<string>,
): { readonly id: string; readonly already?: Present } {
  for (const id of candidates(page)) {
    if (given.has(id)) continue;
    const there = present.get(id);
    if (there === undefined) return { id };
    if (there.name === undefined || there.name === page.name) return { id, already: there };
  }
  throw new Error("Numbers do not end.");
}

function* candidates({ file, folder, name }: NamedPage): Generator<string> {
  const first = shortened(toFileId(file) ?? toFileId(name) ?? "page");
  yield first;
  yield shortened(toFileId(`${folder} ${first}`) ?? first);
  for (let number = 2; ; number += 1) yield `${first}-${number}`;
}

function shortened(id: string): string {
  return id.slice(0, LONGEST_ID).replace(/-$/, "");
}

/** What a procedure may be known by whatever it is called. */
export interface Known {
  readonly ids: readonly string[];
  readonly path: string;
  /** As `wordsIn` gives them. */
  readonly words: string;
}

/** Shorter texts may well be alike. */
const SHORTEST_TEXT = 80;

/**
 * The procedure that a page has become before one of them got another name: it has the number that Confluence's export ends the
 * file's name with, or the page's words.
 */
export function formerlyOf(file: string, words: string, procedures: readonly Known[]): Known | undefined {
  const [, number] = /(?:^|[_/\\])(\d{5,})\.html?$/i.exec(file) ?? [];
  const byNumber = procedures.find(({ ids }) => ids.some((id) => id === number || id.endsWith(`-${number}`)));
  if (byNumber !== undefined || words.length < SHORTEST_TEXT) return byNumber;
  return procedures.find((it) => it.words === words);
}

/** A procedure's text below its frontmatter, without what links lead to, which an import rewrites. */
export function wordsIn(body: string): string {
  return body
    .replaceAll(/\]\((?:[^()]|\([^()]*\))*\)/gu, "]()")
    .replaceAll(/^(\[[^\]]+\]:).*$/gmu, "$1")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
