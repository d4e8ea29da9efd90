import { describe, expect, it } from "vitest";
import { isOccurrenceKey } from "../../src/parse/occurrence-key.ts";

describe("isOccurrenceKey", () => {
  it.each([
    "2026-11-23",
    "2026-W53",
    "2026-11",
    "2026-Q4",
    "2026-H2",
    "2026",
    "wave-2026-10.customer-engagement",
    "incident-2026-11-23-7f3a",
    "data-loss-2028-02-29-0000",
  ])("takes %s", (key) => {
    expect(isOccurrenceKey(key)).toBe(true);
  });

  it.each([
    "",
    "2026-02-29",
    "2027-W53",
    "2026-13",
    "2026-Q5",
    "2026-H0",
    "26",
    "wave-2026-05.customer-engagement",
    "wave-2026-10.crm",
    "incident-2026-11-31-7f3a",
    "Incident-2026-11-23-7f3a",
    "incident-2026-11-23-7F3A",
    "2026-11-23 ",
  ])("refuses “%s”", (key) => {
    expect(isOccurrenceKey(key)).toBe(false);
  });
});
