/** Keys of bands into parts. */
import type { Kernels } from '../kernels.ts';

export const scatterKernels = (): Pick<Kernels, 'openScatter'> => ({
  openScatter: ({ bands, bits, room }) => {
    const held: number[][] = Array.from({ length: bands * 2 ** bits }, () => []);
    return {
      add: ({ firstRow, counts, keys }, full) => {
        keys.forEach((key, at) => {
          const row = Math.floor(at / bands);
          if (counts[row] === 0) return;
          const part = ((at % bands) << bits) + (bits === 0 ? 0 : key >>> (32 - bits));
          if (held[part]!.length === 2 * room) full(part, Uint32Array.from(held[part]!.splice(0)));
          held[part]!.push(key, firstRow + row);
        });
      },
      waiting: (part) => Uint32Array.from(held[part]!),
    };
  },
});
