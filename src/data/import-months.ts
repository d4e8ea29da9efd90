import written from "./import-months.json" with { type: "json" };

/** What pages call each month, January first, in lower case. */
export const IMPORT_MONTHS: readonly (readonly string[])[] = written;
