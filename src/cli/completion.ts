import { Argument, type Command } from "commander";
import type { Io } from "../io.ts";
import type { GlobalOptions } from "../session/options.ts";
import { renderCandidates } from "../view/candidates-text.ts";
import { type Run, withGlobalOptions } from "./options.ts";
import { wantedAt } from "./wanted-value.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** `completion`, and what its scripts ask on each press of Tab. */
export function addCompletion(program: Command, run: Run, io: Io): void {
  withGlobalOptions(
    program
      .command("completion")
      .description("print the script with which a shell completes commands, ids, roles, waves"),
    ["pretty"],
  )
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
The script asks runbook itself, so it stays as it is when the run book or the tool changes.

Examples:
  $ source <(runbook completion bash)                                  in ~/.bashrc
  $ source <(runbook completion zsh)                                   in ~/.zshrc, after compinit
  $ runbook completion fish > ~/.config/fish/completions/runbook.fish
  > runbook completion powershell | Out-String | Invoke-Expression     in $PROFILE`,
    )
    .action(async (shell: (typeof SHELLS)[number], options: GlobalOptions) => {
      const { runCompletion } = await import("../commands/completion.ts");
      await run(runCompletion, { ...options, shell });
    });
  program
    .command("__complete", { hidden: true })
    .argument("<shell>")
    .argument("[words...]")
    .action(async (shell: string, given: string[]) => {
      const words = shell === "powershell" ? (io.env["RUNBOOK_WORDS"] ?? "").split("\n") : given;
      const { candidates, value } = wantedAt(program, shell === "bash" ? words.map(unquoted) : words);
      if (value === undefined) {
        io.stdout.write(renderCandidates({ kind: "words", candidates }));
        return;
      }
      const { runComplete } = await import("../commands/complete.ts");
      const { dir } = value;
      await run(runComplete, { format: "pretty", color: false, cache: true, ...(dir && { dir }), value, candidates });
    });
}

/** A word as bash hands it over, without the quotes that were typed; what it would expand stays as it is. */
function unquoted(word: string): string {
  return word.replaceAll(/\\([^])|'([^']*)'?|"((?:\\[^]|[^"\\])*)"?/gu, (_all, escaped, single, double) =>
    double === undefined ? String(escaped ?? single) : String(double).replaceAll(/\\(["\\$`])/gu, "$1"),
  );
}
