// The `.order` file of a wiki's folder: a name a line, ours and those of others.

export const ORDER = ".order";

/** A text's lines, without an empty one at its end. */
export function orderLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line, index, all) => line !== "" || index < all.length - 1);
}

/** The text for these lines, with the line ends of the text that was there. */
export function orderText(lines: readonly string[], before: string): string {
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  return lines.map((line) => `${line}${end}`).join("");
}

/** Our lines in our order; each line of others stays behind the one of ours that it followed, or at the top. */
export function withOthers(ours: readonly string[], before: string, isOurs: (line: string) => boolean): string {
  const behind = new Map<string, string[]>();
  let last = "";
  for (const line of orderLines(before)) {
    if (isOurs(line)) last = line;
    else behind.set(last, [...(behind.get(last) ?? []), line]);
  }
  const kept = ["", ...ours].flatMap((line) => [...(line === "" ? [] : [line]), ...(behind.get(line) ?? [])]);
  const rest = [...behind].flatMap(([line, others]) => (line === "" || ours.includes(line) ? [] : others));
  return orderText([...kept, ...rest], before);
}
