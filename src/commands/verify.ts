import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { renderJson } from "../view/render-json.ts";
import { verificationDocument, renderVerificationText } from "../view/verification-text.ts";
import { verify } from "../verify/verify.ts";
import type { GlobalOptions } from "./options.ts";
import { outputStyle } from "./session.ts";
import { openInspected } from "./verification.ts";

export interface VerifyOptions extends GlobalOptions {
  /** With `sign: required`, records written down before this day need no signature. */
  readonly signedSince?: CalendarDate;
}

/** Checks that the ledger is whole, unaltered and plausible; 1 where it is not. */
export async function runVerify(options: VerifyOptions, io: Io): Promise<ExitCode> {
  const { signedSince, asOf } = options;
  const { subject } = await openInspected(options, { asOf, now: io.now(), signedSince }, io);
  const verification = verify(subject);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"verify">(verificationDocument(verification, subject.schedule))
      : renderVerificationText(verification, subject.schedule, outputStyle(options, io)),
  );
  return verification.breaks.length === 0 ? 0 : 1;
}
