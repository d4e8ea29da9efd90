import type { ExitCode, Io } from "../io.ts";
import type { GlobalOptions } from "../session/options.ts";
import { readCompletionScript } from "../store/package-files.ts";

const FILES = {
  bash: "runbook.bash",
  zsh: "_runbook",
  fish: "runbook.fish",
  powershell: "runbook.ps1",
} as const;

interface CompletionOptions extends GlobalOptions {
  readonly shell: keyof typeof FILES;
}

/** Prints the script that teaches a shell to complete. */
export async function runCompletion({ shell }: CompletionOptions, io: Io): Promise<ExitCode> {
  io.stdout.write(readCompletionScript(FILES[shell]));
  return 0;
}
