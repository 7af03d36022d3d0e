/** Tables of keys and of hashes. */
import type { Kernels } from '../kernels.ts';
import type { Bench } from './module.ts';

export type TableFunctions = 'repeatedKeys' | 'shared' | 'allOf';

export const tableKernels = ({
  exports,
  regions,
}: Bench<TableFunctions>): Pick<Kernels, 'repeatedKeys' | 'jaccard'> => ({
  repeatedKeys: (records) => {
    const count = records.length / 2;
    const places = placesFor(count);
    regions.reserve({ table: places * 8, repeats: count * 8 });
    const from = regions.put('records', records);
    const found = exports.repeatedKeys(from, count, regions.at('table'), places - 1, regions.at('repeats'));
    return regions.words('repeats', found * 2);
  },
  jaccard: (a, b) => {
    const places = placesFor(4 * (a.length + b.length)); // nearly every hash finds its place at once
    regions.reserve({ hashes: places * 8 });
    const first = regions.put('first', a);
    const both = exports.shared(first, a.length, regions.put('second', b), b.length, regions.at('hashes'), places - 1);
    const all = exports.allOf();
    return all === 0 ? 1 : both / all;
  },
});

/** A power of two, so that a table of so many is at most two thirds full. */
const placesFor = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(16, count * 1.5)));
