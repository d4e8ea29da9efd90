/** What `doctor` looks at, in the order in which it tells of it. */
export const HEALTH_CHECKS = [
  "node",
  "clock",
  "locale",
  "git",
  "identity",
  "run-book",
  "time-zone",
  "calendar",
  "repository",
  "ledger",
  "remote",
  "signing",
  "cache",
] as const;
export type HealthCheck = (typeof HEALTH_CHECKS)[number];

/** `unknown`: it was not looked at, for the reason that the message gives. */
export const HEALTH_STATUSES = ["ok", "warning", "problem", "unknown"] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** One thing that the tool depends on, as it is here. */
export interface Health {
  readonly check: HealthCheck;
  readonly status: HealthStatus;
  /** What was found. */
  readonly message: string;
  /** How to mend it; null where nothing is to be mended. */
  readonly hint: string | null;
}
