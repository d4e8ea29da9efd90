import type { RenamedProduct } from "../model/renamed-product.ts";
import written from "./renamed-products.json" with { type: "json" };

/** Retired Microsoft names and dead admin centre paths, each with its source in the data file. */
export const RENAMED_PRODUCTS: readonly RenamedProduct[] = written.entries;
