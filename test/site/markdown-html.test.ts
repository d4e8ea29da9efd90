// What becomes of a procedure's text.

import fc from "fast-check";
import type { Element, ElementContent } from "hast";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { type TextTargets, renderMarkdown } from "../../src/site/markdown-html.ts";
import { HOSTILE_MARKDOWN } from "../helpers/hostile-markdown.ts";

const IMAGE = "data:image/png;base64,iVBORw0KGgo=";
const TARGETS: TextTargets = {
  pageOf: (path) => (path === "procedures/weekly/other.md" ? "other.html" : undefined),
  sourceOf: (path) => (path.startsWith("procedures/") ? `https://git.contoso.example/${path}` : undefined),
  imageOf: (path) => (path === "procedures/daily/shot.png" ? IMAGE : undefined),
  folder: "runbook",
};
const processor = unified().use(rehypeStringify);

const render = (text: string): ElementContent[] => renderMarkdown(text, "procedures/daily/job.md", TARGETS);
const html = (text: string): string => processor.stringify({ type: "root", children: render(text) });

function elementsIn(nodes: readonly ElementContent[]): Element[] {
  return nodes.flatMap((node) => (node.type === "element" ? [node, ...elementsIn(node.children)] : []));
}

const NAMES = new Set(
  "a b blockquote br code dd del details div dl dt em h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q rp rt ruby s samp section span strike strong sub summary sup table tbody td tfoot th thead tr tt ul var".split(
    " ",
  ),
);
const ATTRIBUTES = new Set(
  "alt ariaDescribedBy ariaLabel className colSpan dataFootnoteBackref dataFootnoteRef dataFootnotes href id open rel reversed role rowSpan scope src start tabIndex title".split(
    " ",
  ),
);

/** What is there that may not be. */
function dangers(text: string): string[] {
  return elementsIn(render(text)).flatMap(({ tagName, properties }) => [
    ...(NAMES.has(tagName) ? [] : [`<${tagName}>`]),
    ...Object.entries(properties).flatMap(([name, value]) => {
      const words = String(value);
      if (!ATTRIBUTES.has(name)) return [`${tagName} ${name}`];
      if (name === "href" && !/^(?:https?:\/\/|mailto:|tel:|#user-content-|other\.html)/.test(words))
        return [`href ${words}`];
      if (name === "src" && words !== IMAGE) return [`src ${words}`];
      return name === "id" && !words.startsWith("user-content-") ? [`id ${words}`] : [];
    }),
  ]);
}

describe("a hostile text", () => {
  it.each(HOSTILE_MARKDOWN)("is inert: $title", ({ text }) => {
    expect(dangers(text)).toEqual([]);
    expect(dangers(`1. step\n\n   ${text.replaceAll("\n", "\n   ")}\n`)).toEqual([]);
    expect(dangers(`| a | b |\n|---|---|\n| ${text.replaceAll(/[|\n]/g, " ")} | x |\n`)).toEqual([]);
  });

  it("is inert in any order and any pieces", () => {
    const piece = fc.constantFrom(
      ...HOSTILE_MARKDOWN.map(({ text }) => text),
      "\n\n",
      "> ",
      "`",
      "**",
      "[",
      "](",
      "<!--",
      "-->",
    );
    const cut = fc
      .tuple(piece, fc.nat(60), fc.nat(60))
      .map(([text, from, length]) => text.slice(from % text.length).slice(0, length));
    const text = fc.array(fc.oneof(piece, cut), { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (anything) => {
        expect(dangers(anything)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    ["quotes", ">".repeat(5000)],
    ["lists", "- ".repeat(5000)],
    ["elements", "<div>".repeat(3000)],
    ["inline elements", `${"<b>".repeat(3000)}x`],
  ])("that nests %s too deep is shown as it is written", (_title, text) => {
    expect(html(text)).toMatch(/^<p>This text is nested too deep[^<]*<\/p><pre tabindex="0">/);
  });
});

describe("a text", () => {
  it.each([
    ["to another procedure", "[o](../weekly/other.md)", '<a href="other.html">o</a>'],
    ["to a place in it", "[o](../weekly/other.md#steps)", '<a href="other.html#user-content-steps">o</a>'],
    ["to a place in itself", "[s](#steps)", '<a href="#user-content-steps">s</a>'],
    [
      "to a heading as Azure DevOps names it",
      "[o](../weekly/other.md#who-to-call?-(24/7))",
      '<a href="other.html#user-content-who-to-call-247">o</a>',
    ],
    ["to a name in HTML", "[s](#Part.1)", '<a href="#user-content-Part.1">s</a>'],
    ["to its top", "[s](#top)", '<a href="#top">s</a>'],
    [
      "from the top folder",
      "[o](/x/procedures/weekly/other.md)",
      '<span class="nowhere" title="/x/procedures/weekly/other.md">o</span>',
    ],
    [
      "from the top folder into the run book",
      "[o](/runbook/procedures/weekly/other.md#steps)",
      '<a href="other.html#user-content-steps">o</a>',
    ],
    [
      "out of the run book and into it",
      "[o](../../../runbook/procedures/weekly/other.md)",
      '<a href="other.html">o</a>',
    ],
    [
      "to another file of the run book",
      "[f](script.ps1)",
      '<a href="https://git.contoso.example/procedures/daily/script.ps1" rel="noreferrer">f</a>',
    ],
    [
      "to a file that no address leads to",
      "[f](../../notes.txt)",
      '<span class="nowhere" title="../../notes.txt">f</span>',
    ],
    [
      "to the network",
      "[n](https://learn.microsoft.com/a?b=c#d)",
      '<a href="https://learn.microsoft.com/a?b=c#d" rel="noreferrer">n</a>',
    ],
    ["without a scheme", "[n](//learn.microsoft.com)", '<a href="https://learn.microsoft.com" rel="noreferrer">n</a>'],
    ["by telephone", "[n](tel:+442079460000)", '<a href="tel:+442079460000" rel="noreferrer">n</a>'],
    ["as an image of the run book", "![A shot](shot.png)", `<img src="${IMAGE}" alt="A shot">`],
    [
      "as an image on the network",
      "![A shot](https://example.com/a.png)",
      '<a href="https://example.com/a.png" rel="noreferrer">Image: A shot</a>',
    ],
    [
      "as an image that is not there",
      "![A shot](../../gone.png)",
      '<span class="nowhere" title="../../gone.png">Image: A shot</span>',
    ],
  ])("leads %s", (_title, text, expected) => {
    expect(html(text)).toBe(`<p>${expected}</p>`);
  });

  it("keeps what GitHub would show: tables, tasks, breaks, details, footnotes", () => {
    expect(html("| a | b |\n|---|--:|\n| x<br>y | 2 |\n")).toMatch(
      /^<div class="scroll" tabindex="0"><table>.*<td>x<br>y<\/td>\s*<td class="right">2<\/td>/s,
    );
    expect(html("- [x] did\n- [ ] do\n")).toMatch(
      /aria-label="ticked" class="box">☑<\/span> did.*aria-label="not ticked"/s,
    );
    expect(html("<details><summary>More</summary>text</details>")).toBe(
      "<details><summary>More</summary>text</details>",
    );
    const footnote = html("Text.[^1]\n\n[^1]: Note.\n");
    expect(footnote).toMatch(/<a id="user-content-fnref-1"[^>]* href="#user-content-fn-1">1<\/a>/);
    expect(footnote).toContain('<li id="user-content-fn-1">');
  });

  it("leaves out frontmatter and comments, and shows code as code", () => {
    expect(html("---\nname: x\n---\n<!-- runbook-disable stale: because -->\n\n```sh run\necho '<b>'\n```\n")).toBe(
      '\n<pre tabindex="0"><code class="language-sh">echo \'&#x3C;b>\'\n</code></pre>',
    );
  });

  it("has its headings below the page's own, each with the anchor that links name", () => {
    expect(html("## Steps\n\n## Steps\n")).toBe(
      '<h2 id="user-content-steps">Steps</h2>\n<h2 id="user-content-steps-1">Steps</h2>',
    );
    expect(html("# Title\n\n## Steps\n")).toBe(
      '<h2 id="user-content-title">Title</h2>\n<h3 id="user-content-steps">Steps</h3>',
    );
  });
});
