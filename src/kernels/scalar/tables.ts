/** Tables of keys and of hashes. */
import type { Kernels } from '../kernels.ts';

export const tableKernels = (): Pick<Kernels, 'repeatedKeys' | 'jaccard'> => ({
  repeatedKeys: (records) => {
    const firstRows = new Map<number, number>();
    const found: number[] = [];
    for (let i = 0; i < records.length; i += 2) {
      const [key, row] = [records[i]!, records[i + 1]!];
      const first = firstRows.get(key);
      if (first === undefined) firstRows.set(key, row);
      else found.push(first, row);
    }
    return Uint32Array.from(found);
  },
  jaccard: (a, b) => {
    const [first, second] = [new Set(a), new Set(b)];
    const all = first.union(second).size;
    return all === 0 ? 1 : (first.size + second.size - all) / all;
  },
});
