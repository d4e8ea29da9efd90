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
      const folded = visible.toLowerCase();
      const hits = renamedProducts.flatMap((product) =>
        occurrencesOf(product, visible, folded).map((hit) => ({ ...hit, product })),
      );
      if (hits.length === 0) return [];
      const locate = locateIn(text);
      const offsets = visibleOffsets(text);
      return hits.map(({ start, end, found, product }) => ({
        path,
        place: locate(offsets[start] ?? 0, (offsets[end - 1] ?? 0) + 1),
        message: `Retired name \`${found}\`, expected \`${product.today}\`${product.since === null ? "" : ` (since ${product.since})`}.`,
        hint: "Write today's name, and see whether the step still leads there.",
      }));
    }),
};

/** The text as a reader sees it: no emphasis marks, white space folded. */
function visibleText(text: string): string {
  return text.replaceAll(/[*_`]+/g, "").replaceAll(/\s+/g, " ");
}

/** The offset in the file of each character of its visible text. */
function visibleOffsets(text: string): number[] {
  const offsets: number[] = [];
  let isAfterSpace = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "*" || character === "_" || character === "`") continue;
    const isSpace = /\s/.test(character);
    if (!isSpace || !isAfterSpace) offsets.push(at);
    isAfterSpace = isSpace;
  }
  return offsets;
}

function occurrencesOf(
  { patterns, caseSensitive = false, notFollowedBy = [] }: RenamedProduct,
  text: string,
  lowerCase: string,
): { start: number; end: number; found: string }[] {
  const folded = caseSensitive ? text : lowerCase;
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
