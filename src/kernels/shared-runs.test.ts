import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { keyedRandom } from '../math/keyed-random.ts';
import { openKernels } from './open.ts';
import type { ReadWords } from './run-reader.ts';
import { makeSharedRunFinder } from './shared-runs.ts';

const kinds = { wasm: openKernels('wasm'), scalar: openKernels('scalar') };

describe.each(['wasm', 'scalar'] as const)('shared runs, %s', (kind) => {
  const finder = (run: number, texts: readonly string[], least = run) => {
    const made = makeSharedRunFinder(kinds[kind], { run, least });
    for (const text of texts) made.add(text);
    return made;
  };

  it('case, accents, punctuation, white space and width do not count; the place is that in the text', () => {
    const text = 'He said: “ＴＨＥ   quick—brown,\nFÓX jumps”, and left.';
    const { shared, words } = finder(5, ['the quick brown fox jumps over']).find(text);
    expect(words).toBe(9);
    expect(shared).toEqual([
      { index: 0, words: 5, of: 6, longest: 5, start: text.indexOf('Ｔ'), end: text.indexOf('”,') },
    ]);
    expect(text.slice(shared[0]!.start, shared[0]!.end)).toBe('ＴＨＥ   quick—brown,\nFÓX jumps');
  });

  it('a run is whole words in order', () => {
    const { find } = finder(3, ['one two three four']);
    expect(find('one two tree four one three two').shared).toEqual([]);
    expect(find('none two three fourth').shared).toEqual([]);
    expect(find('zero two three four').shared[0]).toMatchObject({ words: 3, longest: 3 });
  });

  it('an edit in the middle leaves the runs around it; words are counted once', () => {
    const item = 'a b c d e f g h i j k l';
    const { shared } = finder(4, [item]).find('a b c d e X g h i j k l and again a b c d e');
    expect(shared[0]).toMatchObject({ words: 11, of: 12, longest: 6 });
  });

  it('the text with more in common comes first; equal ones in their order', () => {
    const { find } = finder(3, ['a b c x y z', 'a b c d e f', 'a b c d e g']);
    expect(find('a b c d e f').shared.map(({ index, words }) => [index, words])).toEqual([
      [1, 6],
      [2, 5],
      [0, 3],
    ]);
  });

  it('texts shorter than a run count as a whole, from `least` words', () => {
    const made = finder(8, ['what is the capital of France', 'yes', ''], 4);
    expect([made.texts, made.tooShort, made.runs]).toEqual([3, 2, 1]);
    expect(made.find('Tell me: what is the capital of France?').shared).toMatchObject([{ index: 0, words: 6, of: 6 }]);
    expect(made.find('what is the capital of Spain? yes').shared).toEqual([]);
  });

  it('characters are words where a script writes none; other scripts as well', () => {
    expect(finder(4, ['我喜欢吃苹果']).find('他说我喜欢吃苹果。').shared[0]).toMatchObject({ words: 6, of: 6 });
    expect(finder(2, ['Привет, мир']).find('ПРИВЕТ МИР!').shared[0]).toMatchObject({ words: 2 });
    expect(finder(2, ['สวัสดี']).find('สวัสดี').shared[0]!.words).toBe(4);
  });

  it('agrees with a plain search in random texts', () => {
    const random = keyedRandom(Buffer.from('shared runs'));
    const draw = (words: number) => Array.from({ length: words }, () => 'abcd'[Math.floor(random() * 4)]!);
    for (let trial = 0; trial < 60; trial++) {
      const items = Array.from({ length: 4 }, () => draw(3 + Math.floor(random() * 12)));
      const text = draw(30);
      const run = 3 + (trial % 3);
      const expected = items
        .map((item, index) => ({ index, words: item.length < run ? 0 : coveredPlainly(item, text, run) }))
        .filter(({ words }) => words > 0);
      const { shared } = finder(
        run,
        items.map((item) => item.join(' ')),
      ).find(text.join(' '));
      expect(shared.map(({ index, words }) => ({ index, words })).sort((a, b) => a.index - b.index)).toEqual(expected);
    }
  });

  it('many words: each keeps its number when the vocabulary grows', () => {
    const reader = kinds[kind].openRunReader(2);
    const text = Array.from({ length: 20_000 }, (_, at) => `w${at}${at % 3 === 0 ? 'é' : ''}`).join(' ');
    const before = reader.learn(text);
    expect(new Set(before).size).toBe(20_000);
    expect(reader.read(text).ids.slice()).toEqual(before);
    expect([...reader.read('W7 unknown Ünknown w3e W3É').ids]).toEqual([7, -1, -1, 3, 3]);
  });

  it('runs that are expected pass the sieve, however many they are; others hardly do', () => {
    const reader = kinds[kind].openRunReader(3);
    const random = keyedRandom(Buffer.from('sieve'));
    const draw = () => Array.from({ length: 2000 }, () => `w${Math.floor(random() * 500)}`).join(' ');
    const texts = Array.from({ length: 8 }, draw);
    for (const text of texts) {
      const ids = reader.learn(text);
      reader.expect(ids, ids.length - 2);
    }
    for (const text of texts)
      expect([...reader.read(text).places]).toEqual(Array.from({ length: 1998 }, (_, at) => at));
    expect(reader.read(draw()).places.length).toBeLessThan(100);
  });

  it('what was unknown may be learned', () => {
    const reader = kinds[kind].openRunReader(1);
    expect([...reader.read('Café cafe ça').ids]).toEqual([-1, -1, -1]);
    expect([...reader.learn('cafe')]).toEqual([0]);
    expect([...reader.read('Café cafe ça').ids]).toEqual([0, 0, -1]);
    expect([...reader.learn('ÇA')]).toEqual([1]);
    expect([...reader.read('ca ça Ca').ids]).toEqual([1, 1, 1]);
  });
});

function coveredPlainly(item: readonly string[], text: readonly string[], run: number): number {
  const runs = new Set(text.slice(run - 1).map((_, at) => text.slice(at, at + run).join(' ')));
  const covered = item.map(() => false);
  for (let from = 0; from + run <= item.length; from++)
    if (runs.has(item.slice(from, from + run).join(' '))) covered.fill(true, from, from + run);
  return covered.filter(Boolean).length;
}

test('both kinds read and find the same, in texts of any script', () => {
  const piece = fc.oneof(
    fc.constantFrom(...['the', 'THE', 'Café', 'CAFE\u0301', 'ﬁne', 'fine', 'ΣΟΦΟΣ', 'σοφός', 'ß', 'ss', 'don’t', '½']),
    fc.constantFrom(...['中', '文', '문', 'ไทย', 'ที่', 'カード', 'ｶﾞ', '\uff9e', '\u0301', '😀', '𝒳', '𠀀', '\ufffd']),
    fc.constantFrom(...[' ', ', ', '\n', '-', '_', '…', '\u00a0', '\ud800', '\udc00', '\ufeff', '\0', '\u0001']),
    fc.nat({ max: 40 }).map((length) => 'ab1'.repeat(length)),
    fc.nat({ max: 40 }).map((length) => 'é'.repeat(length)),
  );
  const text = fc.array(piece, { maxLength: 50 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), fc.array(text, { maxLength: 4 }), (known, texts) => {
      const readers = [kinds.wasm, kinds.scalar].map((kernels) => kernels.openRunReader(2));
      const finders = [kinds.wasm, kinds.scalar].map((kernels) => makeSharedRunFinder(kernels, { run: 4, least: 2 }));
      for (const each of known) {
        const [ids, others] = readers.map((reader) => reader.learn(each));
        expect(ids).toEqual(others);
        for (const reader of readers) reader.expect(ids!, ids!.length - 1);
        for (const made of finders) made.add(each);
      }
      for (const each of [...texts, ...known, ...known.map((one) => `x ${one} y`)]) {
        const [read, other] = readers.map((reader) => read4(reader.read(each)));
        expect(read, JSON.stringify(each)).toEqual(other);
        expect(finders[0]!.find(each)).toEqual(finders[1]!.find(each));
      }
    }),
    { numRuns: 150 },
  );
});

const read4 = ({ count, ids, spans, places }: ReadWords) => [
  count,
  [...ids],
  [...spans.slice(0, 2 * count)],
  [...places],
];
