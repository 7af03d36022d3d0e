/** A set of texts by their 64-bit fingerprints, in 11 to 22 bytes each: for counting more of them than would fit. */
import { mix32 } from './hash.ts';

/** Texts that differ count as one with a chance of about n² / 2⁶⁴: 1 in 20,000 for thirty million. */
export class KeySet {
  #slots = new Int32Array(2048); // pairs; a pair of zeros is free
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(text: string): void {
    let high = 0x811c9dc5;
    let low = 0x1b873593;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x5bd1e995);
      low ^= low >>> 15;
    }
    if (!this.#insert(mix32(high ^ text.length), mix32(low + high) | 1)) return; // odd: never a free pair
    this.#size++;
    if (this.#size * 8 > this.#slots.length * 3) this.#grow();
  }

  #insert(high: number, low: number): boolean {
    const mask = this.#slots.length / 2 - 1;
    for (let slot = high & mask; ; slot = (slot + 1) & mask) {
      const heldHigh = this.#slots[slot * 2];
      const heldLow = this.#slots[slot * 2 + 1];
      if (heldHigh === high && heldLow === low) return false;
      if (heldLow !== 0) continue;
      this.#slots[slot * 2] = high;
      this.#slots[slot * 2 + 1] = low;
      return true;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2)
      if (old[at + 1] !== 0) this.#insert(old[at] as number, old[at + 1] as number);
  }
}
