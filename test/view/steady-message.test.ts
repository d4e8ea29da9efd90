import { describe, expect, it } from "vitest";
import { steadyMessage } from "../../src/view/steady-message.ts";

describe("steadyMessage", () => {
  it.each([
    [
      "stale",
      "Last reviewed 200 days ago (2026-05-01), expected at most 180.",
      "Last reviewed 1 days ago (2026-05-02), expected at most 90.",
    ],
    [
      "uncovered",
      "Nobody holds `lead1` on 2026-11-23, expected a holder.",
      "Nobody holds `lead1` on 2026-11-24, and on 1 more day until 2026-11-25, expected a holder.",
    ],
    [
      "uncovered",
      "Nobody holds `lead1` on 2026-11-23, expected a holder.",
      "Nobody holds `lead1` on 2026-11-24, and on 9 more days until 2026-12-25, expected a holder.",
    ],
    [
      "drift",
      "Text changed on 2026-11-23 (4f2c9aa), after its review on 2026-11-02; expected one.",
      "Text changed on 2026-11-24 (abcdefa), after its review on 2026-11-02; expected one.",
    ],
    [
      "unexercised",
      "The last 3 occurrences (2026-W46, 2026-W47, 2026-W48) have no record.",
      "The last 3 occurrences (2026-W47, 2026-W48, 2026-W49) have no record.",
    ],
    [
      "repeat-failure",
      "3 of the last 5 completions failed (last on 2026-11-02), expected fewer than 3.",
      "4 of the last 4 completions failed (last on 2026-11-09), expected fewer than 3.",
    ],
    [
      "ledger",
      "Record 4f2c9aa001 names `old`, expected one.",
      "Record abcdefabcd (and 3 more) names `old`, expected one.",
    ],
    [
      "ledger",
      "Record 4f2c9aa001 names `old`, expected one.",
      "Record 4f2c9aa001 (and more than 20 more) names `old`, expected one.",
    ],
    ["unowned", "`ana` is a placeholder; it holds 1 role.", "`ana` is a placeholder; it holds 2 roles."],
    [
      "wave-window",
      "In 2026-10 (finance) the week of 2026-10-05 ends before 2026-10-12, expected it.",
      "In 2026-10 (finance) the week of 2026-10-05 ends before 2026-10-12, and in 2 more, expected it.",
    ],
  ])("of %s is the same on another day: %s", (rule, today, tomorrow) => {
    expect(steadyMessage({ rule, message: tomorrow })).toBe(steadyMessage({ rule, message: today }));
  });

  it.each([
    ["broken-link", "Link to `step-1.md`, which is not there.", "Link to `step-2.md`, which is not there."],
    ["uncovered", "Nobody holds `lead1` on 2026-11-23.", "Nobody holds `lead2` on 2026-11-23."],
    ["calendar", "No holiday of 2026 is known.", "No holiday of 2027 is known."],
    ["wave-window", "In 2026-10 (finance) the week ends.", "In 2026-10 (supply) the week ends."],
    ["ledger", "Record 4f2c9aa001 names `old`.", "Record 4f2c9aa001 names `older`."],
  ])("of %s tells other things apart: %s", (rule, one, other) => {
    expect(steadyMessage({ rule, message: one })).not.toBe(steadyMessage({ rule, message: other }));
  });
});
