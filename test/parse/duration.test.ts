import { describe, expect, it } from "vitest";
import { parseDays, parseEffort } from "../../src/parse/duration.ts";

describe("parseEffort", () => {
  it.each([
    ["10m", 10],
    ["1h", 60],
    ["90m", 90],
    ["1h30m", 90],
    ["1h 30m", 90],
    ["3d", 3 * 8 * 60],
    ["1w", 5 * 8 * 60],
    ["1w 2d 3h 4m", 2400 + 960 + 180 + 4],
    [" 10m ", 10],
    ["0h 10m", 10],
  ])("%s", (text, minutes) => {
    expect(parseEffort(text)).toBe(minutes);
  });

  it.each([
    "",
    " ",
    "0m",
    "10",
    "m",
    "-10m",
    "1.5h",
    "10 m",
    "10M",
    "30m 1h",
    "1h 1h",
    "1h  30m",
    "10min",
    "1m0",
    "9999999m",
  ])("%j is none", (text) => {
    expect(parseEffort(text)).toBeUndefined();
  });
});

describe("parseDays", () => {
  it.each([
    ["180d", 180],
    ["12w", 84],
    ["1d", 1],
    [" 7d ", 7],
  ])("%s", (text, days) => {
    expect(parseDays(text)).toBe(days);
  });

  it.each(["", "0d", "0w", "7", "d", "-7d", "1w 2d", "1h", "1.5d", "6 months", "999999d"])("%j is none", (text) => {
    expect(parseDays(text)).toBeUndefined();
  });
});
