import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { holdersOf } from "../../src/schedule/holders.ts";
import { ownerText } from "../../src/view/words.ts";
import { bookOf } from "../helpers/run-book.ts";

const roles = (absences = "[]"): string => `roles:
  turn: { name: Turn, people: [ana, ben, cleo], rotation: { every: 1w, from: 2026-11-02 }, deputies: [dan] }
  all: { name: All, people: [ana, ben] }
  vacant: { name: Vacant }
  outside: { name: Service desk, contact: { email: desk@partner.example } }
people:
  ana: { name: Ana }
  ben: { name: Ben }
  cleo: { name: Cleo }
  dan: { name: Dan }
absences: ${absences}
`;

function holders(owner: string | undefined, date: string, absences?: string): readonly string[] {
  return holdersOf(owner, bookOf({ roles: roles(absences) }).directory, date as CalendarDate).people;
}

describe("a rotation", () => {
  it.each([
    ["2026-10-01", "ana"],
    ["2026-11-02", "ana"],
    ["2026-11-08", "ana"],
    ["2026-11-09", "ben"],
    ["2026-11-16", "cleo"],
    ["2026-11-22", "cleo"],
    ["2026-11-23", "ana"],
  ])("on %s it is the turn of %s", (date, person) => {
    expect(holders("turn", date)).toEqual([person]);
  });
});

describe("absences", () => {
  const away = (person: string, cover?: string): string =>
    `{ person: ${person}, from: 2026-11-09, to: 2026-11-15${cover === undefined ? "" : `, cover: ${cover}`} }`;
  it.each([
    { title: "the cover takes over", absences: [away("ben", "dan")], expected: ["dan"] },
    { title: "without one, the next in order", absences: [away("ben")], expected: ["cleo"] },
    { title: "then the one after", absences: [away("ben"), away("cleo")], expected: ["ana"] },
    { title: "then the deputies", absences: [away("ben"), away("cleo"), away("ana")], expected: ["dan"] },
    { title: "then nobody", absences: [away("ben"), away("cleo"), away("ana"), away("dan")], expected: [] },
  ])("$title", ({ absences, expected }) => {
    expect(holders("turn", "2026-11-09", `[${absences.join(", ")}]`)).toEqual(expected);
    expect(holders("turn", "2026-11-15", `[${absences.join(", ")}]`)).toEqual(expected);
    expect(holders("turn", "2026-11-16", `[${absences.join(", ")}]`)).toEqual(["cleo"]);
    expect(holders("turn", "2026-11-08", `[${absences.join(", ")}]`)).toEqual(["ana"]);
    expect(holders("all", "2026-11-08", `[${absences.join(", ")}]`)).toEqual(["ana", "ben"]);
  });

  it("of a person who owns something by name leads to the cover, and without one to nobody else", () => {
    const absences = `[${away("ana", "dan")}, ${away("ben")}]`;
    const { directory } = bookOf({ roles: roles(absences) });
    for (const [date, owner, expected] of [
      ["2026-11-08", "ana", "ana"],
      ["2026-11-09", "ana", "dan"],
      ["2026-11-15", "ana", "dan"],
      ["2026-11-16", "ana", "ana"],
      ["2026-11-09", "ben", "ben"],
    ] as const) {
      expect(holdersOf(owner, directory, date as CalendarDate)).toEqual({ role: null, people: [expected] });
    }
  });

  it("of one of several holders leaves the others", () => {
    expect(holders("all", "2026-11-09")).toEqual(["ana", "ben"]);
    expect(holders("all", "2026-11-09", `[${away("ana")}]`)).toEqual(["ben"]);
    expect(holders("all", "2026-11-09", `[${away("ana", "dan")}]`)).toEqual(["dan", "ben"]);
  });
});

describe("an owner in words", () => {
  it.each([
    ["turn", "Ana (turn)"],
    ["all", "Ana, Ben (all)"],
    ["vacant", "nobody (vacant)"],
    ["outside", "Service desk"],
    ["ana", "Ana"],
    ["stranger", "nobody (stranger)"],
    [undefined, "nobody"],
  ])("%s: %s", (owner, text) => {
    const { directory } = bookOf({ roles: roles() });
    expect(ownerText(holdersOf(owner, directory, "2026-11-23" as CalendarDate), directory)).toBe(text);
  });
});
