// Paths with `*` and `**`. They come with the pull request that is looked at: as a regular expression, some ten `*` would take
// years to be told from a path that does not match.

/** Whether a path fits a pattern, in which `*` stands for letters within a segment and `**` for segments, but for hidden ones. */
export function fitsPattern(path: string, pattern: string): boolean {
  // What is in a folder, not a file of that name.
  const signs = pattern.replace(/^\.\//, "").replace(/\/\*\*$/, "/**/*");
  return fits(path.split("/"), signs.split("/"), {
    any: "**",
    fitsAny: (segment) => !segment.startsWith("."),
    fitsOne: fitsSegment,
  });
}

function fitsSegment(segment: string, pattern: string): boolean {
  if (pattern.startsWith("*") && segment.startsWith(".")) return false;
  return fits(segment, pattern, { any: "*", fitsAny: () => true, fitsOne: (letter, sign) => letter === sign });
}

interface Signs {
  /** Stands for any number of parts. */
  readonly any: string;
  readonly fitsAny: (part: string) => boolean;
  readonly fitsOne: (part: string, sign: string) => boolean;
}

/** Only the last `any` takes back how much it stands for: what an earlier one could gain, that one can. */
function fits(parts: ArrayLike<string>, signs: ArrayLike<string>, { any, fitsAny, fitsOne }: Signs): boolean {
  let [at, sign, again, againSign] = [0, 0, 0, -1];
  while (at < parts.length) {
    const wanted = signs[sign];
    if (wanted === any) {
      [again, againSign] = [at, sign];
      sign += 1;
    } else if (wanted !== undefined && fitsOne(parts[at] ?? "", wanted)) {
      at += 1;
      sign += 1;
    } else if (againSign >= 0 && fitsAny(parts[again] ?? "")) {
      again += 1;
      [at, sign] = [again, againSign + 1];
    } else {
      return false;
    }
  }
  while (signs[sign] === any) sign += 1;
  return sign >= signs.length;
}
