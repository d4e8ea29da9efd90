import { existsSync } from "node:fs";
import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { count } from "../model/count.ts";
import { fileSchemas } from "../parse/file-schemas.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { GlobalOptions } from "../session/options.ts";
import { namedPath } from "../store/named-path.ts";
import { replaceFile, writeNewFile } from "../store/write-files.ts";
import { outputSchemas } from "../view/output-schemas.ts";
import { renderJson, safeJson } from "../view/render-json.ts";
import { plainLine } from "../view/plain-text.ts";

export interface SchemaOptions extends GlobalOptions {
  /** Undefined: all. */
  readonly name?: string;
  /** A folder to write into. */
  readonly out?: string;
}

/** Prints a JSON Schema, or the names of all; with `out` writes them as files. */
export async function runSchema({ name, out, format }: SchemaOptions, io: Io): Promise<ExitCode> {
  const all = new Map([...fileSchemas(), ...outputSchemas()]);
  const wanted = name === undefined ? all : new Map([[requireName(name, all), all.get(stem(name)) ?? {}]]);
  if (out === undefined) {
    const names = [...all.keys()];
    const list = format === "json" ? renderJson<"schemas">({ schemaVersion: 1, names }) : `${names.join("\n")}\n`;
    io.stdout.write(name === undefined ? list : safeJson([...wanted.values()][0]));
    return 0;
  }
  const directory = namedPath(io.cwd, out);
  const files = [...wanted.keys()].map((key) => `${key}.schema.json`);
  for (const [key, schema] of wanted) {
    const file = join(directory, `${key}.schema.json`);
    if (existsSync(file)) replaceFile(file, safeJson(schema));
    else writeNewFile(file, safeJson(schema));
  }
  io.stdout.write(
    format === "json"
      ? renderJson<"created">({ schemaVersion: 1, directory, files })
      : `Wrote ${count(files.length, "schema")} to ${plainLine(directory)}.\n`,
  );
  return 0;
}

/** `roles.yml` is meant as `roles`. */
function stem(name: string): string {
  return name.replace(/\.yml$/u, "");
}

function requireName(name: string, all: ReadonlyMap<string, object>): string {
  const names = [...all.keys()];
  if (all.has(stem(name))) return stem(name);
  const hint = didYouMean(name, names) ?? "See them all: runbook schema";
  throw new RunbookError("usage", `There is no schema \`${name}\``, hint);
}
