import { describe, expect, it } from "vitest";
import { countdown, formatElapsed, shortened } from "../../src/view/words.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000] as const;

describe("elapsed time", () => {
  it.each([
    [0, "less than 1m"],
    [MINUTE - 1, "less than 1m"],
    [MINUTE, "1m"],
    [HOUR - 1, "59m"],
    [HOUR, "1h"],
    [3 * HOUR + 5 * MINUTE, "3h 5m"],
    [2 * DAY - 1, "47h 59m"],
    [2 * DAY, "2d"],
    [2 * DAY + HOUR - 1, "2d"],
    [9 * DAY + 3 * HOUR, "9d 3h"],
  ])("of %i ms is %s", (milliseconds, text) => {
    expect(formatElapsed(milliseconds)).toBe(text);
  });
});

describe("a countdown", () => {
  const due = "2026-10-25T01:05:00+00:00";
  it.each([
    ["2026-10-25T00:53:00Z", "in 12m"],
    ["2026-10-25T01:05:00Z", "in less than 1m"],
    ["2026-10-25T01:05:01Z", "overdue by less than 1m"],
    ["2026-10-25T04:05:00Z", "overdue by 3h"],
    // Clocks went back in between: three hours by them, four on a watch.
    ["2026-10-24T22:05:00+01:00", "in 4h"],
  ])("at %s is %s", (now, text) => {
    expect(countdown(due, Date.parse(now))).toBe(text);
  });
});

describe("a shortened line", () => {
  it.each([
    ["as it is", "as it is"],
    ["0123456789", "0123456789"],
    ["Orders fail again", "Orders…"],
    ["Orders, all of them", "Orders…"],
    ["Unbreakable", "Unbreakab…"],
    ["👍🏽👍🏽👍🏽👍🏽👍🏽 x", "👍🏽👍🏽👍🏽👍🏽👍…"],
  ])("%s is %s", (line, text) => {
    expect(shortened(line, 10)).toBe(text);
  });
});
