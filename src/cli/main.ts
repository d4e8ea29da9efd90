import { RunbookError } from "../errors.ts";
import type { ExitCode, Io, OutputStream } from "../io.ts";
import { isKept } from "../session/kept-answer.ts";
import { showsUnicode, withAsciiMarks } from "../view/ascii.ts";
import { renderJson } from "../view/render-json.ts";
import { plainBlock } from "../view/plain-text.ts";
import { withFolder } from "../view/typed-command.ts";
import { type Run, UsageError } from "./options.ts";
import { programFor } from "./program.ts";
import { progressOn } from "./progress.ts";

/** Runs a command line and gives its exit status: the only catch, and the only map from failures to statuses. */
export async function main(args: readonly string[], given: Io): Promise<ExitCode> {
  const { stdout, stderr, env, page } = given;
  const progress = progressOn(stderr, env);
  const printed = { stdout: "", stderr: "" };
  const [out, err] = [
    remembered(progress.before(stdout), isKept(args), (text) => (printed.stdout += text)),
    remembered(progress.before(stderr), isKept(args), (text) => (printed.stderr += text)),
  ];
  const io = {
    ...given,
    ...(isKept(args) && { answer: { args, printed } }),
    stdout: legible(out, env),
    stderr: legible(err, env),
    ...(page && {
      page: (text: string, pager: string) => {
        progress.end();
        return page(marksFor(stdout, env)(text), pager);
      },
    }),
  };
  let code: ExitCode = 0;
  let dir: string | undefined;
  const run: Run = async (command, options) => {
    const wanted = options.json === true ? { ...options, format: "json" } : options;
    dir = options.dir;
    // What a program reads stays as it is.
    code = await command(wanted, {
      ...io,
      stderr: namingFolder(io.stderr, dir),
      ...(wanted.format !== "pretty" && { stdout: out }),
      ...(wanted.format !== "json" && !isQuiet(wanted) && { progress: progress.tell }),
    });
  };
  try {
    await programFor(run, io, args[0]).parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    progress.end();
    return report(await explained(error, io), args, dir, { ...io, stdout });
  } finally {
    progress.end();
  }
}

function isQuiet(options: object): boolean {
  return "quiet" in options && options.quiet === true;
}

/** The stream, with `onWrite` told of what goes to it where that may be kept. */
function remembered(stream: OutputStream, mayKeep: boolean, onWrite: (text: string) => void): OutputStream {
  if (!mayKeep) return stream;
  return {
    ...stream,
    write: (text) => {
      onWrite(text);
      stream.write(text);
    },
  };
}

/** The stream for people: it gets no marks that it cannot show. */
function legible(stream: OutputStream, env: Io["env"]): OutputStream {
  const marks = marksFor(stream, env);
  return { ...stream, write: (text) => stream.write(marks(text)) };
}

/** The stream for messages, with the folder in the commands that they give to type. */
function namingFolder(stream: OutputStream, dir: string | undefined): OutputStream {
  return dir === undefined ? stream : { ...stream, write: (text) => stream.write(withFolder(text, dir)) };
}

function marksFor({ isTTY }: OutputStream, env: Io["env"]): (text: string) => string {
  return showsUnicode(env, isTTY) ? (text) => text : withAsciiMarks;
}

/** Where there is no run book, the others of the repository are looked for; a look that fails takes nothing from the error. */
async function explained(error: unknown, io: Io): Promise<unknown> {
  if (!(error instanceof RunbookError) || error.code !== "no-runbook") return error;
  const { withRunBooksAround } = await import("../session/other-run-books.ts");
  return withRunBooksAround(error, io).catch(() => error);
}

function report(error: unknown, args: readonly string[], dir: string | undefined, io: Io): ExitCode {
  const isJson = wantsJson(args);
  if (error instanceof UsageError) {
    // commander has printed its message (or the help that was asked for) already.
    if (error.exitCode !== 0 && isJson) {
      const [, message = error.message, hint = `See ${error.command} --help`] =
        /^(?:error: )?([^]*?)(?:\n\((Did you mean [^]*)\))?$/u.exec(error.message) ?? [];
      writeErrorDocument("usage", message, hint, io);
    }
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof RunbookError) {
    const hint = error.hint === null ? null : withFolder(error.hint, dir);
    if (isJson) writeErrorDocument(error.code, error.message, hint, io);
    io.stderr.write(`error: ${plainBlock(error.message)}\n${hint === null ? "" : `${plainBlock(hint)}\n`}`);
    if (args.includes("--verbose") && error.cause instanceof Error) {
      io.stderr.write(`${plainBlock(error.cause.stack ?? error.cause.message)}\n`);
    }
    return 2;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(`This is a bug in runbook, please report it with this text:\n${plainBlock(text)}\n`);
  return 3;
}

function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  return (
    flags.includes("--json") ||
    flags.includes("--format=json") ||
    flags.some((flag, index) => flag === "--format" && flags[index + 1] === "json")
  );
}

function writeErrorDocument(code: string, message: string, hint: string | null, io: Io): void {
  io.stdout.write(renderJson<"error">({ schemaVersion: 1, error: { code, message, hint } }));
}
