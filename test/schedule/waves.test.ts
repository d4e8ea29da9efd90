import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays, toCalendarDate, toEpochDay } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../../src/data/announced-waves.ts";
import type { AnnouncedWaves, Track, Wave, WaveId } from "../../src/model/wave.ts";
import { waveCalendar, waveWeekOf } from "../../src/schedule/wave-calendar.ts";
import { waveAround, wavePlan } from "../../src/schedule/wave-plan.ts";
import { type BookParts, done, itemFor, listed, scheduleAsOf } from "../helpers/run-book.ts";

const CE: Track = "customer-engagement";

describe("the anchor, in its order", () => {
  const own = (date: string): BookParts => ({
    waves: `waves:\n  - id: 2026-04\n    tracks:\n      customer-engagement: { production_update: ${date} }\n`,
  });
  it.each([
    {
      title: "the tenant's own date",
      id: "2026-04",
      region: "united-kingdom",
      parts: own("2026-04-18"),
      date: "2026-04-18",
      source: "tenant",
    },
    {
      title: "the region's group in that wave",
      id: "2026-04",
      region: "united-kingdom",
      parts: {},
      date: "2026-04-06",
      source: "region",
    },
    { title: "first release", id: "2026-04", region: "first-release", parts: {}, date: "2026-03-23", source: "region" },
    {
      title: "the first group moved by the region's offset",
      id: "2025-04",
      region: "united-kingdom",
      parts: {},
      date: "2025-04-07",
      source: "published",
    },
    {
      title: "an offset that this wave has of its own",
      id: "2025-04",
      region: "uae",
      parts: {},
      date: "2025-04-07",
      source: "published",
    },
    {
      title: "the same region in the next wave",
      id: "2025-10",
      region: "uae",
      parts: {},
      date: "2025-09-29",
      source: "region",
    },
    {
      title: "an estimate moved by the offset",
      id: "2027-04",
      region: "north-america",
      parts: {},
      date: "2027-04-19",
      source: "estimated",
    },
    {
      title: "an estimate for Europe",
      id: "2027-10",
      region: "europe",
      parts: {},
      date: "2027-10-18",
      source: "estimated",
    },
    {
      title: "no region: no offset",
      id: "2025-04",
      region: undefined,
      parts: {},
      date: "2025-03-31",
      source: "published",
    },
  ] as const)("$title", ({ id, region, parts, date, source }) => {
    const settings: Record<string, string> = region === undefined ? {} : { region };
    const { waves } = scheduleAsOf("2026-11-23", { settings, ...parts });
    expect(waves.anchorOf(id, CE)).toMatchObject({ date, source });
  });

  it.each([
    { id: "2025-04", track: "finance-operations", date: "2025-04-04", source: "published", week: "2025-04-07" },
    { id: "2027-10", track: "finance-operations", date: "2027-10-01", source: "estimated", week: "2027-10-04" },
    { id: "2025-04", track: "business-central", date: "2025-04-01", source: "estimated", week: "2025-03-31" },
    { id: "2028-04", track: "business-central", date: "2028-04-03", source: "estimated", week: "2028-04-03" },
    { id: "2027-10", track: "business-central", date: "2027-10-01", source: "estimated", week: "2027-10-04" },
  ] as const)("$track in $id", ({ id, track, date, source, week }) => {
    const { waves } = scheduleAsOf("2026-11-23", { settings: { region: "north-america", tracks: `[${track}]` } });
    expect(waves.anchorOf(id, track)).toMatchObject({ date, source, regionOffsetWeeks: 0 });
    expect(toCalendarDate(waves.waveWeekOf(id, track))).toBe(week);
  });

  it("estimates the eight documented waves of 2023 to 2026 as they came", () => {
    const groups = [undefined, "europe", "north-america"];
    const documented = ANNOUNCED_WAVES.waves.filter(({ id }) => id >= "2023-04");
    expect(documented).toHaveLength(8);
    for (const region of groups) {
      const known = waveCalendar(ANNOUNCED_WAVES, [], region);
      const estimate = waveCalendar({ ...ANNOUNCED_WAVES, waves: [] }, [], region);
      for (const { id } of documented) {
        expect(`${id} ${estimate.anchorOf(id, CE).date}`).toBe(`${id} ${known.anchorOf(id, CE).date}`);
        expect(estimate.anchorOf(id, CE).source).toBe("estimated");
      }
    }
  });
});

describe("wave week", () => {
  it.each([
    ["2026-04-06", "2026-04-06"],
    ["2026-04-09", "2026-04-06"],
    ["2026-04-10", "2026-04-13"],
    ["2026-04-11", "2026-04-13"],
    ["2026-04-12", "2026-04-13"],
    ["2026-04-13", "2026-04-13"],
  ])("of an anchor on %s begins on %s", (anchor, monday) => {
    expect(toCalendarDate(waveWeekOf(toEpochDay(anchor as CalendarDate)))).toBe(monday);
  });
});

describe("milestones", () => {
  const parts = (trigger: string, more: Partial<BookParts> = {}): BookParts => ({
    settings: { region: "united-kingdom", go_live: "2025-01-01" },
    procedures: { job: { trigger } },
    ...more,
  });
  const KEY = "wave-2026-04.customer-engagement";

  it.each([
    { trigger: "wave -8 weeks", nominal: "2026-02-09", due: "2026-02-13", closes: "2026-05-04" },
    { trigger: "wave week", nominal: "2026-04-06", due: "2026-04-10", closes: "2026-05-04" },
    { trigger: "wave +2 weeks", nominal: "2026-04-20", due: "2026-04-24", closes: "2026-05-04" },
    { trigger: "wave +6 weeks", nominal: "2026-05-18", due: "2026-05-22", closes: "2026-05-23" },
  ])("$trigger", ({ trigger, nominal, due, closes }) => {
    expect(itemFor(scheduleAsOf("2026-11-23", parts(trigger)), KEY).occurrence).toMatchObject({
      nominal,
      scheduled: nominal,
      due,
      closes,
    });
  });

  it("are due on the last business day up to Friday, else on Friday", () => {
    const trigger = "wave week";
    const due = (more: Partial<BookParts>): string | null =>
      itemFor(scheduleAsOf("2026-11-23", parts(trigger, more)), KEY).occurrence.due;
    expect(due({ holidays: ["2026-04-10"] })).toBe("2026-04-09");
    expect(due({ holidays: ["2026-04-06", "2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10"] })).toBe(
      "2026-04-10",
    );
    expect(
      due({ settings: { region: "united-kingdom", go_live: "2025-01-01", working_week: "[sat, sun, mon, tue, wed]" } }),
    ).toBe("2026-04-08");
  });

  it("have their statuses on both sides of each edge", () => {
    const status = (day: string): string => itemFor(scheduleAsOf(day, parts("wave week")), KEY).status;
    expect(
      ["2026-04-05", "2026-04-06", "2026-04-09", "2026-04-10", "2026-04-11", "2026-05-03", "2026-05-04"].map(status),
    ).toEqual(["upcoming", "open", "open", "due", "overdue", "overdue", "missed"]);
  });

  it("come once per track of the run book where the procedure names none", () => {
    const schedule = scheduleAsOf("2026-04-06", {
      settings: { tracks: "[customer-engagement, finance-operations]", go_live: "2026-03-01" },
      procedures: { all: { trigger: "wave week" }, one: { trigger: "wave week", track: "finance-operations" } },
    });
    const plan = wavePlan(schedule, "2026-04");
    expect(
      plan.tracks.map(
        ({ track, milestones }) =>
          `${track}: ${milestones.flatMap(({ items }) => items.map(({ occurrence }) => occurrence.procedure.id)).join(" ")}`,
      ),
    ).toEqual(["customer-engagement: all", "finance-operations: all one"]);
    expect(listed(schedule)).toEqual([
      // The first public group was a week earlier than the first Friday's weekend.
      "overdue wave-2026-04.customer-engagement",
      "open wave-2026-04.finance-operations",
      "open wave-2026-04.finance-operations",
    ]);
  });

  it("stay with their key when the date moves after they were done", () => {
    const moved = parts("wave week", {
      waves: "waves:\n  - id: 2026-04\n    tracks:\n      customer-engagement: { production_update: 2026-06-06 }\n",
    });
    expect(itemFor(scheduleAsOf("2026-06-30", moved, [done(KEY, "2026-04-07")]), KEY).status).toBe("done");
    expect(itemFor(scheduleAsOf("2026-06-08", moved), KEY)).toMatchObject({
      status: "open",
      occurrence: { nominal: "2026-06-08" },
    });
  });

  it("say before which date they cannot start", () => {
    const schedule = scheduleAsOf("2026-01-01", {
      settings: { go_live: "2025-01-01" },
      procedures: {
        plan: { trigger: "wave -8 weeks", needs: "plan" },
        late: { trigger: "wave -2 weeks", needs: "plan" },
        early: { trigger: "wave -6 weeks", needs: "early-access" },
      },
    });
    const limits = wavePlan(schedule, "2026-04").tracks.flatMap(({ milestones }) =>
      milestones.flatMap(({ items }) => items.map((item) => `${item.occurrence.procedure.id} ${item.notBefore}`)),
    );
    // The plan was published on Wednesday 18 March 2026, in the week of -2; early access has no published date.
    expect(limits).toEqual(["plan 2026-03-18", "early null", "late null"]);
  });

  it("say so of early access, from the day after the milestone's Sunday on", () => {
    const limitsWith = (earlyAccess: string): (string | null)[] => {
      const schedule = scheduleAsOf("2026-01-01", {
        settings: { go_live: "2025-01-01", region: "united-kingdom" },
        waves: `waves:\n  - id: 2026-04\n    tracks:\n      customer-engagement: { early_access: ${earlyAccess} }\n`,
        procedures: { early: { trigger: "wave -6 weeks", needs: "early-access" }, free: { trigger: "wave -6 weeks" } },
      });
      const { milestones } = wavePlan(schedule, "2026-04").tracks[0] ?? { milestones: [] };
      return milestones.flatMap(({ items }) => items.map((item) => item.notBefore));
    };
    // The week runs from 23 February to Sunday 1 March.
    expect(limitsWith("2026-03-01")).toEqual([null, null]);
    expect(limitsWith("2026-03-02")).toEqual(["2026-03-02", null]);
  });

  it("leave out what belongs to another track or to no wave", () => {
    const schedule = scheduleAsOf("2026-01-01", {
      settings: { region: "united-kingdom", tracks: "[customer-engagement, business-central]" },
      procedures: {
        both: { trigger: "wave week" },
        central: { trigger: "wave week", track: "business-central" },
        monthly: { trigger: "monthly on day 6" },
      },
    });
    const rows = wavePlan(schedule, "2026-04").tracks.flatMap(({ track, milestones }) =>
      milestones.flatMap(({ from, due, items }) =>
        items.map(({ occurrence }) => `${track} ${from} ${due} ${occurrence.procedure.id}`),
      ),
    );
    expect(rows).toEqual([
      "customer-engagement 2026-04-06 2026-04-10 both",
      "business-central 2026-03-30 2026-04-03 both",
      "business-central 2026-03-30 2026-04-03 central",
    ]);
  });
});

describe("a wave's dates and name", () => {
  const source = "Release schedule";
  const announced: AnnouncedWaves = {
    checked: "2026-11-22" as CalendarDate,
    regionOffsets: { "united-kingdom": 1 },
    waves: [
      {
        id: "2026-04",
        name: "Spring",
        tracks: {
          [CE]: { firstGroup: { date: "2026-03-23" as CalendarDate, source } },
          "business-central": { generalAvailability: { date: "2026-04-08" as CalendarDate, source } },
        },
      },
      { id: "2026-10", name: "Autumn", tracks: {} },
    ],
  };
  const own: Wave[] = [
    { id: "2026-10", name: "Our autumn", tracks: { [CE]: { productionUpdate: "2026-10-10" as CalendarDate } } },
  ];
  const waves = waveCalendar(announced, own, "united-kingdom");

  it("are the published ones, not the estimate, with their document", () => {
    expect(waves.anchorOf("2026-04", CE)).toEqual({
      date: "2026-03-30",
      source: "published",
      document: source,
      regionOffsetWeeks: 1,
    });
    expect(waves.anchorOf("2026-04", "business-central")).toMatchObject({ date: "2026-04-08", regionOffsetWeeks: 0 });
    expect(waves.anchorOf("2026-10", CE)).toMatchObject({ date: "2026-10-10", document: "waves.yml" });
    expect(waves.anchorOf("2027-04", CE)).toMatchObject({ source: "estimated", document: null });
    expect(waveCalendar(announced, own, undefined).anchorOf("2026-04", CE)).toMatchObject({ date: "2026-03-23" });
  });

  it.each([
    ["2026-04", "Spring"],
    ["2026-10", "Our autumn"],
    ["2027-04", "2027 release wave 1"],
    ["2027-10", "2027 release wave 2"],
  ] as const)("%s: %s", (id, name) => {
    expect(waves.nameOf(id)).toBe(name);
  });

  it.each([
    ["2027-04", "finance-operations", "2027-04-02"],
    ["2027-10", "finance-operations", "2027-10-01"],
    ["2028-04", "finance-operations", "2028-04-07"],
    ["2028-04", "business-central", "2028-04-03"],
    ["2028-10", "business-central", "2028-10-02"],
    ["2027-10", "business-central", "2027-10-01"],
  ] as const)("%s of %s is estimated on %s", (id, track, date) => {
    expect(waves.anchorOf(id, track)).toMatchObject({ date, source: "estimated" });
  });
});

describe("which wave", () => {
  it("is the one of the last track, where tracks end on different days", () => {
    const schedule = scheduleAsOf("2026-01-01", {
      settings: { region: "united-kingdom", tracks: "[customer-engagement, business-central]" },
    });
    // Business Central's wave week is that of 30 March, customer engagement's that of 6 April.
    expect(waveAround(schedule, "2026-04-26" as CalendarDate)).toBe("2026-04");
    expect(waveAround(schedule, "2026-04-27" as CalendarDate)).toBe("2026-10");
  });
  const schedule = scheduleAsOf("2026-11-23", { settings: { region: "united-kingdom" } });
  it.each([
    ["2026-02-08", "2026-04"],
    ["2026-02-09", "2026-04"],
    ["2026-04-26", "2026-04"],
    ["2026-04-27", "2026-10"],
    ["2026-08-10", "2026-10"],
    ["2026-10-25", "2026-10"],
    ["2026-10-26", "2027-04"],
    ["2027-01-01", "2027-04"],
  ])("on %s: %s", (date, id) => {
    expect(waveAround(schedule, date as CalendarDate)).toBe(id);
  });

  it("every day of twenty years belongs to a wave that is not over", () => {
    for (let date = "2020-01-01" as CalendarDate; date < "2040-01-01"; date = addDays(date, 13)) {
      const id: WaveId = waveAround(schedule, date);
      expect(addDays(toCalendarDate(schedule.waves.waveWeekOf(id, CE)), 20) >= date).toBe(true);
    }
  });
});
