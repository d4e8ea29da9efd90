import type { TextFile } from "../adopt/text-file.ts";
import { fileSchemas } from "../parse/file-schemas.ts";
import { safeJson } from "../view/render-json.ts";

/** A new run book's files, its .yml files with a first line that tells editors their schema, and those schemas. */
export function withSchemas(files: readonly TextFile[]): TextFile[] {
  const schemas = fileSchemas();
  const named = files.map(({ path, text }) => {
    const name = path.replace(/\.yml$/u, "");
    if (name === path || !schemas.has(name)) return { path, text };
    return { path, text: `# yaml-language-server: $schema=.schemas/${name}.schema.json\n${text}` };
  });
  const used = [...schemas].filter(([name]) => files.some(({ path }) => path === `${name}.yml`));
  return [
    ...named,
    ...used.map(([name, schema]) => ({ path: `.schemas/${name}.schema.json`, text: safeJson(schema) })),
  ];
}
