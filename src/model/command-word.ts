// Names in the commands that hints give to type. They come from a run book or a repository, whose text is not trusted: what is
// pasted into a shell must not run it.

/** Of most names that tells enough, and the classes of letters below take most of a millisecond to be made. */
const PLAIN_ASCII = /^[\w./][\w./-]*$/;

/** What sh, PowerShell and cmd take as it is, and git for no option. */
const PLAIN = /^(?!-)[\p{L}\p{M}\p{N}_./-]+$/u;

/**
 * What stands for itself between double quotes in all three, a `\` where it only parts folders. PowerShell takes typographic
 * quotes for quotes, too.
 */
const QUOTABLE = /^(?!-)(?:[\p{L}\p{M}\p{N}_./:'()[\]{},;=+@#&~ -]|\\(?=[\p{L}\p{N}._]))+$/u;

/**
 * A name as one word of a command, for whatever shell it is typed into; the placeholder (`FILE`) where no quotes serve all of them.
 */
export function commandWord(name: string, placeholder: string): string {
  if (PLAIN_ASCII.test(name) || PLAIN.test(name)) return name;
  return QUOTABLE.test(name) ? `"${name}"` : placeholder;
}
