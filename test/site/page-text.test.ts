import type { Element, Root } from "hast";
import { h, s } from "hastscript";
import rehypeParse from "rehype-parse";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { expect, it } from "vitest";
import { pageText, written } from "../../src/site/page-text.ts";
import { HOSTILE_MARKDOWN } from "../helpers/hostile-markdown.ts";

const parser = unified().use(rehypeParse);
const library = unified().use(rehypeStringify, { upperDoctype: true });

const DOCUMENTS = [
  ...HOSTILE_MARKDOWN.filter(({ title }) => !title.startsWith("control characters")),
  {
    title: "a whole document",
    text: "<!doctype html><html lang=en><head><title>a & b</title></head><body>x</body></html>",
  },
  { title: "elements without an end tag", text: "a<br>b<img src=x alt='\"&'><hr><input disabled value=\"'\">" },
  {
    title: "an SVG with HTML in it",
    text: "<svg viewBox='0 0 1 1'><title>a<b>c</b></title><foreignObject><p>x<br></p></foreignObject><svg><use href=#a /></svg></svg>",
  },
  { title: "a comment", text: "<p>a<!-- b & c -->d</p>" },
  { title: "what is escaped", text: "<p title='&amp;quot; &lt; \" ` &#39;'>&lt; &amp;amp; > \" '</p>" },
  { title: "a template with elements", text: "<template><p>a & b</p></template>" },
];

it.each(DOCUMENTS)("writes $title as the library does", ({ text }) => {
  const root = parser.parse(text);
  expect(pageText(root.children)).toBe(library.stringify(root));
});

it("writes the children of an element that has no end tag as the library does", () => {
  const root: Root = { type: "root", children: [h("br", "a & b"), h("p", [h("img", { src: "x" }, h("b", "c"))])] };
  expect(pageText(root.children)).toBe(library.stringify(root));
});

it("tells elements apart that differ in one property only, or in being of SVG", () => {
  const children: Element[] = [
    h("a", { href: "x" }, "a"),
    h("a", { title: "x" }, "a"),
    h("p", { hidden: true }, "a"),
    h("p", { hidden: false }, "a"),
    h("p", { className: ["a", "b"] }, "a"),
    h("p", { className: "a" }, "a"),
    s("svg", [s("a", { href: "x" }, "a"), s("a", { download: true }, "a"), s("g", { tabIndex: 1 })]),
    h("a", { download: true }, "a"),
    h("g", { tabIndex: 1 }),
  ];
  expect(pageText(children)).toBe(library.stringify({ type: "root", children }));
});

it("writes a part beforehand as it would have been written in its place", () => {
  const part = h("section", { title: "a & b" }, [h("p", "1 < 2"), s("svg", [s("use", { href: "#a" })])]);
  expect(pageText([h("main", [written(part), "after"])])).toBe(pageText([h("main", [part, "after"])]));
});

it("takes what nobody could see out of texts and properties", () => {
  expect(pageText([h("p", { title: "a\u202Eb\u001B[31mc" }, "d\u2066e\u0000 & f")])).toBe(
    '<p title="abc">de &#x26; f</p>',
  );
});
