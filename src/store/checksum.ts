/**
 * Tells bytes apart that differ by accident: a hash of theirs, four at a time (multiply and turn, as murmur does), and their
 * number. Node's own checksums take longer to load than all that is read on most mornings takes to go through.
 */
export function checksumOf(bytes: Uint8Array): string {
  // What begins at an odd place in memory cannot be looked at four bytes at a time.
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Int32Array(buffer, byteOffset, byteLength >> 2);
  const rest = new Uint8Array(buffer, byteOffset + words.byteLength, byteLength % 4);
  let hash = byteLength;
  for (let at = 0; at < words.length; at += 1) hash = mixed(hash, words[at] ?? 0);
  for (const byte of rest) hash = mixed(hash, byte);
  return `${((hash ^ (hash >>> 16)) >>> 0).toString(16)} ${byteLength}`;
}

function mixed(hash: number, word: number): number {
  const turned = Math.imul((word << 15) | (word >>> 17), 0xcc9e2d51);
  const next = (Math.imul(hash ^ turned, 0x85ebca6b) + 0xe6546b64) | 0;
  return (next << 13) | (next >>> 19);
}
