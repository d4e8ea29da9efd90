import { count } from "../model/count.ts";
import type { Output } from "./output-shapes.ts";
import { plainLine } from "./plain-text.ts";

/** What became of one page. */
export type ImportedFile = Output<"import">["files"][number];

/** `import` for people: page by page where it went and what it lacks, then how many, and what to type next. */
export function renderImportText(files: readonly ImportedFile[], isDryRun: boolean): string {
  const imported = files.filter(({ result }) => result === "imported").length;
  const counts = `${count(imported, "procedure")}, ${files.length - imported} left out.`;
  const lines = [
    ...files.flatMap(linesOf),
    isDryRun ? `Would import ${counts} Nothing was written.` : `Imported ${counts}`,
    ...(isDryRun || imported === 0 ? [] : ["Next: runbook lint says what each still needs."]),
  ];
  return `${lines.join("\n")}\n`;
}

function linesOf({ source, path, reason, missing, attachments, notes }: ImportedFile): string[] {
  const [first] = attachments;
  return [
    path === null ? `${plainLine(source)}: left out, ${plainLine(reason ?? "")}` : `${plainLine(source)} -> ${path}`,
    ...(missing.length === 0 ? [] : [`  missing: ${missing.map((field) => field.replace("_", " ")).join(", ")}`]),
    ...(first === undefined
      ? []
      : [`  ${count(attachments.length, "file")} copied to ${first.slice(0, first.lastIndexOf("/") + 1)}`]),
    ...notes.map((note) => `  ${plainLine(note)}`),
  ];
}
