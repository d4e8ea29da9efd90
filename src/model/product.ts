import { TRACKS, type Track } from "./wave.ts";

export const PRODUCTS = ["customer-engagement", "finance-operations", "business-central", "power-platform"] as const;

/** What a tenant has; procedures name those that they are for. */
export type Product = (typeof PRODUCTS)[number];

/** The tracks of these products, in the usual order: Power Platform is updated in customer engagement's wave. */
export function tracksOf(products: readonly Product[]): readonly Track[] {
  const named = new Set(products.map((product) => (product === "power-platform" ? "customer-engagement" : product)));
  return TRACKS.filter((track) => named.has(track));
}
