// Where the reader of plain Markdown gives a tree, it is remark's: run with few examples in `npm test` and with many in
// `npm run stress`.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { plainMarkdown } from "../../src/parse/plain-markdown.ts";

const processor = remark().use(remarkFrontmatter).use(remarkGfm).freeze();

/** remark's tree as plain data. */
export function remarkTree(text: string): unknown {
  return JSON.parse(JSON.stringify(processor.parse(text)));
}

function isRemarks(text: string): boolean {
  const tree = plainMarkdown(text);
  return tree === undefined || isDeepStrictEqual(tree, remarkTree(text));
}

/** Marks, and what stands beside them: mostly no plain Markdown, or just about. */
const PIECES = [
  ...'a|b c|é|\u{1F600}|。|\u00A0|\u2028|\f| |  |\n|\n\n|\n |\n  |\n   |\n    |*|**|***|_|__|`|``|~|~~|[|]|(|)|](|!|<|>|</|&|&amp;|@|\\|\\*|#|# |## h\n| #|-|- |\n- |\n* a|\n1. |\n2. x|\n10) |---|\n---\n|===|***\n|\n> |\n>|\n```sh\n|\n```\n|   ```|\n~~~|<!-- c -->|\n<!-- c\n|-->|[ ] |- [x] t|:|.|,|\'|"|a_b_c|_a_|*a*|`x y`|[^1]|[^1]: f|\n[d]: e\n|[x](y.md)|[x](y z)|![i](k.png)|[a](c "t")|<b>|</b>|<a@b.c>|a@b.c|<https://x.y/z>|https://a.b/c|http://x|http://|/|www.a.b|95 %'.split(
    "|",
  ),
  ..."|,| a | b |\n,|---|:-:|\n,|-|,\n| c | d |,\\|".split(","),
];
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((parts) => parts.join(""));

const inline = fc
  .array(
    fc.constantFrom(
      ...'word|two words|**bold**|*em*|_em_|`code`|[link](to.md)|[a *b*](c?d=e&f#g)|![i](p.png)|x, y.|a_b|(p)|https://x.y/z|<https://x.y>|<name>|"q"|95 %|~5|a & b|C:\\d|**a `b` [c](d)**|x*y|``a`b``|#1|>|-|1.|[open|[x]|a\n  b|**a\nb**|`a\nb`|a \nb|a  \nb'.split(
        "|",
      ),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(" "));

/** Blocks within one another, their lines indented as they should be, or nearly. */
const { blocks } = fc.letrec<{ blocks: string; block: string }>((tie) => ({
  blocks: fc
    .tuple(
      tie("block"),
      fc.array(fc.tuple(fc.constantFrom("\n\n", "\n\n", "\n", "\n\n\n", "\n  \n"), tie("block")), { maxLength: 3 }),
    )
    .map(([first, more]) => first + more.flat().join("")),
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    inline,
    fc.tuple(fc.constantFrom("# ", "## ", "###### ", "#"), inline).map((parts) => parts.join("")),
    fc.constantFrom(
      "---",
      "***",
      "- - -",
      "<!-- c -->",
      "<!-- a\n\n  b --> c",
      "<br>",
      "<div>\nx\n</div>",
      "a\n===",
      "[d]: e",
    ),
    fc
      .tuple(
        fc.constantFrom("```", "~~~", "````"),
        fc.constantFrom("", "sh", "sh run", " x"),
        fc.constantFrom("", "\ncode", "\n  a\n\n- b\n```x", "\n`` `"),
      )
      .map(([fence, info, code]) => `${fence}${info}${code}\n${fence}`),
    fc.tuple(inline, inline, fc.constantFrom("---|:-:", " --- | --: ", "-|-", "---")).map(([a, b, delimiters]) => {
      const row = `| ${a.replaceAll("\n", " ")} |  ${b.replaceAll("\n", " ")}|`;
      return `${row}\n|${delimiters}|\n${row}\n${row}`;
    }),
    tie("blocks").map((text) => text.replaceAll(/^/gm, "> ").replaceAll(/^> $/gm, ">")),
    fc
      .tuple(
        fc.constantFrom("-", "*", "1.", "2.", "9)"),
        fc.constantFrom(" ", " ", "  ", "   "),
        fc.constantFrom("\n", "\n", "\n\n"),
        fc.array(fc.tuple(fc.constantFrom("", "", "[ ] ", "[x] "), tie("blocks")), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0, 0, 0, 0, -1, 1),
      )
      .map(([marker, gap, between, items, slip]) =>
        items
          .map(([box, text], index) => {
            const own = marker.replace(/\d/, (digit) => String(Number(digit) + index));
            const indent = " ".repeat(own.length + gap.length + (index === 1 ? slip : 0));
            return `${own}${gap}${box}${text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`)}`;
          })
          .join(between),
      ),
  ),
}));

const withLineEnds = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.constantFrom("\n", "\n", "\r\n"), fc.constantFrom("", "\n"))
    .map(([lines, lineEnd, end]) => `${lines}${end}`.replaceAll("\n", lineEnd));

/** Properties that fail where a tree is another one than remark's. */
export const PLAIN_MARKDOWN_PROPERTIES: Readonly<Record<string, fc.IProperty<[string]>>> = {
  "marks in any order": fc.property(withLineEnds(pieces), isRemarks),
  "blocks within blocks": fc.property(withLineEnds(blocks), isRemarks),
};
