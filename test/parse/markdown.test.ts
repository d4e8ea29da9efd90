import { describe, expect, it } from "vitest";
import { checklistOf } from "../../src/parse/checklist.ts";
import { parseMarkdown } from "../../src/parse/markdown.ts";
import { plainTree } from "../../src/parse/markdown-tree.ts";
import { parseSections } from "../../src/parse/sections.ts";
import { htmlOf } from "../../src/publish/html-text.ts";
import { inertBlocks } from "../../src/publish/inert.ts";
import type { Block } from "../../src/publish/nodes.ts";
import { renderMarkdown } from "../../src/site/markdown-html.ts";
import { HOSTILE_MARKDOWN } from "../helpers/hostile-markdown.ts";

/** What plain Markdown has not, so that remark reads it. */
const TEXT = `A [link][ref] and a note[^1].

## Steps

1. [ ] Look at \`this\`, ![shot](shot.png "Shot") and <b>that</b>.

   > [!NOTE]
   > Quoted, *twice **over***\\
   > with a break.

2. Compare.

   | a | b |
   |---|--:|
   | [x](#steps) | y |

[ref]: https://contoso.example "Title"
[^1]: A note.
`;

describe("a text that remark reads", () => {
  it("is read once for all that a command asks of it", () => {
    expect(plainTree(TEXT)).toBeUndefined();
    const tree = parseMarkdown(TEXT);
    expect(parseMarkdown(TEXT)).toBe(tree);
    const other = parseMarkdown(`${TEXT}\nMore.\n`);
    expect(other?.root.children.length).toBe((tree?.root.children.length ?? 0) + 1);
    expect(parseMarkdown(TEXT)).toEqual(tree);
  });

  it.each([...HOSTILE_MARKDOWN, { title: "many kinds of nodes", text: TEXT }])(
    "is not changed by what is made of it: $title",
    ({ text }) => {
      const before = structuredClone(parseMarkdown(text));
      renderMarkdown(text, "procedures/job.md", {
        pageOf: () => "page.html",
        sourceOf: () => "https://git.contoso.example/file",
        imageOf: () => "data:image/png;base64,iVBORw0KGgo=",
        folder: "",
      });
      const blocks = inertBlocks(text, {
        path: "procedures/job.md",
        folder: "",
        pageAt: () => "page.md",
        isPublished: () => true,
      });
      htmlOf(blocks as readonly Block[], () => "https://wiki.contoso.example/page");
      checklistOf(text);
      parseSections(text);
      expect(parseMarkdown(text)).toEqual(before);
    },
  );
});
