/** Signs the lines of a file on several threads: each reads parts of it by itself. The same whatever their number. */
import { statSync } from 'node:fs';
import { hire } from './hand.ts';
import type { SignedLines, Signing, Where } from './kernels.ts';

export interface FileSigning {
  readonly path: string;
  readonly where: Where;
  readonly signing: Signing;
}

/** Signatures of the lines that begin in a part of the file, and those lines that are left to a parser. */
export interface SignedPart {
  readonly signed: SignedLines;
  /** In the order of their flags. */
  readonly left: readonly Uint8Array[];
}

/** Bytes of lines from `from` to before `to`. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** A part and what is made of it fit a processor's cache. */
const PART_BYTES = 1 << 19;
/** Parts that a thread has at hand: one that it works on, and those that it takes next. */
const AHEAD = 4;

/** The parts in order. Each thread takes about 40 ms to begin. */
export async function* signFile(file: FileSigning, threads: number): AsyncIterable<SignedPart> {
  const hands = Array.from({ length: threads }, () => hire<Part, SignedPart>('sign-worker', file));
  try {
    const underWay: Promise<SignedPart>[] = [];
    let next = 0;
    for (const part of partsOf(statSync(file.path).size)) {
      const signed = hands[next++ % threads]!.ask(part); // in turn: parts are about equally long
      signed.catch(() => {}); // it is awaited in its turn
      underWay.push(signed);
      if (underWay.length > threads * AHEAD) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    await Promise.all(hands.map((hand) => hand.end()));
  }
}

function* partsOf(bytes: number): Iterable<Part> {
  for (let from = 0; from < bytes; from += PART_BYTES) yield { from, to: Math.min(from + PART_BYTES, bytes) };
}
