/** Fingerprints of bytes: fast, well mixed, and not for secrets. */

/**
 * MurmurHash3, the x86 variant of 128 bits (A. Appleby, SMHasher, public domain), over `bytes[start .. end)`.
 * Writes four unsigned 32-bit words to `out[at .. at + 4)`.
 * Two of n different texts share a fingerprint with a chance of about n² / 2¹²⁹. Whoever wishes can make two that do.
 */
export function fingerprint128(
  bytes: Uint8Array,
  [start, end]: readonly [number, number],
  out: Uint32Array,
  at = 0,
): void {
  const length = end - start;
  const whole = end - (length & 15);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = start; i < whole; i += 16) {
    a = (Math.imul(rotate(a ^ mixLane(word(bytes, i), 0), 19) + b, 5) + 0x561ccd1b) | 0;
    b = (Math.imul(rotate(b ^ mixLane(word(bytes, i + 4), 1), 17) + c, 5) + 0x0bcaa747) | 0;
    c = (Math.imul(rotate(c ^ mixLane(word(bytes, i + 8), 2), 15) + d, 5) + 0x96cd1c35) | 0;
    d = (Math.imul(rotate(d ^ mixLane(word(bytes, i + 12), 3), 13) + a, 5) + 0x32ac3b17) | 0;
  }
  if (whole < end) {
    a ^= mixLane(partialWord(bytes, whole, end), 0);
    b ^= mixLane(partialWord(bytes, whole + 4, end), 1);
    c ^= mixLane(partialWord(bytes, whole + 8, end), 2);
    d ^= mixLane(partialWord(bytes, whole + 12, end), 3);
  }
  finish([a ^ length, b ^ length, c ^ length, d ^ length], out, at);
}

/** Multipliers and rotations of the four lanes, from the reference implementation. */
const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

/** The bytes before `end` of the word at `at`, the rest zero. */
function partialWord(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let byte = 0; byte < 4 && at + byte < end; byte++) value |= (bytes[at + byte] as number) << (8 * byte);
  return value;
}

function mixLane(value: number, lane: 0 | 1 | 2 | 3): number {
  if (lane === 0) return Math.imul(rotate(Math.imul(value, C1), 15), C2);
  if (lane === 1) return Math.imul(rotate(Math.imul(value, C2), 16), C3);
  if (lane === 2) return Math.imul(rotate(Math.imul(value, C3), 17), C4);
  return Math.imul(rotate(Math.imul(value, C4), 18), C1);
}

function finish([a, b, c, d]: readonly [number, number, number, number], out: Uint32Array, at: number): void {
  const sum = (a + b + c + d) | 0;
  const [x, y, z, w] = [mix32(sum), mix32(b + sum), mix32(c + sum), mix32(d + sum)];
  const total = (x + y + z + w) | 0;
  out[at] = total;
  out[at + 1] = y + total;
  out[at + 2] = z + total;
  out[at + 3] = w + total;
}

/** Spreads each bit over all 32 of a signed number: the finaliser of MurmurHash3. */
export function mix32(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
