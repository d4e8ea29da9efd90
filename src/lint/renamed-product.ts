import type { RenamedProduct } from "../model/renamed-product.ts";
import { locateIn } from "../parse/place.ts";
import type { Finding, Rule } from "./rule.ts";

/** Every name is the one that a reader finds on the screen today. */
export const renamedProduct: Rule = {
  name: "renamed-product",
  severity: "warning",
  dependsOnDay: false,
  check: ({ procedures, renamedProducts }) =>
    procedures.flatMap(({ path, text }): Finding[] => {
      if (text === "") return [];
      const visible = visibleText(text);
      const locate = locateIn(text);
      return renamedProducts.flatMap((product) =>
        occurrencesOf(product, visible.text).map(({ start, end, found }) => ({
          path,
          place: locate(visible.offsets[start] ?? 0, (visible.offsets[end - 1] ?? 0) + 1),
          message: `Retired name \`${found}\`, expected \`${product.today}\`${product.since === null ? "" : ` (since ${product.since})`}.`,
          hint: "Write today's name, and see whether the step still leads there.",
        })),
      );
    }),
};

/** The text as a reader sees it: no emphasis marks, white space folded; with each character's offset in the file. */
function visibleText(text: string): { text: string; offsets: number[] } {
  const offsets: number[] = [];
  let visible = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "*" || character === "_" || character === "`") continue;
    const isSpace = /\s/.test(character);
    if (isSpace && visible.endsWith(" ")) continue;
    visible += isSpace ? " " : character;
    offsets.push(at);
  }
  return { text: visible, offsets };
}

function occurrencesOf(
  { patterns, caseSensitive = false, notFollowedBy = [] }: RenamedProduct,
  text: string,
): { start: number; end: number; found: string }[] {
  const folded = caseSensitive ? text : text.toLowerCase();
  const hits = patterns.flatMap((pattern) => {
    const wanted = caseSensitive ? pattern : pattern.toLowerCase();
    const found: { start: number; end: number; found: string }[] = [];
    for (let start = folded.indexOf(wanted); start >= 0; start = folded.indexOf(wanted, start + 1)) {
      const end = start + wanted.length;
      const isWhole = !isWordAt(text, start - 1) && !isWordAt(text, end);
      const isOther = notFollowedBy.some((word) => text.startsWith(` ${word}`, end));
      if (isWhole && !isOther) found.push({ start, end, found: text.slice(start, end) });
    }
    return found;
  });
  // A longer pattern says more than one that lies within it.
  return hits.filter(
    (hit) =>
      !hits.some(
        (other) =>
          other !== hit &&
          other.start <= hit.start &&
          hit.end <= other.end &&
          other.end - other.start > hit.end - hit.start,
      ),
  );
}

function isWordAt(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
}
