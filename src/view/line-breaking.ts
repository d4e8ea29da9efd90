// Where text breaks, counted in terminal cells.

/** Terminal cells that a text takes. */
export type WidthOf = (text: string) => number;

/** Longer words may be broken, unless they are such as people copy or click. */
const BREAKABLE = 12;
const ASCII = /^[\0-\x7f]*$/;
/** Addresses, paths and names with `_`; ids and keys. */
const COPIED_ASCII = /[A-Za-z\d][@_/.:]+[A-Za-z\d]|^[^A-Za-z\d]*[a-z\d]+(?:-[a-z\d]+)+[^A-Za-z\d]*$/;

/** Whether a word is such as people copy or click: an address, a path, an id, a key. */
export function isCopied(word: string): boolean {
  return ASCII.test(word) ? COPIED_ASCII.test(word) : isCopiedOfAnyLetters(word);
}

/** The same in every script. These classes of letters take a millisecond to be made, which most tables can do without. */
function isCopiedOfAnyLetters(word: string): boolean {
  return /[\p{L}\p{N}][@_/.:]+[\p{L}\p{N}]|^[^\p{L}\p{N}]*[\p{Ll}\p{N}]+(?:-[\p{Ll}\p{N}]+)+[^\p{L}\p{N}]*$/u.test(
    word,
  );
}

/**
 * Cells of the longest word that must not be broken, of a text and of others that have so long a one; what does not fit into a line
 * of its own is broken in any case.
 */
export function longestWhole(text: string, most: number, line: number, widthOf: WidthOf): number {
  if (widthOf(text) <= most) return most;
  return text.split(" ").reduce((so, word) => {
    const width = widthOf(word);
    if (width <= so) return so;
    return width > BREAKABLE && (width > line || !isCopied(word)) ? Math.max(so, BREAKABLE) : width;
  }, most);
}

/** Breaks text at spaces, and words that are too long within them, counted in terminal cells. */
export function wrapped(text: string, width: number, widthOf: WidthOf): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    let space = " ";
    for (const part of breakWord(word, width, widthOf)) {
      const joined = line === "" ? part : `${line}${space}${part}`;
      space = "";
      if (widthOf(joined) <= width) line = joined;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return [...lines, line];
}

/**
 * The parts of a word that is too long, cut after a hyphen, an underscore, a slash, a dot or an at sign, else anywhere; but none
 * begins with `::name`, which GitHub Actions would take for a command.
 */
export function breakWord(word: string, width: number, widthOf: WidthOf): string[] {
  if (widthOf(word) <= width) return [word];
  return word.split(/(?<=[-_/.@])(?=[^-_/.@])(?!::)/u).flatMap((part) => cutWord(part, width, widthOf));
}

function cutWord(word: string, width: number, widthOf: WidthOf): string[] {
  const parts: string[] = [];
  let part = "";
  let at = 0;
  for (const character of word) {
    if (part !== "" && widthOf(part + character) > width) {
      const letters = [...part];
      const last = letters.length > 1 && /^::[a-z]/i.test(word.slice(at, at + 3)) ? letters.pop() : "";
      parts.push(letters.join(""));
      part = last ?? "";
    }
    part += character;
    at += character.length;
  }
  return [...parts, part];
}
