// A straight line through values, by the method of Theil and Sen: the median of the slopes between all pairs of points, and
// the median of what is left. A few outliers do not move it (H. Theil 1950; P. K. Sen, J. Am. Stat. Assoc. 63, 1968).

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly slope: number;
  /** The line's value at x = 0. */
  readonly intercept: number;
}

/** Fewer say nothing about where things go. */
const FEWEST_POINTS = 3;

/** The line; undefined for fewer than three points, or where all have one x. */
export function theilSen(points: readonly Point[]): Line | undefined {
  if (points.length < FEWEST_POINTS) return undefined;
  const slopes = points.flatMap((a, index) =>
    points.slice(index + 1).flatMap((b) => (a.x === b.x ? [] : [(b.y - a.y) / (b.x - a.x)])),
  );
  const slope = median(slopes);
  if (slope === undefined) return undefined;
  const intercept = median(points.map(({ x, y }) => y - slope * x));
  return intercept === undefined ? undefined : { slope, intercept };
}

/** The middle value, or the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
