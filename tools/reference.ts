// The reference: what the program knows of itself, as Markdown.

import { OUTPUT_SHAPES } from "../src/view/output-shapes.ts";
import { RULE_DESCRIPTIONS } from "../src/lint/rule-descriptions.ts";
import { parseRunBook } from "../src/parse/run-book.ts";
import { PHRASES } from "../src/parse/trigger-phrases.ts";
import { parseTrigger } from "../src/parse/trigger.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../src/data/announced-waves.ts";
import { occurrencesScheduled } from "../src/schedule/occurrences.ts";
import { scheduleOf } from "../src/schedule/schedule.ts";
import type { CalendarDate } from "../src/calendar/calendar-date.ts";
import { type CommandText, type CommandTree, type Term, partsOf } from "./command-tree.ts";
import { TRIGGER_GRAMMAR } from "./trigger-grammar.ts";

/** `docs/reference.md`. */
export function reference(tree: CommandTree): string {
  return [
    "# Reference",
    "",
    "Made from the program itself; `npm test -- test/readme -u` renews it.",
    "",
    "- [Commands](#commands)",
    "- [Triggers](#triggers)",
    "- [Lint rules](#lint-rules)",
    "- [JSON](#json)",
    "",
    "## Commands",
    "",
    "Every command takes these options; the tables below leave them out.",
    "",
    ...table(["option", "meaning"], tree.commonOptions.map(row)),
    "",
    ...tree.groups.flatMap(({ commands }) => commands.flatMap(commandSection)),
    ...triggers(),
    ...rules(),
    ...documents(),
    "",
  ].join("\n");
}

function commandSection({ name, usage, description, arguments: args, options, notes }: CommandText): string[] {
  const terms = [...args, ...options];
  return [
    `### ${name}`,
    "",
    "```text",
    `${name} ${usage}`.trim(),
    "```",
    "",
    `${description.charAt(0).toUpperCase()}${description.slice(1)}.`,
    "",
    ...(terms.length === 0 ? [] : [...table(["argument or option", "meaning"], terms.map(row)), ""]),
    ...partsOf(notes).flatMap(({ kind, text }) =>
      kind === "paragraph" ? [prose(text), ""] : ["```text", text, "```", ""],
    ),
  ];
}

function triggers(): string[] {
  return [
    "## Triggers",
    "",
    "Letter case does not matter, units stand in the singular or plural, words are separated by any white space. `day` is 1 to",
    "31, `business day` 1 to 23, `on month` 1 to 3 of a quarter and 1 to 6 of a half-year. A `from` date must be one of the",
    "rule's own dates.",
    "",
    "```ebnf",
    TRIGGER_GRAMMAR.trim(),
    "```",
    "",
    "Scheduled and due dates from 2026-01-05 on, of a run book with a working week from Monday to Friday, no holidays and its",
    "production in the United Kingdom. A date on a weekend has moved to the Monday after.",
    "",
    ...table(["trigger", "scheduled → due"], PHRASES.map(phrase)),
    "",
  ];
}

const FROM = "2026-01-05" as CalendarDate;
const TO = "2027-12-31" as CalendarDate;

function phrase(text: string): string[] {
  const parsed = parseTrigger(text);
  if ("error" in parsed) throw new Error(`${text}: ${parsed.error.message}`);
  const files = [
    { path: "runbook.yml", text: `id: x\ntitle: X\ngo_live: ${FROM}\ntimezone: UTC\nregion: united-kingdom\n` },
    { path: "roles.yml", text: "roles: { lead: { name: Lead, people: [ana] } }\npeople: { ana: { name: Ana } }\n" },
    {
      path: "procedures/x.md",
      text: `---\nname: X\ntrigger: ${text}\nowner: lead\nlast_updated: ${FROM}\n---\n## Steps\n1. X\n## Validation\n- X\n## Escalation\n- X\n`,
    },
  ];
  const { book } = parseRunBook(files, { knownRegions: REGIONS });
  const [procedure] = book?.procedures ?? [];
  if (book === undefined || procedure === undefined) throw new Error(`${text} makes no procedure`);
  const schedule = scheduleOf(book, [], ANNOUNCED_WAVES, Date.parse(`${FROM}T12:00:00Z`), FROM);
  const dates = occurrencesScheduled(procedure, schedule, FROM, TO)
    .slice(0, 3)
    .map(({ scheduled, due }) => (scheduled === due ? scheduled : `${scheduled} → ${due}`));
  const none = parsed.trigger.kind === "event" ? "when it happens" : "";
  return [`\`${text}\``, dates.join(", ") || none];
}

function rules(): string[] {
  return [
    "## Lint rules",
    "",
    ...table(
      ["rule", "severity", "finds"],
      RULE_DESCRIPTIONS.map(({ name, severity, finds }) => [
        `[${name}](../src/lint/${name}.md)`,
        severity,
        prose(finds),
      ]),
    ),
    "",
  ];
}

function documents(): string[] {
  return [
    "## JSON",
    "",
    "With `--json` exactly one document goes to stdout, with `schemaVersion: 1`; within a version keys are only added. Keys are in",
    "camelCase, dates are `YYYY-MM-DD`, durations whole minutes, and what is absent is `null`.",
    "",
    ...table(
      ["document", "keys"],
      Object.entries(OUTPUT_SHAPES).map(([name, shape]) => [
        `[${name}](../schemas/output/${name}.schema.json)`,
        keysOf(shape)
          .map((key) => `\`${key}\``)
          .join(" "),
      ]),
    ),
  ];
}

function keysOf(shape: (typeof OUTPUT_SHAPES)[keyof typeof OUTPUT_SHAPES]): string[] {
  return "shape" in shape ? Object.keys(shape.shape) : [];
}

function row({ term, description }: Term): string[] {
  return [`\`${term}\``, prose(description.replaceAll(/\s+/gu, " "))];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

/** Text in which `<id>` is no tag and `**` no emphasis. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/u)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[<*]/gu, String.raw`\$&`)))
    .join("");
}
