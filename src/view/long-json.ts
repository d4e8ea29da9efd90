import type { Output, OutputName } from "./output-shapes.ts";
import { inPieces } from "./pieces.ts";
import { renderJson, safeJson } from "./render-json.ts";

/** What `renderJson` prints of a document, in pieces; one of its lists, empty there, has these items, which may be very many. */
export function* renderLongJson<Name extends OutputName, List extends keyof Output<Name> & string>(
  document: Output<Name>,
  list: List,
  items: Iterable<Output<Name>[List] extends readonly (infer Item)[] ? Item : never>,
): Generator<string> {
  const whole = renderJson<Name>(document);
  // Keys of other objects are indented further, and no text holds a line feed.
  const start = `\n  "${list}": [`;
  const end = whole.indexOf(`${start}]`) + start.length;
  yield whole.slice(0, end);
  let hasItems = false;
  const lines = function* (): Generator<string> {
    for (const item of items) {
      yield `${hasItems ? "," : ""}\n    ${safeJson(item).trimEnd().replaceAll("\n", "\n    ")}`;
      hasItems = true;
    }
  };
  yield* inPieces(lines());
  yield `${hasItems ? "\n  " : ""}${whole.slice(end)}`;
}
