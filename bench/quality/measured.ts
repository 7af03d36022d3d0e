/** The 25 measures of Gopher, FineWeb and repetition, from the kernels. */
import { fineWebMeasures, gopherMeasures, repetitionOf, STOP_WORDS } from '../../src/curation/quality/page-measures.ts';
import type { Kernels } from '../../src/kernels/kernels.ts';
import type { Plain } from './reference.ts';

export const stopWords: ReadonlySet<string> = new Set(STOP_WORDS);

export function measured(kernels: Pick<Kernels, 'countPage'>, text: string): Plain {
  const page = kernels.countPage(text, stopWords);
  return { ...gopherMeasures(page), ...fineWebMeasures(page), ...repetitionOf(page) };
}
