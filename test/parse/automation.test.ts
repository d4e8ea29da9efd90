import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import type { AutomationBlock, BlockVariables } from "../../src/model/automation.ts";
import { automationBlocks, batchFault, languageOf, scriptOf } from "../../src/parse/automation.ts";

const TEXT = `---
name: Job
---
Purpose.

\`\`\`sh run
echo purpose
\`\`\`

## Steps

1. Look.

   \`\`\`sh
   echo not marked
   \`\`\`
2. Ask.

   \`\`\`PowerShell title="Ask" run
   Get-Date
     # indented
   \`\`\`

   ~~~node run
   await 0
   ~~~

- A note.

  \`\`\`sh run
  echo beside
  \`\`\`

\`\`\`bash run
echo after
\`\`\`

3. Last.

   > \`\`\`cmd run
   > ver
   > \`\`\`

## Validation

- One.
- Two.

  \`\`\`sh run
  test 1 -le 2
  \`\`\`

1. Three.

       indented run

   \`\`\`run
   \`\`\`

\`\`\`sh rerun
\`\`\`

## Escalation

1. Call.

   \`\`\`sh run
   echo never
   \`\`\`
`;

const block = (script: string, language = "sh"): AutomationBlock => ({
  section: "validation",
  item: 1,
  line: 10,
  language,
  script,
});

describe("blocks marked `run`", () => {
  it("are those of Steps and Validation, each with the item it stands in", () => {
    const blocks = automationBlocks(TEXT);
    expect(blocks.map(({ section, item, line, language }) => [section, item, line, language].join(" "))).toEqual([
      "steps 2 19 powershell",
      "steps 2 24 node",
      "steps  30 sh",
      "steps  34 bash",
      "steps 3 40 cmd",
      "validation 2 49 sh",
      "validation 3 57 ",
    ]);
    expect(blocks.map(({ script }) => script)).toEqual([
      "Get-Date\n  # indented",
      "await 0",
      "echo beside",
      "echo after",
      "ver",
      "test 1 -le 2",
      "",
    ]);
  });

  it("are the same with CRLF and a byte order mark", () => {
    expect(automationBlocks(`\uFEFF${TEXT.replaceAll("\n", "\r\n")}`)).toEqual(automationBlocks(TEXT));
  });

  it("are none in a text nested too deep", () => {
    expect(automationBlocks(`${"> ".repeat(200)}\n\n${TEXT}`)).toEqual([]);
  });

  it.each([
    ["sh", "sh"],
    ["powershell", "powershell"],
    ["ruby", { hint: expect.stringContaining("sh, bash") }],
    ["javascript", { hint: "Write `node run`." }],
    ["", { message: expect.stringContaining("without a language") }],
    [
      "constructor",
      { message: expect.stringContaining("constructor"), hint: expect.stringContaining("Known are sh, bash") },
    ],
  ])("are in a language that is known: %s", (language, expected) => {
    const found = languageOf(block("", language));
    if (typeof expected === "string") expect(found).toBe(expected);
    else expect(found).toMatchObject(expected);
  });
});

describe("a script", () => {
  const variables: BlockVariables = {
    as_of: "2026-11-23" as CalendarDate,
    occurrence: "wave-2027-04.customer-engagement",
  };
  const inputs = { "site-url": { isSecret: false } };

  it.each([
    ["echo {{as_of}} {{ occurrence }}", "echo 2026-11-23 wave-2027-04.customer-engagement"],
    // Other people's braces.
    ["docker inspect --format '{{.State}}'", "docker inspect --format '{{.State}}'"],
    ["echo {{other}} {as_of} {{as_of", "echo {{other}} {as_of} {{as_of"],
    ['echo "$SITE_URL"', 'echo "$SITE_URL"'],
    ["echo ⚠\ufe0f 日本 é", "echo ⚠\ufe0f 日本 é"],
    ["echo {{__proto__}} {{constructor}}", "echo {{__proto__}} {{constructor}}"],
  ])("holds the values of what it names in braces: %s", (script, expected) => {
    expect(scriptOf(block(script), variables, inputs)).toBe(expected);
  });

  it.each([
    ["an input in braces", "curl {{site-url}}", variables, /environment variable SITE_URL/],
    ["no occurrence", "echo {{occurrence}}", { ...variables, occurrence: null }, /--for KEY/],
    ["no occurrence in a variable", 'echo "$OCCURRENCE"', { ...variables, occurrence: null }, /--for KEY/],
    ["what turns the direction of text", "echo safe\n# \u202e;mr", variables, /Delete the character/],
    ["an escape", "echo \u001b[2J", variables, /Delete the character/],
    ["a letter without a shape", "const { ok, \u3164 } = answer", variables, /Delete the character/],
    ["a soft hyphen", "rm -\u00adrf", variables, /Delete the character/],
    ["a tag", "echo \u{e0041}", variables, /Delete the character/],
    ["a byte order mark", "\uFEFFecho", variables, /Delete the character/],
  ])("is refused with %s", (_, script, given, hint) => {
    expect(scriptOf(block(script), given, inputs)).toMatchObject({ hint: expect.stringMatching(hint) });
  });

  it.each([
    ["\u200b", "200B"],
    ["\u{e0041}", "E0041"],
  ])("says in which line a hidden character stands: %j", (hidden, code) => {
    expect(scriptOf(block(`a\nb${hidden}`), variables, {})).toMatchObject({
      message: expect.stringContaining(`Line 2 of the block holds the invisible character U+${code}:`),
    });
  });
});

describe("a value that a block in cmd names", () => {
  it.each([
    ["echo %URL%", "https://contoso.example/a?b=1&c=2", "&"],
    ['echo "%url%"', 'x" & del *', '"'],
    ["set X=%URL:~0,5%", "a|b", "|"],
    ["set X=%URL:a=b%", "a>b", ">"],
    ["call echo %%URL%%", "a^b", "^"],
    ["if 1 == 1 (echo %URL%)", "Contoso (UK)", ")"],
    ["echo %URL%", "one\ntwo", "a line end"],
  ])("of which cmd would run a part, %j with %j, is refused", (script, value, sign) => {
    const fault = batchFault(script, new Map([["URL", value]]));
    expect(fault?.message).toContain(`cmd would read \`${sign}\``);
    expect(fault?.hint).toContain("`!URL!`");
  });

  it.each([
    ["echo !URL!", "a&b"],
    ["echo %URL_2% %XURL%", "a&b"],
    ["echo 5% of URL%", "a&b"],
    ["echo %URL%", "https://contoso-prod.crm11.dynamics.com/api?x=%20'1',2;3!"],
  ])("of which it would run none, %j with %j, may run", (script, value) => {
    expect(batchFault(script, new Map([["URL", value]]))).toBeUndefined();
  });
});
