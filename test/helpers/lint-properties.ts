// No text, however odd, makes a rule throw or point outside the file: the properties, run with few examples in `npm test` and
// with many in `npm run stress`.
import fc from "fast-check";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { lint } from "../../src/lint/lint.ts";
import { microsoftSecretsIn } from "../../src/lint/microsoft-secrets.ts";
import type { LintInput } from "../../src/lint/rule.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import { lintInputOf } from "./lint-input.ts";
import { bookFiles, done } from "./run-book.ts";

const AS_OF = "2026-11-23" as CalendarDate;

interface File {
  readonly path: string;
  readonly text: string;
}

function findings(own: readonly File[]): { files: readonly File[]; diagnostics: readonly Diagnostic[] } {
  const base = bookFiles({ procedures: { job: { trigger: "daily" } } });
  const files = [...base.filter(({ path }) => !own.some((file) => file.path === path)), ...own];
  const parsed = parseRunBook(files, { knownRegions: REGIONS });
  const records = [done("2026-11-20", "2026-11-20"), done("what", "2026-11-21", { procedure: "fuzz" })];
  const more: Partial<LintInput> = {
    textChanges: new Map([["procedures/fuzz.md", { on: AS_OF, commit: "4f2c9aa" }]]),
    ledger:
      parsed.book === undefined
        ? undefined
        : {
            schedule: scheduleOf(parsed.book, records, ANNOUNCED_WAVES, Date.parse("2026-11-23T08:30:00Z")),
            records,
            unreadable: [],
            knownTexts: new Set(),
          },
    secrets: own.map(({ path, text }) => ({ path, start: 0, end: Math.min(9, text.length), kind: "token" })),
  };
  return { files, diagnostics: lint(lintInputOf(files, parsed, AS_OF, more), parsed.diagnostics) };
}

function expectPlacesInside(own: readonly File[]): void {
  const { files, diagnostics } = findings(own);
  for (const { path, line, column, endLine, endColumn, message } of diagnostics) {
    const text = files.find((file) => file.path === path)?.text;
    if (text === undefined) continue;
    const lines = text.replace(/^\uFEFF/, "").split("\n");
    const [first, last] = [lines[line - 1], lines[endLine - 1]];
    // A file's body may begin after its last line.
    const isPastEnd = line === lines.length + 1 && column === 1;
    const isInside =
      isPastEnd ||
      (first !== undefined &&
        last !== undefined &&
        column >= 1 &&
        column <= first.length + 1 &&
        endColumn <= last.length + 1 &&
        (endLine > line || endColumn >= column));
    if (!isInside) throw new Error(`${path}:${line}:${column}-${endLine}:${endColumn} lies outside: ${message}`);
  }
}

const FRONTMATTER = "---\nname: Fuzz\ntrigger: daily\nowner: operations-analyst\nlast_updated: 2026-11-02\n---\n";

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array).toString("utf8"));
const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 }));
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...'# |## Steps|## Validation|\n|\n\n|\r\n|1. |- |  |\t|> |`|```|~~~|[|](|)|![|]: |]|<|>|<!--|-->|*|**|_|~~|\\|&amp;|%|%2|%41|#|?|/|../|.md|a b|Azure AD|É|\u{1F600}|\u0000|\u2028|\uFEFF|[^1]|[^1]: x|https://contoso.example/a?b#c|www.contoso.example|<a href=\'x\' id="y">|<img src="z">|<!-- runbook-disable |stale|: why -->|| --- |Password=|Server=x;|;|---|$|See [it](https://wiki.contoso.example)|\\'.split(
        "|",
      ),
    ),
  },
  { weight: 1, arbitrary: anyText },
);
const markdown = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
const PASSWORD = "Autumn-2026!";
const withCredential = fc
  .tuple(markdown, markdown)
  .map(([before, after]) => `${before}\nServer=x;Password=${PASSWORD};\n${after}`);
const yamlPiece = fc.oneof(
  fc.constantFrom(
    ..."name: |trigger: |owner: |last_updated: |covers: [|escalate_to: [|]|formerly: |wave -6 weeks|needs: plan|daily|2026-11-02|\n|: |- |{|}|*a|&a|!!x|'|\"|#|---|...|every 2 weeks on Fri from 2026-01-02|retired: |null|0|operations-lead|service-health|,".split(
      "|",
    ),
  ),
  anyText,
);
const frontmatter = fc.array(yamlPiece, { maxLength: 40 }).map((pieces) => pieces.join(""));

/** A property that fails where a rule throws, or points outside a file. */
export type Property = fc.IProperty<[string]>;

export const LINT_PROPERTIES: Readonly<Record<string, Property>> = {
  "arbitrary bytes": fc.property(bytes, (body) => expectPlacesInside([{ path: "procedures/fuzz.md", text: body }])),
  "arbitrary Markdown": fc.property(markdown, (body) =>
    expectPlacesInside([{ path: "procedures/fuzz.md", text: `${FRONTMATTER}${body}` }]),
  ),
  "arbitrary Markdown after a byte order mark": fc.property(markdown, (body) =>
    expectPlacesInside([{ path: "procedures/fuzz.md", text: `\uFEFF${FRONTMATTER}${body}` }]),
  ),
  "arbitrary frontmatter": fc.property(frontmatter, (yaml) =>
    expectPlacesInside([{ path: "procedures/fuzz.md", text: `---\n${yaml}\n---\n## Steps\n` }]),
  ),
  "an arbitrary runbook.yml": fc.property(frontmatter, (yaml) =>
    expectPlacesInside([{ path: "runbook.yml", text: yaml }]),
  ),
  "an arbitrary roles.yml": fc.property(frontmatter, (yaml) => expectPlacesInside([{ path: "roles.yml", text: yaml }])),
  "arbitrary text around a credential": fc.property(withCredential, (body) => {
    const found = microsoftSecretsIn(body);
    return (
      found.some(({ start, end }) => body.slice(start, end) === PASSWORD) &&
      found.every(({ start, end }) => start >= 0 && start < end && end <= body.length)
    );
  }),
};

/** Texts that nest, or seem to, without end. */
export const NESTED: readonly string[] = [">", "- ", "1. ", "> - ", "[", "![", "**a", "<a>", "[a]("].map(
  (part) => `${FRONTMATTER}${part.repeat(2000)}`,
);

export function expectNestedInside(text: string): void {
  expectPlacesInside([{ path: "procedures/fuzz.md", text }]);
}
