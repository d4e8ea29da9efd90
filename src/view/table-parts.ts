/** A cell: text as it comes from the run book, and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
  /** What it says where it does not stand under its column's title, if that is not the same. */
  readonly untitled?: string;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** May be narrowed; where that is not enough, the last one's cells, or all, are set below the first. */
  readonly isFlexible?: boolean;
}

/** Rows under a heading of their own. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly (readonly Cell[])[];
}
