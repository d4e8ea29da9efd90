import { join } from "node:path";
import type { ExitCode, Io } from "../io.ts";
import { responsesOf } from "../schedule/incidents.ts";
import type { GlobalOptions } from "../session/options.ts";
import { openStatus } from "../session/session.ts";
import { readTemplate } from "../store/package-files.ts";
import { wayTo, wayWithin } from "../store/inside-folder.ts";
import { namedPath } from "../store/named-path.ts";
import { writeNewFile } from "../store/write-files.ts";
import { renderReview } from "../view/incident-review.ts";
import { renderJson } from "../view/render-json.ts";
import { refuseAmongProcedures } from "./among-procedures.ts";
import { findEventOrLast } from "./find-event.ts";
import { plainLine } from "../view/plain-text.ts";

export interface IncidentReviewOptions extends GlobalOptions {
  readonly id?: string;
  /** The file to write, relative to the working directory (default: `reviews/<id>.md` in the run book). */
  readonly out?: string;
}

/** Writes the review of an incident from the template, with what the ledger knows filled in. Overwrites nothing. */
export async function runIncidentReview(options: IncidentReviewOptions, io: Io): Promise<ExitCode> {
  const session = await openStatus(options, io, "stale");
  const { schedule, root } = session;
  const incident = findEventOrLast(options.id, "incident", session);
  const text = renderReview(readTemplate("incident-review.md"), incident, responsesOf(incident.id, schedule), schedule);
  const file = options.out === undefined ? join(root, "reviews", `${incident.id}.md`) : namedPath(io.cwd, options.out);
  refuseAmongProcedures(file, root);
  writeNewFile(file, text, "Nothing was overwritten; name another file: --out FILE");
  if (incident.closedAt === null) {
    io.stderr.write(`${incident.id} is still open: what is recorded from now on is not in the review.\n`);
  }
  io.stdout.write(
    options.format === "json"
      ? renderJson<"created">({
          schemaVersion: 1,
          directory: root,
          files: [wayWithin(root, file) === undefined ? file : wayTo(root, file)],
        })
      : `Wrote ${plainLine(file)}\nNext: fill in what the record cannot know, then commit it.\n`,
  );
  return 0;
}
