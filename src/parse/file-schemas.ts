// JSON Schemas of the files that people write, for editors. What only code can say (that a date exists, that a trigger is in
// the grammar) is left to `lint`.

import * as z from "zod";
import { DIRECTORY_SHAPE, HOLIDAYS_SHAPE, PROCEDURE_SHAPE, SETTINGS_SHAPE, WAVES_SHAPE } from "./schemas.ts";

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
      const schema = z.toJSONSchema(z.strictObject(shape), { io: "input", target: "draft-7" });
      return [name, { ...schema, title }];
    }),
  );
}
