import { join } from "node:path";
import type { Procedure } from "../model/procedure.ts";
import { textIn } from "../store/text-file.ts";
import type { Style } from "../view/style.ts";
import type { StatusSession } from "./session.ts";

/** What to do now that these procedures failed, and whom to call; `""` for none. */
export async function escalationsOf(
  procedures: readonly Procedure[],
  { root, book, schedule }: StatusSession,
  style: Style,
): Promise<string> {
  const [{ parseSections }, { renderEscalation }] = await Promise.all([
    import("../parse/sections.ts"),
    import("../view/escalation-text.ts"),
  ]);
  return procedures
    .map((procedure) => {
      const text = textIn(join(root, procedure.path)) ?? "";
      const section = parseSections(text).sections.escalation?.source ?? "";
      return `\n${renderEscalation(procedure, section, book, schedule.asOf.date, style)}`;
    })
    .join("");
}
