import { ownText } from "../parse/own-text.ts";

/** Values of which there are few, each with a number by which many can name it. */
export interface Numbered {
  readonly numberOf: (text: string) => number;
  readonly at: (number: number) => string;
}

/** Stands for no value. */
export const NONE = -1;

/** No text yet. */
export function numberedTexts(): Numbered {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    numberOf: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      const own = ownText(text);
      texts.push(own);
      numbers.set(own, texts.length - 1);
      return texts.length - 1;
    },
    at: (number) => texts[number] ?? "",
  };
}
