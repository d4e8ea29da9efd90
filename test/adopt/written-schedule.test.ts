import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scheduleIn } from "../../src/adopt/written-schedule.ts";
import { meantTrigger, triggerIn } from "../../src/adopt/written-trigger.ts";
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
    [
      "annually on 31 December",
      ["jährlich zum 31.12.", "jährlich 31.12.", "Annual, 31-Dec", "annually, 31st December"],
    ],
    // Times of day are for the text: triggers have none.
    [
      "daily",
      ["daily at 9", "Daily at 09:00", "9am daily", "Every day at 8 am", "täglich 8 Uhr", "tous les jours à 8h"],
    ],
    ["daily", ["Daily 9am-5pm", "täglich 8:00-10:00 Uhr", "Daily by end of day"]],
    ["weekly on Monday", ["Monday 9am", "every Monday morning", "montags 9 Uhr", "chaque lundi matin", "lundi à 9h30"]],
    ["monthly on day 3", ["monatlich am 3. um 9 Uhr", "am 3. jeden Monats 9.00 Uhr"]],
    // How many months lie between is no day of a month.
    ["monthly", ["1 month", "every 1 month", "1x monthly", "once monthly", "1 fois par mois"]],
    [
      "quarterly",
      ["3 months", "3-monthly", "3 monthly", "every third month", "jeden dritten Monat", "tous les 3 mois"],
    ],
    [
      "half-yearly",
      ["6 months", "six-monthly", "6 monthly", "6-monatlich", "sechsmonatlich", "2x im Jahr", "2 x per year"],
    ],
    [
      "annually",
      ["at least annually", "mind. 1x jährlich", "jährl.", "12 months", "12-monthly", "1x jährlich", "1 fois par an"],
    ],
    ["every business day", ["M-F", "Mo.-Fr.", "lun-ven", "lun. au ven.", "an Werktagen", "Tägliche Aufgaben (Mo-Fr)"]],
    ["weekly on Monday and Tuesday and Wednesday and Thursday", ["Daily Mon-Thu", "täglich (Mo bis Do)"]],
    ["weekly on Monday and Wednesday and Friday", ["lun, mer, ven"]],
    ["weekly on Tuesday and Thursday", ["mar et jeu"]],
    ["weekly", ["end of week", "last working day of the week", "letzter Arbeitstag der Woche", "1x pro Woche"]],
    [
      "monthly on business day 3",
      ["WD3", "3. AT", "Monthly (3rd WD)", "BD 3", "working day 3", "Monthly (WD3)", "Arbeitstag 3", "JO3"],
    ],
    ["monthly on second Tuesday", ["Patch Tuesday"]],
    ["monthly on first Monday", ["tous les premiers lundis du mois"]],
    [
      "every 3 months on day 1 from 2027-03-01 within 27 days",
      ["Quarterly (Mar, Jun, Sep, Dec)", "vierteljährlich (März, Juni, September, Dezember)"],
    ],
    ["every 6 months on day 1 from 2027-03-01 within 27 days", ["6 monthly (March, September)"]],
    // What is in brackets says nothing of when.
    ["weekly", ["weekly (approx. 2 hours)", "weekly (at 9)", "weekly (finance)"]],
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
    "2 monthly",
    "2 per month",
    "monthly - 3 days",
    "monthly, 2 working days",
    "2 Fridays a month",
    "Monthly at 9",
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
    // Every so often, or so long: no day of a month.
    "every 2 months",
    "every 4 months",
    "every 18 months",
    "every second month",
    "2 monthly",
    "alle 2 Monate",
    "tous les 4 mois",
    "in 3 months",
    "third month of the quarter",
    "first month",
    "every 10 working days",
    "5 working days",
    "alle 5 Arbeitstage",
    "jeden zweiten Werktag",
    "3 jours ouvrés",
    "Monthly (5 days)",
    "Monthly (5)",
    "monatlich 5",
    "2 Fridays per month",
    "Every second March",
    "first working days of the month",
    "die ersten Tage des Monats",
    // Counted from another day.
    "WD+3",
    "WD-1",
    "BD+2",
    "Monthly + 2",
    "last working day -2",
    // From one to another.
    "yearly: April - October",
    "jährlich Jan-Jul",
    "monthly 15 - 20",
    "WD 1-3",
    "Weekly, Monday to Wednesday",
    // Once.
    "once on Friday",
    "einmal im März",
    // More often than once.
    "daily 9:00 and 16:00",
    "täglich 8 und 16 Uhr",
    "every 4h",
    "every morning",
    "jährlich 31.12",
    "31.12.",
    "jährlich 31.12.2027",
    "jährlich 1.1. und 1.7.",
    "yearly Jan-27",
    "annually 5-15-March",
    "1.-5. monatlich",
    "Annual, 12/31",
    // Who, perhaps.
    "Weekly (Sam)",
  ])("is none: %s", (phrase) => {
    expect(meantTrigger(phrase)).toBeUndefined();
  });

  it.each([
    "Daily (except Sunday)",
    "täglich (außer So)",
    "monthly (not in December)",
    "Monthly (Thursday)",
    "Monthly (week 1)",
    "Monthly (Jan-Jun)",
    "Daily (2x)",
    "Daily (every 4 hours)",
    "monthly (T+5)",
    "Quarterly (WD5)",
    "Weekly (May)",
    "annual (Q4)",
    "Quarterly (calendar)",
  ])("is not read without what is in brackets: %s", (phrase) => {
    expect(meantTrigger(phrase)).toBeUndefined();
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

describe("the cadence that a heading names", () => {
  it.each<[string, string | undefined]>([
    // Its number is no day of the month.
    ["5. Monthly checks", "monthly"],
    ["4 Daily", "daily"],
    ["5 Weekly checks", "weekly"],
    ["6.2 Quarterly access review", "quarterly"],
    ["3) Monatliche Aufgaben", "monthly"],
    ["3. Tâches mensuelles", "monthly"],
    ["1. Every day", "daily"],
    ["1. Montag im Monat", "monthly on first Monday"],
    // Or perhaps it is.
    ["6 Monthly checks", undefined],
    ["1. Monday", undefined],
    ["3. Werktag", undefined],
    ["15. jeden Monats", undefined],
    ["6 monthly checks", "half-yearly"],
    ["2 monthly checks", undefined],
    ["4 weekly tasks", undefined],
    ["Six monthly review", undefined],
    // Not as often as one of its words says.
    ["Twice weekly checks", undefined],
    ["2x weekly checks", undefined],
    ["Zweimal wöchentliche Prüfungen", undefined],
    ["Deux fois quotidien", undefined],
    ["Every two years: annual", undefined],
    ["Weekly except August", undefined],
    ["Weekly checks (except August)", undefined],
    ["Not daily", undefined],
    ["Daily tasks (except Sundays)", undefined],
    ["Weekly checks (Fridays)", "weekly on Friday"],
    ["Weekly checks (30 min)", "weekly"],
    ["Daily checks (morning)", "daily"],
  ])("%s: %s", (heading, trigger) => {
    expect(triggerIn(heading)).toBe(trigger);
  });
});
