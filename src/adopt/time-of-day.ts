// Times of day and durations in English, German and French, which triggers do not have.

/** The hours of a day, which triggers do not have: one only, or from one to another; "every 4 hours" is none. */
const HOUR = String.raw`(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:[ap]\.?m\.?|uhr|h))?(?![\p{L}\d.:])|\d{1,2}(?:\.\d{2})? ?(?:[ap]\.m\.|[ap]m|uhr|h(?:\d{2})?|o['’]clock)(?![\p{L}\d]))`;
const DATE_LIKE = /\d[./]\d{1,2}[./]/u;
const PART_OF_DAY = String.raw`(?:in the (?:morning|afternoon|evening)|(?:mornings?|afternoons?|evenings?|noon|midday|midnight|end of day|start of day|close of business|eod|cob|früh|morgens|vormittags|mittags|nachmittags|abends|tagesende|(?:le )?matin|(?:l['’])?après-midi|(?:le )?soir|midi|en fin de journée)(?!\p{L}))`;
const TIME_LEAD = String.raw`(?:(?:at|by|before|until|um|ab|vor|bis|gegen|à|avant|vers|dès) |@ ?)?`;
const TIME = new RegExp(
  String.raw`(?<![\p{L}\d.:])${TIME_LEAD}(?:(?:from|von|de) )?(?:${HOUR}(?: ?(?:-|–|to|bis|à) ?${HOUR})?|${PART_OF_DAY})`,
  "giu",
);
const BARE_HOUR = /(?<=^|(?:daily|day|weekday|every \w+day|\w+days|täglich|\p{L}*tags?) )(?:at|@|um) ?\d{1,2}$/iu;

/** The text without the one time of day that it names; as it is where there are several, or where it is no time of day. */
export function withoutTime(text: string): string {
  const plain = text.normalize("NFC").trim();
  if (DATE_LIKE.test(plain)) return plain;
  const found = [...plain.matchAll(TIME)];
  const [time] = found;
  if (time === undefined) return plain.replace(BARE_HOUR, "");
  const before = plain.slice(0, time.index);
  const isInterval =
    /(?:every|each|alle|jede[rnms]?|tou(?:te)?s les|chaque|within|after|innerhalb|nach|binnen|après)\s*$/iu.test(
      before,
    );
  return found.length > 1 || isInterval ? plain : `${before} ${plain.slice(time.index + time[0].length)}`;
}

/** How long it takes. */
const DURATION =
  /(?<!\d)\d{1,4}(?:[.,]\d{1,2})? ?(?:min(?:ute[ns]?|s)?|hours?|hrs?|h|std|stunden?|heures?)(?!\p{L})\.?/giu;

/** The text without how long something takes. */
export function withoutDuration(text: string): string {
  return text.replaceAll(DURATION, " ");
}
