import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scheduleIn } from "../../src/adopt/written-schedule.ts";
import { meantTrigger } from "../../src/adopt/written-trigger.ts";
import { parseTrigger } from "../../src/parse/trigger.ts";

describe("a schedule in people's words", () => {
  it.each([
    ["every business day", ["Mon-Fri", "Monday to Friday", "Mo–Fr", "Montag bis Freitag", "Daily (business days)"]],
    [
      "every business day",
      ["each working day", "Daily, Monday – Friday", "täglich (Mo-Fr)", "du lundi au vendredi", "lundi à vendredi"],
    ],
    ["daily", ["Mon-Sun", "Daily (Monday to Sunday)", "Sun, Mon, Tue, Wed, Thu, Fri, Sat", "So Mo Di Mi Do Fr Sa"]],
    ["daily", ["once a day", "Every day.", "jeden Tag", "tous les jours", "am Tag"]],
    ["weekly on Friday", ["Fridays", "every Friday", "Weekly (Friday)", "Weekly - Friday", "Weekly, each Friday"]],
    [
      "weekly on Friday",
      ["freitags", "jeden Freitag", "wöchentlich (Fr)", "tous les vendredis", "hebdomadaire, le vendredi"],
    ],
    ["weekly on Monday and Thursday", ["Mon, Thu", "Monday & Thursday", "Mondays and Thursdays", "Mo + Do"]],
    ["weekly on Thursday", ["wöchentlich (Do)", "jeden Do"]],
    ["weekly", ["once a week", "per week", "jede Woche", "par semaine"]],
    ["monthly", ["once a month", "End of month", "at month-end", "à la fin du mois", "Monatsende", "chaque mois"]],
    ["monthly on day 15", ["15th of each month", "Monthly on the 15th", "monatlich am 15.", "am 15. jeden Monats"]],
    [
      "monthly on day 15",
      ["le 15 de chaque mois", "Monthly, on the 15", "am 15. des Monats", "every 15th of the month"],
    ],
    ["monthly on day 1", ["1st of the month", "first day of every month", "Monthly (1st)", "le 1er du mois"]],
    ["monthly on last day", ["last day of the month", "letzter Tag des Monats", "dernier jour du mois"]],
    ["monthly on last business day", ["last working day of the month", "Monthly (last business day)"]],
    ["monthly on last business day", ["monatlich, letzter Arbeitstag", "dernier jour ouvré du mois"]],
    ["monthly on business day 3", ["3rd working day", "third business day of each month", "Monthly - 3rd working day"]],
    ["monthly on business day 10", ["10th business day of the month", "10. Werktag im Monat"]],
    ["monthly on second Tuesday", ["second Tuesday of the month", "2nd Tuesday", "2. Dienstag im Monat"]],
    ["monthly on second Friday", ["every second Friday of each month", "jeden zweiten Freitag im Monat"]],
    ["monthly on last Friday", ["Every last Friday", "Monthly, last Friday", "letzter Freitag im Monat"]],
    ["quarterly", ["once per quarter", "every 3 months", "every three months", "end of quarter", "alle drei Monate"]],
    ["quarterly on month 3 last business day", ["Quarterly, last working day", "last business day of the quarter"]],
    ["quarterly on month 1 business day 5", ["Quarterly (5th working day)"]],
    ["half-yearly", ["twice a year", "every 6 months", "zweimal im Jahr", "tous les six mois"]],
    ["annually", ["once a year", "every 12 months", "year end", "einmal im Jahr", "une fois par an"]],
    [
      "annually on 1 March within 30 days",
      ["Annually in March", "every March", "jährlich im März", "chaque année en mars"],
    ],
    ["annually on 1 February within 27 days", ["yearly, February"]],
    ["every business day", ["weekly: Mon, Tue, Wed, Thu, Fri"]],
    [
      "every 3 months on day 1 from 2027-01-01 within 27 days",
      ["yearly: Jan, Apr, Jul, Oct", "every year in Okt., Juil, Avr, Janv"],
    ],
    ["every 6 months on day 1 from 2027-02-01 within 27 days", ["jährlich: Feb, Aug", "annuel: févr., août"]],
    ["monthly", ["yearly: Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec"]],
    ["annually on 15 March", ["yearly on 15 March", "every year on March 15th", "jährlich am 15. März"]],
  ])("%s: %j", (trigger, phrases) => {
    expect(phrases.map((phrase) => [phrase, meantTrigger(phrase)])).toEqual(phrases.map((phrase) => [phrase, trigger]));
  });

  it.each([
    // Which week is the first is not said.
    "every 2 weeks",
    "every other Friday",
    "every second Friday",
    "jeden zweiten Freitag",
    // Which month is not said, and how many or how often is no day.
    "every 2 months",
    "alle 2 Monate",
    "tous les 2 mois",
    "every second month",
    "2 months",
    "6-monthly",
    "2 monthly",
    "2 per month",
    "monthly - 3 days",
    "monthly, 2 working days",
    "2 Fridays a month",
    "Monthly at 9",
    "Monthly, 9 am",
    "monatlich um 9",
    // No Thursday.
    "Do weekly checks",
    // Not when.
    "Twice a month",
    "Quarterly, first month",
    "ad hoc",
    // Only words that days are called by, too.
    "Do",
    "so",
    "March",
    "15 March",
    "1st",
    "Day 1",
    "last day",
    "second",
    "Month",
    "",
    // Not evenly.
    "yearly: Jan, Feb, May",
    "yearly: Jan, Feb",
    "yearly: Jan, Jan",
    // Two at once.
    "weekly and monthly",
    "monthly on Friday",
    "quarterly on the first Monday",
    // One word more than is known.
    "Friday prayers",
    "31st of April",
    "every March 31st 2027",
    "monthly on the 45th",
  ])("is none: %s", (phrase) => {
    expect(scheduleIn(phrase)).toBeUndefined();
  });

  it("is a trigger of the grammar, whatever words stand together", () => {
    const words =
      "every Friday first last 3rd 15th 31. day working days month of the quarter yearly weekly March - to zwei".split(
        " ",
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }), (parts) => {
        const found = scheduleIn(parts.join(" "));
        if (found !== undefined) expect(parseTrigger(found)).toHaveProperty("trigger");
      }),
      { numRuns: 2000 },
    );
  });
});
