import written from "./import-headings.json" with { type: "json" };

/** The fields of a procedure that pages have words for, as frontmatter keys and section names. */
export type ImportField = keyof typeof written;

/** The field that a heading or label of a foreign page stands for, by its words in lower case. */
export const IMPORT_HEADINGS: ReadonlyMap<string, ImportField> = new Map(
  (Object.entries(written) as [ImportField, string[]][]).flatMap(([field, words]) =>
    words.map((word): [string, ImportField] => [word, field]),
  ),
);
