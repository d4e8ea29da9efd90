import stringWidth from "string-width";
import type { WidthOf } from "./line-breaking.ts";
import { plainWidth } from "./plain-table.ts";

/** Terminal cells of any text. What it knows of emoji takes longer to load than most answers to give: see `plainWidth`. */
export const textWidth: WidthOf = (text) => plainWidth(text) ?? stringWidth(text);
