import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openKernels } from '../../src/kernels/open.ts';
import { drawIndex, drawOne, seededRandom } from '../../src/math/random.ts';
import { measured, stopWords } from './measured.ts';
import { plainMeasures } from './reference.ts';

const kinds = (['wasm', 'scalar'] as const).map((kind) => openKernels(kind));
const isEqual = (text: string) => {
  const plain = plainMeasures(text, stopWords);
  for (const kernels of kinds)
    expect(measured(kernels, text), `${kernels.kind} ${JSON.stringify(text)}`).toEqual(plain);
};

test('the kernels measure what the plain reference measures, in real texts and whatever is cut out of them', () => {
  const random = seededRandom('quality cuts');
  const lines = readFileSync(new URL('./fixtures/texts.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
  expect(texts).toHaveLength(6);
  for (const text of texts) {
    isEqual(text);
    isEqual(`${text}\n${text}`);
    for (let cut = 0; cut < 20; cut++) {
      const start = drawIndex(random, text.length);
      isEqual(text.slice(start, start + drawIndex(random, 200)));
    }
  }
  isEqual(texts.join('\r\n\r\n'));
});

test('and in random texts of any script', () => {
  const random = seededRandom('quality reference');
  const alphabet = [
    ...['a', 'bb', 'c,', '...', 'x…', '#', '你', '好', '。', 'é', '😀', 'the', 'OF', '•', 'นี่', '12', '\u200b', '{'],
    ...[
      'internationalisation',
      'ab',
      'abcdefghi',
      'abcdefghijklmnopq',
      '𝒳',
      '𠀀',
      '\u212a',
      '\ufffd',
      '—',
      'ー',
      '\u0301',
    ],
  ];
  const gaps = [' ', ' ', ' ', '  ', '\n', '\n\n', '\r\n', '', '\t', '\r', '\u00a0', '\u2028', '\u3000'];
  for (let trial = 0; trial < 600; trial++) {
    const letters = alphabet.slice(drawIndex(random, 24)).slice(0, 1 + drawIndex(random, alphabet.length));
    const draw = () => drawOne(random, letters) + drawOne(random, gaps);
    isEqual(Array.from({ length: drawIndex(random, 70) }, draw).join(''));
  }
});
