import { isDeviceName } from "../model/portable-name.ts";

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** True for the form of every id: lower-case words of letters and digits, joined by `-`. */
export function isKebabCase(value: string): boolean {
  return KEBAB_CASE.test(value);
}

/** Letters of an id that files are named after: with words around it a name stays below the 255 that systems take. */
export const LONGEST_FILE_ID = 200;

/** True for the form of an id that files are named after, in the run book, the ledger and all that is written from them. */
export function isFileId(value: string): boolean {
  return isKebabCase(value) && value.length <= LONGEST_FILE_ID && !isDeviceName(value);
}

/** As `toKebabCase`, for an id that files are named after. */
export function toFileId(value: string): string | undefined {
  const id = toKebabCase(value)?.slice(0, LONGEST_FILE_ID).replace(/-$/, "");
  return id !== undefined && isDeviceName(id) ? `${id}-file` : id;
}

/** Letters of Latin alphabets that Unicode takes apart into nothing plainer, as passports write them (ICAO 9303-3, 6). */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "oe",
  þ: "th",
  ð: "d",
  đ: "d",
  ł: "l",
  ı: "i",
};

/**
 * A text as an id: what is no letter or digit becomes `-`, and so does the place where a word begins in `dnsErrors` and
 * `DNSErrors`; not in `OData` and `VPNs`. Undefined where nothing is left.
 */
export function toKebabCase(value: string): string | undefined {
  const words = value
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])(?!.s(?![a-z]))/g, "-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, (letter) => PLAIN_LETTERS[letter] ?? "-")
    .split("-");
  return words.filter((word) => word !== "").join("-") || undefined;
}
