import { type BusinessDays, businessDays } from "../calendar/business-days.ts";
import { type CalendarDate, type EpochDay, toEpochDay } from "../calendar/calendar-date.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import type { AnnouncedWaves } from "../model/wave.ts";
import { type FurtherRecords, type History, historyOf } from "./history.ts";
import type { RuleCalendar } from "./nominal-dates.ts";
import { type WaveCalendar, waveCalendar } from "./wave-calendar.ts";
import { type Instant, type Zone, type ZoneOffsets, zoneOf } from "./zone.ts";

/** The moment that is asked about. Records performed after the day are ignored; events look at the instant. */
export interface AsOf {
  readonly date: CalendarDate;
  readonly instant: Instant;
}

/** Everything that a status follows from: files, records, as-of. */
export interface Schedule extends RuleCalendar {
  readonly book: RunBook;
  readonly zone: Zone;
  readonly businessDays: BusinessDays;
  readonly waves: WaveCalendar;
  readonly history: History;
  readonly asOf: AsOf;
}

/**
 * Joins a run book, its records and the day asked about (`now`: the present moment, read once). `offsets` are those of its
 * zone, as far as they are known; see `historyOf` for `further`.
 */
export function scheduleOf(
  book: RunBook,
  records: readonly LedgerRecord[],
  announced: AnnouncedWaves,
  now: Instant,
  asOfDate?: CalendarDate,
  offsets?: ZoneOffsets,
  further?: FurtherRecords,
): Schedule {
  const { settings } = book;
  const zone = zoneOf(settings.timezone, offsets);
  return {
    book,
    zone,
    businessDays: businessDays(settings.workingWeek, daysOff(book)),
    fiscalYearStart: settings.fiscalYearStart,
    waves: waveCalendar(announced, book.waves, settings.region),
    history: historyOf(records, zone, further),
    asOf: asOfMoment(zone, now, asOfDate),
  };
}

/** For today the present moment, for another day its end. */
function asOfMoment(zone: Zone, now: Instant, date?: CalendarDate): AsOf {
  const today = zone.dateAt(now);
  return date === undefined || date === today ? { date: today, instant: now } : { date, instant: zone.endOf(date) };
}

function daysOff({ holidays, settings }: RunBook): Set<EpochDay> {
  const days = new Set(holidays.map((holiday) => toEpochDay(holiday.date)));
  for (const closure of settings.closures) {
    for (let day = toEpochDay(closure.from); day <= toEpochDay(closure.to); day += 1) days.add(day);
  }
  return days;
}
