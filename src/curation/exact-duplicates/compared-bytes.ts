/** The way to what is compared of a dataset. */
import type { Dataset } from '../../core/sample.ts';
import { type Comparison, canonicalValues } from './canonical-values.ts';
import type { Compared, Means } from './compared.ts';
import { storedValues } from './stored-values.ts';

/** One field as it is comes straight from the stored lines; all else is read sample by sample. */
export function comparedBytes(samples: Dataset, comparison: Comparison, means: Means): Compared {
  if (samples.parts !== undefined)
    return chained(
      samples.size,
      samples.parts.map((part) => comparedBytes(part, comparison, means)),
    );
  const { fields, ignore } = comparison;
  const { file } = samples;
  return fields?.length === 1 && ignore.size === 0 && file !== undefined
    ? storedValues({ samples, path: file, field: fields[0]! }, means)
    : canonicalValues(samples, comparison, means);
}

function chained(size: number, parts: readonly Compared[]): Compared {
  return {
    size,
    async *hashes() {
      for (const part of parts) yield* part.hashes();
    },
    async *bytes(wanted) {
      let firstRow = 0;
      for (const part of parts) {
        yield* part.bytes(wanted.subarray(firstRow, firstRow + part.size));
        firstRow += part.size;
      }
    },
  };
}
