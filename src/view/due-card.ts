import { count } from "../model/count.ts";
import type { DueList, Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { plainLine } from "./plain-text.ts";
import { safeJson } from "./render-json.ts";
import { STATUS_WORDS, formatEffort, longDate, ownerText, shortened } from "./words.ts";

/** A message to Teams holds 28 KB, what is around the card included. */
const MOST_BYTES = 28 * 1024 - 512;
const LONGEST_LINE = 200;

/** `due --format adaptive-card`: the message that a Teams workflow webhook takes, with one card; what is too much is counted. */
export function renderDueCard(schedule: Schedule, { items }: DueList): string {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Buffer.byteLength(messageWith(schedule, items, middle)) <= MOST_BYTES) low = middle;
    else high = middle - 1;
  }
  return messageWith(schedule, items, low);
}

function messageWith(schedule: Schedule, items: readonly Item[], shown: number): string {
  const { book, asOf } = schedule;
  const more = items.length - shown;
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.5",
    body: [
      line(book.settings.title),
      line(`${longDate(asOf.date)}: ${items.length === 0 ? "nothing is due" : count(items.length, "item")}`),
      ...items.slice(0, shown).map((item) => line(lineOf(item, schedule), COLOURS[item.status])),
      ...(more === 0 ? [] : [line(`and ${more} more: runbook due`)]),
    ],
  };
  const attachment = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content };
  return safeJson({ type: "message", attachments: [attachment] });
}

const COLOURS: Partial<Record<Item["status"], string>> = {
  failed: "Attention",
  overdue: "Attention",
  missed: "Attention",
  due: "Warning",
};

/** A RichTextBlock's runs are plain text, where a TextBlock would read Markdown. */
function line(text: string, color = "Default"): { readonly type: string; readonly inlines: readonly object[] } {
  const run = { type: "TextRun", text: inert(shortened(plainLine(text), LONGEST_LINE)), color };
  return { type: "RichTextBlock", inlines: [run] };
}

/** `{{DATE(…)}}` and `${…}` mean something in a card's text, and a mention is `<at>…</at>`. */
function inert(text: string): string {
  return text.replaceAll(/\{(?=\{)|\$(?=\{)|<(?=\/?at\b)/giu, "$& ");
}

function lineOf({ occurrence: { procedure, due }, status, owner }: Item, { book }: Schedule): string {
  const effort = formatEffort(procedure.effortMinutes);
  const parts = [ownerText(owner, book.directory), due === null ? "" : `due ${due}`, effort];
  return `${STATUS_WORDS[status]}: ${procedure.name} (${parts.filter((part) => part !== "").join(", ")})`;
}
