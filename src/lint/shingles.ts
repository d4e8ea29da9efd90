// Which of many texts are nearly the same: sets of shingles (runs of words), compared by Jaccard similarity. Pairs are found
// by prefix filtering (Chaudhuri et al. 2006, Bayardo et al. 2007): two sets that share a part `t` of their union share one of
// the rarest `1 - t` of either, so that only those are indexed. Exact, and the same on every run.

const WORDS_PER_SHINGLE = 4;
/** Most places for counts and lists, which are kept by a part of the hash: an equal place only costs a comparison. */
const LARGEST_TABLE = 1 << 20;

/** A text's set of shingles: their hashes, each once, ascending; undefined where it has too few words to be compared. */
export function shinglesOf(text: string, leastWords: number): Uint32Array | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < Math.max(leastWords, WORDS_PER_SHINGLE)) return undefined;
  const hashes = words.map(hashOf);
  const all = new Uint32Array(hashes.length - WORDS_PER_SHINGLE + 1);
  for (let at = 0; at < all.length; at += 1) {
    let hash = 0;
    for (let word = at; word < at + WORDS_PER_SHINGLE; word += 1) {
      hash = Math.imul(hash ^ (hashes[word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    all[at] = hash;
  }
  return withoutRepeats(all.toSorted());
}

/** An ascending array with each value once. */
function withoutRepeats(sorted: Uint32Array): Uint32Array {
  let length = 0;
  for (const value of sorted) {
    if (length > 0 && sorted[length - 1] === value) continue;
    sorted[length] = value;
    length += 1;
  }
  return sorted.slice(0, length);
}

/** FNV-1a. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash;
}

/** Size of the intersection over size of the union, 0 to 1. */
export function similarityOf(a: Uint32Array, b: Uint32Array): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return shared / (a.length + b.length - shared);
}

/** An earlier set that one resembles, and how much. */
export interface Similar {
  readonly index: number;
  readonly similarity: number;
}

/**
 * For each set the earlier ones that are at least as similar as the threshold (above 0), ascending: all that stand for
 * themselves, as what resembles none such does; where there are none, of what resembles the same of them the first. So each set
 * that resembles any other has its part in this, and a thousand copies cost a thousand comparisons.
 */
export function similarBefore(sets: readonly (Uint32Array | undefined)[], threshold: number): Similar[][] {
  const total = sets.reduce((sum, set) => sum + (set?.length ?? 0), 0);
  const size = Math.max(1, Math.min(2 * total, LARGEST_TABLE));
  const counts = new Uint32Array(size);
  for (const set of sets) for (const shingle of set ?? []) counts[shingle % size] = (counts[shingle % size] ?? 0) + 1;
  const [heads, followers] = [new Map<number, number[]>(), new Map<number, number[]>()];
  /** By the set that resembles it. */
  const firstHeads = new Map<number, number>();
  const similarAmong = (
    holders: ReadonlyMap<number, number[]>,
    set: Uint32Array,
    places: readonly number[],
  ): Similar[] => {
    const candidates = new Set<number>();
    for (const place of places) for (const holder of holders.get(place) ?? []) candidates.add(holder);
    return [...candidates]
      .toSorted((a, b) => a - b)
      .map((index) => ({ index, similarity: similarityOf(set, sets[index] ?? new Uint32Array()) }))
      .filter(({ similarity }) => similarity >= threshold);
  };
  return sets.map((set, index) => {
    if (set === undefined) return [];
    // How often each occurs, then which it is, in one number: those sort fast.
    const keys = new Float64Array(set.length);
    for (let at = 0; at < set.length; at += 1) {
      const shingle = set[at] ?? 0;
      keys[at] = (counts[shingle % size] ?? 0) * 2 ** 32 + shingle;
    }
    const prefix = keys.toSorted().subarray(0, set.length - Math.ceil(threshold * set.length) + 1);
    const places = Array.from(prefix, (key) => (key % 2 ** 32) % size);
    const similarHeads = similarAmong(heads, set, places);
    const [first] = similarHeads;
    const isHead = first === undefined;
    const similar = isHead ? firstOfEach(similarAmong(followers, set, places), firstHeads) : similarHeads;
    if (!isHead) firstHeads.set(index, first.index);
    const holders = isHead ? heads : followers;
    for (const place of places) {
      const list = holders.get(place);
      if (list === undefined) holders.set(place, [index]);
      else list.push(index);
    }
    return similar;
  });
}

/** Those of which no earlier one has the same head. */
function firstOfEach(similar: readonly Similar[], headOf: ReadonlyMap<number, number>): Similar[] {
  const named = new Set<number | undefined>();
  return similar.filter(({ index }) => {
    const head = headOf.get(index);
    const isFirst = !named.has(head);
    named.add(head);
    return isFirst;
  });
}
