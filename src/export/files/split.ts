/** Dividing samples into train, validation and test files: by hash, so that a sample never changes sides. */
import { z } from 'zod';
import { canonical, hashText } from '../../core/recipe.ts';
import type { Sample } from '../../core/sample.ts';

const share = z.number().gt(0).lt(1).optional();

export const splitSchema = z
  .strictObject({
    test: share.describe('Share of samples for the test file.'),
    validation: share.describe('Share of samples for the validation file.'),
    by: z.string().min(1).optional().describe('Field whose equal values stay on one side, such as a document’s id.'),
  })
  .refine(({ test = 0, validation = 0 }) => test + validation > 0 && test + validation < 1, {
    error: 'the shares of `test` and `validation` together must lie between 0 and 1',
  });

export type Split = z.infer<typeof splitSchema>;
export type SplitName = 'train' | 'validation' | 'test';

/** The side on which a sample lies; the same in every run that holds it. */
export function splitOf(sample: Sample, split: Split | undefined): SplitName {
  if (split === undefined) return 'train';
  const name = split.by === undefined ? sample.id : canonical(sample.data[split.by] ?? null);
  const draw = Number.parseInt(hashText(`split ${name}`, 8), 16) / 2 ** 32;
  if (draw < (split.test ?? 0)) return 'test';
  return draw < (split.test ?? 0) + (split.validation ?? 0) ? 'validation' : 'train';
}

/** `data/train.jsonl` → `data/test.jsonl`; a name without `train` in it gets the split’s: `a.jsonl` → `a-test.jsonl`. */
export function splitPath(path: string, name: SplitName): string {
  if (name === 'train') return path;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(folder.length);
  if (file.includes('train')) return folder + file.replace('train', name);
  const dot = file.indexOf('.', 1);
  return folder + (dot === -1 ? `${file}-${name}` : `${file.slice(0, dot)}-${name}${file.slice(dot)}`);
}
