// The reference run book and the templates: what lint does not say of them. Each check is a function from texts to
// problems, so that the last part can show that it fails on a copy that was broken in memory.
import { Readable } from "node:stream";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { Command } from "commander";
import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { programFor } from "../../src/cli/program.ts";
import { REGIONS } from "../../src/data/announced-waves.ts";
import renamed from "../../src/data/renamed-products.json" with { type: "json" };
import { lint } from "../../src/lint/lint.ts";
import type { Procedure } from "../../src/model/procedure.ts";
import type { RunBook } from "../../src/model/runbook.ts";
import type { SourceFile } from "../../src/model/source-file.ts";
import { CADENCES, type CadenceGroup } from "../../src/model/trigger.ts";
import { parseDirectory, parseSettings } from "../../src/parse/config.ts";
import { COVERAGE_AREAS } from "../../src/data/coverage-areas.ts";
import { locateIn } from "../../src/parse/place.ts";
import { type ParsedRunBook, parseRunBook } from "../../src/parse/run-book.ts";
import { DIRECTORY_SHAPE, SETTINGS_SHAPE } from "../../src/parse/config-schemas.ts";
import { PROCEDURE_SHAPE } from "../../src/parse/procedure-schema.ts";
import { RULE_NAMES } from "../../src/parse/rule-names.ts";
import { SECTION_NAMES } from "../../src/parse/section-blocks.ts";
import { parseSections } from "../../src/parse/sections.ts";
import { parseYaml } from "../../src/parse/yaml-document.ts";
import { readRunBookFiles } from "../../src/store/run-book-files.ts";
import { lintInputOf } from "../helpers/lint-input.ts";

const project = join(import.meta.dirname, "..", "..");
/** The day as of which the reference run book is to be without a finding. */
const AS_OF = "2026-12-01" as CalendarDate;

/** Languages of fenced blocks; a reader's editor colours each, and each has a check below or no parser at all. */
const LANGUAGES = ["csv", "http", "json", "kusto", "markdown", "powershell", "pwsh", "sh", "text", "yaml"];
/** Procedures whose blocks `runbook run` may execute, each with the number of such blocks. */
const AUTOMATIONS: Readonly<Record<string, number>> = {
  "templates/procedure-automation.md": 1,
  "runbook/procedures/daily/integration-health.md": 1,
  "runbook/procedures/daily/job-queue-and-batch-failures.md": 1,
  "runbook/procedures/monthly/certificate-and-secret-expiry.md": 1,
  "runbook/procedures/monthly/compliance-review.md": 1,
  "runbook/procedures/wave/wave-week-verification.md": 1,
  "runbook/procedures/weekly/bulk-delete-jobs.md": 1,
  "runbook/procedures/weekly/security-review.md": 1,
};

/** Minutes: what a cadence should take at least, and the most that its budget may be. */
const EFFORTS: Readonly<Partial<Record<CadenceGroup, readonly [least: number, most: number]>>> = {
  daily: [30, 60],
  weekly: [60, 120],
  monthly: [240, 480],
  wave: [960, 1440],
};

type Texts = Readonly<Record<string, string>>;

// What is read

const read = (path: string): string => readFileSync(join(project, path), "utf8");
const files = readRunBookFiles(join(project, "runbook"));
const parsed = parseBook(files);

/** Every Markdown file that ships or stands beside the code, by its path in the project. */
const markdown: Texts = Object.fromEntries(
  [
    ...readdirSync(project),
    ...["runbook", "templates"].flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    ),
  ]
    .filter((path) => path.endsWith(".md"))
    .map((path) => path.replaceAll("\\", "/"))
    .map((path) => [path, read(path)]),
);
/** Those that a team adopts. */
const adopted: Texts = only(markdown, (path) => path.includes("/"));
const ymlFiles: Texts = Object.fromEntries(
  ["runbook", "templates"].flatMap((folder) =>
    readdirSync(join(project, folder))
      .filter((name) => name.endsWith(".yml"))
      .map((name) => [`${folder}/${name}`, read(`${folder}/${name}`)]),
  ),
);

function only(texts: Texts, test: (path: string) => boolean): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([path]) => test(path)));
}

function parseBook(source: readonly SourceFile[]): ParsedRunBook {
  return parseRunBook(source, { knownRegions: REGIONS });
}

/** The run book, whatever else is wrong with it. */
function bookOf({ book }: ParsedRunBook): RunBook {
  if (book === undefined) throw new Error("One of the four .yml files has a fault.");
  return book;
}

/** Those that are owed on the day. */
function active(book: RunBook): readonly Procedure[] {
  return book.procedures.filter(
    ({ effective, retired }) =>
      (effective === undefined || effective <= AS_OF) && (retired === undefined || retired > AS_OF),
  );
}

// Markdown

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly url?: string;
  readonly depth?: number;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

const processor = remark().use(remarkFrontmatter).use(remarkGfm).freeze();

const parsedTexts = new Map<string, readonly Node[]>();

/** Every node of a text, in the order in which they are read. */
function nodesOf(text: string): readonly Node[] {
  const visit = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(visit)];
  const nodes = parsedTexts.get(text) ?? visit(processor.parse(text) as Node);
  parsedTexts.set(text, nodes);
  return nodes;
}

function wordsOf({ value = "", children }: Node): string {
  return children === undefined ? value : children.map(wordsOf).join("");
}

/** A check over each node of each file; says where. */
function overNodes(texts: Texts, check: (node: Node, path: string) => string | readonly string[]): string[] {
  return Object.entries(texts).flatMap(([path, text]) =>
    nodesOf(text).flatMap((node) =>
      [check(node, path)].flat().map((problem) => `${path}:${node.position?.start.line ?? 0} ${problem}`),
    ),
  );
}

function overBlocks(texts: Texts, check: (node: Node & { readonly value: string }) => string | readonly string[]) {
  return overNodes(texts, (node) => (node.type === "code" ? check({ ...node, value: node.value ?? "" }) : []));
}

// The checks

/** Every finding of parsing and lint; no rule is switched off by the settings. */
function findings(source: readonly SourceFile[]): string[] {
  const parsedBook = parseBook(source);
  const { settings, diagnostics } = parsedBook;
  const strict = settings === undefined ? undefined : { ...settings, lintRules: {}, lintOverrides: [] };
  return lint(
    lintInputOf(source, parsedBook, AS_OF, { settings: strict, coverageAreas: COVERAGE_AREAS }),
    diagnostics,
  ).map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
}

/** A step or bullet is something: no section of ours consists of prose alone. */
function thinSections(source: readonly SourceFile[]): string[] {
  return parseBook(source).procedures.flatMap(({ path, text }) => {
    const body = parseSections(text);
    return [
      ...(body.purpose === "" ? [`${path} has no purpose`] : []),
      ...SECTION_NAMES.filter((name) => body[name].length === 0).map((name) => `${path} has no list in ${name}`),
    ];
  });
}

/** GitHub's anchors of a text's headings. */
function anchorsOf(text: string): readonly string[] {
  const seen = new Map<string, number>();
  return nodesOf(text)
    .filter(({ type }) => type === "heading")
    .map((heading) => {
      const slug = wordsOf(heading)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
        .replaceAll(" ", "-");
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    });
}

function brokenLinks(texts: Texts): string[] {
  return overNodes(texts, ({ type, url = "" }, path) => {
    if (!["link", "image", "definition"].includes(type) || /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(url)) return [];
    const [way = "", anchor] = url.split("#").map(decodeURIComponent);
    const target = way === "" ? path : posix.join(posix.dirname(path), way);
    const file = join(project, target);
    if (texts[target] === undefined && !(existsSync(file) && statSync(file).isFile())) return `leads nowhere: ${url}`;
    if (anchor === undefined) return [];
    return anchorsOf(texts[target] ?? read(target)).includes(anchor) ? [] : `has no such heading: ${url}`;
  });
}

function roleProblems({ procedures, directory }: RunBook): string[] {
  const { roles, people, duties, absences } = directory;
  const named = procedures.flatMap(({ id, owner, escalateTo }) => [
    { id, role: owner ?? "(none)" },
    ...escalateTo.map((role) => ({ id, role })),
  ]);
  const used = new Set([
    ...named.map(({ role }) => role),
    ...Object.values(duties),
    ...Object.values(roles).flatMap((role) => [...role.people, ...role.deputies]),
  ]);
  return [
    ...[...named, ...Object.entries(duties).map(([id, role]) => ({ id, role }))]
      .filter(({ role }) => !Object.hasOwn(roles, role) && !Object.hasOwn(people, role))
      .map(({ id, role }) => `${id} names ${role}, who is not in roles.yml`),
    ...absences.filter(({ person }) => !Object.hasOwn(people, person)).map(({ person }) => `${person} is absent only`),
    ...[...Object.keys(roles), ...Object.keys(people)].filter((id) => !used.has(id)).map((id) => `${id} is not used`),
    ...procedures.filter(({ escalateTo }) => escalateTo.length === 0).map(({ id }) => `${id} has no escalate_to`),
  ];
}

/** Who is in `escalate_to` is also told of in the section, and the other way round. */
function escalationProblems(source: readonly SourceFile[]): string[] {
  const { procedures, directory } = parseBook(source);
  return procedures.flatMap(({ path, text, procedure }) => {
    const section = parseSections(text).sections.escalation?.source ?? "";
    return Object.keys(directory?.roles ?? {}).flatMap((role) => {
      const isListed = procedure?.escalateTo.includes(role) === true;
      if (isListed && !section.includes(`\`${role}\``)) return [`${path}: Escalation does not tell of ${role}`];
      return !isListed && new RegExp(`^ *(?:\\d+\\.|-) \`${role}\``, "mu").test(section)
        ? [`${path}: escalate_to lacks ${role}`]
        : [];
    });
  });
}

/** Procedures that have something to record, be it only that they were answered in time, and do not say how. */
function unrecorded(source: readonly SourceFile[]): string[] {
  return parseBook(source).procedures.flatMap(({ path, text, procedure }) => {
    if (procedure === undefined) return [];
    const { id, trigger, measures, requires } = procedure;
    const isAsked = trigger.kind === "event" || Object.keys(measures).length > 0 || requires.includes("evidence");
    return isAsked && !oneLine(text).includes(`runbook done ${id}`) ? [`${path} does not say how it is recorded`] : [];
  });
}

function withoutProducts({ procedures }: RunBook): string[] {
  return procedures.filter(({ products }) => products.length === 0).map(({ id }) => `${id} has no products`);
}

/** Prose wider than the style guide allows; tables and blocks may be. */
function wideLines(texts: Texts): string[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const prose = text.replaceAll(/^ *```[^]*?^ *```$/gmu, (block) => block.replaceAll(/.+/gu, ""));
    return prose
      .split("\n")
      .flatMap((line, index) => (line.length > 120 && !/^ *\|/u.test(line) ? [`${path}:${index + 1} is wide`] : []));
  });
}

function unknownLanguages(texts: Texts): string[] {
  return overBlocks(texts, ({ lang }) =>
    LANGUAGES.includes(lang ?? "") ? [] : `is in ${lang ?? "no language"}, expected one of ${LANGUAGES.join(", ")}`,
  );
}

/** A path on a screen that was broken before its `>` is a quotation to Markdown. */
function quotations(texts: Texts): string[] {
  return overNodes(texts, ({ type }) => (type === "blockquote" ? "is a quotation" : []));
}

const REQUEST = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD) (?:https:\/\/[^\s/]+)?\/\S/;

function unsoundBlocks(texts: Texts): string[] {
  return overBlocks(texts, ({ lang, value }) => {
    const lines = value.split("\n");
    if (value.trim() === "") return "is empty";
    if (lang === "json") return faultOf(() => JSON.parse(value) as unknown);
    if (lang === "yaml") return parseYaml("block", value, 0, locateIn(value)).diagnostics.map(({ message }) => message);
    if (lang === "http") {
      if (!REQUEST.test(lines[0] ?? "")) return "does not begin with a method and a path";
      return lines.slice(1).some((line) => REQUEST.test(line)) ? "holds a second request" : [];
    }
    if (lang === "csv") {
      const widths = lines.map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/u).length);
      return new Set(widths).size === 1 ? [] : `has rows of ${widths.join(", ")} fields`;
    }
    return [];
  });
}

function faultOf(action: () => unknown): string[] {
  try {
    action();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function automations(texts: Texts): string[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const marked = nodesOf(text).filter(
      ({ type, lang, meta }) => type === "code" && `${lang ?? ""} ${meta ?? ""}`.trim().split(/\s+/u).at(-1) === "run",
    );
    const allowed = AUTOMATIONS[path] ?? 0;
    return marked.length === allowed ? [] : [`${path} has ${marked.length} blocks marked run, expected ${allowed}`];
  });
}

function effortProblems(book: RunBook): string[] {
  const procedures = active(book);
  return [
    ...procedures.filter(({ effortMinutes }) => effortMinutes === undefined).map(({ id }) => `${id} has no effort`),
    ...Object.entries(EFFORTS).flatMap(([cadence, [least, most]]) => {
      const budget = book.settings.budgetMinutes[cadence as CadenceGroup] ?? 0;
      // A wave is worked through once for each track.
      const tracks = cadence === "wave" ? book.settings.tracks : [undefined];
      const sums = tracks.map((track) =>
        procedures
          .filter((procedure) => procedure.cadence === cadence)
          .filter((procedure) => procedure.track === undefined || procedure.track === track)
          .reduce((sum, procedure) => sum + minutesPerPeriod(procedure), 0),
      );
      return [
        ...(budget >= least && budget <= most ? [] : [`budget ${cadence} is ${budget}m, expected ${least} to ${most}`]),
        ...sums
          .filter((sum) => sum < least || sum > budget)
          .map((sum) => `${cadence} takes ${sum}m, expected ${least} to ${budget}`),
      ];
    }),
  ];
}

/** Minutes of effort in one day, week, month or wave. */
function minutesPerPeriod({ effortMinutes = 0, trigger }: Procedure): number {
  if (trigger.kind === "every-weeks") return effortMinutes / trigger.count;
  return trigger.kind === "weekly" ? effortMinutes * Math.max(1, trigger.weekdays.length) : effortMinutes;
}

const silent = { write: () => {}, isTTY: false, columns: undefined };
const program = programFor(async () => {}, {
  cwd: project,
  env: {},
  now: () => 0,
  later: () => 0,
  stdout: silent,
  stderr: silent,
  stdin: { isTTY: false, read: () => Readable.from([]), keys: () => process.stdin },
  signals: { listen: () => () => {}, toGroup: () => {} },
  runtime: "test",
});

/** Not the folder of that name. */
const CALL = /(?<![\w./@-]|-C |--dir )runbook[ \t]+(?<verb>[a-z][\w-]*)(?<rest>[^\n|;&)`]*)/gu;

function unknownCommands(texts: Texts): string[] {
  const inMarkdown = only(texts, (path) => path.endsWith(".md"));
  return [
    ...overNodes(inMarkdown, ({ type, value = "" }) =>
      callProblems(type === "code" || type === "yaml" ? value : oneLine(value)),
    ),
    ...Object.entries(texts)
      .filter(([path]) => !path.endsWith(".md"))
      .flatMap(([path, text]) => callProblems(text).map((problem) => `${path} ${problem}`)),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ");
}

function callProblems(text: string): string[] {
  return [...text.matchAll(CALL)].flatMap(({ groups = {} }) => {
    const { verb = "", rest = "" } = groups;
    if (verb === "help") return [];
    const command = commandNamed(program, verb);
    if (command === undefined) return [`names runbook ${verb}, which the program does not have`];
    const [next = ""] = rest.trim().split(/\s+/u);
    const sub = commandNamed(command, next);
    const takesWords = command.commands.length === 0 || command.registeredArguments.length > 0;
    if (sub === undefined && !takesWords && /^[a-z]/u.test(next)) return [`names runbook ${verb} ${next}`];
    const known = [program, command, ...(sub === undefined ? [] : [sub])].flatMap(({ options }) =>
      options.map(({ long }) => long),
    );
    return [...rest.matchAll(/(?<=\s)--[a-z][a-z-]*/gu)]
      .filter(([flag]) => flag !== "--help" && !known.includes(flag))
      .map(([flag]) => `names runbook ${verb} ${flag}, an option that it does not have`);
  });
}

function commandNamed(command: Command, name: string): Command | undefined {
  return command.commands.find((candidate) => candidate.name() === name || candidate.aliases().includes(name));
}

interface RenamedEntry {
  readonly patterns: readonly string[];
  readonly today: string;
  readonly since: string | null;
  readonly source: string;
  readonly caseSensitive?: boolean;
  readonly notFollowedBy?: readonly string[];
}

const RENAMED: readonly RenamedEntry[] = renamed.entries;

function retiredNames(text: string): string[] {
  const seen = oneLine(text.replaceAll(/\*\*|__/gu, ""));
  return RENAMED.flatMap(({ patterns, today, caseSensitive, notFollowedBy = [] }) =>
    patterns
      .filter((pattern) => {
        const after = notFollowedBy.map((word) => `(?! ${literal(word)})`).join("");
        const flags = caseSensitive === true ? "u" : "iu";
        return new RegExp(`(?<![\\p{L}\\p{N}])${literal(pattern)}(?![\\p{L}\\p{N}])${after}`, flags).test(seen);
      })
      .map((pattern) => `${pattern} is today ${today}`),
  );
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** A text that must tell of the old name says so, with the reason, as lint asks for it. */
const EXCUSED = /<!-- runbook-disable renamed-product: [^>]*\S[^>]* -->/u;

function retiredNamesIn(texts: Texts): string[] {
  return Object.entries(texts)
    .filter(([, text]) => !EXCUSED.test(text))
    .flatMap(([path, text]) => retiredNames(text).map((problem) => `${path}: ${problem}`));
}

interface Area {
  readonly id: string;
  readonly name: string;
  readonly cadence: string;
  readonly why: string;
  readonly products?: readonly string[];
}

function areasOf(text: string): readonly Area[] {
  const { value, diagnostics } = parseYaml("coverage.yml", text, 0, locateIn(text));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return (value as { readonly areas: readonly Area[] }).areas;
}

const PRODUCTS = new Set(["customer-engagement", "finance-operations", "business-central", "power-platform"]);

function areaProblems(areas: readonly Area[]): string[] {
  return areas.flatMap(({ id, name, cadence, why, products = [], ...others }, index) => [
    ...(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(id) ? [] : [`${id} is not kebab-case`]),
    ...(areas.findIndex((area) => area.id === id) === index ? [] : [`${id} stands there twice`]),
    ...(name.trim() === "" ? [`${id} has no name`] : []),
    ...((CADENCES as readonly string[]).includes(cadence) ? [] : [`${id} has the cadence ${cadence}`]),
    ...(/^[A-Z][^.]*\.$/u.test(why) ? [] : [`${id}: why is not one sentence`]),
    ...products.filter((product) => !PRODUCTS.has(product)).map((product) => `${id} has the product ${product}`),
    ...Object.keys(others).map((key) => `${id} has the key ${key}`),
  ]);
}

function coverageProblems(book: RunBook, areas: readonly Area[]): string[] {
  const known = new Set(areas.map(({ id }) => id));
  const covered = new Set(active(book).flatMap(({ covers }) => covers));
  return [
    ...book.procedures.flatMap(({ id, covers }) =>
      covers.filter((area) => !known.has(area)).map((area) => `${id} covers ${area}, which is no area`),
    ),
    ...areas.filter(({ id }) => !covered.has(id)).map(({ id }) => `no procedure covers ${id}`),
  ];
}

/** Keys of a shape that a .yml file has nowhere at its top level. */
function missingKeys(shape: object, text: string): string[] {
  const { value } = parseYaml("template.yml", text, 0, locateIn(text));
  return Object.keys(shape).filter((key) => !Object.hasOwn(value as object, key));
}

/** Findings in a run book that consists of the templates and one procedure. */
function templateFindings(settings: string, roles: string, body: string | undefined): string[] {
  const frontmatter = `name: A\ntrigger: daily\nowner: operations-analyst\nlast_updated: ${AS_OF}\n`;
  const procedure = { path: "procedures/a.md", text: `---\n${frontmatter}---\n${body ?? ""}` };
  const source = [
    { path: "runbook.yml", text: settings },
    { path: "roles.yml", text: roles },
  ];
  // What else lint may say of a book with one procedure is no fault of a template.
  return findings(body === undefined ? source : [...source, procedure]).filter(
    (problem) => !/^\S+ (?:coverage|single-holder|calendar): /u.test(problem),
  );
}

// The reference run book

describe("the reference run book", () => {
  it("is seen", () => {
    expect(parsed.procedures.length).toBeGreaterThan(14);
    expect(Object.keys(markdown)).toEqual(
      expect.arrayContaining(["README.md", "runbook/README.md", "templates/procedure.md"]),
    );
  });

  it("has no finding, the strictest reading", () => {
    expect(findings(files)).toEqual([]);
  });

  it("gives every procedure a purpose and a list in each section", () => {
    expect(thinSections(files)).toEqual([]);
  });

  it("has links that lead somewhere", () => {
    expect(brokenLinks(markdown)).toEqual([]);
  });

  it("names roles that exist, and uses every role and person", () => {
    expect(roleProblems(bookOf(parsed))).toEqual([]);
  });

  it("tells in Escalation of everybody in escalate_to", () => {
    expect(escalationProblems(files)).toEqual([]);
  });

  it("says how a value, evidence or the answer to an event is recorded", () => {
    expect(unrecorded(files)).toEqual([]);
  });

  it("says of every procedure which products it is for", () => {
    expect(withoutProducts(bookOf(parsed))).toEqual([]);
  });

  it("fences blocks in known languages", () => {
    expect(unknownLanguages(adopted)).toEqual([]);
  });

  it("fences blocks that parse", () => {
    expect(unsoundBlocks(adopted)).toEqual([]);
  });

  it("keeps prose within 120 columns", () => {
    expect(wideLines(only(adopted, (path) => path.startsWith("runbook/")))).toEqual([]);
  });

  it("breaks no path on a screen so that the rest is a quotation", () => {
    expect(quotations(adopted)).toEqual([]);
  });

  it("marks no block to be run but those stated", () => {
    expect(automations(adopted)).toEqual([]);
  });

  it("keeps efforts within the budgets", () => {
    expect(effortProblems(bookOf(parsed))).toEqual([]);
  });

  it("names commands and options that the program has", () => {
    expect(unknownCommands({ ...markdown, ...ymlFiles })).toEqual([]);
  });

  it("uses no retired name and no dead path", () => {
    expect(retiredNamesIn(adopted)).toEqual([]);
  });

  it("covers every area of the catalogue", () => {
    expect(coverageProblems(bookOf(parsed), areasOf(read("templates/coverage.yml")))).toEqual([]);
  });
});

describe("renamed-products.json", () => {
  it("has entries with a replacement, a source and patterns of their own", () => {
    const patterns = RENAMED.flatMap((entry) => entry.patterns);
    expect(new Set(patterns).size).toBe(patterns.length);
    for (const { today, since, source } of RENAMED) {
      expect(today.trim()).not.toBe("");
      expect(source.trim()).not.toBe("");
      expect(since ?? "2026").toMatch(/^\d{4}(?:-\d{2}){0,2}$/u);
    }
  });

  it("finds each pattern, over a line's end and in emphasis, and none in what is named today", () => {
    for (const { patterns, today } of RENAMED) {
      const isMissedIn = (pattern: string, text: string): boolean =>
        !retiredNames(text).includes(`${pattern} is today ${today}`);
      expect(patterns.filter((pattern) => isMissedIn(pattern, `(${pattern.replaceAll(" ", "\n  ")}).`))).toEqual([]);
      expect(patterns.filter((pattern) => isMissedIn(pattern, `Open **${pattern}**.`))).toEqual([]);
      expect(retiredNames(today)).toEqual([]);
    }
  });

  it.each([
    "Power Platform admin center > Manage > Environments > contoso-prod > Backup & Restore > Restore or manage",
    "Business Central admin center > Environments > Production > Application Insights Key > Define",
    "Azure portal > Help + support > Create a support request",
    "Azure portal > Advisor, Azure Advisor",
    "PPAC > Manage > Data export > App Insights; PPAC > Licensing > Capacity add-ons",
    "customers sign in through Azure AD B2C; AADSignInLogs; azureactivedirectoryobjectid",
    "the service principal Microsoft Flow Service, data flow, cloud flow, Microsoft Flows",
    "InstrumentationKey=<key>;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/",
    "GET https://graph.microsoft.com/v1.0/admin/serviceAnnouncement/issues",
    "Office 365 Management Activity API; a premier supporter; pac tests; pac pages; Peppol BIS 3.0",
    "Dynamics 365 administrator, Power Platform administrator, Dynamics 365 Business Central admin center",
    "Dataverse analytics > Dataverse search; Update now",
  ])("passes over %s", (text) => {
    expect(retiredNames(text)).toEqual([]);
  });
});

describe("the templates", () => {
  const settings = read("templates/runbook.yml");
  const roles = read("templates/roles.yml");
  const required = settings
    .split("\n")
    .filter((line) => /^(?:id|title|go_live|timezone):/u.test(line))
    .join("\n");

  it("parse, with every key that there is", () => {
    expect(parseSettings("runbook.yml", settings, { knownRegions: REGIONS }).diagnostics).toEqual([]);
    expect(parseDirectory("roles.yml", roles).diagnostics).toEqual([]);
    expect(missingKeys(SETTINGS_SHAPE, settings)).toEqual([]);
    expect(missingKeys(DIRECTORY_SHAPE, roles)).toEqual([]);
    expect(templateFindings(settings, roles, undefined)).toEqual([]);
  });

  it("state the defaults of runbook.yml", () => {
    const parse = (text: string) => parseSettings("runbook.yml", text, { knownRegions: REGIONS }).value;
    // These two have no default.
    const { region, budgetMinutes, ...written } = parse(settings) ?? {};
    expect(region).toBe("united-kingdom");
    expect(Object.keys(budgetMinutes ?? {})).toEqual(["daily", "weekly", "monthly", "wave"]);
    expect(parse(required)).toMatchObject(written);
  });

  it("say what runbook.yml takes: rules, cadences, tracks", () => {
    const names = [...RULE_NAMES, ...CADENCES].filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(settings));
    expect(names, "not in a comment of templates/runbook.yml").toEqual([]);
  });

  it("keep commented examples that parse", () => {
    const withExamples = settings
      .replaceAll(/^(closures|freezes): \[\]\n# {1,2}- /gmu, "$1:\n  - ")
      .replace(/^ {2}rules: \{\}\n# {3}rules/mu, "  rules");
    expect(withExamples.split("\n").length).toBe(settings.split("\n").length - 1);
    const { value, diagnostics } = parseSettings("runbook.yml", withExamples, { knownRegions: REGIONS });
    expect(diagnostics).toEqual([]);
    expect(value?.closures.length).toBe(1);
    expect(value?.freezes.length).toBe(1);
    expect(Object.keys(value?.lintRules ?? {}).length).toBe(2);
  });

  it.each(Object.keys(only(markdown, (path) => path.startsWith("templates/procedure"))))("%s is a body", (path) => {
    const body = markdown[path] ?? "";
    expect(templateFindings(settings, roles, body)).toEqual([]);
    expect(thinSections([{ path: "procedures/a.md", text: body }])).toEqual([]);
    expect(body.startsWith("---")).toBe(false);
  });

  it("incident-review.md has the parts of a review", () => {
    expect(anchorsOf(markdown["templates/incident-review.md"] ?? "").slice(1)).toEqual([
      "summary",
      "effect",
      "timeline-in-utc",
      "cause-and-what-let-it-through",
      "how-it-was-found",
      "what-went-well",
      "actions",
      "escalation-record",
    ]);
  });

  it("coverage.yml is a catalogue with unique kebab-case ids", () => {
    const areas = areasOf(read("templates/coverage.yml"));
    expect(areaProblems(areas)).toEqual([]);
    expect(areas.length).toBeGreaterThanOrEqual(30);
    expect(areas.length).toBeLessThanOrEqual(45);
    expect(Object.keys(PROCEDURE_SHAPE)).toContain("covers");
  });

  it("coverage.yml is what lint knows of it", async () => {
    const areas = areasOf(read("templates/coverage.yml")).map(({ id, name, why, products = [] }) => ({
      id,
      name,
      why,
      products,
    }));
    // After a change of it, `npm test -- test/content -u` writes the data anew.
    await expect(`${JSON.stringify(areas, null, 2)}\n`).toMatchFileSnapshot("../../src/data/coverage-areas.json");
  });
});

// The checks can fail

describe("the checks", () => {
  const HEALTH = "procedures/daily/service-health.md";
  /** The run book's settings and one procedure, or two, one file of them changed. */
  const changed = (path: string, change: (text: string) => string): readonly SourceFile[] =>
    files
      .filter((file) => file.path === path || file.path === HEALTH || file.path.endsWith(".yml"))
      .map((file) => {
        if (file.path !== path || !("text" in file)) return file;
        const text = change(file.text);
        if (text === file.text) throw new Error(`The change of ${path} changes nothing.`);
        return { path, text };
      });
  const book = (path: string, change: (text: string) => string): RunBook => bookOf(parseBook(changed(path, change)));
  const body = (text: string): Texts => ({ "runbook/procedures/daily/a.md": text });
  const block = (lang: string, text: string): Texts => body(`1. Look:\n\n   \`\`\`${lang}\n   ${text}\n   \`\`\`\n`);
  const areas = areasOf(read("templates/coverage.yml"));

  const BITES: readonly (readonly [string, () => readonly string[], string])[] = [
    ["a fault of syntax", () => findings(changed(HEALTH, (text) => text.slice(4))), "syntax"],
    [
      "an unknown product",
      () => findings(changed(HEALTH, (text) => text.replace("products: [", "products: [crm, "))),
      "schema",
    ],
    [
      "an unknown trigger",
      () => findings(changed(HEALTH, (text) => text.replace("every business day", "often"))),
      "trigger",
    ],
    [
      "a stale text",
      () => findings(changed(HEALTH, (text) => text.replace("updated: 2026", "updated: 2025"))),
      "stale",
    ],
    [
      "a future text",
      () => findings(changed(HEALTH, (text) => text.replace("updated: 2026", "updated: 2027"))),
      "future",
    ],
    [
      "a missing section",
      () => findings(changed(HEALTH, (text) => text.replace("## Validation", "## Result"))),
      "section",
    ],
    [
      "a rule switched off",
      () =>
        findings(
          changed("runbook.yml", (text) => `${text}\nlint: { rules: { stale: off } }\n`).map((file) =>
            file.path === HEALTH && "text" in file
              ? { ...file, text: file.text.replace("updated: 2026", "updated: 2025") }
              : file,
          ),
        ),
      "stale",
    ],
    [
      "no purpose",
      () => thinSections(changed(HEALTH, (text) => text.replace(/---\n[^-]*?## Steps/u, "---\n## Steps"))),
      "purpose",
    ],
    ["prose for a list", () => thinSections([{ path: "procedures/a.md", text: "A.\n\n## Steps\n\nLook.\n" }]), "steps"],
    ["a file that is not there", () => brokenLinks(body("See [it](../weekly/nothing.md).")), "nowhere"],
    ["a folder", () => brokenLinks(body("See [it](../weekly).")), "nowhere"],
    ["an image that is not there", () => brokenLinks(body("![it](a.png)")), "nowhere"],
    ["a definition that leads nowhere", () => brokenLinks(body("See [it][1].\n\n[1]: b.md")), "nowhere"],
    ["an anchor that is not there", () => brokenLinks(body("# A b\n\nSee [it](#a-c).")), "heading"],
    ["an anchor of another file", () => brokenLinks(body("See [it](service-health.md#nothing).")), "heading"],
    [
      "an unknown owner",
      () => roleProblems(book(HEALTH, (text) => text.replace("owner: operations-analyst", "owner: nobody"))),
      "nobody",
    ],
    ["no owner", () => roleProblems(book(HEALTH, (text) => text.replace("owner: operations-analyst\n", ""))), "(none)"],
    [
      "an unknown escalation",
      () => roleProblems(book(HEALTH, (text) => text.replace("escalate_to: [", "escalate_to: [boss, "))),
      "boss",
    ],
    [
      "an unknown duty",
      () =>
        roleProblems(
          book("roles.yml", (text) => text.replace("calls-partner: operations-lead", "calls-partner: boss")),
        ),
      "boss",
    ],
    [
      "a role without use",
      () => roleProblems(book("roles.yml", (text) => text.replace("\nroles:\n", "\nroles:\n  idle: { name: Idle }\n"))),
      "idle is not used",
    ],
    [
      "a person without use",
      () => roleProblems(book("roles.yml", (text) => text.replace("\npeople:\n", "\npeople:\n  zoe: { name: Zoe }\n"))),
      "zoe is not used",
    ],
    [
      "no escalation",
      () => roleProblems(book(HEALTH, (text) => text.replace(/escalate_to: .*\n/u, ""))),
      "escalate_to",
    ],
    [
      "an escalation that the text lacks",
      () =>
        escalationProblems(changed(HEALTH, (text) => text.replace("escalate_to: [", "escalate_to: [security-lead, "))),
      "security-lead",
    ],
    [
      "an escalation that the list lacks",
      () => escalationProblems(changed(HEALTH, (text) => text.replace(/escalate_to: .*\n/u, ""))),
      "operations-lead",
    ],
    [
      "an incident whose answer is not recorded",
      () =>
        unrecorded(
          changed("procedures/incident/incident-severity-1.md", (text) => text.replace("runbook done incident-", "")),
        ),
      "how it is recorded",
    ],
    [
      "no product",
      () => withoutProducts(book(HEALTH, (text) => text.replace(/products: .*\n/u, ""))),
      "service-health",
    ],
    ["an unknown language", () => unknownLanguages(block("kql", "requests")), "kql"],
    ["a block without a language", () => unknownLanguages(block("", "requests")), "no language"],
    ["JSON that does not parse", () => unsoundBlocks(block("json", "{ a: 1 }")), "SyntaxError"],
    ["YAML that does not parse", () => unsoundBlocks(block("yaml", "a: [1")), "a.md:3"],
    ["a request without a method", () => unsoundBlocks(block("http", "/api/data/v9.2/asyncoperations")), "method"],
    ["a request without a path", () => unsoundBlocks(block("http", "GET asyncoperations")), "method"],
    ["two requests", () => unsoundBlocks(block("http", "GET /a\n   GET /b")), "second"],
    ["a row of another width", () => unsoundBlocks(block("csv", 'a,b\n   1,"2,3"\n   1,2,3')), "2, 2, 3"],
    ["an empty block", () => unsoundBlocks(block("sh", "")), "empty"],
    ["a path that is a quotation", () => quotations(body("1. Open Environments\n   > Details.")), "quotation"],
    ["a block to be run", () => automations(block("sh run", "echo")), "marked run"],
    ["no effort", () => effortProblems(book(HEALTH, (text) => text.replace(/effort: .*\n/u, ""))), "no effort"],
    [
      "too much for a day",
      () => effortProblems(book(HEALTH, (text) => text.replace(/effort: .*/u, "effort: 2h"))),
      "daily takes",
    ],
    [
      "too much for a week",
      () =>
        effortProblems(
          book("procedures/weekly/capacity-review.md", (text) =>
            text
              .replace(/trigger: .*/u, "trigger: weekly on Mon, Tue, Wed, Thu, and Fri")
              .replace(/effort: .*/u, "effort: 30m"),
          ),
        ),
      "weekly takes",
    ],
    [
      "too little for a wave",
      () =>
        effortProblems({
          ...bookOf(parsed),
          procedures: bookOf(parsed).procedures.filter(({ cadence }) => cadence !== "wave"),
        }),
      "wave takes 0m",
    ],
    [
      "a budget that was raised",
      () => effortProblems(book("runbook.yml", (text) => text.replace("daily: 1h", "daily: 4h"))),
      "budget daily",
    ],
    ["a command that is not there", () => unknownCommands(body("Run `runbook frobnicate`.")), "frobnicate"],
    ["one in prose", () => unknownCommands(body("Type runbook frobnicate.")), "frobnicate"],
    ["one in a block", () => unknownCommands(block("sh", "$ runbook frobnicate")), "frobnicate"],
    ["one over a line's end", () => unknownCommands(body("Run `runbook\n  frobnicate`.")), "frobnicate"],
    ["one in a comment of YAML", () => unknownCommands({ "a.yml": "# runbook frobnicate" }), "frobnicate"],
    ["an option that is not there", () => unknownCommands(body("Run `runbook done a --frobnicate`.")), "--frobnicate"],
    [
      "a part that is not there",
      () => unknownCommands(body("Run `runbook holidays frobnicate`.")),
      "holidays frobnicate",
    ],
    [
      "an excuse without a reason",
      () => retiredNamesIn(body("<!-- runbook-disable renamed-product: -->\n\nPower Virtual Agents")),
      "Copilot",
    ],
    ["a retired name", () => retiredNamesIn(body("Stored in the Common\n  Data Service.")), "Dataverse"],
    ["a dead path", () => retiredNamesIn(body("Open **Resources** > **Capacity**.")), "Licensing"],
    ["an id that is not kebab-case", () => areaProblems([...areas, { ...areas[0], id: "A b" } as Area]), "kebab"],
    ["an id written twice", () => areaProblems([...areas, areas[0] as Area]), "twice"],
    ["a cadence that is none", () => areaProblems([{ ...areas[0], cadence: "often" } as Area]), "often"],
    ["two sentences", () => areaProblems([{ ...areas[0], why: "One. Two." } as Area]), "sentence"],
    ["a product that is none", () => areaProblems([{ ...areas[0], products: ["crm"] } as Area]), "crm"],
    ["a key that is none", () => areaProblems([{ ...areas[0], note: "" } as Area]), "note"],
    [
      "an area that is none",
      () =>
        coverageProblems(
          book(HEALTH, (text) =>
            text.replace("\nowner:", "\ncovers: [nothing]\nowner:").replace(/\ncovers: (?!\[nothing\]).*/u, ""),
          ),
          areas,
        ),
      "no area",
    ],
    [
      "an area that nobody covers",
      () => coverageProblems(bookOf(parsed), [{ ...areas[0], id: "moon" } as Area]),
      "moon",
    ],
    [
      "a template without a key",
      () => missingKeys(SETTINGS_SHAPE, read("templates/runbook.yml").replace("\nregion:", "\n# region:")),
      "region",
    ],
    ["a wide line", () => wideLines(body(`1. ${"a ".repeat(60)}\n`)), "a.md:1 is wide"],
    [
      "a template with a wrong key",
      () => templateFindings(`${read("templates/runbook.yml")}zone: 1\n`, read("templates/roles.yml"), undefined),
      "schema",
    ],
    [
      "a template without a section",
      () => templateFindings(read("templates/runbook.yml"), read("templates/roles.yml"), "A.\n\n## Steps\n\n1. A.\n"),
      "section",
    ],
  ];

  it.each(BITES)("find %s", (_name, problems, part) => {
    expect(problems().join("\n")).toContain(part);
  });

  it("pass what is sound", () => {
    const sound = body(
      "# A b\n\n## A b\n\nSee [it](#a-b-1), [that](service-health.md#steps), [out](https://example.com/a).",
    );
    expect(brokenLinks(sound)).toEqual([]);
    expect(
      unknownCommands(
        body("A run book; `git -C runbook add .`; `runbook done a --at 09:00 --json | cat`, `runbook help x`."),
      ),
    ).toEqual([]);
    expect(
      retiredNamesIn(body("<!-- runbook-disable renamed-product: tells of the move -->\n\nPower Virtual Agents")),
    ).toEqual([]);
    expect(unsoundBlocks(block("http", "GET /api/data/v9.2/asyncoperations?$filter=statuscode eq 31"))).toEqual([]);
    expect(wideLines(block("csv", "a,".repeat(70)))).toEqual([]);
  });
});
