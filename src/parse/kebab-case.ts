const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** True for the form of every id: lower-case words of letters and digits, joined by `-`. */
export function isKebabCase(value: string): boolean {
  return KEBAB_CASE.test(value);
}

/** A text as an id: what is no letter or digit becomes `-`; undefined where nothing is left. */
export function toKebabCase(value: string): string | undefined {
  const words = value
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "").join("-") || undefined;
}
