/** Fields of lines of JSON, which are all left to the parser: it is the fastest way to a field here. */
import { type Kernels, LEFT, type Texts } from '../kernels.ts';

type Names = 'extractField' | 'hashLines' | 'signLines' | 'shingleLines';

export const lineKernels = (): Pick<Kernels, Names> => ({
  extractField: noTexts,
  hashLines: (lines) => {
    const flags = allLeft(lines);
    return { flags, hashes: new Uint32Array(flags.length), spans: spansIn(lines) };
  },
  signLines: (lines, _, { bands: { bands } }) => {
    const flags = allLeft(lines);
    const none = () => new Uint32Array(flags.length);
    const keys = new Uint32Array(flags.length * bands);
    return { flags, counts: none(), characters: none(), keys, shingles: new Int32Array(0) };
  },
  shingleLines: (lines, _, { wanted }) => {
    const flags = allLeft(lines).map((flag, row) => (wanted[row] === 1 ? flag : 0));
    return { flags, shingles: new Int32Array(0), offsets: new Uint32Array(flags.length + 1) };
  },
});

function noTexts(lines: Uint8Array): Texts & { readonly flags: Uint8Array } {
  const flags = allLeft(lines);
  return { utf8: new Uint8Array(0), offsets: new Uint32Array(flags.length + 1), flags };
}

function spansIn(lines: Uint8Array): Uint32Array {
  const spans: number[] = [];
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(0x0a, start);
    spans.push(start, end - start);
    start = end + 1;
  }
  return Uint32Array.from(spans);
}

function allLeft(lines: Uint8Array): Uint8Array {
  const rows = lines.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);
  return new Uint8Array(rows).fill(LEFT);
}
