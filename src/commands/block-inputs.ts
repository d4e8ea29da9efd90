import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Input, type InputValue, variableOf } from "../model/automation.ts";
import type { Procedure } from "../model/procedure.ts";
import { quoted } from "../parse/place.ts";
import { didYouMean } from "../parse/suggest.ts";
import { matchesPattern } from "../store/pattern-match.ts";

/** Bytes; environments are bounded, and no value that somebody types is near it. */
const LONGEST_VALUE = 32_768;

/**
 * `--input NAME=VALUE` options as a map from the environment variable's name. Throws RunbookError `usage` for a word without
 * `=`, a name that none of the procedures has, or one that is given twice.
 */
export function givenInputs(pairs: readonly string[], procedures: readonly Procedure[]): ReadonlyMap<string, string> {
  const names = [...new Set(procedures.flatMap(({ inputs }) => Object.keys(inputs)))];
  const given = new Map<string, string>();
  for (const pair of pairs) {
    const [, name, value = ""] = /^([^=]+)=(.*)$/su.exec(pair) ?? [];
    if (name === undefined) {
      const hint = "For example: --input ENVIRONMENT_URL=https://contoso-prod.crm11.dynamics.com";
      throw new RunbookError("usage", `Unexpected input ${quoted(pair)}, expected NAME=VALUE`, hint);
    }
    const known = names.find((it) => variableOf(it) === variableOf(name));
    if (known === undefined) {
      const none = "A procedure names its inputs in its frontmatter, under `inputs`.";
      const hint = didYouMean(name, names) ?? (names.length === 0 ? none : `Its inputs: ${names.join(", ")}`);
      throw new RunbookError("usage", `No procedure here has the input ${quoted(name)}`, hint);
    }
    if (given.has(variableOf(known)))
      throw new RunbookError("usage", `--input ${name} is given twice`, "Give it once.");
    given.set(variableOf(known), value);
  }
  return given;
}

/** A value that is at hand without asking: given, else from the environment, else the default. */
export function knownInput(
  name: string,
  { default: standard }: Input,
  given: ReadonlyMap<string, string>,
  { env }: Pick<Io, "env">,
): InputValue | undefined {
  const variable = variableOf(name);
  const [typed, found] = [given.get(variable), env[variable]];
  if (typed !== undefined) return { value: typed, from: "given" };
  if (found !== undefined && found !== "") return { value: found, from: "environment" };
  return standard === undefined ? undefined : { value: standard, from: "default" };
}

/** Why a value will not do for an input; undefined where it does. A secret is not repeated. */
export function inputProblem(name: string, { pattern, isSecret }: Input, value: string): string | undefined {
  const shown = isSecret ? "the value" : quoted(value);
  if (value.includes("\0") || value.length > LONGEST_VALUE)
    return `${name} cannot hold ${isSecret ? shown : "this value"}`;
  const isMatch = pattern === undefined || matchesPattern(pattern, value);
  if (isMatch === undefined) return `${shown} of ${name} takes for ever to compare with \`${pattern}\``;
  if (isMatch) return undefined;
  return `${shown} of ${name} does not match \`${pattern}\``;
}

/**
 * The value of each input of a procedure, by the input's name. Throws RunbookError `usage` for one that is missing or does not
 * match its pattern.
 */
export function inputValues(
  procedure: Procedure,
  given: ReadonlyMap<string, string>,
  io: Pick<Io, "env">,
): ReadonlyMap<string, InputValue> {
  const values = new Map<string, InputValue>();
  for (const [name, input] of Object.entries(procedure.inputs)) {
    const variable = variableOf(name);
    const found = knownInput(name, input, given, io);
    if (found === undefined) {
      const what = input.description === undefined ? "" : ` (${input.description})`;
      const way = input.isSecret
        ? `Set the environment variable ${variable}.`
        : `Give it: --input ${name}=VALUE, or set the environment variable ${variable}.`;
      throw new RunbookError("usage", `${procedure.id} needs the input ${name}${what}`, way);
    }
    const problem = inputProblem(name, input, found.value);
    if (problem !== undefined) {
      const where = { given: "--input", environment: `the environment variable ${variable}`, default: "its default" };
      throw new RunbookError("usage", `${procedure.id}: ${problem}`, `The value comes from ${where[found.from]}.`);
    }
    values.set(name, found);
  }
  return values;
}
