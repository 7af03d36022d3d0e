/** What kernels say of stored lines is what parsing each line and asking for its text would say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandShapeFor } from '../math/minhash.ts';
import { innerText } from '../text/inner-text.ts';
import { LEFT, oneText, type ShingleShape, type Texts } from './kernels.ts';
import { openKernels } from './open.ts';

const built = openKernels('wasm');
const plain = openKernels('scalar');
const where = { field: ['data', 'text'], flag: ['origin', 'real'] } as const;
const shapes: readonly ShingleShape[] = [{ words: [2, 2] }, { words: [1, 3] }, { characters: 4 }];

const piece = fc.constantFrom(
  'the',
  'Café',
  ' ',
  '\n',
  '"',
  '\\',
  'É',
  '“',
  '…',
  'ﬁ',
  '中文',
  '😀',
  '\u0000',
  '\u001f',
  '\u000b',
  '\b\t\r\f',
  '\\u0041',
  '/',
  '\ud800',
  '\u007f\u2028',
  'İ',
  '.',
  'a'.repeat(40),
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.integer(), fc.constant(null));
const sample = fc.record(
  {
    id: fc.string(),
    data: fc.record({ other: text, text: value }, { requiredKeys: [] }),
    origin: fc.record({ real: fc.boolean(), parents: fc.constant([]) }),
  },
  { requiredKeys: ['data'] },
);
/** Lines as they are, with escapes that need not be there, and with some that no kernel reads. */
const line = fc.oneof(
  { weight: 8, arbitrary: sample.map((each) => JSON.stringify(each)) },
  {
    weight: 2,
    arbitrary: sample.map((each) =>
      JSON.stringify(each).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
  },
  fc.constant('{"data":{"te\\u0078t":"escaped key"}}'),
  fc.constant('{"data":{"text":"first"},"data":{"text":"second"},"origin":{"real":true}}'),
);

interface Line {
  readonly data: { readonly text?: unknown };
  readonly origin?: { readonly real?: boolean };
}

const blockOf = (lines: readonly string[]) => Buffer.from(lines.map((each) => `${each}\n`).join(''));
const hashOf = (value: string) => plain.hashes(oneText(Buffer.from(value)))[0];
const parsed = (lines: readonly string[]) => lines.map((each) => JSON.parse(each) as Line);
const textsOf = (each: Line): Texts => {
  const utf8 = Buffer.from(innerText(each.data.text as never));
  return { utf8, offsets: Uint32Array.of(0, utf8.length) };
};

describe('kernels on lines', () => {
  it('sign and shingle what parsing would give them, or leave the line', () => {
    const left = { lines: 0, all: 0 };
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom(...shapes), (lines, shape) => {
        const signing = { shape, bands: bandShapeFor(0.7) };
        const { bands } = signing.bands;
        const { keys, counts, characters, flags } = built.signLines(blockOf(lines), where, signing);
        const own = {
          keys: keys.slice(),
          counts: counts.slice(),
          characters: characters.slice(),
          flags: flags.slice(),
        };
        const wanted = Uint8Array.from(lines, (_, row) => (row % 3 === 1 ? 0 : 1));
        const sets = built.shingleLines(blockOf(lines), where, { shape, wanted });
        const setOf = parsed(lines).map((_, row) => sets.shingles.slice(sets.offsets[row], sets.offsets[row + 1]));
        for (const [row, each] of parsed(lines).entries()) {
          left.all++;
          if (wanted[row] === 0) expect(setOf[row]).toHaveLength(0);
          if (own.flags[row] === LEFT) {
            left.lines++;
            continue;
          }
          const signed = plain.sign(textsOf(each), signing);
          expect(own.flags[row]).toBe(each.origin?.real === true ? 1 : 0);
          expect(own.counts[row]).toBe(signed.counts[0]);
          expect(own.characters[row]).toBe([...textsOf(each).utf8.toString()].length);
          expect(own.keys.subarray(row * bands, (row + 1) * bands)).toEqual(signed.keys);
          if (wanted[row] === 1) expect(setOf[row]).toEqual(plain.shingles(textsOf(each), 0, shape));
        }
      }),
      { numRuns: 400 },
    );
    expect(left.lines).toBeLessThan(left.all / 2); // or nothing was tried
  });

  it('find values as they stand in canonical JSON, and hash them, or leave the line', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { flags, hashes, spans } = built.hashLines(blockOf(lines), where);
        const there = (row: number) =>
          blockOf(lines).toString('utf8', spans[row * 2], spans[row * 2]! + spans[row * 2 + 1]!);
        parsed(lines).forEach(({ data }, row) => {
          const value = JSON.stringify(data.text ?? null);
          if (flags[row] !== LEFT) expect(hashes[row]).toBe(value === 'null' ? 0 : hashOf(value));
          if (flags[row] === LEFT) expect(there(row)).toBe(lines[row]);
          else if (data.text !== undefined) expect(there(row)).toBe(value);
        });
      }),
    );
  });

  it('leave the wanted lines alone, and say nothing of others, where their shingles would be too many', () => {
    const lines = blockOf(['a b', 'word '.repeat(400_000), 'c d'].map((text) => JSON.stringify({ data: { text } })));
    const { flags, offsets } = built.shingleLines(lines, where, {
      shape: { words: [1, 20] },
      wanted: Uint8Array.of(0, 0, 1),
    });
    expect([...flags]).toEqual([0, 0, LEFT]);
    expect([...offsets]).toEqual([0, 0, 0, 0]);
  });

  it('leave all to the parser where there is no WebAssembly', () => {
    const lines = blockOf(['{"data":{"text":"x"}}', '{"data":{}}']);
    const signing = { shape: shapes[0]!, bands: bandShapeFor(0.7) };
    expect([...plain.signLines(lines, where, signing).flags]).toEqual([LEFT, LEFT]);
    expect([...plain.hashLines(lines, where).flags]).toEqual([LEFT, LEFT]);
    expect([...plain.hashLines(lines, where).spans]).toEqual([0, 21, 22, 11]);
    expect([...plain.shingleLines(lines, where, { shape: shapes[0]!, wanted: Uint8Array.of(0, 1) }).flags]).toEqual([
      0,
      LEFT,
    ]);
  });
});
