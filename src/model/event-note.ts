// Free text stands in a record's note only: an event's title is the first line of the note that opens it.

/** The note of a record that opens an event. */
export function eventNote(title: string, message: string): string {
  const rest = message.trim();
  return rest === "" ? title : `${title}\n\n${rest}`;
}

/** The title in such a note; null where the first line is empty. */
export function titleOf(note: string): string | null {
  const [first = ""] = note.split("\n", 1);
  return first.trim() || null;
}

/** What follows the title. */
export function messageOf(note: string): string {
  const lineEnd = note.indexOf("\n");
  return lineEnd === -1 ? "" : note.slice(lineEnd + 1).trim();
}
