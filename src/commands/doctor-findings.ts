// What `doctor` says of one thing that it looked at.

import { RunbookError } from "../errors.ts";
import type { Health, HealthCheck } from "../model/health.ts";

/** Something that is as it should be. */
export function ok(check: HealthCheck, message: string): Health {
  return { check, status: "ok", message, hint: null };
}

/** Something that works, and may surprise. */
export function warning(check: HealthCheck, message: string, hint: string | null): Health {
  return { check, status: "warning", message, hint };
}

/** Something that does not work. */
export function problem(check: HealthCheck, message: string, hint: string | null): Health {
  return { check, status: "problem", message, hint };
}

/** Something that could not be looked at. */
export function unknown(check: HealthCheck, reason: string): Health {
  return { check, status: "unknown", message: `not checked: ${reason}`, hint: null };
}

/** A problem with the words of an error that says how to mend itself. Throws what is none. */
export function problemOf(check: HealthCheck, error: unknown): Health {
  if (!(error instanceof RunbookError)) throw error;
  return problem(check, error.message, error.hint);
}
