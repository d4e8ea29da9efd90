/** A cell: text as it comes from the run book, and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** May be narrowed; where that is not enough, rows are set one below the other. */
  readonly isFlexible?: boolean;
}

/** Rows under a heading of their own. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly (readonly Cell[])[];
}
