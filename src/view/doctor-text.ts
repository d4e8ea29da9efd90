import { count } from "../model/count.ts";
import { HEALTH_STATUSES, type Health, type HealthStatus } from "../model/health.ts";
import type { Output } from "./output-shapes.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { withFolder } from "./typed-command.ts";

/** `doctor --json`. */
export function doctorDocument(version: string, found: readonly Health[]): Output<"doctor"> {
  const numbers = HEALTH_STATUSES.map((status) => [status, numberOf(status, found)]);
  return {
    schemaVersion: 1,
    version,
    checks: found.map((it) => ({ ...it })),
    totals: Object.fromEntries(numbers) as Output<"doctor">["totals"],
  };
}

/** `doctor` for people: a line each, the mend under it. */
export function renderDoctorText(version: string, found: readonly Health[], { chalk, dir }: Style): string {
  const paint = { ok: chalk.green, warning: chalk.yellow, problem: chalk.red, unknown: chalk.dim };
  const width = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const statusWidth = width(HEALTH_STATUSES);
  const checkWidth = width(found.map(({ check }) => check));
  const lines = found.flatMap(({ check, status, message, hint }) => [
    `  ${paint[status](status.padEnd(statusWidth))}  ${check.padEnd(checkWidth)}  ${plainLine(message)}`,
    ...(hint === null ? [] : [`${" ".repeat(statusWidth + checkWidth + 6)}${withFolder(plainLine(hint), dir)}`]),
  ]);
  const [problems, warnings] = [numberOf("problem", found), numberOf("warning", found)];
  const verdict =
    problems > 0
      ? chalk.red(`${count(problems, "problem")}${warnings > 0 ? `, ${count(warnings, "warning")}` : ""}.`)
      : warnings > 0
        ? chalk.yellow(`No problem, ${count(warnings, "warning")}.`)
        : chalk.green("All is well.");
  return [`runbook ${version}`, "", ...lines, "", verdict, ""].join("\n");
}

function numberOf(status: HealthStatus, found: readonly Health[]): number {
  return found.filter((it) => it.status === status).length;
}
