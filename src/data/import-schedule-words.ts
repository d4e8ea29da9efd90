import written from "./import-schedule-words.json" with { type: "json" };

/** What people write of days and periods, in lower case, and the word of ours that each stands for: none where it says nothing. */
export const IMPORT_SCHEDULE_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(written).flatMap(([word, phrases]) => phrases.map((phrase) => [phrase, word] as const)),
);
