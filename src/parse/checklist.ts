import type { Checklist, Task } from "../model/checklist.ts";
import type { MarkdownNode } from "../model/markdown-node.ts";
import { parseMarkdown } from "./markdown.ts";
import { type Block, type MarkdownTree, span, wordsOf } from "./markdown-tree.ts";
import { blocksOf, isComment, isItemList, itemsOf, purposeBlocks, textOf } from "./section-blocks.ts";

const SECTIONS = { step: "steps", point: "validation" } as const;

/**
 * Reads a whole file, frontmatter and all, as what somebody goes through. Steps and points are the items that
 * `parseSections` finds; what stands beside the lists goes with the item after it, else with the one before it, and a
 * section without a list is one task. Undefined where the text is nested too deep to be read; never throws on user text.
 */
export function checklistOf(text: string): Checklist | undefined {
  const tree = parseMarkdown(text);
  if (tree === undefined) return undefined;
  return {
    purpose: withDefinitions(purposeBlocks(tree), tree),
    tasks: [...tasksOf("step", tree), ...tasksOf("point", tree)],
    escalation: withDefinitions(blocksOf(tree, "escalation"), tree),
  };
}

function tasksOf(kind: Task["kind"], tree: MarkdownTree): Task[] {
  const { source } = tree;
  const tasks: Task[] = [];
  let waiting: Block[] = [];
  for (const block of blocksOf(tree, SECTIONS[kind])) {
    if (isComment(block) || block.type === "thematicBreak" || block.type === "definition") continue;
    if (!isItemList(block, SECTIONS[kind])) {
      waiting.push(block);
      continue;
    }
    const texts = itemsOf(block, source);
    for (const [index, item] of block.children.entries()) {
      tasks.push({
        kind,
        number: tasks.length + 1,
        title: titleOf(item.children),
        lead: markdownOf(waiting, source),
        text: texts[index]?.text ?? "",
        nodes: withDefinitions([...waiting, ...item.children], tree),
      });
      waiting = [];
    }
  }
  const rest = markdownOf(waiting, source);
  if (rest === "") return tasks;
  const last = tasks.pop() ?? { kind, number: 1, title: titleOf(waiting), lead: "", text: "", nodes: [] };
  const joined = [last.text, rest].filter((part) => part !== "").join("\n\n");
  return [...tasks, { ...last, text: joined, nodes: [...last.nodes, ...withDefinitions(waiting, tree)] }];
}

/** Links by name are resolved by lines that stand anywhere, mostly at the end of the file. */
function withDefinitions(nodes: readonly Block[], { root }: MarkdownTree): readonly MarkdownNode[] {
  const own = nodes.filter(({ type }) => type !== "definition");
  return [...own, ...root.children.filter(({ type }) => type === "definition")];
}

function titleOf(blocks: readonly Block[]): string {
  const first = blocks.find(({ type }) => type === "paragraph" || type === "heading");
  return first === undefined ? "" : wordsOf(first).replaceAll(/\s+/g, " ").trim();
}

function markdownOf(blocks: readonly Block[], source: string): string {
  return blocks.map((block) => textOf(source, ...span(block))).join("\n\n");
}
