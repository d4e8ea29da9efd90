/**
 * Tells bytes apart that differ by accident: a hash of theirs, four at a time (turn, mix in, multiply, as FxHash does), and
 * their number. Node's own checksums take longer to load than all that is read on most mornings takes to go through; nothing
 * is called in the loop, since it runs mostly before V8 has made anything fast of it.
 */
export function checksumOf(bytes: Uint8Array): string {
  // What begins at an odd place in memory cannot be looked at four bytes at a time.
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Int32Array(buffer, byteOffset, byteLength >> 2);
  const { length } = words;
  let hash = byteLength;
  for (let at = 0; at < length; at += 1) {
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ (words[at] as number), FACTOR);
  }
  for (const byte of new Uint8Array(buffer, byteOffset + words.byteLength, byteLength % 4)) {
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ byte, FACTOR);
  }
  return `${((hash ^ (hash >>> 16)) >>> 0).toString(16)} ${byteLength}`;
}

/** 2^32 divided by the golden ratio. */
const FACTOR = 0x9e3779b1;
