/** An amount of work that a page states, as `effort` has it. */
export interface WrittenEffort {
  readonly effort: string;
  /** Whether nothing of what is written was left out. */
  readonly isExact: boolean;
}

const NUMBER = String.raw`\d{1,4}(?:[.,]\d{1,2})?`;
const MINUTE = String.raw`(?:m|min(?:ute[ns]?|s)?|['’′])\.?`;
const HOUR = String.raw`(?:h|hours?|hrs?|std|stunden?|heures?)\.?`;
const WORKING_DAY = String.raw`(?:d|days?|tage?n?|jours?)`;
const ABOUT = String.raw`(?:about|approx(?:\.|imately)?|around|ca\.?|circa|up to|max\.?|etwa|rund|bis zu|environ|env\.|~|≈)`;
const UNIT = String.raw`(?:(?<minute>${MINUTE})|(?<hour>${HOUR})|(?<day>${WORKING_DAY}))`;
/** Of "10 to 15 minutes" the longer one is planned with. */
const FORM = new RegExp(
  String.raw`^(?<about>${ABOUT} ?|${NUMBER} ?(?:${MINUTE}|${HOUR}|${WORKING_DAY})? ?(?:-|–|to|bis|à) ?)?(?<count>${NUMBER}) ?${UNIT}(?: ?(?:and |und |et )?(?<further>\d{1,2}) ?(?:${MINUTE})?)?$`,
  "iu",
);
const CLOCK = new RegExp(String.raw`^(?<count>\d{1,2}):(?<further>[0-5]\d) ?(?<hour>${HOUR})$`, "iu");

/** The amount of work that a text names, in English, German or French; undefined where it names none, or something else too. */
export function writtenEffort(text: string): WrittenEffort | undefined {
  const plain = text.normalize("NFC").trim();
  const groups = (FORM.exec(plain) ?? CLOCK.exec(plain))?.groups;
  if (groups === undefined) return undefined;
  const { about, count = "", hour, day, further } = groups;
  // Minutes after minutes are none.
  if (further !== undefined && hour === undefined) return undefined;
  const number = Number(count.replace(",", "."));
  const minutes = Math.round(number * (hour === undefined ? 1 : 60)) + Number(further ?? 0);
  const isExact = about === undefined;
  if (day !== undefined) return number > 0 ? { effort: daysText(number), isExact } : undefined;
  return minutes > 0 ? { effort: minutesText(minutes), isExact } : undefined;
}

/** A day of work has 8 hours. */
function daysText(days: number): string {
  return Number.isInteger(days) ? `${days}d` : minutesText(Math.round(days * 8 * 60));
}

function minutesText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [...(hours > 0 ? [`${hours}h`] : []), ...(rest > 0 ? [`${rest}m`] : [])].join(" ");
}
