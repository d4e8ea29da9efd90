// The addresses of links, taken apart.

/** True for an address with a scheme (`https:`, `mailto:`), or one that takes over the page's (`//host`). */
export function isExternal(url: string): boolean {
  return /^(?:[a-z][a-z\d+.-]+:|\/\/)/i.test(url);
}

/** The way and the anchor of a local address, decoded, the query left out; undefined where `%` encodes nothing. */
export function splitUrl(url: string): { readonly way: string; readonly anchor: string } | undefined {
  const [, way = "", anchor = ""] = /^([^?#]*)(?:\?[^#]*)?(?:#([^]*))?$/.exec(url) ?? [];
  try {
    return { way: decodeURIComponent(way), anchor: decodeURIComponent(anchor) };
  } catch {
    return undefined;
  }
}

/**
 * Where a way leads from a file, relative to the run book, with `..` at its start where it leaves it; `/` at the start
 * means the top of the repository, where the run book is `folder`.
 */
export function pathOf(way: string, from: string, folder: string): string {
  const book = folder === "" ? [] : folder.split("/");
  const base = way.startsWith("/") ? [] : [...book, ...from.split("/").slice(0, -1)];
  const path: string[] = [];
  for (const name of [...base, ...way.split("/")]) {
    if (name === "" || name === ".") continue;
    if (name === ".." && path.length > 0 && path.at(-1) !== "..") path.pop();
    else path.push(name);
  }
  return between(book, path).join("/");
}

function between(here: readonly string[], there: readonly string[]): readonly string[] {
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared += 1;
  return [...here.slice(shared).map(() => ".."), ...there.slice(shared)];
}

/** The relative address of one file in another, percent-encoded where it must be. */
export function wayBetween(from: string, to: string): string {
  return encodeURI(between(from.split("/").slice(0, -1), to.split("/")).join("/"));
}
