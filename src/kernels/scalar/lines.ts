/** Fields of lines of JSON, which are all left to the parser: it is the fastest way to a field here. */
import { type Kernels, LEFT, type Texts, type Where } from '../kernels.ts';

type Names = 'extractField' | 'extractValue' | 'fingerprintLines' | 'signLines' | 'shingleLines';

export const lineKernels = (): Pick<Kernels, Names> => ({
  extractField: noTexts,
  extractValue: noTexts,
  fingerprintLines: (lines) => ({ flags: allLeft(lines), fingerprints: new Uint32Array(allLeft(lines).length * 4) }),
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

function noTexts(lines: Uint8Array, _: Where, wanted?: Uint8Array): Texts & { readonly flags: Uint8Array } {
  const flags = allLeft(lines).map((flag, row) => (wanted?.[row] === 0 ? 0 : flag));
  return { utf8: new Uint8Array(0), offsets: new Uint32Array(flags.length + 1), flags };
}

function allLeft(lines: Uint8Array): Uint8Array {
  const rows = lines.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);
  return new Uint8Array(rows).fill(LEFT);
}
