/** A text on its own: a part of a larger one, such as of a message, would keep all of that in memory. */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
