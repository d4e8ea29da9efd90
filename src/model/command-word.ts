// Names in the commands that hints give to type. They come from a run book or a repository, whose text is not trusted: what is
// pasted into a shell must not run it.

/** Of most names that tells enough: the classes of letters in the patterns below take a millisecond to be made. */
const PLAIN_ASCII = /^[\w./][\w./-]*$/;

/**
 * A name as one word of a command, for whatever shell it is typed into; the placeholder (`FILE`) where no quotes serve all of them.
 */
export function commandWord(name: string, placeholder: string): string {
  if (PLAIN_ASCII.test(name) || isPlain(name)) return name;
  return isQuotable(name) ? `"${name}"` : placeholder;
}

/** Whether sh, PowerShell and cmd take it as it is, and git for no option. */
function isPlain(name: string): boolean {
  return /^(?!-)[\p{L}\p{M}\p{N}_./-]+$/u.test(name);
}

/**
 * Whether it stands for itself between double quotes in all three, a `\` where it only parts folders. PowerShell takes
 * typographic quotes for quotes, too.
 */
function isQuotable(name: string): boolean {
  return /^(?!-)(?:[\p{L}\p{M}\p{N}_./:'()[\]{},;=+@#&~ -]|\\(?=[\p{L}\p{N}._]))+$/u.test(name);
}
