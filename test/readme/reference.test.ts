// docs/reference.md is what the program says of itself now; `npm test -- test/readme -u` writes it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROCEDURE_SHAPE } from "../../src/parse/procedure-schema.ts";
import { parseTrigger } from "../../src/parse/trigger.ts";
import { PHRASES } from "../../src/parse/trigger-phrases.ts";
import { commandTree } from "../../tools/command-tree.ts";
import { reference } from "../../tools/reference.ts";
import { TRIGGER_GRAMMAR } from "../../tools/trigger-grammar.ts";

it("is current (else: npm test -- test/readme -u)", async () => {
  await expect(reference(commandTree())).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/reference.md"));
});

it("goes beside a README that names each key of a procedure's file", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  expect(Object.keys(PROCEDURE_SHAPE).filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
});

describe("the grammar", () => {
  const rules = new Map(
    TRIGGER_GRAMMAR.replaceAll(/\(\*.*?\*\)/gu, "")
      .split(";")
      .flatMap((rule): [string, string[]][] => {
        const [, name = "", body = ""] = /^\s*(\w+)\s*=([^]*)$/u.exec(rule) ?? [];
        return name === "" ? [] : [[name, body.match(/"[^"]*"|\w+|[[\](){}|]/gu) ?? []]];
      }),
  );
  // Values that are sound wherever they stand: the 1st is a Thursday, and a day of every month.
  const VALUES: Readonly<Record<string, string>> = { N: "1", DATE: "2026-01-01", NAME: "year-end", RULE: "FREQ=DAILY" };

  /** A sentence of a rule; `choose` takes one of so many ways. */
  function sentence(name: string, choose: (ways: number) => number): string[] {
    const value = VALUES[name];
    if (value !== undefined) return [value];
    const tokens = [...(rules.get(name) ?? [])];
    const alternatives = (closing: string | undefined): (() => string[])[] => {
      const ways: (() => string[])[][] = [[]];
      for (let token = tokens.shift(); token !== closing; token = tokens.shift()) {
        if (token === undefined) throw new Error(`${name} has no ${closing}`);
        const end = { "[": "]", "(": ")", "{": "}" }[token];
        if (token === "|") ways.push([]);
        else if (end !== undefined) {
          const inner = alternatives(end);
          const isLeftOut = (): boolean => token !== "(" && choose(2) === 0;
          ways.at(-1)?.push(() => (isLeftOut() ? [] : (inner[choose(inner.length)]?.() ?? [])));
        } else {
          const word = token.startsWith('"') ? [token.slice(1, -1)] : undefined;
          ways.at(-1)?.push(() => word ?? sentence(token ?? "", choose));
        }
      }
      return ways.map((parts) => () => parts.flatMap((part) => part()));
    };
    const ways = alternatives(undefined);
    return ways[choose(ways.length)]?.() ?? [];
  }

  /** What a rule's sentences look like, each word with a space behind it. */
  function patternOf(name: string): string {
    const marks: Readonly<Record<string, string>> = { "[": "(?:", "]": ")?", "{": "(?:", "}": ")*", "(": "(?:" };
    const forms: Readonly<Record<string, string>> = {
      N: "\\d+ ",
      DATE: "[\\d-]{10} ",
      NAME: "[a-z-]+ ",
      RULE: "\\S+ ",
    };
    const parts = (rules.get(name) ?? []).map((token) => {
      if (token.startsWith('"')) return `${token.slice(1, -1).replace("+", "\\+")} `;
      return marks[token] ?? forms[token] ?? (/\w/u.test(token) ? `(?:${patternOf(token)})` : token);
    });
    return parts.join("");
  }

  it.each(PHRASES)("has %j (else: tools/trigger-grammar.ts)", (phrase) => {
    const words = phrase.replaceAll(",", " ,").replace(/ ([+-])(?=\d)/u, " $1 ");
    expect(`${words} `).toMatch(new RegExp(`^(?:${patternOf("trigger")})$`, "u"));
  });

  it("is what the parser takes", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
        const choose = (ways: number): number => (numbers.next().value ?? 0) % ways;
        const text = sentence("trigger", choose)
          .join(" ")
          .replace(/([+-]) 1/u, "$11")
          .replaceAll(" ,", ",");
        const parsed = parseTrigger(text);
        const words = "error" in parsed ? `${text}: ${parsed.error.message}` : text;
        // What no grammar says: a date must be one of its rule's own.
        if ("error" in parsed && /2026-01-01|twice/u.test(parsed.error.message)) return;
        expect(words).toBe(text);
        seen.add(text.split(" ")[0] ?? "");
      }),
      { numRuns: 500 },
    );
    expect(seen.size).toBeGreaterThan(8);
  });
});
