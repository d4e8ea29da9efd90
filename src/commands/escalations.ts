import { join } from "node:path";
import type { Procedure } from "../model/procedure.ts";
import type { StatusSession } from "../session/session.ts";
import { textIn } from "../store/text-file.ts";
import type { Style } from "../view/style.ts";

/** What to do now that these procedures failed, and whom to call; `""` for none. */
export async function escalationsOf(
  procedures: readonly Procedure[],
  { root, schedule }: StatusSession,
  style: Style,
): Promise<string> {
  if (procedures.length === 0) return "";
  const [{ checklistOf }, { renderEscalation }] = await Promise.all([
    import("../parse/checklist.ts"),
    import("../view/escalation-text.ts"),
  ]);
  return procedures
    .map((procedure) => {
      const checklist = checklistOf(textIn(join(root, procedure.path)) ?? "");
      return renderEscalation(procedure, checklist?.escalation ?? [], schedule, style);
    })
    .join("");
}
