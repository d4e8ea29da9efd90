import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takesSeams, withSeams, withoutSeams } from "../../src/adopt/merge-seams.ts";
import { mergeTexts } from "../../src/store/compared-texts.ts";

const FILE = `---
name: Job
trigger: daily
owner: operations-analyst
last_updated: 2026-11-02
---
Purpose.

## Steps

1. One: first.
2. Two.
`;

async function merged(ours: string, theirs: string, base = FILE, path = "procedures/job.md"): Promise<string | number> {
  const seamed = { base: withSeams(path, base), ours: withSeams(path, ours), theirs: withSeams(path, theirs) };
  const { text, conflicts } = await mergeTexts(seamed, process.env);
  return conflicts === 0 ? withoutSeams(text) : conflicts;
}

describe("a merge by keys", () => {
  it("takes a change of one key from each side, though they stand side by side", async () => {
    const [ours, theirs] = [FILE.replace("name: Job", "name: Tâche"), FILE.replace("daily", "weekly")];
    expect((await mergeTexts({ base: FILE, ours, theirs }, process.env)).conflicts).toBe(1);
    expect(await merged(ours, theirs)).toBe(ours.replace("daily", "weekly"));
    const [crlf, mine, yours] = [FILE, ours, theirs].map((text) => text.replaceAll("\n", "\r\n"));
    expect(await merged(mine ?? "", yours ?? "", crlf)).toBe(ours.replace("daily", "weekly").replaceAll("\n", "\r\n"));
  });

  it("takes a key that one side has deleted or added beside a change of the other", async () => {
    const without = FILE.replace("owner: operations-analyst\n", "");
    const more = FILE.replace("owner:", "effort: 5m\nowner:");
    expect(await merged(without, FILE.replace("daily", "weekly"))).toBe(without.replace("daily", "weekly"));
    expect(await merged(FILE.replace("daily", "weekly"), more)).toBe(more.replace("daily", "weekly"));
  });

  it("is a conflict where both changed the same key, or lines of the text side by side", async () => {
    expect(await merged(FILE.replace("daily", "weekly"), FILE.replace("daily", "monthly"))).toBe(1);
    expect(await merged(FILE.replace("first", "1st"), FILE.replace("Two", "2nd"))).toBe(1);
  });

  it("goes by the keys below a key, too", async () => {
    const roles = "roles:\n  desk: { name: Desk, people: [ana] }\n  lead: { name: Lead, people: [ana] }\n";
    const [ours, theirs] = [roles.replace("people: [ana]", "people: [ben]"), roles.replace("name: Lead", "name: Head")];
    expect(await merged(ours, theirs, roles, "roles.yml")).toBe(
      "roles:\n  desk: { name: Desk, people: [ben] }\n  lead: { name: Head, people: [ana] }\n",
    );
  });

  it("leaves nothing in a text, whatever it is", () => {
    const line = fc.constantFrom(
      "---",
      "name: x",
      "  people: [a]",
      "a",
      "",
      "key:",
      "\r",
      "- b: c",
      "\uFEFF---",
      "x: |",
    );
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("a.md", "roles.yml"),
        (lines, end, path) => {
          const text = lines.join(end);
          expect(withoutSeams(withSeams(path, text))).toBe(text);
        },
      ),
    );
    expect([FILE, "\u0001x"].map(takesSeams)).toEqual([true, false]);
  });
});
