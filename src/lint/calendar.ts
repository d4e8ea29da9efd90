import { addDays, toCalendarDate } from "../calendar/calendar-date.ts";
import type { RunBook } from "../model/runbook.ts";
import { idsOf, isForTrack, isRetired } from "../model/procedure.ts";
import { FILE_START } from "../parse/place.ts";
import { stemOf } from "../parse/procedure.ts";
import { hinter } from "../parse/hints.ts";
import { calendarWarnings } from "../schedule/calendar-coverage.ts";
import { isWave } from "../schedule/occurrences.ts";
import { waveCalendar } from "../schedule/wave-calendar.ts";
import { PLAN_WEEKS } from "../schedule/wave-plan.ts";
import type { WaveId } from "../model/wave.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

/** From October on the next year is planned too. */
const DAYS_PLANNED = 92;

type Input = Pick<LintInput, "book" | "directory" | "placesIn" | "asOf" | "announcedWaves" | "procedures">;

/** Holidays, waves and rotations reach over the time that is being planned, and freezes hold back what is there. */
export const calendar = {
  name: "calendar",
  severity: "warning",
  dependsOnDay: true,
  check: (input: Input): Finding[] => [
    ...(input.book === undefined
      ? []
      : [...holidays(input.book, input), ...waves(input.book, input), ...freezes(input.book, input)]),
    ...rotations(input),
  ],
} as const satisfies Rule;

function holidays(book: RunBook, { asOf }: Input): Finding[] {
  const [first = 0, last = first] = [asOf, addDays(asOf, DAYS_PLANNED)].map((date) => Number(date.slice(0, 4)));
  return calendarWarnings(book, [first, last]).map(({ path, message, hint }) => ({
    path,
    place: FILE_START,
    message,
    hint,
  }));
}

/** Microsoft publishes a wave's dates before its plan begins: an estimate after that means that the data is old. */
function waves(book: RunBook, { asOf, announcedWaves }: Input): Finding[] {
  const { region, tracks } = book.settings;
  const known = waveCalendar(announcedWaves, book.waves, region);
  const used = book.procedures.filter((procedure) => isWave(procedure) && !isRetired(procedure, asOf));
  const year = Number(asOf.slice(0, 4));
  const ids = [`${year}-04`, `${year}-10`, `${year + 1}-04`] as WaveId[];
  return tracks
    .filter((track) => used.some((procedure) => isForTrack(procedure, track)))
    .flatMap((track) =>
      ids.flatMap((id): Finding[] => {
        const week = known.waveWeekOf(id, track);
        const begins = toCalendarDate(week - PLAN_WEEKS.before * 7);
        const ends = toCalendarDate(week + PLAN_WEEKS.after * 7 + 6);
        if (asOf < begins || asOf > ends || known.anchorOf(id, track).source !== "estimated") return [];
        return [
          {
            path: "waves.yml",
            place: FILE_START,
            message: `The dates of wave ${id} (${track}) are estimated although its plan began on ${begins}, expected published dates.`,
            hint: "Update runbook, or enter this tenant's `production_update` in waves.yml.",
          },
        ];
      }),
    );
}

/** A freeze to come that names what is not there holds back nothing, and nobody would see it. */
function freezes({ settings }: RunBook, { procedures, placesIn, asOf }: Input): Finding[] {
  const path = "runbook.yml";
  const ids = procedures.flatMap(({ procedure, path: file }) =>
    procedure === undefined ? [stemOf(file)] : idsOf(procedure),
  );
  // A procedure that does not parse may have any tag.
  const tags = procedures.flatMap(({ procedure }) => procedure?.tags ?? []);
  const areTagsKnown = procedures.every(({ procedure }) => procedure !== undefined);
  const didYouMean = hinter();
  return settings.freezes.flatMap((freeze, index): Finding[] => {
    if (freeze.to < asOf) return [];
    const named = [
      ...freeze.procedures.map((name, at) => ({ name, way: ["procedures", at], what: "procedure", known: ids })),
      ...(areTagsKnown ? freeze.tags : []).map((name, at) => ({ name, way: ["tags", at], what: "tag", known: tags })),
    ];
    return named
      .filter(({ name, known }) => !known.includes(name))
      .map(({ name, way, what, known }) => ({
        path,
        place: placesIn(path).ofValue(["freezes", index, ...way]),
        message: `The freeze from ${freeze.from} to ${freeze.to} names the ${what} \`${name}\`, expected ${what === "tag" ? "one that a procedure has" : "the id of one"}.`,
        hint: didYouMean(name, known) ?? `Mend the name, or take it out of \`freezes\`.`,
      }));
  });
}

/** A rotation counts on for ever, so what can run out is the people in it. */
function rotations({ directory, placesIn }: Input): Finding[] {
  return Object.values(directory?.roles ?? {})
    .filter(({ rotation, people }) => rotation !== undefined && people.length < 2)
    .map(({ id, people }) => ({
      path: "roles.yml",
      place: placesIn("roles.yml").ofValue(["roles", id, "rotation"]),
      message: `The rotation of \`${id}\` has nobody to hand over to but \`${people[0]}\`, expected two people or more.`,
      hint: "Name further people, or delete the rotation.",
    }));
}
