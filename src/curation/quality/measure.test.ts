import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openKernels } from '../../kernels/open.ts';
import { goesRound } from '../../text/loops.ts';
import { quality } from '../quality.ts';
import { makeMeter } from './measure.ts';
import { planOf } from './plan.ts';

const built = openKernels('wasm');
const plain = openKernels('scalar');
const measure = makeMeter(planOf(quality.step.options.parse({})));

describe('what goes round', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'A',
      'b',
      "it's",
      'it’s',
      'go on',
      'Go, on',
      '“go”',
      '—',
      ' ',
      '. ',
      '1',
      'é',
      '中',
      '\u0301',
      '😀',
      '\ud800',
      '\u212a',
    ],
  );
  const text = fc
    .tuple(fc.array(piece, { maxLength: 10 }), fc.array(piece, { maxLength: 4 }), fc.nat({ max: 9 }))
    .map(([some, others, times]) => `${others.join(' ')} ${`${some.join(' ')} `.repeat(times)}${others.join('')}`);

  it('is found as it is without kernels, and at the same place by both kinds', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(built.findRound(each), JSON.stringify(each)).toEqual(plain.findRound(each));
        expect(measure([each]).goesRound, JSON.stringify(each)).toBe(goesRound(each) ? 1 : 0);
      }),
      { numRuns: 3000 },
    );
  });

  it('is looked for where words stand for the third time', () => {
    const words = Array.from({ length: 500 }, (_, at) => `word${at}`);
    expect(built.findRound(`“${words.join('” – ')}”, it’s said 😀 in Zürich`)).toBe(undefined);
    expect(built.findRound('')).toBe(undefined);
    const again = `😀 ${'We will, we will, rock you é again. '.repeat(3)}`;
    expect(built.findRound(again)).toEqual([again.lastIndexOf('We'), again.lastIndexOf(' again')]);
  });
});
