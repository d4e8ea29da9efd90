import * as z from "zod";
import { OUTPUT_SHAPES } from "./output-shapes.ts";

/** JSON Schemas (draft-07) of the documents that `--json` prints, by name: `output/due`. */
export function outputSchemas(): Map<string, object> {
  return new Map(
    Object.entries(OUTPUT_SHAPES).map(([name, shape]) => {
      const schema = z.toJSONSchema(shape, { target: "draft-7" });
      return [`output/${name}`, { ...schema, title: `JSON document \`${name}\`` }];
    }),
  );
}
