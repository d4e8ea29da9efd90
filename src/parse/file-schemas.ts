// JSON Schemas of the files that people write, for editors. What only code can say (that a date exists, that a trigger is in
// the grammar) is left to `lint`.

import * as z from "zod";
import { DESCRIPTIONS } from "./schema-descriptions.ts";
import { DIRECTORY_SHAPE, HOLIDAYS_SHAPE, SETTINGS_SHAPE, WAVES_SHAPE } from "./config-schemas.ts";
import { isRequired } from "./file-shape.ts";
import { PROCEDURE_SHAPE } from "./procedure-schema.ts";

const SHAPES = {
  runbook: { title: "runbook.yml", shape: SETTINGS_SHAPE },
  roles: { title: "roles.yml", shape: DIRECTORY_SHAPE },
  holidays: { title: "holidays.yml", shape: HOLIDAYS_SHAPE },
  waves: { title: "waves.yml", shape: WAVES_SHAPE },
  procedure: { title: "frontmatter of a procedure", shape: PROCEDURE_SHAPE },
} as const;

/** The schemas by name, in JSON Schema draft-07, which YAML editors know best. */
export function fileSchemas(): Map<string, object> {
  return new Map(
    Object.entries(SHAPES).map(([name, { title, shape }]) => {
      const values = Object.entries<z.ZodType>(shape).map(
        ([key, schema]) => [key, isRequired(shape, key) ? schema : schema.optional()] as const,
      );
      const schema = z.toJSONSchema(z.strictObject(Object.fromEntries(values)), {
        io: "input",
        target: "draft-7",
      }) as Schema;
      return [name, { ...describe(schema, "", DESCRIPTIONS[name] ?? {}), title }];
    }),
  );
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

/** The schema with what is said of each key that can stand in it. */
function describe(schema: Schema, path: string, descriptions: Readonly<Record<string, string>>): Schema {
  const { properties, items, additionalProperties } = schema;
  const described = (key: string, node: Schema): Schema => {
    const description = descriptions[key];
    return describe(description === undefined ? node : { description, ...node }, key, descriptions);
  };
  const property = ([name, node]: [string, Schema]): [string, Schema] => [
    name,
    described(path === "" ? name : `${path}.${name}`, node),
  ];
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(property)) }),
    ...(items && { items: described(`${path}[]`, items) }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: described(`${path}.*`, additionalProperties),
    }),
  };
}
