// Text from a run book is untrusted: it reaches a terminal or a log only through here.

/** Escape sequences whole, then single control, bidirectional and invisible format characters. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/gu;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * What a build service would take for a command in its log: `##vso[` and `##[` anywhere (Azure Pipelines, GitHub Actions),
 * `::name` at the start of a line (GitHub Actions). Neither asks for small letters.
 */
const COMMANDS = /##(?=\[|vso\[)|:(?<=^[^\S\n]*:)(?=:[a-z-]+(?:[ ,]|::))/gimu;
/** One within a line, which begins a line where the text is wrapped. */
const INNER_COMMANDS = /(?<= ):(?=:[a-z-]+(?:[ ,]|::))/giu;

/** Words of ASCII with one space between and no mark of a command: harmless as they are. */
const HARMLESS = /^(?!::|.*(?:##| ::))[!-~]+(?: [!-~]+)*$/;
/** Each word takes of the expression's stack, which some million words use up. */
const LONGEST_QUICKLY_SEEN = 10_000;

/** White space but for one blank, which stays as it is: of millions of words each match takes memory. */
const FOLDED = /\s{2,}|[^\S ]/g;

/** One line of harmless text, at whichever space it is wrapped: control characters removed, white space folded. */
export function plainLine(text: string): string {
  if (text.length <= LONGEST_QUICKLY_SEEN && HARMLESS.test(text)) return text;
  return plainBlock(text).replaceAll(FOLDED, " ").replaceAll(INNER_COMMANDS, ": ").trim();
}

/** Text without what steers a terminal; line breaks and tabs are kept. */
export function withoutControls(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(ESCAPES, "").replaceAll(CONTROLS, "");
}

/** Harmless text with its line breaks and tabs kept. */
export function plainBlock(text: string): string {
  return withoutControls(text).replaceAll(COMMANDS, (mark) => `${mark.slice(0, 1)} ${mark.slice(1)}`);
}
