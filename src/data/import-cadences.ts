import written from "./import-cadences.json" with { type: "json" };

/** What pages call a cadence, in lower case, and the trigger that it is; the longest first, which hold shorter ones. */
export const IMPORT_CADENCES: readonly (readonly [words: string, trigger: string])[] = Object.entries(written)
  .flatMap(([trigger, phrases]) => phrases.map((phrase) => [phrase, trigger] as const))
  .toSorted(([a], [b]) => b.length - a.length);
