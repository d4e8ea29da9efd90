import { toCalendarDate } from "../calendar/calendar-date.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Procedure, isForTrack, isRetired } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import type { Track, WaveId } from "../model/wave.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import { isWave, startOf } from "../schedule/occurrences.ts";
import { type WaveCalendar, waveCalendar } from "../schedule/wave-calendar.ts";
import { PLAN_WEEKS, type WavePlan, neededDate } from "../schedule/wave-plan.ts";
import { activeProcedures } from "./active-procedures.ts";
import type { Finding, Rule } from "./rule.ts";
import { severitiesOf } from "./severities.ts";

const OUTSIDE_HINT = "Move it into the plan, or give it a cadence of its own.";

/** Every milestone lies within a release plan, and not before what it waits for. */
export const waveWindow: Rule = {
  name: "wave-window",
  severity: "warning",
  dependsOnDay: false,
  check: (input) => {
    const { book, announcedWaves } = input;
    if (book === undefined) return [];
    const waves = waveCalendar(announcedWaves, book.waves, book.settings.region);
    const ids = [...new Set([...announcedWaves.waves, ...book.waves].map(({ id }) => id))].toSorted();
    return activeProcedures(input).flatMap(({ procedure, path, placeOf }) => {
      if (!isWave(procedure)) return [];
      const { offsetWeeks } = procedure.trigger;
      const outside: Finding[] = isOutside(offsetWeeks)
        ? [
            {
              path,
              place: placeOf(["trigger"]),
              message: outsideMessage(offsetWeeks),
              hint: OUTSIDE_HINT,
            },
          ]
        : [];
      const tracks = book.settings.tracks.filter((track) => isForTrack(procedure, track));
      return [
        ...outside,
        ...tracks.flatMap((track) => tooEarly(procedure, offsetWeeks, { book, waves, ids, track, placeOf })),
      ];
    });
  },
};

interface TrackWaves {
  readonly book: RunBook;
  readonly waves: WaveCalendar;
  readonly ids: readonly WaveId[];
  readonly track: Track;
  readonly placeOf: ParsedProcedure["placeOf"];
}

/** One finding for all waves in which a milestone's week ends before the date that it needs. */
function tooEarly(
  procedure: Procedure,
  offsetWeeks: number,
  { book, waves, ids, track, placeOf }: TrackWaves,
): Finding[] {
  const start = startOf(procedure, { book });
  const found = ids.flatMap((id) => {
    const monday = waves.waveWeekOf(id, track) + offsetWeeks * 7;
    const [from, friday] = [toCalendarDate(monday), toCalendarDate(monday + 4)];
    const needed = neededDate(procedure, waves.datesOf(id, track));
    const isOwed = from >= start && !isRetired(procedure, friday);
    return isOwed && needed !== undefined && toCalendarDate(monday + 6) < needed ? [{ id, from, needed }] : [];
  });
  const last = found.at(-1);
  if (last === undefined) return [];
  const others = found.length === 1 ? "" : `, and in ${found.length - 1} more`;
  return [
    {
      path: procedure.path,
      place: placeOf(["trigger"]),
      message: `In ${last.id} (${track}) the week of ${last.from} ends before ${last.needed}${others}, expected the ${procedure.needs} that it needs by then.`,
      hint: "Move the milestone to a later week, or mend `needs`.",
    },
  ];
}

function isOutside(offsetWeeks: number): boolean {
  return offsetWeeks < -PLAN_WEEKS.before || offsetWeeks > PLAN_WEEKS.after;
}

function outsideMessage(offsetWeeks: number): string {
  return `Milestone at ${offsetWeeks} weeks, expected -${PLAN_WEEKS.before} to +${PLAN_WEEKS.after}.`;
}

/** The same over one wave's plan, whatever the day; the severity is that of the rule in the procedure's file. */
export function waveWindowWarnings(book: RunBook, plan: WavePlan): Diagnostic[] {
  const severityOf = severitiesOf(book.settings);
  return plan.tracks.flatMap(({ track, milestones }) =>
    milestones.flatMap(({ offsetWeeks, from, items }) =>
      items.flatMap(({ occurrence, notBefore }) => {
        // A plan shows what is not owed, too.
        if (occurrence.notOwed === "retired") return [];
        const { path, needs } = occurrence.procedure;
        const severity = severityOf(waveWindow.name, path) ?? waveWindow.severity;
        if (severity === "off") return [];
        const found = [
          ...(isOutside(offsetWeeks) ? [{ message: outsideMessage(offsetWeeks), hint: OUTSIDE_HINT }] : []),
          ...(notBefore === null
            ? []
            : [
                {
                  message: `In ${plan.id} (${track}) the week of ${from} ends before ${notBefore}, the date of the ${needs} that it needs.`,
                  hint: `Do it not before ${notBefore}.`,
                },
              ]),
        ];
        return found.map((words) => ({
          ...words,
          rule: waveWindow.name,
          severity,
          path,
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
        }));
      }),
    ),
  );
}
