import { createRequire } from "node:module";

/**
 * Tells bytes apart that differ by accident: a hash of theirs and their number. Node's own checksum takes longer to load than
 * all that is read on most mornings takes to go through by hand.
 */
export function checksumOf(bytes: Uint8Array): string {
  const hash = bytes.length < LARGE ? hashByHand(bytes) : zlib().crc32(bytes);
  return `${hash.toString(16)} ${bytes.length}`;
}

/** What a checksum says of the number of bytes. */
export function lengthIn(checksum: string): number {
  return Number(checksum.slice(checksum.indexOf(" ") + 1));
}

/** In which of so many places a key belongs. */
export function slotOf(key: string, slots: number): number {
  return Number.parseInt(checksumOf(Buffer.from(key)), 16) % slots;
}

const LARGE = 256 * 1024;

/** Loaded only where it is needed. */
function zlib(): typeof import("node:zlib") {
  return createRequire(import.meta.url)("node:zlib") as typeof import("node:zlib");
}

/**
 * Four bytes at a time: turn, mix in, multiply, as FxHash does. Nothing is called in the loop, since it runs mostly before V8
 * has made anything fast of it.
 */
function hashByHand(bytes: Uint8Array): number {
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
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 2^32 divided by the golden ratio. */
const FACTOR = 0x9e3779b1;
