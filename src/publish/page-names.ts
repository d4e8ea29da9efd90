// Names of pages in file systems and wikis.

import { isDeviceName } from "../model/portable-name.ts";
import type { Page } from "./publication.ts";

/** Characters of a title that become part of a path; a wiki's path may have 235 in all. */
const LONGEST_TITLE = 80;

/**
 * Titles by page id that no target refuses, each once below its parent, letter case apart: no control character, no
 * surrogate (an emoji is two), none of `refused`, no point at either end, no name of a device on Windows.
 */
export function titlesOf(pages: readonly Page[], refused = /[/\\#]/g): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const titles = new Map<string, string>();
  for (const { id, title } of pages) {
    const plain = plainTitle(title, refused) || id;
    // The id is unique, and says which is which better than a number.
    const withId = (words: string): string => plainTitle(`${words} (${id.replace(/^procedure-/, "")})`, refused);
    // What stands before the first point is what Windows goes by.
    const own = isDeviceName(plain) ? withId(plain.replaceAll(".", "")) : plain;
    const free = taken.has(own.toLowerCase()) ? withId(plain) : own;
    taken.add(free.toLowerCase());
    titles.set(id, free);
  }
  return titles;
}

function plainTitle(title: string, refused: RegExp): string {
  const plain = title
    .normalize("NFC")
    .replaceAll(/[\u{10000}-\u{10ffff}\p{Cc}\p{Cf}\p{Cs}\ufe0f]/gu, "")
    .replaceAll(refused, " ")
    .replaceAll(/\s+/g, " ");
  const short = [...trimmed(plain)].slice(0, LONGEST_TITLE).join("");
  return trimmed(short);
}

function trimmed(title: string): string {
  return title.replace(/^[.\s]+/, "").replace(/[.\s]+$/, "");
}
