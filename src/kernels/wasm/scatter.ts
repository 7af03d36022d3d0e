/** Keys of bands into parts, in a memory of its own. */
import type { Kernels } from '../kernels.ts';
import { openBench } from './module.ts';

const RECORD_BYTES = 8;

export const scatterKernels = (): Pick<Kernels, 'openScatter'> => ({
  openScatter: ({ bands, bits, room }) => {
    const { exports, regions } = openBench<'scatter'>();
    const parts = bands * 2 ** bits;
    const bytes = room * RECORD_BYTES;
    regions.reserve({ waiting: parts * bytes, fill: parts * 4 });
    const fill = (part: number): Uint32Array => regions.words('fill', parts).subarray(part, part + 1);
    const waiting = (part: number): Uint32Array =>
      regions.words('waiting', (parts * bytes) / 4).subarray((part * bytes) / 4, (part * bytes + fill(part)[0]!) / 4);
    return {
      add: ({ firstRow, counts, keys }, full) => {
        const given = [regions.put('keys', keys), regions.put('counts', counts), counts.length, firstRow];
        const places = [bands, bits, regions.at('waiting'), bytes, regions.at('fill')];
        for (let at = 0; ; ) {
          at = exports.scatter(...given, at, ...places);
          if (at === keys.length) return;
          const part = ((at % bands) << bits) + (bits === 0 ? 0 : keys[at]! >>> (32 - bits));
          full(part, waiting(part));
          fill(part)[0] = 0;
        }
      },
      waiting,
    };
  },
});
