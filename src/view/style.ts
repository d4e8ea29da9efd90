import { Chalk, type ChalkInstance } from "chalk";
import type { Environment } from "../model/environment.ts";

/** How an output may look: its colours, its width, its characters. */
export interface Style {
  readonly chalk: ChalkInstance;
  /** Columns that a line may fill. */
  readonly columns: number;
  /** The value of `--dir`, which commands to type then need as well. */
  readonly dir?: string | undefined;
}

/** Columns of an output that is no terminal. */
const UNBOUNDED_COLUMNS = 120;
const NARROWEST = 40;
/** From here on a table has room for what is nice to know. */
export const WIDE_COLUMNS = 110;

/**
 * The style of a stream. `--no-color`, then FORCE_COLOR, then NO_COLOR, then TERM=dumb decide over colour, else
 * whether it is a terminal; COLUMNS stands in for the width of what is none.
 */
export function styleOf(
  stream: { readonly isTTY: boolean; readonly columns: number | undefined },
  env: Environment,
  noColor: boolean,
  dir?: string,
): Style {
  const wanted = Number(env["COLUMNS"]);
  const columns = stream.columns ?? (Number.isInteger(wanted) && wanted > 0 ? wanted : UNBOUNDED_COLUMNS);
  return {
    chalk: isColourful(stream.isTTY, env, noColor) ? new Chalk({ level: 1 }) : COLOURLESS,
    columns: Math.max(NARROWEST, columns),
    dir,
  };
}

/** What chalk gives at level 0, without it: most outputs that something waits for have no colours. */
const COLOURLESS = new Proxy((text: string) => text, {
  get: (_, name): unknown => (name === "level" ? 0 : COLOURLESS),
}) as unknown as ChalkInstance;

function isColourful(isTTY: boolean, env: Environment, noColor: boolean): boolean {
  if (noColor) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  return isTTY && env["TERM"] !== "dumb";
}
