// A page that holds several procedures, cut into them: under headings of their own, or as the rows of a table of tasks.

import GithubSlugger from "github-slugger";
import { type Above, type PagePart, type PageRest, partFrom, withOwnNames } from "./page-part.ts";
import { type Block, type Heading, type Node, type PageTree, wordsOf } from "./page-node.ts";
import {
  fieldOfHeading,
  fieldsOf,
  isContents,
  isNumbered,
  isTickedOff,
  isGiven,
  labelledValues,
  linkedIn,
  oneLine,
  withoutNumber,
} from "./page-values.ts";
import { isTaskTable, rowsOf } from "./task-table.ts";
import { englishTrigger, isUnreadWhen, triggerIn, withGiven } from "./written-trigger.ts";

/** A heading with what stands under it up to the next one that opens a section: fields (Steps, Owner) open none. */
interface Section {
  readonly heading: Heading | undefined;
  readonly anchor: string | null;
  readonly blocks: Block[];
  readonly anchors: string[];
  readonly children: Section[];
}

type Fields = ReturnType<typeof fieldsOf>;

/** What a page holds, in its order; undefined for one that is one procedure: with steps of its own, or with a single part. */
export function splitPage(
  { blocks, frontmatter, title: pageTitle, notes }: PageTree,
  fileName: string,
): readonly (PagePart | PageRest)[] | undefined {
  const root = outlineOf(blocks.filter((block) => !isDefinition(block)));
  const [title] = root.children;
  const isTitled = root.children.length === 1 && title !== undefined && !hasWords(root.blocks);
  const top = isTitled ? title : root;
  if (fieldsOf(top.blocks).has("steps")) return undefined;
  const pageName = isTitled && title.heading !== undefined ? wordsOf(title.heading) : (pageTitle ?? fileName);
  const trigger = triggerIn(oneLine(pageName));
  const given = new Map([
    ...(trigger === undefined ? [] : [["trigger", trigger] as const]),
    ...[...labelledValues([], frontmatter)].filter(([field]) => isGiven(field)),
  ]);
  const pieces = withOwnNames(piecesOf({ ...top, heading: undefined }, { given, sections: new Map() }));
  const definitions = blocks.filter(isDefinition);
  const isSeveral = pieces.filter((piece) => "tree" in piece).length > 1;
  if (!isSeveral) return undefined;
  return [
    ...notes.map((reason) => ({ anchor: null, reason })),
    ...pieces.map((piece) => ("tree" in piece ? withDefinitions(piece, definitions) : piece)),
  ];
}

function outlineOf(blocks: readonly Block[]): Section {
  const root: Section = { heading: undefined, anchor: null, blocks: [], anchors: [], children: [] };
  const open: Section[] = [root];
  const slugger = new GithubSlugger();
  /** The level of the field whose content is read. */
  let fieldDepth = Infinity;
  for (const block of blocks) {
    if (block.type !== "heading") {
      open.at(-1)?.blocks.push(block);
      continue;
    }
    const words = oneLine(wordsOf(block));
    const anchor = slugger.slug(words);
    if (block.depth > fieldDepth) {
      open.at(-1)?.blocks.push(block);
      open.at(-1)?.anchors.push(anchor);
      continue;
    }
    while ((open.at(-1)?.heading?.depth ?? 0) >= block.depth) open.pop();
    const parent = open.at(-1) ?? root;
    // The first heading may be the page's title: "Runbook".
    const isTitle = block.depth === 1 && root.children.length === 0;
    const isField = fieldOfHeading(words) !== undefined && !isTitle;
    fieldDepth = isField ? block.depth : Infinity;
    if (isField) {
      parent.blocks.push(block);
      parent.anchors.push(anchor);
      continue;
    }
    const section: Section = { heading: block, anchor, blocks: [], anchors: [], children: [] };
    parent.children.push(section);
    open.push(section);
  }
  return root;
}

function piecesOf(section: Section, above: Above): (PagePart | PageRest)[] {
  const { heading, anchor, blocks, children } = section;
  const isNamed = heading !== undefined;
  const fields = fieldsOf(blocks);
  const below = belowOf(section, above, fields);
  const tasks = blocks.filter((block) => isTaskTable(block, below.given.has("trigger")));
  const hasSteps = isNamed && (fields.has("steps") || blocks.some(isNumbered));
  // Points without numbers are work where something says when, or where they are ticked off.
  const isWork = (block: Block): boolean => block.type === "list" && (below.given.has("trigger") || isTickedOff(block));
  const isChecklist = isNamed && tasks.length === 0 && children.length === 0 && blocks.some(isWork);
  if (hasSteps || isChecklist) return [partOf(section, { ...above, given: below.given })];
  const said = new Set([...saidBelow(blocks, fields), ...tasks]);
  const others = blocks.filter((block) => !said.has(block));
  const isLost = hasWords(others) || (isNamed && tasks.length === 0 && children.length === 0);
  const reason =
    tasks.length > 0
      ? "it stands around a table of procedures"
      : children.length === 0
        ? "it has no numbered steps"
        : "it introduces what stands below it";
  return [
    ...(isLost ? [{ anchor, reason }] : []),
    ...tasks.flatMap((table) => rowsOf(table, below)),
    ...children.flatMap((child) => piecesOf(child, below)),
  ];
}

/** What a section says of all below it. */
function belowOf({ heading, blocks }: Section, { under, given, sections }: Above, fields: Fields): Above {
  const words = heading === undefined ? "" : oneLine(wordsOf(heading));
  const isUnread = given.has("trigger") && isUnreadWhen(words);
  // As it is written: the import says that no trigger is.
  const own = isUnread ? words : triggerIn(words, given.has("trigger"));
  const labels = [...labelledValues(blocks, {})]
    .filter(([field]) => isGiven(field))
    .map(
      ([field, text]) => [field, field === "trigger" ? withGiven(text, own ?? given.get("trigger")) : text] as const,
    );
  const gathered = [...fields].filter(([field]) => field === "validation" || field === "escalation");
  return {
    under: words === "" || own !== undefined ? under : withoutNumber(words),
    given: new Map([...given, ...(own === undefined ? [] : [["trigger", own] as const]), ...labels]),
    sections: new Map([...sections, ...gathered]),
  };
}

/** The blocks that go on into the procedures below: as a value, or in a section that they take over. */
function saidBelow(blocks: readonly Block[], fields: Fields): ReadonlySet<Block> {
  const inFields = [...fields].flatMap(([field, content]) => {
    if (field === "steps" || field === "name") return [];
    // Under "Owner" the first paragraph is the value.
    return isGiven(field)
      ? content.filter((block, at) => at === 0 || (at === 1 && block.type === "paragraph"))
      : content;
  });
  return new Set([...inFields, ...blocks.filter(isValues)]);
}

/** Whether all its lines are values with their labels. */
function isValues(block: Block): boolean {
  const labels = labelledValues([block], {});
  const lines =
    block.type === "list" || block.type === "table" ? block.children.length : wordsOf(block).split("\n").length;
  return labels.size === lines && [...labels.keys()].every(isGiven);
}

function partOf(section: Section, above: Above): PagePart {
  const { heading, anchor, blocks, children } = section;
  const words = heading === undefined ? "" : oneLine(wordsOf(heading));
  const linked = heading === undefined ? [] : linkedIn(heading);
  return {
    ...partFrom(nameFrom(words), [...linked, ...blocks, ...children.flatMap(blocksIn)], above),
    anchor: anchor ?? "",
    anchors: [...section.anchors, ...children.flatMap(anchorsIn)],
  };
}

function blocksIn({ heading, blocks, children }: Section): Block[] {
  return [...(heading === undefined ? [] : [heading]), ...blocks, ...children.flatMap(blocksIn)];
}

function anchorsIn({ anchor, anchors, children }: Section): string[] {
  return [...(anchor === null ? [] : [anchor]), ...anchors, ...children.flatMap(anchorsIn)];
}

/** "1.2 Health checks" is called "Health checks", and "Weekly" alone "Weekly checks". */
function nameFrom(heading: string): string {
  const words = withoutNumber(heading);
  const isCadence = !words.endsWith(")") && englishTrigger(words.replace(/^[^\p{L}\d]+/u, "")) !== undefined;
  return isCadence ? `${words} checks` : words;
}

/** A rule, a table of contents and the like say nothing of their own. */
function hasWords(blocks: readonly Block[]): boolean {
  return blocks.some(
    (block) =>
      block.type !== "thematicBreak" && !isContents(block) && (isShown(block) || oneLine(wordsOf(block)) !== ""),
  );
}

/** Whether it holds an image or the like. */
function isShown(block: Block): boolean {
  return block.type === "html" ? /<(?:img|svg|video|iframe|object)\b/i.test(block.value) : linkedIn(block).length > 0;
}

function isDefinition({ type }: Block): boolean {
  return type === "definition" || type === "footnoteDefinition";
}

/** What the part's links and notes refer to may stand anywhere in the page. */
function withDefinitions(part: PagePart, definitions: readonly Block[]): PagePart {
  const { tree } = part;
  const referred = new Set(tree.blocks.flatMap((block) => referencesIn(block as Node)));
  const own = definitions.filter((it) => "identifier" in it && referred.has(it.identifier));
  return { ...part, tree: { ...tree, blocks: [...tree.blocks, ...own] } };
}

function referencesIn(node: Node): string[] {
  return [...(node.identifier === undefined ? [] : [node.identifier]), ...(node.children?.flatMap(referencesIn) ?? [])];
}
