/** Fields of lines of JSON, which are all left to the parser. */
import type { Extracted, Kernels } from '../kernels.ts';

export const lineKernels = (): Pick<Kernels, 'extractField' | 'extractValue' | 'flagTrue'> => ({
  extractField: leaveToParser,
  extractValue: leaveToParser,
  flagTrue: (lines) => leaveToParser(lines).odd.fill(2),
});

/** `JSON.parse` is the fastest way to a field here, and the caller has it. */
function leaveToParser(lines: Uint8Array): Extracted {
  const rows = lines.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);
  return { utf8: new Uint8Array(0), offsets: new Uint32Array(rows + 1), odd: new Uint8Array(rows).fill(1) };
}
