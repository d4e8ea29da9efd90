/** Whether it is what a prompt throws on Ctrl-C and at the end of the input. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && error.name === "ExitPromptError";
}
