/** What a pair of vectors costs: dot products, and telling which are alike, in WebAssembly and in plain TypeScript. */
import type { Kernels } from '../../src/kernels/kernels.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { type Int8Rows, int8RowsOf, makeInt8Vectors } from '../../src/math/int8-vectors.ts';
import type { Vectors } from './whole-set.ts';

const ROUNDS = 5;
const THRESHOLDS = [0.7, 0.85, 0.9];

export function kernelSpeeds({ texts, dimensions, row }: Vectors): string[] {
  const held = makeInt8Vectors(texts.length, dimensions);
  for (let at = 0; at < texts.length; at++) held.set(at, row(at));
  held.sort();
  const some = (count: number, step: number) =>
    int8RowsOf(
      held,
      Array.from({ length: count }, (_, at) => (at * step) % texts.length),
    );
  const [asked, given] = [some(512, 79), some(1024, 101)];
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
  const works = [
    () => kernels.against(given).dots(asked),
    ...THRESHOLDS.map((threshold) => () => kernels.against(given).alike(asked, { threshold })),
  ];
  return works.map((work) => {
    const taken = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      for (let turn = 0; turn < repeats; turn++) work();
      const { user, system } = process.cpuUsage(before);
      return ((user + system) * 1000) / pairs;
    });
    return taken.sort((a, b) => a - b)[ROUNDS >> 1]!;
  });
}
