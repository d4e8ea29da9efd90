import type { CoverageArea } from "../model/coverage-area.ts";
import { PRODUCTS, type Product } from "../model/product.ts";
import { locateIn } from "./place.ts";
import { parseYaml } from "./yaml-document.ts";

interface Written {
  readonly areas: readonly {
    readonly id: string;
    readonly name: string;
    readonly why: string;
    readonly products?: readonly string[];
  }[];
}

/** Reads the coverage catalogue, which ships with the tool and is checked by its tests. */
export function parseCoverageAreas(text: string): CoverageArea[] {
  const { areas } = parseYaml("coverage.yml", text, 0, locateIn(text)).value as Written;
  return areas.map(({ id, name, why, products = [] }) => ({ id, name, why, products: products.filter(isProduct) }));
}

function isProduct(name: string): name is Product {
  return (PRODUCTS as readonly string[]).includes(name);
}
