import { describe, expect, it } from "vitest";
import { type CalendarDate, pad, toCalendarDate, toEpochDay } from "../../src/calendar/calendar-date.ts";
import { parseRecur, recurDates } from "../../src/calendar/recur.ts";
import { formatRecur } from "../helpers/trigger-text.ts";

const day = (date: string): number => toEpochDay(date as CalendarDate);

function recurOf(rule: string) {
  const parsed = parseRecur(rule);
  if ("error" in parsed) throw new Error(`${rule}: ${parsed.error.message}`);
  return parsed.recur;
}

/** The rule's dates in a range, which starts with the rule if `first` is left out. */
function dates(rule: string, start: string, last: string, first = start): string[] {
  return [...recurDates(recurOf(rule), day(start), day(first), day(last))].map(toCalendarDate);
}

/** `1997-09: 2 4-6; 1997-10: 1` as dates. */
function listed(text: string): string[] {
  return text.split(";").flatMap((group) => {
    const [month = "", days = ""] = group.split(":").map((part) => part.trim());
    return days.split(/\s+/).flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => `${month}-${pad(first + index, 2)}`);
    });
  });
}

// Each example of RFC 5545, section 3.8.5.3, that has dates. "All examples assume the Eastern United States time zone":
// an UNTIL in UTC stands here in that zone's time, of which the date counts.
const EXAMPLES: readonly [name: string, start: string, rule: string, dates: string][] = [
  ["daily for 10 occurrences", "1997-09-02", "FREQ=DAILY;COUNT=10", "1997-09: 2-11"],
  [
    "daily until 24 December 1997",
    "1997-09-02",
    "FREQ=DAILY;UNTIL=19971223T190000",
    "1997-09: 2-30; 1997-10: 1-31; 1997-11: 1-30; 1997-12: 1-23",
  ],
  [
    "every other day, forever",
    "1997-09-02",
    "FREQ=DAILY;INTERVAL=2",
    `1997-09: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30; 1997-10: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30;
     1997-11: 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29; 1997-12: 1 3`,
  ],
  ["every 10 days, 5 occurrences", "1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09: 2 12 22; 1997-10: 2 12"],
  [
    "every day in January, for 3 years",
    "1998-01-01",
    "FREQ=YEARLY;UNTIL=20000131T090000;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
    "1998-01: 1-31; 1999-01: 1-31; 2000-01: 1-31",
  ],
  [
    "every day in January, for 3 years (2)",
    "1998-01-01",
    "FREQ=DAILY;UNTIL=20000131T090000;BYMONTH=1",
    "1998-01: 1-31; 1999-01: 1-31; 2000-01: 1-31",
  ],
  [
    "weekly for 10 occurrences",
    "1997-09-02",
    "FREQ=WEEKLY;COUNT=10",
    "1997-09: 2 9 16 23 30; 1997-10: 7 14 21 28; 1997-11: 4",
  ],
  [
    "weekly until 24 December 1997",
    "1997-09-02",
    "FREQ=WEEKLY;UNTIL=19971223T190000",
    "1997-09: 2 9 16 23 30; 1997-10: 7 14 21 28; 1997-11: 4 11 18 25; 1997-12: 2 9 16 23",
  ],
  [
    "every other week, forever",
    "1997-09-02",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "1997-09: 2 16 30; 1997-10: 14 28; 1997-11: 11 25; 1997-12: 9 23; 1998-01: 6 20; 1998-02: 3 17",
  ],
  [
    "Tuesday and Thursday for five weeks",
    "1997-09-02",
    "FREQ=WEEKLY;UNTIL=19971006T200000;WKST=SU;BYDAY=TU,TH",
    "1997-09: 2 4 9 11 16 18 23 25 30; 1997-10: 2",
  ],
  [
    "Tuesday and Thursday for five weeks (2)",
    "1997-09-02",
    "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
    "1997-09: 2 4 9 11 16 18 23 25 30; 1997-10: 2",
  ],
  [
    "every other week on Monday, Wednesday and Friday until 24 December 1997",
    "1997-09-01",
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971223T190000;WKST=SU;BYDAY=MO,WE,FR",
    `1997-09: 1 3 5 15 17 19 29; 1997-10: 1 3 13 15 17 27 29 31; 1997-11: 10 12 14 24 26 28; 1997-12: 8 10 12 22`,
  ],
  [
    "every other week on Tuesday and Thursday, for 8 occurrences",
    "1997-09-02",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "1997-09: 2 4 16 18 30; 1997-10: 2 14 16",
  ],
  [
    "monthly on the first Friday for 10 occurrences",
    "1997-09-05",
    "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
    `1997-09: 5; 1997-10: 3; 1997-11: 7; 1997-12: 5; 1998-01: 2; 1998-02: 6; 1998-03: 6; 1998-04: 3; 1998-05: 1;
     1998-06: 5`,
  ],
  [
    "monthly on the first Friday until 24 December 1997",
    "1997-09-05",
    "FREQ=MONTHLY;UNTIL=19971223T190000;BYDAY=1FR",
    "1997-09: 5; 1997-10: 3; 1997-11: 7; 1997-12: 5",
  ],
  [
    "every other month on the first and last Sunday for 10 occurrences",
    "1997-09-07",
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "1997-09: 7 28; 1997-11: 2 30; 1998-01: 4 25; 1998-03: 1 29; 1998-05: 3 31",
  ],
  [
    "monthly on the second-to-last Monday for 6 months",
    "1997-09-22",
    "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
    "1997-09: 22; 1997-10: 20; 1997-11: 17; 1997-12: 22; 1998-01: 19; 1998-02: 16",
  ],
  [
    "monthly on the third-to-the-last day, forever",
    "1997-09-28",
    "FREQ=MONTHLY;BYMONTHDAY=-3",
    "1997-09: 28; 1997-10: 29; 1997-11: 28; 1997-12: 29; 1998-01: 29; 1998-02: 26",
  ],
  [
    "monthly on the 2nd and 15th for 10 occurrences",
    "1997-09-02",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
    "1997-09: 2 15; 1997-10: 2 15; 1997-11: 2 15; 1997-12: 2 15; 1998-01: 2 15",
  ],
  [
    "monthly on the first and last day for 10 occurrences",
    "1997-09-30",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    "1997-09: 30; 1997-10: 1 31; 1997-11: 1 30; 1997-12: 1 31; 1998-01: 1 31; 1998-02: 1",
  ],
  [
    "every 18 months on the 10th thru 15th for 10 occurrences",
    "1997-09-10",
    "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    "1997-09: 10-15; 1999-03: 10-13",
  ],
  [
    "every Tuesday, every other month",
    "1997-09-02",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    "1997-09: 2 9 16 23 30; 1997-11: 4 11 18 25; 1998-01: 6 13 20 27; 1998-03: 3 10 17 24 31",
  ],
  [
    "yearly in June and July for 10 occurrences",
    "1997-06-10",
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    `1997-06: 10; 1997-07: 10; 1998-06: 10; 1998-07: 10; 1999-06: 10; 1999-07: 10; 2000-06: 10; 2000-07: 10;
     2001-06: 10; 2001-07: 10`,
  ],
  [
    "every other year in January, February and March for 10 occurrences",
    "1997-03-10",
    "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    `1997-03: 10; 1999-01: 10; 1999-02: 10; 1999-03: 10; 2001-01: 10; 2001-02: 10; 2001-03: 10; 2003-01: 10;
     2003-02: 10; 2003-03: 10`,
  ],
  [
    "every third year on the 1st, 100th and 200th day for 10 occurrences",
    "1997-01-01",
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    `1997-01: 1; 1997-04: 10; 1997-07: 19; 2000-01: 1; 2000-04: 9; 2000-07: 18; 2003-01: 1; 2003-04: 10; 2003-07: 19;
     2006-01: 1`,
  ],
  [
    "every 20th Monday of the year, forever",
    "1997-05-19",
    "FREQ=YEARLY;BYDAY=20MO",
    "1997-05: 19; 1998-05: 18; 1999-05: 17",
  ],
  [
    "Monday of week number 20, forever",
    "1997-05-12",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "1997-05: 12; 1998-05: 11; 1999-05: 17",
  ],
  [
    "every Thursday in March, forever",
    "1997-03-13",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
    "1997-03: 13 20 27; 1998-03: 5 12 19 26; 1999-03: 4 11 18 25",
  ],
  [
    "every Thursday in June, July and August, forever",
    "1997-06-05",
    "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
    `1997-06: 5 12 19 26; 1997-07: 3 10 17 24 31; 1997-08: 7 14 21 28; 1998-06: 4 11 18 25; 1998-07: 2 9 16 23 30;
     1998-08: 6 13 20 27; 1999-06: 3 10 17 24; 1999-07: 1 8 15 22 29; 1999-08: 5 12 19 26`,
  ],
  [
    "every Friday the 13th, forever",
    "1997-09-02",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "1998-02: 13; 1998-03: 13; 1998-11: 13; 1999-08: 13; 2000-10: 13",
  ],
  [
    "the first Saturday that follows the first Sunday of the month, forever",
    "1997-09-13",
    "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    `1997-09: 13; 1997-10: 11; 1997-11: 8; 1997-12: 13; 1998-01: 10; 1998-02: 7; 1998-03: 7; 1998-04: 11; 1998-05: 9;
     1998-06: 13`,
  ],
  [
    "U.S. Presidential Election day",
    "1996-11-05",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
    "1996-11: 5; 2000-11: 7; 2004-11: 2",
  ],
  [
    "the third of Tuesday, Wednesday or Thursday, for 3 months",
    "1997-09-04",
    "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    "1997-09: 4; 1997-10: 7; 1997-11: 6",
  ],
  [
    "the second-to-last weekday of the month",
    "1997-09-29",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "1997-09: 29; 1997-10: 30; 1997-11: 27; 1997-12: 30; 1998-01: 29; 1998-02: 26; 1998-03: 30",
  ],
  ["a week from Monday", "1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08: 5 10 19 24"],
  ["a week from Sunday", "1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08: 5 17 19 31"],
  [
    "an invalid date is ignored",
    "2007-01-15",
    "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
    "2007-01: 15 30; 2007-02: 15; 2007-03: 15 30",
  ],
];

describe("the examples of RFC 5545, section 3.8.5.3", () => {
  it.each(EXAMPLES)("%s", (_name, start, rule, expected) => {
    const wanted = listed(expected);
    const isEndless = !/COUNT|UNTIL/.test(rule);
    expect(dates(rule, start, isEndless ? (wanted.at(-1) ?? start) : "2020-12-31")).toEqual(wanted);
  });

  it.each([
    ["FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", 0, 11],
    ["FREQ=MINUTELY;INTERVAL=15;COUNT=6", 0, 13],
    ["FREQ=MINUTELY;INTERVAL=90;COUNT=4", 0, 13],
    ["FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", 11, 29],
    ["FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", 0, 13],
  ])("%s is refused", (rule, offset, length) => {
    expect(parseRecur(rule)).toEqual({
      error: { offset, length, message: expect.stringContaining("(dates only)") },
    });
  });
});

describe("recurDates", () => {
  const rows: readonly [name: string, start: string, rule: string, last: string, dates: string][] = [
    [
      "takes the day of the month from the start and skips months without it",
      "2025-01-31",
      "FREQ=MONTHLY",
      "2025-08-31",
      "2025-01: 31; 2025-03: 31; 2025-05: 31; 2025-07: 31; 2025-08: 31",
    ],
    [
      "counts only dates that exist",
      "2025-01-31",
      "FREQ=MONTHLY;COUNT=3",
      "2030-01-01",
      "2025-01: 31; 2025-03: 31; 2025-05: 31",
    ],
    [
      "keeps 29 February for leap years",
      "2096-02-29",
      "FREQ=YEARLY",
      "2108-12-31",
      "2096-02: 29; 2104-02: 29; 2108-02: 29",
    ],
    [
      "leaves out 29 February where no leap year is reached",
      "2024-02-29",
      "FREQ=YEARLY;INTERVAL=2;COUNT=3",
      "2040-01-01",
      "2024-02: 29; 2028-02: 29; 2032-02: 29",
    ],
    [
      "takes the last day of each month",
      "2024-01-31",
      "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4",
      "2030-01-01",
      "2024-01: 31; 2024-02: 29; 2024-03: 31; 2024-04: 30",
    ],
    [
      "skips the 31st-to-last day of shorter months",
      "2025-01-01",
      "FREQ=MONTHLY;BYMONTHDAY=-31",
      "2025-06-30",
      "2025-01: 1; 2025-03: 1; 2025-05: 1",
    ],
    [
      "takes the 29th of February in a month list",
      "2023-02-28",
      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29",
      "2024-12-31",
      "2023-02: 28; 2024-02: 28 29",
    ],
    [
      "expands BYMONTHDAY over all months of a year",
      "2025-10-13",
      "FREQ=YEARLY;BYMONTHDAY=13",
      "2026-02-28",
      "2025-10: 13; 2025-11: 13; 2025-12: 13; 2026-01: 13; 2026-02: 13",
    ],
    [
      "limits a daily rule by BYMONTH, BYMONTHDAY and BYDAY",
      "2025-01-01",
      "FREQ=DAILY;BYMONTH=6,12;BYMONTHDAY=1,-1;BYDAY=SU,MO",
      "2026-12-31",
      "2025-06: 1 30; 2025-12: 1; 2026-06: 1",
    ],
    [
      "applies INTERVAL before the limits",
      "2025-01-01",
      "FREQ=DAILY;INTERVAL=2;BYDAY=WE",
      "2025-02-10",
      "2025-01: 1 15 29",
    ],
    [
      "limits a week's dates by their own month",
      "2025-01-27",
      "FREQ=WEEKLY;BYMONTH=2;BYDAY=FR,SA",
      "2025-02-08",
      "2025-02: 1 7 8",
    ],
    [
      "counts the days of a leap year",
      "2023-01-01",
      "FREQ=YEARLY;BYYEARDAY=60,366,-306",
      "2024-12-31",
      "2023-03: 1; 2024-02: 29; 2024-03: 1; 2024-12: 31",
    ],
    [
      "finds no 366th-to-last day but in leap years",
      "2021-01-01",
      "FREQ=YEARLY;BYYEARDAY=-366",
      "2029-12-31",
      "2024-01: 1; 2028-01: 1",
    ],
    [
      "numbers weekdays within the listed months",
      "2025-01-06",
      "FREQ=YEARLY;BYMONTH=1,3;BYDAY=1MO,-1FR",
      "2025-12-31",
      "2025-01: 6 31; 2025-03: 3 28",
    ],
    [
      "numbers weekdays within the year from its end",
      "2025-01-01",
      "FREQ=YEARLY;BYDAY=-1WE,53WE",
      "2026-12-31",
      "2025-12: 31; 2026-12: 30",
    ],
    [
      "joins weekdays with and without numbers",
      "2025-12-01",
      "FREQ=MONTHLY;BYDAY=MO,-1FR",
      "2025-12-31",
      "2025-12: 1 8 15 22 26 29",
    ],
    [
      "joins them within a year too",
      "2025-12-15",
      "FREQ=YEARLY;BYDAY=MO,-1FR",
      "2026-01-05",
      "2025-12: 15 22 26 29; 2026-01: 5",
    ],
    [
      "limits BYMONTHDAY by a weekday numbered within the month",
      "2025-01-01",
      "FREQ=MONTHLY;BYMONTHDAY=1,8,15;BYDAY=2WE",
      "2025-12-31",
      "2025-01: 8; 2025-10: 8",
    ],
    [
      "limits BYMONTHDAY by a weekday numbered within the year",
      "2025-01-01",
      "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=2TU,7TH",
      "2026-12-31",
      "2025-02: 13; 2026-01: 13",
    ],
    [
      "limits BYYEARDAY by BYDAY",
      "2025-01-01",
      "FREQ=YEARLY;BYYEARDAY=10,11,-1;BYDAY=FR",
      "2027-12-31",
      "2025-01: 10; 2027-12: 31",
    ],
    [
      "limits BYYEARDAY by BYMONTHDAY",
      "2025-01-01",
      "FREQ=YEARLY;BYYEARDAY=60,100;BYMONTHDAY=9,29",
      "2028-12-31",
      "2028-02: 29; 2028-04: 9",
    ],
    [
      "limits BYWEEKNO by BYMONTHDAY",
      "2025-01-01",
      "FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=12,18",
      "2027-12-31",
      "2025-05: 12 18; 2026-05: 12; 2027-05: 18",
    ],
    [
      "limits BYWEEKNO by BYMONTH",
      "2024-01-01",
      "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=12;BYDAY=MO",
      "2027-12-31",
      "2024-12: 30; 2025-12: 29",
    ],
    [
      "takes the weekday of BYWEEKNO from the start",
      "2025-05-14",
      "FREQ=YEARLY;BYWEEKNO=20",
      "2027-12-31",
      "2025-05: 14; 2026-05: 13; 2027-05: 19",
    ],
    [
      "keeps a week whole that reaches into the year before",
      "2024-01-01",
      "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU",
      "2026-12-31",
      "2024-01: 1 7; 2024-12: 30; 2025-01: 5; 2025-12: 29; 2026-01: 4",
    ],
    [
      "counts years from the one that numbers the start's week",
      "2024-12-30",
      "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO",
      "2029-12-30",
      "2024-12: 30; 2027-01: 4; 2029-01: 1",
    ],
    [
      "counts years from the new one where the week has four days in it",
      "2026-01-01",
      "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1",
      "2031-12-31",
      "2026-01: 1; 2028-01: 6; 2030-01: 3",
    ],
    [
      "counts years from the week's one that has ended",
      "2021-01-01",
      "FREQ=YEARLY;INTERVAL=6;BYWEEKNO=53",
      "2032-12-31",
      "2021-01: 1; 2027-01: 1; 2032-12: 31",
    ],
    [
      "finds week 53 only in years that have it",
      "2015-01-01",
      "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH",
      "2030-12-31",
      "2015-12: 31; 2020-12: 31; 2026-12: 31",
    ],
    [
      "numbers weeks by WKST",
      "1998-01-01",
      "FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU",
      "1999-12-31",
      "1998-01: 4; 1999-01: 3",
    ],
    [
      "selects from a week by WKST",
      "2025-01-05",
      "FREQ=WEEKLY;BYDAY=SU,MO;BYSETPOS=1;WKST=SU",
      "2025-01-20",
      "2025-01: 5 12 19",
    ],
    [
      "selects from the whole first period, also before the start",
      "2025-01-15",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
      "2025-02-28",
      "2025-01: 31; 2025-02: 3 28",
    ],
    [
      "selects several positions in ascending order, each once",
      "2025-01-01",
      "FREQ=MONTHLY;BYMONTHDAY=10,20,30;BYSETPOS=-1,3,1",
      "2025-02-28",
      "2025-01: 10 30; 2025-02: 10 20",
    ],
    [
      "has one position a day in a daily rule",
      "2025-01-01",
      "FREQ=DAILY;BYDAY=MO,TU;BYSETPOS=-1",
      "2025-01-08",
      "2025-01: 6 7",
    ],
    [
      "names each date once, however often the lists do",
      "2025-01-31",
      "FREQ=MONTHLY;BYMONTHDAY=31,-1,31",
      "2025-02-28",
      "2025-01: 31; 2025-02: 28",
    ],
    ["ends with UNTIL inclusive", "2025-01-01", "FREQ=DAILY;UNTIL=20250103", "2025-12-31", "2025-01: 1-3"],
    [
      "reads the date of an UNTIL as written, whatever its zone",
      "2025-01-01",
      "FREQ=DAILY;UNTIL=20250103T000000Z",
      "2025-12-31",
      "2025-01: 1-3",
    ],
    [
      "does not count a start that is no date of the rule",
      "2025-01-01",
      "FREQ=WEEKLY;COUNT=2;BYDAY=MO",
      "2025-12-31",
      "2025-01: 6 13",
    ],
    ["spans the years that dates have", "9999-12-01", "FREQ=MONTHLY;BYMONTHDAY=-1", "9999-12-31", "9999-12: 31"],
    [
      "spans the years before 1970",
      "0001-01-31",
      "FREQ=MONTHLY;INTERVAL=2;COUNT=2",
      "0002-01-01",
      "0001-01: 31; 0001-03: 31",
    ],
  ];
  it.each(rows)("%s", (_name, start, rule, last, expected) => {
    expect(dates(rule, start, last)).toEqual(listed(expected));
  });

  it.each([
    ["a date that no year has", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"],
    ["a sixth weekday of a month", "FREQ=MONTHLY;BYDAY=6MO"],
    ["a second position of a day", "FREQ=DAILY;BYDAY=MO;BYSETPOS=2"],
    ["an UNTIL before the start", "FREQ=DAILY;UNTIL=20241231"],
    ["an impossible date, counted", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31;COUNT=3"],
  ])("ends without a date for %s", (_name, rule) => {
    expect(dates(rule, "2025-01-01", "2060-12-31")).toEqual([]);
  });

  it("ends at once where the range is empty or lies before the start", () => {
    expect(dates("FREQ=DAILY", "2025-01-10", "2025-01-09", "2025-01-01")).toEqual([]);
    expect(dates("FREQ=DAILY", "2025-01-10", "2025-02-01", "2025-02-02")).toEqual([]);
  });

  it("clips a range that begins before the start", () => {
    expect(dates("FREQ=WEEKLY", "2025-01-08", "2025-01-22", "2020-01-01")).toEqual(listed("2025-01: 8 15 22"));
  });

  it.each([
    ["FREQ=DAILY;INTERVAL=3", "2025-06-05 2025-06-08"],
    ["FREQ=WEEKLY;INTERVAL=19;BYDAY=SU;WKST=SU", "2025-06-08"],
    ["FREQ=MONTHLY;INTERVAL=5", "2025-06-09"],
    ["FREQ=YEARLY;INTERVAL=25;BYMONTH=6", "2025-06-09"],
    ["FREQ=YEARLY;INTERVAL=25;BYWEEKNO=24;BYDAY=TU", "2025-06-10"],
    ["FREQ=DAILY;INTERVAL=3;COUNT=9131", "2025-06-05"],
  ])("keeps the step of %s far from the start", (rule, expected) => {
    const start = "1950-06-09";
    const range = dates(rule, start, "2025-06-10", "2025-06-04");
    expect(range).toEqual(dates(rule, start, "2025-06-10").filter((date) => date >= "2025-06-04"));
    expect(range.join(" ")).toBe(expected);
  });
});

describe("parseRecur", () => {
  it("reads every part, in any order and letter case", () => {
    const rule =
      "wkst=su;BySetPos=1,+2,-366;byday=mo,+1tu,-2WE;bymonthday=1,-31;byyearday=366;bymonth=12,01;Count=007;INTERVAL=2;freq=yearly";
    expect(parseRecur(rule)).toEqual({
      recur: {
        freq: "YEARLY",
        interval: 2,
        count: 7,
        byMonth: [12, 1],
        byWeekNo: [],
        byYearDay: [366],
        byMonthDay: [1, -31],
        byDay: [{ weekday: 1 }, { nth: 1, weekday: 2 }, { nth: -2, weekday: 3 }],
        bySetPos: [1, 2, -366],
        weekStart: 7,
      },
    });
  });

  it("fills in the defaults", () => {
    expect(recurOf("FREQ=DAILY")).toEqual({
      freq: "DAILY",
      interval: 1,
      byMonth: [],
      byWeekNo: [],
      byYearDay: [],
      byMonthDay: [],
      byDay: [],
      bySetPos: [],
      weekStart: 1,
    });
  });

  it.each([
    ["20240229", "2024-02-29"],
    ["19971224T000000Z", "1997-12-24"],
    ["19971224T235960", "1997-12-24"],
  ])("reads UNTIL=%s as %s", (until, date) => {
    expect(recurOf(`FREQ=DAILY;UNTIL=${until}`).until).toBe(date);
  });

  const names = "FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS or WKST";
  const refused: readonly [rule: string, offset: number, found: string, expected: string][] = [
    ["FREQ=HOURLY", 0, "FREQ=HOURLY", "DAILY, WEEKLY, MONTHLY or YEARLY (dates only)"],
    ["freq=daylight", 0, "freq=daylight", "DAILY, WEEKLY, MONTHLY or YEARLY (dates only)"],
    ["FREQ", 0, "FREQ", "DAILY, WEEKLY, MONTHLY or YEARLY (dates only)"],
    ["FREQ=DAILY=", 0, "FREQ=DAILY=", "DAILY, WEEKLY, MONTHLY or YEARLY (dates only)"],
    ["FREQ=DAıLY", 0, "FREQ=DAıLY", "DAILY, WEEKLY, MONTHLY or YEARLY (dates only)"],
    ["FREQ=DAILY;BYHOUR=9", 11, "BYHOUR=9", "no time of day (dates only)"],
    ["FREQ=DAILY;BYMINUTE=0", 11, "BYMINUTE=0", "no time of day (dates only)"],
    ["FREQ=DAILY;bysecond=0", 11, "bysecond=0", "no time of day (dates only)"],
    ["RSCALE=GREGORIAN;FREQ=MONTHLY", 0, "RSCALE=GREGORIAN", `a part named ${names}`],
    ["FREQ=MONTHLY;SKIP=FORWARD", 13, "SKIP=FORWARD", `a part named ${names}`],
    ["FREQ=DAILY;X-NAME=ß😀;COUNT=0", 11, "X-NAME=ß😀", `a part named ${names}`],
    ["FREQ=DAILY; COUNT=1", 11, " COUNT=1", `a part named ${names}`],
    ["FREQ=WEEKLY;FREQ=WEEKLY", 12, "FREQ=WEEKLY", "FREQ only once"],
    ["FREQ=WEEKLY;BYDAY=MO;byday=TU", 21, "byday=TU", "BYDAY only once"],
    ["FREQ=DAILY;INTERVAL=0", 11, "INTERVAL=0", "1 to 99999"],
    ["FREQ=DAILY;INTERVAL=100000", 11, "INTERVAL=100000", "1 to 99999"],
    ["FREQ=DAILY;INTERVAL=1.5", 11, "INTERVAL=1.5", "1 to 99999"],
    ["FREQ=DAILY;COUNT=-1", 11, "COUNT=-1", "1 to 99999"],
    ["FREQ=DAILY;COUNT=+1", 11, "COUNT=+1", "1 to 99999"],
    ["FREQ=DAILY;COUNT=", 11, "COUNT=", "1 to 99999"],
    ["FREQ=DAILY;UNTIL=20250229", 11, "UNTIL=20250229", "a date that exists, as YYYYMMDD"],
    ["FREQ=DAILY;UNTIL=120250101", 11, "UNTIL=120250101", "a date that exists, as YYYYMMDD"],
    ["FREQ=DAILY;UNTIL=2025-01-01", 11, "UNTIL=2025-01-01", "a date that exists, as YYYYMMDD"],
    ["FREQ=DAILY;UNTIL=20250101T2400", 11, "UNTIL=20250101T2400", "a date that exists, as YYYYMMDD"],
    ["FREQ=DAILY;UNTIL=20250101T240000Z", 11, "UNTIL=20250101T240000Z", "a date that exists, as YYYYMMDD"],
    ["FREQ=DAILY;COUNT=3;UNTIL=20250101", 19, "UNTIL=20250101", "either COUNT or UNTIL"],
    ["FREQ=YEARLY;BYMONTH=13", 12, "BYMONTH=13", "1 to 12"],
    ["FREQ=YEARLY;BYMONTH=-1", 12, "BYMONTH=-1", "1 to 12"],
    ["FREQ=YEARLY;BYMONTH=1,", 12, "BYMONTH=1,", "1 to 12"],
    ["FREQ=YEARLY;BYMONTH=5L", 12, "BYMONTH=5L", "1 to 12"],
    ["FREQ=YEARLY;BYWEEKNO=54", 12, "BYWEEKNO=54", "1 to 53 or -53 to -1"],
    ["FREQ=YEARLY;BYYEARDAY=-367", 12, "BYYEARDAY=-367", "1 to 366 or -366 to -1"],
    ["FREQ=YEARLY;BYYEARDAY=0", 12, "BYYEARDAY=0", "1 to 366 or -366 to -1"],
    ["FREQ=MONTHLY;BYMONTHDAY=1,32", 13, "BYMONTHDAY=1,32", "1 to 31 or -31 to -1"],
    ["FREQ=MONTHLY;BYMONTHDAY=--1", 13, "BYMONTHDAY=--1", "1 to 31 or -31 to -1"],
    ["FREQ=MONTHLY;BYMONTHDAY=1-5", 13, "BYMONTHDAY=1-5", "1 to 31 or -31 to -1"],
    ["FREQ=MONTHLY;BYMONTHDAY=001", 13, "BYMONTHDAY=001", "1 to 31 or -31 to -1"],
    ["FREQ=MONTHLY;BYDAY=XX", 13, "BYDAY=XX", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
    ["FREQ=MONTHLY;BYDAY=1XX", 13, "BYDAY=1XX", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
    ["FREQ=MONTHLY;BYDAY=0MO", 13, "BYDAY=0MO", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
    ["FREQ=MONTHLY;BYDAY=54MO", 13, "BYDAY=54MO", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
    ["FREQ=MONTHLY;BYDAY=+MO", 13, "BYDAY=+MO", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
    ["FREQ=MONTHLY;BYDAY=", 13, "BYDAY=", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
    ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", 22, "BYSETPOS=367", "1 to 366 or -366 to -1"],
    ["FREQ=WEEKLY;WKST=1MO", 12, "WKST=1MO", "MO, TU, WE, TH, FR, SA or SU"],
    ["FREQ=MONTHLY;BYWEEKNO=20", 13, "BYWEEKNO=20", "BYWEEKNO only with FREQ=YEARLY"],
    ["FREQ=DAILY;BYYEARDAY=1", 11, "BYYEARDAY=1", "BYYEARDAY only with FREQ=YEARLY"],
    ["FREQ=WEEKLY;BYYEARDAY=1", 12, "BYYEARDAY=1", "BYYEARDAY only with FREQ=YEARLY"],
    ["FREQ=MONTHLY;BYYEARDAY=1", 13, "BYYEARDAY=1", "BYYEARDAY only with FREQ=YEARLY"],
    ["BYMONTHDAY=1;FREQ=WEEKLY", 0, "BYMONTHDAY=1", "no BYMONTHDAY with FREQ=WEEKLY"],
    ["FREQ=DAILY;BYDAY=1MO", 11, "BYDAY=1MO", "weekdays without a number with FREQ=DAILY"],
    ["FREQ=WEEKLY;BYDAY=MO,-1FR", 12, "BYDAY=MO,-1FR", "weekdays without a number with FREQ=WEEKLY"],
    ["FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", 24, "BYDAY=1MO", "weekdays without a number with BYWEEKNO"],
    ["FREQ=MONTHLY;BYSETPOS=-1", 13, "BYSETPOS=-1", "BYSETPOS only with another BYxxx part"],
    ["FREQ=DAILY;COUNT=0;INTERVAL=0", 11, "COUNT=0", "1 to 99999"],
    ["BYDAY=MO;FREK=DAILY", 9, "FREK=DAILY", `a part named ${names}`],
    ["BYSETPOS=1;FREQ=MONTHLY;BYDAY=XX", 24, "BYDAY=XX", "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"],
  ];
  it.each(refused)("refuses %s", (rule, offset, found, expected) => {
    const message = `Unexpected \`${found}\`, expected ${expected}.`;
    expect(parseRecur(rule)).toEqual({ error: { offset, length: found.length, message } });
    expect(rule.slice(offset, offset + found.length)).toBe(found);
  });

  it.each([
    ["", 0],
    ["FREQ=DAILY;", 11],
    ["FREQ=DAILY;;COUNT=1", 11],
  ])("refuses an empty part in `%s`", (rule, offset) => {
    const message = `Unexpected empty part, expected a part named ${names}.`;
    expect(parseRecur(rule)).toEqual({ error: { offset, length: 0, message } });
  });

  it("refuses a rule without FREQ", () => {
    const message = "Missing FREQ, expected FREQ with DAILY, WEEKLY, MONTHLY or YEARLY.";
    expect(parseRecur("BYWEEKNO=20;COUNT=1")).toEqual({ error: { offset: 0, length: 19, message } });
  });
});

describe("formatRecur", () => {
  it.each([
    ["freq=daily;interval=1;wkst=mo", "FREQ=DAILY"],
    [
      "WKST=SU;BYSETPOS=-1;BYDAY=+1MO,-1fr,tu;BYMONTHDAY=-1;BYYEARDAY=1;BYMONTH=01;UNTIL=20251231T235959Z;INTERVAL=2;FREQ=YEARLY",
      "FREQ=YEARLY;INTERVAL=2;UNTIL=20251231;BYMONTH=1;BYYEARDAY=1;BYMONTHDAY=-1;BYDAY=1MO,-1FR,TU;BYSETPOS=-1;WKST=SU",
    ],
    ["BYWEEKNO=-1,20;COUNT=5;FREQ=YEARLY", "FREQ=YEARLY;COUNT=5;BYWEEKNO=-1,20"],
  ])("writes %s as %s", (rule, canonical) => {
    expect(formatRecur(recurOf(rule))).toBe(canonical);
    expect(recurOf(canonical)).toEqual(recurOf(rule));
  });
});
