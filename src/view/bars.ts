// Bars and curves of characters; for an output without them `ascii.ts` has others, of curves a rough likeness.

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** A share from 0 to 1 as a bar of so many cells, filled up to it, never full below 1 nor empty above 0. */
export function bar(share: number, width: number): string {
  const eighths = Math.min(width * 8, Math.max(share > 0 ? 1 : 0, Math.floor(share * width * 8)));
  const text = `${"█".repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ""}`;
  return text.padEnd(width, "░");
}

/** Values as a curve of so many cells at most, the last ones, from the lowest to the highest of them. */
export function curve(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  return shown
    .map((value) => LEVELS[high === low ? 3 : Math.round(((value - low) / (high - low)) * (LEVELS.length - 1))])
    .join("");
}
