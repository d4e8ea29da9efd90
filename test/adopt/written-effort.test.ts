// How long something takes, as people write it in three languages.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writtenEffort } from "../../src/adopt/written-effort.ts";
import { parseEffort } from "../../src/parse/duration.ts";

describe("writtenEffort", () => {
  it.each([
    ["15 min", "15m"],
    ["15m", "15m"],
    ["15 Minutes", "15m"],
    ["90 minutes", "1h 30m"],
    ["20'", "20m"],
    ["1 h", "1h"],
    ["1h", "1h"],
    ["2 hours", "2h"],
    ["1.5 hours", "1h 30m"],
    ["0,5 Std.", "30m"],
    ["1 h 30 min", "1h 30m"],
    ["1h30", "1h 30m"],
    ["1 hour and 15 minutes", "1h 15m"],
    ["2 Stunden und 5 Minuten", "2h 5m"],
    ["0:45 h", "45m"],
    ["3 days", "3d"],
    ["0.5 day", "4h"],
    ["1 Tag", "1d"],
    ["2 heures", "2h"],
    ["1 jour", "1d"],
  ])("reads %s", (text, effort) => {
    expect(writtenEffort(text)).toEqual({ effort, isExact: true });
  });

  it.each([
    ["about 20 minutes", "20m"],
    ["ca. 10 Minuten", "10m"],
    ["~15min", "15m"],
    ["10-15 min", "15m"],
    ["10 to 15 minutes", "15m"],
    ["45 min – 1 h", "1h"],
    ["1 bis 2 Stunden", "2h"],
    ["up to 1 hour", "1h"],
  ])("tells that something was left out of %s", (text, effort) => {
    expect(writtenEffort(text)).toEqual({ effort, isExact: false });
  });

  it.each([
    "",
    "15",
    "0 min",
    "0 days",
    "varies",
    "15 min per environment",
    "15 min 30",
    "09:00",
    "9:75 h",
    "daily",
    "2 weeks",
    "1 March",
    "3 Stufen",
    "10 metres",
    "-5 min",
  ])("reads nothing in `%s`", (text) => {
    expect(writtenEffort(text)).toBeUndefined();
  });

  it("writes what `effort` takes, of the same length", () => {
    const unit = fc.constantFrom<[string, number]>(["minutes", 1], ["hours", 60], ["days", 480]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), unit, (count, [word, minutes]) => {
        expect(parseEffort(writtenEffort(`${count} ${word}`)?.effort ?? "")).toBe(count * minutes);
      }),
    );
  });
});
