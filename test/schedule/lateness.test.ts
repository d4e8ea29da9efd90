import { expect, it } from "vitest";
import { recordedDaysAfter } from "../../src/schedule/lateness.ts";
import { zoneOf } from "../../src/schedule/zone.ts";

it.each([
  { performedAt: "2026-11-23T09:00:00Z", recordedAt: "2026-11-23T17:00:00Z", zone: "UTC", days: 0 },
  { performedAt: "2026-11-23T09:00:00Z", recordedAt: "2026-12-01T08:00:00Z", zone: "UTC", days: 8 },
  // Minutes apart, on two days of the run book's zone or on one.
  { performedAt: "2026-11-23T23:55:00Z", recordedAt: "2026-11-24T00:05:00Z", zone: "UTC", days: 1 },
  { performedAt: "2026-11-23T23:55:00Z", recordedAt: "2026-11-24T00:05:00Z", zone: "Europe/Berlin", days: 0 },
  { performedAt: "2026-11-24T09:00:00Z", recordedAt: "2026-11-23T09:00:00Z", zone: "UTC", days: -1 },
])("performed $performedAt, recorded $recordedAt in $zone: $days days after", ({ zone, days, ...record }) => {
  expect(recordedDaysAfter(record, zoneOf(zone))).toBe(days);
});
