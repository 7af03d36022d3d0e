/** A place for what is written once and read again in pieces: in memory, or in a file that nobody else sees. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { guardDisk } from '../core/disk-fault.ts';
import { roomyWords } from '../math/roomy.ts';

export interface Spill {
  /** True where reading costs nothing. */
  readonly isAtHand: boolean;
  /** Keeps a copy; gives the name by which to read it. */
  append(words: Uint32Array): number;
  /** As many words as were appended under that name; where reading costs something, into `room` if it is given. */
  read(name: number, count: number, room?: Uint32Array): Uint32Array;
  close(): void;
}

/** In memory, or, for what is large, beside the samples. */
export const openSpill = ({ file }: { readonly file?: string }, isLarge: boolean): Spill =>
  isLarge ? diskSpill(file === undefined ? tmpdir() : dirname(file)) : memorySpill();

/** Words of a piece of memory; what is longer gets one of its own. */
const PIECE_WORDS = 1 << 20;

export function memorySpill(): Spill {
  const pieces: Uint32Array[] = [];
  let filled = 0; // of the last piece
  return {
    isAtHand: true,
    append: (words) => {
      if (pieces.length === 0 || filled + words.length > PIECE_WORDS) {
        pieces.push(roomyWords(Math.max(PIECE_WORDS, words.length)));
        filled = 0;
      }
      const name = (pieces.length - 1) * 2 ** 32 + filled;
      pieces.at(-1)!.set(words, filled);
      filled += words.length;
      return name;
    },
    read: (name, count) => {
      const start = name % 2 ** 32;
      return pieces[Math.floor(name / 2 ** 32)]!.subarray(start, start + count);
    },
    close: () => {
      pieces.length = 0;
    },
  };
}

/** In a file of its own in that folder, gone with this process however it ends, where the system lets it be. */
export function diskSpill(within: string): Spill {
  const folder = guardDisk(within, () => mkdtempSync(join(within, 'spill-')));
  const path = join(folder, 'words');
  const file = guardDisk(path, () => openSync(path, 'wx+', 0o600));
  if (process.platform !== 'win32') rmSync(folder, { recursive: true }); // the file stays until it is closed
  let size = 0;
  return {
    isAtHand: false,
    append: (words) => {
      const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
      const name = size;
      for (let done = 0; done < bytes.length; )
        done += guardDisk(path, () => writeSync(file, bytes, done, bytes.length - done, name + done));
      size += bytes.length;
      return name;
    },
    read: (name, count, room) => {
      const words = room?.subarray(0, count) ?? new Uint32Array(count);
      const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
      for (let done = 0; done < bytes.length; )
        done += guardDisk(path, () => readSync(file, bytes, done, bytes.length - done, name + done));
      return words;
    },
    close: () => {
      closeSync(file);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
