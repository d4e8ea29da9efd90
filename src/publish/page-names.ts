// Names of pages in file systems and wikis.

import { isDeviceName } from "../model/portable-name.ts";
import type { Page } from "./publication.ts";

/** Characters of a title that become part of a path; a wiki's path may have 235 in all. */
const LONGEST_TITLE = 80;

/**
 * Titles by page id that no target refuses, each once, letter case apart: no control character, no surrogate (an emoji is
 * two), none of `refused`, no point at either end, no device of Windows.
 */
export function titlesOf(pages: readonly Page[], refused = /[/\\#]/g): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const titles = new Map<string, string>();
  for (const { id, title } of pages) {
    const plain = plainTitle(title, refused) || id;
    for (const candidate of candidates(plain, id.replace(/^procedure-/, ""))) {
      if (taken.has(candidate.toLowerCase())) continue;
      taken.add(candidate.toLowerCase());
      titles.set(id, candidate);
      break;
    }
  }
  return titles;
}

/** The id says which page is which better than a number, but a title may end in what looks like one. */
function* candidates(title: string, id: string): Generator<string> {
  const isDevice = isDeviceName(title);
  if (!isDevice) yield title;
  // What stands before the first point is what Windows goes by.
  const words = isDevice ? title.replaceAll(".", "") : title;
  const short = id.slice(0, LONGEST_TITLE / 2);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? ` (${short})` : ` (${short} ${number})`;
    yield `${shortened(words, LONGEST_TITLE - suffix.length)}${suffix}`;
  }
}

function plainTitle(title: string, refused: RegExp): string {
  const plain = title
    .normalize("NFC")
    .replaceAll(/[\u{10000}-\u{10ffff}\p{Cc}\p{Cf}\p{Cs}\ufe0f]/gu, "")
    .replaceAll(refused, " ")
    .replaceAll(/\s+/g, " ");
  return shortened(plain, LONGEST_TITLE);
}

function shortened(title: string, length: number): string {
  return trimmed([...trimmed(title)].slice(0, length).join(""));
}

function trimmed(title: string): string {
  return title.replace(/^[.\s]+/, "").replace(/(?<![.\s])[.\s]+$/, "");
}
