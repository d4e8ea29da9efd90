// The written form of a procedure's frontmatter.

import * as z from "zod";
import { PRODUCTS } from "../model/product.ts";
import { fileShape, once } from "./file-shape.ts";
import {
  date,
  days,
  effort,
  fileId,
  hasNoRepeats,
  id,
  line,
  list,
  mapping,
  oneOf,
  text,
  waveTrack,
} from "./schema-parts.ts";

const NAME = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/i;
/** A measure's name; stands before `=` in records and options. */
const valueName = once(() =>
  text("a name of letters and digits in words joined by `_` or `-`", (value) => NAME.test(value)),
);

/** An input's name, which is an environment variable's too. */
const inputName = once(() =>
  text(
    "a name of letters and digits in words joined by `_` or `-`, with a letter first",
    (value) => NAME.test(value) && /^[a-z]/i.test(value),
  ),
);

const ids = (what: string): z.ZodArray<ReturnType<typeof id>> => list(id(), `a list of ${what}`);

export const PROCEDURE_SHAPE = fileShape(["name", "trigger", "last_updated"], {
  name: line,
  // Its grammar is checked apart, under a rule of its own.
  trigger: () => text("a trigger such as `every business day`", () => true),
  // Who has no owner is found by the rule `unowned`.
  owner: () => id().nullable(),
  last_updated: date,
  id: fileId,
  formerly: () => ids("earlier ids").refine(hasNoRepeats, { error: "each earlier id once" }),
  effort,
  tags: () => list(line(), "a list of tags"),
  track: waveTrack,
  products: () => list(oneOf(PRODUCTS), "a list of products"),
  covers: () => ids("ids of the coverage catalogue"),
  escalate_to: () => ids("roles, in order"),
  effective: date,
  retired: date,
  review_every: days,
  roll: () => oneOf(["next", "previous", "skip", "none"]),
  catch_up: () => oneOf(["latest", "each"]),
  needs: () => oneOf(["plan", "early-access"]),
  requires: () => list(oneOf(["evidence", "approval"]), "a list of `evidence` and `approval`"),
  measures: () =>
    z.record(
      valueName(),
      mapping({
        unit: line().optional(),
        warn: z.number({ error: "a number" }).optional(),
        limit: z.number({ error: "a number" }).optional(),
      }),
      { error: "a mapping of measures' names to `unit`, `warn` and `limit`" },
    ),
  inputs: () =>
    z.record(
      inputName(),
      mapping({
        description: text("text", () => true).optional(),
        pattern: text("a regular expression", isPattern).optional(),
        default: z
          .union([z.string(), z.number(), z.boolean()], { error: "text, a number, `true` or `false`" })
          .optional(),
        secret: z.boolean({ error: "`true` or `false`" }).optional(),
      }),
      { error: "a mapping of inputs' names to `description`, `pattern`, `default` and `secret`" },
    ),
});

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}
