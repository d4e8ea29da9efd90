// A procedure's body: purpose, sections and steps.

import { span } from "./markdown-tree.ts";
import { parseMarkdown } from "./markdown.ts";
import { type Range, locateIn } from "./place.ts";
import {
  type Item,
  SECTION_NAMES,
  type SectionName,
  TOO_DEEP,
  hasContent,
  isItemList,
  itemsOf,
  purposeBlocks,
  sectionIn,
  textOf,
} from "./section-blocks.ts";

export interface Section {
  /** Place of the heading in the file. */
  readonly heading: Range;
  /** The Markdown between the heading and the next one of its level or above, with LF line ends. */
  readonly source: string;
  /** See `hasContent`. */
  readonly hasContent: boolean;
}

export interface ParsedSections {
  /** What stands between the frontmatter and the first heading, without comments; `""` where nothing does. */
  readonly purpose: string;
  /** The first of each; absent where the file has none. */
  readonly sections: Readonly<Partial<Record<SectionName, Section>>>;
  /** Items of the ordered lists of Steps. */
  readonly steps: readonly Item[];
  /** Items of the lists of Validation and Escalation. */
  readonly validation: readonly Item[];
  readonly escalation: readonly Item[];
  /** Why the body could not be read; everything else is then empty. */
  readonly problem: string | undefined;
}

const NOTHING: ParsedSections = {
  purpose: "",
  sections: {},
  steps: [],
  validation: [],
  escalation: [],
  problem: undefined,
};

/** Reads the sections of a whole file, frontmatter and all. Never throws on user text. */
export function parseSections(text: string): ParsedSections {
  const tree = parseMarkdown(text);
  if (tree === undefined) return { ...NOTHING, problem: TOO_DEEP };
  const { source, bom } = tree;
  const locate = locateIn(text);
  const found = SECTION_NAMES.flatMap((name) => {
    const part = sectionIn(tree, name);
    return part === undefined ? [] : [{ name, part }];
  });
  const sections = found.map(({ name, part }): [SectionName, Section] => {
    const [from, to] = span(part.heading);
    const heading = locate(from + bom, to + bom);
    return [name, { heading, source: textOf(source, to, part.end).trim(), hasContent: hasContent(part) }];
  });
  const items = (wanted: SectionName): readonly Item[] =>
    found
      .filter(({ name }) => name === wanted)
      .flatMap(({ part }) => part.content.filter((block) => isItemList(block, wanted)))
      .flatMap((list) => itemsOf(list, source));
  return {
    purpose: purposeBlocks(tree)
      .map((block) => textOf(source, ...span(block)))
      .join("\n\n"),
    sections: Object.fromEntries(sections),
    steps: items("steps"),
    validation: items("validation"),
    escalation: items("escalation"),
    problem: undefined,
  };
}
