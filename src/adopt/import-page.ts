import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ImportField } from "../data/import-headings.ts";
import type { Directory } from "../model/runbook.ts";
import { yamlValue } from "../parse/edit.ts";
import { toKebabCase } from "../parse/kebab-case.ts";
import { type Block, type Heading, type Node, type PageTree, wordsOf } from "./page-node.ts";
import { formatBlocks } from "./page-tree.ts";
import {
  STEP,
  fieldOfHeading,
  headingOf,
  isContents,
  isContentsMark,
  isGiven,
  isNumbered,
  isTickedOff,
  labelledValues,
  linkedIn,
  listOf,
  oneLine,
} from "./page-values.ts";
import { writtenDate } from "./written-date.ts";
import { writtenEffort } from "./written-effort.ts";
import { meantTrigger, titleTrigger, triggerOfLetter, withGiven } from "./written-trigger.ts";

export interface PageOptions {
  /** The name where the page itself has none. */
  readonly fallbackName: string;
  readonly today: CalendarDate;
  readonly directory: Directory | undefined;
  /** What stands around the page, where it does not say so itself. */
  readonly given: ReadonlyMap<ImportField, string>;
  /** For pages that do not say. */
  readonly trigger: string | undefined;
  readonly owner: string | undefined;
  /** The new target of a link or image; undefined: it stays. */
  readonly rewrite: (url: string) => string | undefined;
}

export interface ImportedPage {
  readonly name: string;
  readonly trigger: string | undefined;
  /** The procedure's text. */
  readonly text: string;
  /** Fields that the page does not have. */
  readonly missing: readonly ImportField[];
  readonly notes: readonly string[];
}

const SECTIONS = ["steps", "validation", "escalation"] as const;
type SectionField = (typeof SECTIONS)[number];
/** Conspicuous on purpose: lint calls the procedure stale until somebody has reviewed it. */
const NEVER_REVIEWED = "1970-01-01";

/** A foreign page as a procedure. Throws RangeError where it is nested too deep. */
export function importPage(page: PageTree, options: PageOptions): ImportedPage {
  const notes = [...page.notes];
  const refused = refusedDefinitions(page.blocks);
  const blocks = page.blocks
    .filter((block) => !isContentsMark(block))
    .flatMap((block) => cleaned(block as Node, { rewrite: options.rewrite, refused, notes }) as Block[]);
  const titled = titleOf(blocks, page.title, options.fallbackName);
  const labels = new Map([...options.given, ...labelledValues(titled.blocks, page.frontmatter)]);
  const name = titled.name;
  const written = labels.get("trigger");
  const when = written === undefined ? undefined : withGiven(written, options.given.get("trigger"));
  const trigger = triggerOf(when, options.trigger, notes);
  const owner = ownerOf(labels.get("owner"), options, notes);
  const reviewed = reviewedOf(labels.get("last_updated"), notes);
  const effort = effortOf(labels.get("effort"), notes);
  const { body, found } = sectionsOf(titled.blocks, notes);
  const missing: ImportField[] = [
    ...(trigger === undefined ? (["trigger"] as const) : []),
    ...(owner === undefined ? (["owner"] as const) : []),
    ...(reviewed === undefined ? (["last_updated"] as const) : []),
    ...SECTIONS.filter((field) => !found.has(field)),
  ];
  const frontmatter = [
    `name: ${yamlValue(name)}`,
    ...(trigger === undefined ? [] : [`trigger: ${yamlValue(trigger)}`]),
    ...(owner === undefined ? [] : [`owner: ${owner}`]),
    reviewed === undefined
      ? `last_updated: ${NEVER_REVIEWED}   # not known: put in the day of the last review`
      : `last_updated: ${reviewed}`,
    ...(effort === undefined ? [] : [`effort: ${effort}`]),
    `effective: ${options.today}`,
  ];
  const kept = page.frontmatterText === "" ? [] : originalFrontmatter(page.frontmatterText);
  const markdown = formatBlocks([...body, ...kept]);
  return { name, trigger, text: `---\n${frontmatter.join("\n")}\n---\n\n${markdown}`, missing, notes };
}

/** Nothing of what else the page says of itself is lost. */
function originalFrontmatter(text: string): Block[] {
  return [
    { type: "heading", depth: 2, children: [{ type: "text", value: "Original frontmatter" }] },
    { type: "code", lang: "text", value: text },
  ];
}

const ACTIVE_HTML = /<\/?(?:script|style|iframe|object|embed|form)\b/i;
const SAFE_URL = /^(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])/i;

interface Cleaning extends Pick<PageOptions, "rewrite"> {
  /** Where definitions lead that are left out, by what refers to them. */
  readonly refused: ReadonlyMap<string, string>;
  readonly notes: string[];
}

/** A link's target that leads neither to the web nor to a file. */
function isRefused(url: string): boolean {
  return !SAFE_URL.test(url.trim());
}

function refusedDefinitions(blocks: readonly Block[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (node: Node): void => {
    const { type, identifier = "", url = "" } = node;
    if (type === "definition" && isRefused(url) && !found.has(identifier)) found.set(identifier, url);
    node.children?.forEach(visit);
  };
  blocks.forEach(visit);
  return found;
}

/** Without scripts and links that run something; links and images lead to where they now are. */
function cleaned(node: Node, cleaning: Cleaning): Node[] {
  const { rewrite, refused, notes } = cleaning;
  if (node.type === "html" && ACTIVE_HTML.test(node.value ?? "")) {
    notes.push("a script or embedded page was left out");
    return [];
  }
  const children = node.children?.flatMap((child) => cleaned(child, cleaning));
  const [first] = children ?? [];
  if (node.type === "paragraph" && first?.type === "text") first.value = first.value?.trimStart() ?? "";
  const next: Node = { ...node, ...(children !== undefined && { children }) };
  const isReference = node.type === "linkReference" || node.type === "imageReference";
  const leadsTo = isReference ? refused.get(node.identifier ?? "") : node.url;
  if (leadsTo === undefined) return [next];
  if (isRefused(leadsTo)) {
    if (!isReference) {
      notes.push(
        `a link that leads neither to the web nor to a file became its words: ${oneLine(leadsTo).slice(0, 80)}`,
      );
    }
    const isScript = /^\s*(?:javascript|vbscript|data):/i.test(leadsTo);
    const isLink = node.type === "link" || node.type === "linkReference";
    const address: Node[] = isScript || !isLink ? [] : [{ type: "text", value: ` (${leadsTo})` }];
    const shown = children ?? [{ type: "text", value: node.alt ?? "" }];
    return node.type === "definition" ? [] : [...shown, ...address];
  }
  const url = rewrite(leadsTo);
  return [url === undefined ? next : { ...next, url }];
}

/** The first heading where it is the title, which the frontmatter then has. */
function titleOf(
  blocks: readonly Block[],
  title: string | undefined,
  fallback: string,
): { name: string; blocks: readonly Block[] } {
  const index = blocks.findIndex(({ type }) => type === "heading");
  const first = blocks[index];
  const words = first === undefined ? "" : oneLine(wordsOf(first));
  const isTitle = first?.type === "heading" && first.depth === 1 && words !== "" && fieldOfHeading(words) === undefined;
  const isOnlyTitle = isTitle && blocks.filter((block) => block.type === "heading" && block.depth === 1).length === 1;
  const isSame = isTitle && words === oneLine(title ?? "");
  return isOnlyTitle || isSame
    ? { name: words, blocks: blocks.toSpliced(index, 1, ...linkedIn(first)) }
    : { name: oneLine(title ?? "") || fallback, blocks };
}

function triggerOf(written: string | undefined, fallback: string | undefined, notes: string[]): string | undefined {
  if (written === undefined) return fallback;
  const found = meantTrigger(written) ?? triggerOfLetter(written);
  if (found === undefined) notes.push(`its trigger is none that runbook knows: ${written}`);
  else if (isWithoutBrackets(written, found))
    notes.push(`its trigger was taken without what is in brackets: ${written}`);
  else if (!isPlain(written, found)) notes.push(`its trigger was read as \`${found}\`: ${written}`);
  return found ?? fallback;
}

/** Whether nobody can have meant anything else: of the letters Q is daily in French. */
function isPlain(written: string, trigger: string): boolean {
  return written.trim() === trigger || titleTrigger(written) === trigger || /^[^q]$/iu.test(written.trim());
}

/** Whether what stands in brackets behind a trigger changed nothing of it. */
function isWithoutBrackets(written: string, trigger: string): boolean {
  const bare = written.replace(/\s*\([^()]*\)$/u, "");
  return bare !== written && meantTrigger(bare)?.toLowerCase() === trigger.toLowerCase();
}

function ownerOf(written: string | undefined, { directory, owner }: PageOptions, notes: string[]): string | undefined {
  if (written === undefined) return owner;
  // "@Ana Silva", as wikis mention people.
  const words = written.replace(/^@<?(.*?)>?$/, "$1").toLowerCase();
  const people = Object.values(directory?.people ?? {});
  const found =
    [...Object.values(directory?.roles ?? {}), ...people].find(
      ({ id, name }) => id === toKebabCase(words) || name.toLowerCase() === words,
    ) ?? people.find(({ email }) => email?.toLowerCase() === words);
  if (found === undefined) notes.push(`its owner is none that roles.yml knows: ${written}`);
  return found?.id ?? owner;
}

function reviewedOf(written: string | undefined, notes: string[]): CalendarDate | undefined {
  if (written === undefined) return undefined;
  const found = writtenDate(written);
  if (found === undefined) notes.push(`its day of review is none that can be told: ${written}`);
  return found;
}

function effortOf(written: string | undefined, notes: string[]): string | undefined {
  if (written === undefined) return undefined;
  const found = writtenEffort(written);
  if (found === undefined) notes.push(`its effort is none that can be told: ${written}`);
  else if (!found.isExact) notes.push(`its effort was read as \`${found.effort}\`: ${written}`);
  return found?.effort;
}

interface Part {
  readonly heading: Heading | undefined;
  readonly field: SectionField | undefined;
  readonly blocks: Block[];
}

/** The body with `## Steps`, `## Validation` and `## Escalation`; several headings for one of them are gathered under it. */
function sectionsOf(blocks: readonly Block[], notes: string[]): { body: Block[]; found: ReadonlySet<SectionField> } {
  const parts = withSteps(partsOf(blocks), notes);
  const found = new Set<SectionField>();
  const body = parts.flatMap(({ heading, field, blocks: content }): Block[] => {
    if (heading === undefined) return content;
    if (field === undefined) return [{ ...heading, depth: 2 }, ...content];
    if (found.has(field)) return [];
    found.add(field);
    const alike = parts.filter((part) => part.field === field);
    const isAlone = alike.length === 1 && !STEP.test(wordsOf(heading));
    const gatheredContent = isAlone ? content : alike.flatMap((part) => gathered(part, field));
    return [headingOf(field), ...(field === "steps" ? stepsOf(gatheredContent, notes) : gatheredContent)];
  });
  return { body, found };
}

/** Steps that are headings, "Step 1: Open it", as the items of a list; and points as numbers where nothing has one. */
function stepsOf(blocks: readonly Block[], notes: string[]): Block[] {
  const first = blocks.findIndex(isStep);
  if (first >= 0) {
    const depth = blocks[first]?.type === "heading" ? blocks[first].depth : 6;
    const after = blocks.findIndex(
      (block, index) => index > first && block.type === "heading" && block.depth <= depth && !isStep(block),
    );
    const end = after < 0 ? blocks.length : after;
    return [...blocks.slice(0, first), listOfSteps(blocks.slice(first, end)), ...blocks.slice(end)];
  }
  if (blocks.some(isNumbered) || !blocks.some(isSteps)) return [...blocks];
  notes.push("its steps had no numbers");
  return blocks.map((block) => (isSteps(block) ? numbered(block) : block));
}

function isStep(block: Block): boolean {
  return block.type === "heading" && STEP.test(wordsOf(block));
}

function listOfSteps(blocks: readonly Block[]): Block {
  const items: Block[][] = [];
  for (const block of blocks) {
    if (!isStep(block)) items.at(-1)?.push(block);
    else items.push(wordsOf(block).replace(STEP, "") === "" ? [] : [withoutStep(block as Heading)]);
  }
  return listOf(items, 1, true);
}

function withoutStep({ children: [first, ...others] }: Heading): Block {
  const words = first?.type === "text" ? { ...first, value: first.value.replace(STEP, "") } : first;
  return { type: "paragraph", children: [...(words === undefined ? [] : [words]), ...others] };
}

/**
 * Where no heading names the steps, they are the numbered lists of one part, else its lists to tick off, else those that stand
 * under no heading; with all that follows in that part.
 */
function withSteps(parts: readonly Part[], notes: string[]): readonly Part[] {
  if (parts.some(({ field }) => field === "steps")) return parts;
  const isSequence = (block: Block): boolean => isSteps(block) && isNumbered(block);
  const isChecklist = (block: Block): boolean => isSteps(block) && isTickedOff(block);
  const found = [isSequence, isChecklist, isSteps].flatMap((isKind) => {
    const having = parts.filter(({ field, blocks }) => field === undefined && blocks.some(isKind));
    return having.length === 0 ? [] : [{ having, isKind }];
  })[0];
  const [part, another] = found?.having ?? [];
  if (found === undefined || part === undefined || another !== undefined) return parts;
  if (found.isKind === isSteps && part.heading !== undefined) return parts;
  notes.push("no heading names its steps; its list was taken for them");
  const blocks = part.blocks.map((block) => (found.isKind(block) ? numbered(block as List) : block));
  const at = part.blocks.findIndex(found.isKind);
  const { heading } = part;
  const withHeading: Part[] =
    heading === undefined
      ? [
          { ...part, blocks: blocks.slice(0, at) },
          { heading: headingOf("steps"), field: "steps", blocks: blocks.slice(at) },
        ]
      : [{ heading, field: "steps", blocks: [{ ...heading, depth: 3 }, ...blocks.map(lower)] }];
  return parts.flatMap((it) => (it === part ? withHeading : [it]));
}

type List = Extract<Block, { type: "list" }>;

/** A list of neither values ("Owner: …") nor links into the page. "Check: it is green" is a step. */
function isSteps(block: Block): block is List {
  return block.type === "list" && ![...labelledValues([block], {}).keys()].some(isGiven) && !isContents(block);
}

function numbered(list: List): List {
  const children = list.children.map((item) => ({ ...item, checked: null }));
  return { ...list, ordered: true, start: list.start ?? 1, children };
}

function gathered({ heading, blocks }: Part, field: SectionField): Block[] {
  const inner = blocks.map(lower);
  const isNamed = heading !== undefined && wordsOf(heading).trim().toLowerCase() !== field;
  return isNamed ? [{ ...heading, depth: 3 }, ...inner] : inner;
}

function lower(block: Block): Block {
  return block.type === "heading" ? { ...block, depth: deeper(block.depth, 1) } : block;
}

/** Cut at the headings of the highest level, and at those that name a section wherever they stand. */
function partsOf(blocks: readonly Block[]): readonly Part[] {
  const depths = blocks.flatMap((block) => (block.type === "heading" ? [block.depth] : []));
  const top = Math.min(...depths, 6);
  const parts: Part[] = [{ heading: undefined, field: undefined, blocks: [] }];
  let level = top;
  for (const block of blocks) {
    if (block.type !== "heading") {
      parts.at(-1)?.blocks.push(block);
      continue;
    }
    const named = fieldOfHeading(wordsOf(block));
    const field = SECTIONS.find((it) => it === named);
    // Within a section, what names the same one again is a part of it.
    const isCut = block.depth <= level || (field !== undefined && field !== parts.at(-1)?.field);
    if (isCut) {
      level = Math.max(top, block.depth);
      parts.push({ heading: block, field, blocks: [] });
    } else parts.at(-1)?.blocks.push({ ...block, depth: deeper(block.depth, 2 - level) });
  }
  return parts;
}

function deeper(depth: number, by: number): Heading["depth"] {
  return Math.min(6, Math.max(3, depth + by)) as Heading["depth"];
}
