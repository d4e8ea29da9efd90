import { RunbookError } from "../errors.ts";

/**
 * Where a file can be edited by `--edit-url`, in which `{path}` stands for its path from the repository's top. Throws
 * RunbookError `usage` for what is no such address.
 */
export function editTemplate(template: string | undefined): ((path: string) => string) | undefined {
  if (template === undefined) return undefined;
  if (!/^https?:\/\/\S+$/i.test(template) || !template.includes("{path}")) {
    throw new RunbookError(
      "usage",
      `Unexpected --edit-url \`${template}\`, expected an address with {path} in it`,
      "For example: --edit-url 'https://git.contoso.example/operations/edit/main/{path}'",
    );
  }
  return (path) => template.replaceAll("{path}", () => path.split("/").map(encodeURIComponent).join("/"));
}
