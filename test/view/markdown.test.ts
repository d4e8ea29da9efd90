import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { describe, expect, it } from "vitest";
import { markdownContact } from "../../src/view/markdown.ts";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

/** What a reader sees, with the addresses that can be followed in brackets. */
function seen(markdown: string): string {
  const text = ({ type, value = "", url, children }: Node): string => {
    const inner = children === undefined ? value : children.map(text).join("");
    return type === "link" ? `[${url}]` : inner;
  };
  return text(remark().use(remarkGfm).parse(markdown)).replaceAll("\u2060", "");
}

describe("how somebody is reached, in Markdown", () => {
  it.each([
    ["+44 20 7946 0000; servicedesk@partner.example", "+44 20 7946 0000; [mailto:servicedesk@partner.example]"],
    ["Ana_Berg.x+y@mail.contoso.example, or call", "[mailto:Ana_Berg.x+y@mail.contoso.example], or call"],
    ["https://admin.contoso.example/a_b?c=1&d=(2).", "[https://admin.contoso.example/a_b?c=1&d=(2])."],
    ["HTTP://contoso.example/~ops; *at night*", "[HTTP://contoso.example/~ops]; *at night*"],
    ["desk #3, @ops, a@b, x@y. z", "desk #3, @ops, a@b, x@y. z"],
    [
      "javascript:alert(1) <b>bold</b> [a](https://b.example)",
      "javascript:alert(1) <b>bold</b> [a]([https://b.example])",
    ],
    ["https://a.example><script>", "[https://a.example]><script>"],
    ["`https://a.example`", "`[https://a.example]`"],
    ["https://; www.contoso.example", "https://; www.contoso.example"],
  ])("%s", (text, expected) => {
    expect(seen(markdownContact(text))).toBe(expected);
  });

  it("is copied as it is written", () => {
    expect(markdownContact("Ana, ana@contoso.example; https://contoso.example/desk")).toBe(
      "Ana, <ana@contoso.example>; <https://contoso.example/desk>",
    );
  });
});
