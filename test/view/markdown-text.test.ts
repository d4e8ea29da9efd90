import { Chalk } from "chalk";
import fc from "fast-check";
import type { Nodes } from "mdast";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { parseMarkdown } from "../../src/parse/markdown.ts";
import { renderMarkdown } from "../../src/view/markdown-text.ts";
import type { Style } from "../../src/view/style.ts";

const PLAIN: Style = { chalk: new Chalk({ level: 0 }), columns: 60 };
const COLOURED: Style = { chalk: new Chalk({ level: 1 }), columns: 60 };

function shown(markdown: string, style: Partial<Style> = {}, indent = 0): string {
  return renderMarkdown(parseMarkdown(markdown)?.root.children ?? [], { ...PLAIN, ...style }, indent).join("\n");
}

/** What stands behind the fences of code, which is not shown. */
function languagesIn(node: Nodes | undefined): string[] {
  if (node?.type === "code") return [node.lang ?? "", node.meta ?? ""];
  return node !== undefined && "children" in node ? node.children.flatMap(languagesIn) : [];
}

describe("Markdown in a terminal", () => {
  it.each<[string, string, string]>([
    ["a paragraph", "One\ntwo  \nthree\\\nfour\n", "One two\nthree\nfour"],
    ["headings", "# One\n\nText\n\n### Deep *down*\n", "One\n\nText\n\n### Deep _down_"],
    ["marks", "**a** *b* `c` ~~d~~", "**a** _b_ `c` ~~d~~"],
    ["a tight list", "- a\n- b\n  - c\n", "• a\n• b\n  • c"],
    ["a loose list", "1. a\n\n   more\n\n2. b\n", "1. a\n\n   more\n\n2. b"],
    ["numbers that grow", "9. a\n10. b\n", " 9. a\n10. b"],
    ["tasks", "- [x] a\n- [ ] b\n", "• [x] a\n• [ ] b"],
    ["a quote", "> a\n>\n> - b\n", "│ a\n│\n│ • b"],
    ["code", "```sh\n# a\n\n\tb\n```\n", "  # a\n\n      b"],
    ["blanks behind code", "~~~\na  \n  b \n~~~\n", "  a\n    b"],
    ["an automation", "```sh run\ngo\n```\n", "sh run\n  go"],
    ["a rule", "a\n\n---\n\nb\n", `a\n\n${"─".repeat(40)}\n\nb`],
    [
      "links",
      "[a](b.md) <https://c.example> d@e.example [f]\n\n[f]: g.md",
      "a (b.md) https://c.example d@e.example f (g.md)",
    ],
    ["a link to nothing known", "[a][b]", "[a][b]"],
    ["an image", "![A screen](a.png)", "[image: A screen] (a.png)"],
    ["a footnote", "a[^1]\n\n[^1]: b\n", "a[1]\n\n[1] b"],
    ["HTML", "a <kbd>b</kbd><br>c <!-- d --> e\n\n<!-- f -->\n\n<p>g</p>", "a b\nc e\n\ng"],
    ["a table", "| a | b |\n|--|--:|\n| `c` | 1 |\n| 日本 | 20 |\n", "a      b\n────  ──\n`c`    1\n日本  20"],
  ])("shows %s", (_, markdown, expected) => {
    expect(shown(markdown)).toBe(expected);
  });

  it("tells by colours what it else tells by marks", () => {
    const { bold, cyan, dim, italic, underline } = COLOURED.chalk;
    expect(shown("## A `b`\n\n**c** *d* [e](f)", COLOURED)).toBe(
      `${bold("A")} ${bold(cyan("b"))}\n\n${bold("c")} ${italic("d")} ${underline("e")} ${dim("(f)")}`,
    );
  });

  it("indents all but the titles", () => {
    expect(shown("## A\n\nb\n\n### C\n\n```\nd\n\ne\n```", {}, 2)).toBe("A\n\n  b\n\n  ### C\n\n    d\n\n    e");
  });

  it("wraps prose below what it hangs from, and leaves code whole", () => {
    const words = "word ".repeat(12).trim();
    const code = "x".repeat(70);
    expect(shown(`1. ${words}\n\n   \`\`\`\n   ${code}\n   \`\`\`\n`, { columns: 40 }).split("\n")).toEqual([
      "1. word word word word word word word",
      "   word word word word word",
      "",
      `     ${code}`,
    ]);
  });

  it("sets prose no wider than can be read", () => {
    const lines = shown("word ".repeat(100), { columns: 300 }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("sets out a table's rows one below the other where columns have no room", () => {
    const markdown =
      "| One | Two | Three | Four | Five | Six |\n|-|-|-|-|-|-|\n| a | bbbbbbbb | c | d | e | f |\n| g | hhhhhhhh | i | j | k | l |\n";
    const long = markdown.replaceAll(/(?<=\| )[c-fi-l](?= \|)/gu, (letter) => letter.repeat(12));
    expect(shown(long, { columns: 40 })).toContain("One: a\nTwo: bbbbbbbb\nThree: cccccccccccc\n");
  });

  it.each([
    [60, "https://admin.powerplatform.microsoft.com/support"],
    [40, "servicedesk@partner.example"],
  ])("breaks within %d columns no address in a table that fits on a line", (columns, address) => {
    const row = `| Partner service desk of the weekend | ${address} | at night, when nobody of our own answers |`;
    expect(shown(`| Who | Where | When |\n|-|-|-|\n${row}\n`, { columns })).toContain(address);
  });

  it.each([
    ["an escape sequence", "a \u001b[31mb **\u001b**[31m \u009b31m", "a b ****[31m 31m"],
    ["a direction by its number", "a &#x202e;b", "a b"],
    [
      "a command of Azure in parts",
      "#**#vso[**task.complete result=Failed;]",
      "#**#vso[**task.complete result=Failed;]",
    ],
    ["a command of GitHub behind a break", "a  \n::error file=x::b", "a\n: :error file=x::b"],
    ["a command of GitHub at a wrapped line's start", `${"a".repeat(59)} ::error::b`, `${"a".repeat(59)}\n: :error::b`],
    ["a command in code", "```\n##[group]a\n::stop-commands::b\n```", "  # #[group]a\n  : :stop-commands::b"],
  ])("makes %s harmless", (_, markdown, expected) => {
    expect(shown(markdown)).toBe(expected);
  });

  it("joins no command of parts that colours would tell apart", () => {
    const text = shown("#**#vso[task.complete]**", { chalk: COLOURED.chalk });
    expect(text.replaceAll(/\u001b\[\d+m/gu, "")).toBe("# #vso[task.complete]");
  });

  it("is never wider than asked for but for code, and loses no letter", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abc日é👍 -|*_`[]()>#1.\n\\<!&~"), maxLength: 120 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 40, max: 90 }),
        fc.integer({ min: 0, max: 4 }),
        (markdown, columns, indent) => {
          const tree = parseMarkdown(markdown);
          const lines = renderMarkdown(tree?.root.children ?? [], { ...PLAIN, columns }, indent);
          // What hangs deep in lists may run over the edge, and code is never broken.
          const isFlat = !/^ {4}|[`>]|~{3}|(?:[-*1].*){5}/mu.test(markdown);
          for (const line of lines) {
            if (isFlat) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).toBe(line.trimEnd());
          }
          const letters = (value: string): string[] => value.match(/[abcé日👍]/gu)?.toSorted() ?? [];
          const seen = [...lines, ...languagesIn(tree?.root)].join("");
          if (!/[<[`\\&]/u.test(markdown)) expect(letters(seen)).toEqual(letters(markdown));
        },
      ),
      { numRuns: 150 },
    );
  });
});
