import { renameSync } from "node:fs";
import { platform } from "node:os";

/** What Windows says where another program, a virus scanner or an index say, has the file open just now. */
const IN_USE = new Set(["EPERM", "EACCES", "EBUSY"]);
/** Milliseconds between the tries: most have it open for less than a tenth of a second. */
const PAUSES = [10, 20, 40, 80, 160, 320];

/** Whether a system refused a file because another program has it open, as far as it tells. */
export function isInUse(error: unknown, system: NodeJS.Platform = platform()): boolean {
  return system === "win32" && IN_USE.has((error as NodeJS.ErrnoException).code ?? "");
}

/** Gives a file the name of another, which it replaces, in one step. On Windows it waits for whoever has that open. Throws as `renameSync`. */
export function renameOver(
  from: string,
  to: string,
  { system = platform(), rename = renameSync }: { system?: NodeJS.Platform; rename?: typeof renameSync } = {},
): void {
  for (const pause of PAUSES) {
    try {
      return rename(from, to);
    } catch (error) {
      if (!isInUse(error, system)) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
  rename(from, to);
}
