/** What a pair of vectors costs: dot products, and telling which are alike, in WebAssembly and in plain TypeScript. */
import type { Kernels } from '../../src/kernels/kernels.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { type Int8Rows, int8RowsOf, makeInt8Vectors } from '../../src/math/int8-vectors.ts';
import { isShort } from '../arguments.ts';
import type { Goals } from '../goals.ts';
import { medianCpuSeconds } from '../measure.ts';
import type { Vectors } from './whole-set.ts';

const ROUNDS = isShort ? 1 : 5;
/** Rows that are asked about and rows that are given. */
const SIZES = isShort ? [100, 200] : [512, 1024];
const THRESHOLDS = [0.7, 0.85, 0.9];

export function kernelSpeeds({ texts, dimensions, row }: Vectors, goals: Goals): string[] {
  const held = makeInt8Vectors(texts.length, dimensions);
  for (let at = 0; at < texts.length; at++) held.set(at, row(at));
  held.sort();
  const some = (count: number, step: number) =>
    int8RowsOf(
      held,
      Array.from({ length: count }, (_, at) => (at * step) % texts.length),
    );
  const [asked, given] = [some(SIZES[0]!, 79), some(SIZES[1]!, 101)];
  goals.same(
    'dot products and pairs alike that WebAssembly and plain TypeScript tell otherwise',
    otherwise(asked, given),
    0,
  );
  const kinds = ['wasm', 'scalar'] as const;
  const [built, plain] = kinds.map((kind) => speedsOf(openKernels(kind), asked, given)) as [number[], number[]];
  return [
    `Nanoseconds a pair of ${dimensions} components, medians of ${ROUNDS}: ${count(asked)} against ${count(given)} of these sentences.`,
    '',
    '| | WebAssembly | plain TypeScript | times as long |',
    '|---|--:|--:|--:|',
    ...['dot product', ...THRESHOLDS.map((threshold) => `alike at ${threshold}`)].map(
      (name, at) =>
        `| ${name} | ${built[at]!.toFixed(1)} | ${plain[at]!.toFixed(0)} | ${(plain[at]! / built[at]!).toFixed(0)} |`,
    ),
  ];
}

const count = ({ held, dimensions }: Int8Rows): number => held.length / dimensions;

function speedsOf(kernels: Kernels, asked: Int8Rows, given: Int8Rows): number[] {
  const repeats = kernels.kind === 'wasm' ? 10 : 1;
  const pairs = count(asked) * count(given) * repeats;
  return worksOf(kernels, asked, given).map((work) => {
    const seconds = medianCpuSeconds(() => {
      for (let turn = 0; turn < repeats; turn++) work();
    }, ROUNDS);
    return (seconds * 1e9) / pairs;
  });
}

const worksOf = (kernels: Kernels, asked: Int8Rows, given: Int8Rows) => [
  () => kernels.against(given).dots(asked),
  ...THRESHOLDS.map((threshold) => () => kernels.against(given).alike(asked, { threshold })!),
];

/** Values of the one that are not those of the other. */
function otherwise(asked: Int8Rows, given: Int8Rows): number {
  const [built, plain] = (['wasm', 'scalar'] as const).map((kind) =>
    worksOf(openKernels(kind), asked, given).map((work) => [...work()]),
  );
  return built!
    .flatMap((values, at) => {
      const others = plain![at]!;
      return Array.from({ length: Math.max(values.length, others.length) }, (_, each) => values[each] === others[each]);
    })
    .filter((isSame) => !isSame).length;
}
