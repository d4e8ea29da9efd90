import type { ExitCode, Io } from "../io.ts";
import type { Health, HealthCheck } from "../model/health.ts";
import type { RunBook } from "../model/runbook.ts";
import type { GlobalOptions } from "../session/options.ts";
import { outputStyle } from "../session/session.ts";
import { doctorDocument, renderDoctorText } from "../view/doctor-text.ts";
import { renderJson } from "../view/render-json.ts";
import { VERSION } from "../version.ts";
import { unknown } from "./doctor-findings.ts";
import { clockHealth, gitHealth, identityHealth, localeHealth, nodeHealth } from "./doctor-machine.ts";
import { calendarHealth, readBook, zoneHealth } from "./doctor-run-book.ts";
import { repositoryHealth } from "./doctor-repository.ts";

export interface DoctorOptions extends GlobalOptions {
  /** Ask nothing of the network. */
  readonly offline?: boolean;
}

/** Checks what the tool depends on, here, and says how to mend it; 1 where something is to be mended. */
export async function runDoctor(options: DoctorOptions, io: Io): Promise<ExitCode> {
  const found = await examine(options, io);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"doctor">(doctorDocument(VERSION, found))
      : renderDoctorText(VERSION, found, outputStyle(options, io)),
  );
  return found.some(({ status }) => status === "problem") ? 1 : 0;
}

async function examine(options: DoctorOptions, io: Io): Promise<Health[]> {
  const { health: git, isUsable: hasGit } = await gitHealth(io);
  const read = await readBook(options, io);
  const { health: runBook, root, book } = read;
  const folder = root ?? io.cwd;
  return [
    nodeHealth(io),
    clockHealth(io),
    localeHealth(io),
    git,
    hasGit ? await identityHealth(folder, book?.directory, io) : unknown("identity", "git is needed for it"),
    runBook,
    ...(book === undefined
      ? withoutBook(["time-zone", "calendar"])
      : [zoneHealth(book, io), calendarHealth(book, read, options, io)]),
    ...(await ofRepository(folder, book, hasGit, options, io)),
  ];
}

async function ofRepository(
  root: string,
  book: RunBook | undefined,
  hasGit: boolean,
  options: DoctorOptions,
  io: Io,
): Promise<Health[]> {
  const checks = ["repository", "ledger", "remote", "signing", "cache"] as const;
  if (!hasGit) return checks.map((check) => unknown(check, "git is needed for it"));
  if (book === undefined) return withoutBook(checks);
  return repositoryHealth(root, book, options, io);
}

function withoutBook(checks: readonly HealthCheck[]): Health[] {
  return checks.map((check) => unknown(check, "a sound run book is needed for it"));
}
