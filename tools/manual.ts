// The manual page, in the macros of man(7).

import { type CommandText, type CommandTree, type Term, partsOf } from "./command-tree.ts";

const DESCRIPTION =
  "Works on a run book of Markdown files in git, found by walking up from the working directory to a folder with " +
  "runbook.yml, or with runbook/runbook.yml. Works out what is due, records who did what as commits of a ledger branch, " +
  "and finds what is unowned, stale or broken.";

const STATUSES: readonly Term[] = [
  { term: "0", description: "fine" },
  {
    term: "1",
    description:
      "findings: errors of lint, blocks that do not pass in check, files that do not parse, breaks that verify finds, problems that doctor finds, what upgrade leaves to settle, due --exit-code",
  },
  { term: "2", description: "it could not be done: usage, a fault in one of the four .yml files, git" },
  { term: "3", description: "a bug: please report it" },
];

const ENVIRONMENT: readonly Term[] = [
  { term: "RUNBOOK_DIR", description: "the run book's folder, where --dir does not name it" },
  { term: "RUNBOOK_NO_CACHE", description: "where it is not empty, nothing is kept of what was read" },
  { term: "NO_COLOR, FORCE_COLOR", description: "print without colours, or with them into a pipe too" },
  { term: "COLUMNS", description: "the width of an output that is no terminal" },
];

const FILES: readonly Term[] = [
  {
    term: "runbook.yml, roles.yml, holidays.yml, waves.yml",
    description: "the run book's settings, people and calendars",
  },
  { term: "procedures/**/*.md", description: "a procedure each" },
  { term: ".git/runbook/cache/", description: "what was read, which may be deleted at any time" },
  { term: ".git/runbook/runs/", description: "answers of a run that is not recorded yet" },
];

/** Of a line of the source. */
const WIDTH = 79;

/** `runbook.1`: all commands; `date` is YYYY-MM-DD. */
export function manualPage(tree: CommandTree, version: string, date: string): string {
  return [
    `.TH RUNBOOK 1 ${date} ${quoted(`runbook ${version}`)} ${quoted("User Commands")}`,
    ".SH NAME",
    ...wrapped(`runbook \\- ${roff(tree.description.replace(/^A |\.$/gu, ""))}`),
    ".SH SYNOPSIS",
    ".B runbook",
    roff("COMMAND [options] [arguments]"),
    ".SH DESCRIPTION",
    ...wrapped(roff(DESCRIPTION)),
    ...notes(tree.notes.replace(/^Exit status: .*\n/mu, "")),
    ".SH OPTIONS OF EVERY COMMAND",
    ...terms(tree.commonOptions),
    ...tree.groups.flatMap(({ title, commands }) => [`.SH ${roff(title.toUpperCase())}`, ...commands.flatMap(command)]),
    ".SH EXIT STATUS",
    ...terms(STATUSES),
    ".SH ENVIRONMENT",
    ...terms(ENVIRONMENT),
    ".SH FILES",
    ...terms(FILES),
    ".SH SEE ALSO",
    ".BR git (1)",
    "",
  ].join("\n");
}

function command({ name, usage, description, arguments: args, options, notes: text }: CommandText): string[] {
  return [
    `.SS ${quoted(`${name} ${usage}`.trim())}`,
    ...wrapped(roff(sentence(description))),
    ...terms([...args, ...options]),
    ...notes(text),
  ];
}

function terms(list: readonly Term[]): string[] {
  return list.flatMap(({ term, description }) => [".TP", `.B ${roff(term)}`, ...wrapped(roff(description))]);
}

function notes(text: string): string[] {
  return partsOf(text).flatMap(({ kind, text: part }) =>
    kind === "paragraph"
      ? [".PP", ...wrapped(roff(part))]
      : [".PP", ".RS 4", ".EX", ...part.split("\n").map(roff), ".EE", ".RE"],
  );
}

/** Lines of text; none begins with what would make it a request. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.replace(/^(?=\.)/u, "\\&"));
  }
  return lines;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function quoted(text: string): string {
  return `"${roff(text).replaceAll('"', "\\(dq")}"`;
}

/** A line of text: nothing in it is a request, and hyphens are those that a shell takes. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replaceAll(
      /[^\u0000-\u007f]/gu,
      (letter) => `\\[u${letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .replace(/^(?=\.)/u, "\\&");
}
