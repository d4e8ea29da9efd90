import fc from "fast-check";
import { expect, it } from "vitest";
import { PLAIN_MARKDOWN_PROPERTIES } from "../helpers/plain-markdown-properties.ts";

it.each(Object.entries(PLAIN_MARKDOWN_PROPERTIES))(
  "the reader of plain Markdown gives remark's tree or none, given %s",
  (_what, property) => {
    const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: 40_000 });
    expect({ failed, counterexample, errorInstance }).toEqual({
      failed: false,
      counterexample: null,
      errorInstance: null,
    });
  },
  600_000,
);
