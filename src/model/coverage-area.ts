import type { Product } from "./product.ts";

/** An area that a complete run book covers; see templates/coverage.yml. */
export interface CoverageArea {
  readonly id: string;
  readonly name: string;
  /** What goes wrong without it: a sentence. */
  readonly why: string;
  /** It counts for a run book that has at least one of these; empty: for each. */
  readonly products: readonly Product[];
}
