/** A table from 64-bit fingerprints to numbers, in 21 to 43 bytes an entry: where a Map of objects would not fit. */

/** Open addressing with linear probing; entries cannot be removed. */
export class FingerprintTable {
  #keys: Uint32Array; // pairs (high, low); a pair of zeros is free
  #values: Float64Array;
  #mask: number;
  #size = 0;
  #ofZero: number | undefined; // the fingerprint 0 has no slot of its own

  constructor(expected = 1024) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 1.5)));
    this.#keys = new Uint32Array(capacity * 2);
    this.#values = new Float64Array(capacity);
    this.#mask = capacity - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** The number kept for the first 64 bits of a text of 16 or more hexadecimal digits. */
  get(hex: string): number | undefined {
    const [high, low] = halves(hex);
    if ((high | low) === 0) return this.#ofZero;
    const slot = this.#find(high, low);
    return this.#isFree(slot) ? undefined : this.#values[slot];
  }

  /** Keeps a number, in place of what was there; true when nothing was. */
  set(hex: string, value: number): boolean {
    const [high, low] = halves(hex);
    if ((high | low) === 0) {
      const fresh = this.#ofZero === undefined;
      this.#ofZero = value;
      if (fresh) this.#size++;
      return fresh;
    }
    const slot = this.#find(high, low);
    const fresh = this.#isFree(slot);
    this.#put(slot, [high, low], value);
    if (fresh && ++this.#size * 4 > (this.#mask + 1) * 3) this.#grow();
    return fresh;
  }

  #isFree(slot: number): boolean {
    return this.#keys[slot * 2] === 0 && this.#keys[slot * 2 + 1] === 0;
  }

  #put(slot: number, [high, low]: readonly [number, number], value: number): void {
    this.#keys[slot * 2] = high;
    this.#keys[slot * 2 + 1] = low;
    this.#values[slot] = value;
  }

  /** The slot that holds the fingerprint, or the free one where it belongs. */
  #find(high: number, low: number): number {
    let slot = (low ^ (high >>> 7)) & this.#mask;
    while (!this.#isFree(slot) && (this.#keys[slot * 2] !== high || this.#keys[slot * 2 + 1] !== low))
      slot = (slot + 1) & this.#mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#values = new Float64Array(values.length * 2);
    this.#mask = values.length * 2 - 1;
    values.forEach((value, at) => {
      const high = keys[at * 2] as number;
      const low = keys[at * 2 + 1] as number;
      if ((high | low) !== 0) this.#put(this.#find(high, low), [high, low], value);
    });
  }
}

const halves = (hex: string): [number, number] => [
  Number.parseInt(hex.slice(0, 8), 16),
  Number.parseInt(hex.slice(8, 16), 16),
];
