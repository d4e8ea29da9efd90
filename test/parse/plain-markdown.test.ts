import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainMarkdown } from "../../src/parse/plain-markdown.ts";
import { PLAIN_MARKDOWN_PROPERTIES, remarkTree } from "../helpers/plain-markdown-properties.ts";
import { processorSeconds } from "../helpers/processor-time.ts";

const REFERENCE = join(import.meta.dirname, "../../runbook/procedures");

describe("plainMarkdown", () => {
  it.each([
    "",
    "\n\n",
    "---\nname: x\n---\nText.\n",
    "---\n---\n## Steps\n",
    "# One\n## Two *em*   \n####### no\n#no\n",
    "one\ntwo\n   three \nfour\n",
    "broken  \nline\r\nof `code`\r\n",
    "a **strong *em* `code`** and _em_, snake_case_name, 2 * 3, * not *\n",
    "`a`` b` `` c ` d `` ` e ` ```\n",
    '[a](b.md) ![an image](c.png "title") [](#x) [q](r?s=t&u=v#w)\n',
    "[not] a [link][at] all, [x] neither ]\n",
    "<https://contoso.example/a?b> https://contoso.example/a_b, <name> <br/> </b> a < b > c\n",
    "~5 minutes (~10), 95 %, R&D, C:\\Temp, @ana, a @ b\n",
    "- a\n- b\n  - c\n\n    d\n  - e\n\n- f\n\n\n* g\n+ h\n",
    "3. a\n   b\n4. [ ] c\n   - [x] d\n10. e\n    ```sh run\n    f\n\n      g\n    ```\n\n11) h\n",
    " - a\n   - b\n",
    "text\n- a\n1. b\n",
    "1. a\n## b\n- c\n```\nd\n```\n- - -\n",
    "```\n\n```\n~~~ yaml  x y\n```\n~~~  \n````\n```\n````\n",
    "| a | *b* |\n|---|:-:|\n| `c` |  |\n|d|e|\n\n- | a |\n  |--:|\n  | b |\n",
    "> a\n> b\n>\n> c\n\n- > d\n\n> - e\n",
    "<!-- a -->\n<!-- b\n\n  c --> d\ne\n\n- <!-- f -->\n",
    "***\n- - -\n___\n",
    "~~~ sh\u2028x y\u2028\n~~~\n",
  ])("reads %j as remark does", (text) => {
    const tree = plainMarkdown(text);
    expect(tree).toBeDefined();
    expect(tree).toEqual(remarkTree(text));
    const crlf = text.replaceAll(/\r?\n/g, "\r\n");
    expect(plainMarkdown(crlf)).toEqual(remarkTree(crlf));
  });

  it.each([
    "a\tb",
    "a\rb",
    "a\u0000",
    "--- \nname: x\n---\n",
    "---\nunclosed\n",
    "    code\n",
    "a\n===\n",
    "a\n---\n",
    "# a #\n",
    "#\n",
    "- a\nlazy\n",
    "> a\nlazy\n",
    "-\n",
    "- [\n  ] a\n",
    "```\nopen\n",
    "[a]: b\n",
    "[a\nb]: c\n",
    "a\n[^1]: b\n",
    "<div>\n",
    'a <b c="d">\n',
    "&amp;\n",
    "\\*\n",
    "a\\\nb\n",
    "***a***\n",
    "*a\n",
    "a*b*c\n",
    "~~a~~\n",
    "www.contoso.example\n",
    "ana@contoso.example\n",
    "see https://contoso.example/a)\n",
    "https://-contoso.example\n",
    "[a](b c)\n",
    "[[a]](b)\n",
    "[a `](b)`\n",
    "a | b\n--|--\n",
    "| a |\n|---|---|\n",
    "| a \\| b |\n|---|\n",
    "a\n|-|\n",
    "a\n[^1\u2028]: b\n",
    "> - a\n> 1. b\n",
    "> > - a\n> > * b\n",
    "> - a\n>   - b\n>   1. c\n",
    "- > - a\n  > 1. b\n",
  ])("leaves %j to remark", (text) => {
    expect(plainMarkdown(text)).toBeUndefined();
  });

  it("reads nearly every procedure of the reference run book, and as remark does", () => {
    const files = readdirSync(REFERENCE, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
    const texts = files.map((name) => readFileSync(join(REFERENCE, name), "utf8"));
    const read = texts.filter((text) => plainMarkdown(text) !== undefined);
    expect(texts.length).toBeGreaterThan(40);
    expect(read.length / texts.length).toBeGreaterThan(0.9);
    // remark takes its time: a part of them, other ones than in the properties.
    for (const text of read.filter((_, index) => index % 5 === 0))
      expect(plainMarkdown(text)).toEqual(remarkTree(text));
  });

  it.each(Object.entries(PLAIN_MARKDOWN_PROPERTIES))("gives remark's tree or none, given %s", (_what, property) => {
    const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: 150, seed: 1 });
    expect({ failed, counterexample, errorInstance }).toEqual({
      failed: false,
      counterexample: null,
      errorInstance: null,
    });
  });

  it.each(["`", "[", "[a", "*a ", "- ", "> ", "<", "https://a.b/", "| ", "|-", "a_", "1. a\n", "\n ", "[^"])(
    "takes no time over %j again and again",
    async (part) => {
      expect(await processorSeconds(() => plainMarkdown(part.repeat(60_000 / part.length)))).toBeLessThan(2);
    },
  );
});
