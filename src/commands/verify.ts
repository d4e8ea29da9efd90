import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import type { GlobalOptions } from "../session/options.ts";
import { reportStrangers } from "../session/other-run-books.ts";
import { outputStyle } from "../session/session.ts";
import { renderVerificationJson, renderVerificationText } from "../view/verification-text.ts";
import { verify } from "../verify/verify.ts";
import { openInspected } from "./verification.ts";

export interface VerifyOptions extends GlobalOptions {
  /** With `sign: required`, records written down before this day need no signature. */
  readonly signedSince?: CalendarDate;
}

/** Checks that the ledger is whole, unaltered and plausible; 1 where it is not. */
export async function runVerify(options: VerifyOptions, io: Io): Promise<ExitCode> {
  const { signedSince, asOf } = options;
  const { root, book, ledger, subject } = await openInspected(
    options,
    { asOf, now: io.now(), history: "voids", signedSince },
    io,
  );
  const verification = verify(subject);
  if (verification.records === 0) await reportStrangers(ledger, root, book, io);
  const { schedule } = subject;
  if (options.format === "json") {
    for (const piece of renderVerificationJson(verification, schedule)) io.stdout.write(piece);
  } else {
    io.stdout.write(renderVerificationText(verification, schedule, outputStyle(options, io)));
  }
  return verification.breaks.length === 0 ? 0 : 1;
}
