const MODES: ReadonlySet<string> = new Set(["40000", "100644", "100664", "100755", "120000", "160000"]);
const FOLDER = "40000";
const LONGEST_QUOTE = 100;
const SLASH = Buffer.from("/");
const UTF8 = new TextDecoder("utf-8", { fatal: true });

interface TreeEntry {
  readonly mode: string;
  readonly name: Buffer;
  readonly id: Buffer;
}

/** What the bytes of a folder name, as far as they can be read. `idLength`: of an id in bytes. */
export function* treeEntries(bytes: Buffer, idLength: number): Generator<TreeEntry> {
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, at);
    const next = end + 1 + idLength;
    if (space < at || end < space || next > bytes.length) return;
    yield {
      mode: bytes.toString("latin1", at, space),
      name: bytes.subarray(space + 1, end),
      id: bytes.subarray(end + 1, next),
    };
    at = next;
  }
}

/**
 * What is wrong with the bytes of a folder, of which git's own commands would then take different files; null where it is as
 * git writes it: known kinds, names that are names, each once and in order. `idLength`: of an id in bytes.
 */
export function treeFault(bytes: Buffer, idLength: number): string | null {
  let last: Buffer | undefined;
  const files: string[] = [];
  const folders: string[] = [];
  let left = bytes.length;
  for (const { mode, name: written, id } of treeEntries(bytes, idLength)) {
    left -= mode.length + written.length + id.length + " \0".length;
    const name = nameOf(written);
    const shown = (): string => inQuotes(written.toString("utf8"));
    if (name === null) return `${shown()} in it is no name that every program reads alike`;
    if (!MODES.has(mode)) return `${shown()} in it is of a kind that git does not write`;
    const isFolder = mode === FOLDER;
    const place = isFolder ? Buffer.concat([written, SLASH]) : written;
    if (last !== undefined && Buffer.compare(last, place) >= 0) return `${shown()} stands in it twice or out of order`;
    last = place;
    (isFolder ? folders : files).push(name);
  }
  if (left > 0) return "it is cut off";
  const twice = files.length === 0 || folders.length === 0 ? undefined : both(files, folders);
  return twice === undefined ? null : `${inQuotes(twice)} stands in it twice`;
}

function both(files: readonly string[], folders: readonly string[]): string | undefined {
  const names = new Set(files);
  return folders.find((name) => names.has(name));
}

/** Null where it would lead elsewhere, or is no text. */
function nameOf(bytes: Buffer): string | null {
  try {
    const name = UTF8.decode(bytes);
    return name === "" || name === "." || name === ".." || name.includes("/") || name.toLowerCase() === ".git"
      ? null
      : name;
  } catch {
    return null;
  }
}

/** As messages show a name of somebody else's. */
function inQuotes(name: string): string {
  return JSON.stringify(name.slice(0, LONGEST_QUOTE));
}
