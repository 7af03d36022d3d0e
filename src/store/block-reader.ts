/** Reading single lines at known positions; replay asks for them nearly in order, so a few blocks are kept. */
import type { DiskFile } from './disk.ts';

const BLOCK_BYTES = 1 << 18;
const BLOCKS_KEPT = 16;
const NEWLINE = 0x0a;

export class BlockReader {
  #file: DiskFile;
  #blocks = new Map<number, Promise<Buffer>>();

  constructor(file: DiskFile) {
    this.#file = file;
  }

  /** The line that begins at a position, without its newline. */
  async line(position: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let at = position; ; ) {
      const number = Math.floor(at / BLOCK_BYTES);
      const block = await this.#block(number);
      const start = at - number * BLOCK_BYTES;
      const end = block.indexOf(NEWLINE, start);
      parts.push(block.subarray(start, end < 0 ? undefined : end));
      if (end >= 0 || block.length < BLOCK_BYTES) return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      at = (number + 1) * BLOCK_BYTES;
    }
  }

  #block(number: number): Promise<Buffer> {
    const held = this.#blocks.get(number);
    if (held !== undefined) {
      this.#blocks.delete(number); // to the end: the least recently used goes first
      this.#blocks.set(number, held);
      return held;
    }
    const block = this.#file.read(number * BLOCK_BYTES, BLOCK_BYTES);
    this.#blocks.set(number, block);
    block.catch(() => this.#blocks.delete(number));
    if (this.#blocks.size > BLOCKS_KEPT) this.#blocks.delete(this.#blocks.keys().next().value!);
    return block;
  }
}
