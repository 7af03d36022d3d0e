/** Samples as lines of JSON in blocks of about a quarter of a megabyte, for kernels that read bytes and not objects. */
import type { LineBlock, Sample } from './sample.ts';

/** A block and what is made of it fit a processor's cache. */
export const BLOCK_BYTES = 1 << 18;
const NEWLINE = 0x0a;

/** Characters of a block that is made here, of one to three bytes each. */
const BLOCK_CHARACTERS = BLOCK_BYTES >> 1;

/** Blocks of these samples, as they would be stored. */
export async function* blocksOf(samples: AsyncIterable<Sample>): AsyncIterable<LineBlock> {
  let lines = '';
  for await (const sample of samples) {
    lines += `${JSON.stringify(sample)}\n`;
    if (lines.length < BLOCK_CHARACTERS) continue;
    yield blockOf(Buffer.from(lines));
    lines = '';
  }
  if (lines !== '') yield blockOf(Buffer.from(lines));
}

/** A block of whole lines. */
export const blockOf = (lines: Buffer, position?: number): LineBlock => ({
  lines,
  ...(position !== undefined && { position }),
  countLines: () => startsIn(lines).length - 1,
  samples: (places) => {
    if (places.length === 0) return [];
    const starts = startsIn(lines);
    return places.map((place) => sampleIn(lines.subarray(starts[place], starts[place + 1])));
  },
});

/** The sample of a line. */
export const sampleIn = ({ buffer, byteOffset, length }: Uint8Array): Sample =>
  JSON.parse(Buffer.from(buffer, byteOffset, length).toString()) as Sample;

/** Where lines begin, and the last one ends. */
function startsIn(lines: Buffer): readonly number[] {
  const starts = [0];
  for (let end = lines.indexOf(NEWLINE); end >= 0; end = lines.indexOf(NEWLINE, end + 1)) starts.push(end + 1);
  return starts;
}
